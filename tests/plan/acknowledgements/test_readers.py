"""Who is asked to read a version, who has and who has not: by unit and by person."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import read_order, session
from pms_tracker.people.changes import leaving, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Membership, Person
from pms_tracker.plan.acknowledgements import readers
from pms_tracker.plan.acknowledgements.readers import Filter
from pms_tracker.plan.tables.policy_tables import Acknowledgement
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.plan.acknowledgements.test_acknowledgements import announce, known, read, sign

# Everybody but the one who belongs nowhere.
ASKED = len(IDS) - 1


def test_everybody_who_is_here_is_counted(app: Flask) -> None:
    announce()
    stood = known().stood
    assert tuple(readers.totals(stood, viewer("privacy_manager"))) == (ASKED, 0, 0, 0)
    read("owner")
    read("representative")
    assert tuple(readers.totals(stood, viewer("audit_manager")))[:2] == (ASKED, 2)
    assert (known().asked, known("head").readers) == (ASKED, 2)
    assert tuple(readers.totals(stood, viewer("head")))[:2] == (3, 1)
    units = [(row.name, row.asked, row.read) for row in readers.by_unit(stood, viewer("head"))]
    assert units == [("松本教室", 3, 1)]
    everywhere = readers.by_unit(stood, viewer("audit_manager"))
    assert [(row.name, row.asked, row.read) for row in everywhere] == [
        ("本部", 3, 1),
        ("教務部", 2, 0),
        ("書店", 3, 0),
        ("松本教室", 3, 1),
    ]


def test_who_left_is_asked_no_more_and_two_units_count_one_person(app: Flask) -> None:
    announce()
    stood = known().stood
    owner = session.get_one(Person, IDS["owner"])
    staffing.enrol(owner, people.unit(UNIT_IDS["書店"]), since_on=TODAY, by=SYSTEM)
    assert readers.totals(stood, viewer("privacy_manager")).asked == ASKED
    assert {row.name: row.asked for row in readers.by_unit(stood, viewer("representative"))}[
        "書店"
    ] == 4
    assert readers.units_of([owner.id], TODAY) == {owner.id: ["書店", "松本教室"]}
    leaving.leave(owner, on=TODAY, by=SYSTEM)
    assert readers.totals(stood, viewer("privacy_manager")).asked == ASKED
    with clock.set_to(clock.at(TODAY + timedelta(days=1))):
        assert readers.totals(known().stood, viewer("privacy_manager")).asked == ASKED - 1


def test_an_officer_without_a_unit_is_asked_as_well(app: Flask) -> None:
    announce()
    row = session.scalars(
        select(Membership).where(Membership.person_id == IDS["representative"])
    ).one()
    row.until_on = TODAY - timedelta(days=1)
    session.flush()
    read("representative")
    assert tuple(readers.totals(known().stood, viewer("privacy_manager"))) == (ASKED, 1, 1, 1)


def test_the_list_is_narrowed_by_unit_by_reading_and_by_name(app: Flask) -> None:
    announce()
    read("owner")
    stood = known().stood

    def names(who: str = "privacy_manager", **wanted: object) -> list[str]:
        narrowed = Filter(**wanted)  # type: ignore[arg-type]
        rows = readers.listed(stood, viewer(who), narrowed)
        assert readers.counted(stood, viewer(who), narrowed) == len(rows)
        return [row.name for row in rows]

    assert len(names()) == ASKED
    assert names("head") == ["𠮷田 茂", "原 大地", "髙山 由紀"]
    assert names("owner") == []
    assert names(read=True) == ["原 大地"]
    assert names("head", read=False) == ["𠮷田 茂", "髙山 由紀"]
    assert names("head", unit_id=UNIT_IDS["書店"]) == []
    assert names(text="大地") == ["原 大地"]
    assert names(text="%") == []
    assert [row.name for row in readers.without_account(stood, viewer("head"))] == ["𠮷田 茂"]
    assert list(readers.without_account(stood, viewer("other_head"))) == []


@pytest.mark.parametrize("sort", ["read", "-read"])
def test_who_has_not_read_it_is_in_the_list_sorted_by_that_day(app: Flask, sort: str) -> None:
    announce()
    read("owner")
    stood, names, after = known().stood, [], ""
    while True:
        order = read_order(sort, after, readers.SORTS)
        rows = readers.listed(stood, viewer("privacy_manager"), Filter(), order, 4)
        names += [row.name for row in rows]
        if len(rows) < 4:
            break
        after = order.goes_on_after(rows[-1], readers.SORTS)
    assert len(names) == len(set(names)) == ASKED
    assert names[0 if sort == "read" else -1] == "原 大地"


def test_a_signed_list_is_opened_by_the_management_and_by_the_head_of_all_on_it(
    app: Flask, tmp_path: Path
) -> None:
    announce()
    stood = known().stood
    sign(tmp_path, "without_account", by="privacy_manager")

    def open_to(name: str, number: int = 1) -> bool:
        return readers.may_see_scan(builders.policy().id, number, viewer(name))

    who = ("representative", "privacy_manager", "audit_manager", "head", "other_head", "owner")
    assert [open_to(each) for each in who] == [True, True, True, True, False, False]
    assert not open_to("privacy_manager", 2)
    guest = staffing.add_person("客 一", by=SYSTEM)
    staffing.enrol(guest, people.unit(UNIT_IDS["書店"]), since_on=TODAY, by=SYSTEM)
    row = session.scalars(select(Acknowledgement)).one()
    session.add(
        Acknowledgement(
            policy_version_id=stood.version_id,
            person_id=guest.id,
            acknowledged_on=TODAY,
            recorded_at=row.recorded_at,
            entered_by_id=row.entered_by_id,
            scan_number=1,
        )
    )
    session.flush()
    assert [open_to(each) for each in who] == [True, True, True, False, False, False]
