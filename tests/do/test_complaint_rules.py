"""Rules of complaints: when the desk answers, by when, and what closes or reports one."""

from datetime import date, time
from typing import Any

import pytest

from pms_tracker.do.rules.contact import complaint_rules as rules
from pms_tracker.do.rules.contact.complaint_rules import (
    ComplaintKind,
    ComplaintLack,
    Counted,
    Founded,
    Gate,
    Hours,
    Stage,
    Why,
)
from pms_tracker.kernel.calendar import BusinessCalendar, yearly_run
from pms_tracker.kernel.days import TimeNotRead, read_time
from pms_tracker.people.firm.working_days import is_national_holiday

HOURS = Hours(time(10), time(17))
# Closed from 29 December to 3 January every year, and once on 2026-08-14.
CALENDAR = BusinessCalendar(
    is_national_holiday, yearly_run((12, 29), (1, 3)), frozenset({date(2026, 8, 14)})
)
IN, OUT = True, False
# Counted by hand with a calendar of 2025, 2026 and 2027: it arrives, whether somebody is there, on
# which day it is taken up, and by when it is answered first with two working days.
TABLE = [
    # An ordinary week: Monday 2 November 2026; Tuesday 3 November is 文化の日.
    ("2026-11-04", "10:00", IN, "2026-11-04", "2026-11-06"),
    ("2026-11-04", "09:59", OUT, "2026-11-04", "2026-11-06"),
    ("2026-11-04", "16:59", IN, "2026-11-04", "2026-11-06"),
    ("2026-11-04", "17:00", OUT, "2026-11-05", "2026-11-09"),
    ("2026-11-04", "23:59", OUT, "2026-11-05", "2026-11-09"),
    ("2026-11-04", "00:00", OUT, "2026-11-04", "2026-11-06"),
    ("2026-11-04", "", IN, "2026-11-04", "2026-11-06"),
    # Friday evening, Saturday, Sunday: Monday.
    ("2026-11-06", "16:00", IN, "2026-11-06", "2026-11-10"),
    ("2026-11-06", "18:00", OUT, "2026-11-09", "2026-11-11"),
    ("2026-11-07", "11:00", OUT, "2026-11-09", "2026-11-11"),
    ("2026-11-07", "", OUT, "2026-11-09", "2026-11-11"),
    ("2026-11-08", "20:00", OUT, "2026-11-09", "2026-11-11"),
    # Around 文化の日 (Tuesday 3) and 勤労感謝の日 (Monday 23).
    ("2026-11-02", "12:00", IN, "2026-11-02", "2026-11-05"),
    ("2026-11-02", "17:30", OUT, "2026-11-04", "2026-11-06"),
    ("2026-11-03", "12:00", OUT, "2026-11-04", "2026-11-06"),
    ("2026-11-20", "12:00", IN, "2026-11-20", "2026-11-25"),
    ("2026-11-20", "19:00", OUT, "2026-11-24", "2026-11-26"),
    ("2026-11-21", "12:00", OUT, "2026-11-24", "2026-11-26"),
    ("2026-11-23", "", OUT, "2026-11-24", "2026-11-26"),
    # Year end: Monday 28 December is the last day, Monday 4 January the first.
    ("2026-12-24", "12:00", IN, "2026-12-24", "2026-12-28"),
    ("2026-12-25", "12:00", IN, "2026-12-25", "2027-01-04"),
    ("2026-12-25", "17:01", OUT, "2026-12-28", "2027-01-05"),
    ("2026-12-28", "16:59", IN, "2026-12-28", "2027-01-05"),
    ("2026-12-28", "17:00", OUT, "2027-01-04", "2027-01-06"),
    ("2026-12-29", "12:00", OUT, "2027-01-04", "2027-01-06"),
    ("2026-12-31", "23:00", OUT, "2027-01-04", "2027-01-06"),
    # 元日 is a Friday; 成人の日 is Monday 11 January.
    ("2027-01-01", "00:01", OUT, "2027-01-04", "2027-01-06"),
    ("2027-01-02", "12:00", OUT, "2027-01-04", "2027-01-06"),
    ("2027-01-03", "12:00", OUT, "2027-01-04", "2027-01-06"),
    ("2027-01-04", "09:00", OUT, "2027-01-04", "2027-01-06"),
    ("2027-01-07", "18:00", OUT, "2027-01-08", "2027-01-13"),
    ("2027-01-08", "18:00", OUT, "2027-01-12", "2027-01-14"),
    # The year before: Saturday 3 and Sunday 4 January 2026 follow the closed days.
    ("2025-12-29", "12:00", OUT, "2026-01-05", "2026-01-07"),
    ("2025-12-26", "17:00", OUT, "2026-01-05", "2026-01-07"),
    ("2025-12-26", "11:00", IN, "2025-12-26", "2026-01-06"),
    # Golden week: 29 April a Wednesday; 3 to 5 May, and Wednesday 6 May in place of Sunday 3.
    ("2026-04-28", "17:00", OUT, "2026-04-30", "2026-05-07"),
    ("2026-05-01", "18:00", OUT, "2026-05-07", "2026-05-11"),
    ("2026-05-06", "12:00", OUT, "2026-05-07", "2026-05-11"),
    # 山の日 Tuesday 11 August, and the company's own Friday 14.
    ("2026-08-12", "17:00", OUT, "2026-08-13", "2026-08-18"),
    ("2026-08-13", "17:00", OUT, "2026-08-17", "2026-08-19"),
    # 敬老の日 21, 国民の休日 22, 秋分の日 23 September 2026: five days on end with the weekend.
    ("2026-09-18", "17:00", OUT, "2026-09-24", "2026-09-28"),
    ("2026-09-22", "10:00", OUT, "2026-09-24", "2026-09-28"),
]


