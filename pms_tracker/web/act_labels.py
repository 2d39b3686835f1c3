"""Names of the act phase's states, moves and verdicts, and the chips of its states."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.act.models import Verdict
from pms_tracker.act.report_rules import ReportMove, ReportState
from pms_tracker.act.rules import CaseMove, CaseState
from pms_tracker.act.source_rules import Source

LABELS: tuple[tuple[StrEnum, LazyString], ...] = (
    (CaseState.PLANNING, _l("計画待ち")),
    (CaseState.SENT_BACK, _l("差戻し")),
    (CaseState.SUBMITTED, _l("承認待ち")),
    (CaseState.DOING, _l("実施中")),
    (CaseState.REVIEWING, _l("有効性の確認待ち")),
    (CaseState.CLOSED, _l("完了")),
    (CaseState.WITHDRAWN, _l("取下げ")),
    (CaseMove.SUBMIT, _l("提出")),
    (CaseMove.SEND_BACK, _l("差戻し")),
    (CaseMove.APPROVE, _p("decided", "承認")),
    (CaseMove.AMEND, _l("計画の変更")),
    (CaseMove.REPORT_DONE, _l("実施の報告")),
    (CaseMove.JUDGE_EFFECTIVE, _l("有効と判定")),
    (CaseMove.JUDGE_INEFFECTIVE, _l("有効でないと判定")),
    (CaseMove.WITHDRAW, _l("取下げ")),
    (Verdict.EFFECTIVE, _l("有効")),
    (Verdict.INEFFECTIVE, _l("有効でない")),
    (ReportState.RECEIVED, _l("受付")),
    (ReportState.TAKEN_UP, _l("取り上げ")),
    (ReportState.ANSWERED, _l("回答済み")),
    (ReportMove.TAKE_UP, _l("是正処置として取り上げ")),
    (ReportMove.ANSWER, _l("回答して終了")),
    (Source.INTERNAL_AUDIT, _l("内部監査")),
    (Source.OPERATION_CHECK, _l("運用の確認")),
    (Source.EXAMINATION, _l("外部審査")),
    (Source.INCIDENT, _l("事故・ヒヤリハット")),
    (Source.COMPLAINT, _l("苦情")),
    (Source.MANAGEMENT_REVIEW, _l("マネジメントレビュー")),
    (Source.SELF_REPORT, _l("自己申告")),
)

CHIPS: tuple[tuple[StrEnum, tuple[str, str]], ...] = (
    (CaseState.PLANNING, ("quiet", "ring")),
    (CaseState.SENT_BACK, ("soon", "return")),
    (CaseState.SUBMITTED, ("wait", "hourglass")),
    (CaseState.DOING, ("open", "half")),
    (CaseState.REVIEWING, ("wait", "hourglass")),
    (CaseState.CLOSED, ("done", "check")),
    (CaseState.WITHDRAWN, ("quiet", "return")),
    (ReportState.RECEIVED, ("wait", "hourglass")),
    (ReportState.TAKEN_UP, ("done", "check")),
    (ReportState.ANSWERED, ("done", "check")),
)
