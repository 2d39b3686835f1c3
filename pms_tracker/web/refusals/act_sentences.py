"""What a refusal of the act phase says to people: plans of several actions, and their due days."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "too_many_actions": _l(
        "1回の計画に書ける処置は%(most)s件までです。まとめるか、減らしてください。"
    ),
    "measured_before_due": _l("効果を測る日は、処置の期限以降の日を入力してください。"),
    "cause_category_needed": _l("原因の分類を選んでください。"),
    "too_many_whys": _l(
        "「なぜ」は%(most)s個まで、深さは%(deepest)s段までで書いてください。枝を絞るか、行をまとめてください。"
    ),
    "too_many_causes": _l(
        "特性要因図の1つの区分に書ける要因は%(most)s個までです。大事なものに絞るか、行をまとめてください。"
    ),
    "cause_too_long": _l(
        "特性要因図の要因は、1つ%(longest)s文字までで書いてください。長いものは行を分けてください。"
    ),
    "area_name_too_long": _l("区分の名前は%(longest)s文字までで入力してください。"),
    "area_name_taken": _l("同じ名前の区分があります。別の名前にしてください。"),
    "repeat_unanswered": _l(
        "同じ部門・同じ要求事項で、24か月以内に同じ分類の原因の是正処置が%(count)s件あります。"
        "「なぜ今度は防げるのか」に答えてください。"
    ),
    "no_such_action": _l("その処置は、すでに実施が報告されたか、中止になりました。"),
    "progress_needed": _l("途中経過を入力してください。"),
    "same_due_day": _l("いまの期限と同じ日です。別の日を入力してください。"),
    "due_agreed_by_another": _l(
        "処置の期限を変更することに同意できるのは、その処置を担当していない部門責任者・個人情報保護管理者・代表者だけです。"
    ),
    "unit_not_asked": _l("聞けるのは、いまあるほかの部門だけです。部門を選び直してください。"),
    "elsewhere_question_needed": _l(
        "他部門への質問を入力してください。聞かれた部門は、この文だけを読んで答えます。"
    ),
    "elsewhere_reason_needed": _l("聞く部門を選ぶか、聞かない理由を入力してください。"),
    "head_answers": _l(
        "水平展開に答えられるのは、その部門の責任者（不在なら代理）だけです。責任者がいない部門は、"
        "個人情報保護管理者が答えます。"
    ),
    "nobody_is_asked": _l(
        "この質問への回答は、いま受け付けていません。計画が変更されたか、判定が済んだ可能性があります。"
    ),
    "answer_became_case": _l("この回答からは、すでに是正処置が始まっています。"),
    "elsewhere_text_needed": _l("どう確かめたか、何が見つかったか、または理由を入力してください。"),
    "nothing_found_elsewhere": _l("是正処置を始められるのは、「該当あり」の回答からだけです。"),
    "elsewhere_unanswered": _l(
        "水平展開の回答がまだ%(count)s件届いていません（%(units)s）。そろうまで、有効とは判定できません。"
    ),
    "due_needs_approver": _l(
        "3回目からの変更と、承認された期限から30日を超える変更には、計画を承認できる人の同意が必要です。"
    ),
}
