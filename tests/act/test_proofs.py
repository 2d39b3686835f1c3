"""What was approved, signed or sent is digested anew from its rows: what was altered is named."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from pms_tracker import database
from pms_tracker.act import act_proofs
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import closing, done_checks
from pms_tracker.act.plans import plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.database import session
from pms_tracker.kernel.profile import Part
from pms_tracker.kernel.references import parse_reference
from pms_tracker.mail import delivery
from pms_tracker.people.changes import naming
from pms_tracker.people.changes.naming import PersonFacts
from pms_tracker.people.firm import people
from pms_tracker.plan.rules.policy_rules import ReviewOutcome
from pms_tracker.plan.years import year_results, years
from pms_tracker.plan.years.year_results import Done
from pms_tracker.trail import trail
from tests import builders, reporting, reviewing
from tests.act.erasures import erasing
from tests.cast import IDS, POLICY, TODAY, viewer
from tests.check.programmes import a_programme
from tests.databases import Served
from tests.plan.years import a_year

DONE = Done("済んだ。", TODAY)
NEW_TEXT = POLICY.replace("個人情報", "個人データ", 1)

# What somebody with the database in hand changes, and what is named then.
ALTERED = (
    (
        "UPDATE policy_version SET text = text || '。' WHERE edition = 2",
        ["POL-001 edition-2 content_changed", "POL-001 text-2 content_changed"],
    ),
    (
        "UPDATE policy_version SET text = text || '。' WHERE edition = 1",
        ["POL-001 text-1 content_changed"],
    ),
    ("UPDATE policy_version SET digest = 'x' WHERE edition = 1", ["POL-001 text-1 digest_unknown"]),
    (
        "UPDATE policy_review SET next_review_on = '2027-03-01'",
        ["PR-2026-01 postponement content_changed"],
    ),
    (
        "UPDATE annual_duty SET title = '別の教育' WHERE title LIKE '%（改）'",
        ["YP-2026 plan content_changed"],
    ),
    # As it was before it was amended.
    (
        "UPDATE annual_duty SET title = '追加' WHERE title = '追加の教育'",
        ["YP-2026 plan content_changed"],
    ),
    (
        "UPDATE annual_duty SET result = '別の結果' WHERE title = '内部監査'",
        ["YP-2026 duty-POSITION content_changed"],
    ),
    (
        "UPDATE annual_amendment SET reason = '別の理由' WHERE number = 1",
        ["YP-2026 amendment-1 content_changed"],
    ),
    ("UPDATE programme SET purpose = '別の目的'", ["AP-2026 programme content_changed"]),
    (
        "UPDATE signed_report SET content = '{}'",
        [
            "AU-2026-003 report-approval content_changed",
            "AU-2026-003 report-receipt content_changed",
            "AU-2026-003 signature-1 content_changed",
        ],
    ),
    ("UPDATE management_review SET content = '{}'", ["MR-2026-01 minutes content_changed"]),
    (
        "UPDATE case_round SET cause = '別の原因'",
        [
            "CA-2026-001 closing-1 content_changed",
            "CA-2026-001 done-1 content_changed",
            "CA-2026-001 plan-1 content_changed",
        ],
    ),
    ("UPDATE case_round SET grounds = '別の根拠'", ["CA-2026-001 closing-1 content_changed"]),
    (
        "UPDATE approval SET digest = 'x' WHERE step = 'minutes'",
        [
            "MR-2026-01  decision_missing",
            "MR-2026-01 minutes decision_changed",
            "MR-2026-01 minutes digest_unknown",
        ],
    ),
    ("DELETE FROM approval WHERE step = 'plan-1'", ["CA-2026-001  decision_missing"]),
)


def named() -> list[str]:
    trail.write_pending()
    session.flush()
    return sorted(f"{each.reference} {each.step} {each.key}" for each in act_proofs.verify())


def alter(statement: str) -> None:
    """As somebody with the database in hand would, past all use cases."""
    session.flush()
    assert session.execute(text(statement)).rowcount  # type: ignore[attr-defined]
    session.expire_all()


def confirmed_and_closed() -> None:
    """A case in its second round that passed every signature there is."""
    builders.profile(Part.DONE_CHECK, Part.CLOSING_APPROVAL)
    case = builders.case_in(CaseState.CONFIRMING)
    for module, by in ((done_checks, "audit_manager"), (closing, "representative")):
        seen = Decided(Decision.APPROVED, module.subject(Dossier(case)).digest)
        module.decide(case, seen, version=case.version, by=viewer(by))
        if module is done_checks:
            builders.judge(case)


@pytest.fixture
def frozen(app: Flask) -> None:
    """One of everything that is approved or signed."""
    builders.new_version(NEW_TEXT)
    builders.decide_postponement(
        builders.review(ReviewOutcome.POSTPONED, postponed_to=date(2027, 2, 1))
    )
    plan = a_year.approved()
    first, second = a_year.rows_of(plan)
    moved = replace(first, title="全従業者の教育（改）", planned_on=a_year.AHEAD)
    added = replace(moved, title="追加の教育", duty_id=None)
    wanted = [moved, second, added]
    a_year.decide_amendment(plan, a_year.amended(plan, wanted))
    kept = [row for row in a_year.rows_of(plan) if row.title != "追加の教育"]
    a_year.decide_amendment(plan, a_year.amended(plan, kept))
    done = next(each for each in years.duties_of(plan) if each.title == "内部監査")
    year_results.report_done(plan, done.position, DONE, by=viewer("audit_manager"))
    seen = Decided(Decision.APPROVED, year_results.subject(plan, done).digest)
    year_results.decide(plan, done, seen, by=viewer("representative"))
    a_programme.none_yet()
    a_programme.approved()
    reporting.audit_in(AuditState.CLOSED, builders.audit())
    reviewing.signed()
    confirmed_and_closed()


@pytest.mark.usefixtures("frozen")
def test_whoever_is_said_to_have_decided_is_whoever_the_trail_says() -> None:
    another = viewer("employee").person_id
    found = session.scalars(select(Approval).order_by(Approval.id)).all()
    told = sorted(f"{each.reference} {each.step} decider_changed" for each in found)
    alter(f"UPDATE approval SET decided_by_id = {another}, for_id = NULL")
    assert named() == told


@pytest.mark.usefixtures("app")
def test_of_a_paper_both_who_stamped_it_and_who_typed_it_in_are_compared() -> None:
    case = builders.approve(
        builders.submit(builders.case()),
        by="audit_manager",
        on_paper_by=IDS["privacy_manager"],
        scanned=True,
    )
    (paper,) = approvals.decisions(case.reference)
    step, where, other = paper.step, f"WHERE id = {paper.id}", IDS["employee"]
    assert named() == []
    # Called otherwise from today on, they are still whoever stamped it.
    who = people.person(paper.decided_by_id)
    wanted = PersonFacts("小平 渚", "コダイラ ナギサ", who.language)
    by = viewer("administrator").actor
    naming.change_person(who, wanted, seen=who.version, since_on=TODAY, by=by)
    assert named() == []
    for bent, back in (
        (f"decided_by_id = {other}", f"decided_by_id = {IDS['privacy_manager']}"),
        (f"entered_by_id = {other}", f"entered_by_id = {IDS['audit_manager']}"),
        (
            "on_paper = FALSE, entered_by_id = NULL",
            f"on_paper = TRUE, entered_by_id = {IDS['audit_manager']}",
        ),
    ):
        alter(f"UPDATE approval SET {bent} {where}")
        assert named() == [f"{case.reference} {step} decider_changed"]
        alter(f"UPDATE approval SET {back} {where}")
        assert named() == []


@pytest.mark.usefixtures("frozen")
def test_what_was_left_alone_matches_and_a_row_that_was_altered_is_named() -> None:
    assert named() == []
    for statement, told in ALTERED:
        kept = session.begin_nested()
        alter(statement)
        assert [re.sub(r"duty-\d+", "duty-POSITION", each) for each in named()] == told, statement
        kept.rollback()
        session.expire_all()
    assert named() == []


@pytest.mark.usefixtures("frozen")
def test_an_amendment_that_was_taken_back_past_the_product_is_named() -> None:
    was = "title = '全従業者の教育', planned_on = '2026-10-30'"
    alter(f"UPDATE annual_duty SET {was} WHERE title LIKE '%（改）'")
    assert named() == ["YP-2026 plan content_changed"]


def test_what_is_drafted_sent_back_or_voided_is_nobodys_word(app: Flask) -> None:
    case = builders.case_in(CaseState.SENT_BACK)
    builders.approve(builders.submit(case, cause="担当を決めていなかった。"))
    plans.amend(case, builders.plan(), version=case.version, by=viewer("head"))
    audit = reporting.audit_in(AuditState.REPORTED, builders.audit())
    reporting.send_back(audit)
    reporting.sign(audit)
    builders.draft(NEW_TEXT)
    reviewing.submitted()
    assert named() == []
    assert case.state is CaseState.SUBMITTED


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("CA-2026-001", "cause"),
        ("F-2026-001", "fact"),
        ("AU-2026-001", "opinion"),
        ("MR-2026-01", "remarks"),
    ],
)
def test_erased_contents_still_match_and_what_is_left_is_still_proven(
    app: Flask, tmp_path: Path, name: str, field: str
) -> None:
    audit = builders.audit()
    builders.case_in(CaseState.CLOSED, audit)
    reporting.audit_in(AuditState.CLOSED, audit)
    reviewing.signed()
    reference = parse_reference(name)
    assert reference is not None
    assert named() == []
    for each in (field, *(("correction",) if field == "cause" else ())):
        erasing.erase(tmp_path, reference, each)
        assert named() == []
    for statement in (
        "UPDATE case_action SET action = '別の処置'",
        "UPDATE signed_report SET content = '{}'",
        "UPDATE management_review SET content = '{}'",
    ):
        alter(statement)
    assert {each.partition(" ")[0] for each in named()} == {
        *("AU-2026-001", "CA-2026-001", "MR-2026-01")
    }


def test_a_letter_that_was_sent_and_altered_or_removed_is_named(served: Served, app: Flask) -> None:
    reviewing.submitted()
    database.commit()
    assert delivery.deliver(served.settings)
    assert named() == []
    alter("UPDATE outbox_letter SET body = 'x' WHERE id = 1")
    assert named() == ["letter-1  letter_changed"]
    alter("DELETE FROM outbox_letter WHERE id = 2")
    assert named() == ["letter-1  letter_changed", "letter-2  letter_changed"]
