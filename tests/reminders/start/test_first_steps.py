"""The first steps: which are done is read from the records, on both databases."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import delete, select

from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.tables.people_tables import Membership, RoleGrant, Unit
from pms_tracker.reminders.rules.step_rules import (
    Facts,
    Step,
    is_done,
    is_ready,
    lacking_of_people,
    next_step,
)
from pms_tracker.reminders.start import first_steps
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS
from tests.visitor import Visitor

NOTHING = Facts(1, False, ("書店",), ("書店",), False, False, False)
EVERY = [Facts(units, *rest) for units in range(4) for rest in product((False, True), repeat=6)]


def test_the_steps_follow_one_another() -> None:
    assert next_step(NOTHING) is Step.UNITS
    assert next_step(Facts(2, False, ("書店",), ("書店",), True, False, False)) is Step.PEOPLE
    assert next_step(Facts(2, True, (), (), True, False, False)) is Step.POLICY
    with_policy = Facts(2, True, (), (), True, True, False)
    assert next_step(with_policy) is Step.REQUIREMENTS
    with_set = replace(with_policy, requirement_set=True)
    assert next_step(with_set) is Step.YEAR
    planned = replace(with_set, year_plan=True)
    assert next_step(planned) is Step.LEDGER
    held = replace(planned, ledger=True)
    assert next_step(held) is Step.QUESTIONS
    assert next_step(replace(held, questions=True)) is Step.AUDIT
    assert next_step(Facts(2, True, (), (), True, True, True)) is None


def test_a_step_is_ready_once_what_it_needs_is_there_whoever_is_late_with_another() -> None:
    with_set = Facts(2, True, (), (), True, True, False, requirement_set=True)
    # The plan of the year waits for its approval; questions and programme need not wait for it.
    assert is_ready(Step.QUESTIONS, with_set)
    assert not is_ready(Step.AUDIT, with_set)
    assert is_ready(Step.AUDIT, replace(with_set, questions=True))
    assert not is_ready(Step.QUESTIONS, NOTHING)
    # The ledger waits for nothing but the policy, whose purposes it names.
    assert is_ready(Step.LEDGER, with_set)
    assert not is_ready(Step.LEDGER, NOTHING)
    assert not is_ready(Step.POLICY, with_set)
    assert is_ready(Step.POLICY, NOTHING)


def test_a_firm_of_one_unit_goes_on_once_it_has_a_head_and_a_policy() -> None:
    founded = Facts(1, True, (), ("書店",), True, False, False)
    assert next_step(founded) is Step.UNITS
    assert lacking_of_people(founded) == []
    assert is_ready(Step.POLICY, founded)
    firm = replace(founded, policy=True)
    assert is_done(Step.UNITS, firm)
    assert next_step(firm) is Step.REQUIREMENTS


def test_what_is_missing_of_the_people_is_named() -> None:
    lacking = lacking_of_people(Facts(2, False, ("書店",), ("書店",), False, True, False))
    assert lacking == ["top_roles", "unit_without_head", "unit_without_auditor"]
    waiting = Facts(2, True, (), ("書店",), True, True, False, proposed=True)
    assert lacking_of_people(waiting) == ["unit_without_auditor", "proposed"]
    assert is_done(Step.PEOPLE, Facts(2, True, (), (), True, True, False, proposed=True))


@pytest.mark.parametrize("facts", EVERY, ids=lambda facts: "")
def test_whoever_has_planned_an_audit_is_through_but_for_people_who_lack(facts: Facts) -> None:
    people_lack = facts.units == 0 or bool(lacking_of_people(facts))
    if facts.audit:
        assert next_step(facts) is (Step.PEOPLE if people_lack else None)
    else:
        assert next_step(facts) is not None
    assert next_step(facts) is None or not is_done(next_step(facts) or Step.UNITS, facts)


def test_the_cast_lacks_nothing_but_its_first_audit(app: Flask) -> None:
    assert first_steps.facts() == Facts(4, True, (), (), True, True, False, peopled=True)
    builders.audit()
    assert first_steps.facts().audit


def test_a_unit_counts_while_it_is_open_and_wants_a_head(app: Flask) -> None:
    session.execute(
        delete(Membership).where(Membership.person_id == IDS["head"], Membership.is_head)
    )
    assert first_steps.facts().without_head
    session.get_one(Unit, UNIT_IDS["松本教室"]).closed_on = TODAY - timedelta(days=1)
    session.flush()
    assert first_steps.facts() == Facts(3, True, (), (), True, True, False, peopled=True)


def test_a_unit_wants_an_auditor_from_outside_who_does_not_run_the_pms(app: Flask) -> None:
    """教務部 is that of the audit manager and the second auditor; the other one works at 書店."""
    session.execute(delete(RoleGrant).where(RoleGrant.person_id == IDS["auditor"]))
    assert first_steps.facts().without_auditor
    row = session.scalars(
        select(Membership).where(Membership.person_id == IDS["second_auditor"])
    ).one()
    row.until_on = TODAY - timedelta(days=1)
    session.flush()
    assert not first_steps.facts().without_auditor
    session.add(
        RoleGrant(person_id=IDS["second_auditor"], role=Role.PRIVACY_MANAGER, since_on=row.since_on)
    )
    session.flush()
    assert first_steps.facts().without_auditor


@pytest.mark.parametrize("key", ["representative", "privacy_manager", "audit_manager"])
def test_each_of_the_top_roles_is_wanted(app: Flask, key: str) -> None:
    session.execute(delete(RoleGrant).where(RoleGrant.person_id == IDS[key]))
    assert not first_steps.facts().top_roles


def test_all_of_it_is_one_statement(app: Flask, visitor: Visitor) -> None:
    with visitor.counting() as statements:
        first_steps.facts()
    assert len(statements) == 1
