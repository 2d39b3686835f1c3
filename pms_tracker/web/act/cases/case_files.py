"""The list of cases as a file: what it shows, in the same order, every row."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from pms_tracker.act.cases import case_lists
from pms_tracker.kernel.references import Kind as RecordKind
from pms_tracker.kernel.references import format_reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.cases import case_views
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.filters import Asked
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from pms_tracker.web.words.labels import label

blueprint = Blueprint("act_exports", __name__, url_prefix="/act")

COLUMNS = (
    Column(
        "number",
        _l("番号"),
        lambda row: format_reference(RecordKind.CASE, row.fiscal_year, row.number),
    ),
    Column("title", _l("内容"), lambda row: row.title, width=48),
    Column("unit", _l("部門"), lambda row: row.unit, width=18),
    Column("state", _l("状態"), lambda row: row.state, width=20, said=label),
    Column("round", _l("回"), lambda row: row.round, Kind.NUMBER, width=6),
    Column("turn_of", _l("対応者"), lambda row: row.turn_of, width=18),
    Column("due_on", _l("期限"), lambda row: row.turn_due_on, Kind.DAY),
    Column("opened_on", _l("開始日"), lambda row: row.opened_on, Kind.DAY),
    Column("days_open", _l("経過日数"), case_views.days_open, Kind.NUMBER, width=10),
    Column("closed_on", _l("完了日"), lambda row: row.closed_on, Kind.DAY),
    Column("source", _l("発生源"), lambda row: row.source, width=18, said=label),
)


@blueprint.get("/cases/export.csv", defaults={"kind": "csv"})
@blueprint.get("/cases/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_RECORDS)
def cases(kind: str) -> ResponseReturnValue:
    asked, viewer = Asked(request.args), me()
    wanted = case_views.wanted(asked)

    def more(last: Any | None) -> Sequence[Any]:
        order = list_files.following(asked.order, last, case_lists.SORTS)
        return case_lists.listed(viewer, wanted, order, list_files.CHUNK)

    return list_files.answer(Sheet(gettext("是正処置"), "cases", COLUMNS, more, asked.words), kind)
