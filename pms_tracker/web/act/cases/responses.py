"""The response table (指摘・改善対応表) that examiners ask for, of chosen cases: xlsx, PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, pgettext

from pms_tracker.act.cases import grounds, sources
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.renewals.examiner_remarks import REMARKS
from pms_tracker.act.several import batches
from pms_tracker.act.tables.source_tables import Examination
from pms_tracker.evidence import evidence as files
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from pms_tracker.web.pictures import papers, section_papers
from pms_tracker.web.words.labels import label
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("responses", __name__, url_prefix="/act/responses")


@dataclass(frozen=True)
class Line:
    """One case as the table tells it: point, cause, corrective action, evidence."""

    name: str
    unit: str
    requirement: str
    point: str
    cause: str
    action: str
    evidence: str
    state: str
    done_on: date | None
    raised: Examination | None

    @property
    def item(self) -> str:
        return self.raised.item if self.raised else ""

    @property
    def examiner(self) -> str:
        return self.raised.examiner if self.raised else ""

    @property
    def examined_on(self) -> date | None:
        return self.raised.examined_on if self.raised else None

    @property
    def answered_on(self) -> date | None:
        return self.raised.answered_on if self.raised else None


# The same in the workbook and on paper.
COLUMNS = (
    Column("item", _l("指摘番号"), lambda row: row.item, width=12),
    Column("requirement", _l("指針の項目"), lambda row: row.requirement, width=14),
    Column("examiner", _l("審査機関"), lambda row: row.examiner, width=16),
    Column("examined_on", _l("審査日"), lambda row: row.examined_on, Kind.DAY),
    Column("point", _l("指摘事項"), lambda row: row.point, width=44),
    Column("cause", _l("原因"), lambda row: row.cause, width=36),
    Column("action", _l("是正内容"), lambda row: row.action, width=44),
    Column("evidence", _l("エビデンス"), lambda row: row.evidence, width=32),
    Column("answered_on", _l("回答日"), lambda row: row.answered_on, Kind.DAY),
    Column("done_on", _l("実施日"), lambda row: row.done_on, Kind.DAY),
    Column("state", _l("状態"), lambda row: row.state, width=16),
    Column("unit", _l("部門"), lambda row: row.unit, width=16),
    Column("number", _l("番号"), lambda row: row.name, width=14),
)
# Of the width of a paper; a column whose share is 0 is as wide as what it says.
SHARES = (2, 2, 2, 0, 7, 7, 7, 5, 0, 0, 2, 2, 0)


def lines(names: Sequence[str]) -> list[Line]:
    """Cases by their references, in order of opening; a constant number of statements.

    Raises as `batches.chosen`.
    """
    batch = batches.chosen(names, seen_by=me())
    cases = [each.case for each in batch.dossiers]
    about = grounds.of_cases(cases, me())
    raised = sources.examinations([case.id for case in cases])
    units = {unit.id: unit.name for unit in people.units()}
    # Files of a finding are named only to those who may open it.
    shown = [each.finding for found in about.values() for each in found if each.sees_finding]
    attached = files.files_of([*(case.reference for case in cases), *shown])
    return [
        _line(each, about[each.case.id], raised.get(each.case.id), attached, units)
        for each in batch.dossiers
    ]


def _line(
    dossier: Dossier,
    about: Sequence[grounds.Ground],
    raised: Examination | None,
    attached: dict[str, list[EvidenceFile]],
    units: dict[int, str],
) -> Line:
    case, plan = dossier.case, dossier.current
    names = [case.reference, *(each.finding for each in about if each.finding)]
    proof = [
        _said(name, file.name)
        for name in names
        for file in attached.get(name, ())
        if file.erased_at is None
    ]
    return Line(
        case.reference,
        units.get(case.unit_id, ""),
        "\n".join(dict.fromkeys(rule for each in about if (rule := _rule(each)))),
        "\n\n".join(_point(each) for each in about),
        plan.cause,
        _action(dossier),
        "\n".join(proof),
        label(case.state),
        plan.done_on,
        raised,
    )


def _point(ground: grounds.Ground) -> str:
    return f"{ground.fact}\n{gettext('求められていること：')}{_rule(ground)}"


def _rule(ground: grounds.Ground) -> str:
    named = ground.requirement.path if ground.requirement else ""
    return " · ".join(each for each in (named, ground.rule) if each)


def _action(dossier: Dossier) -> str:
    plan = dossier.current
    told = (
        (gettext("応急処置"), plan.correction),
        (pgettext("one", "是正処置"), plan.action),
        (gettext("実施したこと"), "\n".join(each.result for each in plan.planned if each.result)),
    )
    return "\n".join(_said(name, text) for name, text in told if text)


def _said(title: str, text: str) -> str:
    return gettext("%(title)s：%(text)s", title=title, text=text)


@blueprint.get("/table.xlsx")
@requires(Permission.SEE_RECORDS)
def xlsx() -> ResponseReturnValue:
    return list_files.answer(_sheet(lines(request.args.getlist("case"))), "xlsx")


def _sheet(rows: Sequence[Line]) -> Sheet:
    return Sheet(gettext("指摘・改善対応表"), "responses", COLUMNS, list_files.whole(rows))


@blueprint.get("/table.pdf")
@requires(Permission.SEE_RECORDS)
def pdf() -> ResponseReturnValue:
    """The same table on A4, landscape."""
    sheet = _sheet(lines(request.args.getlist("case")))
    boxes = [(say(each), gettext("確認")) for each in REMARKS.boxes]
    paper = section_papers.listed(sheet, SHARES, boxes=boxes, letters=7)
    return papers.handed(paper, list_files.disposition(sheet, "pdf"))
