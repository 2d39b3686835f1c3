"""Rules of the first steps of an installation: what each needs, and which comes next."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What a new installation goes through, in order."""

    UNITS = "units"
    PEOPLE = "people"
    POLICY = "policy"
    REQUIREMENTS = "requirements"
    YEAR = "year"
    LEDGER = "ledger"
    QUESTIONS = "questions"
    AUDIT = "audit"


# What has to be done before a step can be taken: people may go on with theirs meanwhile.
NEEDS = {
    Step.REQUIREMENTS: {Step.POLICY},
    Step.YEAR: {Step.PEOPLE},
    Step.LEDGER: {Step.POLICY},
    Step.QUESTIONS: {Step.REQUIREMENTS},
    Step.AUDIT: {Step.PEOPLE, Step.POLICY, Step.QUESTIONS},
}


@dataclass(frozen=True)
class Facts:
    """What the records hold today; counts of what is open or here, and units by name."""

    units: int
    heads: bool
    without_head: Collection[str]
    without_auditor: Collection[str]
    top_roles: bool
    policy: bool
    audit: bool
    programme_waits: bool = False
    requirement_set: bool = False
    year_plan: bool = False
    questions: bool = False
    year_plan_waits: bool = False
    ledger: bool = False
    # Somebody was proposed for a role or a unit, and nobody has agreed yet.
    proposed: bool = False
    # Somebody works in every unit.
    peopled: bool = False


def lacking_of_people(facts: Facts) -> list[str]:
    """What is missing before people and roles are complete, as message keys.

    A firm of one unit may audit it with a reasoned exception, so it needs no auditor from outside.
    """
    wanted = {
        "top_roles": not facts.top_roles,
        "unit_without_head": bool(facts.without_head),
        "unit_without_auditor": bool(facts.without_auditor) and facts.units > 1,
    }
    lacking = [key for key, missing in wanted.items() if missing]
    return [*lacking, "proposed"] if lacking and facts.proposed else lacking


def has_people(facts: Facts) -> bool:
    """Whether the three roles at the top are held and every unit has somebody: what is missing of
    people is to name heads and auditors among them."""
    return facts.top_roles and facts.peopled


def is_done(step: Step, facts: Facts) -> bool:
    """Whether a step is done.

    Once an audit is planned the way is done, whatever changes later, but not its people: a unit
    without a head has nobody to plan a corrective action. The set-up makes one unit, with
    a head or without; it is the only one where the firm has gone on to bring its policy over.
    """
    if facts.audit and step is not Step.PEOPLE:
        return True
    if step is Step.UNITS:
        return facts.units > 1 or (facts.units == 1 and facts.heads and facts.policy)
    if step is Step.PEOPLE:
        return facts.units > 0 and not lacking_of_people(facts)
    there = {
        Step.POLICY: facts.policy,
        Step.REQUIREMENTS: facts.requirement_set,
        Step.YEAR: facts.year_plan,
        Step.LEDGER: facts.ledger,
        Step.QUESTIONS: facts.questions,
    }
    return there.get(step, False)


def is_ready(step: Step, facts: Facts) -> bool:
    """Whether a step that is open can be taken now."""
    return not is_done(step, facts) and not waits_for(step, facts)


def waits_for(step: Step, facts: Facts) -> list[Step]:
    """Steps to be done before this one, in their order."""
    needed = NEEDS.get(step, ())
    return [each for each in Step if each in needed and not is_done(each, facts)]


def next_step(facts: Facts) -> Step | None:
    """The first step that is not done; None once all are."""
    return next((step for step in Step if not is_done(step, facts)), None)
