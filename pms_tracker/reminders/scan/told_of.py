"""What was and will be mailed about one record."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Integer, Row, String, bindparam, func, literal, null, select, true, union_all

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Reference
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.plan.acknowledgements.acknowledgement_duties import ACKNOWLEDGE
from pms_tracker.questions import Question, Text, as_text, cells_of, day_in, instant_in
from pms_tracker.reminders.rules import climb_rules, reminder_rules
from pms_tracker.reminders.rules.climb_rules import Climb, Key
from pms_tracker.reminders.running.reminder_tables import ReminderLedger, Said
from pms_tracker.reminders.scan import reminders, stages
from pms_tracker.reminders.scan.ahead import DAYS

# Stages of 30 days, should a company have one every day.
MOST_STAGES = 31


class Posted(NamedTuple):
    """A letter that was posted; of a digest with the ledger's row by which it named the record,
    whose fields say nothing of others (`kind` is None)."""

    name: str
    subject: str
    state: LetterState
    created_at: datetime
    sent_at: datetime | None
    kind: str | None
    due_on: Any
    stage: Any
    rung: Any
    person_id: Any


def mails_about(reference: str, limit: int = 30) -> list[Posted]:
    """Letters about one record and digests that named it, newest first, in one statement.

    What everybody has to read is left out (see `told_to_read`): one line for each reader would hide
    all the rest. `kind` is None for a letter of the record's own.
    """
    return posted(reference, limit).answer()


def posted(reference: str, limit: int = 30) -> Question[list[Posted]]:
    """The same, to be read with what else is asked."""
    return Question((_letters(),), {"letters_of": reference, "most_letters": limit}, _posted)


def _posted(said: str) -> list[Posted]:
    return [
        Posted(
            *(name, subject, LetterState(state), instant_in(created_at)),
            *(sent_at and instant_in(sent_at), kind, day_in(due_on), *rest),
        )
        for name, subject, state, created_at, sent_at, kind, due_on, *rest in cells_of(said)
    ]


@cache
def _letters() -> Text:
    """Built once: every page of a record asks it."""
    reference = bindparam("letters_of", type_=String)
    letter = (OutboxLetter.name, OutboxLetter.subject, OutboxLetter.state, OutboxLetter.created_at)
    row = (ReminderLedger.kind, ReminderLedger.due_on, ReminderLedger.stage, ReminderLedger.rung)
    own = select(
        *letter, OutboxLetter.sent_at, *(null().label(each.key) for each in row), literal(0)
    ).where(OutboxLetter.reference == reference, OutboxLetter.secret.is_(False))
    digests = (
        select(*letter, OutboxLetter.sent_at, *row, ReminderLedger.person_id)
        .join(ReminderLedger, ReminderLedger.letter_id == OutboxLetter.id)
        .where(ReminderLedger.reference == reference, ReminderLedger.kind != ACKNOWLEDGE)
    )
    both = union_all(digests, own).subquery()
    newest = select(both).order_by(both.c.created_at.desc())
    return as_text(newest.limit(bindparam("most_letters", type_=Integer)))


def told_to_read(
    reference: str, since: datetime, until: datetime | None
) -> Row[int, datetime | None]:
    """How many persons were reminded to read a policy between its announcement and the next, and
    when the last of them was."""
    return session.execute(
        select(
            func.count(ReminderLedger.person_id.distinct()).label("persons"),
            func.max(ReminderLedger.recorded_at).label("last_at"),
        ).where(
            ReminderLedger.kind == ACKNOWLEDGE,
            ReminderLedger.reference == reference,
            ReminderLedger.rung == 0,
            ReminderLedger.said == Said.MAILED,
            ReminderLedger.recorded_at >= since,
            true() if until is None else ReminderLedger.recorded_at < until,
        )
    ).one()


# A mail to come, and to whom.
Coming: TypeAlias = tuple[reminder_rules.Coming | Climb, str]


def coming_of(
    wanted: Sequence[Duty], reference: Reference, said: Sequence[Posted], firm: Firm | None = None
) -> list[Coming]:
    """What will be mailed about a record if nothing changes, and to whom, soonest first.

    To whose duty it is all stages of 30 days, and the whole ladder of those above. What is
    `wanted` of it was read; `said` are its mails (`mails_about`), so that what was said already is
    not announced.
    """
    if not wanted:
        return []
    firm = firm or Firm(clock.today())
    mine = list(reminders.stood_in(wanted, firm.deputies))
    keys = {
        (row.kind, str(reference), row.due_on, row.stage, row.rung, row.person_id)
        for row in said
        if row.kind
    }
    found = _ahead(mine, keys, firm)
    names = firm.names(each.person_id for each in found)
    found.sort(key=lambda each: (each.on, each.rung, each.person_id))
    return [(each, names[each.person_id]) for each in found]


def _ahead(duties: list[Duty], said: set[Key], firm: Firm) -> list[reminder_rules.Coming | Climb]:
    habits, calendar = stages.habits(firm), business_calendar()
    started_on, first = people.the_company().started_on, firm.on
    if habits.done_today:
        habits, first = habits.after(first), first + ONE_DAY
    found: list[reminder_rules.Coming | Climb] = []
    for duty in duties:
        if firm.recipient(duty.person_id) is None:
            continue
        coming = reminder_rules.coming(
            duty, said, today=first, started_on=started_on, calendar=calendar, habits=habits
        )
        some = list(islice(coming, MOST_STAGES))
        # What is further away is told with its first day.
        found += [each for each in some if each.on <= firm.on + DAYS] or some[:1]
    ladder = climb_rules.climbs(
        *(duties, said, firm.above()), until=date.max, started_on=started_on, calendar=calendar
    )
    return [*found, *(replace(each, on=max(each.on, first)) for each in ladder)]
