"""Check in other departments (水平展開) on both databases: asked, answered, opened, waited for."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.act.cases import case_lists, cases
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.elsewhere import elsewhere, elsewhere_questions
from pms_tracker.act.elsewhere.elsewhere import Answered
from pms_tracker.act.plans import editions, plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.elsewhere_rules import Asking, Elsewhere
from pms_tracker.act.several import approval_queue
from pms_tracker.act.tables.case_tables import Verdict
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.profile import Part
from pms_tracker.people.tables.people_tables import Membership
from tests import builders, mailed, open_duties
from tests.act.elsewhere.asking import (
    CHECKED,
    DUE,
    FOUND,
    OFFICE,
    QUESTION,
    SHOP,
    STUDIES,
    answer,
    asked,
    asking,
    duties,
    noted,
    to,
)
from tests.cast import IDS, TODAY, UNIT_IDS, viewer


@pytest.fixture
def full(app: Flask) -> Iterator[Flask]:
    builders.profile(Part.ELSEWHERE)
    return app  # type: ignore[return-value]


def test_a_plan_says_whom_it_asks_or_why_nobody(full: Flask) -> None:
    case = builders.case()
    with pytest.raises(BadInput, match="elsewhere_reason_needed"):
        builders.submit(case)
    with pytest.raises(BadInput, match="elsewhere_question_needed"):
        builders.submit(case, elsewhere=asking(SHOP, question=" "))
    for wrong in (UNIT_IDS["松本教室"], 99):
        with pytest.raises(BadInput, match="unit_not_asked"):
            builders.submit(case, elsewhere=asking(wrong))
    builders.submit(case, elsewhere=Asking(reason="ほかに教室はない。"))
    assert Dossier(case).current.elsewhere_reason == "ほかに教室はない。"
    assert duties() == []


def test_without_the_part_nobody_is_asked_and_no_reason_is_wanted(app: Flask) -> None:
    case = builders.approve(builders.submit(builders.case()))
    content = plans.content(case, Dossier(case).current)
    # What an approval was bound to stays what it was.
    assert not any(name.startswith("elsewhere") for name in content)
    builders.judge(builders.report(case))
    assert case.state is CaseState.CLOSED


def test_all_others_are_asked_once_the_plan_is_approved_finally(full: Flask) -> None:
    builders.profile(Part.ELSEWHERE, Part.SECOND_APPROVAL)
    case = builders.case()
    builders.submit(case, elsewhere=asking(everywhere=True))
    assert Dossier(case).current.elsewhere_unit_ids == [OFFICE, STUDIES, SHOP]
    builders.approve(case)
    assert case.state is CaseState.ENDORSED
    assert duties() == []
    builders.approve(case, by="representative")
    assert duties() == [
        ("本部", IDS["privacy_manager"], DUE),
        ("教務部", IDS["audit_manager"], DUE),
        ("書店", IDS["other_head"], DUE),
    ]
    assert duties("other_head") == [("書店", IDS["other_head"], DUE)]
    assert duties("owner") == []
    letters = [each for each in mailed.about(case.reference) if each.key == "elsewhere_asked"]
    assert {each.person_id for each in letters} == {
        IDS[name] for name in ("privacy_manager", "audit_manager", "other_head")
    }
    assert noted(case.reference) == "elsewhere_asked"


def test_the_question_and_whom_it_asks_are_what_was_approved(full: Flask) -> None:
    case = builders.case()
    builders.submit(case, elsewhere=asking(SHOP))
    before = plans.subject(case, Dossier(case).current).digest
    said = dict(editions.of_case(case)[0].content)
    assert said["elsewhere_question"] == QUESTION
    assert said["elsewhere_unit_ids"] == "書店"
    seen = builders.decision(case, builders.Decision.APPROVED)
    plan = builders.plan(elsewhere=asking(SHOP, STUDIES))
    plans.amend(case, plan, version=case.version, by=viewer("head"))
    assert plans.subject(case, Dossier(case).current).digest != before
    with pytest.raises(Stale):
        plans.decide(case, seen, version=case.version, by=viewer("privacy_manager"))
    [change] = [
        each
        for each in editions.changes(*editions.of_case(case), lambda _name, text: text)
        if each.field.startswith("elsewhere")
    ]
    assert change.field == "elsewhere_unit_ids"
    assert approval_queue.of(viewer("privacy_manager"))[0].plan.elsewhere_unit_ids == [
        STUDIES,
        SHOP,
    ]


def test_the_head_answers_and_nobody_else(full: Flask) -> None:
    case = asked()
    for name in ("head", "privacy_manager", "audit_manager", "representative"):
        with pytest.raises(NotAllowed, match="head_answers"):
            answer(case, by=name)
    for name in ("owner", "employee", "second_auditor", "nobody", "administrator"):
        with pytest.raises(NotFound) if name != "owner" else pytest.raises(NotAllowed):
            answer(case, by=name)
    row = answer(case)
    assert (row.answer, row.text, row.answered_on) == (CHECKED.answer, CHECKED.text, TODAY)
    assert (row.answered_by_id, row.answered_for_id) == (IDS["other_head"], None)
    assert duties() == []
    assert noted(case.reference) == "elsewhere_answered"
    # Another unit's head learns nothing of the case by it.
    assert case_lists.CASES.count(viewer("other_head"), case_lists.Filter()) == 0


def test_an_answer_is_put_right_by_whoever_saw_it_as_it_stands(full: Flask) -> None:
    case = asked()
    with pytest.raises(BadInput, match="elsewhere_text_needed"):
        answer(case, Answered(Elsewhere.OUT_OF_SCOPE, " "))
    one = to(case, by="other_head")
    stale = one.version
    elsewhere.answer(one, CHECKED, version=stale, by=viewer("other_head"))
    with pytest.raises(Stale):
        elsewhere.answer(one, FOUND, version=stale, by=viewer("other_head"))
    elsewhere.answer(one, FOUND, version=one.version, by=viewer("other_head"))
    assert one.row.answer is Elsewhere.HERE_TOO
    assert mailed.about(case.reference)[0].key == "elsewhere_found"
    assert mailed.about(case.reference)[0].person_id == IDS["privacy_manager"]


def test_a_deputy_answers_for_an_absent_head_and_the_duty_is_theirs(full: Flask) -> None:
    builders.absent("other_head", "employee")
    case = asked()
    [duty] = open_duties.outside(date.max)
    assert (duty.person_id, duty.for_id) == (IDS["employee"], IDS["other_head"])
    row = answer(case, by="employee")
    assert (row.answered_by_id, row.answered_for_id) == (IDS["employee"], IDS["other_head"])


def test_for_a_unit_without_a_head_the_privacy_manager_answers(full: Flask) -> None:
    heads = select(Membership).where(Membership.person_id == IDS["other_head"])
    session.scalars(heads).one().is_head = False
    session.flush()
    case = asked()
    assert duties() == [("書店", IDS["privacy_manager"], DUE)]
    with pytest.raises(NotFound):
        answer(case, by="other_head")
    with pytest.raises(NotAllowed, match="head_answers"):
        answer(case, by="representative")
    assert answer(case, by="privacy_manager").answered_by_id == IDS["privacy_manager"]


def test_who_answers_for_two_units_has_one_duty_and_one_letter(full: Flask) -> None:
    for name in ("other_head", "audit_manager"):
        of = select(Membership).where(Membership.person_id == IDS[name])
        session.scalars(of).one().is_head = False
    session.flush()
    case = asked(STUDIES, SHOP)
    assert duties() == [("教務部、書店", IDS["privacy_manager"], DUE)]
    letters = [each for each in mailed.about(case.reference) if each.key == "elsewhere_asked"]
    assert len(letters) == 1


def test_effective_waits_for_every_answer_and_ineffective_for_none(full: Flask) -> None:
    case = builders.report(asked(STUDIES, SHOP))
    with pytest.raises(RuleBroken) as refused:
        builders.judge(case)
    assert refused.value.values == {"count": 2, "units": ("教務部", "書店")}
    answer(case)
    with pytest.raises(RuleBroken, match="elsewhere_unanswered"):
        builders.judge(case)
    answer(case, unit_id=STUDIES, by="audit_manager")
    builders.judge(case)
    assert case.state is CaseState.CLOSED
    with pytest.raises(RuleBroken, match="nobody_is_asked"):
        answer(case)


def test_the_next_round_asks_anew_and_old_answers_stay(full: Flask) -> None:
    case = builders.report(asked(STUDIES, SHOP))
    answer(case)
    builders.judge(case, Verdict.INEFFECTIVE)
    assert duties() == []
    with pytest.raises(RuleBroken, match="nobody_is_asked"):
        answer(case)
    # The part may be switched off meanwhile: what the plan asks is asked.
    builders.profile()
    builders.submit(case, elsewhere=asking(SHOP))
    builders.approve(case)
    assert duties() == [("書店", IDS["other_head"], DUE)]
    rows = [
        (row[0].round, row.unit, row[0].answer)
        for row in elsewhere_questions.of_case(case, viewer("privacy_manager"))
    ]
    assert rows == [(1, "教務部", None), (1, "書店", Elsewhere.NOT_HERE), (2, "書店", None)]
    builders.report(case)
    with pytest.raises(RuleBroken, match="elsewhere_unanswered"):
        builders.judge(case)
    answer(case)
    builders.judge(case)


def test_a_changed_plan_keeps_answers_to_the_same_question_and_asks_others_anew(
    full: Flask,
) -> None:
    case = asked(STUDIES, SHOP)
    answer(case)
    amended = builders.plan(elsewhere=asking(OFFICE, STUDIES, SHOP))
    plans.amend(case, amended, version=case.version, by=viewer("head"))
    # Until it is approved again nobody is asked.
    assert duties() == []
    with pytest.raises(RuleBroken, match="nobody_is_asked"):
        answer(case, unit_id=STUDIES, by="audit_manager")
    builders.approve(case)
    assert [unit for unit, _who, _day in duties()] == ["本部", "教務部"]
    other = builders.plan(elsewhere=asking(SHOP, question="棚はいくつありますか。"))
    plans.amend(case, other, version=case.version, by=viewer("head"))
    builders.approve(case)
    assert [unit for unit, _who, _day in duties()] == ["書店"]
    told = [
        (row.unit, row[0].answer)
        for row in elsewhere_questions.of_case(case, viewer("privacy_manager"))
    ]
    assert told == [("書店", Elsewhere.NOT_HERE), ("書店", None)]


def test_a_withdrawn_case_asks_nobody(full: Flask) -> None:
    case = asked()
    by = viewer("audit_manager")
    cases.withdraw(case, reason="二度記録されていた。", version=case.version, by=by)
    assert duties() == []
    with pytest.raises(RuleBroken, match="nobody_is_asked"):
        answer(case)
