"""Plans on both databases: written by the head, decided by somebody else, amended visibly."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.plans import plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import leaving, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders, mailed
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

TOMORROW = TODAY + timedelta(days=1)


def amend(case: Case, by: str = "head", **changes: object) -> Case:
    plans.amend(case, builders.plan(**changes), version=case.version, by=viewer(by))
    return case


def letters(case: Case) -> list[tuple[str, int | None]]:
    """Keys and recipients, the oldest first."""
    return [(each.key, each.person_id) for each in reversed(mailed.about(case.reference))]


def told(case: Case) -> dict[str, tuple[str | None, str | None]]:
    """The newest entry of the case's history."""
    trail.write_pending()
    newest = trail.history(case.reference)[0]
    return {value.field: (value.before, value.after) for value in newest.values}


def test_a_submitted_plan_asks_the_privacy_manager_to_decide_within_five_days(app: Flask) -> None:
    case = builders.submit(builders.case())
    assert (case.state, case.turn_of_id) == (CaseState.SUBMITTED, IDS["privacy_manager"])
    assert (case.turn_due_on, case.submissions) == (date(2026, 12, 1), 1)
    assert letters(case)[-1] == ("approval_asked", IDS["privacy_manager"])
    assert told(case)["cause"][0] is None


@pytest.mark.parametrize(
    "key", ["owner", "privacy_manager", "auditor", "other_head", "administrator"]
)
def test_only_the_head_of_the_unit_plans(app: Flask, key: str) -> None:
    case = builders.case()
    with pytest.raises(NotAllowed, match="head_only"):
        builders.submit(case, by=key)
    builders.submit(case)
    with pytest.raises(NotAllowed, match="head_only"):
        amend(case, by=key)


@pytest.mark.parametrize(
    ("changes", "refusal", "kind"),
    [
        ({"correction": ""}, "plan_incomplete", RuleBroken),
        ({"cause": "  "}, "plan_incomplete", RuleBroken),
        ({"action": "\n"}, "plan_incomplete", RuleBroken),
        ({"due_on": TODAY - timedelta(days=1)}, "due_in_past", RuleBroken),
        ({"owner_id": 99}, "no_such_person", BadInput),
    ],
)
def test_a_plan_with_a_gap_is_refused(
    app: Flask, changes: dict[str, object], refusal: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind, match=refusal):
        builders.submit(builders.case(), **changes)


def test_a_plan_is_submitted_once_and_not_over_what_was_not_seen(app: Flask) -> None:
    case = builders.case()
    seen = case.version
    builders.submit(case)
    with pytest.raises(Stale):
        plans.submit(case, builders.plan(), version=seen, by=viewer("head"))
    with pytest.raises(RuleBroken, match="move_not_possible"):
        builders.submit(case)


def test_an_approved_plan_is_the_owners_turn_until_its_own_due_day(app: Flask) -> None:
    case = builders.approve(builders.submit(builders.case()))
    assert (case.state, case.turn_of_id) == (CaseState.DOING, IDS["owner"])
    assert case.turn_due_on == TODAY + timedelta(days=14)
    assert letters(case)[-1] == ("plan_approved", IDS["owner"])
    row = approvals.standing(case.reference, "plan-1")
    assert row is not None
    assert told(case)["digest"] == (None, row.digest)
    assert (row.decided_by_id, row.on_paper) == (IDS["privacy_manager"], False)


def test_a_plan_sent_back_returns_to_the_head_with_the_reason_and_may_come_again(
    app: Flask,
) -> None:
    case = builders.submit(builders.case())
    with pytest.raises(RuleBroken, match="reason_needed"):
        builders.send_back(case, reason=" ")
    builders.send_back(case)
    assert (case.state, case.turn_of_id) == (CaseState.SENT_BACK, IDS["head"])
    assert letters(case)[-1] == ("plan_sent_back", IDS["head"])
    assert told(case)["reason"] == (None, "原因が人の不注意で止まっています。")
    builders.approve(builders.submit(case, cause="棚卸しの手続がなかった。"))
    made = [row.decision for row in approvals.decisions(case.reference)]
    assert made == [Decision.SENT_BACK, Decision.APPROVED]


