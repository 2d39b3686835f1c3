"""What is wrong with the rows of a file, as people are told: one sentence per problem."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.people.tables.people_tables import Language
from pms_tracker.sheets.sheet_lines import Problem, Trouble
from pms_tracker.sheets.told_once import Once, told_once
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.words import days_in_words

PROBLEMS: dict[Problem, LazyString] = {
    Problem.COLUMN_UNKNOWN: _l(
        "この見出しは使えません。番号・題名・内容・対応（number・title・text・maps-to）だけにしてください。"
    ),
    Problem.COLUMN_TWICE: _l("同じ意味の見出しが2つあります。1つにしてください。"),
    Problem.COLUMN_MISSING: _l("この見出しの列がありません。見出しの行に追加してください。"),
    Problem.CELL_BEYOND: _l("見出しのない列に文字があります。消すか、見出しを付けてください。"),
    Problem.NO_ROW: _l("項目の形になっていません。number と title を持つ形で書いてください。"),
    Problem.BROKEN: _l("ここから先を読み取れません。引用符や記号の対応を確かめてください。"),
    Problem.NUMBER_MISSING: _l("番号がありません。"),
    Problem.NUMBER_TWICE: _l("この番号は%(amount)s行目にもあります。"),
    Problem.NUMBER_TOO_LONG: _l("番号は%(amount)s文字までです。"),
    Problem.TITLE_MISSING: _l("題名がありません。"),
    Problem.TITLE_TOO_LONG: _l("題名は%(amount)s文字までです。"),
    Problem.TEXT_TOO_LONG: _l("内容は%(amount)s文字までです。"),
    Problem.MAPPINGS_TOO_LONG: _l("対応は%(amount)s文字までです。"),
    Problem.FORMULA: _l("計算式のように読めます。式ではなく文字で入力してください。"),
    Problem.DAY: _l(
        "日付になっています。Excelでセルの表示形式を「文字列」にして入れ直してください。"
    ),
    Problem.MAPPING_UNKNOWN: _l(
        "この対応先は見つかりません。「POL-001 3(3)」「j-items J.6.2」のように書いてください。"
    ),
    Problem.MAPPING_WITHIN: _l("同じ一覧の中の項目は、対応先にできません。"),
    Problem.HEADING_UNKNOWN: _l(
        "この見出しは使えません。要求事項・質問・確認方法・着眼点・証拠の例だけにしてください。"
    ),
    Problem.QUESTION_MISSING: _l("質問がありません。"),
    Problem.QUESTION_TWICE: _l("同じ要求事項の同じ質問が%(amount)s行目にもあります。"),
    Problem.QUESTION_TOO_LONG: _l("質問は%(amount)s文字までです。"),
    Problem.REQUIREMENT_MISSING: _l("要求事項がありません。例：j-items J.9.2"),
    Problem.REQUIREMENT_UNKNOWN: _l(
        "この要求事項は見つかりません。「j-items J.9.2」「POL-001 3(3)」のように書いてください。"
    ),
    Problem.METHOD_UNKNOWN: _l("確認方法は、文書・ヒアリング・現場から選んでください。"),
    Problem.HINT_TOO_LONG: _l("着眼点と証拠の例は、それぞれ%(amount)s文字までです。"),
    Problem.NO_TABLE: _l(
        "見出しの行が見つかりません。ひな形にある見出しが2つ以上並んだ行を入れてください。"
    ),
    Problem.SAME_AS_NOTHING: _l(
        "「同上」を表す記号ですが、元になる内容がありません。内容を入力してください。"
    ),
    Problem.MY_NUMBER: _l(
        "マイナンバー（個人番号）に見える番号があります。番号は登録も保存もしません。このセルか列を消したファイルを選んでください。"
    ),
    Problem.PERSON_NAME_MISSING: _l("氏名を入力してください。姓と名の間に空白を入れます。"),
    Problem.PERSON_UNIT_MISSING: _l("所属する部門の名前を入力してください。"),
    Problem.PERSON_UNIT_CLOSED: _l("この部門は廃止されています。別の部門を入力してください。"),
    Problem.PERSON_MAIL: _l("メールアドレスの形で入力してください。例：name@example.jp"),
    Problem.PERSON_MAIL_TWICE: _l(
        "同じメールアドレスが%(amount)s行目にもあります。1人に1行、1つのアドレスにしてください。"
    ),
    Problem.PERSON_MAIL_OF_ANOTHER: _l(
        "名前の違う人か、退職した人のアドレスです。氏名かアドレスを直してください。"
    ),
    Problem.PERSON_MAIL_KNOWN: _l(
        "この人は別のアドレスで登録されています。空欄にして、アドレスはその人のページで変更してください。"
    ),
    Problem.PERSON_READING: _l("カタカナかひらがなで入力してください。例：ヤマダ ハナコ"),
    Problem.PERSON_HEAD: _l("責任者なら「はい」、そうでなければ空欄にしてください。"),
    Problem.PERSON_ROLE: _l(
        "役割は、代表者・個人情報保護管理者・監査責任者・監査員・システム管理者のどれか1つか、空欄にしてください。"
    ),
    Problem.PERSON_ROLES_CLASH: _l(
        "すでに持つ役割と兼ねられません。監査の独立性を保つためです。役割を空欄にしてください。"
    ),
    Problem.PERSON_LANGUAGE: _l("言語は「日本語」か「英語」で入力してください。"),
    Problem.PERSON_SINCE: _l("日付として読み取れません。例：2026/4/1、令和8年4月1日"),
    Problem.PERSON_TOO_LONG: _l("%(amount)s文字までで入力してください。"),
    Problem.PERSON_TWICE: _l(
        "同じ部門の同じ名前が%(amount)s行目にもあります。別の人なら、メールアドレスを入力してください。"
    ),
    Problem.PERSON_SEVERAL: _l(
        "この部門に同じ名前の人が何人もいます。メールアドレスで、どの人か分かるようにしてください。"
    ),
    Problem.PERSON_ONESELF: _l(
        "自分を責任者にしたり、自分に役割を付けたりはできません。空欄にしてください。"
    ),
    Problem.PERSON_LATER: _l(
        "この人の所属は、その日より後に始まります。入社日を、所属の開始日以降にしてください。"
    ),
    Problem.PERSON_OUTSIDE: _l(
        "外部の監査員か、退職日が決まっている人です。この行を消してください。"
    ),
}


def own_language() -> int:
    """Where the reader's language stands among the names of columns: Japanese, then English."""
    return int(days_in_words.language() != Language.JA)


def in_words(trouble: Trouble) -> str:
    """What is wrong with a row and what to do about it."""
    if trouble.refusal is not None:
        return sentence(trouble.refusal)
    told = str(PROBLEMS[trouble.problem])
    return told % {"amount": trouble.amount} if trouble.amount else told


def once(troubles: Iterable[Trouble]) -> list[Once[Trouble]]:
    """Each thing that is wrong, told once however many rows say it: a name that is not there."""
    return told_once(troubles, _place, lambda each: (each.column, in_words(each), each.words))


def _place(trouble: Trouble) -> str:
    return trouble.where or gettext("%(num)d行目", num=trouble.line)
