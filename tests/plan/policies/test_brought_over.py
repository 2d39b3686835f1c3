"""Policies brought over, on both databases: nobody puts one in force alone, not even the first."""

from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from pms_tracker.plan.acknowledgements import announcements
from pms_tracker.plan.policies import brought_over, policies, policy_reviews, requirements, versions
from pms_tracker.plan.rules.policy_rules import Stage, Trigger, VersionState
from pms_tracker.plan.tables.policy_tables import Policy, PolicyVersion
from pms_tracker.plan.text import policy_text
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders, mailed, open_duties
from tests.cast import IDS, POLICY, TODAY, viewer

RULES = POLICY.replace("方針", "規程")
EVER = date(2030, 1, 1)


def brought(by: str = "privacy_manager") -> tuple[Policy, PolicyVersion]:
    policy = brought_over.bring_over(policy_text.read(RULES), by=viewer(by).actor)
    return policy, versions.of_policy(policy.id)[0]


def decide(
    policy: Policy,
    version: PolicyVersion,
    made: Decision = Decision.APPROVED,
    by: str = "representative",
    reason: str = "",
) -> None:
    decided = Decided(made, versions.subject(policy, version).digest, reason)
    versions.decide(policy, version, decided, version=version.version, by=viewer(by))


def moves(policy: Policy) -> list[str]:
    """Newest first."""
    trail.write_pending()
    return [each.move for each in trail.history(policy.reference)]


def test_the_representative_is_asked_by_one_letter_and_approves_what_was_brought_over(
    app: Flask,
) -> None:
    policy, version = brought()
    (letter,) = mailed.about(policy.reference)
    assert (letter.key, letter.person_id) == ("version_asked", IDS["representative"])
    assert letter.body.count("http") == 1
    (duty,) = [each for each in open_duties.of_plan(EVER) if each.kind == "decide_policy"]
    assert duty.person_id == IDS["representative"]
    decide(policy, version)
    assert (version.state, version.approved_on) == (VersionState.APPROVED, TODAY)
    assert versions.stages_of([version]) == {1: Stage.IN_FORCE}
    assert policies.published(policy.id) is version
    # No draft was approved: a text that was in use before was confirmed.
    assert moves(policy)[0] == "text_approved"
    letter = mailed.about(policy.reference)[0]
    assert letter.key == "version_approved"
    assert "改定案" not in letter.subject + letter.body


def test_the_privacy_manager_alone_puts_no_policy_in_force(app: Flask) -> None:
    policy, version = brought()
    for by in ("privacy_manager", "audit_manager", "head", "administrator"):
        with pytest.raises(NotAllowed, match="approved_by_another"):
            decide(policy, version, by=by)
    assert versions.stages_of([version]) == {}
    with pytest.raises(NotFound):
        policies.published(policy.id)


def test_what_the_representative_brings_over_is_approved_by_the_privacy_manager(app: Flask) -> None:
    policy, version = brought("representative")
    with pytest.raises(NotAllowed, match="approved_by_another"):
        decide(policy, version)
    decide(policy, version, by="privacy_manager")
    assert version.state is VersionState.APPROVED


def test_it_is_read_by_those_who_may_and_serves_to_prepare_until_then(app: Flask) -> None:
    policy, version = brought()
    assert versions.seen_by(viewer("representative"), version)
    assert versions.seen_by(viewer("audit_manager"), version)
    assert not versions.seen_by(viewer("employee"), version)
    assert policies.in_force(policy.id) is version
    assert len(requirements.of_edition(version.id)) > 0
    due_on = TODAY + timedelta(days=14)
    told = {"edition": 1, "due_on": due_on, "way": "朝礼"}
    with pytest.raises(RuleBroken, match="not_to_announce"):
        announcements.announce(policy, **told, by=viewer("privacy_manager"))  # type: ignore[arg-type]


def test_its_cycle_counts_from_its_own_day_whenever_it_is_approved(app: Flask) -> None:
    policy, version = brought()
    own = policy.next_review_on
    with clock.set_to(clock.at(TODAY + timedelta(days=40))):
        decide(policy, version)
    assert (policy.next_review_on, version.effective_on) == (own, date(2023, 11, 30))


def test_what_is_sent_back_is_mended_and_handed_in_like_any_draft(app: Flask) -> None:
    policy, version = brought()
    decide(policy, version, Decision.SENT_BACK, reason="ひとつ前の版です。")
    assert (version.state, version.imported) == (VersionState.DRAFT, False)
    assert moves(policy)[0] == "text_sent_back"
    letter = mailed.about(policy.reference)[0]
    assert letter.key == "version_sent_back"
    assert "改定案" not in letter.subject
    assert requirements.of_edition(version.id) == []
    written = versions.Written(
        policy_text.read(RULES.replace("教材", "教科書")), "本文を直した", TODAY
    )
    by = viewer("privacy_manager")
    versions.submit(policy, version, written, version=version.version, by=by)
    decide(policy, version)
    assert policies.published(policy.id).text == written.read.text
    assert moves(policy)[0] == "version_approved"


def test_what_audits_are_held_against_is_not_sent_back_any_more(app: Flask) -> None:
    policy, version = brought()
    clauses = [each.id for each in requirements.of_edition(version.id)]
    builders.audit(requirement_ids=clauses[:1])
    with pytest.raises(RuleBroken, match="import_built_on"):
        decide(policy, version, Decision.SENT_BACK, reason="ひとつ前の版です。")


def test_the_command_asks_as_well(app: Flask) -> None:
    policy = brought_over.bring_over(policy_text.read(RULES), by=SYSTEM)
    assert [each.key for each in mailed.about(policy.reference)] == ["version_asked"]


def test_what_nobody_approved_yet_is_not_reviewed(app: Flask) -> None:
    policy, version = brought()

    def asked() -> list[str]:
        duties = open_duties.of_plan(EVER)
        return [each.kind for each in duties if each.reference == policy.reference]

    assert asked() == ["decide_policy"]
    by, end = viewer("privacy_manager"), builders.conclusion()
    with pytest.raises(RuleBroken, match="policy_not_approved"):
        policy_reviews.conclude(policy, end, {}, version=policy.version, by=by)
    early = policy_reviews.Called(Trigger.INCIDENT, "誤送信", TODAY, TODAY)
    with pytest.raises(RuleBroken, match="policy_not_approved"):
        policy_reviews.call(policy, early, version=policy.version, by=by)
    decide(policy, version)
    assert asked() == ["review_policy"]
    held = policy_reviews.conclude(policy, end, {}, version=policy.version, by=by)
    assert held.held_on == TODAY
