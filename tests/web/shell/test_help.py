"""Help where one stands: the panel of a page, the guides, the glossary, and what a search finds."""

import re

import pytest

from pms_tracker.web.guides import shelf
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import HELP, committing, words
from tests.web.door.test_access import ON_SQLITE

CASE = "/act/cases/CA-2026-001"


def panel(text: str) -> str:
    """The folded help of a page; empty where it has none."""
    found = HELP.search(text)
    return found[0] if found else ""


@pytest.fixture
def with_a_case(served: Served) -> Visitor:
    with committing(served):
        builders.case(builders.audit())
    return Visitor(served).as_("head")


def test_a_record_says_folded_how_to_use_it_and_what_its_words_mean(with_a_case: Visitor) -> None:
    said = panel(with_a_case.get(CASE).text)
    assert "1件の是正処置を、計画から有効性の確認まで記録します。" in said
    assert "部門責任者は、応急処置、原因、是正処置、期限を書いて提出します。" in said
    assert "不適合の原因を取り除き、再発を防ぐ処置です。" in said
    assert '<a href="/help/terms/act#corrective_action">是正処置</a>' in said
    assert " open" not in said.partition(">")[0]
    # The list and the record are used differently.
    assert said != panel(with_a_case.get("/act/cases/").text) != ""


def test_help_is_said_in_the_readers_language(with_a_case: Visitor) -> None:
    with_a_case.post("/language", language="en")
    said = panel(with_a_case.get(CASE).text)
    assert "How to use" in said
    assert "After approval, the owner carries it out and reports with evidence." in said
    assert '<a href="/help/terms/act#corrective_action">Corrective action</a>' in said


def test_a_form_that_is_refused_keeps_its_help(with_a_case: Visitor) -> None:
    visitor = with_a_case.as_("privacy_manager")
    asked = visitor.get("/act/cases/new")
    refused = visitor.post("/act/cases/")
    assert refused.status_code == 400
    assert panel(refused.text) == panel(asked.text) != ""
    # Its address answers to nothing but POST: the record is shown again, with the record's help.
    head = visitor.as_("head")
    refused = head.post(f"{CASE}/plan")
    assert refused.status_code == 400
    assert panel(refused.text) == panel(head.get(CASE).text) != ""


def test_a_page_that_failed_explains_itself(with_a_case: Visitor) -> None:
    for address in ("/act/cases/CA-2026-999", "/nowhere", "/help/nowhere"):
        answer = with_a_case.get(address)
        assert answer.status_code == 404, address
        assert panel(answer.text) == "", address


def test_every_word_of_every_guide_leads_to_its_meaning(visitor: Visitor) -> None:
    visitor.as_("employee")
    pages = {group: visitor.get(f"/help/terms/{group}").text for group in shelf.TERMS}
    for key in shelf.BY_KEY:
        answer = visitor.get(f"/help/{key}")
        links = re.findall(r'href="/help/terms/(\w+)#(\w+)"', answer.text)
        assert len(links) == len(shelf.BY_KEY[key].terms), key
        for group, term in links:
            assert f'<div id="{term}">' in pages[group], term
            assert f'href="/help/{key}"' in pages[group], (key, term)


def test_a_term_says_the_j_item_it_comes_from_and_its_name_in_the_other_language(
    visitor: Visitor,
) -> None:
    text = words(visitor.as_("employee").get("/help/terms/act"))
    said = text.partition('<div id="corrective_action">')[2].partition("</div>")[0]
    assert '<span class="caption d-block" lang="en">Corrective action</span>' in said
    assert "出典：J.7.1 不適合及び是正処置" in said
    visitor.post("/language", language="en")
    text = words(visitor.get("/help/terms/check"))
    said = text.partition('<div id="nonconformity">')[2].partition("</div>")[0]
    assert 'lang="ja">不適合</span>' in said
    assert "J.7.1 Nonconformity and corrective action, JIS Q 19011:2019 3.21" in said


def test_a_guide_leads_to_its_page_where_the_reader_may_open_it(visitor: Visitor) -> None:
    assert 'href="/check/auditors/"' in visitor.as_("audit_manager").get("/help/auditors").text
    assert 'href="/check/auditors/"' not in visitor.as_("head").get("/help/auditors").text
    # One of many records is no place to lead to.
    assert 'href="/act/cases/' not in visitor.get("/help/case").text.partition("<main")[2]


@ON_SQLITE
@pytest.mark.parametrize(
    "typed", ["特性要因図", "Fishbone", "ｆｉｓｈｂｏｎｅ　ｄｉａｇｒａｍ", "要因図"]
)
def test_the_search_finds_a_term_in_either_language(visitor: Visitor, typed: str) -> None:
    visitor.as_("employee")
    found = visitor.client.get("/find", query_string={"q": typed})
    main = found.text.partition("<main")[2]
    assert '<a href="/help/terms/act#fishbone">特性要因図</a>' in main
    assert "見つかりませんでした" not in main


@ON_SQLITE
def test_the_search_finds_the_terms_of_a_j_item_and_the_guides(visitor: Visitor) -> None:
    visitor.as_("employee")
    main = visitor.get("/find?q=J.6.3").text.partition("<main")[2]
    assert 'href="/help/terms/act#management_review"' in main
    assert 'href="/help/terms/act#corrective_action"' not in main
    main = visitor.get("/find?q=議事録").text.partition("<main")[2]
    assert '<a href="/help/minutes">議事録の作成</a>' in main
    assert '<a href="/help/terms/act#minutes">議事録</a>' in main
    main = visitor.get("/find?q=監査").text.partition("<main")[2]
    terms = set(re.findall(r"/help/terms/\w+#(\w+)", main))
    assert terms >= {"internal_audit", "auditor", "audit_report"}
    assert not terms & {"complaint", "policy"}
    assert 'href="/help/audit">監査</a>' in main


def test_who_sees_no_records_searches_words_alone(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case(builders.audit())
    for name, theme in (("administrator", "見つかりませんでした"), ("head", "CA-2026-001")):
        main = visitor.as_(name).get("/find?q=棚").text.partition("<main")[2]
        assert theme in main, name
        assert ("CA-2026-001" in main) is (name == "head")
    main = visitor.as_("administrator").get("/find?q=不適合").text.partition("<main")[2]
    assert 'href="/help/terms/check#nonconformity"' in main


def test_help_asks_the_database_for_nothing_of_its_own(visitor: Visitor) -> None:
    visitor.as_("employee")
    costs = []
    for address in ("/me/", "/help/", "/help/case", "/help/terms/plan"):
        with visitor.counting() as statements:
            assert visitor.get(address).status_code == 200
        costs.append(len(statements))
    settings, *helping = costs
    assert max(helping) <= settings
