"""What complaints want somebody to do: answered in time and closed, a corrective action decided on
where one is proposed, each month reported and confirmed, and once a year the desk as it is shown
looked at."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, or_, select, union_all

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.complaints.complaint_reports import COMPLAINT_REPORTS
from pms_tracker.do.complaints.complaints import COMPLAINTS, answer_by, proposals, visible_to
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.rules.contact import complaint_rules as rules
from pms_tracker.do.rules.contact.complaint_rules import ComplaintKind
from pms_tracker.do.tables.complaint_tables import Complaint, ComplaintReport
from pms_tracker.duties import duty_sources as duties
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import contact_desk
from pms_tracker.people.tables.people_tables import Company, CompanyHoliday
from pms_tracker.period_reports.period_report_duties import (
    confirmers,
    of_company,
    to_confirm,
    to_report,
)
from pms_tracker.registers.edition_rules import Standing

ANSWER, CLOSE, JUDGE = "answer_complaint", "close_complaint", "judge_complaint"
REPORT, CHECK = "report_complaints", "check_contact_desk"
# Customary, no law counts these days.
CLOSE_WITHIN = timedelta(days=30)
YEAR = 1


def of_complaints(ids: Collection[int]) -> Iterator[Wanted]:
    """That each is answered, and closed once it was; and that it is decided whether a corrective
    action that is proposed is begun. What waits for approval says so itself."""
    rows = [
        each for each in duties.loaded(Complaint, ids) if not each.struck and each.state in _OPEN
    ]
    judged = proposals([each for each in rows if _is_judged(each)])
    for row in rows:
        named = row.id, COMPLAINTS.name_of(row)
        about: dict[str, Any] = {"title": row.title, "unit_id": row.unit_id}
        step = None if row.closed_on is not None else _next(row)
        if step is not None:
            yield Wanted(*(*named, *step), **about)
        if row.answered_on is not None and row.id in judged:
            yield Wanted(*named, JUDGE, row.answered_on + CLOSE_WITHIN, Holder.MANAGER, **about)


def _is_judged(row: Complaint) -> bool:
    """Whether it may be decided on: it was answered, and not closed before it was brought here."""
    recorded_on = clock.local(row.recorded_at).date()
    return row.answered_on is not None and (row.closed_on is None or row.closed_on >= recorded_on)


def _next(row: Complaint) -> tuple[str, date, Holder] | None:
    if row.answered_on is None:
        return ANSWER, answer_by(row), Holder.RULE
    if row.state is Standing.DRAFT:
        return None
    return CLOSE, row.answered_on + CLOSE_WITHIN, Holder.MANAGER


_OPEN = (Standing.DRAFT, Standing.IN_FORCE, Standing.REVISED)


def of_companies(ids: Collection[int]) -> Iterator[Wanted]:
    """The month that is to be reported next, from its end on; and the desk, a year after it was
    looked at last or told of first."""
    yield from to_report(COMPLAINT_REPORTS, REPORT, rules.report_by, ids)
    desk = contact_desk.desk()
    for company in duties.loaded(Company, ids):
        last = desk.checked_on or desk.since_on
        if last is not None:
            yield Wanted(company.id, "", CHECK, _year_after(last), Holder.MANAGER)


def _year_after(day: date) -> date:
    return day.replace(year=day.year + YEAR, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _open_complaints() -> Iterable[int]:
    is_open = Complaint.closed_on.is_(None), Complaint.struck == ""
    return session.scalars(select(Complaint.id).where(*is_open))


def _every_complaint() -> Iterable[int]:
    its = (
        Complaint.struck == "",
        or_(Complaint.closed_on.is_(None), Complaint.kind == ComplaintKind.COMPLAINT),
    )
    return session.scalars(select(Complaint.id).where(*its))


def _of_same_subject(row: Complaint) -> Iterable[int]:
    """A complaint, those that it may have made the third about the same, and those that it may have
    been counted for."""
    later = select(Complaint.id).where(
        Complaint.subject == row.subject,
        Complaint.received_on >= row.received_on,
        Complaint.struck == "",
    )
    judged = select(KeptDuty.record_id).where(
        KeptDuty.record_kind == Kind.COMPLAINT, KeptDuty.kind == JUDGE
    )
    return {row.id, *session.scalars(union_all(later, judged))}


def _until_reported(_row: Complaint) -> Iterable[int]:
    """The first complaint that stands begins the months, as long as none of them was reported."""
    return () if session.scalar(select(exists().where(ComplaintReport.id > 0))) else of_company()


COMPLAINT_STEPS = duties.Source(
    Kind.COMPLAINT,
    (
        duties.DutyKind(
            ANSWER,
            N_("苦情・相談への回答"),
            N_("回答案を書いて提出し、承認を受けて回答したら、回答した日を記録してください。"),
            N_("回答を記録する"),
            takers=ledger_parts.takers,
        ),
        duties.DutyKind(
            CLOSE,
            N_("苦情・相談の完了"),
            N_("原因と再発防止策を確かめ、完了した日を記録してください。"),
            N_("完了を記録する"),
            field="closed_on",
        ),
        duties.DutyKind(
            JUDGE,
            N_("是正処置をするかどうかの判断"),
            N_("是正処置を始めるか、是正処置をしない理由を記録してください。"),
            N_("理由を記録する"),
            field="no_case",
        ),
    ),
    of_complaints,
    every=_every_complaint,
    changes={
        Complaint: duties.Watched(
            _of_same_subject,
            (
                *("state", "struck", "received_on", "received_time", "answered_on", "closed_on"),
                *("title", "unit_id", "kind", "subject", "founded", "facts"),
            ),
        ),
        Company: duties.Watched(lambda _company: _open_complaints(), ("contact_desk",)),
        CompanyHoliday: duties.Watched(lambda _day: _open_complaints()),
    },
    sees=duties.seen_by(Complaint, visible_to),
)
EVERY_MONTH = duties.Source(
    Kind.COMPLAINT_REPORT,
    (
        duties.DutyKind(
            REPORT,
            N_("苦情・相談の月次報告"),
            N_(
                "先月の苦情・相談の件数と内容を確かめ、代表者に報告してください。0件でも報告します。"
            ),
            N_("代表者に報告する"),
            page="complaint_reports.index",
        ),
        duties.DutyKind(
            CHECK,
            N_("窓口表示の確認"),
            N_("サイト、通知文、申込書の窓口の表示が同じかを確かめ、結果を記録してください。"),
            N_("窓口を確かめる"),
            page="contact_desk.show",
        ),
    ),
    of_companies,
    every=of_company,
    changes={
        Company: duties.own("contact_desk"),
        ComplaintReport: duties.Watched(lambda _report: of_company(), ("begins_on",)),
        Complaint: duties.Watched(_until_reported, ("struck",)),
        CompanyHoliday: duties.Watched(lambda _day: of_company()),
    },
    sees=duties.seen_at_the_top,
)
TO_CONFIRM_REPORTS = to_confirm(
    COMPLAINT_REPORTS,
    duties.DutyKind(
        "confirm_complaint_report",
        N_("苦情・相談の月次報告の確認"),
        N_("個人情報保護管理者からの月次報告を読み、確認してください。"),
        N_("報告を読んで確認する"),
        takers=confirmers,
    ),
)
