"""Contractors in a browser's requests: their form, their record, and the register beside them."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.rules.evaluation_rules import SHEETS, Kind, SheetId, Verdict
from pms_tracker.do.tables.contractor_tables import Contractor, Evaluation
from pms_tracker.registers.edition_rules import Standing
from tests.cast import TODAY, UNIT_IDS
from tests.databases import Served
from tests.do.test_contractors import DAY, ENDED, candidate, change, contracted, evaluated, through
from tests.do.test_ledger import STUDENTS, entered
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

PLACE, SHEETS_AT = "/do/contractors/", "/do/evaluations/"
RECORD, ENTRY = f"{PLACE}CO-2026-001", "/do/ledger/PI-2026-001"
TYPED: dict[str, object] = {
    "name": "株式会社つばめ便𠮷",
    "trade": "printing",
    "unit_id": UNIT_IDS["松本教室"],
    "work": "教材の発送",
    "rows": ["PI-2026-001"],
    "my_number": "no",
}


def test_a_head_registers_a_candidate_which_the_register_then_names(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        entered()
    page = visitor.as_("head").get(f"{PLACE}new")
    assert "契約" in words(page)
    assert "委託の終了" not in words(page)
    typed = {**form(page, PLACE, with_slip=True), **TYPED}
    made = visitor.post(PLACE, **typed)
    assert made.location == RECORD
    record = words(visitor.get(RECORD))
    for each in (
        "株式会社つばめ便𠮷",
        "候補",
        "評価と承認が済んでいない委託先です。",
        "PI-2026-001",
    ):
        assert each in record
    beside = words(visitor.get(ENTRY))
    assert RECORD in beside
    assert "評価と承認が済んでいない委託先です。" in beside
    # Pressed twice, it is there once.
    assert visitor.post(PLACE, **typed).location == RECORD
    with reading(served):
        assert len(session.scalars(select(Contractor)).all()) == 1


def test_the_way_to_an_evaluation_has_its_contractor_and_its_sheet(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        candidate()
    record = words(visitor.as_("privacy_manager").get(RECORD))
    (way,) = set(re.findall(rf'href="({SHEETS_AT}new[^"]*)"', record))
    for each in ("contractor=CO-2026-001", "kind=first", "sheet=printing_2026"):
        assert each in way
    page = visitor.get(unescape(way))
    asked = SHEETS[SheetId.PRINTING_2026].questions
    typed = form(page, SHEETS_AT)
    assert {each.value for each in asked} <= set(typed)
    assert "encryption" not in typed
    answers = {each.value: "yes" for each in asked}
    said = {"evaluated_on": f"{TODAY:%Y/%m/%d}", "methods": ["paper"], "verdict": "passed"}
    refused = visitor.post(SHEETS_AT, **{**typed, **answers, **said, "counted": "no"})
    assert refused.status_code == 400
    assert "合格の基準に達していません。" in words(refused)
    kept = form(refused, SHEETS_AT)
    assert (kept["counted"], kept["verdict"]) == ("no", "passed")
    made = visitor.post(SHEETS_AT, **{**kept, **answers, **said})
    assert made.location == f"{SHEETS_AT}CE-2026-001"
    shown = words(visitor.get(made.location))
    assert "100点（合格点 80点）" in shown
    assert "受け取った件数と、仕上げて渡した件数を照合している" in shown
    assert "通信と保存のデータを暗号化している" not in shown
    with reading(served):
        (row,) = session.scalars(select(Evaluation))
        assert (row.state, row.verdict, row.kind) == (*(Standing.DRAFT, Verdict.PASSED), Kind.FIRST)


def test_the_record_leads_to_the_next_evaluation_when_it_is_due(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        candidate(rows=("PI-2026-001",))
        through(CONTRACTORS, session.scalars(select(Contractor)).one())
    page = words(visitor.as_("privacy_manager").get(RECORD))
    assert "委託先を評価し、判定の承認を受けてください。" in page
    assert "評価を記録する" in page


@pytest.mark.both_databases
def test_both_sides_say_that_a_contractor_that_left_is_still_named(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        row = contracted()
        change(row, rows=(), **ENDED)
        through(CONTRACTORS, row)
        entered(**{**STUDENTS, "name": "講習の名簿", "entrusted_to": ("つばめ便",)})
    visitor.as_("privacy_manager")
    record = words(visitor.get(RECORD))
    assert "終了した委託先の名前が台帳に残っています" in record
    assert "PI-2026-002" in record
    assert "登録のない委託先があります。" in words(visitor.get("/do/ledger/PI-2026-002"))
    listed = words(visitor.get(f"{PLACE}unlisted/"))
    assert "終了した委託先です。台帳から名前を外してください。" in listed


def test_an_exception_stands_on_the_record_and_a_failure_beside_the_register(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        contracted()
        evaluated(verdict=Verdict.FAILED, kind=Kind.AGAIN)
    visitor.as_("head")
    for place in (RECORD, ENTRY):
        assert "評価が不合格で、停止している委託先です。" in words(visitor.get(place))
    with committing(served):
        reason = {"exception_reason": "代わりがない", "exception_until": TODAY + 90 * DAY}
        evaluated(verdict=Verdict.FAILED, kind=Kind.AGAIN, **reason)
    for place in (RECORD, ENTRY):
        assert "評価が不合格で、停止している委託先です。" not in words(visitor.get(place))
    assert "特例の期限" in words(visitor.get(RECORD))


def test_an_end_is_refused_on_its_record_with_what_to_do(served: Served, visitor: Visitor) -> None:
    with committing(served):
        contracted()
    page = visitor.as_("head").get(RECORD)
    place = f"{RECORD}/end"
    refused = visitor.post(place, **{**form(page, place), "reason": "取引終了"})
    assert refused.status_code == 409
    assert "そのまま廃止できません。" in words(refused)


@pytest.mark.both_databases
def test_somebody_who_keeps_nothing_reads_and_changes_nothing(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        contracted()
    page = words(visitor.as_("employee").get(RECORD))
    assert "契約済み" in page
    assert "評価を記録する" not in page
    assert visitor.get(f"{RECORD}/edit").status_code == 403
    assert visitor.post(f"{RECORD}/edit", name="別の名前").status_code in (400, 403)
