"""The daily scan: duties of all phases, one digest per person and day, each stage said once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import insert, literal, null, select, union_all
from sqlalchemy.exc import IntegrityError

from pms_tracker import clock
from pms_tracker.act import duties as act_duties
from pms_tracker.act import turns
from pms_tracker.check import duties as check_duties
from pms_tracker.database import Rows, session, transaction
from pms_tracker.kernel.due_dates import LADDER
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.mail import outbox
from pms_tracker.mail.models import OutboxLetter
from pms_tracker.mail.outbox import Letter
from pms_tracker.people import people
from pms_tracker.people.calendar import business_calendar
from pms_tracker.people.firm import Firm
from pms_tracker.people.models import Person
from pms_tracker.people.people import Viewer
from pms_tracker.plan import duties as plan_duties
from pms_tracker.reminders import rules
from pms_tracker.reminders.models import JobRun, ReminderLedger, Said
from pms_tracker.reminders.rules import Climb, Coming, Due, Key
from pms_tracker.tally import tallies

SCAN = "daily_scan"
# A stage that falls on closed days is mailed before them; no closure is longer than this.
AHEAD = timedelta(days=max(LADDER) + 14)


@dataclass
class Digest:
    """What one letter says: the reader's own duties, then late ones of others, with their names."""

    own: list[Due] = field(default_factory=list)
    others: list[tuple[Climb, dict[int, str]]] = field(default_factory=list)


PHASES = (plan_duties, check_duties, act_duties)
# Whose record it is: the other phases want nothing to be done about it.
PHASE_OF = {
    Kind.POLICY: plan_duties,
    Kind.ANNUAL_PLAN: plan_duties,
    Kind.AUDIT: check_duties,
    Kind.CASE: act_duties,
}


