"""A number that looks like a My Number is kept nowhere, whichever form or file name it comes by."""

from io import BytesIO

import pytest
from sqlalchemy import select

from pms_tracker.database import Table, session
from pms_tracker.do.rules.ledger.first_answer_rules import Question
from tests.databases import Served
from tests.do.test_ledger import approved
from tests.do.test_ledger_merging import an_entry
from tests.do.test_ledger_reviews import opened
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.do.test_first_ledger_pages import ANSWERS, FIRST
from tests.web.do.test_ledger_review_pages import PART

NUMBER = "１２３４－５６７８－９０１８"
SAID = "マイナンバーに見える12桁の番号"
RECORD = "/do/ledger/PI-2026-001"
APART = "/do/ledger/alike/PI-2026-001"


def is_kept(served: Served) -> bool:
    with reading(served):
        tables = Table.metadata.sorted_tables
        return any(NUMBER in str(row) for each in tables for row in session.execute(select(each)))


@pytest.mark.parametrize(
    ("page", "action", "typed"),
    [
        (RECORD, f"{RECORD}/end", {"reason": NUMBER}),
        (f"{RECORD}/edit", f"{RECORD}/edit", {"note": f"控え {NUMBER}"}),
        (f"{RECORD}/edit", f"{RECORD}/edit", {"keep_until": f"番号 {NUMBER} の人まで"}),
        (PART, PART, {"rows-0-note": NUMBER, "do": "save"}),
        (PART, PART, {"words": NUMBER, "do": "save"}),
        (FIRST, FIRST, {**ANSWERS, f"{Question.PLACES}_words": NUMBER}),
    ],
)
def test_no_form_takes_one(
    served: Served, visitor: Visitor, page: str, action: str, typed: dict[str, object]
) -> None:
    with committing(served):
        approved()
        opened()
    fields = form(visitor.as_("head").get(page), action, with_slip=True)
    refused = visitor.post(action, **{**fields, **typed})
    assert refused.status_code == 400
    assert SAID in words(refused)
    assert not is_kept(served)


def test_no_reason_to_keep_entries_apart_tells_one(served: Served, visitor: Visitor) -> None:
    with committing(served):
        an_entry("教務部")
        an_entry("松本教室")
    page = visitor.as_("privacy_manager").get(APART)
    refused = visitor.post(f"{APART}/apart", **{**form(page, f"{APART}/apart"), "reason": NUMBER})
    assert SAID in words(refused)
    assert not is_kept(served)


def test_no_draft_keeps_one(served: Served, visitor: Visitor) -> None:
    with committing(served):
        approved()
    fields = form(visitor.as_("head").get(f"{RECORD}/edit"), f"{RECORD}/edit", with_slip=True)
    kept = visitor.post("/drafts", **{**fields, "note": NUMBER, "place": "鍵付きの書庫"})
    assert kept.status_code == 200
    assert not is_kept(served)
    assert "鍵付きの書庫" in words(visitor.get(f"{RECORD}/edit"))


def test_no_file_is_called_by_one(served: Served, visitor: Visitor) -> None:
    place = "/do/pledges/new"
    fields = form(visitor.as_("privacy_manager").get(place), "/do/pledges/", with_slip=True)
    refused = visitor.post(
        "/do/pledges/", **{**fields, "files": (BytesIO(b"%PDF-1.4"), f"{NUMBER}.pdf")}
    )
    assert refused.status_code == 400
    assert not is_kept(served)
