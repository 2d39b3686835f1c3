"""Rows about measures of risks: which are offered, asked once, and what was seen of them."""

from typing import Any

from flask import Flask

from pms_tracker.check.checklists import checklists
from pms_tracker.check.findings import risk_proofs
from pms_tracker.check.preparing import checklist_preparing, risk_questions
from pms_tracker.check.preparing.checklist_preparing import Criteria
from pms_tracker.check.rules.audit_rules import AuditKind, Result
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.risk_rules import Progress
from tests import builders
from tests.cast import UNIT_IDS, viewer
from tests.check.preparing import a_checklist
from tests.do.test_risks import PLAN, a_risk, in_force

DONE = {**PLAN, "progress": Progress.DONE}


def done_risk(audit: Audit, **more: Any) -> Any:
    return in_force("privacy_manager", **{**DONE, "unit_id": audit.unit_id, **more})


def rows(audit: Audit, criteria: Criteria | None = None) -> list[checklist_preparing.NewRow]:
    done = risk_questions.done(audit, viewer("auditor"))
    return risk_questions.as_rows(done, criteria or Criteria(audit), "「{}」".format)


def test_measures_that_were_approved_and_done_are_offered_of_the_own_unit(app: Flask) -> None:
    audit = builders.audit()
    done = done_risk(audit)
    done_risk(audit, progress=Progress.PLANNED)
    done_risk(audit, unit_id=UNIT_IDS["書店"])
    a_risk("privacy_manager", **{**DONE, "unit_id": audit.unit_id})
    done_risk(audit, measure="", progress=None)
    assert [each.risk for each in rows(audit)] == [RISKS.name_of(done)]
    assert rows(audit)[0].question == f"「{PLAN['measure']}」"
    audit.kind = AuditKind.CONFORMITY
    assert rows(audit) == []


def test_a_measure_is_asked_about_once_however_it_is_worded(app: Flask) -> None:
    audit = builders.audit()
    done_risk(audit)
    asked = rows(audit)
    assert all(Criteria(audit).lacks(row) for row in asked)
    (made,) = checklist_preparing.add(audit, asked, by=viewer("auditor"))
    assert not any(Criteria(audit).lacks(row) for row in rows(audit))
    done = risk_questions.done(audit, viewer("auditor"))
    again = risk_questions.as_rows(done, Criteria(audit), "Is “{}” kept up?".format)
    assert checklist_preparing.add(audit, again, by=viewer("auditor")) == []
    assert made.requirement_id in Criteria(audit).ids


def test_a_long_measure_fits_its_question(app: Flask) -> None:
    audit = builders.audit()
    done_risk(audit, measure="𠮷" * 2000)
    (row,) = rows(audit)
    assert len(row.question) < 500


def test_what_was_answered_and_found_is_told_of_the_risk(app: Flask) -> None:
    audit = builders.audit()
    risk = RISKS.name_of(done_risk(audit))
    (made,) = checklist_preparing.add(audit, rows(audit), by=viewer("auditor"))
    manager, outsider = viewer("audit_manager"), viewer("other_head")
    assert risk_proofs.asked(risk, manager) == []
    filed = builders.finding(audit, made.position)
    (asked,) = risk_proofs.asked(risk, manager)
    assert (asked.position, asked.result) == (made.position, Result.NONCONFORMING)
    assert [each.Finding.id for each in risk_proofs.found(risk, manager)] == [filed.id]
    assert risk_proofs.risks_of([filed]) == [risk]
    assert risk_proofs.found(risk, outsider) == risk_proofs.asked(risk, outsider) == []


def test_the_next_checklist_copies_the_risk_with_the_question(app: Flask) -> None:
    before = builders.audit()
    risk = RISKS.name_of(done_risk(before))
    (made,) = checklist_preparing.add(before, rows(before), by=viewer("auditor"))
    a_checklist.record(before, made.position)
    audit = builders.audit()
    last = checklist_preparing.last_checklist(audit)
    assert last is not None
    copied = checklist_preparing.from_last(last, Criteria(audit))
    assert [row.risk for row in copied if row.risk] == [risk]
    row = checklists.item(before, made.position)
    assert row.risk == risk
