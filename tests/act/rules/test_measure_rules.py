"""Which step a state belongs to, what is done, since when it is again, and nine in ten."""

import math

from hypothesis import given, strategies as st

from pms_tracker.act.rules.case_rules import CASE, CaseMove, CaseState
from pms_tracker.act.rules.measure_rules import STEP_OF, percentile, was_done, was_returned


def test_every_state_that_has_not_ended_belongs_to_a_step() -> None:
    assert set(STEP_OF) == set(CaseState) - set(CASE.ends())


def test_of_all_moves_only_a_report_says_that_it_was_done_and_one_that_it_was_not() -> None:
    rows = list(CASE.rows())
    says = {move for source, move, target in rows if was_done(source, target)}
    assert says == {CaseMove.REPORT_DONE, CaseMove.REPORT_TO_CONFIRM}
    undone = {move for source, move, target in rows if was_returned(source, target)}
    assert undone == {CaseMove.RETURN_DONE}


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.integers(1, 100))
def test_a_percentile_is_the_value_at_its_rank(values: list[int], per_cent: int) -> None:
    counts = {value: values.count(value) for value in set(values)}
    rank = math.ceil(len(values) * per_cent / 100)
    assert percentile(counts, per_cent) == sorted(values)[rank - 1]


def test_nothing_has_no_percentile() -> None:
    assert percentile({}, 90) is None
