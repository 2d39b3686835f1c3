"""What a refusal about management reviews says to people."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "review_day_past": _l("開催予定日は、今日以降の日を入力してください。"),
    "agenda_needed": _l("議題を入力してください。"),
    "attendee_needed": _l("出席を求める人を1人以上選んでください。"),
    "too_many_attendees": _l("出席者は%(most)s人までです。"),
    "duty_has_review": _l(
        "その年度計画の予定には、すでにレビューが招集されているか、予定がなくなっています。"
    ),
    "review_held_already": _l(
        "このレビューは、すでに開催されたか中止されたため、招集を変えられません。"
    ),
    "inputs_blank": _l(
        "次のインプットに、コメントも「変化なし・指摘なし」もありません：%(sections)s"
    ),
    "held_day_needed": _l("開催日を入力してください。"),
    "place_needed": _l("開催場所を入力してください。"),
    "present_needed": _l("出席した人を1人以上選んでください。"),
    "too_many_decisions": _l("決定事項は%(most)s件までです。"),
    "decision_without_text": _l("決定事項の内容を入力してください。"),
    "decision_due_too_early": _l("決定事項の期限は、開催日以降の日を入力してください。"),
    "minutes_locked": _l("この議事録は提出済みのため、変えられません。"),
    "no_such_decision": _l("その決定事項は見つかりません。"),
    "decision_owner_only": _l("決定事項の結果を報告できるのは、担当者だけです。"),
    "decision_done_already": _l("この決定事項は、すでに報告されています。"),
    "decision_done_too_early": _l("実施日は、レビューの開催日以降の日を入力してください。"),
}
