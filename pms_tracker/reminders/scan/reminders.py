"""The daily scan: duties of all phases, one digest per person and day, each stage said once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from pms_tracker import clock
from pms_tracker.act import case_duties
from pms_tracker.act.cases import filing, turns
from pms_tracker.check.findings import disputes
from pms_tracker.check.programmes import programme_conclusions
from pms_tracker.database import session, transaction
from pms_tracker.do.trainings import learners
from pms_tracker.duties import reading
from pms_tracker.kernel.duty import Above, Duty
from pms_tracker.kernel.references import Reference
from pms_tracker.mail import outbox
from pms_tracker.people.firm import people, preferences
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.plan.policies import policy_duties
from pms_tracker.questionnaires import questionnaire_reminders
from pms_tracker.questions import Question, together
from pms_tracker.reminders.rules import climb_rules, reminder_rules
from pms_tracker.reminders.running import beats, operation_duties
from pms_tracker.reminders.running.reminder_tables import JobRun, ReminderLedger, Said
from pms_tracker.reminders.scan import clock_jumps, digests, stages, untold
from pms_tracker.reminders.scan.stages import SCAN
from pms_tracker.tally import tallies


@dataclass
class Digest:
    """What one letter says: the reader's own duties, then late ones of others."""

    own: list[reminder_rules.Due] = field(default_factory=list)
    others: list[climb_rules.Climb] = field(default_factory=list)


# What a deputy does for the holder of a role; see `permissions.LENT`.
OF_A_ROLE = frozenset({policy_duties.REVIEW})


def duties(
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
) -> list[Duty]:
    """What all records want somebody to do until a day, soonest first, and then what administrators
    are to do, which is about no record.

    `firm` spares those who ask who decides or handles a reading of it; else it is read once.
    """
    found = reading.due(until, person_id, reference, firm)
    return [*found, *operation_duties.due(until, person_id, reference)]


def stood_in(found: Iterable[Duty], deputies: Mapping[int, int]) -> Iterator[Duty]:
    """Duties of a role go to whoever stands in for its absent holder (不在時代理).

    `deputies` are those of the day, by the absent person. Turns of cases were given to them by
    `turns.hand_over`; an audit is carried out by its named team and nobody else.
    """
    for duty in found:
        deputy_id = deputies.get(duty.person_id) if duty.kind in OF_A_ROLE else None
        if deputy_id is None:
            yield duty
        else:
            yield replace(duty, person_id=deputy_id, for_id=duty.person_id)


def duties_of(viewer: people.Viewer, until: date) -> list[Duty]:
    """A person's own duties, and those of a role that they stand in for today."""
    return question_of(viewer, until).answer()


def question_of(viewer: people.Viewer, until: date) -> Question[list[Duty]]:
    """The same, to be read with what else is asked."""
    return mine(viewer.person_id, until).then(lambda own: [*own, *_lent(viewer, own, until)])


def mine(person_id: int, until: date) -> Question[list[Duty]]:
    """A person's own duties, to be read with what else is asked."""
    asked = together(reading.mine(person_id, until), operation_duties.question(until, person_id))
    return asked.then(lambda found: [duty for its in found for duty in its])


def _lent(viewer: people.Viewer, own: Sequence[Duty], until: date) -> Iterator[Duty]:
    if not viewer.stands_in_for:
        return
    deputies = dict.fromkeys(viewer.stands_in_for, viewer.person_id)
    known = {(each.kind, each.reference) for each in own}
    for each in stood_in(reading.due(until, kinds=OF_A_ROLE), deputies):
        if each.for_id and (each.kind, each.reference) not in known:
            yield each


def watched(viewer: people.Viewer, until: date, limit: int) -> reading.Owed:
    """What a person is waiting for from others, soonest first, and their names by id."""
    return watching(viewer, until, limit).answer()


def watching(viewer: people.Viewer, until: date, limit: int) -> Question[reading.Owed]:
    """The same, to be read with what else is asked."""
    return reading.owed(viewer, case_duties.CASES, until, limit)


def scan(today: date | None = None, hour: int | None = None) -> int:
    """Say what is to be said today; how many letters were posted.

    With an hour (of the company's clock) only to those who want their digest by then. Safe to run
    again and in several processes: the ledger is unique, and it is written in the transaction
    that posts the letter.
    """
    day = today or clock.today()
    found = people.company()
    if found is None or day < found.started_on:
        return 0
    companys_hour, started_on = found.digest_hour, found.started_on
    # First of all: what stands by silence is somebody else's duty from today on.
    filing.confirm_silent(day)
    _hand_over()
    with transaction():
        tallies.sweep()
        # The plan of the year may have been approved after what it asks of audits was done.
        programme_conclusions.settle(people.fiscal_year_of(day))
    with transaction():
        learners.assign_newcomers(day)
    with transaction():
        posted = questionnaire_reminders.remind(day)
    firm = Firm(day)
    digests = to_say(firm, started_on=started_on)
    return posted + sum(
        _digest(person_id, digest, firm)
        for person_id, digest in digests.items()
        if hour is None or firm.digest_hour(person_id, companys_hour) <= hour
    )


