"""What was and will be mailed about one record."""

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from itertools import islice

from sqlalchemy import Integer, Row, String, bindparam, func, literal, null, select, true, union_all

from pms_tracker import clock
from pms_tracker.database import Columns, Rows, read, session
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Reference
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.plan.acknowledgements.acknowledgement_duties import ACKNOWLEDGE
from pms_tracker.reminders.rules import climb_rules, reminder_rules
from pms_tracker.reminders.rules.climb_rules import Climb, Key
from pms_tracker.reminders.running.reminder_tables import ReminderLedger, Said
from pms_tracker.reminders.scan import reminders, stages
from pms_tracker.reminders.scan.ahead import DAYS

# Stages of 30 days, should a company have one every day.
MOST_STAGES = 31


def mails_about(reference: str, limit: int = 30) -> Rows:
    """Letters about one record and digests that named it, newest first, in one statement.

    What everybody has to read is left out (see `told_to_read`): one line for each reader would hide
    all the rest. `kind`, `due_on`, `stage`, `rung` and `person_id` tell the digest's ledger row;
    `kind` is None for a letter of the record's own.
    """
    return read(_letters(), {"reference": reference, "most": limit})


@cache
def _letters() -> Columns:
    """Built once: every page of a record asks it."""
    reference = bindparam("reference", type_=String)
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
    return newest.limit(bindparam("most", type_=Integer))


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


def coming_about(
    reference: Reference, said: Rows, firm: Firm | None = None
) -> list[tuple[reminder_rules.Coming | Climb, str]]:
    """What will be mailed about a record if nothing changes, and to whom, soonest first.

    To whose duty it is all stages of 30 days, and the whole ladder of those above. `said` are its
    mails (`mails_about`), so that what was said already is not announced.
    """
    wanted = list(reminders.duties(date.max, reference=reference, firm=firm))
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
