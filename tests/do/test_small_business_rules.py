"""Whether the company is a small business: at the borders, and where nothing is certain."""

from datetime import date, timedelta

import pytest

from pms_tracker.do.rules.ledger import small_business_rules as rules
from pms_tracker.do.rules.ledger.ledger_rules import SIZES, Owner, Size
from pms_tracker.do.rules.ledger.small_business_rules import Answer, Condition, Count, Held, Regime

TODAY = date(2026, 11, 24)
FIRST = date(2026, 5, 24)
DAY = timedelta(days=1)
YES, NO, OPEN = Answer.YES, Answer.NO, Answer.OPEN
LAW, MY_NUMBER = Regime.LAW, Regime.MY_NUMBER


def held(
    size: Size | None = Size.TO_100,
    counted_on: date | None = TODAY,
    number: int = 1,
    **more: object,
) -> Held:
    return Held(f"PI-2026-{number:03}", (Count(size, counted_on),), **more)  # type: ignore[arg-type]


def persons(*entries: Held, today: date = TODAY) -> Answer:
    return rules.persons(entries, today).answer


@pytest.mark.parametrize(("workers", "answer"), [(0, YES), (100, YES), (101, NO)])
def test_a_hundred_workers_are_few_and_one_more_is_not(workers: int, answer: Answer) -> None:
    judged = rules.judge(workers, [held()], TODAY)
    assert {judged.answer(each) for each in Regime} == {answer}


@pytest.mark.parametrize(
    ("number", "answer"), [(100, YES), (101, YES), (5_000, YES), (5_001, NO), (90_000, NO)]
)
def test_five_thousand_persons_are_few_and_one_more_is_not(number: int, answer: Answer) -> None:
    size = max((each for each in SIZES if SIZES[each] <= number), key=SIZES.__getitem__)
    assert isinstance(size, Size)
    assert persons(held(size)) is answer


def test_classes_are_summed_by_their_upper_bounds() -> None:
    two_and_a_half = [held(Size.TO_1000, number=each) for each in range(5)]
    found = rules.persons(two_and_a_half, TODAY)
    assert (found.answer, found.most) == (YES, 5_000)
    found = rules.persons([*two_and_a_half, held(Size.TO_100, number=6)], TODAY)
    assert (found.answer, found.most) == (OPEN, 5_100)


def test_the_same_person_may_be_in_several_so_that_no_sum_is_too_many_for_certain() -> None:
    found = rules.persons([held(Size.TO_5000, number=each) for each in range(3)], TODAY)
    assert (found.answer, found.over, found.uncounted, found.old) == (OPEN, (), (), ())


def test_one_entry_that_is_too_many_decides_whatever_is_not_counted() -> None:
    found = rules.persons([held(Size.MORE), held(None, None, 2)], TODAY)
    assert (found.answer, found.over) == (NO, ("PI-2026-001",))


@pytest.mark.parametrize(
    ("counted_on", "answer"), [(FIRST, YES), (FIRST - DAY, OPEN), (None, OPEN), (TODAY, YES)]
)
def test_what_was_counted_six_months_ago_counts_and_a_day_before_it_does_not(
    counted_on: date | None, answer: Answer
) -> None:
    found = rules.persons([held(counted_on=counted_on)], TODAY)
    assert found.answer is answer
    assert found.old == (() if answer is YES else ("PI-2026-001",))


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2028, 8, 29), date(2028, 2, 29)),
        (date(2026, 1, 31), date(2025, 7, 31)),
        (date(2026, 6, 30), date(2025, 12, 30)),
        (date(2027, 1, 1), date(2026, 7, 1)),
    ],
)
def test_six_months_end_at_the_end_of_a_shorter_month(today: date, first: date) -> None:
    assert rules.since(today) == first
    assert persons(held(counted_on=first), today=today) is YES
    assert persons(held(counted_on=first - DAY), today=today) is OPEN


