"""Names of the check phase's states, moves, results and grades, their marks and chips."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.check.rules import (
    AuditKind,
    AuditMove,
    AuditState,
    FindingMove,
    FindingState,
    Grade,
    Result,
)

LABELS: tuple[tuple[StrEnum, LazyString], ...] = (
    (AuditKind.OPERATION, _l("運用監査")),
    (AuditKind.CONFORMITY, _l("適合性監査")),
    (AuditState.PLANNED, _l("計画済み")),
    (AuditState.NOTIFIED, _l("通知済み")),
    (AuditState.UNDER_WAY, _l("実施中")),
    (AuditState.REPORTED, _l("報告済み")),
    (AuditState.APPROVED, _l("受領待ち")),
    (AuditState.CLOSED, _l("終了")),
    (AuditState.CANCELLED, _l("中止")),
    (AuditMove.NOTIFY, _l("被監査部門に通知")),
    (AuditMove.START, _l("監査を開始")),
    (AuditMove.REPORT, _l("報告書に署名")),
    (AuditMove.APPROVE, _p("decided", "承認")),
    (AuditMove.SEND_BACK, _l("差戻し")),
    (AuditMove.RECEIVE, _l("報告書を受領")),
    (AuditMove.CLOSE, _l("監査を終了")),
    (AuditMove.CANCEL, _l("監査を中止")),
    (Result.NOT_YET, _l("未確認")),
    (Result.CONFORMS, _l("適合")),
    (Result.NONCONFORMING, _l("不適合")),
    (Result.OBSERVATION, _l("観察事項")),
    (Result.OPPORTUNITY, _l("改善の機会")),
    (Result.GOOD_PRACTICE, _l("良好な点")),
    (Result.NOT_APPLICABLE, _l("該当なし")),
    (Result.NOT_SAMPLED, _l("抽出せず")),
    (Grade.NONCONFORMITY, _l("不適合")),
    (Grade.MAJOR, _l("重大な不適合")),
    (Grade.MINOR, _l("軽微な不適合")),
    (Grade.OBSERVATION, _l("観察事項")),
    (Grade.OPPORTUNITY, _l("改善の機会")),
    (Grade.GOOD_PRACTICE, _l("良好な点")),
    (FindingState.TOLD, _l("被監査部門の確認待ち")),
    (FindingState.DISPUTED, _l("異議あり")),
    (FindingState.OPEN, _l("対応中")),
    (FindingState.NOTED, _l("記録済み")),
    (FindingState.SETTLED, _l("完了")),
    (FindingState.WITHDRAWN, _l("取下げ")),
    (FindingMove.CONFIRM, _l("確認する")),
    (FindingMove.DISPUTE, _l("異議を申し立てる")),
    (FindingMove.UPHOLD, _l("所見を維持する")),
    (FindingMove.SETTLE, _l("完了にする")),
    (FindingMove.WITHDRAW, _l("取り下げる")),
)

MARKS: tuple[tuple[StrEnum, str], ...] = (
    (Result.CONFORMS, "○"),
    (Result.NONCONFORMING, "×"),
    (Result.OBSERVATION, "△"),
    (Result.GOOD_PRACTICE, "◎"),
    (Result.OPPORTUNITY, "◇"),
    (Result.NOT_APPLICABLE, "－"),
    (Result.NOT_SAMPLED, "－"),
    (Result.NOT_YET, "・"),
    (Grade.NONCONFORMITY, "×"),
    (Grade.MAJOR, "×"),
    (Grade.MINOR, "×"),
    (Grade.OBSERVATION, "△"),
    (Grade.OPPORTUNITY, "◇"),
    (Grade.GOOD_PRACTICE, "◎"),
)

CHIPS: tuple[tuple[StrEnum, tuple[str, str]], ...] = (
    (AuditState.PLANNED, ("quiet", "ring")),
    (AuditState.NOTIFIED, ("open", "ring")),
    (AuditState.UNDER_WAY, ("open", "half")),
    (AuditState.REPORTED, ("wait", "hourglass")),
    (AuditState.APPROVED, ("wait", "hourglass")),
    (AuditState.CLOSED, ("done", "check")),
    (AuditState.CANCELLED, ("quiet", "return")),
    (FindingState.TOLD, ("wait", "hourglass")),
    (FindingState.DISPUTED, ("soon", "return")),
    (FindingState.OPEN, ("open", "half")),
    (FindingState.NOTED, ("quiet", "pen")),
    (FindingState.SETTLED, ("done", "check")),
    (FindingState.WITHDRAWN, ("quiet", "return")),
)
