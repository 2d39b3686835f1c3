"""Two approvals, rejections and editions on both databases; and switches turned in between."""

import pytest
from flask import Flask

from pms_tracker.act.cases import cases
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import closing, done_checks
from pms_tracker.act.plans import editions, plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.correction_rules import FirstAid
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.profile import Part
from pms_tracker.trail import trail
from tests import builders, mailed
from tests.cast import IDS, TODAY, viewer


def plainly(_name: str, text: str) -> str:
    return text


def amend(case: Case, **changes: object) -> None:
    plans.amend(case, builders.plan(**changes), version=case.version, by=viewer("head"))


def reject(case: Case, by: str = "privacy_manager", reason: str = "原因が違います。") -> None:
    decided = builders.decision(case, Decision.REJECTED, reason=reason)
    plans.decide(case, decided, version=case.version, by=viewer(by))


def test_where_the_route_has_two_the_representative_approves_after_the_privacy_manager(
    app: Flask,
) -> None:
    builders.profile(Part.SECOND_APPROVAL)
    case = builders.approve(builders.submit(builders.case()))
    assert (case.state, case.turn_of_id) == (CaseState.ENDORSED, IDS["representative"])
    assert Dossier(case).current.approved_at is None
    assert mailed.about(case.reference)[0].key == "approval_asked"
    for wrong in ("privacy_manager", "head", "owner", "administrator"):
        with pytest.raises(NotAllowed, match="not_eligible"):
            builders.approve(case, by=wrong)
    builders.approve(case, by="representative")
    assert (case.state, case.turn_of_id) == (CaseState.DOING, IDS["owner"])
    steps = [row.step for row in Dossier(case).decisions]
    assert steps == ["plan-1-first", "plan-1"]


def test_a_plan_that_the_representative_approves_first_needs_no_second_approval(app: Flask) -> None:
    builders.profile(Part.SECOND_APPROVAL)
    case = builders.submit(builders.case(), owner_id=IDS["privacy_manager"])
    builders.approve(case, by="representative")
    assert case.state is CaseState.DOING


@pytest.mark.parametrize(("grade", "after"), [(Grade.MAJOR, "endorsed"), (Grade.MINOR, "doing")])
def test_the_route_may_be_for_major_nonconformities_alone(
    app: Flask, grade: Grade, after: str
) -> None:
    builders.profile(Part.GRADES, Part.SECOND_FOR_MAJOR)
    finding = builders.filed(grade=grade)
    case = cases.of_finding(finding.id)
    assert case is not None
    builders.approve(builders.submit(case))
    assert case.state == after


def test_what_the_second_sends_back_is_approved_by_both_anew(app: Flask) -> None:
    case = builders.case_in(CaseState.ENDORSED)
    builders.send_back(case, by="representative")
    assert case.state is CaseState.SENT_BACK
    assert approvals.standing(case.reference, "plan-1-first") is None
    builders.profile(Part.SECOND_APPROVAL)
    builders.submit(case, cause="棚卸しの手続がなかった。")
    builders.approve(builders.approve(case), by="representative")
    assert case.state is CaseState.DOING


def test_what_the_second_rejects_is_thought_out_anew(app: Flask) -> None:
    case = builders.case_in(CaseState.ENDORSED)
    reject(case, by="representative")
    assert (case.state, case.turn_of_id) == (CaseState.PLANNING, IDS["head"])
    assert approvals.standing(case.reference, "plan-1-first") is None


def test_an_edit_voids_the_first_approval_as_well(app: Flask) -> None:
    case = builders.case_in(CaseState.ENDORSED)
    first = approvals.standing(case.reference, "plan-1-first")
    assert first is not None
    builders.profile(Part.SECOND_APPROVAL)
    amend(case, action="鍵を付ける。")
    assert (case.state, first.voided_at is None) == (CaseState.SUBMITTED, False)
    trail.write_pending()
    told = {value.field: value.before for value in trail.history(case.reference)[0].values}
    assert told["approval"] == first.digest


def test_a_rejected_plan_is_thought_out_anew_and_stays_readable(app: Flask) -> None:
    case = builders.submit(builders.case())
    with pytest.raises(RuleBroken, match="reason_needed"):
        reject(case, reason="\n")
    reject(case)
    now = Dossier(case).current
    assert (case.state, case.turn_of_id, case.round) == (CaseState.PLANNING, IDS["head"], 1)
    assert (now.cause, now.action, now.actions[0].due_on) == ("", "", None)
    assert (now.cause_category, now.repeats, now.actions[0].owner_id) == (None, 0, IDS["owner"])
    # What was corrected was so.
    assert now.correction == "鍵のかかる棚へ移した。"
    assert mailed.about(case.reference)[0].key == "plan_rejected"
    kept = dict(editions.of_case(case)[0].content)
    assert kept["cause"].startswith("申込書が台帳に")
    builders.approve(builders.submit(case, cause="別の原因"))
    made = [row.decision for row in Dossier(case).decisions]
    assert made == [Decision.REJECTED, Decision.APPROVED]


