"""What of the register is checked between two reviews: its unit is gone, its contractor left or was
never approved, or what may be acquired is still not handled."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from pms_tracker import clock
from pms_tracker.do.contractors.contractor_duties import STOP, UNAPPROVED
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.contractors.left_duties import CHECK
from pms_tracker.do.ledger_facts.ledger_check_duties import HANDLE, MOVE
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.evaluation_rules import Kind, Verdict
from pms_tracker.do.rules.ledger import ledger_check_rules as rules
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.days import Days
from pms_tracker.people.changes import units
from pms_tracker.people.firm import people
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do import test_acquisitions as acquisitions, test_contractors as contractors
from tests.do.test_ledger import approved, decide, hand_in
from tests.visitor import Visitor
from tests.web.browsing import committing, words

DAY = timedelta(days=1)
MANAGER = "privacy_manager"
KINDS = (MOVE, HANDLE, CHECK, UNAPPROVED, STOP)


def due(name: str | None = None) -> list[tuple[str, str, date]]:
    """What is to be checked, by whom if one is asked, whenever it shows."""
    found = reading.due(date.max, IDS[name] if name else None, kinds=KINDS)
    return [(each.kind, each.reference, each.due_on) for each in found]


def close(unit_id: int, last: date = TODAY) -> None:
    units.close(people.unit(unit_id), until_on=last, by=SYSTEM)


def revise(row: Any, by: str = MANAGER, **values: Any) -> None:
    entries.change(LEDGER, row, values, seen=row.version, by=viewer(by))


def left(row: Any, **more: Any) -> None:
    """A contractor ends, as its head writes and the privacy manager approves."""
    contractors.change(row, rows=(), **{**contractors.ENDED, **more})
    contractors.through(CONTRACTORS, row)


def test_each_is_asked_about_from_a_day_on_and_until_another() -> None:
    """A unit is there on its last day, and what a contractor held is known on the day it left."""
    assert rules.moved_by(TODAY) == (TODAY + DAY, TODAY + 30 * DAY)
    assert rules.checked_by(TODAY) == (TODAY, TODAY + 14 * DAY)
    assert rules.handled_by(TODAY) == (TODAY + 30 * DAY, TODAY + 60 * DAY)


@pytest.mark.parametrize(
    ("revised_on", "reviewed_on", "is_checked"),
    [
        (None, None, False),
        (TODAY - DAY, TODAY - DAY, False),
        (TODAY, None, True),
        (None, TODAY, True),
        (TODAY - DAY, TODAY + DAY, True),
    ],
)
def test_who_looked_since_a_contractor_left_has_checked(
    revised_on: date | None, reviewed_on: date | None, is_checked: bool
) -> None:
    assert rules.is_checked(TODAY, revised_on, reviewed_on) is is_checked


def test_what_a_closed_unit_holds_is_the_privacy_managers_until_it_is_moved(app: Flask) -> None:
    row = approved()
    name = LEDGER.name_of(row)
    close(row.unit_id)
    with time_machine.travel(clock.at(TODAY + DAY, 10)):
        assert due() == due(MANAGER) == [(MOVE, name, TODAY + 30 * DAY)]
        revise(row, unit_id=UNIT_IDS["書店"])
        assert due(MANAGER) == [(MOVE, name, TODAY + 30 * DAY)]
        hand_in(row, MANAGER)
        decide(row, "representative")
        assert due() == []
    assert list(kept_duties.compare()) == []


def test_what_an_open_unit_holds_and_what_ended_ask_for_nothing(app: Flask) -> None:
    row = approved()
    assert due() == []
    by = viewer("head")
    entry_decisions.propose_end(LEDGER, row, "不要", version=row.version, by=by)
    decide(row, MANAGER)
    close(row.unit_id)
    assert due() == []
    assert list(kept_duties.compare()) == []


def test_a_unit_that_will_be_closed_asks_from_the_day_after_its_last(app: Flask) -> None:
    row = approved()
    close(row.unit_id, TODAY + 10 * DAY)
    assert due() == []
    with time_machine.travel(clock.at(TODAY + 11 * DAY, 10)):
        assert [each[2] for each in due(MANAGER)] == [TODAY + 40 * DAY]


def test_an_acquisition_that_was_approved_is_handed_in_or_withdrawn(app: Flask) -> None:
    row, other = acquisitions.cleared(), acquisitions.cleared(name="写真")
    asked = [(HANDLE, LEDGER.name_of(each), TODAY + 60 * DAY) for each in (row, other)]
    assert due() == []
    with time_machine.travel(clock.at(TODAY + 30 * DAY, 10)):
        assert due("head") == asked
        acquisitions.change(row, **acquisitions.LATER)
        acquisitions.hand_in(row)
        entries.retire(LEDGER, other, reason="取得しない", by=viewer("head"))
        assert due() == []
        entry_decisions.take_back(LEDGER, row, version=row.version, by=viewer("head"))
        assert due() == asked[:1]
        acquisitions.change(row, items=("氏名",))
        assert due() == []
    assert list(kept_duties.compare()) == []


def test_what_a_contractor_held_is_checked_once_it_left(app: Flask) -> None:
    row = approved()
    contractor = contractors.contracted()
    assert due() == []
    later = TODAY + 10 * DAY
    with time_machine.travel(clock.at(later, 10)):
        left(contractor, ended_on=later, proved_on=later)
        asked = [(CHECK, LEDGER.name_of(row), later + 14 * DAY)]
        assert due() == due("head") == asked
        revise(row, "head", place="書庫の鍵付き棚")
        hand_in(row)
        decide(row, MANAGER)
        assert due() == []
    assert list(kept_duties.compare()) == []


def test_another_units_entry_is_not_told_of(app: Flask) -> None:
    approved()
    contractor, later = contractors.contracted(), TODAY + DAY
    days = Days(None, date.max)
    with time_machine.travel(clock.at(later, 10)):
        left(contractor, ended_on=later, proved_on=later)
        told = {name: reading.seen(viewer(name), days, 10) for name in ("head", "other_head")}
    assert [CHECK in {each.kind for each in found} for found in told.values()] == [True, False]


def test_a_contractor_that_entries_name_is_approved_within_thirty_days(app: Flask) -> None:
    row, idle = contractors.candidate(), contractors.candidate(name="すずめ便", rows=())
    asked = [(UNAPPROVED, CONTRACTORS.name_of(row), TODAY + 30 * DAY)]
    assert due() == []
    with time_machine.travel(clock.at(TODAY + 16 * DAY, 10)):
        assert due() == due(MANAGER) == asked
        contractors.change(row, rows=())
        assert due() == []
        contractors.change(idle, rows=("PI-2026-001",))
        assert len(due()) == 1
        contractors.through(CONTRACTORS, idle)
        assert due() == []
    assert list(kept_duties.compare()) == []


def test_nothing_stays_with_a_contractor_that_failed(app: Flask) -> None:
    row = contractors.contracted()
    contractors.evaluated(verdict=Verdict.FAILED, kind=Kind.AGAIN)
    assert due(MANAGER) == [(STOP, CONTRACTORS.name_of(row), TODAY + 14 * DAY)]
    contractors.evaluated(kind=Kind.AGAIN)
    assert due() == []
    assert list(kept_duties.compare()) == []


def test_home_leads_to_the_record_that_says_what_to_do(served: Served, visitor: Visitor) -> None:
    with committing(served):
        row = approved()
        name = LEDGER.name_of(row)
        close(row.unit_id, TODAY - DAY)
    page = words(visitor.as_(MANAGER).get("/"))
    assert "廃止された部門の個人情報の確認" in page
    record = words(visitor.get(f"/do/ledger/{name}"))
    assert "管理部門は廃止されています。引き継いだ部門に変更するか" in record
    assert f"/do/ledger/{name}/edit" in record
