"""What the file of cases says of each: how it stands, what it is about, and where its days went."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.act.cases import measures
from pms_tracker.act.rules.case_rules import CASE
from pms_tracker.act.rules.measure_rules import STEP_OF, Step
from pms_tracker.kernel.references import Kind as RecordKind, format_reference
from pms_tracker.web.act.papers.case_report_parts import said
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.list_pages import name_of
from pms_tracker.web.words.labels import label, marked


def days_open(row: Any) -> int | None:
    """Days since a case of the list was opened; None once it has ended."""
    return None if row.state in CASE.ends() else (clock.today() - row.opened_on).days


def _finding(row: Any) -> str:
    if row.finding_number is None:
        return ""
    return format_reference(RecordKind.FINDING, row.finding_year, row.finding_number)


def _clause(row: Any) -> str:
    """The requirement, or the rule that a case of no audit names in words."""
    return " · ".join(each for each in (row.path, row.rule) if each)


def _days(step: Step) -> Callable[[Any], int]:
    def counted(row: Any) -> int:
        before: int = getattr(row, measures.DAYS[step].key)
        runs = STEP_OF.get(row.state) is step
        return before + ((clock.today() - row.step_began_on).days if runs else 0)

    return counted


COLUMNS = (
    Column("number", _l("番号"), name_of(RecordKind.CASE)),
    Column("title", _l("内容"), lambda row: row.title, width=48),
    Column("unit", _l("部門"), lambda row: row.unit, width=18),
    Column("state", _l("状態"), lambda row: row.state, width=20, said=label),
    Column("round", _l("回"), lambda row: row.round, Kind.NUMBER, width=6),
    Column("turn_of", _l("対応者"), lambda row: row.turn_of, width=18),
    Column("due_on", _l("期限"), lambda row: row.turn_due_on, Kind.DAY),
    Column("opened_on", _l("開始日"), lambda row: row.opened_on, Kind.DAY),
    Column("days_open", _l("経過日数"), days_open, Kind.NUMBER, width=10),
    Column("closed_on", _l("完了日"), lambda row: row.closed_on, Kind.DAY),
    Column("source", _l("発生源"), lambda row: row.source, width=18, said=label),
    Column("finding", _l("監査所見"), _finding),
    Column("grade", _l("等級"), lambda row: row.grade, said=marked),
    Column("clause", _l("要求事項"), _clause, width=18),
    Column("cause_category", _l("原因の分類"), lambda row: row.cause_category, said=label),
    Column("cause", _l("根本原因"), lambda row: said(row.cause), width=40),
    Column("owners", _l("処置の責任者"), lambda row: row.owners, width=18),
    Column("verdict", _l("有効性の判定"), lambda row: row.verdict, said=label),
    Column("plan_days", _l("原因と計画の日数"), _days(Step.PLAN), Kind.NUMBER),
    Column("approval_days", _l("承認の日数"), _days(Step.APPROVAL), Kind.NUMBER),
    Column("doing_days", _l("実施の日数"), _days(Step.DOING), Kind.NUMBER),
    Column("effect_days", _l("有効性の確認の日数"), _days(Step.EFFECT), Kind.NUMBER),
)
