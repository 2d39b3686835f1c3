"""How this company reminds: its stages by kind of duty, who hears weekly, the last day scanned."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select, true

from pms_tracker.database import session
from pms_tracker.duties.duty_sources import DutyKind
from pms_tracker.duties.kept_duties import sources
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.habits import DEFAULT, Habits, Ladder
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Company
from pms_tracker.reminders.running.reminder_tables import JobRun, ReminderStages
from pms_tracker.trail import trail

SCAN = "daily_scan"
# A stage that falls on closed days is mailed before them; no closure is longer than this.
CLOSURE = timedelta(days=14)
# What a company may set: days before the due day, how many of them, and days between after it.
FURTHEST, MOST, SLOWEST = 365, 10, 90


def last_scan() -> datetime | None:
    """When a daily scan last came to its end; None if none ever did."""
    return session.scalar(select(func.max(JobRun.started_at)).where(JobRun.job == SCAN))


def habits(firm: Firm) -> Habits:
    """The habits as of the firm's day, in one statement."""
    scanned = select(func.max(JobRun.due_on)).where(JobRun.job == SCAN, JobRun.due_on < firm.on)
    today = select(JobRun.due_on).where(JobRun.job == SCAN, JobRun.due_on == firm.on)
    own = (ReminderStages.kind, ReminderStages.days_before, ReminderStages.every_days)
    rows = session.execute(
        select(*own, scanned.scalar_subquery().label("scanned_on"))
        .add_columns(today.scalar_subquery().label("today"))
        .select_from(Company)
        .outerjoin(ReminderStages, true())
    ).all()
    ladders = {key: kind.usual for key, kind in _with_their_own().items()} | {
        row.kind: Ladder(tuple(row.days_before), row.every_days)
        for row in rows
        if row.kind is not None
    }
    scanned_on, done = (rows[0].scanned_on, rows[0].today) if rows else (None, None)
    return Habits(ladders, firm.weekdays(), scanned_on, done_today=done is not None)


def ahead(day: date, found: Habits) -> date:
    """Until when something may be due whose first stage is mailed by a day."""
    return day + found.longest + CLOSURE


def _with_their_own() -> dict[str, DutyKind]:
    """Kinds of duties that are reminded of otherwise than others, unless the company says so."""
    kinds = (kind for source in sources() for kind in source.kinds)
    return {kind.key: kind for kind in kinds if kind.usual != DEFAULT or kind.legal}


def usual_of(kind: str) -> Ladder:
    """The stages that a kind of duty comes with."""
    found = _with_their_own().get(kind)
    return found.usual if found else DEFAULT


def is_legal(kind: str) -> bool:
    """Whether a kind of duty is reminded of on closed days too."""
    found = _with_their_own().get(kind)
    return found is not None and found.legal


def set_by_company() -> dict[str, Ladder]:
    """The stages of the kinds that the company set itself."""
    return {
        row.kind: Ladder(tuple(row.days_before), row.every_days)
        for row in session.scalars(select(ReminderStages))
    }


def change(kind: str, wanted: Ladder, *, by: trail.Actor) -> None:
    """Set the stages of a kind of duty; those that it comes with take back what was set.

    From the next scan on the latest stage reached by the new ones is said, unless as late a one
    was said before. Raises BadInput for what cannot be a stage.
    """
    days = tuple(sorted(set(wanted.before), reverse=True))
    if len(days) != len(wanted.before) or len(days) > MOST:
        raise BadInput("stages_unique_and_few", most=MOST)
    if any(not 0 <= each <= FURTHEST for each in days):
        raise BadInput("stages_out_of_range", furthest=FURTHEST)
    if not 1 <= wanted.every <= SLOWEST:
        raise BadInput("every_out_of_range", slowest=SLOWEST)
    # Two who change the same ask one after the other, since the first may make the row.
    session.execute(select(Company.id).with_for_update())
    row = session.get(ReminderStages, kind, populate_existing=True)
    usual = usual_of(kind)
    before = Ladder(tuple(row.days_before), row.every_days) if row else usual
    after = Ladder(days, wanted.every)
    if before == after:
        return
    if after != usual:
        session.merge(ReminderStages(kind=kind, days_before=list(days), every_days=after.every))
    elif row is not None:
        session.delete(row)
    session.flush()
    changes: dict[str, tuple[object, object]] = {
        "duty_kind": (None, kind),
        "days_before": (_noted(before), _noted(after)),
        "every_days": (before.every, after.every),
    }
    trail.note("company", "stages_changed", by=by, changes=changes)


def _noted(ladder: Ladder) -> str:
    return ", ".join(str(each) for each in ladder.before)
