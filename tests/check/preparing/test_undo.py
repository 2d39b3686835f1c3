"""Second thoughts: a cleared result and a question taken out come back within five minutes."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.check.checklists import checklists, kept_rows
from pms_tracker.check.erasures import row_erasure
from pms_tracker.check.preparing import checklist_preparing, undo
from pms_tracker.check.rules.audit_rules import AuditState, Result
from pms_tracker.check.rules.checklist_rules import Sample
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.check.tables.checklist_tables import ChecklistUndo
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.trail import trail
from tests import builders, reporting
from tests.cast import IDS, viewer
from tests.check.preparing import a_checklist

IN_TIME, TOO_LATE = timedelta(minutes=4, seconds=50), timedelta(minutes=5, seconds=1)


def offered(audit: Audit, who: str = "auditor") -> list[int]:
    return [each.position for each in kept_rows.offered(audit, viewer(who))]


def last(name: str) -> tuple[str, dict[str, str | None]]:
    trail.write_pending()
    entry = trail.history(name)[0]
    return entry.move, {value.field: value.after for value in entry.values}


def cleared(audit: Audit, position: int = 2) -> None:
    sample = Sample(40, 5, "5件おき")
    a_checklist.record(
        audit, position, Result.NONCONFORMING, "棚に鍵がない。", asked="原", sample=sample
    )
    a_checklist.record(audit, position, Result.NOT_YET)


def test_a_cleared_result_comes_back_with_all_that_stood_beside_it(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["auditor"], IDS["second_auditor"]])
    cleared(audit)
    assert (offered(audit), offered(audit, "second_auditor")) == ([2], [])
    with clock.set_to(clock.now() + IN_TIME):
        undo.bring_back(audit, 2, by=viewer("auditor"))
    row = checklists.item(audit, 2)
    assert (row.result, row.note, row.asked) == (Result.NONCONFORMING, "棚に鍵がない。", "原")
    assert (row.population, row.sample_size, row.answered_by_id) == (40, 5, IDS["auditor"])
    assert last("AU-2026-001/2")[0] == "result_restored"
    assert last("AU-2026-001/2")[1]["note"] == "棚に鍵がない。"
    assert offered(audit) == []
    with pytest.raises(RuleBroken, match="nothing_to_undo"):
        undo.bring_back(audit, 2, by=viewer("auditor"))


def test_a_question_taken_out_comes_back_where_it_stood(app: Flask) -> None:
    audit = builders.audit()
    a_checklist.ask(audit, "鍵はだれが持つか。", hint="台帳")
    before = [(row.position, row.question) for row, _r in checklists.rows(audit.id)]
    position = next(number for number, question in before if question)
    checklist_preparing.remove(audit, checklists.item(audit, position), by=viewer("auditor"))
    with pytest.raises(NotFound):
        checklists.item(audit, position)
    undo.bring_back(audit, position, by=viewer("auditor"))
    assert [(row.position, row.question) for row, _r in checklists.rows(audit.id)] == before
    assert checklists.item(audit, position).hint == "台帳"
    assert last(f"AU-2026-001/{position}") == ("row_restored", {"question": "鍵はだれが持つか。"})


def test_after_five_minutes_and_for_anybody_else_it_is_gone(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["auditor"], IDS["second_auditor"]])
    cleared(audit)
    with pytest.raises(RuleBroken, match="nothing_to_undo"):
        undo.bring_back(audit, 2, by=viewer("second_auditor"))
    with clock.set_to(clock.now() + TOO_LATE):
        assert offered(audit) == []
        with pytest.raises(RuleBroken, match="nothing_to_undo"):
            undo.bring_back(audit, 2, by=viewer("auditor"))
        cleared(audit, 3)
    kept = session.scalars(select(ChecklistUndo.position))
    assert list(kept) == [3]


def test_a_row_that_was_written_in_since_is_left_as_it_is(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["auditor"], IDS["second_auditor"]])
    cleared(audit)
    a_checklist.record(audit, 2, Result.CONFORMS, by="second_auditor")
    assert offered(audit) == []
    with pytest.raises(RuleBroken, match="nothing_to_undo"):
        undo.bring_back(audit, 2, by=viewer("auditor"))
    assert checklists.item(audit, 2).result is Result.CONFORMS


def test_a_question_asked_anew_meanwhile_is_not_asked_twice(app: Flask) -> None:
    audit = builders.audit()
    row = a_checklist.ask(audit, "鍵はだれが持つか。")
    position = row.position
    checklist_preparing.remove(audit, row, by=viewer("auditor"))
    a_checklist.ask(audit, "鍵はだれが持つか。")
    with pytest.raises(RuleBroken, match="asked_already"):
        undo.bring_back(audit, position, by=viewer("auditor"))


def test_once_the_report_is_signed_nothing_comes_back(app: Flask) -> None:
    audit = builders.audit()
    row = a_checklist.ask(audit, "鍵はだれが持つか。")
    position = row.position
    checklist_preparing.remove(audit, row, by=viewer("auditor"))
    reporting.audit_in(AuditState.REPORTED, audit)
    with pytest.raises(RuleBroken, match="audit_is_over"):
        undo.bring_back(audit, position, by=viewer("auditor"))


def test_what_is_erased_of_a_row_does_not_come_back(app: Flask) -> None:
    audit = builders.audit()
    cleared(audit)
    row_erasure.erase(audit, checklists.item(audit, 2), "asked", "消去")
    assert offered(audit) == []
