"""The page of two editions side by side."""

import re
from typing import Any

import pytest
from flask import g

from pms_tracker.plan.policies import versions
from pms_tracker.web.pictures import papers
from pms_tracker.web.plan.policies import comparison_page
from tests import builders
from tests.cast import IDS, POLICY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

RECORD = "/plan/policies/POL-001"
COMPARE = f"{RECORD}/compare"
SECOND = POLICY.replace("a. 教材の発送", "a. 教科書の発送").replace("宮下 恒一", "宮下 恒二")
THIRD = SECOND.replace("2. 開示等の請求等\n", "2. 個人情報の廃棄\n3. 開示等の請求等\n")


@pytest.fixture
def revised(served: Served) -> Served:
    """Three editions of the cast's policy."""
    with committing(served):
        for text in (SECOND, THIRD):
            builders.new_version(text)
    return served


def cells(page: str) -> list[str]:
    return re.findall(r"<td\b[^>]*>(.*?)</td>", page, re.DOTALL)


def heads(page: str) -> list[str]:
    found = re.findall(r'<th scope="col">(.*?)</th>', page)
    return [re.sub("<[^>]+>", "", each) for each in found]


def test_the_latest_two_editions_are_compared_unless_others_are_asked_for(
    revised: Served, visitor: Visitor
) -> None:
    visitor.as_("employee")
    page = words(visitor.get(COMPARE))
    assert heads(page) == ["改定前 第2版 2026年11月24日(火)", "改定後 第3版 2026年11月24日(火)"]
    assert "<ins>個人情報の廃棄</ins>" in page
    assert "新設" in page or "番号の変更" in page
    assert "教科書" not in page.split("<table")[1]
    page = words(visitor.get(f"{COMPARE}?old=1&new=2"))
    assert "<del>教材</del>の発送" in page
    assert "<ins>教科書</ins>の発送" in page
    assert "<ins>恒二</ins>" in page
    assert "1(2)・a" in page or "1(2)a" in page
    assert heads(page)[0] == "改定前 第1版 2023年11月30日(木)"


def test_what_did_not_change_is_shown_on_request(revised: Served, visitor: Visitor) -> None:
    visitor.as_("head")
    short = words(visitor.get(f"{COMPARE}?old=1&new=2"))
    assert len(cells(short)) == 4
    assert f'{COMPARE}?show=all&old=1&new=2"' in short
    whole = words(visitor.get(f"{COMPARE}?old=1&new=2&show=all"))
    assert "法令と国が定める指針" in whole
    assert len(cells(whole)) > 12
    assert "変わった箇所 2件" in whole


def test_an_edition_beside_itself_or_none_at_all_is_answered(
    revised: Served, visitor: Visitor
) -> None:
    visitor.as_("employee")
    page = words(visitor.get(f"{COMPARE}?old=3&new=3"))
    assert "変わった箇所 0件" in page
    assert "<table" not in page
    for asked in ("old=9&new=x", "old=&new=", "old=-1"):
        assert "第3版" in heads(words(visitor.get(f"{COMPARE}?{asked}")))[1]
    assert visitor.get("/plan/policies/POL-009/compare").status_code == 404


def test_the_record_links_to_it_once_there_are_two_editions(
    served: Served, visitor: Visitor, request: pytest.FixtureRequest
) -> None:
    visitor.as_("employee")
    assert COMPARE not in words(visitor.get(RECORD))
    assert "版がまだ1つなので" in words(visitor.get(COMPARE))
    request.getfixturevalue("revised")
    assert f'href="{COMPARE}"' in words(visitor.get(RECORD))


def test_it_is_saved_as_a_paper_with_the_names_of_who_drafted_and_approved(
    revised: Served, visitor: Visitor
) -> None:
    visitor.as_("employee")
    assert f'href="{COMPARE}.pdf?old=1&new=2"' in words(visitor.get(f"{COMPARE}?old=1&new=2"))
    short = visitor.get(f"{COMPARE}.pdf?old=1&new=2")
    assert (short.status_code, short.mimetype) == (200, "application/pdf")
    assert short.headers["Content-Disposition"] == 'attachment; filename="POL-001-1-2.pdf"'
    assert short.data.startswith(b"%PDF-")
    whole = visitor.get(f"{COMPARE}.pdf?old=1&new=2&show=all")
    assert len(whole.data) > len(short.data)
    assert visitor.get(f"{COMPARE}.pdf?old=3&new=3").status_code == 200
    assert visitor.get("/plan/policies/POL-009/compare.pdf").status_code == 404


def test_what_the_paper_holds_is_what_the_page_shows(revised: Served) -> None:
    with reading(revised):
        g.viewer = viewer("employee")
        policy = builders.policy()
        new, old, _first = versions.of_policy(policy.id)
        told: Any = comparison_page._as_data(policy, old, new, [])
    assert [each["name"] for each in told["boxes"]] == ["宮下 恒一", "藤森 奈緒"]
    assert str(told["new"]).startswith("改定後 第3版")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by": "other_head"}, "宮下 恒一さんの代理 電子承認"),
        (
            {"by": "audit_manager", "on_paper_by": IDS["representative"], "scanned": True},
            "書面・入力 有賀 俊",
        ),
    ],
)
def test_the_paper_says_for_whom_or_by_whom_it_was_entered(
    served: Served, changes: dict[str, Any], said: str
) -> None:
    with committing(served):
        builders.absent("representative", "other_head")
        builders.decide_version(builders.submitted(SECOND), **changes)
    with reading(served):
        g.viewer = viewer("employee")
        policy = builders.policy()
        new, old = versions.of_policy(policy.id)
        told: Any = comparison_page._as_data(policy, old, new, [])
    assert " ".join(told["boxes"][0]["notes"]).startswith(said)


def test_words_of_a_policy_are_never_markup() -> None:
    data = {
        "lang": "ja", "company": "#pagebreak()", "form": "$x$", "reference": "POL-001",
        "title": "*題*", "facts": [("日", "#panic()")], "old": "前", "new": "後",
        "boxes": [papers.box("*承認*", "$")], "approvals": "#x", "stamp": "", "day": "", "foot": [],
        "rows": [{"old": None, "new": {"path": "1", "pieces": [
            {"words": "#import \"x\"\n次の行", "change": "added"}]}, "change": "新設"}],
        "nothing": "（なし）", "unchanged": "", "legend": "",
    }  # fmt: skip
    assert papers.set_paper("comparison", data).startswith(b"%PDF-")
