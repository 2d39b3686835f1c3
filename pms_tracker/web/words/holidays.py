"""What national holidays are called in the reader's language."""

from datetime import date

from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.people.firm.working_days import holiday_name

SUBSTITUTE = "振替休日"
NAMES: dict[str, LazyString] = {
    "元日": _l("元日"),
    "成人の日": _l("成人の日"),
    "建国記念の日": _l("建国記念の日"),
    "天皇誕生日": _l("天皇誕生日"),
    "春分の日": _l("春分の日"),
    "昭和の日": _l("昭和の日"),
    "憲法記念日": _l("憲法記念日"),
    "みどりの日": _l("みどりの日"),
    "こどもの日": _l("こどもの日"),
    "海の日": _l("海の日"),
    "山の日": _l("山の日"),
    "敬老の日": _l("敬老の日"),
    "秋分の日": _l("秋分の日"),
    "体育の日": _l("体育の日"),
    "スポーツの日": _l("スポーツの日"),
    "文化の日": _l("文化の日"),
    "勤労感謝の日": _l("勤労感謝の日"),
    "国民の休日": _l("国民の休日"),
    "天皇の即位の日": _l("天皇の即位の日"),
    "即位礼正殿の儀": _l("即位礼正殿の儀"),
}


def name_of(day: date) -> str:
    """勤労感謝の日, 振替休日; empty on days that are no national holiday.

    A name not known here is said as the law has it.
    """
    name = holiday_name(day)
    if name.endswith(SUBSTITUTE):
        return gettext("振替休日")
    return str(NAMES.get(name, name))
