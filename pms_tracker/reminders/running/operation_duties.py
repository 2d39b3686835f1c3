"""What administrators are to do about the installation: addresses that refuse emails, backups that
fail."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, ScalarSelect, bindparam, exists, func, select

from pms_tracker import clock
from pms_tracker.database import Columns, read, session
from pms_tracker.duties.duty_sources import DutyKind
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.kernel.words import N_
from pms_tracker.people.changes import contacts
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.tables.people_tables import RoleGrant
from pms_tracker.reminders.running import beats
from pms_tracker.reminders.running.reminder_tables import JobRun, SchedulerBeat

MEND, BACK_UP = "mend_addresses", "mend_backup"
KINDS = (
    DutyKind(
        MEND,
        N_("メールアドレスの修正"),
        N_("メールが届かない人に正しいアドレスを確かめ、登録するか、メールを再送してください。"),
        N_("届かない人を見る"),
        page="people.index",
    ),
    DutyKind(
        BACK_UP,
        N_("バックアップの復旧"),
        N_("正常なバックアップが2日以上ありません。原因を確かめ、取得できるようにしてください。"),
        N_("稼働状況を見る"),
        page="operation.status",
    ),
)
# Stands for today in statements that are built once.
_TODAY = bindparam("today", type_=Date)
# From the day on which the first of the emails was written that did not arrive.
MEND_WITHIN = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.KEEP)


def due(
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
) -> Iterator[Duty]:
    """What is to be looked after until a day, for each administrator; of no record, so that the
    duties have no reference."""
    if reference is not None:
        return
    asked = {"today": clock.today(), "person_id": person_id}
    found = list(_days(asked))
    if not found:
        return
    # Grants of those who have left ended with them.
    holders = select(RoleGrant.person_id).where(*_holds(of_person=person_id is not None))
    administrators = session.scalars(holders.order_by(RoleGrant.person_id).distinct(), asked).all()
    for kind, due_on in found:
        if due_on <= until:
            for each in administrators:
                yield Duty(kind, "", each, due_on)


def _holds(*, of_person: bool) -> list[ColumnElement[bool]]:
    holds = [RoleGrant.role == Role.ADMINISTRATOR, lasts(RoleGrant, _TODAY)]
    if of_person:
        holds.append(RoleGrant.person_id == bindparam("person_id", type_=Integer))
    return holds


def _days(asked: Mapping[str, Any]) -> Iterator[tuple[str, date]]:
    statement = _statement(of_person=asked["person_id"] is not None)
    unreached, good, last = next(iter(read(statement, asked)), (None, None, None))
    if unreached is not None:
        written_on = clock.local(unreached).date()
        yield MEND, MEND_WITHIN.due_on(written_on, business_calendar())
    if good is not None and last is not None and beats.is_too_old(good, last):
        yield BACK_UP, clock.local(good + beats.TOO_OLD).date()


@cache
def _statement(*, of_person: bool) -> Columns:
    """Built once for either way of asking: every home asks it."""
    unreached = contacts.unreached_since(_TODAY).scalar_subquery()
    some_hold = exists().where(*_holds(of_person=of_person))
    return select(unreached, _good_since(), _last_beat()).where(some_hold)


def _good_since() -> ScalarSelect[datetime]:
    """When the last good backup was taken, or the first one tried; nothing where none is to be."""
    tried = select(func.min(JobRun.started_at)).where(JobRun.job == beats.BACKUP)
    good = func.coalesce(SchedulerBeat.good_at, tried.scalar_subquery())
    return select(good).where(SchedulerBeat.job == beats.BACKUP).scalar_subquery()


def _last_beat() -> ScalarSelect[datetime]:
    # Age is counted while the scheduler lives: a server that was off catches up by itself, and
    # what will be mailed in days to come does not begin with backups that were not taken by then.
    return select(func.max(SchedulerBeat.at)).scalar_subquery()
