"""What refusals of questionnaires say, to people of the firm and to those who answer outside."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "questionnaire_due": _l("回答の期限は、今日から%(last)sまでの日を入力してください。"),
    "questionnaire_to_nobody": _l("宛先の名前を入力してください。"),
    "questionnaire_mail": _l("宛先のメールアドレスを、1つだけ正しく入力してください。"),
    "questionnaire_waits": _l(
        "回答を待っている確認票があります。送り直すか、リンクを無効にしてから送ってください。"
    ),
    "questionnaire_without_questions": _l(
        "質問が用意されていません。質問を1問以上%(most)d問以下で用意してから送ってください。"
    ),
    "questionnaire_answered": _l("すでに回答が提出されています。現在の内容を確かめてください。"),
    "questionnaire_sent_again": _l("すでに送り直されています。新しい確認票を開いてください。"),
    "questionnaire_revoked": _l("リンクは、すでに無効になっています。"),
    "questionnaire_over": _l("このリンクの期限は過ぎています。担当者に再送をご依頼ください。"),
    "questionnaire_not_taken": _l(
        "取り込めるのは、提出された回答の1回だけです。現在の状態を確かめてください。"
    ),
    "questionnaire_forgotten_by": _l(
        "宛先を消去できるのは、代表者、個人情報保護管理者、監査責任者です。"
    ),
    "questionnaire_not_forgotten": _l(
        "回答を待っている間は、宛先を消去できません。リンクを無効にしてから消去してください。"
    ),
    "questionnaire_letter_sending": _l(
        "この確認票のメールを送信しています。数分待ってから、もう一度消去してください。"
    ),
    "questionnaire_choice": _l("表示されている選択肢から選んでください。"),
    "questionnaire_unanswered": _l("回答してください。"),
    "questionnaire_file_or_why": _l(
        "ファイルを添付するか、添付できない場合の理由を入力してください。"
    ),
    "questionnaire_files": _l(
        "添付できるファイルは全部で%(most)d個までです。不要なファイルを削除してください。"
    ),
    "questionnaire_too_large": _l(
        "1回に送れるのは%(megabytes)d MBまでです。ファイルを数回に分けて保存してください。"
    ),
    "too_many_answers": _l("短い間に操作が続いています。1分ほど待ってからお試しください。"),
    "no_such_questionnaire": _l("このリンクは使えません。メールを送った会社にご確認ください。"),
}
