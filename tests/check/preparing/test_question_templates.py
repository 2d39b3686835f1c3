"""Templates of questions on both databases: kept whole, by the audit manager alone."""

import pytest
from flask import Flask

from pms_tracker.check.preparing import question_templates
from pms_tracker.check.preparing.question_rows import Question
from pms_tracker.check.preparing.question_templates import starter
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, Stale
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.sheets.sheet_lines import Problem
from pms_tracker.trail import trail
from tests.cast import viewer
from tests.check.preparing import a_checklist

OPERATION = AuditKind.OPERATION
NEW = Question("POL-001 1(2)", "目的の外で使っていないか。")


def asked() -> list[str]:
    return [each.question for each in question_templates.questions(OPERATION)]


def test_the_starter_asks_about_items_that_are_shipped_each_once() -> None:
    questions = starter(OPERATION)
    items = {f"j-items {each.number}" for each in requirement_sets.shipped().items}
    assert len(questions) >= 25
    assert {each.requirement for each in questions} <= items
    assert all(each.methods and each.hint and each.good_evidence for each in questions)
    assert len({each.question for each in questions}) == len(questions)
    assert starter(AuditKind.CONFORMITY) == ()


def test_questions_are_kept_in_order_for_each_kind(app: Flask) -> None:
    assert question_templates.template(OPERATION) is None
    a_checklist.template()
    a_checklist.template((NEW,), AuditKind.CONFORMITY)
    assert asked() == [each.question for each in a_checklist.QUESTIONS]
    assert question_templates.counts() == {OPERATION: 2, AuditKind.CONFORMITY: 1}
    kept = question_templates.questions(OPERATION)
    assert question_templates.as_questions(kept) == list(a_checklist.QUESTIONS)
    a_checklist.template((NEW,))
    assert asked() == [NEW.question]
    trail.write_pending()
    newest = trail.history("template:operation")[0]
    assert [(v.field, v.before, v.after) for v in newest.values] == [("questions", "2", "1")]


def test_one_question_is_added_changed_and_taken_out(app: Flask) -> None:
    a_checklist.template()
    by = viewer("audit_manager")
    question_templates.write(OPERATION, None, NEW, version=2, by=by)
    question_templates.write(OPERATION, 1, NEW, version=3, by=by)
    question_templates.drop(OPERATION, 2, version=4, by=by)
    assert asked() == [NEW.question, NEW.question]
    assert question_templates.question(OPERATION, 2).question == NEW.question
    for act in (
        lambda: question_templates.drop(OPERATION, 3, version=5, by=by),
        lambda: question_templates.write(OPERATION, 0, NEW, version=5, by=by),
        lambda: question_templates.question(OPERATION, 9),
    ):
        with pytest.raises(NotFound, match="no_such_question"):
            act()


def test_whoever_keeps_second_is_told(app: Flask) -> None:
    a_checklist.template()
    with pytest.raises(Stale, match="template_changed"):
        question_templates.keep(OPERATION, [NEW], version=1, by=viewer("audit_manager"))
    assert len(asked()) == 2


@pytest.mark.parametrize("name", ["auditor", "privacy_manager", "representative", "administrator"])
def test_nobody_but_the_audit_manager_keeps_a_template(app: Flask, name: str) -> None:
    with pytest.raises(NotAllowed, match="audit_manager_only"):
        question_templates.keep(OPERATION, [NEW], version=1, by=viewer(name))


def test_a_question_names_a_requirement_that_there_is(app: Flask) -> None:
    lost = Question("j-items J.9.2", "鍵は。", line=7)
    assert [(each.line, each.problem) for each in question_templates.unknown([NEW, lost])] == [
        (7, Problem.REQUIREMENT_UNKNOWN)
    ]
    with pytest.raises(BadInput, match="no_such_requirement_name"):
        question_templates.write(OPERATION, None, lost, version=1, by=viewer("audit_manager"))
    requirement_sets.adopt(requirement_sets.shipped(), by=viewer("audit_manager").actor)
    assert question_templates.unknown([lost]) == []
