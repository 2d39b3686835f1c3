"""Pages of reports of a period to the representative: the next, those made, and their paper.

Each kind of them says in one row what is its own, and gets its blueprint by `pages_of`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker import clock
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.kernel.words import Words
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.period_reports.period_report_duties import confirm_by
from pms_tracker.period_reports.period_report_tables import PeriodReport
from pms_tracker.period_reports.period_reports import LONGEST, Periodic
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.short_lists import ShortList
from pms_tracker.web.pictures import papers
from pms_tracker.web.record import record_history
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.record.term_papers import TermPaper
from pms_tracker.web.words import days_in_words
from pms_tracker.web.words.register_words import say

Report = TypeVar("Report", bound=PeriodReport)

# Years on either side for which a paper is set.
YEARS = 20


@dataclass(frozen=True)
class ReportWords:
    """What the pages of one kind of report say."""

    title: Words
    # What it is called among the pages of the register, and that register with its page.
    short: Words
    home: Words
    home_page: str
    period: Words
    # Said of its file: what it is called, and the first day of a period.
    list_title: LazyString
    begins: LazyString
    not_over: Words
    help: Words
    when_over: Words
    # Before there is anything to report of: that, since when there is, and where it begins.
    none: Words
    when_begun: Words
    begin: Words
    begin_page: str
    past: Words
    why: Words
    told: Words
    recorded: Words
    read: Words


@dataclass(frozen=True)
class ReportPages(Generic[Report]):
    """One kind of report as its pages show it.

    `now` is what is counted of a period today, `kept` what a report keeps, as `part`, a template,
    shows it; `line` says a report in a list. `paper` is the data that the Typst template `typst`
    is given beside what all such papers begin with, and `form` what its form is called. `columns`
    are those of the list's file that are its own.
    """

    key: str
    reports: Periodic[Report]
    period_text: Callable[[date], str]
    period_of: Callable[[date], date]
    part: str
    now: Callable[[date], Any]
    kept: Callable[[Report], Any]
    line: Callable[[Report], str]
    typst: str
    form: Words
    file_name: str
    columns: tuple[Column, ...]
    paper: Callable[[Any], dict[str, object]]
    words: ReportWords


class ReportForm(shared.Form):
    """What is told of a period beside what is counted."""

    words = shared.LongField(_l("代表者に伝えること"), longest=LONGEST)


def pages_of(its: ReportPages[Any], url: str) -> Blueprint:
    """The pages of one kind of report, below `url`."""
    blueprint = Blueprint(its.key, __name__, url_prefix=url)

    @blueprint.get("/")
    @requires(Permission.READ_REPORTS)
    def index() -> ResponseReturnValue:
        return _index(its, ReportForm(formdata=None, place=url_for(".report")))

    @blueprint.post("/")
    @requires(Permission.HANDLE_REPORTS)
    @step(ReportForm, lambda form: _index(its, form), once=True)
    def report(form: ReportForm) -> Done:
        return _report(its, form)

    @blueprint.get("/<int:year>-<int:month>.pdf")
    @requires(Permission.READ_REPORTS)
    def period_paper(year: int, month: int) -> ResponseReturnValue:
        return _period_paper(its, year, month)

    _list(its).at(blueprint, Permission.READ_REPORTS)
    _give_records(its, blueprint)
    return blueprint


def _give_records(its: ReportPages[Any], blueprint: Blueprint) -> None:
    """The page of one report, its paper and its confirmation."""
    ref = f"<ref({its.reports.table.KIND}):reference>"

    @blueprint.get(f"/{ref}")
    @requires(Permission.SEE_RECORDS)
    def record(reference: Reference) -> ResponseReturnValue:
        return _record(its, shared.StepForm(formdata=None), reference)

    @blueprint.post(f"/{ref}/confirm")
    @requires(Permission.HANDLE_REPORTS)
    @step(shared.StepForm, lambda form, reference: _record(its, form, reference))
    def confirm(form: shared.StepForm, reference: Reference) -> Done:
        row = its.reports.by_reference(reference, seen_by=me(), for_update=True)
        its.reports.confirm(row, version=form.version.number, by=me())
        return Done(say(its.words.read), url_for(".record", reference=reference), turn=True)

    @blueprint.get(f"/{ref}/paper.pdf")
    @requires(Permission.SEE_RECORDS)
    def paper(reference: Reference) -> ResponseReturnValue:
        return _paper(its, its.reports.by_reference(reference, seen_by=me()))


def _index(its: ReportPages[Any], form: ReportForm) -> ResponseReturnValue:
    """The period that is next with what is counted of it, and the reports that were made."""
    period = its.reports.next_period()
    page = render_template(
        "shell/period_reports.html",
        its=its,
        form=form,
        period=period,
        counted=its.now(period) if period is not None else None,
        is_over=period is not None and its.reports.is_over(period),
        reports=its.reports.newest(me()),
    )
    return page, form.status


def _report(its: ReportPages[Any], form: ReportForm) -> Done:
    try:
        period = date.fromisoformat(request.form.get("period", ""))
    except ValueError as unread:
        raise RuleBroken("period_not_next") from unread
    made = its.reports.report(period, form.words.data or "", by=me())
    words = its.words.recorded if made.confirmed_on is not None else its.words.told
    return Done(say(words), url_for(".record", reference=made.reference), turn=True)


def _period_paper(its: ReportPages[Any], year: int, month: int) -> ResponseReturnValue:
    """The period of any month as it stands today, with room for seals."""
    if not 1 <= month <= 12 or abs(year - clock.today().year) > YEARS:
        raise NotFound("no_such_record", reference=f"{year}-{month}")
    period = its.period_of(date(year, month, 1))
    name = papers.named(f"{its.file_name}-{period:%Y-%m}.pdf")
    return papers.answer(its.typst, _data(its, period, its.now(period)), name)


def _record(its: ReportPages[Any], form: shared.Form, reference: Reference) -> ResponseReturnValue:
    row = its.reports.by_reference(reference, seen_by=me())
    form["version"].data = row.version
    page = render_template(
        "shell/period_report.html",
        its=its,
        report=row,
        form=form,
        is_mine=row.confirmed_on is None and Role.REPRESENTATIVE in me().roles,
        due_on=confirm_by(row),
        counted=its.kept(row),
        names=people.names([row.reported_by_id, row.confirmed_by_id]),
        history=record_history.of(row.reference),
    )
    return page, form.status


def of_term(its: ReportPages[Any], folder: str) -> TermPaper:
    """The reports of periods that began in a term and were confirmed."""

    def made(first: date, last: date, viewer: Viewer) -> Iterator[tuple[str, bytes]]:
        for row in its.reports.confirmed_between(first, last, viewer):
            yield row.reference, papers.set_paper(its.typst, _made(its, row))

    return TermPaper(folder, its.words.title, made)


def _paper(its: ReportPages[Any], row: PeriodReport) -> ResponseReturnValue:
    return papers.answer(its.typst, _made(its, row), papers.named(f"{row.reference}.pdf"))


def _made(its: ReportPages[Any], row: PeriodReport) -> dict[str, Any]:
    """A report that was made, with who made and who confirmed it."""
    names = people.names([row.reported_by_id, row.confirmed_by_id])
    confirmer = names.get(row.confirmed_by_id or 0, "")
    return _data(its, row.begins_on, its.kept(row)) | {
        "reference": row.reference,
        "days": gettext("報告日 %(day)s", day=days_in_words.day_text(row.reported_on)),
        "words": row.words,
        "boxes": [
            papers.box(*_confirms(), row.confirmed_on, confirmer),
            papers.box(*_reports(), row.reported_on, names.get(row.reported_by_id, "")),
        ],
    }


def _data(its: ReportPages[Any], period: date, counted: Any) -> dict[str, Any]:
    return papers.frame(
        say(its.words.title),
        say(its.form),
        period=its.period_text(period),
        days="",
        words_head=gettext("代表者に伝えること"),
        words="",
        boxes=[papers.box(*_confirms()), papers.box(*_reports())],
        **its.paper(counted),
    )


def _confirms() -> tuple[str, str]:
    return gettext("代表者"), gettext("確認")


def _reports() -> tuple[str, str]:
    return gettext("個人情報保護管理者"), gettext("報告")


def _list(its: ReportPages[Any]) -> ShortList:
    """The reports that were made, as a file."""
    columns = (
        Column("number", _l("番号"), lambda row: row.reference),
        Column(its.reports.table.PERIOD, its.words.begins, lambda row: row.begins_on, Kind.DAY),
        *its.columns,
        Column("reported_on", _l("報告日"), lambda row: row.reported_on, Kind.DAY),
        Column("confirmed_on", _l("確認した日"), lambda row: row.confirmed_on, Kind.DAY),
    )
    name = its.key.replace("_", "-")
    return ShortList(name, its.words.list_title, columns, lambda: its.reports.newest(me()))
