"""What the import of people says: columns by heading, what changes, and what is doubtful."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.people.imports.import_plan import Change, Doubt
from pms_tracker.people.imports.import_rows import LISTED, Column
from pms_tracker.people.imports.import_undo import Why
from pms_tracker.web.refusals.row_words import own_language

CHANGES: dict[Change, LazyString] = {
    Change.READING: _l("フリガナ"),
    Change.LANGUAGE: _l("表示言語"),
    Change.MAIL: _l("メールアドレス"),
    Change.MEMBERSHIP: _l("所属の追加"),
    Change.HEAD: _l("部門の責任者"),
    Change.ROLE: _l("役割"),
}
DOUBTS: dict[Doubt, LazyString] = {
    Doubt.SAME_NAME: _l(
        "同じ名前の人が登録されています。同じ人なら、登録済みの部門かメールアドレスを書いてください。"
    ),
    Doubt.SAME_NAME_IN_FILE: _l("同じ名前が%(words)s行目にもあります。別の人として登録します。"),
    Doubt.UNIT_RENAMED: _l("部門の名前は%(words)sに変わっています。その部門に登録します。"),
    Doubt.NO_ADDRESS: _l("役割がありますが、メールアドレスがないため、サインインできません。"),
}
WHYS: dict[Why, LazyString] = {
    Why.NAMED: _l("記録に名前があります"),
    Why.SIGNED_IN: _l("パスワードを決めて、サインインできます"),
    Why.CHANGED: _l("取り込んだ後に、所属や役割が変わりました"),
}


def heading(column: Column | str) -> str:
    """A column's heading in the reader's language; empty where there is no column."""
    return LISTED[Column(column)][own_language()] if column else ""
