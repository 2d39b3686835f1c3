"""The page of the trail: everything that happened in order, and whether the chain still holds."""

import re

import pytest
from sqlalchemy import text

from pms_tracker.act.rules import CaseState
from pms_tracker.trail import trail
from tests import builders
from tests.cast import IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading

INTACT = "書き換えられた記録はありません。"
PAGE = 50


def tamper(served: Served) -> None:
    """Change an entry as somebody with the database's own tools would."""
    with served.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            triggers = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for name in list(triggers):
                connection.execute(text(f'DROP TRIGGER "{name}"'))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text("UPDATE trail_entry SET actor_name = 'だれか' WHERE number = 5"))
        if connection.dialect.name != "sqlite":
            connection.execute(text("SET session_replication_role = DEFAULT"))


@pytest.mark.parametrize("key", ["auditor", "head", "employee", "administrator"])
def test_the_trail_is_read_by_those_who_answer_for_it(visitor: Visitor, key: str) -> None:
    assert visitor.as_(key).get("/trail/").status_code == 403
    assert visitor.as_("representative").get("/trail/").status_code == 200


def test_every_entry_is_in_words_and_leads_to_its_record(served: Served, visitor: Visitor) -> None:
    with committing(served):
        case = builders.case_in(CaseState.SENT_BACK).reference
    page = visitor.as_("privacy_manager").get("/trail/").text
    assert f'href="/act/cases/{case}"' in page
    assert "原因が人の不注意で止まっています。" in page
    for said in ("差戻し", "提出", "所見を記録", "監査を計画", "藤森 奈緒"):
        assert said in page, said
    assert not re.search(r"[a-z]+_[a-z]+", re.sub(r"<[^>]*>", "", page.split("<main")[1]))


def test_the_chain_is_checked_on_request_and_a_changed_entry_is_named(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager")
    assert INTACT not in visitor.get("/trail/").text
    with reading(served):
        number, digest = trail.head()
    page = visitor.get("/trail/?verify=1").text
    assert f"{number}件のつながりを確かめました。{INTACT}" in page
    assert f"{digest[:4]} {digest[4:8]}" in page
    tamper(served)
    page = visitor.get("/trail/?verify=1").text
    assert INTACT not in page
    assert "第5号：記録が書き換えられています" in page
    served.dirty = True


def test_older_entries_are_a_page_away_and_a_page_costs_the_same(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager").get("/trail/")
    with visitor.counting() as few:
        visitor.get("/trail/")
    with committing(served):
        for _ in range(PAGE):
            trail.note(f"person-{IDS['head']}", "password_changed", by=viewer("head").actor)
    with reading(served):
        last, _digest = trail.head()
    with visitor.counting() as many:
        page = visitor.get("/trail/").text
    assert len(many) == len(few)
    assert len(many) <= 8
    numbers = [int(found) for found in re.findall(r"第(\d+)号", page)]
    assert numbers == list(range(last, last - PAGE, -1))
    older = visitor.get(f"/trail/?after={numbers[-1]}").text
    assert int(re.findall(r"第(\d+)号", older)[0]) == numbers[-1] - 1
    for before in ("0", "x", "-1", "9" * 40, "２"):
        assert visitor.get(f"/trail/?after={before}").status_code == 200, before
