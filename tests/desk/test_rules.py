"""Rules of the desk: names, conditions, room, and who may take a view away."""

from urllib.parse import urlencode

import pytest
from hypothesis import given, strategies as st

from pms_tracker.desk import desk_rules
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role

KNOWN = frozenset({"state", "unit", "q", "sort"})
PAIRS = st.lists(
    st.tuples(st.sampled_from(["state", "unit", "q", "before", "after", "x"]), st.text(max_size=30))
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  松本教室の期限超過 ", "松本教室の期限超過"),
        ("二行\n目", "二行 目"),
        ("全角　空白", "全角 空白"),
        ("x" * 60, "x" * 60),
    ],
)
def test_a_name_is_one_line_without_blanks_around_it(typed: str, name: str) -> None:
    assert desk_rules.view_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "key"),
    [("", "view_needs_name"), (" \n　", "view_needs_name"), ("x" * 61, "view_name_too_long")],
)
def test_a_name_that_is_none_or_too_long_is_refused(typed: str, key: str) -> None:
    with pytest.raises(BadInput, match=key):
        desk_rules.view_name(typed)


def test_only_known_conditions_are_kept_and_never_the_place_in_the_list() -> None:
    query = "unit=4&before=99&state=&q=+申込書+&after=2026~1&csrf_token=x&state=open"
    assert desk_rules.normalised(query, KNOWN) == urlencode(
        {"q": "申込書", "state": "open", "unit": "4"}
    )


def test_conditions_longer_than_what_is_kept_are_refused() -> None:
    with pytest.raises(BadInput, match="view_too_long"):
        desk_rules.normalised(urlencode({"q": "長" * 150}), KNOWN)


@given(PAIRS)
def test_normalising_twice_changes_nothing_and_forgets_the_order(
    pairs: list[tuple[str, str]],
) -> None:
    try:
        once = desk_rules.normalised(urlencode(pairs), KNOWN)
    except BadInput:
        return
    assert desk_rules.normalised(once, KNOWN) == once
    unique = dict(reversed(pairs))
    forwards = desk_rules.normalised(urlencode(unique), KNOWN)
    assert desk_rules.normalised(urlencode(dict(reversed(unique.items()))), KNOWN) == forwards
    assert len(once) <= desk_rules.LONGEST_QUERY


def test_there_is_room_for_thirty_views_and_not_for_one_more() -> None:
    desk_rules.check_room(29)
    with pytest.raises(RuleBroken, match="too_many_views"):
        desk_rules.check_room(30)


@pytest.mark.parametrize("role", Role)
def test_a_shared_view_is_removed_by_its_saver_or_a_top_role(role: Role) -> None:
    desk_rules.check_remover(7, 7, [role])
    desk_rules.check_sharer(7, 7)
    if role in {Role.REPRESENTATIVE, Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER}:
        desk_rules.check_remover(1, 7, [role])
    else:
        with pytest.raises(NotAllowed, match="view_of_another"):
            desk_rules.check_remover(1, 7, [role])
    with pytest.raises(NotAllowed, match="view_of_another"):
        desk_rules.check_sharer(1, 7)