def test_a_class_of_more_is_not_certain_once_it_is_old() -> None:
    found = rules.persons([held(Size.MORE, FIRST - DAY)], TODAY)
    assert (found.answer, found.over, found.old) == (OPEN, (), ("PI-2026-001",))


def test_what_has_no_size_is_named_apart_from_what_is_old() -> None:
    entries = [held(None, TODAY), held(Size.TO_100, None, 2), held(number=3)]
    found = rules.persons(entries, TODAY)
    assert (found.answer, found.uncounted, found.old) == (OPEN, ("PI-2026-001",), ("PI-2026-002",))
    # Only what is counted is in the sum.
    assert found.most == 100


def test_a_register_that_holds_nothing_says_nothing() -> None:
    assert persons() is OPEN


def test_too_many_within_the_six_months_stays_too_many_once_fewer_are_counted() -> None:
    counts = Count(Size.TO_100, TODAY), Count(Size.MORE, FIRST)
    assert persons(Held("PI-2026-001", counts)) is NO
    before = Count(Size.TO_100, TODAY), Count(Size.MORE, FIRST - DAY)
    assert persons(Held("PI-2026-001", before)) is YES


def test_the_most_of_six_months_counts_not_the_newest() -> None:
    found = rules.persons(
        [Held("PI-2026-001", (Count(Size.TO_100, TODAY), Count(Size.TO_5000, FIRST)))], TODAY
    )
    assert (found.answer, found.most) == (YES, 5_000)


def test_a_count_after_one_that_was_missing_is_enough() -> None:
    assert persons(Held("PI-2026-001", (Count(Size.TO_100, TODAY), Count(None, None)))) is YES


def test_what_ended_lately_counts_with_what_it_said_last() -> None:
    ended = held(Size.TO_5000, FIRST - DAY, 2, ended=True)
    assert persons(held(None), ended) is OPEN
    found = rules.persons([held(), ended], TODAY)
    assert (found.answer, found.most, found.old) == (OPEN, 5_100, ())
    assert persons(held(), held(Size.TO_1000, None, 2, ended=True)) is YES
    assert persons(held(), held(None, None, 2, ended=True)) is OPEN


def test_whoever_handles_data_as_a_contractor_is_none_under_the_law() -> None:
    judged = rules.judge(10, [held(owner=Owner.ENTRUSTED), held(number=2, owner=Owner.OWN)], TODAY)
    assert judged.answer(LAW) is NO
    assert judged.conditions[LAW][Condition.OWN] is NO
    assert judged.entrusted[LAW] == ("PI-2026-001",)
    # Under the My Number rules only who does their work for others.
    assert (judged.answer(MY_NUMBER), judged.entrusted[MY_NUMBER]) == (YES, ())


def test_whoever_handles_my_numbers_as_a_contractor_is_none_under_either() -> None:
    judged = rules.judge(10, [held(owner=Owner.ENTRUSTED, my_number=True)], TODAY)
    assert {judged.answer(each) for each in Regime} == {NO}


def test_own_my_numbers_and_what_was_entrusted_until_it_ended_change_nothing() -> None:
    over = held(number=2, owner=Owner.ENTRUSTED, my_number=True, ended=True)
    judged = rules.judge(10, [held(owner=Owner.OWN, my_number=True), over], TODAY)
    assert {judged.answer(each) for each in Regime} == {YES}


def test_who_does_not_say_whose_it_is_is_counted() -> None:
    entries = [held(), held(number=2, owner=Owner.OWN), held(number=3, ended=True)]
    assert rules.judge(10, entries, TODAY).unsaid == 1


def test_one_condition_that_fails_decides_and_one_that_is_open_leaves_it_open() -> None:
    assert rules.judge(101, [held(None)], TODAY).answer(LAW) is NO
    assert rules.judge(100, [held(None)], TODAY).answer(LAW) is OPEN
