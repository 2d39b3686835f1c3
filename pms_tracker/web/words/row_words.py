"""What is wrong with the rows of a file, as people are told: one sentence per problem."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.people.tables.people_tables import Language
from pms_tracker.sheets.sheet_lines import Problem, Trouble
from pms_tracker.web.words import days_in_words

PROBLEMS: dict[Problem, LazyString] = {
    Problem.COLUMN_UNKNOWN: _l(
        "この見出しは使えません。番号・題名・内容・対応(number・title・text・maps-to)だけにしてください。"
    ),
    Problem.COLUMN_TWICE: _l("同じ意味の見出しが2つあります。1つにしてください。"),
    Problem.COLUMN_MISSING: _l("この見出しの列がありません。1行目に見出しを入れてください。"),
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
    Problem.PAST_HEADING: _l(
        "この見出しは使えません。種別・年度・部門・要求事項・実施日・監査員・等級の名前・メモ・保管場所だけにしてください。"
    ),
    Problem.PAST_KIND: _l("種別は「運用」か「適合」で入力してください。"),
    Problem.PAST_YEAR: _l("年度として読み取れません。例：2024、2024年度、令和6年度"),
    Problem.PAST_YEAR_OF_DAY: _l(
        "実施日は%(amount)s年度です。その年度か、1つ前の年度を入力してください。"
    ),
    Problem.PAST_UNIT_MISSING: _l("運用監査には部門が必要です。"),
    Problem.PAST_UNIT_UNKNOWN: _l(
        "この部門は登録されていません。先に登録するか、名前を直してください。"
    ),
    Problem.PAST_UNIT_SUPERFLUOUS: _l(
        "適合性監査は会社に1件です。部門を空にするか、種別を「運用」にしてください。"
    ),
    Problem.PAST_DAY_MISSING: _l("実施日がありません。"),
    Problem.PAST_DAY: _l("日付として読み取れません。例：2024/11/20、令和6年11月20日"),
    Problem.PAST_DAY_IN_FUTURE: _l("今日より後の日です。実施した日を入力してください。"),
    Problem.PAST_AUDITORS_MISSING: _l("監査員の名前がありません。"),
    Problem.PAST_COUNT: _l("件数は0から%(amount)sまでの数で入力してください。"),
    Problem.PAST_TOO_LONG: _l("%(amount)s文字までで入力してください。"),
    Problem.PAST_TWICE: _l("同じ監査が%(amount)s行目にもあります。"),
    Problem.PAST_KNOWN: _l("この監査は、すでに登録されています。"),
    Problem.PERSON_HEADING: _l(
        "この見出しは使えません。氏名・フリガナ・メールアドレス・部門・責任者・役割・言語・入社日だけにしてください。"
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
    told = str(PROBLEMS[trouble.problem])
    return told % {"amount": trouble.amount} if trouble.amount else told
