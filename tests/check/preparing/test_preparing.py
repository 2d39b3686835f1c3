"""Preparing checklists on both databases: questions come from many places, answers from none."""

import pytest
from flask import Flask

from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.preparing import checklist_preparing, question_templates
from pms_tracker.check.preparing.checklist_preparing import Criteria, NewRow
from pms_tracker.check.rules.audit_rules import AuditKind, Grade, Result
from pms_tracker.check.rules.checklist_rules import Origin
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.trail import trail
from tests import builders
from tests.cast import POLICY, UNIT_IDS, viewer
from tests.check.preparing import a_checklist


def numbers(audit: Audit) -> list[int]:
    return [row.position for row, _requirement in checklists.rows(audit.id)]


def own(
    audit: Audit, question: str = "退職した人の鍵は戻っているか。", by: str = "auditor"
) -> ChecklistItem:
    requirement_id = Criteria(audit).ids[0]
    return checklist_preparing.ask(
        audit, NewRow(requirement_id, Origin.OWN, question), by=viewer(by)
    )


def test_a_new_audit_asks_its_criteria_in_order(app: Flask) -> None:
    audit = builders.audit()
    rows = [row for row, _requirement in checklists.rows(audit.id)]
    assert [(row.position, row.place, row.origin, row.question) for row in rows] == [
        (number, number, Origin.CRITERIA, "") for number in (1, 2, 3, 4)
    ]


def test_an_own_question_stands_behind_those_of_its_requirement(app: Flask) -> None:
    audit = builders.audit()
    row = own(audit)
    assert (row.position, numbers(audit)) == (5, [1, 5, 2, 3, 4])
    trail.write_pending()
    (entry,) = trail.history(f"{audit.reference}/5")
    assert {value.field: value.after for value in entry.values} == {
        "question": "退職した人の鍵は戻っているか。",
        "origin": "own",
    }
    with pytest.raises(RuleBroken, match="asked_already"):
        own(audit)


def test_an_own_question_is_about_one_of_the_audits_criteria(app: Flask) -> None:
    audit = builders.audit()
    foreign = builders.requirement_ids()[-1]
    with pytest.raises(BadInput, match="not_of_the_criteria"):
        checklist_preparing.ask(audit, NewRow(foreign, Origin.OWN, "鍵は。"), by=viewer("auditor"))
    with pytest.raises(BadInput, match="question_needed"):
        own(audit, "  ")


def test_earlier_findings_of_the_unit_are_asked_about_again(app: Flask) -> None:
    before = builders.audit()
    wrong = builders.finding(before)
    weak = builders.finding(before, 2, grade=Grade.OBSERVATION)
    builders.finding(before, 3, grade=Grade.GOOD_PRACTICE)
    builders.finding(builders.audit(unit_id=UNIT_IDS["教務部"]))
    audit = builders.audit()
    found = checklist_preparing.earlier_findings(audit, viewer("auditor"))
    assert [row.id for row in found] == [wrong.id, weak.id]
    checklist_preparing.add(audit, checklist_preparing.from_findings(found), by=viewer("auditor"))
    assert numbers(audit) == [5, 6, 1, 2, 3, 4], "what was wrong is looked at first"
    first = checklists.item(audit, 5)
    assert (first.origin, first.earlier_finding_id, first.result) == (
        Origin.FINDING,
        wrong.id,
        Result.NOT_YET,
    )
    again = checklist_preparing.from_findings(found)
    assert checklist_preparing.add(audit, again, by=viewer("auditor")) == [], "asked once"


def test_findings_older_than_two_years_are_left_in_peace(app: Flask) -> None:
    before = builders.audit()
    finding = builders.finding(before)
    audit = builders.audit()
    finding.found_on = audit.planned_on.replace(year=audit.planned_on.year - 2)
    assert len(checklist_preparing.earlier_findings(audit, viewer("auditor"))) == 1
    finding.found_on = finding.found_on.replace(day=finding.found_on.day - 1)
    assert len(checklist_preparing.earlier_findings(audit, viewer("auditor"))) == 0


def test_the_templates_questions_belong_to_the_criteria_of_their_name(app: Flask) -> None:
    a_checklist.template()
    audit = builders.audit()
    criteria = Criteria(audit)
    questions = question_templates.questions(AuditKind.OPERATION)
    known = [criteria.requirement(each.requirement) for each in questions]
    by_path = {row.path: row.id for row in criteria.told}
    assert known[0] == (by_path["1(1)"], True)
    assert known[1][0] not in criteria.ids, "1(3) is no criterion of this audit, but may become one"
    assert known[1][1] is False
    assert criteria.requirement("POL-009 1") == (None, False)
    rows = [question_templates.as_row(questions[0], by_path["1(1)"])]
    (made,) = checklist_preparing.add(audit, rows, by=viewer("audit_manager"))
    assert (made.question, made.methods, made.hint, made.good_evidence) == (
        "法令の一覧は新しいか。",
        "document",
        "更新日を見る",
        "日付の入った一覧",
    )


