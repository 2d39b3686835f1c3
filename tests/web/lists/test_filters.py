"""What an address asks of a list: read strictly, and what is no answer left out quietly."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, request

from pms_tracker.check.findings import finding_lists
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import LARGEST, PAGE
from pms_tracker.kernel.days import Days, Due
from pms_tracker.web.lists.filters import Asked
from tests.cast import TODAY

pytestmark = pytest.mark.parametrize("served", ["sqlite"], indirect=True)

UNITS = [(7, "松本教室"), (8, "書店")]


@pytest.fixture
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/check/findings/"):
        yield


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("0", 0),
        (str(LARGEST), LARGEST),
        (str(LARGEST + 1), None),
        ("0" * 12 + "9" * 20, None),
        ("9" * 5000, None),
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
    assert Asked({"unit": text}).asks_for("unit") == number
    assert Asked({}).asks_for("unit") is None


@pytest.mark.usefixtures("page")
def test_only_what_is_offered_is_chosen_and_kept() -> None:
    asked = Asked({"unit": "8", "grade": "observation"})
    assert asked.number("unit", "部門", UNITS) == 8
    assert asked.member("grade", "等級", Grade) is Grade.OBSERVATION
    assert asked.kept == {"unit": "8", "grade": "observation"}
    assert [pick.words for pick in asked.picks] == ["書店", "観察事項"]
    for unit, grade in (("9", "OBSERVATION"), ("08", "worst"), ("", ""), ("x", " observation")):
        asked = Asked({"unit": unit, "grade": grade})
        assert asked.number("unit", "部門", UNITS) is None
        assert asked.member("grade", "等級", Grade) is None
        assert asked.kept == {}
        assert not asked.narrowed
        assert asked.words == []


@pytest.mark.usefixtures("page")
def test_words_are_trimmed_and_never_endless() -> None:
    assert Asked({"q": " 棚 "}).text() == "棚"
    assert len(Asked({"q": "あ" * 500}).text()) == 200
    assert Asked({}).text() == ""


@pytest.mark.parametrize("address", ["/?q=%00棚%00", "/?%00q=x&q=%00棚"])
def test_no_address_asks_by_the_character_that_no_database_takes(app: Flask, address: str) -> None:
    with app.test_request_context(address):
        assert "\0" not in "".join([*request.args, *request.args.values()])
        assert Asked(request.args).text() == "棚"


@pytest.mark.usefixtures("page")
def test_a_condition_from_a_link_is_said_and_can_be_taken_out_alone() -> None:
    asked = Asked({"found": "2026-04-01..2027-03-31", "standing": "1", "q": "棚", "x": "1"})
    assert asked.days("found", "発見日") == Days(date(2026, 4, 1), date(2027, 3, 31))
    assert asked.flag("standing", "取り下げたものを除く")
    assert asked.text() == "棚"
    said = ["発見日 2026年4月1日(水)〜2027年3月31日(水)", "取り下げたものを除く"]
    assert [each.words for each in asked.conditions] == said
    assert asked.words == [*said, "語句「棚」"]
    assert asked.hidden() == [("found", "2026-04-01..2027-03-31"), ("standing", "1")]
    left = parse_qs(urlsplit(asked.address(found=None)).query)
    assert left == {"standing": ["1"], "q": ["棚"]}
    wrong = Asked({"found": "2027..2026", "standing": "yes"})
    assert wrong.days("found", "発見日") is None
    assert not wrong.flag("standing", "取り下げたものを除く")
    assert wrong.kept == {}


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(
    ("asks", "said"),
    [
        ("2026-04-01..", "発見日 2026年4月1日(水)から"),
        ("..2026-04-01", "発見日 2026年4月1日(水)まで"),
    ],
)
def test_a_run_of_days_open_at_one_side_is_said_so(asks: str, said: str) -> None:
    asked = Asked({"found": asks})
    asked.days("found", "発見日")
    assert asked.words == [said]


@pytest.mark.usefixtures("page")
def test_a_linked_record_that_is_not_there_is_no_condition() -> None:
    asked = Asked({"requirement": "7"})
    assert asked.linked("requirement", "要求事項", {7: "3 安全管理"}.get) == 7
    assert asked.words == ["要求事項 3 安全管理"]
    assert Asked({"requirement": "8"}).linked("requirement", "要求事項", {}.get) is None
    assert Asked({"requirement": "x"}).linked("requirement", "要求事項", {}.get) is None


@pytest.mark.usefixtures("page")
def test_due_words_stand_for_days_seen_from_today() -> None:
    late = Asked({"due": "late"})
    assert late.due("期限") == Days(None, date(2026, 11, 23))
    assert [pick.words for pick in late.picks] == ["期限超過"]
    soon = Asked({"due": "soon"})
    assert soon.due("期限", offered=False) == Days(TODAY, date(2026, 12, 1))
    assert [each.words for each in soon.conditions] == ["期限 7日以内"]
    assert Asked({"due": "x"}).due("期限", offered=False) is None


@pytest.mark.usefixtures("page")
def test_a_run_of_due_days_from_a_link_stays_chosen_beside_late_soon_and_later() -> None:
    run = Asked({"due": "2026-11-01..2026-11-30"})
    assert run.due("期限") == Days(date(2026, 11, 1), date(2026, 11, 30))
    assert run.words == ["期限 2026年11月1日(日)〜2026年11月30日(月)"]
    assert run.conditions == []
    assert list(run.picks[0].offered.words) == [*Due, run.picks[0].chosen]
    linked = Asked({"due": "2026-11-24.."})
    assert linked.due("期限", offered=False) == Days(TODAY, None)
    assert linked.words == ["期限 2026年11月24日(火)から"]
    assert Asked({"due": "x"}).due("期限") is None


def sorted_by(**args: str) -> Asked:
    asked = Asked(args)
    asked.sort(finding_lists.SORTS, number="番号", found="発見日", unit="部門")
    asked.text()
    return asked


@pytest.mark.usefixtures("page")
def test_a_head_sorts_by_its_column_and_then_turns_the_order_round() -> None:
    plain = sorted_by(q="棚", after="12")
    assert plain.sort_head("number", falling=True)[2] == "descending"
    assert plain.sort_head("unit") == ("部門", "/check/findings/?q=%E6%A3%9A&sort=unit", "")
    assert plain.sort_head("found", falling=True)[1].endswith("sort=-found")
    by_unit = sorted_by(sort="unit")
    assert by_unit.sort_head("unit") == ("部門", "/check/findings/?sort=-unit", "ascending")
    assert by_unit.sort_head("number", falling=True) == ("番号", "/check/findings/", "")
    assert by_unit.words == ["部門の昇順"]
    assert sorted_by(sort="-unit").words == ["部門の降順"]
    assert sorted_by(sort="title").kept == {}
    assert sorted_by(sort="-number").kept == {}


@pytest.mark.usefixtures("page")
def test_the_next_page_keeps_what_was_asked_for_and_nothing_else() -> None:
    rows = [SimpleNamespace(id=number, unit_id=3) for number in range(PAGE + 1, 0, -1)]
    asked = sorted_by(q="棚", sort="-unit", after="4~70", other="x")
    assert len(asked.page(rows)) == PAGE
    assert asked.next_url is not None
    kept = {"q": ["棚"], "sort": ["-unit"], "after": ["3~2"]}
    assert parse_qs(urlsplit(asked.next_url).query) == kept
    assert asked.first_url == "/check/findings/?sort=-unit&q=%E6%A3%9A"
    last = sorted_by(q="棚")
    assert last.page(rows[:PAGE]) == rows[:PAGE]
    assert last.next_url is None
    assert last.first_url is None
