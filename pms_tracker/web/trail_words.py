"""What the trail calls moves and fields, as people read them."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.act.rules import CaseMove
from pms_tracker.check.rules import AuditMove, FindingMove
from pms_tracker.web.labels import LABELS

MOVES: dict[str, LazyString] = {
    "founded": _l("会社を登録"),
    "added": _l("登録"),
    "enrolled": _l("所属を登録"),
    "membership_ended": _l("所属を終了"),
    "role_granted": _l("役割を任命"),
    "role_proposed": _l("役割を提案"),
    "role_ended": _l("役割を解任"),
    "account_opened": _l("アカウントを作成"),
    "mail_entered": _l("メールアドレスを登録"),
    "left": _l("退職を記録"),
    "adopted": _l("方針を登録"),
    "input_received": _l("見直しのインプットを受領"),
    "review_concluded": _l("見直しを完了"),
    "year_drafted": _l("年度計画の下書きを作成"),
    "year_saved": _l("年度計画を記入"),
    "amendment_proposed": _l("計画の変更を申請"),
    "amendment_approved": _l("計画の変更を承認"),
    "amendment_sent_back": _l("計画の変更を差戻し"),
    "duty_done": _l("予定の実施を記録"),
    "planned": _l("監査を計画"),
    "answered": _l("確認結果を記入"),
    "filed": _l("所見を記録"),
    "opened": _l("是正処置を開始"),
    "due_day_moved": _l("期限を変更"),
    "owner_chosen": _l("担当者を決定"),
    "evidence_added": _l("証拠を追加"),
    "erasure_asked": _l("消去を申請"),
    "erased": _l("内容を消去"),
    "password_changed": _l("パスワードを変更"),
    "preferences_chosen": _l("個人の設定を変更"),
    "feed_made": _l("カレンダーの購読アドレスを作成"),
    "feed_ended": _l("カレンダーの購読アドレスを停止"),
    "company_changed": _l("会社の設定を変更"),
    "holiday_added": _l("会社休日を登録"),
    "holiday_removed": _l("会社休日を削除"),
}

FIELDS: dict[str, LazyString] = {
    "state": _l("状態"),
    "name": _l("名前"),
    "unit": _l("部門"),
    "since_on": _l("開始日"),
    "until_on": _l("終了日"),
    "left_on": _l("退職日"),
    "head": _l("部門の責任者"),
    "role": _l("役割"),
    "mail": _l("メールアドレス"),
    "language": _l("表示言語"),
    "era_dates": _l("年の表し方"),
    "fiscal_start_month": _l("年度の開始月"),
    "digest_hour": _l("お知らせの時刻"),
    "holiday": _l("休日の名前"),
    "yearly": _l("毎年の月日"),
    "once_on": _l("休む日"),
    "title": _l("題名"),
    "duties": _l("予定"),
    "amendment": _l("計画の変更"),
    "theme": _l("テーマ"),
    "planned_on": _l("予定日"),
    "held_on": _l("実施日"),
    "closed_on": _l("終了日"),
    "closing_note": _l("結論・理由"),
    "next_review_on": _l("次回見直し"),
    "because_of": _l("もとの記録"),
    "outcome": _l("結果"),
    "reason": _l("理由"),
    "result": _l("結果"),
    "note": _l("メモ"),
    "grade": _l("等級"),
    "fact": _l("事実"),
    "evidence": _l("客観的証拠"),
    "finding": _p("one", "監査所見"),
    "withdrawal": _l("取下げの理由"),
    "correction": _l("応急処置"),
    "cause": _l("根本原因"),
    "action": _p("one", "是正処置"),
    "owner_id": _l("処置の責任者"),
    "due_on": _l("期限"),
    "turn_due_on": _l("いまの期限"),
    "approval": _l("承認"),
    "digest": _l("承認した内容の指紋"),
    "decided_by": _l("決定した人"),
    "done_on": _l("実施日"),
    "verdict": _l("判定"),
    "grounds": _l("判定の根拠"),
    "lesson": _l("教訓"),
    "round": _l("回"),
    "file": _l("ファイル"),
    "sha256": _l("ファイルの指紋"),
    "field": _l("項目"),
}


def move_label(name: str) -> str:
    """The name of a move in the trail: one of a workflow's, or one of the plain ones."""
    if name in MOVES:
        return str(MOVES[name])
    for kind in (CaseMove, AuditMove, FindingMove):
        if name in {member.value for member in kind}:
            return str(LABELS[kind(name)])
    return name


def field_label(name: str) -> str:
    return str(FIELDS.get(name, name))
