"""What is wrong with the rows of a set's file, as people are told: one sentence per problem."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.plan.set_rows import Problem, Trouble

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
}


def in_words(trouble: Trouble) -> str:
    """What is wrong with a row and what to do about it."""
    told = str(PROBLEMS[trouble.problem])
    return told % {"amount": trouble.amount} if trouble.amount else told