def duties(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Iterator[Duty]:
    """What all phases want somebody to do until a day, in the order of the cycle."""
    for phase in PHASES if reference is None else (PHASE_OF[reference.kind],):
        yield from phase.due(until, person_id, reference)


def watched(viewer: Viewer, until: date, limit: int) -> list[Duty]:
    """What a person is waiting for from others, soonest first."""
    return list(act_duties.watched(viewer, until, limit))


def scan(today: date | None = None) -> int:
    """Say what is to be said today; how many letters were posted.

    Safe to run again and in several processes: the ledger is unique, and it is written in the
    transaction that posts the letter.
    """
    day = today or clock.today()
    found = people.company()
    if found is None or day < found.started_on:
        return 0
    started_on = found.started_on
    with transaction():
        turns.hand_over()
        tallies.sweep()
        all_duties = list(duties(day + AHEAD))
        firm = Firm(day)
        calendar = business_calendar()
        said = said_to(rules.concerned(all_duties, firm.above()))
        waiting = rules.to_say(
            all_duties, said, today=day, started_on=started_on, calendar=calendar
        )
        climbing = rules.climbs(
            all_duties, said, firm.above(), until=day, started_on=started_on, calendar=calendar
        )
        by_person: dict[int, Digest] = defaultdict(Digest)
        for due in waiting:
            by_person[due.duty.person_id].own.append(due)
        for climb in climbing:
            by_person[climb.person_id].others.append((climb, firm.names(climb.owners)))
    return sum(_digest(person_id, digest, day) for person_id, digest in by_person.items())


def said_to(person_ids: Iterable[int]) -> set[Key]:
    """What the ledger holds of what these people were told."""
    rows = session.execute(
        select(
            ReminderLedger.kind,
            ReminderLedger.reference,
            ReminderLedger.due_on,
            ReminderLedger.stage,
            ReminderLedger.rung,
            ReminderLedger.person_id,
        ).where(ReminderLedger.person_id.in_(set(person_ids)))
    )
    return {(each[0], each[1], each[2], each[3], each[4], each[5]) for each in rows}


def _digest(person_id: int, digest: Digest, today: date) -> int:
    """One person's digest with its ledger rows; nothing where another process was first."""
    try:
        with transaction():
            recipient = people.recipient(person_id)
            if recipient is None or _was_told_on(today, person_id):
                return 0
            digest.own.sort(key=lambda due: (due.duty.due_on, due.duty.reference))
            digest.others.sort(key=lambda each: (each[0].duty.due_on, each[0].duty.reference))
            lines = [_line(due.duty, today) for due in digest.own]
            others = [
                {**_line(climb.duty, today), "who": list(names.values())}
                for climb, names in digest.others
            ]
            told = {"lines": lines, "others": others, "today": today}
            letter = outbox.post(Letter("digest", told), recipient)
            _enter(digest, letter.id if letter else None)
    except IntegrityError:
        return 0
    return 1


def _was_told_on(day: date, person_id: int) -> bool:
    """Whether a person got the day's digest; what has come up since waits for tomorrow's.

    Locks the person's row, so that two processes ask one after the other.
    """
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    told = select(ReminderLedger.id).where(
        ReminderLedger.person_id == person_id,
        ReminderLedger.said == Said.MAILED,
        ReminderLedger.recorded_at >= clock.at(day, 0),
    )
    return session.scalar(told.limit(1)) is not None


def _line(duty: Duty, today: date) -> dict[str, object]:
    """What a letter may say of a duty: never what its record holds."""
    days = (duty.due_on - today).days
    return {
        "kind": duty.kind,
        "reference": duty.reference,
        "due_on": duty.due_on,
        "days": days,
    }


def _enter(digest: Digest, letter_id: int | None) -> None:
    mailed = [rules.ledger_key(due.duty, due.stage) for due in digest.own]
    mailed += [climb.key for climb, _names in digest.others]
    overtaken = [rules.ledger_key(due.duty, each) for due in digest.own for each in due.overtaken]
    now = clock.now()
    columns = ("kind", "reference", "due_on", "stage", "rung", "person_id")
    rows = [
        {
            **dict(zip(columns, key, strict=True)),
            "said": said,
            "letter_id": letter_id if said is Said.MAILED else None,
            "recorded_at": now,
        }
        for said, keys in ((Said.OVERTAKEN, overtaken), (Said.MAILED, mailed))
        for key in keys
    ]
    session.execute(insert(ReminderLedger), rows)


def run_daily_if_due() -> int:
    """Scan for today once the hour the company chose has come; letters posted."""
    found = people.company()
    if found is None or clock.local(clock.now()).hour < found.digest_hour:
        return 0
    return run_daily()


def run_daily(today: date | None = None) -> int:
    """Scan once per day; letters posted, 0 where a scan of the day came to its end already.

    The run is entered last: a scan that failed or whose process was killed goes on with the next
    tick. Until then it is the ledger that keeps two processes from saying anything twice.
    """
    day = today or clock.today()
    ran = session.get(JobRun, (SCAN, day)) is not None
    session.rollback()
    if ran:
        return 0
    posted = scan(day)
    try:
        with transaction():
            session.execute(insert(JobRun).values(job=SCAN, due_on=day, started_at=clock.now()))
    except IntegrityError:
        # Another process scanned at the same time and was first to enter it.
        return posted
    return posted


def mails_about(reference: str, limit: int = 30) -> Rows:
    """Letters about one record and digests that named it, newest first, in one statement.

    `kind`, `due_on`, `stage`, `rung` and `person_id` tell the digest's ledger row; `kind` is None
    for a letter of the record's own.
    """
    letter = (OutboxLetter.name, OutboxLetter.subject, OutboxLetter.state, OutboxLetter.created_at)
    row = (ReminderLedger.kind, ReminderLedger.due_on, ReminderLedger.stage, ReminderLedger.rung)
    own = select(
        *letter, OutboxLetter.sent_at, *(null().label(each.key) for each in row), literal(0)
    ).where(OutboxLetter.reference == reference, OutboxLetter.secret.is_(False))
    digests = (
        select(*letter, OutboxLetter.sent_at, *row, ReminderLedger.person_id)
        .join(ReminderLedger, ReminderLedger.letter_id == OutboxLetter.id)
        .where(ReminderLedger.reference == reference)
    )
    both = union_all(digests, own).subquery()
    return session.execute(select(both).order_by(both.c.created_at.desc()).limit(limit)).all()


def coming_about(reference: Reference, said: Rows) -> list[tuple[Coming | Climb, str]]:
    """What will be mailed about a record if nothing changes, and to whom, soonest first.

    To whose duty it is the next stage, and to those above the next rung. `said` are its mails
    (`mails_about`), so that what was said already is not announced.
    """
    if reference.kind not in PHASE_OF:
        return []
    mine = list(duties(date.max, reference=reference))
    if not mine:
        return []
    today, started_on, firm = clock.today(), people.the_company().started_on, Firm(clock.today())
    keys = {
        (row.kind, str(reference), row.due_on, row.stage, row.rung, row.person_id)
        for row in said
        if row.kind
    }
    calendar = business_calendar()
    found: list[Coming | Climb] = []
    for duty in mine:
        stages = rules.coming(duty, keys, today=today, started_on=started_on, calendar=calendar)
        found += [] if firm.recipient(duty.person_id) is None else islice(stages, 1)
    found += rules.next_rung(mine, keys, firm.above(), started_on=started_on, calendar=calendar)
    names = firm.names(each.person_id for each in found)
    found.sort(key=lambda each: (max(today, each.on), each.person_id))
    return [(each, names[each.person_id]) for each in found]
