"""A checklist on paper, typed in at a browser: its scan first, then row by row, marked 紙."""

import pytest
from werkzeug.test import TestResponse

from tests import builders
from tests.cast import IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

WALK = "/check/audits/AU-2026-001/checklist/"
PAPER = f"{WALK}paper/"
TYPED = WALK + "?sheet=1"
SCAN = b"%PDF-1.7 filled in"


@pytest.fixture
def day(served: Served) -> Served:
    with committing(served):
        builders.audit()
    return served


def begin(visitor: Visitor, **typed: object) -> TestResponse:
    begun = form(visitor.get(PAPER), PAPER)
    named = {"carried_out_by_id": str(IDS["auditor"]), "carried_out_on": "R8.11.16"}
    return visitor.post(PAPER, **{**begun, **named, "scan": SCAN, **typed})


def test_paper_is_recorded_then_its_rows_are_typed_in_and_say_so(
    day: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager")
    assert begin(visitor).location == TYPED
    page = words(visitor.get(TYPED))
    assert "小口 彩香さんが2026年11月16日(月)に記入した紙から入力しています。" in page
    row = {**form(visitor.get(TYPED), f"{WALK}1"), "result": "observation", "note": "棚を見た"}
    assert row["sheet"] == "1"
    assert visitor.post(f"{WALK}1", **row).location == f"{TYPED}#row-1"
    assert "紙 小口 彩香 11/16" in words(visitor.get(TYPED))
    assert "紙 小口 彩香 11/16" in words(visitor.get(f"{WALK}1"))
    listed = words(visitor.get(PAPER))
    assert "有賀 俊 2026年11月24日(火)" in listed, "who typed, and when"
    with visitor.get(f"{PAPER}1/evidence/1") as scan:
        assert scan.get_data() == SCAN
    # Without the paper the audit manager, who is not of the team, only reads.
    assert "<form" not in visitor.get(WALK).text.split("<main", 1)[1]
    plain = {name: value for name, value in row.items() if name != "sheet"}
    assert visitor.post(f"{WALK}2", **{**plain, "version": "1"}).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"carried_out_by_id": ""}, 400, "実施した監査員を選んでください。"),
        ({"carried_out_by_id": str(IDS["owner"])}, 400, "一覧から選んでください。"),
        ({"carried_out_on": ""}, 400, "紙に記入した日を入力してください。"),
        ({"carried_out_on": "2026/11/25"}, 400, "未来の日は記録できません"),
        ({"scan": ""}, 400, "ファイルを選んでください。"),
        ({"scan": b""}, 400, "空"),
        ({"scan": b"a note"}, 400, "書面の写しは、画像かPDFで"),
    ],
)
def test_paper_is_refused_in_words_and_begins_nothing(
    day: Served, visitor: Visitor, wrong: dict[str, object], status: int, told: str
) -> None:
    refused = begin(visitor.as_("auditor"), **wrong)
    assert refused.status_code == status
    assert told in words(refused)
    assert visitor.get(TYPED).status_code == 404
    assert "計画済み" in words(visitor.get("/check/audits/AU-2026-001"))


def test_paper_is_for_the_team_and_the_audit_manager(day: Served, visitor: Visitor) -> None:
    begin(visitor.as_("auditor"))
    for name, status in (("second_auditor", 404), ("head", 403), ("owner", 403)):
        visitor.as_(name)
        assert visitor.get(PAPER).status_code == status, name
        assert visitor.get(f"{PAPER}1/evidence/1").status_code == status, name
    assert visitor.as_("auditor").get(f"{PAPER}2/evidence/1").status_code == 404
    assert visitor.get(f"{WALK}?sheet=x").status_code == 200
    assert visitor.get(f"{WALK}?sheet=9").status_code == 404