def test_amending_an_approved_plan_voids_the_approval_visibly_and_asks_again(app: Flask) -> None:
    case = builders.approve(builders.submit(builders.case()))
    first = approvals.standing(case.reference, "plan-1")
    assert first is not None
    amend(case, due_on=TODAY + timedelta(days=30))
    assert (case.state, case.turn_of_id) == (CaseState.SUBMITTED, IDS["privacy_manager"])
    assert approvals.standing(case.reference, "plan-1") is None
    assert Dossier(case).current.approved_at is None
    assert letters(case)[-1] == ("approval_asked", IDS["privacy_manager"])
    changes = told(case)
    assert changes["approval"] == (first.digest, None)
    assert changes["due_on"] == ("2026-12-08", "2026-12-24")
    assert "cause" not in changes
    builders.approve(case)
    rows = approvals.decisions(case.reference)
    assert [row.voided_at is None for row in rows] == [False, True]
    assert rows[0].digest != rows[1].digest


def test_amending_a_plan_that_waits_asks_for_the_new_one_alone(app: Flask) -> None:
    case = builders.submit(builders.case())
    before = builders.decision(case, Decision.APPROVED)
    amend(case, action="鍵を付ける。")
    with pytest.raises(Stale, match="record_changed"):
        plans.decide(case, before, version=case.version, by=viewer("privacy_manager"))
    assert "approval" not in told(case)
    builders.approve(case)
    assert plans.may_amend(case)


def test_what_is_not_submitted_yet_or_done_already_cannot_be_amended(app: Flask) -> None:
    case = builders.case()
    assert not plans.may_amend(case)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        amend(case)
    builders.report(builders.approve(builders.submit(case)))
    with pytest.raises(RuleBroken, match="move_not_possible"):
        amend(case)


def test_only_the_text_that_was_seen_can_be_approved(app: Flask) -> None:
    case = builders.submit(builders.case())
    with pytest.raises(Stale, match="record_changed"):
        builders.approve(case, seen_digest="0" * 64)
    decided = builders.decision(case, Decision.APPROVED)
    with pytest.raises(Stale, match="record_changed"):
        plans.decide(case, decided, version=case.version - 1, by=viewer("privacy_manager"))
    assert case.state is CaseState.SUBMITTED


@pytest.mark.parametrize(
    "key", ["head", "owner", "representative", "audit_manager", "administrator", "employee"]
)
def test_nobody_approves_out_of_turn(app: Flask, key: str) -> None:
    case = builders.submit(builders.case())
    with pytest.raises(NotAllowed, match="not_eligible"):
        builders.approve(case, by=key)


@pytest.mark.parametrize(
    ("decided_on", "refusal"),
    [(TODAY - timedelta(days=1), "decided_before_submitted"), (TOMORROW, "day_in_future")],
)
def test_a_decision_lies_between_submission_and_today(
    app: Flask, decided_on: date, refusal: str
) -> None:
    case = builders.submit(builders.case())
    with pytest.raises(RuleBroken, match=refusal):
        builders.approve(case, decided_on=decided_on)


def stamped(case: Case, by: str, *, scanned: bool = True) -> None:
    paper = {"on_paper_by": IDS["privacy_manager"], "decided_on": TODAY, "scanned": scanned}
    builders.approve(case, by=by, **paper)


def test_a_stamped_decision_names_who_stamped_and_who_typed_it_in(app: Flask) -> None:
    case = builders.submit(builders.case())
    with clock.set_to(clock.at(TOMORROW)):
        stamped(case, by="audit_manager")
        assert told(case)["decided_by"] == (None, "藤森 奈緒")
        assert trail.history(case.reference)[0].actor_name == "有賀 俊"
    row = approvals.standing(case.reference, "plan-1")
    assert row is not None
    assert (row.decided_by_id, row.entered_by_id) == (IDS["privacy_manager"], IDS["audit_manager"])
    assert (row.on_paper, row.decided_on, row.recorded_at.date()) == (True, TODAY, TOMORROW)


