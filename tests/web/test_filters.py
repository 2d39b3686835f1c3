"""What an address asks of a list: read strictly, and what is no answer left out quietly."""

from types import SimpleNamespace

import pytest
from flask import Flask

from pms_tracker.check.rules import Grade
from pms_tracker.web.filters import LARGEST, Asked, next_page

pytestmark = pytest.mark.parametrize("served", ["sqlite"], indirect=True)


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("007", 7),
        ("0", 0),
        (str(LARGEST), LARGEST),
        (str(LARGEST + 1), LARGEST),
        ("9" * 5000, LARGEST),
        ("", None),
        (" 7", None),
        ("-7", None),
        ("7.0", None),
        ("７", None),
        ("²", None),
        ("x", None),
        ("7\x00", None),
    ],
)
def test_a_number_is_one_that_an_id_could_be(text: str, number: int | None) -> None:
    assert Asked({"unit": text}).number("unit") == number
    assert Asked({}).number("unit") is None


@pytest.mark.usefixtures("served")
def test_a_member_is_known_by_its_value_alone() -> None:
    assert Asked({"grade": "observation"}).member("grade", Grade) is Grade.OBSERVATION
    for unknown in ("OBSERVATION", "worst", "", " observation"):
        assert Asked({"grade": unknown}).member("grade", Grade) is None
    assert Asked({}).member("grade", Grade) is None


@pytest.mark.usefixtures("served")
def test_words_are_trimmed_and_never_endless() -> None:
    assert Asked({"q": " 棚 "}).text("q") == "棚"
    assert len(Asked({"q": "あ" * 500}).text("q")) == 200
    assert Asked({}).text("q") == ""


def test_the_next_page_keeps_the_filters_and_nothing_else(app: Flask) -> None:
    rows = [SimpleNamespace(id=number) for number in (9, 8, 7)]
    address = "/check/findings/?q=棚&grade=observation&before=12&other=x"
    with app.test_request_context(address):
        assert next_page(rows, 4) is None
        assert next_page([], 3) is None
        found = next_page(rows, 3)
    assert found is not None
    assert found.startswith("/check/findings/?")
    assert set(found.partition("?")[2].split("&")) == {
        "q=%E6%A3%9A",
        "grade=observation",
        "before=7",
    }