@pytest.mark.parametrize(("day", "at", "there", "taken_up", "by"), TABLE)
def test_what_arrives_is_taken_up_when_the_desk_answers(
    day: str, at: str, there: bool, taken_up: str, by: str
) -> None:
    arrived = date.fromisoformat(day)
    when = read_time(at) if at else None
    assert rules.in_hours(arrived, when, HOURS, CALENDAR) is there
    found = rules.answering_day(arrived, when, HOURS, CALENDAR)
    assert found == date.fromisoformat(taken_up)
    assert rules.answer_by(found, 2, CALENDAR) == date.fromisoformat(by)


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 40


def test_no_days_to_answer_is_the_same_day() -> None:
    assert rules.answer_by(date(2026, 11, 4), 0, CALENDAR) == date(2026, 11, 4)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("18:30", time(18, 30)),
        ("１８：３０", time(18, 30)),
        ("9:05", time(9, 5)),
        ("18時30分", time(18, 30)),
        ("18時5", time(18, 5)),
        ("18時", time(18)),
        (" 0:00 ", time(0)),
        ("18:30:00", time(18, 30)),
        ("午前9時", time(9)),
        ("午後6時半", time(18, 30)),
        ("PM 0:15", time(12, 15)),
        ("午前12時", time(0)),
    ],
)
def test_a_time_is_read_however_it_is_typed(typed: str, read: time) -> None:
    assert read_time(typed) == read


@pytest.mark.parametrize(
    "typed", ["", "24:00", "18:60", "夕方", "18", "18:3", "1830", "-1:00", "午後13時"]
)
def test_what_is_no_time_is_not_read(typed: str) -> None:
    with pytest.raises(TimeNotRead):
        read_time(typed)


DAY = date(2026, 11, 4)
_ALL = {"answered_on": DAY, "founded": Founded.YES, "cause": "a", "prevention": "b"}


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        ({"kind": ComplaintKind.INQUIRY}, [ComplaintLack.ANSWER]),
        ({"kind": ComplaintKind.INQUIRY, "answered_on": DAY}, []),
        ({"kind": ComplaintKind.CONSULTATION, "answered_on": DAY, "founded": Founded.YES}, []),
        ({"kind": ComplaintKind.COMPLAINT, "answered_on": DAY}, [ComplaintLack.FOUNDED]),
        ({"kind": ComplaintKind.COMPLAINT, "answered_on": DAY, "founded": Founded.NO}, []),
        (
            {"kind": ComplaintKind.COMPLAINT, "answered_on": DAY, "founded": Founded.PARTLY},
            [ComplaintLack.CAUSE, ComplaintLack.PREVENTION],
        ),
        ({"kind": ComplaintKind.COMPLAINT, **_ALL}, []),
        ({"kind": ComplaintKind.COMPLAINT, **_ALL, "cause": ""}, [ComplaintLack.CAUSE]),
        ({"kind": ComplaintKind.COMPLAINT, **_ALL, "prevention": ""}, [ComplaintLack.PREVENTION]),
        (
            {"kind": ComplaintKind.WISH, "answered_on": DAY, "emergency": Gate.YES},
            [ComplaintLack.INCIDENT],
        ),
        (
            {
                "kind": ComplaintKind.WISH,
                "answered_on": DAY,
                "emergency": Gate.YES,
                "incident_reference": "IN-2026-001",
            },
            [],
        ),
    ],
)
def test_what_a_complaint_lacks_to_be_closed(
    said: dict[str, Any], lacks: list[ComplaintLack]
) -> None:
    assert rules.lacking(said) == lacks


BEFORE = [date(2025, 11, 5), date(2026, 3, 1)]


