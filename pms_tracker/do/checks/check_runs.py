"""Checks as they are filled in: signed in, at the door, from paper; a month of them as a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.checks import check_faults
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.rules.operation.check_rules import Filled, Frequency, Given, Item, Period, Way
from pms_tracker.do.tables.operation.operation_check_tables import (
    CheckFault,
    CheckReading,
    CheckRun,
    CheckTemplate,
)
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.tables.people_tables import Membership, Person
from pms_tracker.trail import trail

MANAGERS = frozenset({Role.PRIVACY_MANAGER, Role.REPRESENTATIVE})


@dataclass(frozen=True)
class Hand:
    """Who did a check and how it came in: `said_at` is what a device says that had no line."""

    way: Way
    name: str = ""
    person_id: int | None = None
    said_at: datetime | None = None
    on: date | None = None
    uuid: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Column:
    """One period of a sheet with its check, if any; `extra` where nobody had to come. `times` is
    how often it was entered, `given` the answers by the words of their items."""

    period: Period
    state: Filled
    run: CheckRun | None = None
    given: Mapping[str, Given] | None = None
    times: int = 0
    extra: bool = False


@dataclass(frozen=True)
class Sheet:
    """A month of a check: its periods, all items that were asked in it, and its figures."""

    template: CheckTemplate
    month: date
    columns: Sequence[Column]
    items: Sequence[Item]
    figures: dict[str, int]
    reading: CheckReading | None

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is to come any more but what stays blank."""
        return clock.today() >= rules.months_on(self.month, 1)

    @property
    def doers(self) -> frozenset[int]:
        """Who filled in any of it, or typed it in."""
        runs = [each.run for each in self.columns if each.run is not None]
        ids = {each.done_by_id for each in runs} | {each.recorded_by_id for each in runs}
        return frozenset(each for each in ids if each is not None)


def may_fill(template: CheckTemplate, viewer: Viewer) -> bool:
    """Whether somebody may fill it in: of its unit, who sees to it, and whoever runs the PMS."""
    its = template.unit_id in viewer.unit_ids or template.owner_id == viewer.person_id
    return (its or bool(MANAGERS & viewer.roles)) and not template.struck


def period_at(template: CheckTemplate, day: date) -> Period:
    """The period of a day. A day on which nobody had to come may be filled in all the same."""
    start_month = people.the_company().fiscal_start.nearest_month
    found = rules.period_of(day, template.frequency, business_calendar(), start_month)
    if found is None and template.frequency is Frequency.DAY:
        return Period(day, day, day)
    if found is None:
        raise RuleBroken("check_outside_days")
    return found


def asked_at(template: CheckTemplate, day: date) -> Period | None:
    """The period of a day, if the check is made in it; it may have none, or begin later."""
    try:
        period = period_at(template, day)
    except RuleBroken:
        return None
    return period if rules.is_asked(period, template.starts_on, last_day(template)) else None


def day_now() -> date:
    """The day that somebody closes who leaves now."""
    return rules.working_day(clock.local(clock.now()))


def latest(template: CheckTemplate, period_on: date) -> CheckRun | None:
    """The check of a period that stands."""
    its = CheckRun.template_id == template.id, CheckRun.period_on == period_on
    return session.scalar(select(CheckRun).where(*its).order_by(CheckRun.id.desc()).limit(1))


