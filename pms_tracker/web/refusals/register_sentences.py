"""What refusals of entries of registers say, beside the field or in the row that they are about."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "entry_missing": _l("%(words)s"),
    "entry_refused": _l("%(words)s"),
    "entry_too_long": _l("%(longest)s文字までで入力してください。"),
    "entry_choice": _l("%(choices)sのどれかにしてください。"),
    "entry_time": _l("18:30のように、時刻を入力してください。"),
    "entry_day": _l("日付として読み取れません。例：2024/11/20、令和6年11月20日"),
    "entry_year": _l("年度として読み取れません。例：2024、2024年度、令和6年度"),
    "entry_number": _l("%(least)sから%(most)sまでの数で入力してください。"),
    "entry_period": _l("期間として読み取れません。例：契約終了後5年、退職後3年、永年、都度"),
    "entry_unit_unknown": _l(
        "この部門は登録されていません。部門を登録するか、部門名を直してから、もう一度取り込んでください。"
    ),
    "entry_names_none": _l(
        "登録されていない記録です。先に登録するか、番号か名称を直してください。"
    ),
    "entry_person_unknown": _l(
        "この人は登録されていません。人を登録するか、氏名を直してから、もう一度取り込んでください。"
    ),
    "entry_person_several": _l(
        "同じ名前の人が何人もいます。この記録は、画面から登録してください。"
    ),
    "entry_known": _l(
        "同じ記録が、すでに登録されています。変更するなら、その記録を開くか、表に番号を入力してください。"
    ),
    "entry_twice": _l("同じ記録が%(line)s行目にもあります。どちらかの行を削除してください。"),
    "entry_stays": _l("登録した後は変えられない記録です。"),
    "incident_taken_on": _l("この事故には、すでにだれかが対応しています。"),
    "entry_was_approved": _l("承認された記録は取り消せません。不要になったら廃止してください。"),
    "entry_is_revised": _l("改定の途中です。改定を終えるかやめてから、廃止してください。"),
    "entry_my_number": _l(
        "マイナンバーに見える12桁の番号があります。番号そのものは登録できません。削除してください。"
    ),
    "file_my_number": _l(
        "ファイル名にマイナンバーに見える12桁の番号があります。名前を変えて選び直してください。"
    ),
    "entry_lacks": _l("%(name)sには、まだ入力していない項目があります：%(choices)s"),
    "entries_lack": _l(
        "まだ入力していない項目がある記録が選ばれています：%(choices)s。入力するか、選択を外してください。"
    ),
    "choose_some": _l("1件以上選んでください。"),
    "entry_not_there": _l("この番号の記録は見つかりません。新しい記録なら、空欄にしてください。"),
    "entry_reserved": _l("「%(words)s」は、個人情報保護管理者か代表者が入力します。"),
    "entry_decided": _l("「%(words)s」は、記録の画面で承認を受けて決めます。"),
    "entry_not_yours": _l("登録できるのは、自分が見られる範囲の記録だけです。"),
}