def test_every_plan_handed_in_is_kept_and_compared_field_by_field(app: Flask) -> None:
    case = builders.submit(builders.case())
    amend(case, action="申込書を台帳に登録し、鍵を付ける。", owner_id=IDS["without_account"])
    first, second = editions.of_case(case)
    assert first.digest != second.digest == plans.subject(case, Dossier(case).current).digest
    changed = {each.field: each.row for each in editions.changes(first, second, plainly)}
    assert set(changed) == {"action", "owner_id"}
    owner = changed["owner_id"]
    assert owner.old is not None
    assert owner.new is not None
    assert (owner.old.text, owner.new.text) == ("原 大地", "𠮷田 茂")
    assert editions.changes(second, second, plainly) == []
    assert editions.edition([first, second], 2) is second
    with pytest.raises(NotFound, match="no_such_edition"):
        editions.edition([first, second], 3)


def test_the_correction_says_who_when_and_how_far_it_spread_or_that_none_was_needed(
    app: Flask,
) -> None:
    case = builders.submit(builders.case())
    now = Dossier(case).current
    assert (now.correction_needed, now.corrected_by_id, now.corrected_on) == (
        True,
        IDS["head"],
        TODAY,
    )
    before = plans.subject(case, now).digest
    aid = FirstAid(needed=False, spread="ほかの教室にもないことを確かめた。")
    amend(case, correction="害が残っていない。", first_aid=aid)
    assert (now.correction_needed, now.corrected_by_id, now.corrected_on) == (False, None, None)
    assert plans.subject(case, now).digest != before
    with pytest.raises(RuleBroken, match="no_correction_needs_reason"):
        amend(case, correction=" ", first_aid=aid)


STEPS = (Part.SECOND_APPROVAL, Part.DONE_CHECK, Part.CLOSING_APPROVAL)
LIGHT = ["planning", "submitted", "doing", "reviewing", "closed"]
FULL = [
    *("planning", "submitted", "endorsed", "doing", "confirming", "reviewing", "closing"),
    "closed",
]


@pytest.mark.parametrize(
    ("before", "after", "turned"),
    [
        *(((), STEPS, state) for state in LIGHT if state != "closed"),
        *((STEPS, (), state) for state in FULL if state != "closed"),
    ],
)
def test_a_switch_turned_while_a_case_is_open_strands_it_nowhere(
    app: Flask, before: tuple[Part, ...], after: tuple[Part, ...], turned: str
) -> None:
    """What held when the plan was handed in holds to the end of its round."""
    builders.profile(*before)
    case = builders.case()
    passed = finish(case, turned, after)
    holds = after if turned == "planning" else before
    assert passed == (FULL if holds else LIGHT)


def test_a_plan_handed_in_anew_goes_by_the_profile_of_that_day(app: Flask) -> None:
    case = builders.case_in(CaseState.DOING)
    builders.profile(*STEPS)
    amend(case, action="鍵を付ける。")
    assert finish(case) == FULL[1:]


def finish(case: Case, turned: str = "", after: tuple[Part, ...] = ()) -> list[str]:
    """Take a case to its end by whatever step it says is next; the states it passed through.

    The company takes on other parts once it is in the state `turned`.
    """
    passed: list[str] = [case.state]
    while case.state is not CaseState.CLOSED:
        if case.state == turned:
            builders.profile(*after)
        _next(case)
        passed.append(case.state)
        assert len(passed) < 12
    return passed


def _next(case: Case) -> None:
    by = next(key for key, number in IDS.items() if number == case.turn_of_id)
    if case.state is CaseState.PLANNING:
        builders.submit(case, by=by)
    elif case.state in {CaseState.SUBMITTED, CaseState.ENDORSED}:
        builders.approve(case, by=by)
    elif case.state is CaseState.DOING:
        builders.report(case, by=by)
    elif case.state is CaseState.REVIEWING:
        builders.judge(case, by=by)
    else:
        signed = done_checks if case.state is CaseState.CONFIRMING else closing
        seen = Decided(Decision.APPROVED, signed.subject(Dossier(case)).digest)
        signed.decide(case, seen, version=case.version, by=viewer(by))
