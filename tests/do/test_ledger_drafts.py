"""Drafts of the register are one duty of whoever wrote them, with how many there are, until they
are handed in or struck."""

from datetime import date

import pytest
from flask import Flask

from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.do.ledger_facts.ledger_check_duties import FINISH
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.registers import entries
from pms_tracker.registers.imports import register_sheets
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do.test_ledger import decide, entered, hand_in
from tests.do.test_ledger_checks import DAY
from tests.visitor import Visitor
from tests.web.browsing import committing, words

SHEET = (
    "個人情報の名称,管理部門,本人\n"
    "名簿,松本教室,近所の人\n写真,松本教室,来た人\n名刺,松本教室,取引先\n"
).encode()


def due(name: str) -> list[Duty]:
    return list(reading.due(date.max, IDS[name], kinds=[FINISH]))


def test_drafts_of_a_sheet_are_finished_as_one_duty_sure_or_not(app: Flask) -> None:
    by = viewer("head")
    wanted = register_sheets.plan(LEDGER, SHEET, by=by)
    assert [each.doubts != () for each in wanted.lines] == [True, True, False]
    register_sheets.take_all(LEDGER, wanted, by=by)
    assert [(each.title, each.due_on) for each in due("head")] == [
        ("PI-2026-001 / PI-2026-002 / PI-2026-003", TODAY + 30 * DAY)
    ]
    first = entries.find(LEDGER, Reference(Kind.PERSONAL_INFORMATION, 2026, 1), seen_by=by)
    assert first.doubts == ["subjects"]
    entries.retire(LEDGER, first, reason="重複", by=by)
    (left,) = due("head")
    assert left.title == "PI-2026-002 / PI-2026-003"
    assert list(kept_duties.compare()) == []


@pytest.mark.parametrize("writer", ["head", "privacy_manager"])
def test_whoever_wrote_a_draft_finishes_it(app: Flask, writer: str) -> None:
    row = entered(writer)
    others = {"head", "privacy_manager"} - {writer}
    assert [each.title for each in due(writer)] == [f"{LEDGER.name_of(row)} 生徒名簿"]
    assert [due(each) for each in others] == [[]]
    hand_in(row, writer)
    assert due(writer) == []
    assert list(kept_duties.compare()) == []


def test_another_writers_draft_is_the_units(app: Flask) -> None:
    row = entered("privacy_manager")
    row.writer_ids = [IDS["other_head"]]
    kept_duties.write_pending()
    assert [each.title for each in due("head")] == [f"{LEDGER.name_of(row)} 生徒名簿"]
    assert due("other_head") == []


def test_what_was_sent_back_is_asked_for_by_that_alone(app: Flask) -> None:
    row = entered()
    hand_in(row)
    decide(row, "privacy_manager", Decision.SENT_BACK, "項目を具体的に書いてください。")
    assert due("head") == []
    assert list(kept_duties.compare()) == []


def test_home_has_one_line_with_how_many_and_the_way_to_them(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        for each in range(5):
            entered(name=f"名簿{each}", unit_id=UNIT_IDS["松本教室"])
    page = words(visitor.as_("head").get("/"))
    assert page.count("台帳の下書きの提出") == 1
    assert "PI-2026-001 / PI-2026-002 / PI-2026-003 / … (5)" in page
    assert 'href="/do/ledger/drafts"' in page
