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
from pms_tracker.do.rules.training.training_rules import By, Learning, Reason
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
    (Learning.ASKED, _p("training", "未受講"), ("wait", "ring")),
    (Learning.TO_TEST, _p("training", "テスト待ち"), ("open", "half")),
    (Learning.RETRY, _p("training", "再テスト"), ("soon", "return")),
    (Learning.PASSED, _p("training", "合格"), ("done", "check")),
    (Learning.FAILED, _p("training", "不合格"), ("late", "warning")),
    (Learning.EXEMPT, _p("training", "対象外"), ("quiet", "close")),
)
LABELS: tuple[tuple[StrEnum, LazyString], ...] = (
    (Missing.NOTHING, _p("ledger review", "ない")),
    (Missing.SOMETHING, _p("ledger review", "ある")),
    (Yes.YES, _p("questionnaire", "はい")),
    (Yes.NO, _p("questionnaire", "いいえ")),
    (Yes.NOT_APPLICABLE, _p("questionnaire", "該当しない")),
    (Reason.PLANNED, _p("training", "計画")),
    (Reason.JOINED, _p("training", "入社")),
    (Reason.RETURNED, _p("training", "復職")),
    (Reason.MOVED, _p("training", "異動")),
    (Reason.ROLE, _p("training", "役割")),
    (By.SCREEN, _p("training", "画面")),
    (By.LINK, _p("training", "個人用のリンク")),
    (By.PAPER, _p("training", "紙")),
    (ReviewMove.CLOSE, _l("見直しを完了")),
    (PartMove.HAND_IN, _l("部門の回答を提出")),
    (PartMove.CONFIRM, _l("部門の回答を確認")),
    (PartMove.SEND_BACK, _l("部門の回答を差戻し")),
)
# What the trail calls steps of questionnaires and trainings, and what they change.
MOVES: dict[str, LazyString] = {
    "questionnaire_sent": _l("確認票を送信"),
    "questionnaire_sent_again": _l("確認票を新しいリンクで再送"),
    "questionnaire_revoked": _l("確認票のリンクを無効化"),
    "questionnaire_submitted": _l("確認票の回答を受領"),
    "questionnaire_file_removed": _l("確認票のファイルを回答者が削除"),
    "questionnaire_taken": _l("確認票の回答を取込み"),
    "questionnaire_closed": _l("確認票の回答を取り込まずに終了"),
    "questionnaire_forgotten": _l("確認票の宛先を消去"),
    "questionnaire_again": _l("リンクでもう一度回答を開始"),
    "quiz_question_added": _l("理解度テストの問題を追加"),
    "quiz_question_changed": _l("理解度テストの問題を変更"),
    "quiz_question_removed": _l("理解度テストの問題を削除"),
    "training_started": _l("教育を開始"),
    "training_assigned": _l("教育を自動で割り当て"),
    "training_read": _l("教材の確認を記録"),
    "training_tested": _l("理解度テストを受験"),
    "training_attended": _l("出席を記録"),
    "training_score_entered": _l("紙のテストの点数を記録"),
    "training_put_off": _l("受講を延期"),
    "training_left_out": _l("受講の対象外に変更"),
    "training_try_again": _l("もう一度受けられるように変更"),
    "training_reported": _l("教育実施報告書を提出"),
    "training_confirmed": _l("教育実施報告書を承認"),
}
FIELDS: dict[str, LazyString] = {
    "quiz_question": _l("問題文"),
    "training_planned": _p("training", "対象の人数"),
    "training_questions": _l("問題の数"),
    "training_attended": _l("受講した人数"),
    "training_passed": _l("合格した人数"),
    "training_reason": _l("割り当てた理由"),
    "attended_on": _l("受講した日"),
    "test_try": _l("受験した回"),
    "test_way": _l("受験の方法"),
    "test_percent": _l("点数"),
    "test_passed": _l("合格"),
}
