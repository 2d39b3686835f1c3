"""What happens in the two years of the firm, day by day: a table that hands and oracle both read.

29 February 2028 lies within them, as do two ends of a year, 31 January, and 1 April twice.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

FIRST, DAYS = date(2027, 4, 1), 730
LAST = FIRST + timedelta(days=DAYS - 1)


@dataclass(frozen=True)
class Event:
    """Something that happens on a day, whoever does it."""

    on: date
    what: str
    told: dict[str, Any] = field(default_factory=dict)


def _event(on: str, what: str, **told: Any) -> Event:
    return Event(date.fromisoformat(on), what, told)


SHOP, CLASS, OFFICE, TEACHING = "書店", "松本教室", "本部", "教務部"
NEW = "塩尻教室"
D = date
EVENTS = (
    _event("2027-04-01", "check", name="leave", unit=SHOP, every="day", owner="auditor"),
    _event("2027-04-01", "check", name="week", unit=CLASS, every="week", owner="owner"),
    _event("2027-04-01", "check", name="month", unit=OFFICE, every="month", owner="administrator"),
    _event(
        *("2027-04-01", "check"),
        **{"name": "quarter", "unit": TEACHING, "every": "quarter", "owner": "second_auditor"},
    ),
    _event("2027-05-10", "plan", name="all", starts=D(2027, 6, 1), ends=D(2027, 6, 30)),
    # The day of the session: it begins, and somebody joins in the course of the day.
    _event("2027-06-01", "start", name="all"),
    _event("2027-06-01", "join", name="on_the_day", unit=SHOP, mail=True),
    _event("2027-06-07", "leave", name="employee", last=D(2027, 6, 18)),
    _event("2027-06-15", "join", name="paper", unit=CLASS, mail=False),
    _event("2027-07-12", "complain", name="late", unit=CLASS),
    _event("2027-08-02", "take_up", name="顧客名簿", unit=SHOP),
    _event("2027-08-31", "revise", name="生徒名簿"),
    _event("2027-08-10", "plan", name="role", starts=D(2027, 9, 1), ends=D(2027, 10, 29)),
    _event("2027-09-10", "amend", name="条例", due=D(2027, 11, 30), effective=D(2028, 1, 31)),
    _event("2027-09-15", "grant", name="on_the_day"),
    _event("2027-11-30", "pause", name="paper"),
    _event("2027-12-28", "end_check", name="leave", last=D(2027, 12, 28)),
    _event("2028-01-11", "plan", name="leap", starts=D(2028, 2, 1), ends=D(2028, 2, 29)),
    _event("2028-02-10", "join", name="paper", unit=CLASS, mail=False),
    _event("2028-02-14", "complain", name="quick", unit=SHOP),
    _event("2028-02-15", "retitle", name="leap"),
    # A year after the leap day is the last of February.
    _event("2028-02-29", "evaluate"),
    _event("2028-02-29", "check_desk"),
    _event("2028-03-01", "leave", name="owner", last=D(2028, 3, 31)),
    _event("2028-03-29", "hand_over", name="owner", heir="head"),
    _event("2028-04-03", "open_unit", name=NEW),
    _event("2028-04-03", "join", name="of_new_unit", unit=NEW, mail=True),
    _event(
        *("2028-04-10", "check"),
        **{"name": "new", "unit": NEW, "every": "day", "owner": "of_new_unit"},
    ),
    # The reorganisation: a unit ends in the midst of a month and of a review of the register, and
    # its people go to another one.
    _event("2028-04-17", "merge", unit=CLASS, into=SHOP, since=D(2028, 4, 19)),
    _event("2028-04-20", "change", rule=D(2028, 6, 15), ledger=D(2028, 7, 10), ends=D(2028, 7, 31)),
    _event("2028-05-01", "take_up", name="面談記録", unit=OFFICE),
    _event("2028-08-10", "plan", name="unit", starts=D(2028, 9, 1), ends=D(2028, 9, 29)),
    _event("2028-08-16", "remark"),
    _event("2028-09-11", "join", name="second_auditor", unit=SHOP, mail=True),
    _event("2028-09-18", "extend", name="unit", ends=D(2028, 10, 13)),
    _event("2028-09-29", "end_check", name="new", last=D(2028, 9, 29)),
    _event("2028-11-20", "granted"),
)
EXPIRES = date(2028, 12, 15)
# What each training is: whom it is for, and who may come later.
AUDIENCES = {"all": "all", "role": "auditors", "leap": "all", "unit": SHOP}
# Where personal information is held from the first day on.
HELD = {"生徒名簿": CLASS, "応募者名簿": OFFICE, "注文書": SHOP}
