"""What refusals of do say: what its registers ask for beyond their fields."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "risk_never_remains": _l(
        "不正取得、目的外利用、法令違反のリスクは、残留リスクにできません。なくす対策を決めてください。"
    ),
    "risk_remains_unsaid": _l("残留リスクの理由を入力してください。"),
    "risk_review_late": _l("今日から12か月以内(%(last)sまで)の日を入力してください。"),
}