@pytest.mark.parametrize(
    ("kind", "founded", "same", "why"),
    [
        (ComplaintKind.COMPLAINT, Founded.YES, [], Why.FOUNDED),
        (ComplaintKind.COMPLAINT, Founded.PARTLY, BEFORE, Why.FOUNDED),
        (ComplaintKind.COMPLAINT, Founded.NO, [], None),
        (ComplaintKind.COMPLAINT, None, [], None),
        (ComplaintKind.COMPLAINT, None, BEFORE[:1], None),
        (ComplaintKind.COMPLAINT, None, BEFORE, Why.REPEATED),
        (ComplaintKind.COMPLAINT, Founded.NO, BEFORE, Why.REPEATED),
        # A year ago to the day is not within the year; the day itself is.
        (ComplaintKind.COMPLAINT, None, [date(2025, 11, 4), date(2026, 3, 1)], None),
        (ComplaintKind.COMPLAINT, None, [DAY, DAY], Why.REPEATED),
        # What came later does not count for this one.
        (ComplaintKind.COMPLAINT, None, [date(2026, 11, 5), date(2026, 3, 1)], None),
        (ComplaintKind.INQUIRY, Founded.YES, BEFORE, None),
    ],
)
def test_a_corrective_action_is_proposed(
    kind: ComplaintKind, founded: Founded | None, same: list[date], why: Why | None
) -> None:
    assert rules.proposes(kind, founded, DAY, same) is why


def test_a_year_before_29_february_is_the_28th() -> None:
    assert rules.year_before(date(2028, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("month", "by"),
    [
        # 10 December 2026 is a Thursday, 10 October a Saturday before スポーツの日 on Monday 12.
        (date(2026, 11, 1), date(2026, 12, 10)),
        (date(2026, 9, 1), date(2026, 10, 13)),
        (date(2026, 12, 1), date(2027, 1, 12)),
        (date(2027, 3, 1), date(2027, 4, 12)),
    ],
)
def test_a_month_is_reported_by_the_tenth(month: date, by: date) -> None:
    assert rules.report_by(month, CALENDAR) == by


def test_how_far_a_complaint_is() -> None:
    told = [
        rules.stage(approved=approved, answered_on=answered, closed_on=closed)
        for approved, answered, closed in (
            (False, None, None),
            (True, None, None),
            (True, DAY, None),
            (True, DAY, DAY),
        )
    ]
    assert told == list(Stage)


def counted(day: str, **more: Any) -> Counted:
    told = {"answered_on": None, "closed_on": None, "founded": None, "answer_by": "2026-11-10"}
    days = {
        name: date.fromisoformat(value) if value else None
        for name, value in {**told, **more}.items()
        if name not in ("founded", "kind")
    }
    kind = more.get("kind", ComplaintKind.COMPLAINT)
    by = days["answer_by"]
    assert by is not None
    return Counted(
        kind,
        date.fromisoformat(day),
        by,
        days["answered_on"],
        days["closed_on"],
        more.get("founded"),
    )


def test_a_month_with_nothing_is_nothing() -> None:
    assert set(rules.figures([], date(2026, 11, 1), DAY).values()) == {0}


def test_a_month_is_counted_as_it_was_at_its_end() -> None:
    rows = [
        # Of October, closed in November.
        counted("2026-10-20", closed_on="2026-11-05", answered_on="2026-10-21"),
        # Of October, open at the end of November, closed in December.
        counted("2026-10-31", closed_on="2026-12-01", answered_on="2026-11-02"),
        # Of November: in time and founded; late; not answered though it was due; not due yet.
        counted("2026-11-01", answered_on="2026-11-10", founded=Founded.YES),
        counted("2026-11-30", answered_on="2026-12-05", answer_by="2026-12-02"),
        counted("2026-11-20", kind=ComplaintKind.INQUIRY, answer_by="2026-11-24"),
        counted("2026-11-30", kind=ComplaintKind.INQUIRY, answer_by="2026-12-01"),
        # Of December: not of this month.
        counted("2026-12-01"),
    ]
    assert rules.figures(rows, date(2026, 11, 1), date(2027, 1, 5)) == {
        "received_complaint": 2,
        "received_consultation": 0,
        "received_inquiry": 2,
        "received_wish": 0,
        "received": 4,
        "founded": 1,
        "late": 2,
        "closed": 1,
        "open": 5,
    }


def test_what_may_still_be_answered_is_not_late() -> None:
    rows = [counted("2026-11-09", answer_by="2026-11-11")]
    late = [
        rules.figures(rows, date(2026, 11, 1), date(2026, 11, day))["late"] for day in (10, 11, 12)
    ]
    assert late == [0, 0, 1]
