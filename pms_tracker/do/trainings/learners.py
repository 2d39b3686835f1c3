"""Who works here, as rules of trainings look at them; and whom one is assigned to, when it begins
and later, by itself: joiners, those who come back or move, and new holders of a role."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import func, or_, select

from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.training import training_rules as rules
from pms_tracker.do.rules.training.training_rules import OPEN, Audience, Here, Reason
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.do.tables.training_tables import Training, TrainingAssignment, TrainingRun
from pms_tracker.do.trainings.training_plans import TRAININGS, occasion_of, rule_of
from pms_tracker.kernel.references import Kind
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Membership
from pms_tracker.registers.edition_rules import IN_FORCE
from pms_tracker.registers.edition_tables import Edition
from pms_tracker.trail import record_numbers, trail

# What may teach whoever joins.
_OF_JOINERS = (Audience.JOINED, Audience.ALL, Audience.UNIT)


def here(firm: Firm) -> list[Here]:
    """Everybody who works here on the day of the firm; nobody from outside."""
    stays: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    known = select(Membership.person_id, Membership.since_on, Membership.until_on)
    for person_id, since_on, until_on in session.execute(known.order_by(Membership.since_on)):
        stays[person_id].append((since_on, until_on))
    handling = _handle_my_numbers()
    return [
        Here(
            each.person_id,
            frozenset(each.unit_ids),
            frozenset(each.roles),
            bool(handling & each.unit_ids),
            tuple(stays[each.person_id]),
        )
        for each in firm.members.values()
        if each.here and not each.affiliation and (each.unit_ids or each.roles)
    ]


def _handle_my_numbers() -> frozenset[int]:
    """The units whose entries in the register of personal information hold individual numbers."""
    its = PersonalInformation.state.in_(IN_FORCE), PersonalInformation.struck == ""
    held = LEDGER.field("my_number")
    rows = session.scalars(select(PersonalInformation).where(*its))
    return frozenset(row.unit_id for row in rows if held.of(row))


def asked(row: Training, everybody: Iterable[Here], today: date) -> list[Here]:
    """Whom a training is for today."""
    rule = rule_of(row)
    return [each for each in everybody if rules.is_for(rule, each, today)]


def assign(
    row: Training, who: Iterable[tuple[Here, Reason, date]], today: date, *, late: bool
) -> list[TrainingAssignment]:
    """Have somebody take a training, each for a reason and by a day."""
    year, made = people.fiscal_year_of(today), []
    for each, reason, due_on in who:
        one = TrainingAssignment(
            fiscal_year=year,
            number=record_numbers.next_number(Kind.TRAINING_ASSIGNMENT, year),
            training_id=row.id,
            person_id=each.person_id,
            reason=reason,
            late=late,
            assigned_on=today,
            due_on=due_on,
        )
        session.add(one)
        made.append(one)
    session.flush()
    return made


def assign_newcomers(today: date) -> int:
    """Assign each training that is under way to whoever came to belong to those it is for, and to
    whoever joined between two of all the last that is over; how many there were. The number of
    those who were planned stays as it was; where its end was moved, they have until then."""
    running = session.execute(
        select(Training, TrainingRun)
        .join(TrainingRun, TrainingRun.training_id == Training.id)
        .where(TrainingRun.reported_on.is_(None), Training.ends_on >= today)
        .where(Training.state.in_(IN_FORCE))
        .order_by(Training.id)
        .with_for_update(of=TrainingRun)
    ).all()
    over = _over(today)
    if not running and not over:
        return 0
    for row, _run in running:
        _follow_its_end(row)
    everybody = here(Firm(today))
    came = sum(_newcomers(row, run, everybody, today) for row, run in running)
    for row, run in over:
        taught = _taught_on()
        untaught = [
            each
            for each in everybody
            if rules.is_untaught(each, run.started_on, taught.get(each.person_id))
        ]
        came += _newcomers(row, run, untaught, today)
    return came


def _taught_on() -> dict[int, date]:
    """When each was assigned a training of joiners, or the yearly one, the last time."""
    rows = session.scalars(select(Training).where(Training.audience.in_(_OF_JOINERS)))
    its = TrainingAssignment.training_id.in_([row.id for row in rows if _teaches_joiners(row)])
    found = session.execute(
        select(TrainingAssignment.person_id, func.max(TrainingAssignment.assigned_on).label("on"))
        .where(its)
        .group_by(TrainingAssignment.person_id)
    )
    return {row.person_id: row.on for row in found}


def _teaches_joiners(row: Training) -> bool:
    return rules.teaches_joiners(row.audience, occasion_of(row))


def _over(today: date) -> list[tuple[Training, TrainingRun]]:
    """The last training of joiners that is over, and the last yearly one before it, of all and of
    each unit, the newest first: by these whoever comes between two of them is taught (J.4.2:
    everybody, and joiners each time). They are locked, so that a scan at the same time finds whom
    this one assigned."""
    found = session.execute(
        select(Training, TrainingRun)
        .join(TrainingRun, TrainingRun.training_id == Training.id)
        .where(or_(Training.ends_on < today, TrainingRun.reported_on < today))
        .where(Training.state.in_(IN_FORCE), Training.audience.in_(_OF_JOINERS))
        .order_by(TrainingRun.started_on, Training.id)
    )
    its = [(row, run) for row, run in found if _teaches_joiners(row)]
    last = {(row.audience, row.unit_id): (row, run) for row, run in its}
    over = sorted(last.values(), key=lambda each: each[1].started_on, reverse=True)
    # What is for joiners alone comes before what is for all.
    over.sort(key=lambda each: each[0].audience is not Audience.JOINED)
    for _row, run in over:
        session.refresh(run, with_for_update=True)
    return over


def _follow_its_end(row: Training) -> None:
    """Whoever is still to take a training by an end that was approved before has until its end as
    it is approved now; who was put off stays so."""
    approved = select(Edition.said).where(
        Edition.register == TRAININGS.key, Edition.entry_id == row.id, Edition.from_on.is_not(None)
    )
    ends = TRAININGS.field("ends_on")
    earlier = {ends.unpacked(said["ends_on"]) for said in session.scalars(approved)} - {row.ends_on}
    waits = select(TrainingAssignment).where(
        *(TrainingAssignment.training_id == row.id, TrainingAssignment.state.in_(OPEN)),
        *(TrainingAssignment.late.is_(False), TrainingAssignment.due_on.in_(earlier)),
    )
    for one in session.scalars(waits).all() if earlier else ():
        changes: dict[str, trail.Change] = {"due_on": (one.due_on, row.ends_on)}
        one.due_on = row.ends_on
        one.version += 1
        trail.note(one.reference, "training_put_off", by=trail.SYSTEM, changes=changes)


def _newcomers(row: Training, run: TrainingRun, everybody: Collection[Here], today: date) -> int:
    have = select(TrainingAssignment.person_id).where(TrainingAssignment.training_id == row.id)
    known = set(session.scalars(have))
    rule = rule_of(row)
    came = [each for each in asked(row, everybody, today) if each.person_id not in known]
    why = [rules.reason_later(rule, each, run.started_on) for each in came]
    new = [
        (each, reason, rules.due_later(reason, each, row.later_days, today))
        for each, reason in zip(came, why, strict=True)
    ]
    for one in assign(row, new, today, late=True):
        changes: dict[str, trail.Change] = {
            "training_reason": (None, one.reason),
            "due_on": (None, one.due_on),
        }
        trail.note(one.reference, "training_assigned", by=trail.SYSTEM, changes=changes)
    return len(new)
