"""Names of the check phase's states, moves, results and grades, their marks and chips."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.check.rules import audit_rules
from pms_tracker.check.rules.audit_plan_rules import SessionKind
from pms_tracker.check.rules.audit_report_rules import Part
from pms_tracker.check.rules.checklist_rules import Method, Origin
from pms_tracker.check.rules.coverage_rules import Covered
from pms_tracker.check.rules.dispute_rules import Answer, Ruling
from pms_tracker.check.rules.grade_rules import Graded
from pms_tracker.check.rules.programme_rules import AuditTrigger
from pms_tracker.do.rules.operation.check_rules import Mark

# With the tone and the icon of their chip.
STATES: tuple[tuple[StrEnum, LazyString, tuple[str, str]], ...] = (
    (Covered.DONE, _l("実施済み"), ("done", "check")),
    (Covered.PLANNED, _p("plan", "予定"), ("open", "ring")),
    (Covered.MISSING, _l("未実施"), ("soon", "warning")),
    (Covered.OUTSIDE, _l("対象外"), ("quiet", "return")),
    (audit_rules.AuditState.PLANNED, _l("計画済み"), ("quiet", "ring")),
    (audit_rules.AuditState.NOTIFIED, _l("通知済み"), ("open", "ring")),
    (audit_rules.AuditState.UNDER_WAY, _l("実施中"), ("open", "half")),
    (audit_rules.AuditState.REPORTED, _l("報告済み"), ("wait", "hourglass")),
    (audit_rules.AuditState.APPROVED, _l("受領待ち"), ("wait", "hourglass")),
    (audit_rules.AuditState.CLOSED, _l("終了"), ("done", "check")),
    (audit_rules.AuditState.CANCELLED, _l("中止"), ("quiet", "return")),
    (audit_rules.FindingState.TOLD, _l("被監査部門の確認待ち"), ("wait", "hourglass")),
    (audit_rules.FindingState.DISPUTED, _l("異議あり"), ("soon", "return")),
    (audit_rules.FindingState.OPEN, _l("対応中"), ("open", "half")),
    (audit_rules.FindingState.NOTED, _l("記録済み"), ("quiet", "pen")),
    (audit_rules.FindingState.SETTLED, _l("完了"), ("done", "check")),
    (audit_rules.FindingState.WITHDRAWN, _l("取下げ"), ("quiet", "return")),
)
LABELS: tuple[tuple[StrEnum, LazyString], ...] = (
    (audit_rules.AuditKind.OPERATION, _l("運用監査")),
    (audit_rules.AuditKind.CONFORMITY, _l("適合性監査")),
    (AuditTrigger.INCIDENT, _l("事故")),
    (AuditTrigger.REORGANISATION, _l("組織変更")),
    (AuditTrigger.NEW_SYSTEM, _l("新システム")),
    (AuditTrigger.NEW_CONTRACTOR, _l("新たな委託")),
    (AuditTrigger.HEAVY_FINDING, _l("重大な所見")),
    (AuditTrigger.OTHER, _p("trigger", "その他")),
    (audit_rules.AuditMove.NOTIFY, _l("被監査部門に通知")),
    (audit_rules.AuditMove.START, _l("監査を開始")),
    (audit_rules.AuditMove.REPORT, _l("報告書に署名")),
    (audit_rules.AuditMove.REPORT_STRAIGHT, _l("報告書に署名（監査責任者を兼ねる）")),
    (audit_rules.AuditMove.APPROVE, _p("decided", "承認")),
    (audit_rules.AuditMove.SEND_BACK, _l("差戻し")),
    (audit_rules.AuditMove.RECEIVE, _l("報告書を受領")),
    (audit_rules.AuditMove.CANCEL, _l("監査を中止")),
    (Part.HEAD, _l("監査の概要")),
    (Part.TEAM, _l("監査員と独立性")),
    (Part.CHECKLIST, _l("チェックリスト")),
    (Part.FINDINGS, _p("one", "監査所見")),
    (Part.OPINION, _l("監査員の記述")),
    (SessionKind.OPENING, _l("開始会議")),
    (SessionKind.DOCUMENTS, _l("書類の確認")),
    (SessionKind.INTERVIEW, _l("ヒアリング")),
    (SessionKind.ON_SITE, _l("現場の確認")),
    (SessionKind.CLOSING, _l("終了会議")),
    (audit_rules.Result.NOT_YET, _l("未確認")),
    (audit_rules.Result.CONFORMS, _l("適合")),
    (audit_rules.Result.NONCONFORMING, _l("不適合")),
    (audit_rules.Result.OBSERVATION, _l("観察事項")),
    (audit_rules.Result.OPPORTUNITY, _l("改善の機会")),
    (audit_rules.Result.GOOD_PRACTICE, _l("良好な点")),
    (audit_rules.Result.NOT_APPLICABLE, _l("該当なし")),
    (audit_rules.Result.NOT_SAMPLED, _l("抽出せず")),
    (Method.DOCUMENT, _l("文書")),
    (Method.INTERVIEW, _l("ヒアリング")),
    (Method.ON_SITE, _l("現場")),
    (Origin.CRITERIA, _l("監査基準")),
    (Origin.FINDING, _l("前回までの所見")),
    (Origin.TEMPLATE, _l("ひな形")),
    (Origin.OWN, _l("自分の質問")),
    (audit_rules.Grade.NONCONFORMITY, _l("不適合")),
    (audit_rules.Grade.MAJOR, _l("重大な不適合")),
    (audit_rules.Grade.MINOR, _l("軽微な不適合")),
    (audit_rules.Grade.OBSERVATION, _l("観察事項")),
    (audit_rules.Grade.OPPORTUNITY, _l("改善の機会")),
    (audit_rules.Grade.GOOD_PRACTICE, _l("良好な点")),
    (Graded.NONCONFORMITY, _l("不適合")),
    (Graded.MAJOR, _l("重大な不適合")),
    (Graded.MINOR, _l("軽微な不適合")),
    (Graded.UNGRADED, _l("不適合（重大・軽微の区分なし）")),
    (Graded.OBSERVATION, _l("観察事項")),
    (Graded.OPPORTUNITY, _l("改善の機会")),
    (Graded.GOOD_PRACTICE, _l("良好な点")),
    (Answer.CONFIRMED, _l("確認")),
    (Answer.DISPUTED, _l("異議")),
    (Answer.SILENT, _l("期限までに回答なし（確認とみなす）")),
    (Ruling.UPHELD, _l("所見を維持")),
    (Ruling.WITHDRAWN, _l("所見を取下げ")),
    (audit_rules.FindingMove.CONFIRM, _l("確認する")),
    (audit_rules.FindingMove.DISPUTE, _l("異議を申し立てる")),
    (audit_rules.FindingMove.UPHOLD, _l("所見を維持する")),
    (audit_rules.FindingMove.SETTLE, _l("完了にする")),
    (audit_rules.FindingMove.WITHDRAW, _l("取り下げる")),
)

# The one table of marks: pages, papers, sheets and charts take them from here, with their word.
MARKS: tuple[tuple[StrEnum, str], ...] = (
    (audit_rules.Result.CONFORMS, "○"),
    (audit_rules.Result.NONCONFORMING, "×"),
    (audit_rules.Result.OBSERVATION, "△"),
    (audit_rules.Result.GOOD_PRACTICE, "◎"),
    (audit_rules.Result.OPPORTUNITY, "◇"),
    (audit_rules.Result.NOT_APPLICABLE, "－"),
    (audit_rules.Result.NOT_SAMPLED, "－"),
    (audit_rules.Result.NOT_YET, "·"),
    (audit_rules.Grade.NONCONFORMITY, "×"),
    (audit_rules.Grade.MAJOR, "×"),
    (audit_rules.Grade.MINOR, "×"),
    (audit_rules.Grade.OBSERVATION, "△"),
    (audit_rules.Grade.OPPORTUNITY, "◇"),
    (audit_rules.Grade.GOOD_PRACTICE, "◎"),
)

# How grades are filled in where a chart sets them beside each other.
FILLS: tuple[tuple[StrEnum, str], ...] = (
    (audit_rules.Grade.NONCONFORMITY, "done"),
    (audit_rules.Grade.OBSERVATION, "blank"),
)
# Answers of operation checks: the sign of each, and what is chosen.
CHECKED: dict[Mark, tuple[str, LazyString]] = {
    Mark.FINE: ("○", _l("○ はい")),
    Mark.FAULT: ("×", _l("× いいえ")),
}