def test_a_question_about_a_j_item_is_asked_of_the_clause_mapped_to_it(app: Flask) -> None:
    by = viewer("audit_manager").actor
    made = requirement_sets.adopt(requirement_sets.shipped(), by=by)
    item = next(each for each in requirement_sets.items(made.id) if each.path == "J.9.2")
    audit = builders.audit()
    assert Criteria(audit).requirement("j-items J.9.2") == (item.id, False)
    clause = Criteria(audit).ids[2]
    mappings.map_items(item.id, clause, by=by)
    assert Criteria(audit).requirement("j-items J.9.2") == (clause, True)


def test_copying_last_years_checklist_copies_questions_never_answers(app: Flask) -> None:
    before = builders.audit()
    own(before)
    for number in (1, 5):
        a_checklist.record(before, number, Result.OBSERVATION, "棚を見た", asked="伊藤")
    builders.finding(before, 2)
    audit = builders.audit(requirement_ids=builders.requirement_ids()[:1])
    found = checklist_preparing.last_checklist(audit)
    assert found is not None
    assert found.held_on == before.held_on
    rows = checklist_preparing.from_last(found, Criteria(audit))
    checklist_preparing.add(audit, rows, by=viewer("auditor"))
    copied = [row for row, _requirement in checklists.rows(audit.id)]
    assert [row.question for row in copied] == ["", "退職した人の鍵は戻っているか。", "", "", ""]
    assert {(row.result, row.note, row.asked, row.answered_by_id) for row in copied} == {
        (Result.NOT_YET, "", "", None)
    }
    assert {row.version for row in copied} == {1}


def test_questions_of_an_edition_before_are_asked_of_the_clause_of_the_same_name(
    app: Flask,
) -> None:
    before = builders.audit()
    own(before)
    a_checklist.record(before, 1)
    builders.new_version(POLICY.replace("教材", "教科書"))
    audit = builders.audit()
    found = checklist_preparing.last_checklist(audit)
    assert found is not None
    rows = checklist_preparing.from_last(found, Criteria(audit))
    assert {row.requirement_id for row in rows} <= set(Criteria(audit).ids)
    assert [row.question for row in rows if row.origin is Origin.OWN] != []


def test_there_is_nothing_to_copy_from_another_unit_or_kind_or_an_audit_not_held(
    app: Flask,
) -> None:
    a_checklist.record(builders.audit(unit_id=UNIT_IDS["教務部"], team_ids=[4]), 1)
    builders.audit()
    assert checklist_preparing.last_checklist(builders.audit()) is None


def test_rows_change_places_with_their_neighbours(app: Flask) -> None:
    audit = builders.audit()
    by = viewer("auditor")
    checklist_preparing.move(audit, checklists.item(audit, 1), up=True, by=by)
    assert numbers(audit) == [1, 2, 3, 4]
    checklist_preparing.move(audit, checklists.item(audit, 1), up=False, by=by)
    checklist_preparing.move(audit, checklists.item(audit, 4), up=True, by=by)
    checklist_preparing.move(audit, checklists.item(audit, 3), up=False, by=by)
    assert numbers(audit) == [2, 1, 4, 3]
    assert [row.place for row, _requirement in checklists.rows(audit.id)] == [1, 2, 3, 4]


def test_a_row_taken_out_is_gone_and_its_number_is_not_given_again(app: Flask) -> None:
    audit = builders.audit()
    by = viewer("auditor")
    checklist_preparing.remove(audit, checklists.item(audit, 4), by=by)
    assert numbers(audit) == [1, 2, 3]
    assert own(audit).position == 5
    with pytest.raises(NotFound):
        checklists.item(audit, 4)
    a_checklist.record(audit, 2)
    a_checklist.record(audit, 2, Result.NOT_YET)
    with pytest.raises(RuleBroken, match="row_is_answered"):
        checklist_preparing.remove(audit, checklists.item(audit, 2), by=by)
    builders.finding(audit, 3)
    with pytest.raises(RuleBroken, match="row_is_answered"):
        checklist_preparing.remove(audit, checklists.item(audit, 3), by=by)


def test_nobody_else_prepares_and_nobody_once_the_audit_is_over(app: Flask) -> None:
    audit = builders.audit()
    for key in ("second_auditor", "head", "administrator", "representative"):
        with pytest.raises(NotAllowed, match="audit_team_only"):
            own(audit, by=key)
    own(audit, by="audit_manager")
    with pytest.raises(BadInput, match="rows_needed"):
        checklist_preparing.add(audit, [], by=viewer("auditor"))
    audits.cancel(audit, reason="閉室", by=viewer("audit_manager"), version=audit.version)
    row = checklists.item(audit, 1)
    for act in (
        lambda: own(audit, "別の質問。"),
        lambda: checklist_preparing.move(audit, row, up=False, by=viewer("auditor")),
        lambda: checklist_preparing.remove(audit, row, by=viewer("auditor")),
    ):
        with pytest.raises(RuleBroken, match="audit_is_over"):
            act()
