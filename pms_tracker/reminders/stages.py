"""How this company reminds: its stages by kind of duty, who hears weekly, the last day scanned."""

from datetime import date, timedelta

from sqlalchemy import func, select, true

from pms_tracker.database import session
from pms_tracker.kernel.habits import Habits, Ladder
from pms_tracker.people.firm import Firm
from pms_tracker.people.models import Company
from pms_tracker.reminders.models import JobRun, ReminderStages

SCAN = "daily_scan"
# A stage that falls on closed days is mailed before them; no closure is longer than this.
CLOSURE = timedelta(days=14)


def habits(firm: Firm) -> Habits:
    """The habits as of the firm's day, in one statement."""
    scanned = select(func.max(JobRun.due_on)).where(JobRun.job == SCAN, JobRun.due_on < firm.on)
    own = (ReminderStages.kind, ReminderStages.days_before, ReminderStages.every_days)
    rows = session.execute(
        select(*own, scanned.scalar_subquery().label("scanned_on"))
        .select_from(Company)
        .outerjoin(ReminderStages, true())
    ).all()
    ladders = {
        row.kind: Ladder(tuple(row.days_before), row.every_days)
        for row in rows
        if row.kind is not None
    }
    return Habits(ladders, firm.weekdays(), rows[0].scanned_on if rows else None)


def ahead(day: date, found: Habits) -> date:
    """Until when something may be due whose first stage is mailed by a day."""
    return day + found.longest + CLOSURE
