"""By when what was made known is read, and who may enter whose signature."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.errors import BadInput, NotAllowed, Refusal, RuleBroken, Stale
from pms_tracker.kernel.independence import Role
from pms_tracker.plan.rules import acknowledgement_rules as rules
from pms_tracker.plan.rules.acknowledgement_rules import Signer

TODAY = date(2026, 11, 24)
DUE_ON = date(2026, 12, 8)
SIGNER = Signer("𠮷田 茂", frozenset({4}), signs_in=False, has_read=False)


@pytest.mark.parametrize(
    ("first_on", "until"),
    [
        (date(2020, 4, 1), DUE_ON),
        (TODAY, DUE_ON),
        (date(2026, 11, 25), date(2026, 12, 9)),
        (date(2026, 12, 8), date(2026, 12, 22)),
        (date(2028, 2, 15), date(2028, 2, 29)),
        (date(2027, 2, 15), date(2027, 3, 1)),
    ],
)
def test_joiners_have_two_weeks_from_their_first_day(first_on: date, until: date) -> None:
    assert rules.read_by(DUE_ON, announced_on=TODAY, first_on=first_on) == until


def test_a_joiner_never_has_less_time_than_those_who_were_there() -> None:
    late = TODAY + timedelta(days=90)
    joined = TODAY + timedelta(days=3)
    assert rules.read_by(late, announced_on=TODAY, first_on=joined) == late


@given(st.dates(date(2026, 1, 1), date(2029, 1, 1)), st.dates(date(2026, 1, 1), date(2029, 1, 1)))
def test_who_joined_for_a_day_is_due_by_it_and_nobody_else(first_on: date, until: date) -> None:
    due = rules.read_by(DUE_ON, announced_on=TODAY, first_on=first_on)
    asked = until >= DUE_ON and (first_on <= TODAY or first_on <= rules.joined_for(until))
    assert asked == (due <= until)


@pytest.mark.parametrize("role", Role)
def test_only_representative_and_privacy_manager_make_known(role: Role) -> None:
    if role in (Role.REPRESENTATIVE, Role.PRIVACY_MANAGER):
        rules.check_announcement({role, Role.EMPLOYEE}, DUE_ON, today=TODAY)
    else:
        with pytest.raises(NotAllowed, match="announcers_only"):
            rules.check_announcement({role}, DUE_ON, today=TODAY)


@pytest.mark.parametrize(
    ("today", "due_on", "key"),
    [
        (TODAY, TODAY, ""),
        (TODAY, TODAY - timedelta(days=1), "due_in_past"),
        (TODAY, date(2027, 11, 24), ""),
        (TODAY, date(2027, 11, 25), "read_too_late"),
        (date(2028, 2, 29), date(2029, 2, 28), ""),
        (date(2028, 2, 29), date(2029, 3, 1), "read_too_late"),
    ],
)
def test_the_last_day_to_read_lies_within_a_year(today: date, due_on: date, key: str) -> None:
    refused = ""
    try:
        rules.check_announcement({Role.REPRESENTATIVE}, due_on, today=today)
    except RuleBroken as broken:
        refused = broken.key
    assert refused == key


def test_what_was_not_shown_is_not_read() -> None:
    rules.check_edition(3, 3)
    for seen in (2, 4, -1):
        with pytest.raises(Stale, match="edition_changed"):
            rules.check_edition(seen, 3)


def test_the_management_and_heads_may_look_who_has_read() -> None:
    rules.check_may_look(sees_all=True, headed_unit_ids=())
    rules.check_may_look(sees_all=False, headed_unit_ids={4})
    with pytest.raises(NotAllowed, match="readers_for_heads"):
        rules.check_may_look(sees_all=False, headed_unit_ids=())


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (TODAY, ""),
        (TODAY - timedelta(days=3), ""),
        (TODAY - timedelta(days=4), "signed_before_announced"),
        (TODAY + timedelta(days=1), "day_in_future"),
    ],
)
def test_a_list_is_signed_between_the_announcement_and_today(day: date, key: str) -> None:
    refused = ""
    try:
        rules.check_signed_on(day, announced_on=TODAY - timedelta(days=3), today=TODAY)
    except RuleBroken as broken:
        refused = broken.key
    assert refused == key


@pytest.mark.parametrize(
    ("signers", "roles", "heads", "refusal"),
    [
        ([SIGNER], {Role.DEPARTMENT_HEAD}, {4}, None),
        ([SIGNER], {Role.PRIVACY_MANAGER}, set(), None),
        ([], {Role.PRIVACY_MANAGER}, set(), BadInput("no_signers")),
        ([SIGNER], {Role.DEPARTMENT_HEAD}, {3}, NotAllowed("head_only")),
        ([SIGNER], {Role.REPRESENTATIVE}, set(), NotAllowed("head_only")),
        ([SIGNER], {Role.AUDIT_MANAGER}, set(), NotAllowed("head_only")),
    ],
)
def test_a_list_is_entered_by_the_head_or_the_privacy_manager(
    signers: list[Signer], roles: set[Role], heads: set[int], refusal: Refusal | None
) -> None:
    refused = None
    try:
        rules.check_signers(signers, roles=roles, headed_unit_ids=heads)
    except Refusal as raised:
        refused = raised
    assert (type(refused), str(refused)) == (type(refusal), str(refusal))


def test_nobody_signs_who_can_press_the_button_or_has_read_it() -> None:
    inside = Signer("唐沢 光", frozenset({4}), signs_in=True, has_read=False)
    known = Signer("原 大地", frozenset({4}), signs_in=False, has_read=True)
    for signer, key in ((inside, "signers_sign_in"), (known, "signers_have_read")):
        with pytest.raises(RuleBroken, match=key) as refused:
            rules.check_signers([SIGNER, signer], roles=(), headed_unit_ids={4})
        assert refused.value.values["names"] == [signer.name]
