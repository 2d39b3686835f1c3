"""R2 and R3 in every firm that hypothesis thinks of, on the day of the plan and after any move."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings, strategies as st

from pms_tracker.act.teams import assignments, rechecks, works
from pms_tracker.check.audits import audits
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.people.firm import people
from tests import builders
from tests.act.rules.generated_firm import (
    DAYS,
    PEOPLE,
    PERSONS,
    UNITS,
    Firm,
    Time,
    enter_memberships,
    entered,
    firms,
    may_audit,
    passes_with_reason,
    times,
)
from tests.cast import IDS, TODAY
from tests.conftest import FULL

# What each example enters and takes back costs more than what it asks.
OF_THEM = 1 if FULL else 3
# They audit as well, in units of their own.
CAST = {"有賀 俊", "小口 彩香", "百瀬 拓"}


@pytest.fixture
def finding(app: Flask) -> Finding:
    """What the generated cases are opened by."""
    return builders.finding()


@settings(max_examples=60 // OF_THEM, suppress_health_check=list(HealthCheck))
@given(
    firm=firms,
    team=st.lists(PEOPLE, min_size=1, max_size=2, unique=True),
    unit=st.integers(0, UNITS - 1),
    on=DAYS,
    reason=st.sampled_from(["", "部門が1つのため"]),
)
def test_r2_and_r3_hold_in_every_firm_and_a_refusal_offers_exactly_the_eligible(
    finding: Finding, firm: Firm, team: list[int], unit: int, on: date, reason: str
) -> None:
    unit %= firm.units
    with entered(firm, finding) as (who, where):
        free = [each for each in range(PERSONS) if may_audit(firm, each, unit, on)]
        accepted = all(
            each in free or (reason and passes_with_reason(firm, each, unit, on)) for each in team
        )
        wanted = builders.audit_plan(
            unit_id=where[unit],
            planned_on=on,
            team_ids=[who[each] for each in team],
            exception_reason=reason,
        )
        refusal = None
        try:
            made = assignments.plan(wanted, by=people.viewer(IDS["audit_manager"]))
        except RuleBroken as refused:
            refusal = refused
        assert (refusal is None) is bool(accepted)
        if refusal is not None:
            offered = set(refusal.values["eligible"]) - CAST  # type: ignore[call-overload]
            assert offered == {f"人{each}" for each in free}
            return
        assert audits.team_ids(made.id) == [who[each] for each in team]
        if not reason:
            for each in team:
                assert may_audit(firm, each, unit, on)


@settings(max_examples=40 // OF_THEM, suppress_health_check=list(HealthCheck))
@given(
    firm=firms,
    unit=st.integers(0, UNITS - 1),
    on=st.integers(0, 400).map(lambda n: TODAY + timedelta(days=n)),
    moves=times(st.integers(0, UNITS - 1), 4),
)
def test_r2_after_any_moves_exactly_those_no_longer_independent_are_found(
    finding: Finding, firm: Firm, unit: int, on: date, moves: list[Time]
) -> None:
    unit %= firm.units
    known = {(each.who, each.what) for each in firm.memberships}
    moves = [
        each for each in moves if each.what < firm.units and (each.who, each.what) not in known
    ]  # type: ignore[operator]
    moved = replace(firm, memberships=[*firm.memberships, *moves])
    with entered(firm, finding) as (who, where):
        team = [each for each in range(PERSONS) if may_audit(firm, each, unit, on)][:2]
        if not team:
            return
        wanted = builders.audit_plan(
            unit_id=where[unit], planned_on=on, team_ids=[who[each] for each in team]
        )
        made = assignments.plan(wanted, by=people.viewer(IDS["audit_manager"]))
        assert rechecks.lost([made.id]) == {}
        enter_memberships(moves, who, where)
        session.flush()
        lost = rechecks.lost([made.id]).get(made.id, {})
        assert set(lost) == {who[each] for each in team if not may_audit(moved, each, unit, on)}


@settings(max_examples=40 // OF_THEM, suppress_health_check=list(HealthCheck))
@given(firm=firms, of=st.sets(PEOPLE, max_size=2), on=DAYS)
def test_what_ties_some_people_is_theirs_of_what_ties_all(
    finding: Finding, firm: Firm, of: set[int], on: date
) -> None:
    with entered(firm, finding) as (who, where):
        some = {who[each] for each in of}
        whole = works.ties(where, on, on)
        assert works.ties(where, on, on, some) == [each for each in whole if each.person_id in some]
        assert [each.reference for each in whole] == sorted(each.reference for each in whole)
