"""What operation checks want somebody to do: filled in, read, put right; each quarter reported."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import and_, or_, select

from pms_tracker.database import session
from pms_tracker.do.checks import check_readings, check_reports, check_runs
from pms_tracker.do.checks.check_faults import FAULTS, proposals, visible_to as faults_seen
from pms_tracker.do.checks.check_templates import visible_to
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.rules.operation.check_rules import Frequency, Period
from pms_tracker.do.tables.operation.operation_check_tables import (
    CheckFault,
    CheckReading,
    CheckReport,
    CheckRun,
    CheckTemplate,
)
from pms_tracker.duties import duty_sources as duties
from pms_tracker.kernel.calendar import ONE_DAY, BusinessCalendar
from pms_tracker.kernel.duty import Duty, Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.tables.people_tables import Company, CompanyHoliday, Unit
from pms_tracker.period_reports.period_report_duties import (
    confirmers,
    of_company,
    to_confirm,
    to_report,
)
from pms_tracker.questions import Question, Text, as_text, cells_of

FILL, READ, MEND = "fill_in_check", "read_check_sheet", "mend_check_fault"
REPORT, JUDGE = "report_checks", "judge_check_fault"
DOERS = "doers"
# Months that are looked through for the next sheet; more have nothing due in them.
MONTHS = 15


def of_templates(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each the next period that was not filled in, and the oldest month that nobody read."""
    templates = [each for each in duties.loaded(CheckTemplate, ids) if not each.struck]
    its = [each.id for each in templates]
    read: dict[int, set[date]] = defaultdict(set)
    readings = select(CheckReading.template_id, CheckReading.month)
    for template_id, month in session.execute(readings.where(CheckReading.template_id.in_(its))):
        read[template_id].add(month)
    for each in templates:
        first = _oldest(each, read[each.id])
        yield from _to_fill(each, first)
        yield from _to_read(each, first)


def first_unread(template: CheckTemplate) -> date | None:
    """The oldest month of a check that nobody read, if anything is due in one."""
    its = select(CheckReading.month).where(CheckReading.template_id == template.id)
    return _oldest(template, set(session.scalars(its)))


def next_open(template: CheckTemplate) -> Period | None:
    """The next period that was not filled in, of the months that nobody read."""
    since = first_unread(template)
    return _next_open(template, since) if since is not None else None


def _oldest(template: CheckTemplate, read: set[date]) -> date | None:
    month = max([template.starts_on.replace(day=1), *(rules.months_on(each, 1) for each in read)])
    for _ in range(MONTHS):
        if month not in read and check_runs.due_in(template, month):
            return month
        month = rules.months_on(month, 1)
    return None


def _to_fill(template: CheckTemplate, since: date | None) -> Iterator[Wanted]:
    found = _next_open(template, since) if since is not None else None
    if found is None:
        return
    due_on, first_on = found.due_on, found.first
    if template.frequency is Frequency.DAY:
        # At the door nobody needs to be asked; of a day that stayed blank they are the next.
        first_on = due_on = business_calendar().next_open(found.due_on + ONE_DAY)
    yield Wanted(
        *(template.id, template.reference, FILL, due_on, Holder.PERSON, template.owner_id),
        title=template.title,
        unit_id=template.unit_id,
        first_on=first_on,
    )


def _next_open(template: CheckTemplate, since: date) -> Period | None:
    its = CheckRun.template_id == template.id, CheckRun.due_on >= since
    done = set(session.scalars(select(CheckRun.period_on).where(*its)))
    month = since
    for _ in range(MONTHS):
        for each in check_runs.due_in(template, month):
            if each.first not in done:
                return each
        month = rules.months_on(month, 1)
    return None


def _to_read(template: CheckTemplate, month: date | None) -> Iterator[Wanted]:
    if month is None:
        return
    first_on = rules.months_on(month, 1)
    runs = select(CheckRun.done_by_id, CheckRun.recorded_by_id).where(
        CheckRun.template_id == template.id, CheckRun.due_on >= month, CheckRun.due_on < first_on
    )
    doers = {each for row in session.execute(runs) for each in row if each is not None}
    yield Wanted(
        *(template.id, template.reference, READ),
        *(rules.TO_READ.due_on(first_on - ONE_DAY, business_calendar()), Holder.RULE),
        parties={DOERS: sorted(doers)},
        title=template.title,
        unit_id=template.unit_id,
        first_on=first_on,
    )


def asks(rows: Collection[duties.KeptRow], asking: duties.Asking) -> Question[Iterable[Duty]]:
    """Whoever reads a sheet that they did not fill in."""
    return Question((_named(),), {}, lambda named: _reading(rows, dict(cells_of(named)), asking))


@cache
def _named() -> Text:
    """Whom checks name to read their sheets."""
    return as_text(select(CheckTemplate.id, CheckTemplate.reader_id))


def _reading(
    rows: Iterable[duties.KeptRow], named: Mapping[int, int | None], asking: duties.Asking
) -> Iterator[Duty]:
    firm = asking.firm
    for row in rows:
        readers = check_readings.readers_of(named.get(row.record_id), row.unit_id, firm)
        asked = [each for each in readers if each not in row.parties[DOERS]]
        for person_id in (firm.who_sign_in(asked) or asked)[:1]:
            yield Duty(
                *(READ, row.reference, person_id, row.due_on, row.title, row.unit or ""),
                unit_id=row.unit_id,
            )


