"""Saved views on the pages: tabs above a list, kept and removed by forms without any script."""

from typing import Any

import pytest
from flask import Flask, g

from pms_tracker.database import session
from pms_tracker.desk.desk_tables import SavedView
from pms_tracker.web import routes
from pms_tracker.web.lists.filters import Asked
from pms_tracker.web.lists.list_pages import ListPage
from tests import builders
from tests.cast import viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LISTS = {"cases": "/act/cases/", "findings": "/check/findings/", "audits": "/check/audits/"}


class Address(dict[str, str]):
    """An address that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.read: set[str] = set()

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        self.read.add(name)
        return default


@pytest.mark.parametrize("listed", routes.LISTS, ids=lambda listed: listed.key)
def test_a_view_knows_every_condition_that_its_list_reads(
    app: Flask, listed: ListPage[Any]
) -> None:
    g.viewer = viewer("representative")
    address = Address()
    listed.wanted(Asked(address))
    # Where a page of the list begins is no condition.
    assert listed.conditions == address.read - {"after"}
    assert all(view.keys() <= listed.conditions for _name, view in listed.views)


def kept(visitor: Visitor, page: str, address: str, name: str, **more: str) -> str:
    """Name the conditions of an address by the form on its page; says where that led."""
    sent = form(visitor.get(address), "/views/")
    assert sent["page"] == page
    answer = visitor.post("/views/", **{**sent, "name": name, **more})
    assert answer.status_code == 302, words(answer)
    return answer.location


@pytest.fixture
def filed(served: Served) -> Served:
    with committing(served):
        builders.case()
    return served


@pytest.mark.parametrize("page", LISTS)
def test_the_conditions_of_a_list_are_kept_under_a_name(
    filed: Served, visitor: Visitor, page: str
) -> None:
    visitor.as_("head")
    address = f"{LISTS[page]}?unit=4&q=&before=99&x=1"
    assert kept(visitor, page, address, " 松本の分 ") == f"{LISTS[page]}?unit=4"
    shown = words(visitor.get(f"{LISTS[page]}?unit=4"))
    assert "「松本の分」として条件を保存しました。" in shown
    assert f'href="{LISTS[page]}?unit=4" aria-current="page"><span>松本の分' in shown
    assert shown.count('aria-current="page"><span>') == 1
    # It is nobody else's, and on no other list.
    other = next(each for each in LISTS.values() if each != LISTS[page])
    assert "松本の分" not in words(visitor.get(other))
    assert "松本の分" not in words(visitor.as_("privacy_manager").get(LISTS[page]))


def test_the_views_that_a_list_always_has_are_marked_by_what_they_ask(
    filed: Served, visitor: Visitor
) -> None:
    visitor.as_("head")
    always = {listed.key: listed.views for listed in routes.LISTS}
    for page, where in LISTS.items():
        for name, asked in always[page]:
            query = "&".join(f"{key}={value}" for key, value in asked.items())
            shown = words(visitor.get(f"{where}?{query}"))
            assert f'aria-current="page"><span>{name}</span>' in shown, (page, query)
        nobody = words(visitor.get(f"{where}?unit=4&state=x"))
        assert 'aria-current="page"><span>' not in nobody.split("<main")[1]


@pytest.mark.both_databases
def test_a_shared_view_shows_each_reader_only_what_they_may_see(
    filed: Served, visitor: Visitor
) -> None:
    kept(visitor.as_("privacy_manager"), "cases", "/act/cases/?state=planning", "計画", shared="y")
    for name, sees in (("head", True), ("other_head", False), ("employee", False)):
        visitor.as_(name)
        shown = words(visitor.get("/act/cases/?state=planning"))
        assert "<span>計画</span>" in shown
        assert "藤森 奈緒さん" in shown
        assert ("CA-2026-001" in shown) is sees, name
        assert "/views/1/remove" not in shown


def test_a_view_without_a_name_or_room_is_refused_with_all_that_was_typed(
    filed: Served, visitor: Visitor
) -> None:
    visitor.as_("head")
    sent = form(visitor.get("/act/cases/?state=planning"), "/views/")
    for name, status, told in (
        (" ", 400, "条件に付ける名前を入力してください。"),
        ("x" * 61, 400, "60文字まで"),
        ("一\n二", 400, "1行で入力してください。"),
    ):
        answer = visitor.post("/views/", **{**sent, "name": name, "shared": "y"})
        assert answer.status_code == status
        assert told in words(answer)
        again = form(answer, "/views/")
        assert again["query"] == "state=planning"
        assert again["shared"] == "y"
        assert 'href="/act/cases/?state=planning"' in words(answer)
    for number in range(30):
        visitor.post("/views/", **{**sent, "name": f"条件{number}"})
    full = visitor.post("/views/", **{**sent, "name": "もうひとつ"})
    assert full.status_code == 409
    assert "30件まで" in words(full)
    long = visitor.post("/views/", page="cases", query="q=" + "%E9%95%B7" * 200, name="長い")
    assert long.status_code == 400
    assert visitor.post("/views/", page="people", query="", name="x").status_code == 400


@pytest.mark.both_databases
def test_its_saver_shares_and_removes_a_view_by_small_forms(
    filed: Served, visitor: Visitor
) -> None:
    visitor.as_("head")
    kept(visitor, "findings", "/check/findings/?grade=observation", "観察")
    share = form(visitor.get("/check/findings/"), "/views/1/share")
    assert share == {"shared": "1"}
    assert visitor.post("/views/1/share", **share).location.endswith("?grade=observation")
    assert form(visitor.get("/check/findings/"), "/views/1/share") == {"shared": "0"}
    there = words(visitor.as_("owner").get("/check/findings/?state=open"))
    assert "観察</span>" in there
    assert visitor.post("/views/1/remove").status_code == 403
    assert visitor.post("/views/1/share", shared="0").status_code == 403
    visitor.as_("audit_manager")
    sent = form(visitor.get("/check/findings/?state=open"), "/views/1/remove")
    assert visitor.post("/views/1/remove", **sent).location == "/check/findings/?state=open"
    assert visitor.post("/views/1/remove").status_code == 404
    with reading(filed):
        assert session.get(SavedView, 1) is None


def test_an_address_of_any_bytes_is_taken_quietly(filed: Served, visitor: Visitor) -> None:
    visitor.as_("head")
    for query in ("?q=%FF%FE", "?q=%00", "?state=" + "x" * 300, "?%26=1&q=a%0Ab", "?q=<b>\"'"):
        for where in LISTS.values():
            answer = visitor.get(where + query)
            assert answer.status_code == 200
            assert "<b>\"'" not in answer.get_data(as_text=True)
