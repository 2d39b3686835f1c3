"""Rules of reminders: which stages somebody is to hear about now, and which first step is next."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.due_dates import latest_stage, send_on, stages
from pms_tracker.kernel.duty import Duty

# Stages passed over by a duty that was overdue for ten years and is mailed about every week.
MOST_STAGES = 600

Key = tuple[str, str, date, int, int]


@dataclass(frozen=True)
class Due:
    """A duty, the stage to mail today and the earlier stages that it makes superfluous."""

    duty: Duty
    stage: int
    overtaken: tuple[int, ...]


def ledger_key(duty: Duty, stage: int) -> Key:
    """What is unique in the ledger: duty, due day, stage and person."""
    return (duty.kind, duty.reference, duty.due_on, stage, duty.person_id)


def to_say(
    duties: Iterable[Duty],
    said: Collection[Key],
    *,
    today: date,
    started_on: date,
    calendar: BusinessCalendar,
) -> list[Due]:
    """What to mail today: the latest stage reached of each duty, unless the ledger holds it."""
    found = []
    for duty in duties:
        stages = latest_stage(duty.due_on, today, started_on, calendar, legal=duty.legal)
        if stages.latest is None or ledger_key(duty, stages.latest) in said:
            continue
        overtaken = tuple(s for s in stages.overtaken if ledger_key(duty, s) not in said)
        found.append(Due(duty, stages.latest, overtaken))
    return found


@dataclass(frozen=True)
class Coming:
    """A reminder that will be mailed on a day, should its duty still be there."""

    duty: Duty
    on: date


def coming(
    duty: Duty,
    said: Collection[Key],
    *,
    today: date,
    started_on: date,
    calendar: BusinessCalendar,
    count: int = 2,
) -> list[Coming]:
    """The next `count` days on which a duty will be mailed about: what `to_say` will say then.

    A stage that today's scan has still to say counts as today's; several stages that fall on one
    day are one.
    """
    latest = latest_stage(duty.due_on, today, started_on, calendar, legal=duty.legal).latest
    days = [today] if latest is not None and ledger_key(duty, latest) not in said else []
    for _stage, falls_on in islice(stages(duty.due_on, started_on), MOST_STAGES):
        day = send_on(falls_on, started_on, calendar, legal=duty.legal)
        if day > max([today, *days]):
            days.append(day)
        if len(days) >= count:
            break
    return [Coming(duty, day) for day in days[:count]]


class Step(StrEnum):
    """What a new installation goes through, in order."""

    UNITS = "units"
    PEOPLE = "people"
    POLICY = "policy"
    AUDIT = "audit"


@dataclass(frozen=True)
class Facts:
    """What the records hold today; counts of what is open or here."""

    units: int
    heads: bool
    unit_without_head: bool
    unit_without_auditor: bool
    top_roles: bool
    policy: bool
    audit: bool


def lacking_of_people(facts: Facts) -> list[str]:
    """What is missing before people and roles are complete, as message keys.

    A firm of one unit may audit it with a reasoned exception, so it needs no auditor from outside.
    """
    wanted = {
        "top_roles": not facts.top_roles,
        "unit_without_head": facts.unit_without_head,
        "unit_without_auditor": facts.unit_without_auditor and facts.units > 1,
    }
    return [key for key, missing in wanted.items() if missing]


def is_done(step: Step, facts: Facts) -> bool:
    """Whether a step is done.

    Once an audit is planned the way is done, whatever changes later, but not its people: a unit
    without a head has nobody to plan a corrective action. The set-up makes one unit; it is the
    only one where the firm has gone on to name its head.
    """
    if facts.audit and step is not Step.PEOPLE:
        return True
    if step is Step.UNITS:
        return facts.units > 1 or (facts.units == 1 and facts.heads)
    if step is Step.PEOPLE:
        return facts.units > 0 and not lacking_of_people(facts)
    return step is Step.POLICY and facts.policy


def next_step(facts: Facts) -> Step | None:
    """The first step that is not done; None once all are."""
    return next((step for step in Step if not is_done(step, facts)), None)
