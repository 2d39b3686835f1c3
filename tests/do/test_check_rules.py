"""Rules of operation checks: items as typed, periods of an office's calendar, late and blank."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest

from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.rules.operation.check_rules import (
    Answered,
    Filled,
    Frequency,
    Given,
    Item,
    Mark,
    Period,
    WhyCase,
)
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken

HOLIDAYS = {date(2026, 11, 3), date(2026, 11, 23)}
CALENDAR = BusinessCalendar(HOLIDAYS.__contains__, company_closures=frozenset({date(2026, 11, 13)}))
TODAY = date(2026, 11, 24)
FINE, FAULT = Given(Mark.FINE), Given(Mark.FAULT, "鍵がなかった")


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("鍵をかけた", Item("鍵をかけた")),
        ("　鍵をかけた　RK-2026-003", Item("鍵をかけた", risk="RK-2026-003")),
        ("鍵をかけた ｒｋ２０２６－３", Item("鍵をかけた", risk="RK-2026-003")),
        ("使わないアカウントの数［数値］", Item("使わないアカウントの数", Answered.NUMBER)),
        ("台数(数) RK-2026-001", Item("台数", Answered.NUMBER, "RK-2026-001")),
        ("気付いたこと【文】", Item("気付いたこと【文】")),
        ("気付いたこと（文）", Item("気付いたこと", Answered.TEXT)),
        ("Remarks [text]", Item("Remarks", Answered.TEXT)),
        ("CA-2026-001", Item("CA-2026-001")),
        ("見直し CA-2026-001", Item("見直し CA-2026-001")),
    ],
)
def test_an_item_is_read_as_people_type_it(line: str, item: Item) -> None:
    assert rules.read_items(f"\n{line}\n \n") == (item,)


@pytest.mark.parametrize(
    ("lines", "frequency", "key"),
    [
        ([], Frequency.WEEK, "check_items_missing"),
        (["［数値］"], Frequency.WEEK, "check_items_missing"),
        (["鍵", "鍵 RK-2026-001"], Frequency.WEEK, "check_items_twice"),
        ([str(n) for n in range(11)], Frequency.DAY, "check_items_many"),
        ([str(n) for n in range(31)], Frequency.MONTH, "check_items_many"),
        (["𠮷" * 101], Frequency.DAY, "check_items_long"),
    ],
)
def test_items_that_nobody_would_look_at_are_refused(
    lines: list[str], frequency: Frequency, key: str
) -> None:
    with pytest.raises(BadInput, match=key):
        rules.check_items(rules.read_items("\n".join(lines)), frequency)


def test_as_many_items_as_fit_are_taken() -> None:
    rules.check_items(rules.read_items("\n".join(map(str, range(10)))), Frequency.DAY)
    rules.check_items(rules.read_items("\n".join(map(str, range(30)))), Frequency.WEEK)


def due(since: date, frequency: Frequency, count: int, start_month: int = 4) -> list[date]:
    found = rules.periods(since, frequency, CALENDAR, start_month)
    return [each.due_on for each in islice(found, count)]


def test_closed_days_need_no_daily_check() -> None:
    days = due(date(2026, 11, 20), Frequency.DAY, 3)
    # Saturday, Sunday and 勤労感謝の日 lie between.
    assert days == [date(2026, 11, 20), date(2026, 11, 24), date(2026, 11, 25)]
    assert due(date(2026, 11, 12), Frequency.DAY, 2)[1] == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("frequency", "first", "last", "due_on"),
    [
        (Frequency.DAY, date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 24)),
        (Frequency.WEEK, date(2026, 11, 23), date(2026, 11, 29), date(2026, 11, 27)),
        (Frequency.MONTH, date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 30)),
        (Frequency.QUARTER, date(2026, 10, 1), date(2026, 12, 31), date(2026, 12, 31)),
        (Frequency.YEAR, date(2026, 4, 1), date(2027, 3, 31), date(2027, 3, 31)),
    ],
)
def test_a_period_is_due_by_its_last_open_day(
    frequency: Frequency, first: date, last: date, due_on: date
) -> None:
    assert rules.period_of(TODAY, frequency, CALENDAR, 4) == Period(first, last, due_on)


def test_quarters_follow_the_fiscal_year() -> None:
    found = rules.period_of(date(2026, 1, 15), Frequency.QUARTER, CALENDAR, 2)
    assert found is not None
    assert (found.first, found.last) == (date(2025, 11, 1), date(2026, 1, 31))


def test_a_day_or_week_in_which_nobody_works_is_none() -> None:
    closed = BusinessCalendar(lambda day: date(2026, 12, 28) <= day <= date(2027, 1, 3))
    assert rules.period_of(date(2026, 12, 30), Frequency.WEEK, closed, 4) is None
    assert rules.period_of(date(2026, 11, 23), Frequency.DAY, CALENDAR, 4) is None


@pytest.mark.parametrize(
    ("done_on", "today", "state"),
    [
        (None, date(2026, 11, 22), Filled.TO_COME),
        (None, date(2026, 11, 23), Filled.OPEN),
        (None, date(2026, 11, 27), Filled.OPEN),
        (None, date(2026, 11, 28), Filled.BLANK),
        (date(2026, 11, 27), date(2026, 12, 1), Filled.DONE),
        (date(2026, 11, 28), date(2026, 12, 1), Filled.LATE),
    ],
)
def test_blank_is_blank_and_late_is_late(done_on: date | None, today: date, state: Filled) -> None:
    period = Period(date(2026, 11, 23), date(2026, 11, 29), date(2026, 11, 27))
    assert rules.filled(period, done_on, today) is state


@pytest.mark.parametrize(("hour", "day"), [(19, 24), (23, 24), (0, 23), (4, 23), (5, 24)], ids=str)
def test_whoever_leaves_at_night_closes_the_day_before(hour: int, day: int) -> None:
    assert rules.working_day(datetime(2026, 11, 24, hour, 30, tzinfo=UTC)).day == day


def test_a_device_is_believed_within_reason() -> None:
    now = datetime(2026, 11, 24, 1, tzinfo=UTC)
    for back, taken in ((timedelta(hours=14), True), (timedelta(days=8), False)):
        assert (rules.moment_said(now - back, now) == now - back) is taken
    assert rules.moment_said(now + timedelta(hours=1), now) == now
    assert rules.moment_said(None, now) == now


@pytest.mark.parametrize(
    ("item", "given", "key"),
    [
        (Item("鍵"), Given(), "check_unanswered"),
        (Item("鍵"), Given("yes"), "check_unanswered"),
        (Item("鍵"), Given(Mark.FAULT, " "), "check_fault_unsaid"),
        (Item("鍵"), Given(Mark.FAULT, "あ" * 501), "text_too_long"),
        (Item("数", Answered.NUMBER), Given("三"), "check_number"),
        (Item("数", Answered.NUMBER), Given("1_000"), "check_number"),
        (Item("数", Answered.NUMBER), Given("1,2,3"), "check_number"),
        (Item("数", Answered.NUMBER), Given("1e3"), "check_number"),
        (Item("数", Answered.NUMBER), Given(""), "check_unanswered"),
        (Item("文", Answered.TEXT), Given("個人番号 123456789018"), "entry_my_number"),
    ],
)
def test_what_is_no_answer_is_refused(item: Item, given: Given, key: str) -> None:
    with pytest.raises(BadInput, match=key):
        rules.check_given(item, given, may_be_blank=False)


def test_from_paper_a_blank_stays_blank() -> None:
    rules.check_given(Item("鍵"), Given(), may_be_blank=True)
    rules.check_given(Item("文", Answered.TEXT), Given(), may_be_blank=False)
    rules.check_given(Item("数", Answered.NUMBER), Given("１２"), may_be_blank=False)


def test_answers_are_kept_with_their_items() -> None:
    items = (Item("鍵", risk="RK-2026-001"), Item("数", Answered.NUMBER))
    given = (Given(Mark.FAULT, "開いていた", mended=True), Given("3"))
    assert rules.unpacked(rules.packed(items, given)) == list(zip(items, given, strict=True))
    typed = (Given(Mark.FAULT, "\u3000開いていた\n", mended=True), Given(" 3 "))
    assert rules.packed(items, typed) == rules.packed(items, given)


def test_whoever_did_it_does_not_read_it() -> None:
    rules.check_reader(2, {1}, [2])
    with pytest.raises(NotAllowed, match="check_read_by_doer"):
        rules.check_reader(1, {1}, [1, 2])
    with pytest.raises(NotAllowed, match="check_read_by_others"):
        rules.check_reader(3, {1}, [2])


@pytest.mark.parametrize(
    ("earlier", "grave", "why"),
    [
        ([], False, None),
        ([], True, WhyCase.GRAVE),
        ([TODAY - timedelta(days=365)], False, WhyCase.AGAIN),
        ([TODAY - timedelta(days=366)], False, None),
    ],
)
def test_the_second_fault_of_a_year_or_a_grave_one_proposes(
    earlier: list[date], grave: bool, why: WhyCase | None
) -> None:
    assert rules.proposes(TODAY, earlier, grave=grave) is why


def test_a_period_outside_of_its_days_is_not_filled_in() -> None:
    period = Period(TODAY, TODAY, TODAY)
    rules.check_day(period, TODAY, TODAY, TODAY)
    for starts_on, ends_on in ((TODAY + timedelta(1), None), (date(2026, 1, 1), date(2026, 2, 1))):
        with pytest.raises(RuleBroken, match="check_outside_days"):
            rules.check_day(period, starts_on, ends_on, TODAY)
    with pytest.raises(RuleBroken, match="check_to_come"):
        rules.check_day(period, date(2026, 1, 1), None, TODAY - timedelta(1))


def test_figures_count_what_was_due() -> None:
    states = [Filled.DONE, Filled.LATE, Filled.BLANK, Filled.BLANK, Filled.OPEN, Filled.TO_COME]
    one = rules.counted(states, 3, 2)
    assert one == {"due": 4, "done": 1, "late": 1, "blank": 2, "faults": 3, "mended": 2}
    assert rules.total([one, one])["blank"] == 4
