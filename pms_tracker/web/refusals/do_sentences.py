"""What a refusal says to people of entries of registers, and of reviews of what they hold."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    # Of entries of registers, beside the field or in the row that they are about.
    "entry_missing": _l("%(words)s"),
    "entry_refused": _l("%(words)s"),
    "entry_too_long": _l("%(longest)s文字までで入力してください。"),
    "entry_choice": _l("%(choices)sのどれかにしてください。"),
    "entry_day": _l("日付として読み取れません。例：2024/11/20、令和6年11月20日"),
    "entry_year": _l("年度として読み取れません。例：2024、2024年度、令和6年度"),
    "entry_number": _l("%(least)sから%(most)sまでの数で入力してください。"),
    "entry_period": _l("期間として読み取れません。例：契約終了後5年、退職後3年、永年、都度"),
    "entry_unit_unknown": _l(
        "この部門は登録されていません。先に登録するか、名前を直してください。"
    ),
    "entry_names_none": _l(
        "登録されていない記録です。番号か名称で、「、」で区切って入力してください。"
    ),
    "entry_person_unknown": _l("この人は登録されていません。氏名を直してください。"),
    "entry_person_several": _l(
        "同じ名前の人が何人もいます。この記録は、画面から登録してください。"
    ),
    "entry_known": _l(
        "同じ記録が、すでに登録されています。変更するなら、その記録を開くか、表に番号を入力してください。"
    ),
    "entry_twice": _l("同じ記録が%(line)s行目にもあります。どちらかの行を削除してください。"),
    "entry_stays": _l("登録した後は変えられない記録です。"),
    "entry_was_approved": _l("承認された記録は取り消せません。不要になったら廃止してください。"),
    "entry_is_revised": _l("改定の途中です。改定を終えるかやめてから、廃止してください。"),
    "entry_my_number": _l(
        "マイナンバーに見える12桁の番号があります。番号そのものは登録できません。削除してください。"
    ),
    "entry_lacks": _l("%(name)sには、まだ入力していない項目があります：%(choices)s"),
    "choose_some": _l("1件以上選んでください。"),
    "entry_not_there": _l("この番号の記録は見つかりません。新しい記録なら、空欄にしてください。"),
    "entry_not_yours": _l("登録できるのは、自分が見られる範囲の記録だけです。"),
    "entries_file_empty": _l(
        "読み取れる行がありません。1行目に見出し、2行目から1件ずつ入力してください。"
    ),
    "entries_changed_meanwhile": _l(
        "確かめてから今までの間に、登録の内容が変わりました。もう一度確かめてください。"
    ),
    "ledger_review_open": _l(
        "進行中の台帳の見直しがあります。完了してから、次の見直しを始めてください。"
    ),
    "ledger_nothing_in_force": _l(
        "有効な台帳の記録がまだありません。登録して承認を受けてから、見直しを始めてください。"
    ),
    "ledger_head_answers": _l(
        "台帳の見直しに答えられるのは、その部門の責任者（不在なら代理）だけです。責任者がいない部門は、"
        "個人情報保護管理者が答えます。"
    ),
    "ledger_part_handed_in": _l(
        "この部門の回答は提出済みです。直すときは、確認する人に差し戻してもらってください。"
    ),
    "ledger_row_unanswered": _l("変更なし・変更・廃止のどれかを選んでください。"),
    "ledger_note_needed": _l("変わったところを入力してください。"),
    "ledger_missing_unanswered": _l("載っていない個人情報があるかどうかを選んでください。"),
    "ledger_missing_words": _l("載っていない個人情報を入力してください。"),
    "ledger_parts_left": _l(
        "確認が済んでいない部門が%(count)s件あります。すべて確認してから完了してください。"
    ),
}