def fill_in(
    template: CheckTemplate,
    period: Period,
    given: Mapping[str, Given],
    hand: Hand,
    *,
    by: Viewer | None,
) -> CheckRun:
    """Enter a check; what was sent already is not entered again.

    Raises RuleBroken for a day outside of its days or of a sheet that was read, BadInput for what
    is missing, NotAllowed for somebody of another unit.
    """
    items = rules.read_items(template.items)
    if by is not None and not may_fill(template, by):
        raise NotAllowed("check_of_other_unit")
    # Whoever reads the sheet at this moment signs what is there: either waits for the other.
    session.refresh(template, ["struck"], with_for_update={"read": True})
    _check_entered(template, period)
    answers = [given.get(each.words, rules.NOTHING) for each in items]
    for item, each in zip(items, answers, strict=True):
        rules.check_given(item, each, may_be_blank=hand.way is Way.PAPER)
    if not any(each.value for each in answers):
        raise BadInput("check_unanswered")
    there = sent_as(hand.uuid)
    if there is not None:
        # What was sent as a check of another period, or another's, is no second press of this.
        if (there.template_id, there.period_on) != (template.id, period.first):
            raise RuleBroken("check_sent_already")
        return there
    run = _run(template, period, rules.packed(items, answers), hand, by)
    session.add(run)
    try:
        session.flush()
    except IntegrityError as taken:
        # Sent twice at the same moment.
        raise RuleBroken("check_sent_already") from taken
    check_faults.record(template, run, by=by)
    _note(template, run, period, by)
    return run


def sent_as(uuid: str) -> CheckRun | None:
    """The check that was sent as this, if it was."""
    return session.scalar(select(CheckRun).where(CheckRun.uuid == uuid))


def _check_entered(template: CheckTemplate, period: Period) -> None:
    rules.check_day(period, template.starts_on, last_day(template), clock.today())
    if template.struck:
        raise RuleBroken("check_outside_days")
    if reading_of(template, period.due_on.replace(day=1)) is not None:
        raise RuleBroken("check_sheet_read")


def _run(
    template: CheckTemplate,
    period: Period,
    answers: list[dict[str, object]],
    hand: Hand,
    by: Viewer | None,
) -> CheckRun:
    now = clock.now()
    done_at = rules.moment_said(hand.said_at, now)
    name, person_id = _who(template, hand, by)
    return CheckRun(
        template_id=template.id,
        period_on=period.first,
        due_on=period.due_on,
        answers=answers,
        way=hand.way,
        done_by_id=person_id,
        done_by_name=name,
        done_at=done_at,
        # Of paper it counts when it was entered: what was not there by then is late.
        done_on=rules.working_day(clock.local(done_at)),
        recorded_by_id=by.person_id if by is not None else None,
        recorded_at=now,
        comment=hand.comment.strip(),
        uuid=hand.uuid,
    )


def _who(template: CheckTemplate, hand: Hand, by: Viewer | None) -> tuple[str, int | None]:
    if hand.way is Way.SCREEN and by is not None:
        return by.name, by.person_id
    name = " ".join(hand.name.split())
    if not name:
        raise BadInput("check_who")
    if len(name) > rules.LONGEST_NAME:
        raise BadInput("text_too_long", longest=rules.LONGEST_NAME)
    return name, _person_named(template.unit_id, name)


def _person_named(unit_id: int, name: str) -> int | None:
    """Who of a unit is called so, if exactly one is; blanks aside."""
    members = session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.unit_id == unit_id, lasts(Membership, clock.today()))
    )
    typed = "".join(name.split())
    found = {each.id for each in members if "".join(each.name.split()) == typed}
    return found.pop() if len(found) == 1 else None


def _note(template: CheckTemplate, run: CheckRun, period: Period, by: Viewer | None) -> None:
    faults = sum(given.is_fault for _item, given in rules.unpacked(run.answers))
    changes: dict[str, trail.Change] = {
        "check_period": (None, f"{period.first:%Y-%m-%d}"),
        "check_faults": (None, faults),
    }
    trail.note(
        template.reference, "check_filled_in", by=by.actor if by else trail.SYSTEM, changes=changes
    )


def reading_of(template: CheckTemplate, month: date) -> CheckReading | None:
    its = CheckReading.template_id == template.id, CheckReading.month == month
    return session.scalar(select(CheckReading).where(*its))