def of_faults(ids: Collection[int]) -> Iterator[Wanted]:
    """That what was found wanting is put right; and that it is decided whether what is proposed to
    be a nonconformity is one."""
    rows = [each for each in duties.loaded(CheckFault, ids) if not each.struck]
    proposed, calendar = proposals(rows), business_calendar()
    for row in rows:
        about: dict[str, Any] = {"title": row.item, "unit_id": row.unit_id}
        named = row.id, FAULTS.name_of(row)
        if row.done_on is None and row.owner_id is not None and row.due_on is not None:
            yield Wanted(*named, MEND, row.due_on, Holder.PERSON, row.owner_id, **about)
        if row.id in proposed:
            due_on = rules.TO_JUDGE.due_on(row.found_on, calendar)
            yield Wanted(*named, JUDGE, due_on, Holder.MANAGER, **about)


def of_companies(ids: Collection[int]) -> Iterator[Wanted]:
    """The quarter that is to be reported next, from its end on."""
    return to_report(check_reports.CHECK_REPORTS, REPORT, _report_by, ids)


def _report_by(quarter: date, calendar: BusinessCalendar) -> date:
    return rules.TO_REPORT.due_on(check_reports.following(quarter) - ONE_DAY, calendar)


def _every_template() -> Iterable[int]:
    return session.scalars(select(CheckTemplate.id).where(CheckTemplate.struck == ""))


def _of_unit(unit: Unit) -> Iterable[int]:
    """The checks of a unit end with it."""
    return session.scalars(select(CheckTemplate.id).where(CheckTemplate.unit_id == unit.id))


def _open_faults() -> Iterable[int]:
    undecided = and_(CheckFault.case_reference == "", CheckFault.no_case == "")
    is_open = or_(CheckFault.done_on.is_(None), undecided)
    return session.scalars(select(CheckFault.id).where(is_open, CheckFault.struck == ""))


def _of_same_check(fault: CheckFault) -> Iterable[int]:
    """A fault, and those of its check that it may have made the second of an item."""
    its = CheckFault.template_id == fault.template_id, CheckFault.id > fault.id
    undecided = CheckFault.case_reference == "", CheckFault.no_case == ""
    return {fault.id, *session.scalars(select(CheckFault.id).where(*its, *undecided))}


SHEETS = duties.Source(
    Kind.CHECK_TEMPLATE,
    (
        duties.DutyKind(
            FILL,
            N_("運用の確認の記入"),
            N_("点検して記入してください。過ぎた日は、遅れとして記入するか、空欄のままにします。"),
            N_("点検を記入する"),
            page="check_runs.next_one",
        ),
        duties.DutyKind(
            READ,
            N_("点検表の確認"),
            N_("終わった月の点検表を、空欄と×を含めて読み、確認してください。"),
            N_("点検表を読む"),
            page="check_runs.unread",
            asks=asks,
        ),
    ),
    of_templates,
    every=_every_template,
    changes={
        CheckTemplate: duties.own(
            *("title", "unit_id", "frequency", "owner_id", "starts_on", "ends_on", "struck")
        ),
        CheckRun: duties.of("template_id"),
        CheckReading: duties.of("template_id"),
        CompanyHoliday: duties.Watched(lambda _day: _every_template()),
        # Quarters and years are those of the fiscal year.
        Company: duties.Watched(
            lambda _company: _every_template(), ("fiscal_start_month", "fiscal_start_day")
        ),
        Unit: duties.Watched(_of_unit, ("closed_on",)),
    },
    sees=duties.seen_by(CheckTemplate, visible_to),
)
TO_MEND = duties.Source(
    Kind.CHECK_FAULT,
    (
        duties.DutyKind(
            MEND,
            N_("点検の×を直す"),
            N_("×だったことを直し、直した日と直したことを記録してください。"),
            N_("直したことを記録する"),
            page="check_fault_steps.mended_form",
        ),
        duties.DutyKind(
            JUDGE,
            N_("不適合かどうかの判断"),
            N_(
                "不適合なら是正処置を始め、そうでなければ、是正処置をしない理由を記録してください。"
            ),
            N_("理由を記録する"),
            field="no_case",
        ),
    ),
    of_faults,
    every=_open_faults,
    changes={
        CheckFault: duties.Watched(
            _of_same_check,
            (
                *("owner_id", "due_on", "done_on", "struck", "item", "unit_id"),
                *("template_id", "found_on", "grave", "case_reference", "no_case"),
            ),
        )
    },
    sees=duties.seen_by(CheckFault, faults_seen),
)
EVERY_QUARTER = duties.Source(
    Kind.CHECK_REPORT,
    (
        duties.DutyKind(
            REPORT,
            N_("運用の確認の四半期報告"),
            N_("終わった四半期の点検の結果を、空欄と×を含めて代表者に報告してください。"),
            N_("代表者に報告する"),
            page="check_reports.index",
        ),
    ),
    of_companies,
    every=of_company,
    changes={
        Company: duties.own("fiscal_start_month", "fiscal_start_day"),
        CheckReport: duties.Watched(lambda _report: of_company(), ("begins_on",)),
        CheckTemplate: duties.Watched(lambda _template: of_company(), ("starts_on", "struck")),
        CompanyHoliday: duties.Watched(lambda _day: of_company()),
    },
    sees=duties.seen_at_the_top,
)
TO_CONFIRM = to_confirm(
    check_reports.CHECK_REPORTS,
    duties.DutyKind(
        "confirm_check_report",
        N_("運用の確認の報告の確認"),
        N_("個人情報保護管理者からの報告を読み、確認してください。"),
        N_("報告を読んで確認する"),
        takers=confirmers,
    ),
)
