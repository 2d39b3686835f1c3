"""A version made known, read by a button or on a signed list, on both databases."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.people.changes import invitations, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Membership, Person
from pms_tracker.plan.acknowledgements import acknowledgements, announcements, readers
from pms_tracker.plan.acknowledgements.acknowledgements import Known, SignedList
from pms_tracker.plan.acknowledgements.readers import Stood
from pms_tracker.plan.tables.policy_tables import Acknowledgement, Announcement
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import IDS, POLICY, TODAY, UNIT_IDS, viewer

DUE_ON = TODAY + timedelta(days=14)
MONTH = timedelta(days=30)
SCAN = Upload("署名.pdf", b"%PDF-1.7 signed")


def announce(due_on: date = DUE_ON, by: str = "privacy_manager") -> Announcement:
    return builders.announced(due_on=due_on, by=by)


def known(who: str = "owner") -> Known:
    return acknowledgements.the_announced(builders.policy().id, IDS[who])


def read(who: str) -> Acknowledgement:
    return acknowledgements.acknowledge(known(who), seen_edition=1, by=viewer(who))


def sign(folder: Path, *names: str, by: str = "head", **changes: object) -> int:
    told: dict[str, object] = {
        "edition": 1,
        "person_ids": [IDS[each] for each in names],
        "signed_on": clock.today(),
        "scan": SCAN,
        **changes,
    }
    signed = SignedList(**told)  # type: ignore[arg-type]
    return acknowledgements.enter_list(
        builders.policy(), signed, folder, limit_bytes=1000, by=viewer(by)
    )


def revise() -> None:
    builders.new_version(POLICY.replace("教材の発送", "教材と会報の発送"))


def told(reference: str) -> list[tuple[str, dict[str, str | None]]]:
    trail.write_pending()
    return [
        (entry.move, {value.field: value.after for value in entry.values})
        for entry in trail.history(reference)
    ]


def test_the_version_in_force_is_made_known_once(app: Flask) -> None:
    made = announce()
    assert (made.announced_on, made.due_on, made.way) == (TODAY, DUE_ON, "朝礼とメール")
    assert told("POL-001")[0] == (
        "made_known",
        {"edition": "1", "due_on": "2026-12-08", "way": "朝礼とメール"},
    )
    with pytest.raises(RuleBroken, match="announced_already"):
        announce(by="representative")
    with pytest.raises(NotAllowed, match="announcers_only"):
        announce(by="audit_manager")


def test_how_it_was_made_known_is_said(app: Flask) -> None:
    with pytest.raises(BadInput, match="way_needed"):
        builders.announced(way=" ")


def test_before_it_is_made_known_nothing_is_read(app: Flask) -> None:
    assert acknowledgements.announced(builders.policy().id, IDS["owner"]) is None
    with pytest.raises(NotFound, match="not_announced"):
        known()


def test_who_reads_is_recorded_once_however_often_they_click(app: Flask) -> None:
    announce()
    first = read("owner")
    with clock.set_to(clock.at(TODAY + timedelta(days=2))):
        assert read("owner") is first
    assert first.acknowledged_on == TODAY
    assert len(session.scalars(select(Acknowledgement)).all()) == 1
    moves = told(f"person-{IDS['owner']}")
    assert [move for move, _values in moves].count("policy_read") == 1
    assert moves[0][1] == {"policy": "POL-001", "edition": "1", "acknowledged_on": "2026-11-24"}
    assert [move for move, _values in told("POL-001")][:1] == ["made_known"]


def test_a_text_that_changed_meanwhile_is_not_read(app: Flask) -> None:
    announce()
    shown = known()
    revise()
    announce()
    assert known().version.edition == 2
    with pytest.raises(Stale, match="edition_changed"):
        acknowledgements.acknowledge(known(), seen_edition=1, by=viewer("owner"))
    assert shown.version.edition == 1


def test_a_new_version_is_to_be_read_by_everybody_again(app: Flask) -> None:
    announce()
    read("owner")
    assert known().read is not None
    revise()
    with pytest.raises(NotFound, match="not_announced"):
        known()
    announce()
    assert (known().version.edition, known().read) == (2, None)
    assert known().readers == 0


def test_the_readers_own_day_counts_from_when_they_joined(app: Flask) -> None:
    announce()
    assert known().due_on == DUE_ON
    with clock.set_to(clock.at(date(2028, 2, 15))):
        who = staffing.add_person("新人 一", by=SYSTEM)
        staffing.enrol(who, people.unit(1), since_on=clock.today(), by=SYSTEM)
        found = acknowledgements.the_announced(builders.policy().id, who.id)
        assert found.due_on == date(2028, 2, 29)


def test_the_head_enters_a_signed_list_with_its_scan(app: Flask, tmp_path: Path) -> None:
    announce()
    with clock.set_to(clock.at(TODAY + timedelta(days=1))):
        assert sign(tmp_path, "without_account", signed_on=TODAY) == 1
    (row,) = session.scalars(select(Acknowledgement))
    assert (row.person_id, row.acknowledged_on) == (IDS["without_account"], TODAY)
    assert (row.entered_by_id, row.scan_number) == (IDS["head"], 1)
    (file,) = evidence.files("POL-001")
    assert (file.name, file.number) == ("署名.pdf", 1)
    assert told("POL-001")[0][0] == "evidence_added"
    assert told(f"person-{IDS['without_account']}")[0][0] == "policy_read"


def test_whoever_was_invited_and_never_came_in_signs_on_paper(app: Flask, tmp_path: Path) -> None:
    announce()
    who = people.person(IDS["without_account"])
    who.mail = "invited@example.jp"
    invitations.invite(who, by=SYSTEM)
    stood, manager = known().stood, viewer("privacy_manager")
    assert who.id in {row.id for row in readers.without_account(stood, manager)}
    assert sign(tmp_path, "without_account", signed_on=TODAY) == 1


@pytest.mark.parametrize(
    ("names", "by", "changes", "refusal", "key"),
    [
        (["without_account"], "other_head", {}, NotAllowed, "head_only"),
        (["without_account"], "representative", {}, NotAllowed, "head_only"),
        (["without_account"], "audit_manager", {}, NotAllowed, "head_only"),
        (["without_account"], "owner", {}, NotAllowed, "head_only"),
        (["without_account", "owner"], "head", {}, RuleBroken, "signers_sign_in"),
        ([], "head", {}, BadInput, "no_signers"),
        (["without_account"], "head", {"scan": None}, BadInput, "list_needs_scan"),
        (["without_account"], "head", {"edition": 2}, NotFound, "not_announced"),
        (["without_account"], "head", {"person_ids": [999]}, NotFound, "no_such_person"),
        (["nobody"], "privacy_manager", {}, NotFound, "no_such_person"),
        (
            ["without_account"],
            "head",
            {"signed_on": TODAY - timedelta(days=1)},
            RuleBroken,
            "signed_before_announced",
        ),
        (
            ["without_account"],
            "head",
            {"signed_on": TODAY + timedelta(days=1)},
            RuleBroken,
            "day_in_future",
        ),
        (
            ["without_account"],
            "head",
            {"scan": Upload("署名.exe", b"MZ")},
            BadInput,
            "file_type_unknown",
        ),
    ],
)
def test_a_list_that_cannot_be_taken_leaves_nothing_behind(
    app: Flask,
    tmp_path: Path,
    names: list[str],
    by: str,
    changes: dict[str, object],
    refusal: type[Exception],
    key: str,
) -> None:
    announce()
    with pytest.raises(refusal, match=key):
        sign(tmp_path, *names, by=by, **changes)
    assert session.scalars(select(Acknowledgement)).all() == []
    assert evidence.files("POL-001") == []


def test_the_privacy_manager_enters_anybodys_list_but_nobody_twice(
    app: Flask, tmp_path: Path
) -> None:
    announce()
    sign(tmp_path, "without_account", "without_account", by="privacy_manager")
    with pytest.raises(RuleBroken, match="signers_have_read"):
        sign(tmp_path, "without_account")


def test_a_new_head_enters_what_the_old_one_may_no_more(app: Flask, tmp_path: Path) -> None:
    announce()
    old = session.scalars(select(Membership).where(Membership.person_id == IDS["head"])).one()
    owner = session.get_one(Person, IDS["owner"])
    staffing.enrol(
        owner, people.unit(UNIT_IDS["松本教室"]), since_on=TODAY, is_head=True, by=SYSTEM
    )
    old.until_on = TODAY - timedelta(days=1)
    session.flush()
    with pytest.raises(NotAllowed, match="head_only"):
        sign(tmp_path, "without_account", by="head")
    assert sign(tmp_path, "without_account", by="owner") == 1


def upcoming() -> int:
    """A version approved today that comes into force in a month; its edition."""
    text = POLICY.replace("教材の発送", "教材と会報の発送")
    made = builders.decide_version(builders.submitted(text, effective_on=TODAY + MONTH))
    return made.edition


def test_an_approved_version_is_made_known_before_it_is_in_force(app: Flask) -> None:
    announce()
    edition = upcoming()
    assert [each.edition for each in announcements.waiting(builders.policy().id)] == [edition]
    assert known().version.edition == 1
    builders.announced(edition, due_on=TODAY + MONTH)
    assert (known().version.edition, known().superseded_on) == (2, None)
    assert announcements.waiting(builders.policy().id) == []
    with clock.set_to(clock.at(TODAY + MONTH)):
        assert known().version.edition == 2


def test_what_is_superseded_or_not_approved_is_not_made_known(app: Flask) -> None:
    revise()
    for edition in (1, 3):
        with pytest.raises(RuleBroken, match="not_to_announce"):
            builders.announced(edition)
    builders.submitted(POLICY.replace("教材の発送", "会報の発送"))
    with pytest.raises(RuleBroken, match="not_to_announce"):
        builders.announced(3)


def test_who_read_the_version_before_stays_known_with_it(app: Flask, tmp_path: Path) -> None:
    announce()
    read("owner")
    with clock.set_to(clock.at(TODAY + timedelta(days=3))):
        revise()
        announce()
        read_now = acknowledgements.the_announced(builders.policy().id, IDS["owner"])
        assert (read_now.version.edition, read_now.read) == (2, None)
        before = acknowledgements.the_announced(builders.policy().id, IDS["owner"], 1)
        assert before.read is not None
        assert before.superseded_on == TODAY + timedelta(days=3)
        assert before.stood == Stood(before.version.id, TODAY + timedelta(days=2))
        told_of = acknowledgements.made_known(builders.policy().id, IDS["owner"])
        assert [(row.version.edition, row.readers) for row in told_of] == [(2, 0), (1, 1)]
        signed_on = TODAY + timedelta(days=1)
        assert sign(tmp_path, "without_account", signed_on=signed_on, edition=1) == 1
        assert readers.lists_of(before.version.id) == {1}
        assert readers.lists_of(read_now.version.id) == set()
        assert readers.totals(before.stood, viewer("representative")).read == 2
