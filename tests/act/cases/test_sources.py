"""Cases from any source: opened by the managers, planned and judged like any, withdrawn by few."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.act import case_duties
from pms_tracker.act.cases import case_figures, case_lists, filing, grounds, sources
from pms_tracker.act.cases.dossier import Dossier, dossiers
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.profile import Part
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.policies import review_inputs
from pms_tracker.tally import tallies
from pms_tracker.trail import trail
from tests import builders, open_duties
from tests.act.cases import from_outside
from tests.cast import IDS, TODAY, UNIT_IDS, viewer


def through(case: object) -> None:
    """Take a case to its end."""
    builders.submit(case)
    builders.approve(case)
    builders.report(case)
    builders.judge(case)


@pytest.mark.parametrize("by", ["privacy_manager", "audit_manager"])
def test_a_case_opened_by_a_manager_asks_the_head_for_a_plan(app: Flask, by: str) -> None:
    case = from_outside.stated_case(by)
    assert (case.state, case.turn_of_id) == (CaseState.PLANNING, IDS["head"])
    assert (case.source, case.finding_id) == (Source.INCIDENT, None)
    letter = session.scalars(select(OutboxLetter)).one()
    assert case.reference in str(letter.body)
    assert case.title not in f"{letter.body}{letter.subject}"


@pytest.mark.parametrize("by", ["representative", "head", "auditor", "owner", "administrator"])
def test_nobody_else_opens_one(app: Flask, by: str) -> None:
    with pytest.raises(NotAllowed, match="managers_open_cases"):
        from_outside.stated_case(by)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"fact": " "}, "fact_needed"),
        ({"evidence": "　"}, "evidence_needed"),
        ({"rule": ""}, "rule_needed"),
        ({"source": Source.INTERNAL_AUDIT}, "audit_opens_by_finding"),
        ({"grade": Grade.OBSERVATION}, "grade_without_case"),
        ({"grade": Grade.MAJOR}, "grade_not_offered"),
        ({"source": Source.EXAMINATION}, "examination_needs_day"),
    ],
)
def test_r5_what_a_case_states_is_complete(
    app: Flask, changes: dict[str, object], key: str
) -> None:
    with pytest.raises(BadInput, match=key):
        from_outside.stated_case(**changes)


def test_what_does_not_exist_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        from_outside.stated_case(unit_id=999)
    with pytest.raises(NotFound, match="no_such_requirement"):
        from_outside.stated_case(requirement_id=999)
    with pytest.raises(RuleBroken, match="day_in_future"):
        from_outside.stated_case(found_on=TODAY + timedelta(days=1))


def test_the_full_profile_grades_it(app: Flask) -> None:
    builders.profile(Part.GRADES)
    case = from_outside.stated_case(grade=Grade.MAJOR)
    [ground] = grounds.of_case(case, viewer("privacy_manager"))
    assert ground.grade is Grade.MAJOR


def test_it_walks_the_same_way_and_its_lesson_reaches_the_policy(app: Flask) -> None:
    for requirement_id in (None, builders.requirement_ids()[2]):
        case = from_outside.stated_case(requirement_id=requirement_id)
        through(case)
        assert case.state is CaseState.CLOSED
        laid = review_inputs.from_record(case.reference)
        assert laid is not None
        assert laid.policy_id == builders.policy().id


def test_nobody_approves_their_own_plan_there_either(app: Flask) -> None:
    case = builders.submit(from_outside.stated_case())
    with pytest.raises(NotAllowed):
        builders.approve(case, by="head")
    assert Dossier(case).auditors == frozenset()
    assert dossiers([case], Firm(TODAY))[0].auditors == frozenset()


def test_the_figures_count_it(app: Flask) -> None:
    from_outside.stated_case()
    through(from_outside.examined_case())
    sources.drop(
        dropped := from_outside.stated_case(),
        reason="重複",
        version=1,
        by=viewer("privacy_manager"),
    )
    assert dropped.state is CaseState.WITHDRAWN
    tallies.write_pending()
    assert tallies.compare(case_figures.all_counted()) == []


def test_the_privacy_manager_withdraws_it_and_not_the_auditee_or_the_audit_manager(
    app: Flask,
) -> None:
    case = from_outside.stated_case()
    for name in ("head", "owner", "audit_manager", "representative"):
        with pytest.raises(NotAllowed, match="withdrawn_by_another"):
            sources.drop(case, reason="重複", version=case.version, by=viewer(name))
    with pytest.raises(RuleBroken, match="no_audits_case"):
        filing.withdraw_case(case, reason="重複", version=case.version, by=viewer("audit_manager"))
    with pytest.raises(Stale):
        sources.drop(case, reason="重複", version=99, by=viewer("privacy_manager"))
    sources.drop(case, reason=" 重複 ", version=case.version, by=viewer("privacy_manager"))
    assert (case.state, case.withdrawal, case.closed_on) == (CaseState.WITHDRAWN, "重複", TODAY)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        sources.drop(case, reason="重複", version=case.version, by=viewer("privacy_manager"))


def test_a_case_about_the_privacy_managers_own_unit_is_withdrawn_by_another(app: Flask) -> None:
    case = from_outside.stated_case(unit_id=UNIT_IDS["本部"])
    with pytest.raises(NotAllowed, match="withdrawn_by_another"):
        sources.drop(case, reason="重複", version=case.version, by=viewer("privacy_manager"))
    sources.drop(case, reason="重複", version=case.version, by=viewer("audit_manager"))
    assert case.state is CaseState.WITHDRAWN


def test_an_audits_case_is_not_withdrawn_by_the_privacy_manager(app: Flask) -> None:
    case = builders.case()
    with pytest.raises(RuleBroken, match="audits_case"):
        sources.drop(case, reason="重複", version=case.version, by=viewer("privacy_manager"))


def test_auditors_of_the_unit_do_not_see_what_no_audit_found(app: Flask) -> None:
    audited, other = builders.case(), from_outside.stated_case()
    seen = {
        name: {row.number for row in case_lists.CASES.page(viewer(name), case_lists.Filter())}
        for name in ("privacy_manager", "head", "auditor", "other_head", "employee")
    }
    both = {audited.number, other.number}
    assert seen == {
        "privacy_manager": both,
        "head": both,
        "auditor": {audited.number},
        "other_head": set(),
        "employee": set(),
    }


def test_the_list_narrows_by_source_and_by_requirement(app: Flask) -> None:
    first, second = builders.requirement_ids()[:2]
    audited, stated = builders.case(), from_outside.stated_case(requirement_id=second)
    by = viewer("privacy_manager")
    for wanted, found in (
        (case_lists.Filter(source=Source.INCIDENT), [stated]),
        (case_lists.Filter(source=Source.INTERNAL_AUDIT), [audited]),
        (case_lists.Filter(source=Source.COMPLAINT), []),
        (case_lists.Filter(requirement_id=first), [audited]),
        (case_lists.Filter(requirement_id=second), [stated]),
        (case_lists.Filter(text="成績表"), [stated]),
    ):
        assert [row.number for row in case_lists.CASES.page(by, wanted)] == [
            each.number for each in found
        ]
        assert case_lists.CASES.count(by, wanted) == len(found)


def test_an_examiner_waits_for_an_answer_of_the_privacy_manager(app: Flask) -> None:
    case = from_outside.examined_case(examined_on=date(2026, 10, 31))
    [duty] = open_duties.outside(date.max)
    assert (duty.kind, duty.reference, duty.person_id) == (
        case_duties.EXAMINER,
        case.reference,
        IDS["privacy_manager"],
    )
    assert duty.due_on == date(2027, 1, 31)
    assert list(open_duties.outside(date(2027, 1, 30))) == []
    assert list(open_duties.outside(date.max, IDS["head"])) == []
    sources.answer(case, TODAY, version=case.version, by=viewer("privacy_manager"))
    assert list(open_duties.outside(date.max)) == []
    trail.write_pending()
    noted = trail.history(case.reference)
    assert "examiner_answered" in {entry.move for entry in noted}


def test_an_examiner_is_answered_once_and_by_a_manager(app: Flask) -> None:
    case = from_outside.examined_case()
    for day, by, kind in (
        (TODAY, "head", NotAllowed),
        (TODAY + timedelta(days=1), "privacy_manager", RuleBroken),
        (TODAY - timedelta(days=8), "privacy_manager", RuleBroken),
    ):
        with pytest.raises(kind):
            sources.answer(case, day, version=case.version, by=viewer(by))
    sources.answer(case, TODAY, version=case.version, by=viewer("audit_manager"))
    with pytest.raises(RuleBroken, match="answered_already"):
        sources.answer(case, TODAY, version=case.version, by=viewer("audit_manager"))
    other = from_outside.stated_case()
    with pytest.raises(RuleBroken, match="no_examination"):
        sources.answer(other, TODAY, version=other.version, by=viewer("privacy_manager"))


def test_long_and_odd_words_are_kept_as_they_are(app: Flask) -> None:
    fact = "𠮷田さんの🍎" + "あ" * 9_990
    case = from_outside.stated_case(fact=fact)
    said = grounds.statement_of(case)
    assert said is not None
    assert said.fact == fact
    assert len(case.title) <= 80
    assert replace(from_outside.stated(), fact=fact).fact == fact
