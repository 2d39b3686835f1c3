"""The coverage board (監査実施状況一覧): who and what was audited in which year."""

from collections.abc import Callable, Iterable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.check.programmes import coverage, programmes
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.coverage_rules import Cell, Covered
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Sheet
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_text, fiscal_year_text

blueprint = Blueprint("coverage", __name__, url_prefix="/check/coverage")


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def board() -> ResponseReturnValue:
    year, years = _asked_year()
    found = coverage.board(me(), year)
    this = people.fiscal_year_of(clock.today())
    may_plan = me().may(Permission.PLAN_AUDITS) and year >= this
    programme = programmes.of_year(found.years[0]) if may_plan else None
    return render_template(
        "check/coverage/board.html",
        board=found,
        year=year,
        years=years,
        over=year < this,
        missing=found.missing(clock.today()),
        named=_namer(line.name for line in found.requirements),
        Covered=Covered,
        AuditKind=AuditKind,
        may_plan=may_plan,
        programme=programme,
        locked=programme is not None and programme.state is not PlanState.DRAFT,
    )


def _asked_year() -> tuple[int, list[int]]:
    """The year asked for, the running one otherwise, and those that may be asked for."""
    years = coverage.years(me())
    asked = {str(year): year for year in years}.get(request.args.get("year", ""))
    return asked or people.fiscal_year_of(clock.today()), years


def _namer(names: Iterable[str]) -> Callable[[str], str]:
    """What a requirement is called here: what it is of is said only where there are several."""
    families = {name.partition(" ")[0] for name in names}
    return (lambda name: name.partition(" ")[2]) if len(families) == 1 else str


@blueprint.get("/export.csv", defaults={"kind": "csv"})
@blueprint.get("/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_RECORDS)
def export(kind: str) -> ResponseReturnValue:
    """The whole board: units first, then requirements, a column for each year."""
    found = coverage.board(me(), _asked_year()[0])
    rows = _rows(found)
    columns = (
        Column("kind", _l("監査の種類"), lambda row: row[0], width=18, said=labels.label),
        Column("target", _l("対象"), lambda row: row[1].name, width=28),
        Column("note", _l("内容"), lambda row: row[1].note, width=40),
        *(_column(place, year) for place, year in enumerate(found.years)),
    )
    about = (fiscal_year_text(found.years[0]),)
    sheet = Sheet(gettext("監査実施状況一覧"), "coverage", columns, list_files.whole(rows), about)
    return list_files.answer(sheet, kind)


def _rows(found: coverage.Board) -> list[tuple[AuditKind, coverage.Line]]:
    units = [(AuditKind.OPERATION, line) for line in found.units]
    return [*units, *((AuditKind.CONFORMITY, line) for line in found.requirements)]


def _column(place: int, year: int) -> Column:
    return Column(
        f"year_{year}",
        fiscal_year_text(year),
        lambda row: row[1].cells[place],
        width=32,
        said=cell_text,
    )


def cell_text(cell: Cell) -> str:
    """A cell in plain words: how it stands, the day, and the audit that says so."""
    told = [labels.label(cell.covered)]
    if cell.visit is not None and cell.visit.under_way:
        told.append(gettext("実施中"))
    if cell.visit is not None and cell.day is not None:
        told.append(day_text(cell.day))
        told.append(cell.visit.reference or gettext("移行"))
    return " ".join(told)
