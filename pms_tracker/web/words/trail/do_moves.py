"""What the trail calls steps of do beside its registers, and the fields that they change."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.do.rules.ledger.ledger_merge_rules import ApartMove
from pms_tracker.do.rules.ledger.ledger_review_rules import PartMove
from pms_tracker.do.rules.matter_rules import DecisionMove
from pms_tracker.web.words.labels import LABELS

# Steps that have a word of their own.
STEPS: tuple[StrEnum, ...] = (*PartMove, *ApartMove)
MOVES: dict[str, LazyString] = {
    "matter_asked": _l("判断の承認を依頼"),
    # As they were called while two decided of incidents alone.
    "incident_decision_asked": _l("判断の承認を依頼"),
    "incident_decision_approved": LABELS[DecisionMove.APPROVE],
    "incident_decision_sent_back": LABELS[DecisionMove.SEND_BACK],
    "incident_decision_taken_back": LABELS[DecisionMove.TAKE_BACK],
    "incident_decision_lapsed": LABELS[DecisionMove.LAPSE],
    "incident_closed": _p("trail", "ヒヤリハット・訓練を完了"),
    "incident_opened_again": _p("trail", "完了を取り消して再開"),
    "incident_taken_on": _l("対応を引き受け"),
    "request_search_asked": _l("部門に有無の確認を依頼"),
    "request_search_answered": _l("有無の確認に回答"),
    "complainant_written": _l("申出人の連絡先を記入"),
    "complainant_erased": _l("申出人の連絡先を消去"),
    "complaint_is_incident": _l("苦情・相談から事故を報告"),
    "complaint_is_request": _l("苦情・相談から開示等の請求を受付"),
    "complaints_reported": _l("月次報告を代表者に提出"),
    "complaint_report_confirmed": _l("月次報告を確認"),
    "request_procedure_changed": _l("開示等の手続を変更"),
    "contact_desk_changed": _l("問合せ窓口を変更"),
    "contact_desk_checked": _l("窓口表示を確認"),
    "incident_event_added": _l("経過を追加"),
    "incident_event_struck": _l("経過の行を取消し"),
    "incident_scope_written": _l("台帳の記録ごとの人数を記入"),
    "incident_persons_erased": _l("本人の氏名と連絡先を消去"),
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
    "training_links_sent": _l("理解度テストのリンクをまとめて送信"),
    "training_read": _l("教材の確認を記録"),
    "training_tested": _l("理解度テストを受験"),
    "training_attended": _l("出席を記録"),
    "training_score_entered": _l("紙のテストの点数を記録"),
    "training_put_off": _l("受講を延期"),
    "training_left_out": _l("受講の対象外に変更"),
    "training_try_again": _l("もう一度受けられるように変更"),
    "training_reported": _l("教育実施報告書を提出"),
    "training_confirmed": _l("教育実施報告書を承認"),
    "check_filled_in": _l("点検を記入"),
    "check_sheet_read": _l("点検表を確認"),
    "check_door_made": _l("点検のQRコードを作成"),
    "check_door_ended": _l("点検のQRコードを無効化"),
    "checks_reported": _l("運用の確認を代表者に報告"),
    "check_report_confirmed": _l("運用の確認の報告を確認"),
}
FIELDS: dict[str, LazyString] = {
    "matter": _l("判断の内容"),
    "turn": _l("経過の種類"),
    "course": _l("事故の経過"),
    "concerned": _l("台帳の記録"),
    "quiz_question": _l("問題文"),
    "training_links": _l("送ったリンクの数"),
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
    "complaint_month": _l("報告の対象の月"),
    "complaints_received": _l("受付の件数"),
    "complaints_open": _l("未完了の件数"),
    "check_period": _l("点検の期間"),
    "check_month": _l("点検の月"),
    "check_quarter": _l("報告の対象の四半期"),
    "check_blank": _l("空欄の数"),
    "check_late": _l("遅れた数"),
    "check_faults": _l("×の数"),
}
