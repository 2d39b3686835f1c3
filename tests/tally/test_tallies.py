"""Tallies on both databases: added up through a transaction, written once, true or found out."""

from collections import Counter
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import func, select

from pms_tracker.database import session, transaction
from pms_tracker.tally import tallies
from pms_tracker.tally.tallies import Difference, Key
from pms_tracker.tally.tally_tables import Tally
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests.visitor import Visitor

DAY = date(2026, 11, 1)
ONE, TWO = Key("shelf", 1, "", DAY), Key("shelf", 2, "full", DAY)
OLD = Key("shelf", 1, "", date(2025, 1, 1))

pytestmark = pytest.mark.usefixtures("app")


def written() -> Counter[Key]:
    tallies.write_pending()
    return tallies.read({"shelf": None})


def test_what_moves_is_counted_where_it_went() -> None:
    tallies.moved([], [ONE, TWO])
    tallies.moved([], [ONE])
    assert written() == {ONE: 2, TWO: 1}
    tallies.moved([ONE], [TWO])
    assert written() == {ONE: 1, TWO: 2}


def test_what_stays_where_it_was_writes_nothing() -> None:
    tallies.moved([ONE], [ONE])
    tallies.moved([TWO], [ONE])
    tallies.moved([ONE], [TWO])
    assert written() == {}
    assert session.scalar(select(func.count()).select_from(Tally)) == 0


def test_only_the_subject_and_the_time_asked_for_are_read() -> None:
    other = Key("box", 1, "", DAY)
    tallies.moved([], [ONE, OLD, other])
    tallies.write_pending()
    assert tallies.read({"shelf": DAY}) == {ONE: 1}
    assert tallies.read({"shelf": DAY, "box": None}) == {ONE: 1, other: 1}


def test_a_key_that_nothing_counts_under_any_more_is_swept_away() -> None:
    tallies.moved([], [ONE, TWO])
    tallies.write_pending()
    tallies.moved([ONE], [])
    assert written() == {TWO: 1}
    tallies.sweep()
    assert session.scalars(select(Tally.of_id)).all() == [2]


def test_a_figure_gone_wrong_keeps_nobody_from_their_work_and_is_found() -> None:
    tallies.moved([ONE], [])
    tallies.moved([], [TWO])
    assert written() == {TWO: 1}
    assert tallies.compare(Counter({ONE: 2})) == [Difference(ONE, 0, 2), Difference(TWO, 1, 0)]
    tallies.replace(Counter({ONE: 2}))
    assert tallies.compare(Counter({ONE: 2})) == []
    tallies.replace(Counter())
    assert tallies.compare(Counter()) == []


def test_an_undone_transaction_leaves_nothing_behind() -> None:
    def undone() -> None:
        with transaction():
            tallies.moved([], [ONE])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    with transaction():
        trail.note("F-2026-901", "filed", by=SYSTEM)
        tallies.moved([], [TWO])
    assert tallies.read({"shelf": None}) == {TWO: 1}


def test_the_end_of_the_chain_is_locked_once_per_transaction_with_a_note_and_without(
    visitor: Visitor,
) -> None:
    for noted in (True, True, False):
        with visitor.counting() as statements, transaction():
            tallies.moved([], [ONE])
            if noted:
                trail.note("F-2026-901", "filed", by=SYSTEM)
        assert sum("FROM trail_head" in each for each in statements) == 1
    assert tallies.read({"shelf": None}) == {ONE: 3}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    moves=st.lists(
        st.tuples(st.booleans(), st.integers(1, 4), st.sampled_from(("", "full")), st.booleans())
    )
)
def test_whatever_comes_and_goes_the_amounts_are_those_of_what_is_there(
    app: Flask, moves: list[tuple[bool, int, str, bool]]
) -> None:
    session.rollback()
    session.info.clear()
    there: Counter[Key] = Counter()
    for comes, of_id, word, write in moves:
        key = Key("shelf", of_id, word, DAY)
        if comes:
            tallies.moved([], [key])
            there[key] += 1
        elif there[key]:
            tallies.moved([key], [])
            there[key] -= 1
        if write:
            tallies.write_pending()
    assert written() == +there
    assert tallies.compare(+there) == []
