"""Days as typed in forms and as found in running text."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.era_dates import (
    FIRST_DAY,
    DayNotRead,
    find_days,
    parse_day,
    read_number,
    wareki,
)

NOV_24 = date(2026, 11, 24)
DAYS = st.dates(min_value=FIRST_DAY, max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "2026/11/24",
        "2026-11-24",
        "2026.11.24",
        "20261124",
        "2026年11月24日",
        "令和8年11月24日",
        "R8.11.24",
        "r8/11/24",
        "R8-11-24",
        "２０２６／１１／２４",
        "２０２６年１１月２４日",
        "Ｒ８．１１．２４",
        " 2026 年\u300011 月 24 日 ",
        "令 和 8年11月2 4日",
        "㋿8年11月24日",
        "令和八年十一月二十四日",
        "二〇二六年十一月二四日",
        "二千二十六年十一月二十四日",
        "2026−11−24",
        "2026ー11ー24",
        "2026年11月24日(火)",
        "令和8年11月24日（火曜日）",
        "2026/11/24㈫",
        "2026年11月24日火曜日",
        "2026年(令和8年)11月24日",
        "令和8年（2026年）11月24日",
        "\ufeff2026-11-24\n",
        "24 Nov 2026",
        "24 November 2026",
        "Nov 24, 2026",
        "November 24 2026",
        "november 24th, 2026",
        "24th of November 2026",
        "24-Nov-2026",
        "24 NOV. 2026",
        "Tue 24 Nov 2026",
        "Tuesday, November 24, 2026",
        "24 Nov 2026 (Tue)",
        "Ｎｏｖ ２４， ２０２６",
    ],
)
def test_every_usual_way_to_type_a_day_is_read(typed: str) -> None:
    assert parse_day(typed) == NOV_24


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("H30.6.1", date(2018, 6, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("令和四年四月一日", date(2022, 4, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正15年12月25日", date(1926, 12, 25)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("明治45年7月30日", date(1912, 7, 30)),
        ("明治6年1月1日", date(1873, 1, 1)),
        ("千九百九十九年十二月三十一日", date(1999, 12, 31)),
        ("2024/2/29", date(2024, 2, 29)),
    ],
)
def test_the_bounds_of_the_eras_are_read(typed: str, day: date) -> None:
    assert parse_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("平成31年5月1日", date(2019, 5, 1)),
        ("S64.1.8", date(1989, 1, 8)),
        ("H40.1.1", date(2028, 1, 1)),
    ],
)
def test_an_era_year_past_the_eras_end_counts_on(typed: str, day: date) -> None:
    assert parse_day(typed) == day
    (found,) = find_days(typed)
    assert (found.day, found.problem) == (day, "era_ended")


@pytest.mark.parametrize(
    "typed",
    ["", "今日", "11月24日", "22条1項", "2026", "2026/11", "202611241", "24年9月1日",
     "平成24年9月", "0266-75-1153", "2026/11-24", "令和十十年1月1日", "2026/11/24頃"],
)  # fmt: skip
def test_what_is_no_date_is_refused_as_such(typed: str) -> None:
    with pytest.raises(DayNotRead) as caught:
        parse_day(typed)
    assert (caught.value.reason, caught.value.values) == ("not_a_date", {})


@pytest.mark.parametrize(
    "typed",
    ["1872/12/31", "3000/1/1", "9999-12-31", "0000-00-00", "0001/1/1", "99991231",
     "令和九千年1月1日", "令和千年(3018年)1月1日"],
)  # fmt: skip
def test_a_year_that_nobody_means_is_refused_as_such_and_found_in_no_text(typed: str) -> None:
    with pytest.raises(DayNotRead) as caught:
        parse_day(typed)
    assert (caught.value.reason, caught.value.values) == ("year_out_of_range", {})
    assert find_days(f"改定 {typed}") == []


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("2026年11月31日", "no_such_day", {"year": 2026, "month": 11, "last_day": 30}),
        ("令和4年2月30日", "no_such_day", {"year": 2022, "month": 2, "last_day": 28}),
        ("R6.2.30", "no_such_day", {"year": 2024, "month": 2, "last_day": 29}),
        ("20230229", "no_such_day", {"year": 2023, "month": 2, "last_day": 28}),
        ("2026/1/0", "no_such_day", {"year": 2026, "month": 1, "last_day": 31}),
        ("2026/13/1", "not_a_date", {"month": 13}),
        ("令和8年0月1日", "not_a_date", {"month": 0}),
        ("2026年(令和7年)4月1日", "not_a_date", {"year": 2026}),
        ("令和元年4月30日", "era_not_begun", {"era": "令和", "first_day": date(2019, 5, 1)}),
        ("令和0年5月1日", "era_not_begun", {"era": "令和", "first_day": date(2019, 5, 1)}),
        ("昭和1年1月1日", "era_not_begun", {"era": "昭和", "first_day": date(1926, 12, 25)}),
        ("H1.1.7", "era_not_begun", {"era": "平成", "first_day": date(1989, 1, 8)}),
        ("明治5年12月2日", "era_not_begun", {"era": "明治", "first_day": FIRST_DAY}),
    ],
)
def test_a_day_that_cannot_be_says_why(
    typed: str, reason: str, values: dict[str, int | str | date]
) -> None:
    with pytest.raises(DayNotRead) as caught:
        parse_day(typed)
    assert (caught.value.reason, caught.value.values) == (reason, values)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("平成24年9月1日株式会社みほん 方針制定", ["平成24年9月1日"]),
        ("平成30 年6 月 1 日改定", ["平成30 年6 月 1 日"]),
        (
            "制定:２０２４年１月４日。改定:令和元年十月十日",
            ["２０２４年１月４日", "令和元年十月十日"],
        ),
        ("R8.11.24から2027/1/5まで、H３０．６．１も", ["R8.11.24", "2027/1/5", "H３０．６．１"]),
        ("㋿8年\u300011月24日に", ["㋿8年\u300011月24日"]),
        ("更新日2024-01-04T10:00", ["2024-01-04"]),
        ("1.2024年1月4日", ["2024年1月4日"]),
    ],
)
def test_dates_are_found_in_running_text(text: str, quotes: list[str]) -> None:
    found = find_days(text)
    assert [hit.quote for hit in found] == quotes
    assert all(hit.day and hit.problem is None for hit in found)
    assert all(text[hit.start : hit.end] == hit.quote for hit in found)


@pytest.mark.parametrize(
    "prose",
    [
        "個人情報保護法22条1項",
        "TEL:0266-75-1153",
        "受付時間:10:00~17:00",
        "〒392-0012",
        "登録番号20000123",
        "192.168.1.1 と 2019.1.2.3",
        "様式S3-1-2とJ.6.1.2",
        "二十年四月一日と十二年",
        "2024年度の計画は3年1期",
        "ISOH30.6.1",
        "M3.1.2と2019.13.45",
        "令和8年\n11月24日",
        "令和九千年1月1日まで続く",
    ],
)
def test_prose_holds_no_false_dates(prose: str) -> None:
    assert find_days(prose) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("令和4年2月30日改定", "no_such_day"),
        ("2023/2/29改定", "no_such_day"),
        ("令和4年13月1日改定", "not_a_date"),
        ("2022年13月1日改定", "not_a_date"),
        ("令和1.4.30", "era_not_begun"),
        ("2026年（平成7年）4月1日", "not_a_date"),
    ],
)
def test_an_impossible_date_in_a_text_is_found_and_refused(text: str, problem: str) -> None:
    (found,) = find_days(text)
    assert (found.day, found.problem) == (None, problem)


def test_dates_come_in_reading_order_whatever_their_form() -> None:
    found = find_days("2024/1/4、令和6年1月5日、R6.1.6")
    assert [hit.day for hit in found] == [date(2024, 1, 4) + timedelta(n) for n in range(3)]


def test_days_joined_by_another_mark_than_their_own_are_each_read() -> None:
    found = find_days("改定日：2014.03.01／2019.03.01")
    assert [hit.day for hit in found] == [date(2014, 3, 1), date(2019, 3, 1)]
    assert find_days("1.2.2014.3.1") == find_days("2014.3.1.2") == []


@pytest.mark.parametrize(
    ("written", "number"),
    [("元", 1), ("24", 24), ("2 4", 24), ("十", 10), ("二十", 20), ("二十四", 24), ("二四", 24),
     ("三百一", 301), ("千", 1000), ("〇", 0), ("二零", 20)],
)  # fmt: skip
def test_numerals_are_read(written: str, number: int) -> None:
    assert read_number(written) == number


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 24), "令和8年11月24日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1873, 1, 1), "明治6年1月1日"),
    ],
)
def test_a_day_is_shown_by_its_era(day: date, written: str) -> None:
    assert wareki(day) == written


def test_no_era_date_is_shown_before_the_gregorian_calendar() -> None:
    with pytest.raises(ValueError, match="1873-01-01"):
        wareki(FIRST_DAY - timedelta(days=1))


@given(DAYS)
def test_every_day_survives_the_way_to_an_era_date_and_back(day: date) -> None:
    assert parse_day(wareki(day)) == day
    assert [hit.day for hit in find_days(f"制定{wareki(day)}改定")] == [day]


@given(DAYS, st.sampled_from(["{0:%Y/%m/%d}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日"]))
def test_every_day_is_read_in_full_width_too(day: date, form: str) -> None:
    typed = form.format(day)
    assert parse_day(typed) == day
    assert parse_day(typed.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})) == day


@given(st.text(alphabet="令和平成HR元十二〇0123456789年月日./-() \n\u3000", max_size=40))
def test_any_text_is_read_or_refused_and_finds_are_slices(text: str) -> None:
    for hit in find_days(text):
        assert text[hit.start : hit.end] == hit.quote
        assert hit.day is not None or hit.problem is not None
    try:
        outcome = parse_day(text) >= FIRST_DAY
    except DayNotRead as unread:
        outcome = unread.reason in {
            *("not_a_date", "year_out_of_range", "no_such_day", "era_not_begun")
        }
    assert outcome