def sheet(template: CheckTemplate, month: date) -> Sheet:
    """A month of a check: its periods that are due in it, and what was entered beside them."""
    first, ends = month.replace(day=1), rules.months_on(month.replace(day=1), 1)
    its = CheckRun.template_id == template.id, CheckRun.due_on >= first, CheckRun.due_on < ends
    runs: dict[date, list[CheckRun]] = {}
    for run in session.scalars(select(CheckRun).where(*its).order_by(CheckRun.id)):
        runs.setdefault(run.period_on, []).append(run)
    columns = [_column(each, runs.pop(each.first, [])) for each in due_in(template, first)]
    for period_on, left in runs.items():
        columns.append(_column(Period(period_on, period_on, left[-1].due_on), left, extra=True))
    columns.sort(key=lambda each: each.period.first)
    items = {each.words: each for each in rules.read_items(template.items)}
    for column in columns:
        if column.run is not None:
            for item, _given in rules.unpacked(column.run.answers):
                items.setdefault(item.words, item)
    figures = rules.counted(
        (each.state for each in columns if not each.extra), *_faults(template, first, ends)
    )
    return Sheet(
        template, first, columns, list(items.values()), figures, reading_of(template, first)
    )


def _column(period: Period, runs: Sequence[CheckRun], *, extra: bool = False) -> Column:
    if not runs:
        return Column(period, rules.filled(period, None, clock.today()))
    # The last stands; it is as early as the first.
    run = runs[-1]
    state = rules.filled(period, min(each.done_on for each in runs), clock.today())
    given = {item.words: each for item, each in rules.unpacked(run.answers)}
    return Column(period, state, run, given, len(runs), extra)


def _faults(template: CheckTemplate, first: date, ends: date) -> tuple[int, int]:
    """How many faults belong to a month, and how many of them are put right: one that was found as
    a check was filled in stands where that is due, beside its answers."""
    day = func.coalesce(CheckRun.due_on, CheckFault.found_on)
    its = CheckFault.template_id == template.id, CheckFault.struck == "", day >= first, day < ends
    of_run = CheckFault.run_id == CheckRun.id
    found = select(CheckFault.done_on).outerjoin(CheckRun, of_run).where(*its)
    days = session.scalars(found).all()
    return len(days), sum(each is not None for each in days)


def due_in(template: CheckTemplate, month: date) -> list[Period]:
    """The periods of a check that are due in a month, within its days."""
    ends, last = rules.months_on(month, 1), last_day(template)
    start_month = people.the_company().fiscal_start.nearest_month
    found = []
    # A period that is due in the month may have begun before it.
    for each in rules.periods(month, template.frequency, business_calendar(), start_month):
        if each.due_on >= ends:
            break
        within = template.starts_on <= each.due_on and (last is None or each.due_on <= last)
        if each.due_on >= month and within:
            found.append(each)
    return found


def last_day(template: CheckTemplate) -> date | None:
    """The last day of a check: its own or its unit's, whichever comes first; None without one."""
    days = template.ends_on, people.unit(template.unit_id).closed_on
    return min((each for each in days if each is not None), default=None)


def is_over(template: CheckTemplate, day: date) -> bool:
    """Whether nothing of a check is to be filled in from a day on."""
    last = last_day(template)
    return bool(template.struck) or (last is not None and last < day)


def is_due(template: CheckTemplate, period: Period) -> bool:
    """Whether somebody has to come in a period, and not only may."""
    return period in due_in(template, period.due_on.replace(day=1))


def seen(viewer: Viewer, visible: object) -> Sequence[CheckTemplate]:
    """The checks that somebody may know of and that are still made, by unit and name."""
    day = day_now()
    is_made = CheckTemplate.struck == "", CheckTemplate.starts_on <= day
    found = session.scalars(
        select(CheckTemplate)
        .where(*is_made, visible)  # type: ignore[arg-type]
        .order_by(CheckTemplate.frequency, CheckTemplate.unit_id, CheckTemplate.title)
    ).all()
    return [each for each in found if not is_over(each, day)]
