"""Rules of people: which passwords are good, which last day may be recorded, and with what."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.independence import Role
from pms_tracker.people.rules.people_rules import (
    check_end,
    check_password,
    needs_second,
    shows_more,
)

TODAY = date(2026, 11, 24)
BEGAN = date(2026, 4, 1)
DAY = timedelta(days=1)


def refusal(
    until_on: date, *, ended_on: date | None = None, reason: str = "", began_on: date = BEGAN
) -> str | None:
    try:
        check_end(until_on, began_on=began_on, ended_on=ended_on, today=TODAY, reason=reason)
    except BadInput as refused:
        return refused.key
    return None


@pytest.mark.parametrize(
    ("until_on", "reason", "refused"),
    [
        (TODAY, "", None),
        (TODAY + DAY, "", None),
        (TODAY - DAY, "", "past_end_needs_reason"),
        (TODAY - DAY, " \u3000\n", "past_end_needs_reason"),
        (TODAY - DAY, "届け出の遅れ", None),
        (BEGAN, "届け出の遅れ", None),
        (BEGAN - DAY, "届け出の遅れ", "ends_before_it_begins"),
    ],
)
def test_a_last_day_that_is_over_needs_a_reason(
    until_on: date, reason: str, refused: str | None
) -> None:
    assert refusal(until_on, reason=reason) == refused


@pytest.mark.parametrize("ended_on", [TODAY - DAY, TODAY, TODAY + DAY])
def test_what_has_an_end_is_not_prolonged(ended_on: date) -> None:
    assert refusal(ended_on + DAY, ended_on=ended_on, reason="理由") == "ended_already"
    assert refusal(ended_on, ended_on=ended_on, reason="理由") is None


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), TODAY))
def test_without_a_reason_no_past_day_is_ever_changed(until_on: date, began_on: date) -> None:
    """Whoever belonged to a unit on a day before today still did so afterwards."""
    if refusal(until_on, began_on=began_on) is None:
        assert until_on >= TODAY


@pytest.mark.parametrize(
    ("by_top_role", "anybody_there", "another_there", "waits"),
    [
        (False, False, False, False),  # a company that is being set up
        (True, False, False, False),
        (False, True, False, True),  # nobody could agree: better that than an administrator alone
        (False, True, True, True),
        (True, True, True, True),
        (True, True, False, False),
    ],
)
def test_a_gain_waits_for_a_second_wherever_there_could_be_one(
    *, by_top_role: bool, anybody_there: bool, another_there: bool, waits: bool
) -> None:
    asked = needs_second(
        by_top_role=by_top_role, anybody_there=anybody_there, another_there=another_there
    )
    assert asked is waits


def test_what_shows_more_records_than_ones_own() -> None:
    more = {role for role in Role if shows_more(role)}
    assert more == {*(Role.REPRESENTATIVE, Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER, Role.AUDITOR)}


def password_refusal(password: str, *known: str) -> str | None:
    try:
        check_password(password, known)
    except BadInput as refused:
        return refused.key
    return None


def test_a_password_is_long_and_none_of_the_commonest_and_that_is_all() -> None:
    for good in (
        "correct horse battery",
        "海ぎ山ござ空じ花ず鳥ぜ風",
        "lowercaseletterstwelve",
        "7q8k2-v0zr41",
    ):
        assert password_refusal(good) is None, good
    for common in (
        "password1234",
        "PASSWORDpassword",
        "ｐａｓｓｗｏｒｄ１２３４",
        "123456789012",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "あいうえおあいうえおあいうえお",
        "password1234" * 10,
    ):
        assert password_refusal(common) == "password_common", common
    mine = "a.hasegawa-minato"
    assert password_refusal(mine) is None
    assert password_refusal(mine, mine) == "password_common"
    assert password_refusal("horse stapl") == "password_length"
