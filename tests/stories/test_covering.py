"""The few rows that stand for all: no pair of page and value is left out."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tests.stories.covering import Row, covering

names = st.lists(st.text("abcdef", min_size=1), min_size=1, max_size=9, unique=True)
factors = st.dictionaries(st.sampled_from(["language", "width", "role"]), names, min_size=1)


@st.composite
def beginnings(draw: st.DrawFn) -> tuple[list[Row], dict[str, list[str]]]:
    """Factors, and some rows to begin with."""
    values = draw(factors)
    row = st.fixed_dictionaries({name: st.sampled_from(each) for name, each in values.items()})
    return draw(st.lists(row, max_size=3)), values


@given(beginnings(), st.integers(0, 20))
def test_every_value_is_tried_in_few_rows_and_no_row_is_made_up(
    beginning: tuple[list[Row], dict[str, list[str]]], turn: int
) -> None:
    first, values = beginning
    rows = covering(first, values, turn)
    assert rows[: len(first)] == first
    assert len(rows) <= len(first) + max(map(len, values.values()))
    for factor, each in values.items():
        assert {row[factor] for row in rows} == set(each)


def test_the_rows_of_all_pages_hold_every_pair_of_page_and_value() -> None:
    roles = {"home": ["head", "auditor", "employee"], "sign-in": ["stranger"]}
    begin = {
        page: [{"language": "ja", "width": "320", "role": each[0]}] for page, each in roles.items()
    }
    held = {
        (page, factor, value)
        for turn, page in enumerate(roles)
        for row in covering(begin[page], values_of(roles[page]), turn)
        for factor, value in row.items()
    }
    wanted = {
        pair
        for page, each in roles.items()
        for factor, values in values_of(each).items()
        for pair in product([page], [factor], values)
    }
    assert held == wanted


def values_of(roles: list[str]) -> dict[str, list[str]]:
    return {"language": ["ja", "en"], "width": ["320", "768", "1280"], "role": roles}
