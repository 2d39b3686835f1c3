"""Ten failures within a quarter of an hour close the door for that address alone."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.people import sign_in_failures
from pms_tracker.people.models import SignInFailure


def fail(times: int, address: str = "head@example.jp") -> None:
    for _ in range(times):
        sign_in_failures.count(address)


def test_the_tenth_failure_closes_the_door(app: Flask) -> None:
    fail(9)
    assert not sign_in_failures.too_many("head@example.jp")
    fail(1)
    assert sign_in_failures.too_many("head@example.jp")


def test_an_address_is_the_same_however_it_is_typed(app: Flask) -> None:
    fail(10, " HEAD@example.jp ")
    assert sign_in_failures.too_many("head@example.jp")


def test_nobody_else_is_kept_out(app: Flask) -> None:
    fail(10)
    assert not sign_in_failures.too_many("owner@example.jp")


def test_the_door_opens_again_after_a_quarter_of_an_hour_and_the_rest_is_forgotten(
    app: Flask,
) -> None:
    fail(10)
    with clock.set_to(clock.now() + timedelta(minutes=16)):
        assert not sign_in_failures.too_many("head@example.jp")
        fail(1)
        assert session.scalar(select(func.count(SignInFailure.id))) == 1


def test_what_was_typed_is_not_kept(app: Flask) -> None:
    fail(1, "my secret password")
    kept = session.scalars(select(SignInFailure.address)).one()
    assert "secret" not in kept
    assert len(kept) == 64
