"""Findings like the one being written: a piece of its page, within what the reader may see."""

import re

import pytest

from tests import builders
from tests.cast import IDS, UNIT_IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, words

pytestmark = pytest.mark.both_databases

ROW = "/check/audits/AU-2026-001/checklist/1"
URL = f"{ROW}/similar"


def found(text: str) -> list[str]:
    return re.findall(r">(F-\d{4}-\d{3})<", text)


def test_what_is_typed_brings_the_most_alike_to_the_top(served: Served, visitor: Visitor) -> None:
    with committing(served):
        within = builders.audit()
        builders.finding(within, 1, fact="受付の棚に保管期限を過ぎた申込書があった。")
        builders.finding(within, 2, fact="顧客名簿の画面が開いたままだった。")
    visitor.as_("auditor")
    # Without typing, those of the requirement stand in the page itself.
    assert found(words(visitor.get(f"{ROW}/finding"))) == ["F-2026-001", "F-2026-002"]
    answer = visitor.post(URL, fact="顧客名簿が見えた", evidence="")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert found(words(answer)) == ["F-2026-002", "F-2026-001"]
    assert "<html" not in answer.text
    assert found(words(visitor.post(URL))) == ["F-2026-001", "F-2026-002"]


def test_nothing_is_shown_that_the_reader_may_not_see(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.finding(fact="松本教室の申込書。")
        builders.audit(unit_id=UNIT_IDS["本部"], team_ids=[IDS["second_auditor"]])
    url = URL.replace("001", "002")
    assert found(words(visitor.as_("audit_manager").post(url, fact="申込書"))) == ["F-2026-001"]
    assert found(words(visitor.as_("second_auditor").post(url, fact="申込書"))) == []
    assert "まだありません" in words(visitor.post(url, fact="申込書"))


def test_doors_of_likeness(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.audit()
    for name, status in (("auditor", 200), ("head", 403), ("second_auditor", 404)):
        assert visitor.as_(name).post(URL, fact="申込書").status_code == status, name
    assert visitor.as_("auditor").get(URL).status_code == 405
    assert visitor.post(URL, token=False, fact="申込書").status_code == 400
    assert visitor.post(f"{ROW[:-1]}9/similar", fact="申込書").status_code == 404
    assert visitor.post(URL, fact="あ" * 100_000).status_code == 200
