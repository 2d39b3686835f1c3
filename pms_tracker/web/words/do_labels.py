"""Names of the do phase's states, moves and answers, and the chips of its states."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.do.rules.ledger.ledger_review_rules import (
    Followed,
    Missing,
    Outcome,
    PartMove,
    PartState,
    ReviewMove,
    ReviewState,
)
from pms_tracker.questionnaires.questionnaire_rules import Standing, Yes

# With the tone and the icon of their chip.
STATES: tuple[tuple[StrEnum, LazyString, tuple[str, str]], ...] = (
    (ReviewState.OPEN, _p("ledger review", "実施中"), ("open", "half")),
    (ReviewState.CLOSED, _l("完了"), ("done", "check")),
    (PartState.ASKED, _l("回答待ち"), ("wait", "hourglass")),
    (PartState.ANSWERED, _l("確認待ち"), ("wait", "hourglass")),
    (PartState.CONFIRMED, _l("確認済み"), ("done", "check")),
    (Outcome.UNCHANGED, _p("ledger review", "変更なし"), ("done", "check")),
    (Outcome.CHANGED, _p("ledger review", "変更"), ("open", "pen")),
    (Outcome.ENDED, _l("廃止"), ("quiet", "close")),
    (Followed.NOT_YET, _l("台帳に未反映"), ("soon", "warning")),
    (Followed.UNDER_WAY, _l("台帳を改定中"), ("open", "pen")),
    (Followed.DONE, _l("台帳に反映済み"), ("done", "check")),
    (Standing.SENT, _p("questionnaire", "送信済み"), ("wait", "hourglass")),
    (Standing.OPENED, _p("questionnaire", "開封済み"), ("wait", "hourglass")),
    (Standing.BEGUN, _p("questionnaire", "回答中"), ("open", "half")),
    (Standing.SUBMITTED, _p("questionnaire", "回答あり"), ("soon", "mail")),
    (Standing.TAKEN, _p("questionnaire", "取込み済み"), ("done", "check")),
    (Standing.CLOSED, _l("終了"), ("quiet", "close")),
    (Standing.EXPIRED, _p("questionnaire", "期限切れ"), ("late", "warning")),
    (Standing.REVOKED, _p("questionnaire", "無効"), ("quiet", "close")),
)
LABELS: tuple[tuple[StrEnum, LazyString], ...] = (
    (Missing.NOTHING, _p("ledger review", "ない")),
    (Missing.SOMETHING, _p("ledger review", "ある")),
    (Yes.YES, _p("questionnaire", "はい")),
    (Yes.NO, _p("questionnaire", "いいえ")),
    (Yes.NOT_APPLICABLE, _p("questionnaire", "該当しない")),
    (ReviewMove.CLOSE, _l("見直しを完了")),
    (PartMove.HAND_IN, _l("部門の回答を提出")),
    (PartMove.CONFIRM, _l("部門の回答を確認")),
    (PartMove.SEND_BACK, _l("部門の回答を差戻し")),
)
# What the trail calls moves of complaints and operation checks, and fields of the latter.
DO_MOVES: dict[str, LazyString] = {
    "complaint_is_incident": _l("苦情・相談から事故を報告"),
    "complaints_reported": _l("月次報告を代表者に提出"),
    "complaint_report_confirmed": _l("月次報告を確認"),
    "check_filled_in": _l("点検を記入"),
    "check_sheet_read": _l("点検表を確認"),
    "check_door_made": _l("点検のQRコードを作成"),
    "check_door_ended": _l("点検のQRコードを無効化"),
    "checks_reported": _l("運用の確認を代表者に報告"),
    "check_report_confirmed": _l("運用の確認の報告を確認"),
}
DO_FIELDS: dict[str, LazyString] = {
    "check_period": _l("点検の期間"),
    "check_month": _l("点検の月"),
    "check_quarter": _l("報告の対象の四半期"),
    "check_blank": _l("空欄の数"),
    "check_late": _l("遅れた数"),
    "check_faults": _l("×の数"),
}
