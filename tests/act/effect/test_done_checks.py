"""The done check (完了確認) on both databases: a second person confirms, or gives it back."""

from datetime import date

import pytest
from flask import Flask

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import done_checks
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.kernel.errors import NotAllowed, RuleBroken, Stale
from tests import builders, mailed
from tests.cast import IDS, TODAY, viewer


def reported() -> Case:
    return builders.case_in(CaseState.CONFIRMING)


def check(
    case: Case, made: Decision = Decision.APPROVED, by: str = "audit_manager", **changes: object
) -> Case:
    decided = Decided(made, done_checks.subject(Dossier(case)).digest, **changes)  # type: ignore[arg-type]
    done_checks.decide(case, decided, version=case.version, by=viewer(by))
    return case


def test_what_was_reported_is_confirmed_by_the_audit_manager_before_it_is_reviewed(
    app: Flask,
) -> None:
    case = reported()
    assert (case.turn_of_id, case.turn_due_on) == (IDS["audit_manager"], date(2026, 12, 1))
    letter = mailed.about(case.reference)[0]
    assert (letter.key, letter.person_id) == ("done_check_asked", IDS["audit_manager"])
    check(case)
    # The checker approved no plan, so that nothing bars them from the review.
    assert (case.state, case.turn_of_id) == (CaseState.REVIEWING, IDS["auditor"])
    assert case.turn_due_on == date(2026, 12, 22)
    assert IDS["audit_manager"] in Dossier(case).reviewers.person_ids


@pytest.mark.parametrize("key", ["owner", "head", "auditor", "administrator", "representative"])
def test_nobody_confirms_what_they_did_or_out_of_turn(app: Flask, key: str) -> None:
    case = reported()
    with pytest.raises(NotAllowed, match="not_eligible"):
        check(case, by=key)
    assert case.state is CaseState.CONFIRMING


def test_what_is_given_back_is_done_again_and_confirmed_anew(app: Flask) -> None:
    case = reported()
    with pytest.raises(RuleBroken, match="reason_needed"):
        check(case, Decision.SENT_BACK, reason=" ")
    seen = done_checks.subject(Dossier(case)).digest
    check(case, Decision.SENT_BACK, reason="台帳にまだ載っていません。")
    now = Dossier(case).current.actions[0]
    assert (case.state, case.turn_of_id) == (CaseState.DOING, IDS["owner"])
    assert (now.done_on, now.done_by_id, now.result) == (None, None, "台帳に登録し、担当を決めた。")
    assert mailed.about(case.reference)[0].key == "done_returned"
    with pytest.raises(RuleBroken, match="move_not_possible"):
        builders.judge(case)
    builders.report(case)
    assert case.state is CaseState.CONFIRMING
    # The same words reported again are another report: each is confirmed on its own.
    check(case)
    assert [row.submission for row in Dossier(case).decisions[1:]] == [1, 2]
    assert Dossier(case).decisions[-1].digest == seen
    assert (case.state, now.done_on) == (CaseState.REVIEWING, TODAY)


def test_only_what_was_seen_is_confirmed_and_only_once(app: Flask) -> None:
    case = reported()
    decided = Decided(Decision.APPROVED, "0" * 64)
    with pytest.raises(Stale):
        done_checks.decide(case, decided, version=case.version, by=viewer("audit_manager"))
    seen = Decided(Decision.APPROVED, done_checks.subject(Dossier(case)).digest)
    version = case.version
    done_checks.decide(case, seen, version=version, by=viewer("audit_manager"))
    with pytest.raises(Stale):
        done_checks.decide(case, seen, version=version, by=viewer("audit_manager"))
    with pytest.raises(RuleBroken, match="move_not_possible"):
        done_checks.decide(case, seen, version=case.version, by=viewer("audit_manager"))


def test_a_stamped_check_names_both_and_needs_its_scan(app: Flask) -> None:
    case = reported()
    paper = {"on_paper_by": IDS["audit_manager"]}
    with pytest.raises(RuleBroken, match="scan_needed"):
        check(case, by="representative", **paper)
    # Who approved the plan has a hand in it as much as whoever carried it out.
    for by in ("owner", "auditor", "privacy_manager"):
        with pytest.raises(NotAllowed, match="paper_by_another"):
            check(case, by=by, scanned=True, **paper)
    check(case, by="representative", scanned=True, **paper)
    row = Dossier(case).decisions[-1]
    assert (row.decided_by_id, row.entered_by_id) == (IDS["audit_manager"], IDS["representative"])
