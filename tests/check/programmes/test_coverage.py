"""The coverage board on both databases: nothing missing is hidden, nothing done is forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import update

from pms_tracker import clock
from pms_tracker.act.teams import assignments
from pms_tracker.check.checklists import checklists
from pms_tracker.check.programmes import coverage
from pms_tracker.check.rules.audit_rules import AuditKind, AuditState, Grade, Result
from pms_tracker.check.rules.coverage_rules import Covered
from pms_tracker.check.rules.programme_rules import AuditTrigger
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.people.tables.people_tables import Membership, Unit
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.rules.year_rules import Year
from pms_tracker.trail.trail import SYSTEM
from tests import builders, reporting
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.check.programmes import a_programme

HELD = (AuditState.UNDER_WAY, AuditState.REPORTED, AuditState.APPROVED, AuditState.CLOSED)
YEARS = (2026, 2025, 2024)
# From the first day of the oldest year to some time after today.
DAYS = st.dates(date(2024, 4, 1), date(2027, 3, 31))


def cells(who: str = "audit_manager") -> dict[str, tuple[Covered, ...]]:
    return {
        line.name: tuple(cell.covered for cell in line.cells)
        for line in coverage.board(viewer(who), 2026).units
    }


@dataclass(frozen=True)
class Made:
    """An audit as it is generated."""

    unit_id: int
    kind: AuditKind
    state: AuditState
    day: date


MADE = st.builds(
    Made,
    unit_id=st.sampled_from(sorted(UNIT_IDS.values())),
    kind=st.sampled_from(AuditKind),
    state=st.sampled_from(AuditState),
    day=DAYS,
)
ENDS = st.dictionaries(st.sampled_from(sorted(UNIT_IDS.values())), DAYS, max_size=2)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    nested = session.begin_nested()
    try:
        yield
    finally:
        nested.rollback()
        session.expire_all()


def add(number: int, made: Made) -> None:
    begun = made.state in HELD
    session.add(
        Audit(
            fiscal_year=2026,
            number=number,
            unit_id=made.unit_id,
            theme="",
            planned_on=made.day,
            held_on=made.day if begun else None,
            state=made.state,
            closing_note="中止",
            planned_by_id=IDS["audit_manager"],
            recorded_at=clock.now(),
            kind=made.kind,
            extra_because=AuditTrigger.OTHER,
            extra_reason="理由",
        )
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(MADE, max_size=12),
    closed=ENDS,
    headed=st.sets(st.sampled_from(sorted(UNIT_IDS.values()))),
)
def test_r1_a_unit_is_missing_if_and_only_if_no_operation_audit_was_held_in_the_year(
    app: Flask, made: list[Made], closed: dict[int, date], headed: set[int]
) -> None:
    """Over generated units, memberships and audits, for who sees all and for heads."""
    with undone():
        for number, each in enumerate(made, start=1):
            add(number, each)
        for unit_id, day in closed.items():
            session.get_one(Unit, unit_id).closed_on = day
        session.execute(update(Membership).values(is_head=False))
        for unit_id in headed:
            session.add(
                Membership(person_id=IDS["nobody"], unit_id=unit_id, since_on=TODAY, is_head=True)
            )
        session.flush()
        names = {number: name for name, number in UNIT_IDS.items()}
        wanted = {}
        for unit_id, name in names.items():
            row = tuple(_covered(unit_id, year, made, closed.get(unit_id)) for year in YEARS)
            if set(row) != {Covered.OUTSIDE}:
                wanted[name] = row
        assert cells() == wanted
        own = {name: row for name, row in wanted.items() if UNIT_IDS[name] in headed}
        assert cells("nobody") == own


def _covered(unit_id: int, year: int, made: list[Made], closed_on: date | None) -> Covered:
    span = Year.of(year, FiscalStart(4))
    known = [
        each
        for each in made
        if each.unit_id == unit_id
        and each.kind is AuditKind.OPERATION
        and each.day in span
        and each.state is not AuditState.CANCELLED
    ]
    if any(each.state is AuditState.CLOSED for each in known):
        return Covered.DONE
    if closed_on is not None and closed_on < span.first:
        return Covered.OUTSIDE
    # What was begun and is not finished is planned, however long ago that was.
    if any(each.state in HELD for each in known):
        return Covered.PLANNED
    return Covered.PLANNED if known and year == 2026 else Covered.MISSING


def test_r1_units_that_the_year_misses_are_named_first(app: Flask) -> None:
    board = coverage.board(viewer("audit_manager"), 2026)
    assert [line.name for line in board.missing(TODAY)] == list(UNIT_IDS)
    audit = builders.audit()
    assignments.start(audit, on=TODAY, by=viewer("auditor"))
    builders.audit(unit_id=UNIT_IDS["教務部"])
    begun = coverage.board(viewer("audit_manager"), 2026)
    assert (begun.count(Covered.DONE), begun.count(Covered.PLANNED)) == (0, 2)
    reporting.audit_in(AuditState.CLOSED, audit)
    session.get_one(Unit, UNIT_IDS["書店"]).closed_on = TODAY - timedelta(days=1)
    session.flush()
    board = coverage.board(viewer("audit_manager"), 2026)
    assert [line.name for line in board.missing(TODAY)] == ["本部"]
    assert (board.count(Covered.DONE), board.count(Covered.PLANNED)) == (1, 1)
    done = next(line for line in board.units if line.name == "松本教室").cells[0]
    assert done.visit is not None
    assert (done.visit.reference, done.day) == ("AU-2026-001", TODAY)


def test_a_unit_opened_this_year_was_not_there_before(app: Flask) -> None:
    session.get_one(Unit, UNIT_IDS["松本教室"]).opened_on = date(2026, 7, 1)
    session.flush()
    assert cells()["松本教室"] == (Covered.MISSING, Covered.OUTSIDE, Covered.OUTSIDE)


def test_audits_of_earlier_papers_count_for_the_year_they_say(app: Flask) -> None:
    past = builders.past_audit(date(2025, 4, 2), UNIT_IDS["書店"], fiscal_year=2024)
    board = coverage.board(viewer("audit_manager"), 2026)
    shop = next(line for line in board.units if line.name == "書店")
    assert [cell.covered for cell in shop.cells] == [Covered.MISSING, Covered.MISSING, Covered.DONE]
    visit = shop.cells[2].visit
    assert visit is not None
    assert (visit.past_id, visit.reference) == (past.id, "")
    assert cells("other_head")["書店"][2] is Covered.DONE
    assert "書店" not in cells("head")


def conformity() -> Audit:
    rules, _practice = a_programme.audits_of(a_programme.approved())
    return rules


def requirements(year: int = 0) -> dict[str, Covered]:
    lines = coverage.board(viewer("representative"), 2026).requirements
    return {line.name: line.cells[year].covered for line in lines}


def test_requirements_are_covered_by_rows_that_somebody_looked_at(app: Flask) -> None:
    a_programme.none_yet()
    requirement_sets.adopt(requirement_sets.shipped(), by=SYSTEM)
    assert set(requirements().values()) == {Covered.MISSING}
    assert coverage.board(viewer("representative"), 2026).conformity is Covered.MISSING
    audit = conformity()
    assert set(requirements().values()) == {Covered.PLANNED}
    by = viewer("auditor")
    assignments.start(audit, on=TODAY, by=by)
    rows = {each.path: row for row, each in checklists.rows(audit.id)}
    for path, result in (("J.6.2", Result.CONFORMS), ("J.7.1", Result.NOT_SAMPLED)):
        checklists.record(audit, rows[path], result, "", version=rows[path].version, by=by)
    assert set(requirements().values()) == {Covered.PLANNED}
    audit.state = AuditState.CLOSED
    session.flush()
    found = requirements()
    assert found.pop("j-items J.6.2") is Covered.DONE
    assert set(found.values()) == {Covered.MISSING}


@pytest.mark.parametrize("paths", [(), ("J.6.2",), ("j-items J.6.2",)])
def test_an_old_conformity_audit_covers_what_it_looked_at(
    app: Flask, paths: tuple[str, ...]
) -> None:
    requirement_sets.adopt(requirement_sets.shipped(), by=SYSTEM)
    builders.past_audit(date(2025, 11, 5), paths=paths)
    found = requirements(1)
    assert found.pop("j-items J.6.2") is Covered.DONE
    assert set(found.values()) == {Covered.MISSING if paths else Covered.DONE}


def test_a_company_without_sets_is_judged_by_its_own_rules(app: Flask) -> None:
    assert "POL-001 1(3)" in requirements()


def test_heads_and_others_are_shown_no_requirements(app: Flask) -> None:
    builders.audit()
    for who, units in (("head", {"松本教室"}), ("other_head", {"書店"}), ("auditor", set())):
        board = coverage.board(viewer(who), 2026)
        assert {line.name for line in board.units} == units
        assert (board.requirements, board.conformity) == ((), None)


def test_the_worst_units_of_a_year_are_told_with_their_nonconformities(app: Flask) -> None:
    within = builders.audit()
    builders.finding(within, 1)
    builders.finding(within, 2)
    builders.finding(within, 3, grade=Grade.OBSERVATION)
    builders.finding(builders.audit(unit_id=UNIT_IDS["教務部"]), 1)
    assert coverage.nonconformities(2026) == [("松本教室", 2), ("教務部", 1)]
    assert coverage.nonconformities(2025) == []


def test_any_year_with_a_programme_has_its_board(app: Flask) -> None:
    by = viewer("audit_manager")
    assert coverage.years(by) == [2026]
    a_programme.drafted(2027)
    assert coverage.years(by) == [2027, 2026]
    assert coverage.years(viewer("head")) == [2026]
    board = coverage.board(by, 2027)
    assert board.years == (2027, 2026, 2025)
    assert [line.name for line in board.missing(TODAY)] == list(UNIT_IDS)
