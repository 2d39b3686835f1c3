"""Pages of months' reports (月次報告): the next month, those that were made, and their paper."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.do.complaints import complaint_duties, complaint_reports
from pms_tracker.do.complaints.complaint_reports import Month
from pms_tracker.do.rules.contact import complaint_rules as rules
from pms_tracker.do.tables.complaint_tables import ComplaintReport
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.do.complaints import complaint_report_paper as papers
from pms_tracker.web.do.complaints.complaint_forms import ReportForm, StepForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.short_lists import ShortList
from pms_tracker.web.record import record_history
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words import days_in_words

blueprint = Blueprint("complaint_reports", __name__, url_prefix="/do/complaints/reports")
REPORTERS = frozenset({Role.PRIVACY_MANAGER, Role.REPRESENTATIVE})


@blueprint.get("/")
@requires(Permission.HANDLE_REPORTS)
def index() -> ResponseReturnValue:
    return _index(ReportForm(formdata=None, place=url_for(".report")))


def _index(form: ReportForm) -> ResponseReturnValue:
    """The month that is next with what is counted of it, and the reports that were made."""
    month = complaint_reports.first_open()
    counted = complaint_reports.of_month(month) if month is not None else None
    is_over = month is not None and rules.next_month(month) <= clock.today()
    page = render_template(
        "do/complaint_reports/list.html",
        form=form,
        month=counted,
        lines=papers.lines(counted) if counted else [],
        figures=papers.figures(counted.figures) if counted else [],
        is_over=is_over,
        reports=complaint_reports.newest(me()),
        month_text=days_in_words.month_text,
    )
    return page, form.status


ShortList(
    "complaint-reports",
    _l("苦情・相談の月次報告"),
    (
        Column("number", _l("番号"), lambda row: row.reference),
        Column("month", _l("月"), lambda row: row.month, Kind.DAY),
        Column("received", _l("受付の合計"), lambda row: row.figures.get("received"), Kind.NUMBER),
        Column(
            "open", _l("月末に完了していないもの"), lambda row: row.figures.get("open"), Kind.NUMBER
        ),
        Column("reported_on", _l("報告日"), lambda row: row.reported_on, Kind.DAY),
        Column("confirmed_on", _l("確認した日"), lambda row: row.confirmed_on, Kind.DAY),
    ),
    lambda: complaint_reports.newest(me()),
).at(blueprint, Permission.HANDLE_REPORTS)


@blueprint.post("/")
@requires(Permission.HANDLE_REPORTS)
@step(ReportForm, _index, once=True)
def report(form: ReportForm) -> Done:
    try:
        month = date.fromisoformat(request.form.get("month", ""))
    except ValueError as unread:
        raise RuleBroken("complaint_month_not_next") from unread
    made = complaint_reports.report(month, form.words.data or "", by=me())
    words = gettext("月次報告を代表者に提出しました。")
    if made.confirmed_on is not None:
        words = gettext("月次報告を記録しました。")
    return Done(words, url_for(".record", reference=made.reference), turn=True)


@blueprint.get("/<int:year>-<int:month>.pdf")
@requires(Permission.HANDLE_REPORTS)
def month_paper(year: int, month: int) -> ResponseReturnValue:
    """Any month as it stands today."""
    try:
        first = date(year, month, 1)
        rules.next_month(first)
    except (ValueError, OverflowError) as none:
        raise NotFound("no_such_record", reference=f"{year}-{month}") from none
    return papers.answer_month(complaint_reports.of_month(first))


def _found(reference: Reference, *, for_update: bool = False) -> ComplaintReport:
    return complaint_reports.by_reference(reference, seen_by=me(), for_update=for_update)


@blueprint.get("/<ref(CM):reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    return _record(StepForm(formdata=None), reference)


def _record(form: Form, reference: Reference) -> ResponseReturnValue:
    row = _found(reference)
    form["version"].data = row.version
    rows = complaint_reports.named(row)
    due: Any = next(iter(complaint_duties.of_reports([row.id])), None)
    page = render_template(
        "do/complaint_reports/record.html",
        report=row,
        form=form,
        is_mine=row.confirmed_on is None and Role.REPRESENTATIVE in me().roles,
        due_on=due.due_on if due is not None else None,
        figures=papers.figures(row.figures),
        lines=papers.lines(Month(row.month, row.figures, rows)),
        month_text=days_in_words.month_text,
        names=people.names([row.reported_by_id, row.confirmed_by_id]),
        history=record_history.of(row.reference),
    )
    return page, form.status


@blueprint.post("/<ref(CM):reference>/confirm")
@requires(Permission.HANDLE_REPORTS)
@step(StepForm, _record)
def confirm(form: StepForm, reference: Reference) -> Done:
    row = _found(reference, for_update=True)
    complaint_reports.confirm(row, version=form.version.number, by=me())
    words = gettext("月次報告を確認しました。")
    return Done(words, url_for(".record", reference=reference), turn=True)


@blueprint.get("/<ref(CM):reference>/paper.pdf")
@requires(Permission.SEE_RECORDS)
def paper(reference: Reference) -> ResponseReturnValue:
    row = _found(reference)
    return papers.answer_report(row, complaint_reports.named(row))
