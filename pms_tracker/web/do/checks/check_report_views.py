"""Pages of quarters' reports of operation checks: the next, those made, and their paper."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.do.checks import check_duties, check_reports
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.tables.operation_check_tables import CheckReport
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.do.checks import check_sheets
from pms_tracker.web.do.checks.check_fill_forms import ReportForm, StepForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.short_lists import ShortList
from pms_tracker.web.pictures import papers
from pms_tracker.web.record import record_history
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words import days_in_words

blueprint = Blueprint("check_reports", __name__, url_prefix="/do/checks/reports")


def quarter_text(first: date) -> str:
    """A quarter by its first and its last month."""
    last = rules.months_on(first, check_reports.MONTHS) - timedelta(days=1)
    return gettext(
        "%(first)s から %(last)s",
        first=days_in_words.month_text(first),
        last=days_in_words.month_text(last),
    )


def _heads() -> list[str]:
    return [words for words, _count in check_sheets.figures({})]


@blueprint.get("/")
@requires(Permission.HANDLE_REPORTS)
def index() -> ResponseReturnValue:
    return _index(ReportForm(formdata=None, place=url_for(".report")))


def _index(form: ReportForm) -> ResponseReturnValue:
    """The quarter that is next with what is counted of it, and the reports that were made."""
    quarter = check_reports.first_open()
    ends = rules.months_on(quarter, check_reports.MONTHS) if quarter is not None else None
    page = render_template(
        "do/check_reports/list.html",
        form=form,
        quarter=quarter,
        lines=check_reports.of_quarter(quarter) if quarter is not None else [],
        names=rules.FIGURES,
        heads=_heads(),
        is_over=ends is not None and ends <= clock.today(),
        reports=check_reports.newest(me()),
        quarter_text=quarter_text,
        total=rules.total,
    )
    return page, form.status


ShortList(
    "check-reports",
    _l("運用の確認の報告"),
    (
        Column("number", _l("番号"), lambda row: row.reference),
        Column("quarter", _l("四半期の初日"), lambda row: row.quarter, Kind.DAY),
        Column("due", _l("期限が来た回数"), lambda row: rules.total(row.lines)["due"], Kind.NUMBER),
        Column("blank", _l("空欄"), lambda row: rules.total(row.lines)["blank"], Kind.NUMBER),
        Column("faults", _l("×の数"), lambda row: rules.total(row.lines)["faults"], Kind.NUMBER),
        Column("reported_on", _l("報告日"), lambda row: row.reported_on, Kind.DAY),
        Column("confirmed_on", _l("確認した日"), lambda row: row.confirmed_on, Kind.DAY),
    ),
    lambda: check_reports.newest(me()),
).at(blueprint, Permission.HANDLE_REPORTS)


@blueprint.post("/")
@requires(Permission.HANDLE_REPORTS)
@step(ReportForm, _index, once=True)
def report(form: ReportForm) -> Done:
    try:
        quarter = date.fromisoformat(request.form.get("quarter", ""))
    except ValueError as unread:
        raise RuleBroken("check_quarter_not_next") from unread
    made = check_reports.report(quarter, form.words.data or "", by=me())
    words = gettext("運用の確認を代表者に報告しました。")
    if made.confirmed_on is not None:
        words = gettext("運用の確認の報告を記録しました。")
    return Done(words, url_for(".record", reference=made.reference), turn=True)


@blueprint.get("/<int:year>-<int:month>.pdf")
@requires(Permission.HANDLE_REPORTS)
def quarter_paper(year: int, month: int) -> ResponseReturnValue:
    """The quarter of any month as it stands today."""
    try:
        first = check_reports.quarter_of(date(year, month, 1))
        rules.months_on(first, check_reports.MONTHS)
    except (ValueError, OverflowError) as none:
        raise NotFound("no_such_record", reference=f"{year}-{month}") from none
    if abs(first.year - clock.today().year) > 20:
        raise NotFound("no_such_record", reference=f"{year}-{month}")
    data = _data(first, check_reports.of_quarter(first), "")
    return papers.answer("check_report", data, papers.named(f"checks-{first:%Y-%m}.pdf"))


def _found(reference: Reference, *, for_update: bool = False) -> CheckReport:
    return check_reports.by_reference(reference, seen_by=me(), for_update=for_update)


@blueprint.get("/<ref(CQ):reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    return _record(StepForm(formdata=None), reference)


def _record(form: Form, reference: Reference) -> ResponseReturnValue:
    row = _found(reference)
    form["version"].data = row.version
    due: Any = next(iter(check_duties.of_reports([row.id])), None)
    page = render_template(
        "do/check_reports/record.html",
        report=row,
        form=form,
        is_mine=row.confirmed_on is None and Role.REPRESENTATIVE in me().roles,
        due_on=due.due_on if due is not None else None,
        figures=rules.FIGURES,
        heads=_heads(),
        quarter_text=quarter_text,
        total=rules.total,
        names=people.names([row.reported_by_id, row.confirmed_by_id]),
        history=record_history.of(row.reference),
    )
    return page, form.status


@blueprint.post("/<ref(CQ):reference>/confirm")
@requires(Permission.HANDLE_REPORTS)
@step(StepForm, _record)
def confirm(form: StepForm, reference: Reference) -> Done:
    row = _found(reference, for_update=True)
    check_reports.confirm(row, version=form.version.number, by=me())
    words = gettext("運用の確認の報告を確認しました。")
    return Done(words, url_for(".record", reference=reference), turn=True)


@blueprint.get("/<ref(CQ):reference>/paper.pdf")
@requires(Permission.SEE_RECORDS)
def paper(reference: Reference) -> ResponseReturnValue:
    row = _found(reference)
    names = people.names([row.reported_by_id, row.confirmed_by_id])
    data = _data(row.quarter, row.lines, row.reference) | {
        "words": row.words,
        "boxes": [
            papers.box(*_confirms(), row.confirmed_on, names.get(row.confirmed_by_id or 0, "")),
            papers.box(*_reports(), row.reported_on, names.get(row.reported_by_id, "")),
        ],
    }
    return papers.answer("check_report", data, papers.named(f"{row.reference}.pdf"))


def _data(quarter: date, lines: Sequence[Mapping[str, Any]], reference: str) -> dict[str, object]:
    total = rules.total(lines)
    return {
        **papers.frame(gettext("運用の確認の報告"), gettext("運用確認報告"), reference=reference),
        "quarter": quarter_text(quarter),
        "heads": [gettext("番号"), gettext("点検表の名称"), gettext("部門"), *_heads()],
        "rows": [
            [
                *(each["reference"], each["title"], each["unit"]),
                *(str(each[name]) for name in rules.FIGURES),
            ]
            for each in lines
        ],
        "total": [gettext("計"), "", "", *(str(total[name]) for name in rules.FIGURES)],
        "none": gettext("この四半期に期限が来た点検はありません。"),
        "words_head": gettext("代表者に伝えること"),
        "words": "",
        "boxes": [papers.box(*_confirms()), papers.box(*_reports())],
    }


def _confirms() -> tuple[str, str]:
    return gettext("代表者"), gettext("確認")


def _reports() -> tuple[str, str]:
    return gettext("個人情報保護管理者"), gettext("報告")
