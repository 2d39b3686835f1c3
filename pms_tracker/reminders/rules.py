"""Rules of reminders: which stages a person is to hear about now, and which were overtaken."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
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
