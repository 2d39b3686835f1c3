"""Names of the act phase's states, moves and verdicts, and the chips of its states."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.act.measure_rules import Step
from pms_tracker.act.models import Verdict
from pms_tracker.act.rules import CaseMove, CaseState

LABELS: tuple[tuple[StrEnum, LazyString], ...] = (
    (CaseState.PLANNING, _l("計画待ち")),
    (CaseState.SENT_BACK, _l("差戻し")),
    (CaseState.SUBMITTED, _l("承認待ち")),
    (CaseState.ENDORSED, _l("代表者の承認待ち")),
    (CaseState.DOING, _l("実施中")),
    (CaseState.CONFIRMING, _l("完了確認待ち")),
    (CaseState.REVIEWING, _l("有効性の確認待ち")),
    (CaseState.CLOSING, _l("完了承認待ち")),
    (CaseState.CLOSED, _l("完了")),
    (CaseState.WITHDRAWN, _l("取下げ")),
    (CaseMove.SUBMIT, _l("提出")),
    (CaseMove.SEND_BACK, _l("差戻し")),
    (CaseMove.REJECT, _l("却下")),
    (CaseMove.ENDORSE, _l("承認（次は代表者）")),
    (CaseMove.APPROVE, _p("decided", "承認")),
    (CaseMove.AMEND, _l("計画の変更")),
    (CaseMove.REPORT_DONE, _l("実施の報告")),
    (CaseMove.REPORT_TO_CONFIRM, _l("実施の報告（次は完了確認）")),
    (CaseMove.CONFIRM_DONE, _l("完了を確認")),
    (CaseMove.RETURN_DONE, _l("実施に差戻し")),
    (CaseMove.JUDGE_EARLY, _l("時期尚早と判定")),
    (CaseMove.JUDGE_EFFECTIVE, _l("有効と判定")),
    (CaseMove.JUDGE_TO_CLOSE, _l("有効と判定（次は完了承認）")),
    (CaseMove.JUDGE_INEFFECTIVE, _l("有効でないと判定")),
    (CaseMove.APPROVE_CLOSING, _l("完了を承認")),
    (CaseMove.RETURN_CLOSING, _l("有効性の確認に差戻し")),
    (CaseMove.WITHDRAW, _l("取下げ")),
    (Step.PLAN, _l("原因と計画")),
    (Step.APPROVAL, _l("承認")),
    (Step.DOING, _l("実施")),
    (Step.EFFECT, _l("有効性の確認")),
    (Verdict.EFFECTIVE, _l("有効")),
    (Verdict.INEFFECTIVE, _l("有効でない")),
    (Verdict.TOO_EARLY, _l("時期尚早")),
)

CHIPS: tuple[tuple[StrEnum, tuple[str, str]], ...] = (
    (CaseState.PLANNING, ("quiet", "ring")),
    (CaseState.SENT_BACK, ("soon", "return")),
    (CaseState.SUBMITTED, ("wait", "hourglass")),
    (CaseState.ENDORSED, ("wait", "hourglass")),
    (CaseState.DOING, ("open", "half")),
    (CaseState.CONFIRMING, ("wait", "hourglass")),
    (CaseState.REVIEWING, ("wait", "hourglass")),
    (CaseState.CLOSING, ("wait", "hourglass")),
    (CaseState.CLOSED, ("done", "check")),
    (CaseState.WITHDRAWN, ("quiet", "return")),
)
