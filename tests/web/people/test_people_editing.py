"""Pages that correct people and units: both versions for whoever comes second, nothing lost."""

import re

import pytest

from pms_tracker.database import session
from pms_tracker.people.changes import naming
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Person
from tests.cast import IDS, TODAY, UNIT_IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import form, reading, words

PERSON = f"/people/{IDS['owner']}/edit"
UNIT = f"/people/units/{UNIT_IDS['書店']}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("はら だいち", "ハラ ダイチ"),
        ("ﾊﾗ　ﾀﾞｲﾁ", "ハラ ダイチ"),
        (" ジョン・スミス ", "ジョン・スミス"),
        ("Jörg O’Neil", "Jörg O’Neil"),
        ("", ""),
    ],
)
def test_a_reading_is_kept_in_katakana_however_typed(
    served: Served, visitor: Visitor, typed: str, kept: str
) -> None:
    sent = form(visitor.as_("administrator").get(PERSON), PERSON)
    assert visitor.post(PERSON, **{**sent, "reading": typed}).status_code == 302
    with reading(served):
        assert session.get_one(Person, IDS["owner"]).reading == kept


def test_a_name_changes_from_a_day_and_the_former_one_is_shown(
    served: Served, visitor: Visitor
) -> None:
    sent = form(visitor.as_("administrator").get(PERSON), PERSON)
    for wrong in ({"name": " "}, {"reading": "原"}, {"name": "あ" * 101}, {"since_on": "昨日"}):
        refused = visitor.post(PERSON, **{**sent, **wrong})
        assert refused.status_code == 400
        assert next(iter(wrong.values())).strip() in words(refused)
    changed = {**sent, "name": "森 🌸 大地", "since_on": "R8.11.24"}
    assert visitor.post(PERSON, **changed).location == f"/people/{IDS['owner']}"
    page = words(visitor.get(f"/people/{IDS['owner']}"))
    assert "森 🌸 大地" in page
    assert re.search(r"以前の名前.*原 大地", page, re.DOTALL)
    with reading(served):
        assert [each.name for each in naming.of_person(IDS["owner"])] == ["原 大地"]


def test_the_later_of_two_sees_both_and_loses_nothing(visitor: Visitor) -> None:
    visitor.as_("administrator")
    for page, name, first, second in (
        (PERSON, "name", "森 大地", "林 大地"),
        (UNIT, "name", "物販部", "売店部"),
        ("/company/", "name", "甲株式会社", "乙株式会社"),
    ):
        sent = form(visitor.get(page), page)
        assert visitor.post(page, **{**sent, name: first}).status_code == 302
        told = visitor.post(page, **{**sent, name: second})
        assert told.status_code == 409, page
        assert first in words(told)
        assert f'value="{second}"' in told.text
        assert "現在登録されている内容" in told.text
        again = form(told, page)
        assert visitor.post(page, **again).status_code == 302, page
        assert second in words(visitor.get(page))


def test_a_unit_is_merged_and_leaves_the_list_but_not_its_page(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("administrator")
    refused = visitor.post(f"{UNIT}/merge", into_id=UNIT_IDS["書店"])
    assert refused.status_code == 400
    assert visitor.post(f"{UNIT}/merge", into_id=UNIT_IDS["教務部"]).location == UNIT
    listed = visitor.get("/people/").text
    assert f'href="{UNIT}"' not in listed
    page = words(visitor.get(UNIT))
    for said in ("廃止", "北原 美穂", "教務部"):
        assert said in page
    assert f'value="{UNIT_IDS["書店"]}"' not in visitor.get("/people/new").text
    with reading(served):
        assert people.viewer(IDS["employee"], TODAY).unit_ids == {UNIT_IDS["教務部"]}


def test_a_unit_is_closed_by_its_page(visitor: Visitor) -> None:
    visitor.as_("administrator")
    late = visitor.post(f"{UNIT}/close", until_on="2026/11/01")
    assert late.status_code == 400
    assert 'value="2026/11/01"' in late.text
    assert visitor.post(f"{UNIT}/close").location == UNIT
    assert "廃止予定" in visitor.get(UNIT).text


def test_others_read_of_a_unit_and_change_nothing(visitor: Visitor) -> None:
    for key in ("head", "privacy_manager"):
        page = visitor.as_(key).get(UNIT)
        assert page.status_code == 200
        assert "統合する" not in page.text
        for address in (UNIT, f"{UNIT}/close", f"{UNIT}/merge", PERSON):
            assert visitor.post(address).status_code == 403
    assert visitor.get("/people/units/999999").status_code == 404
