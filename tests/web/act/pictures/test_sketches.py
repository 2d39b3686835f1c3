"""Pictures of what is being typed: a piece of the page of a case, and nothing of it is kept."""

import pytest

from pms_tracker.act.tables.case_tables import CaseRound
from pms_tracker.database import session
from pms_tracker.kernel.profile import Part
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

CASE = "/act/cases/CA-2026-001"
WHYS, BONES = f"{CASE}/sketch/whys", f"{CASE}/sketch/fishbone"


@pytest.fixture
def case(served: Served) -> Served:
    with committing(served):
        builders.profile(Part.WHYS, Part.FISHBONE)
        builders.case()
    return served


def test_what_is_typed_comes_back_as_the_page_draws_it(case: Served, visitor: Visitor) -> None:
    answer = visitor.as_("head").post(WHYS, whys="棚が開いていた\n> <b>手順がない")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text.count("<rect") == 2
    assert "&lt;b&gt;手順がない" in answer.text
    assert 'data-said="図に2個を描きました。"' in words(answer)
    assert "<html" not in answer.text
    typed = {"fishbone_people": "担当が替わる\n> 様式がない", "fishbone_system": "鍵がない"}
    drawn = visitor.post(BONES, **typed)
    assert drawn.status_code == 200
    assert drawn.text.count('class="area"') == 2
    assert "図に3個を描きました。" in words(drawn)
    assert "様式がない" in words(drawn)
    # What the form shows after it was handed in without its cause is the very same picture.
    sent = {**form(visitor.get(CASE), f"{CASE}/plan"), **typed}
    assert drawn.text.strip() in visitor.post(f"{CASE}/plan", **sent).text
    with reading(case):
        assert session.get_one(CaseRound, 1).fishbone == {}


@pytest.mark.parametrize("typed", [{}, {"whys": " \n", "fishbone_people": "\u3000\n>"}])
def test_where_nothing_is_typed_nothing_is_drawn(
    case: Served, visitor: Visitor, typed: dict[str, str]
) -> None:
    visitor.as_("head")
    for url in (WHYS, BONES):
        answer = visitor.post(url, **typed)
        assert (answer.status_code, answer.text.strip()) == (200, "")


@pytest.mark.parametrize(
    ("url", "typed", "told"),
    [
        (WHYS, {"whys": "棚\n" * 41}, "「なぜ」は40個まで"),
        (WHYS, {"whys": "棚" * 4001}, "4000文字まで"),
        (
            BONES,
            {"fishbone_people": "棚\n" * 13},
            "人：特性要因図の1つの区分に書ける要因は12個まで",
        ),
        (BONES, {"fishbone_people": "棚" * 101}, "1つ100文字まで"),
        (BONES, {"fishbone_management": "棚\n" * 1001}, "2000文字まで"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_its_place(
    case: Served, visitor: Visitor, url: str, typed: dict[str, str], told: str
) -> None:
    refused = visitor.as_("head").post(url, **typed)
    assert refused.status_code == 422
    assert told in words(refused)
    assert 'class="whys' not in refused.text
    assert "<html" not in refused.text


def test_doors_of_the_pictures(case: Served, visitor: Visitor) -> None:
    for url in (WHYS, BONES):
        assert visitor.post(url).location.startswith("/sign-in")
    for url in (WHYS, BONES):
        for name, status in (("head", 200), ("privacy_manager", 200), ("other_head", 404)):
            assert visitor.as_(name).post(url, whys="棚").status_code == status, name
        visitor.as_("head")
        assert visitor.get(url).status_code == 405
        assert visitor.post(url, token=False, whys="棚").status_code == 400
        assert visitor.post(url.replace("001", "009")).status_code == 404
