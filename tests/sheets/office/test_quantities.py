"""Amounts as offices write them: one number, or from one to another."""

from datetime import date

import pytest

from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.sheets.office.quantities import (
    Amount,
    amount,
    day_in,
    day_in_year,
    day_within,
    days_of_run,
    year_end_in,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("１，２００名", Amount(1200, 1200)), ("1.5万件", Amount(15_000, 15_000)),
        ("3千", Amount(3_000, 3_000)), ("2～3千人", Amount(2_000, 3_000)),
        ("100件〜200件", Amount(100, 200)), ("5,000超", Amount(5_001, None)),
        ("1,000以上", Amount(1_000, None)), ("500以下", Amount(0, 500)),
        ("500未満", Amount(0, 499)),
        ("約500件", Amount(500, 500, sure=False)), ("50名程度", Amount(50, 50, sure=False)),
        ("500件(2024/4)", Amount(500, 500, sure=False)), ("申込書100枚", None),
        ("100枚", Amount(100, 100, sure=False)), ("顧客500件", Amount(500, 500, sure=False)),
        ("段ボール3箱", None), ("2冊", None), ("数百件", None), ("30社 約100名", None),
        ("200～100", None), ("", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_however_it_is_written(text: str, found: Amount | None) -> None:
    assert amount(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024/4/1～2027/3/31", (date(2024, 4, 1), date(2027, 3, 31))),
        ("令和7年2月1日から令和8年1月31日まで", (date(2025, 2, 1), date(2026, 1, 31))),
        ("2024.4.1-2025.3.31", (date(2024, 4, 1), date(2025, 3, 31))),
        ("2026年4月～2027年3月", (date(2026, 4, 1), date(2027, 3, 31))),
        ("2027/3/31～2024/4/1", None), ("2024-04-01", None), ("2024/4/1～", None), ("", None),
    ],
)  # fmt: skip
def test_a_run_of_days(text: str, found: tuple[date, date] | None) -> None:
    assert days_of_run(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("R8.4.12 15:30頃", (date(2026, 4, 12), True)),
        ("2026/4/1 午後3時", (date(2026, 4, 1), True)),
        ("R8.9末", (date(2026, 9, 30), True)), ("2026年2月末日", (date(2026, 2, 28), True)),
        ("令和8年10月", (date(2026, 10, 1), False)), ("R8.4.121", None), ("月末", None),
    ],
)  # fmt: skip
def test_a_day_with_a_time_and_the_end_of_a_month(
    text: str, found: tuple[date, bool] | None
) -> None:
    assert day_in(text) == found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026年5月", date(2026, 5, 1), date(2026, 5, 31)),
        ("R8.2", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026/12まで", date(2026, 12, 1), date(2026, 12, 31)),
        ("令和8年6月中", date(2026, 6, 1), date(2026, 6, 30)),
        ("2026年6月上旬", date(2026, 6, 1), date(2026, 6, 10)),
        ("2026年6月中旬", date(2026, 6, 11), date(2026, 6, 20)),
        ("R8年6月の下旬", date(2026, 6, 21), date(2026, 6, 30)),
        ("2026/6/3頃", date(2026, 6, 3), date(2026, 6, 3)),
    ],
)
def test_a_month_is_its_first_day_and_until_it_the_last(text: str, first: date, last: date) -> None:
    assert day_in(text) == (first, False)
    assert day_in(text, until=True) == (last, False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026年度", date(2027, 3, 31)), ("令和8年度末", date(2027, 3, 31)),
        ("R8年度内", date(2027, 3, 31)), ("今年度", None), ("2026年", None), ("", None),
    ],
)  # fmt: skip
def test_within_a_fiscal_year_is_by_its_last_day(text: str, found: date | None) -> None:
    assert year_end_in(text, FiscalStart(4)) == (found and (found, False))


@pytest.mark.parametrize(
    ("text", "titles", "found"),
    [
        ("4/3", ["持出し簿 2026年度"], date(2026, 4, 3)),
        ("1月5日", ["令和8年度"], date(2027, 1, 5)), ("3/4(水)", ["2026年"], date(2026, 3, 4)),
        ("15", ["受付簿 令和8年4月", "5月"], date(2026, 4, 15)),
        ("15日", ["2026年", "5月"], date(2026, 5, 15)), ("15", ["2026年"], None),
        ("4/3", ["2026年4月1日改訂"], None), ("4/3", ["持出簿（2024年10月改訂版）"], None),
        ("4/3", ["2024年10月改訂", "2026年度"], date(2026, 4, 3)),
        ("4/3", ["2026.4.1"], None), ("4/3", [], None),
        ("4/3", ["出版部 2026年度"], date(2026, 4, 3)), ("4/3", ["第3版 2026年"], None),
        ("9/17 速報", ["2026年度"], date(2026, 9, 17)),
        ("13/40", ["2026年"], None), ("急ぎ", ["2026年4月"], None),
    ],
)  # fmt: skip
def test_a_day_within_what_titles_tell(text: str, titles: list[str], found: date | None) -> None:
    assert day_within(text, titles, 4) == found


def test_month_and_day_in_a_year() -> None:
    assert day_in_year("2/29", 2028) == date(2028, 2, 29)
    assert day_in_year("2/29", 2027) is None
    assert day_in_year("9月2日（報告）", 2026) == date(2026, 9, 2)
    assert day_in_year("急ぎ", 2026) is None


@pytest.mark.parametrize(("head", "body"), [("", "約"), ("1", "位"), ("1", " "), ("", "(")])
def test_a_cell_as_long_as_one_may_be_says_no_amount_and_no_day(head: str, body: str) -> None:
    text = f"{head}{body * 30_000}x"
    assert amount(text) is None
    assert day_in(text) is None
