"""The lists of findings and audits as files: what they show, in the same order, every row."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from pms_tracker.check.audits import audit_lists
from pms_tracker.check.checklists import checklists
from pms_tracker.check.findings import finding_lists
from pms_tracker.kernel.references import Kind as RecordKind
from pms_tracker.kernel.references import format_reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.audits import audit_views
from pms_tracker.web.check.findings import finding_views
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.filters import Asked
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from pms_tracker.web.words.labels import label, marked

blueprint = Blueprint("check_exports", __name__, url_prefix="/check")

FINDING_COLUMNS = (
    Column("number", _l("番号"), lambda row: _name(RecordKind.FINDING, row)),
    Column("title", _l("内容"), lambda row: row.title, width=48),
    Column("unit", _l("部門"), lambda row: row.unit, width=18),
    Column("clause", _l("条項"), lambda row: row.path),
    Column("requirement", _l("要求事項"), lambda row: row.requirement, width=48),
    Column("fact", _l("事実"), lambda row: row.fact, width=48),
    Column("evidence", _l("客観的証拠"), lambda row: row.evidence, width=36),
    Column("grade", _l("等級"), lambda row: row.grade, said=marked),
    Column("state", _l("状態"), lambda row: row.state, said=label),
    Column("found_on", _l("発見日"), lambda row: row.found_on, Kind.DAY),
)
AUDIT_COLUMNS = (
    Column("number", _l("番号"), lambda row: _name(RecordKind.AUDIT, row[0])),
    Column("theme", _l("テーマ"), lambda row: row[0].theme, width=48),
    Column("unit", _l("部門"), lambda row: row[0].unit, width=18),
    Column("state", _l("状態"), lambda row: row[0].state, said=label),
    Column("rows_done", _l("確認済み"), lambda row: row[1][0], Kind.NUMBER),
    Column("rows", _l("確認項目"), lambda row: row[1][1], Kind.NUMBER),
    Column("planned_on", _l("予定日"), lambda row: row[0].planned_on, Kind.DAY),
    Column("held_on", _l("実施日"), lambda row: row[0].held_on, Kind.DAY),
)


def _name(kind: RecordKind, row: Any) -> str:
    return format_reference(kind, row.fiscal_year, row.number)


@blueprint.get("/findings/export.csv", defaults={"kind": "csv"})
@blueprint.get("/findings/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_AUDITS)
def findings(kind: str) -> ResponseReturnValue:
    asked, viewer = Asked(request.args), me()
    wanted = finding_views.wanted(asked)

    def more(last: Any | None) -> Sequence[Any]:
        order = list_files.following(asked.order, last, finding_lists.SORTS)
        return finding_lists.listed(viewer, wanted, order, list_files.CHUNK, whole=True)

    return list_files.answer(
        Sheet(gettext("監査所見"), "findings", FINDING_COLUMNS, more, asked.words), kind
    )


@blueprint.get("/audits/export.csv", defaults={"kind": "csv"})
@blueprint.get("/audits/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_AUDITS)
def audits(kind: str) -> ResponseReturnValue:
    asked, viewer = Asked(request.args), me()
    wanted = audit_views.wanted(asked)

    def more(last: Any | None) -> Sequence[Any]:
        order = list_files.following(asked.order, last and last[0], audit_lists.SORTS)
        found = audit_lists.listed(viewer, wanted, order, list_files.CHUNK)
        progress = checklists.progress([row.id for row in found])
        return [(row, progress.get(row.id, (0, 0))) for row in found]

    return list_files.answer(
        Sheet(gettext("監査"), "audits", AUDIT_COLUMNS, more, asked.words), kind
    )
