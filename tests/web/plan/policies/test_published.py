"""The published policy: for everybody, without a cookie, and with nothing else on it."""

import re

import pytest
from sqlalchemy import delete
from werkzeug.test import TestResponse

from pms_tracker.database import session
from pms_tracker.plan.tables.policy_tables import Policy, PolicyRevision, PolicyVersion, Requirement
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, words


def ask(served: Served, address: str = "/policy", **headers: str) -> TestResponse:
    """As a browser that never was here."""
    return served.app.test_client().get(address, headers=headers)


def test_a_stranger_reads_the_policy_in_force_with_its_history_and_desk(served: Served) -> None:
    answer = ask(served, **{"Accept-Language": "ja"})
    assert answer.status_code == 200
    page = words(answer)
    for expected in (
        "みなと学習舎個人情報保護方針</h1>",
        "この方針に従って取り扱います。",
        "a. 教材の発送",
        "代表取締役 宮下 恒一",
        "平成30年4月1日</span><span>制定",
        "令和5年11月30日</span><span>改定",
        "0000-00-0000",
    ):
        assert expected in page
    assert page.count("みなと学習舎個人情報保護方針") == 2


def test_its_language_is_a_link_that_keeps_nothing(served: Served) -> None:
    english = ask(served, "/policy?lang=en", **{"Accept-Language": "ja"})
    page = words(english)
    assert '<html lang="en">' in page
    assert "30 November 2023" in page
    assert "教材の発送" in page
    assert 'href="/policy?lang=ja"' in page
    assert '<html lang="ja">' in words(ask(served, "/policy?lang=ja", **{"Accept-Language": "en"}))
    assert '<html lang="en">' in words(ask(served, "/policy?lang=x", **{"Accept-Language": "en"}))


@pytest.mark.parametrize("name", ["", "privacy_manager", "employee"])
@pytest.mark.parametrize("address", ["/policy", "/policy?lang=en", "/policy?lang="])
def test_no_cookie_is_set_for_anybody(visitor: Visitor, name: str, address: str) -> None:
    if name:
        visitor.as_(name)
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    page = words(answer)
    assert "<form" not in page
    assert "csrf" not in page
    # Whoever is signed in stays so.
    if name:
        assert visitor.get("/plan/policies/").status_code == 200


def test_no_other_record_is_mentioned(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.finding()
    page = words(visitor.as_("privacy_manager").get("/policy"))
    main = page.split("<main")[1]
    assert re.findall(r"\b(?:POL|AU|F|CA|MR)-\d", page) == []
    assert re.findall(r'href="[^"]*"', main) == []
    assert "藤森" not in page


def test_where_nothing_is_published_it_says_so_kindly(served: Served) -> None:
    with committing(served):
        for kind in (Requirement, PolicyRevision, PolicyVersion, Policy):
            session.execute(delete(kind))
    answer = ask(served, **{"Accept-Language": "ja"})
    assert answer.status_code == 404
    assert "まだ公表されていません" in words(answer)
    assert "Set-Cookie" not in answer.headers


def test_what_a_mail_set_around_a_text_that_was_kept_with_it_is_not_published(
    served: Served,
) -> None:
    own = "個人情報保護方針\n\n1. 守ります。\n  (1) 正しく取得します。\n2. 改善します。\n以上\n"
    quoted = "お世話になります。\n" + "".join(f"> {line}\n" for line in own.splitlines())
    with committing(served):
        made = builders.new_version(quoted)
        kept = made.text
    page = words(ask(served, **{"Accept-Language": "ja"}))
    assert "1. 守ります。</p>" in page
    assert "(1) 正しく取得します。</p>" in page
    assert "&gt;" not in page.split("<main")[1]
    assert "お世話に" not in page
    # What was signed is still what was kept.
    assert kept == quoted


def test_the_record_of_the_published_policy_leads_there(visitor: Visitor) -> None:
    page = words(visitor.as_("employee").get("/plan/policies/POL-001"))
    assert 'href="/policy"' in page
    assert "公表ページを見る" in page
