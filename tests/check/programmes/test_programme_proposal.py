"""What a programme starts from: every unit, days of the plan's months, auditors without a bar."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, strategies as st

from pms_tracker.check.programmes import programme_proposal as proposal
from pms_tracker.check.programmes.programme_proposal import Changes, Firm, Need, Proposal
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.programme_rules import Row
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.independence import Candidate, Role, bar_to_auditing
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.plan.rules.year_rules import Year

YEAR = Year.of(2026, FiscalStart(4))
OPEN = BusinessCalendar(lambda _day: False)
CLOSED = BusinessCalendar(lambda _day: True)
THEMES = {AuditKind.OPERATION: "運用", AuditKind.CONFORMITY: "規程"}
MANAGER = Candidate(1, frozenset({Role.AUDIT_MANAGER}), frozenset({10}))
SHOP = Candidate(2, frozenset({Role.AUDITOR}), frozenset({20}))
SCHOOL = Candidate(3, frozenset({Role.AUDITOR}), frozenset({30}))
AUDITORS = (MANAGER, SHOP, SCHOOL)
NOVEMBER = proposal.days_of(YEAR, (), YEAR.first, OPEN)


def firm(*units: int, answers: int | None = 40, closes: dict[int, date] | None = None) -> Firm:
    ends = closes or {}

    def able(_kind: AuditKind, unit_id: int, _day: date) -> list[Candidate]:
        return [each for each in AUDITORS if bar_to_auditing(each, unit_id) is None]

    return Firm(units, answers, lambda unit_id, day: day <= ends.get(unit_id, date.max), able)


def made(of: Firm, days: list[date] = NOVEMBER) -> Proposal:
    return Proposal(of, THEMES, days, days[0])


def test_a_first_programme_audits_the_rules_once_and_every_unit() -> None:
    rows = made(firm(10, 20, 30)).first(Need((10, 20, 30), conformity=True))
    assert [(row.kind, row.unit_id) for row in rows] == [
        (AuditKind.CONFORMITY, 40),
        *((AuditKind.OPERATION, unit) for unit in (10, 20, 30)),
    ]
    assert {row.theme for row in rows} == {"運用", "規程"}
    assert [row.planned_on for row in rows] == sorted(row.planned_on for row in rows)
    assert {row.planned_on.month for row in rows} == {11}


def test_what_the_year_has_already_is_not_proposed_again() -> None:
    rows = made(firm(10, 20)).first(Need((20,), conformity=False))
    assert [(row.kind, row.unit_id) for row in rows] == [(AuditKind.OPERATION, 20)]
    assert made(firm(10, answers=None)).first(Need((), conformity=True)) == []


@given(st.lists(st.sampled_from([10, 20, 30, 40, 50, 60]), unique=True))
def test_r2_r3_nobody_proposed_is_barred_and_work_is_shared(units: list[int]) -> None:
    rows = made(firm(*units)).first(Need(units, conformity=True))
    by_id = {each.person_id: each for each in AUDITORS}
    for row in rows:
        assert all(bar_to_auditing(by_id[each], row.unit_id) is None for each in row.team_ids)
        assert len(row.team_ids) == 1
    taken = Counter(row.team_ids[0] for row in rows)
    assert max(taken.values()) - min(taken[each] for each in by_id) <= 2


def test_a_unit_that_nobody_may_audit_is_proposed_without_a_team() -> None:
    alone = Firm((10,), None, lambda _unit, _day: True, lambda _kind, _unit, _day: [])
    (row,) = made(alone).first(Need((10,), conformity=False))
    assert row.team_ids == ()


def row(unit_id: int, day: date, *team: int, kind: AuditKind = AuditKind.OPERATION) -> Row:
    return Row(kind, unit_id, day, team, "申込書", row_id=unit_id)


AGAIN = {date(2025, 6, 2): date(2026, 6, 2), date(2025, 9, 1): date(2026, 9, 1)}


def test_the_next_year_follows_the_one_before() -> None:
    before = [row(10, date(2025, 6, 2), 2, 3), row(20, date(2025, 9, 1), 3)]
    rows = made(firm(10, 20, 30), [date(2026, 5, 1)]).following(
        before, Need((10, 20, 30), conformity=False), AGAIN.__getitem__
    )
    assert [(each.unit_id, each.planned_on, each.team_ids) for each in rows] == [
        (30, date(2026, 5, 1), (1,)),
        (10, date(2026, 6, 2), (2, 3)),
        (20, date(2026, 9, 1), (3,)),
    ]
    assert {each.row_id for each in rows} == {None}


def test_r2_who_would_no_longer_be_independent_is_left_blank() -> None:
    """Somebody barred is out of the team; without its lead the row waits for another."""
    before = [row(20, date(2025, 6, 2), 3, 2), row(30, date(2025, 9, 1), 3, 1)]
    rows = made(firm(20, 30), [date(2026, 5, 1)]).following(
        before, Need((20, 30), conformity=False), AGAIN.__getitem__
    )
    assert [(each.unit_id, each.team_ids) for each in rows] == [(20, (3,)), (30, ())]
    found = proposal.changes(before, rows, firm(20, 30))
    assert found == Changes((), (), ((20, 2), (30, 3)))


def test_units_closed_are_left_out_and_new_ones_come_in_and_both_are_said() -> None:
    before = [row(10, date(2025, 6, 2), 2), row(20, date(2025, 9, 1), 3)]
    of = firm(10, 30, closes={20: date(2026, 8, 31)})
    need = Need((10, 20, 30), conformity=False)
    rows = made(of, [date(2026, 5, 1)]).following(before, need, AGAIN.__getitem__)
    assert {each.unit_id for each in rows} == {10, 30}
    found = proposal.changes(before, rows, of)
    assert (found.new, found.gone, found.barred) == ((30,), (20,), ())
    assert found
    assert not proposal.changes(rows, rows, of)


def test_a_day_that_is_too_near_is_spread_over_those_that_are_left() -> None:
    before = [row(10, date(2025, 6, 2), 2), row(20, date(2025, 6, 2), 3)]
    days = [date(2026, 11, 2), date(2026, 11, 20)]
    rows = made(firm(10, 20), days).following(
        before, Need((10, 20), conformity=False), AGAIN.__getitem__
    )
    assert [each.planned_on for each in rows] == days


def test_the_conformity_audit_of_last_year_comes_round_too() -> None:
    before = [row(40, date(2025, 6, 2), 1, kind=AuditKind.CONFORMITY)]
    made_of = made(firm(), [date(2026, 5, 1)])
    rows = made_of.following(before, Need((), conformity=True), AGAIN.__getitem__)
    assert [(each.kind, each.unit_id) for each in rows] == [(AuditKind.CONFORMITY, 40)]
    done = made_of.following(before, Need((), conformity=False), AGAIN.__getitem__)
    assert done == []


@pytest.mark.parametrize(
    ("months", "earliest", "calendar", "expected"),
    [
        ((), YEAR.first, OPEN, (date(2026, 11, 2), date(2026, 11, 30))),
        ({date(2026, 6, 9)}, YEAR.first, OPEN, (date(2026, 6, 1), date(2026, 6, 30))),
        (
            {date(2026, 6, 9), date(2027, 2, 1)},
            YEAR.first,
            OPEN,
            (date(2026, 6, 1), date(2027, 2, 26)),
        ),
        # The month has begun, or is over: what is left of it, or of the year.
        ((), date(2026, 11, 20), OPEN, (date(2026, 11, 20), date(2026, 11, 30))),
        ((), date(2026, 12, 8), OPEN, (date(2026, 12, 8), date(2027, 3, 31))),
        ((), YEAR.last, CLOSED, (YEAR.last, YEAR.last)),
    ],
)
def test_days_are_those_of_the_months_that_the_plan_gives_to_audits(
    months: set[date], earliest: date, calendar: BusinessCalendar, expected: tuple[date, date]
) -> None:
    days = proposal.days_of(YEAR, months, earliest, calendar)
    assert (days[0], days[-1]) == expected


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 1, 5), YEAR.first),
        (date(2026, 11, 24), date(2026, 12, 8)),
        (date(2027, 3, 30), YEAR.last),
    ],
)
def test_nobody_is_audited_within_a_fortnight_while_the_year_allows_it(
    today: date, first: date
) -> None:
    assert proposal.earliest_day(YEAR, today) == first