def _hand_over() -> None:
    """Move turns to whom they belong, in portions: on SQLite nobody else writes meanwhile."""
    misplaced = turns.misplaced()
    for first in range(0, len(misplaced), turns.AT_A_TIME):
        with transaction():
            turns.hand_over(case_ids=misplaced[first : first + turns.AT_A_TIME])
    # Few wait for an answer at any time.
    with transaction():
        disputes.hand_over()


def to_say(firm: Firm, *, started_on: date) -> dict[int, Digest]:
    """What is to be said on the firm's day and was not said yet, by person; changes nothing."""
    habits, calendar, day = stages.habits(firm), business_calendar(), firm.on
    above, until = firm.above(), stages.ahead(day, habits)
    reached = partial(
        reminder_rules.reached, today=day, started_on=started_on, calendar=calendar, habits=habits
    )
    rungs = partial(climb_rules.rungs_reached, until=day, started_on=started_on, calendar=calendar)
    steps = untold.steps(until, firm, reached, rungs)
    shared = reading.due(until, firm=firm, but_sole=True)
    found = chain(shared, operation_duties.due(until), steps)
    every = list(stood_in(found, firm.deputies))
    said = said_of(every, above)
    own = reminder_rules.to_say(
        every, said, today=day, started_on=started_on, calendar=calendar, habits=habits
    )
    climbing = climb_rules.climbs(
        every, said, above, until=day, started_on=started_on, calendar=calendar
    )
    by_person: dict[int, Digest] = defaultdict(Digest)
    for due in own:
        by_person[due.duty.person_id].own.append(due)
    for climb in climbing:
        by_person[climb.person_id].others.append(climb)
    return by_person


def said_of(duties: Collection[Duty], above: Above) -> set[climb_rules.Key]:
    """What the ledger holds of these duties and of others that are due on the same days."""
    days, persons = {duty.due_on for duty in duties}, climb_rules.concerned(duties, above)
    rows = session.execute(
        select(
            ReminderLedger.kind,
            ReminderLedger.reference,
            ReminderLedger.due_on,
            ReminderLedger.stage,
            ReminderLedger.rung,
            ReminderLedger.person_id,
        ).where(ReminderLedger.person_id.in_(persons), ReminderLedger.due_on.in_(days))
    )
    return {(each[0], each[1], each[2], each[3], each[4], each[5]) for each in rows}


def _digest(person_id: int, digest: Digest, firm: Firm) -> int:
    """One person's digest with its ledger rows; nothing where another process was first."""
    today = firm.on
    try:
        with transaction():
            recipient = people.recipient(person_id)
            if recipient is None or _was_told_on(today, person_id):
                return 0
            own = [due.duty for due in digest.own]
            others = [(climb.duty, climb.owners) for climb in digest.others]
            letter = outbox.post(digests.letter(own, others, firm, today), recipient)
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


def _enter(digest: Digest, letter_id: int | None) -> None:
    mailed = [reminder_rules.ledger_key(due.duty, due.stage) for due in digest.own]
    mailed += [climb.key for climb in digest.others]
    overtaken = [
        reminder_rules.ledger_key(due.duty, each) for due in digest.own for each in due.overtaken
    ]
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
    """Scan for today once the earliest hour that anybody chose has come; letters posted.

    Until the latest hour is there as well, each call scans for those whose hour has come.
    """
    clock_jumps.set_right()
    found = people.company()
    hour = clock.local(clock.now()).hour
    if found is None or hour < _hours(found.digest_hour)[0]:
        return 0
    return run_daily(hour=hour)


def _hours(companys: int) -> tuple[int, int]:
    """The earliest and the latest hour at which anybody wants their digest."""
    first, last = preferences.digest_hours() or (companys, companys)
    return min(first, companys), max(last, companys)


def run_daily(today: date | None = None, hour: int | None = None) -> int:
    """Scan once per day; letters posted, 0 where a scan of the day came to its end already.

    With an hour, it comes to its end with the latest that anybody chose. The run is entered last:
    a scan that failed or whose process was killed goes on with the next tick. Until then it is the
    ledger that keeps two processes from saying anything twice.
    """
    day = today or clock.today()
    ran = session.get(JobRun, (SCAN, day)) is not None
    session.rollback()
    if ran:
        return 0
    clock_jumps.say_gap(SCAN)
    posted = scan(day, hour)
    found = people.company()
    if hour is not None and found is not None and hour < _hours(found.digest_hour)[1]:
        session.rollback()
        return posted
    # Another process may have scanned at the same time and been first to enter it.
    beats.claim(SCAN, day)
    return posted
