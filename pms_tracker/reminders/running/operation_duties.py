"""What administrators are to do about the installation: addresses that refuse emails, backups that
fail."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from sqlalchemy import Date, Integer, ScalarSelect, bindparam, exists, func, select

from pms_tracker import clock
from pms_tracker.duties.duty_sources import DutyKind
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.kernel.words import N_
from pms_tracker.people.changes import contacts
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.tables.people_tables import RoleGrant
from pms_tracker.questions import Question, Text, as_text, cells_of, instant_in
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
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> list[Duty]:
    """What is to be looked after until a day, for each administrator; of no record, so that the
    duties have no reference."""
    return [] if reference is not None else question(until, person_id).answer()


def question(until: date, person_id: int | None = None) -> Question[list[Duty]]:
    """The same, to be read with what else is asked."""
    asked = {"today": clock.today(), "person_id": person_id}
    return Question(
        _texts(of_person=person_id is not None), asked, lambda *said: list(_due(until, *said))
    )


def _due(until: date, days: str, administrators: str) -> Iterator[Duty]:
    for cells in cells_of(days):
        for kind, due_on in _days(*cells):
            if due_on <= until:
                for (each,) in cells_of(administrators):
                    yield Duty(kind, "", each, due_on)


def _days(unreached: str | None, good: str | None, last: str | None) -> Iterator[tuple[str, date]]:
    if unreached is not None:
        written_on = clock.local(instant_in(unreached)).date()
        yield MEND, MEND_WITHIN.due_on(written_on, business_calendar())
    if good is not None and last is not None:
        good_at = instant_in(good)
        if beats.is_too_old(good_at, instant_in(last)):
            yield BACK_UP, clock.local(good_at + beats.TOO_OLD).date()


@cache
def _texts(*, of_person: bool) -> tuple[Text, Text]:
    """Built once for either way of asking: since when emails do not arrive and backups fail, where
    anybody is to look after it; and who is."""
    holds = [RoleGrant.role == Role.ADMINISTRATOR, lasts(RoleGrant, _TODAY)]
    if of_person:
        holds.append(RoleGrant.person_id == bindparam("person_id", type_=Integer))
    unreached = contacts.unreached_since(_TODAY).scalar_subquery()
    days = select(unreached.label("unreached"), _good_since().label("good"))
    # Grants of those who have left ended with them.
    holders = select(RoleGrant.person_id).where(*holds).order_by(RoleGrant.person_id).distinct()
    return (
        as_text(days.add_columns(_last_beat().label("last")).where(exists().where(*holds))),
        as_text(holders),
    )


def _good_since() -> ScalarSelect[datetime]:
    """When the last good backup was taken, or the first one tried; nothing where none is to be."""
    tried = select(func.min(JobRun.started_at)).where(JobRun.job == beats.BACKUP)
    good = func.coalesce(SchedulerBeat.good_at, tried.scalar_subquery())
    return select(good).where(SchedulerBeat.job == beats.BACKUP).scalar_subquery()


def _last_beat() -> ScalarSelect[datetime]:
    # Age is counted while the scheduler lives: a server that was off catches up by itself, and
    # what will be mailed in days to come does not begin with backups that were not taken by then.
    return select(func.max(SchedulerBeat.at)).scalar_subquery()
