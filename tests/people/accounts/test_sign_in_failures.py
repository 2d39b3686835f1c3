"""Tries under a key within a quarter of an hour: counted at once, forgiven, forgotten."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.people.accounts import sign_in_failures
from pms_tracker.people.accounts.sign_in_failures import Limit
from pms_tracker.people.firm import people
from pms_tracker.people.tables.security_tables import SignInFailure
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS

MINE, THEIRS, SOURCE = Limit("a" * 64, 3), Limit("b" * 64, 3), Limit("c" * 64, 4)


def tries(*limits: Limit, times: int = 1) -> list[bool]:
    return [sign_in_failures.count(limits) for _ in range(times)]


def test_a_try_beyond_one_of_its_limits_is_refused_and_nobody_else_is_kept_out(app: Flask) -> None:
    assert tries(MINE, SOURCE, times=4) == [True, True, True, False]
    assert sign_in_failures.is_over(MINE)
    assert not sign_in_failures.is_over(THEIRS)
    assert tries(THEIRS, SOURCE, times=2) == [True, False]
    assert sign_in_failures.is_over(SOURCE)
    assert tries(THEIRS) == [True]


def test_what_succeeded_was_no_guess(app: Flask) -> None:
    for _ in range(10):
        assert tries(MINE, SOURCE) == [True]
        sign_in_failures.forgive([MINE, SOURCE])
    assert tries(MINE, times=4)[-1] is False
    sign_in_failures.unlock(people.person(IDS["head"]), MINE, by=SYSTEM)
    assert not sign_in_failures.is_over(MINE)
    assert tries(MINE) == [True]


def test_the_window_ends_and_what_was_in_it_is_forgotten(app: Flask) -> None:
    now = clock.now()
    tries(MINE, times=9)
    with clock.set_to(now + timedelta(minutes=14)):
        assert tries(MINE) == [False]
    with clock.set_to(now + timedelta(minutes=16)):
        assert not sign_in_failures.is_over(MINE)
        assert tries(THEIRS) == [True]
        assert session.scalar(select(func.count()).select_from(SignInFailure)) == 1
        assert tries(MINE) == [True]
    # A clock that was a day ahead and is set back locks nobody out.
    with clock.set_to(now + timedelta(days=1)):
        tries(MINE, times=9)
    assert tries(MINE) == [True]


def test_tries_at_once_open_one_window_whichever_of_them_came_first(app: Flask) -> None:
    """One that read the clock before the window was opened and waited for it is one more try."""
    now = clock.now()
    tries(MINE, times=3)
    with clock.set_to(now - timedelta(seconds=1)):
        assert sign_in_failures.is_over(MINE)
        assert tries(MINE) == [False]
