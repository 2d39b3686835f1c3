"""Drafts: one per person and place, for them alone, no larger and no older than is good."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings, strategies as st

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.desk import kept_drafts
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.firm import people
from tests.cast import IDS, TODAY

PLAN = "/act/cases/CA-2026-001/plan"
MINE, THEIRS = IDS["head"], IDS["owner"]
NOW = clock.at(TODAY, 10)


def typed_at(person_id: int, place: str = PLAN) -> list[tuple[str, str]] | None:
    found = kept_drafts.find(person_id, place)
    return None if found is None else list(found.typed)


def test_a_draft_is_found_by_its_writer_at_its_place_and_by_nobody_else(app: Flask) -> None:
    words = [("cause", "棚に\r\n鍵がない。"), ("ids", "1"), ("ids", "2"), ("empty", "")]
    saved_at = kept_drafts.keep(MINE, PLAN, words)
    found = kept_drafts.find(MINE, PLAN)
    assert found is not None
    assert (list(found.typed), found.saved_at) == (words, saved_at)
    assert typed_at(THEIRS) is None
    assert typed_at(MINE, PLAN + "/x") is None
    assert kept_drafts.places(MINE) == {PLAN: saved_at}
    assert kept_drafts.places(THEIRS) == {}


def test_a_later_draft_takes_the_place_of_the_one_before(app: Flask) -> None:
    kept_drafts.keep(MINE, PLAN, [("cause", "一")])
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        kept_drafts.keep(MINE, PLAN, [("cause", "二")])
        assert kept_drafts.places(MINE) == {PLAN: clock.now()}
    assert typed_at(MINE) == [("cause", "二")]


def test_dropping_forgets_a_persons_own_places_only(app: Flask) -> None:
    for person_id in (MINE, THEIRS):
        kept_drafts.keep(person_id, PLAN, [("cause", "一")])
        kept_drafts.keep(person_id, "/people/", [("name", "二")])
    kept_drafts.drop(MINE, [PLAN, "/nowhere"])
    assert set(kept_drafts.places(MINE)) == {"/people/"}
    assert set(kept_drafts.places(THEIRS)) == {PLAN, "/people/"}


def test_a_draft_of_200_kb_is_kept_and_a_larger_one_refused(app: Flask) -> None:
    frame = len('[["cause", ""]]')
    fitting = [("cause", "a" * (kept_drafts.LARGEST - frame))]
    assert kept_drafts.fits(fitting)
    kept_drafts.keep(MINE, PLAN, fitting)
    for larger in (
        [("cause", "a" * (kept_drafts.LARGEST - frame + 1))],
        [("cause", "あ" * 70_000)],
    ):
        assert not kept_drafts.fits(larger)
        with pytest.raises(BadInput, match="draft_too_long"):
            kept_drafts.keep(MINE, PLAN, larger)
    with pytest.raises(BadInput, match="draft_too_long"):
        kept_drafts.keep(MINE, "/" + "x" * 300, [])
    assert typed_at(MINE) == fitting


def test_the_oldest_of_more_than_fifty_gives_way(app: Flask) -> None:
    kept_drafts.keep(THEIRS, PLAN, [])
    for number in range(kept_drafts.MOST + 2):
        with time_machine.travel(NOW + timedelta(minutes=number), tick=False):
            kept_drafts.keep(MINE, f"/{number}", [])
    assert list(kept_drafts.places(MINE)) == [
        f"/{number}" for number in range(2, kept_drafts.MOST + 2)
    ]
    assert set(kept_drafts.places(THEIRS)) == {PLAN}


def test_drafts_older_than_thirty_days_and_of_those_who_left_are_forgotten(app: Flask) -> None:
    kept_drafts.keep(MINE, PLAN, [])
    kept_drafts.keep(THEIRS, PLAN, [])
    with time_machine.travel(NOW + timedelta(days=20)):
        kept_drafts.keep(MINE, "/people/", [])
        people.person(THEIRS).left_on = clock.today()
        session.flush()
        assert kept_drafts.prune() == 0, "on the last day somebody still works"
    with time_machine.travel(NOW + timedelta(days=21)):
        assert kept_drafts.prune() == 1
        assert kept_drafts.places(THEIRS) == {}
        assert set(kept_drafts.places(MINE)) == {PLAN, "/people/"}
    with time_machine.travel(NOW + timedelta(days=31)):
        assert kept_drafts.prune() == 1
        assert set(kept_drafts.places(MINE)) == {"/people/"}


def test_what_was_typed_about_a_record_is_forgotten_whoever_typed_it(app: Flask) -> None:
    kept = ("/act/cases/CA-2026-0011/plan", "/act/cases/CA-2026-010/plan", "/people/")
    gone = (PLAN, "/act/erasures/CA-2026-001")
    for person_id in (MINE, THEIRS):
        for place in (*kept, *gone):
            kept_drafts.keep(person_id, place, [])
    kept_drafts.drop_about(["CA-2026-001"])
    for person_id in (MINE, THEIRS):
        assert set(kept_drafts.places(person_id)) == set(kept)


@pytest.mark.parametrize("served", ["sqlite"], indirect=True)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=40)), max_size=6))
def test_whatever_was_typed_comes_back_as_it_was(app: Flask, words: list[tuple[str, str]]) -> None:
    kept_drafts.keep(MINE, PLAN, words)
    assert typed_at(MINE) == words
