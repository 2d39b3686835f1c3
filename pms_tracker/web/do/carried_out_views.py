"""The board of operation (運用実施状況一覧): what each unit carried out of what is required."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock, locale_in_use
from pms_tracker.do.carried_out import carried_out, year_counts
from pms_tracker.do.carried_out.carried_out import Line
from pms_tracker.do.carried_out.exemptions import EXEMPTIONS
from pms_tracker.do.carried_out.year_counts import Came, YearCounts
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.complaints.complaint_fields import KINDS
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.contractors.evaluation_fields import VERDICTS
from pms_tracker.do.contractors.evaluations import EVALUATIONS
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.disposals.disposals import DISPOSALS
from pms_tracker.do.incidents.incident_choices import NATURES
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.carried_out_rules import ITEMS, Carried, Judged, Required
from pms_tracker.do.rules.contact.request_rules import Answering
from pms_tracker.do.trainings.training_plans import TRAININGS
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.locales.fiscal_years import fiscal_year_bounds
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.office_fields import Labels
from pms_tracker.registers.register import Register
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.door.reached import reaches
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Sheet
from pms_tracker.web.registers.register_list_pages import of_days
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_text, fiscal_year_text
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("carried_out", __name__, url_prefix="/do/carried-out")

# The latest years for which it may be proposed that a requirement does not concern a unit.
PROPOSED = 2
# Where what a requirement asks for is done, and whether that list is narrowed to a unit.
PLACES = {
    Required.LEDGER: ("ledger_reviews.index", False),
    Required.RISKS: (f"{RISKS.key}.index", True),
    Required.CONTRACTORS: (f"{CONTRACTORS.key}.index", True),
    Required.TRAINING: (f"{TRAININGS.key}.index", False),
    Required.CHECKS: (f"{CHECKS.key}.index", True),
    Required.DISPOSALS: (f"{DISPOSALS.key}.index", True),
}
# Where it waits to be done, if that list has only what was begun.
WAITS_AT = {Required.DISPOSALS: "disposals_due.index"}


class Source(NamedTuple):
    """A register whose entries are counted by year, by the words of their kinds if it has any."""

    came: Came
    register: Register
    labels: Labels | None = None
    # What is asked of its list for those that count.
    counted: Mapping[str, str] = MappingProxyType({})


CAME = (
    Source(Came.REQUEST, REQUESTS),
    Source(Came.COMPLAINT, COMPLAINTS, KINDS),
    Source(Came.INCIDENT, INCIDENTS, NATURES),
    Source(Came.EVALUATION, EVALUATIONS, VERDICTS, {"state": Standing.IN_FORCE.value}),
)


def place(required: Required, unit_id: int, cell: Judged) -> str:
    """The list that a cell is about."""
    if cell.planned + cell.late and required in WAITS_AT:
        return url_for(WAITS_AT[required])
    endpoint, of_unit = PLACES[required]
    return url_for(endpoint, unit=unit_id) if of_unit else url_for(endpoint)


def _met() -> list[Required]:
    """What is required of the company, as far as its pack has the records of it."""
    return [each for each in Required if reaches(PLACES[each][0])]


def _items() -> Mapping[Required, str]:
    """The J-items that ask for each, for companies examined by them."""
    return ITEMS if locale_in_use.has(Custom.PRIVACY_MARK) else dict.fromkeys(Required, "")


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def board() -> ResponseReturnValue:
    year, years = _asked_year()
    found = carried_out.board(me(), year)
    return render_template(
        "do/carried_out/board.html",
        board=found,
        came=_came(year) if me().sees_all else [],
        year=year,
        years=years,
        running=people.fiscal_year_of(clock.today()),
        Carried=Carried,
        required=_met(),
        items=_items(),
        place=place,
        proposes=me().may(EXEMPTIONS.door) and year in years[:PROPOSED],
    )


@dataclass(frozen=True)
class Counts:
    """What came in a year: how often, what became of it, and the list of it."""

    label: str
    total: int
    detail: str
    url: str


def _came(year: int) -> list[Counts]:
    """As far as the company's pack has the records of it."""
    counts = year_counts.of_year(year)
    days = Days(*fiscal_year_bounds(year, people.the_company().fiscal_start))
    met = (each for each in CAME if reaches(f"{each.register.key}.index"))
    return [
        Counts(
            say(each.register.name),
            counts.total(each.came),
            _answered(counts) if each.labels is None else _kinds(each.labels, counts, each.came),
            of_days(each.register, days, **each.counted),
        )
        for each in met
    ]


def _answered(counts: YearCounts) -> str:
    in_time = counts.answered[Answering.IN_TIME]
    return gettext(
        "回答済み %(answered)d件、うち期限内 %(in_time)d件",
        answered=in_time + counts.answered[Answering.LATE],
        in_time=in_time,
    )


def _kinds(kinds: Labels, counts: YearCounts, came: Came) -> str:
    found = counts.came[came]
    said = (
        gettext("%(kind)s %(num)d件", kind=say(words), num=found[key])
        for key, words in kinds.items()
        if found.get(key)
    )
    return labels.between(said)


def _asked_year() -> tuple[int, list[int]]:
    """The year asked for, the running one otherwise, and those that may be asked for."""
    years = carried_out.years()
    asked = {str(year): year for year in years}.get(request.args.get("year", ""))
    return asked or people.fiscal_year_of(clock.today()), years


@blueprint.get("/export.csv", defaults={"kind": "csv"})
@blueprint.get("/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_RECORDS)
def export(kind: str) -> ResponseReturnValue:
    """The whole board: a row for each unit, a column for each requirement."""
    year, _years = _asked_year()
    found = carried_out.board(me(), year)
    columns = (
        Column("unit", _l("部門"), lambda line: line.name, width=24),
        *(
            Column(each.value, _heading(each), _cell(each), width=30, said=cell_text, coded=_coded)
            for each in _met()
        ),
    )
    rows, about = list(found.lines), (fiscal_year_text(year),)
    title = gettext("運用実施状況一覧")
    sheet = Sheet(title, "carried_out", columns, list_files.whole(rows), about)
    return list_files.answer(sheet, kind)


def _heading(required: Required) -> str:
    return f"{labels.label(required)} {_items()[required]}".strip()


def _cell(required: Required) -> Callable[[Line], Judged]:
    return lambda line: line.cells[required]


def _coded(cell: Judged) -> str:
    return f"{cell.carried.value} {cell.done}/{cell.planned}/{cell.late}"


def cell_text(cell: Judged) -> str:
    """A cell in plain words: how it stands, its figures, and the day."""
    told = [labels.label(cell.carried)]
    if cell.carried not in {Carried.EXEMPT, Carried.BLANK}:
        told.append(figures(cell))
    if cell.exempted is not None:
        told.append(cell.exempted.reference)
    if cell.day is not None:
        told.append(day_text(cell.day))
    return " ".join(told)


def figures(cell: Judged) -> str:
    """How much of all is done."""
    every = cell.done + cell.planned + cell.late
    return f"{cell.done}/{every}"