@pytest.mark.parametrize("by", ["head", "owner"])
def test_whoever_wrote_or_owns_a_plan_does_not_type_in_its_paper_decision(
    app: Flask, by: str
) -> None:
    case = builders.submit(builders.case())
    with pytest.raises(NotAllowed, match="paper_by_another"):
        stamped(case, by=by)


def test_a_paper_decision_comes_with_its_scan(app: Flask) -> None:
    case = builders.submit(builders.case())
    with pytest.raises(RuleBroken, match="scan_needed"):
        stamped(case, by="audit_manager", scanned=False)


def test_paper_lifts_no_rule_for_the_person_named_on_it(app: Flask) -> None:
    case = builders.submit(builders.case(), owner_id=IDS["privacy_manager"])
    with pytest.raises(NotAllowed, match="not_eligible"):
        builders.approve(case, by="representative", on_paper_by=IDS["privacy_manager"])


def test_where_nobody_of_the_order_is_free_an_exception_is_recorded_with_its_reason(
    app: Flask,
) -> None:
    yesterday = TODAY - timedelta(days=1)
    for key in ("representative", "privacy_manager", "audit_manager"):
        leaving.leave(people.person(IDS[key]), on=yesterday, by=SYSTEM)
    case = builders.submit(builders.case())
    assert Dossier(case).approvers.by_exception
    with pytest.raises(RuleBroken, match="exception_needs_reason"):
        builders.approve(case, by="other_head")
    builders.approve(case, by="other_head", exception_reason=" 三役が不在のため ")
    row = approvals.standing(case.reference, "plan-1")
    assert row is not None
    assert row.exception_reason == "三役が不在のため"


def test_a_unit_without_a_head_is_planned_for_by_the_privacy_manager(app: Flask) -> None:
    leaving.leave(people.person(IDS["head"]), on=TODAY - timedelta(days=1), by=SYSTEM)
    case = builders.case()
    assert case.turn_of_id == IDS["privacy_manager"]
    builders.submit(case, by="privacy_manager")
    assert case.turn_of_id == IDS["representative"]
    assert Firm(TODAY).holders(Role.PRIVACY_MANAGER) == [IDS["privacy_manager"]]


def test_the_digest_covers_every_field_of_the_plan(app: Flask) -> None:
    case = builders.submit(builders.case())
    written = Dossier(case).current
    first = plans.subject(case, written)
    (planned,) = written.actions
    for row, name, value in (
        (written, "cause", "別"),
        (planned, "owner_id", 1),
        (planned, "due_on", TOMORROW),
        (planned, "cause", "別の原因"),
        (planned, "measure", "期限切れの書類の数"),
        (planned, "measured_on", TOMORROW),
        (planned, "resources", "2人日"),
    ):
        kept = getattr(row, name)
        setattr(row, name, value)
        assert plans.subject(case, written).digest != first.digest
        setattr(row, name, kept)
    assert plans.subject(case, written) == replace(first)


def test_whoever_wrote_an_earlier_submission_of_the_round_does_not_approve_it(app: Flask) -> None:
    who, unit = people.person(IDS["privacy_manager"]), people.unit(UNIT_IDS["松本教室"])
    staffing.enrol(who, unit, since_on=TODAY, is_head=True, by=SYSTEM)
    case = builders.submit(builders.case(), by="privacy_manager")
    plans.amend(case, builders.plan(), version=case.version, by=viewer("head"))
    assert case.turn_of_id == IDS["representative"]
    with pytest.raises(NotAllowed, match="not_eligible"):
        builders.approve(case, by="privacy_manager")
