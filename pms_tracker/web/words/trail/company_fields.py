"""What the trail calls the settings of the company that its country decides."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

FIELDS: dict[str, LazyString] = {
    "time_zone": _l("時間帯"),
    "holidays_of": _l("祝日を数える国"),
    "fiscal_start_month": _l("年度の開始月"),
    "fiscal_start_day": _l("年度の開始日"),
    "fiscal_naming": _l("年度の呼び方"),
    "digest_hour": _l("お知らせの時刻"),
}
