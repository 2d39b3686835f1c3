"""Versions on both databases: drafted, submitted, decided by somebody else, in force by day."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.tables.people_tables import RoleGrant
from pms_tracker.plan.policies import mappings, policies, requirements, versions
from pms_tracker.plan.policies.versions import Written
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.requirements.requirement_sets import NewEdition
from pms_tracker.plan.requirements.set_rows import Item
from pms_tracker.plan.rules.policy_rules import Stage, VersionState
from pms_tracker.plan.tables.policy_tables import PolicyVersion
from pms_tracker.plan.text import policy_text
from pms_tracker.trail import trail
from tests import builders, mailed, open_duties
from tests.cast import IDS, POLICY, TODAY, viewer

POLICY_1 = Reference(Kind.POLICY, None, 1)
TEXT = POLICY.replace("b. お問い合わせへの応答", "b. お問い合わせへの応答\nc. 見学会のご案内")
POLICY_ONE = Reference(Kind.POLICY, None, 1)
TOMORROW = TODAY + timedelta(days=1)


def letters() -> list[tuple[str, int | None]]:
    return [(each.key, each.person_id) for each in reversed(mailed.about("POL-001"))]


def saved(made: PolicyVersion, text: str, by: str = "privacy_manager", **changes: object) -> None:
    written = Written(policy_text.read(text), made.reason, made.effective_on)
    told = {**vars(written), **changes}
    seen = made.version
    versions.save_draft(builders.policy(), made, Written(**told), version=seen, by=viewer(by))


def test_a_draft_changes_nothing_that_is_in_force(app: Flask) -> None:
    policy = builders.policy()
    before = [row.id for row in requirements.in_force()]
    made = builders.draft(TEXT)
    assert (made.edition, made.state) == (2, VersionState.DRAFT)
    assert policies.in_force(policy.id).edition == 1
    assert [each.edition for each in policies.editions(policy.id)] == [1]
    assert [row.id for row in requirements.in_force()] == before
    assert requirements.of_edition(made.id) == []


def test_an_approved_version_brings_its_clauses_and_its_day_in_the_history(app: Flask) -> None:
    policy = builders.policy()
    made = builders.new_version(TEXT)
    assert (made.state, made.approved_on) == (VersionState.APPROVED, TODAY)
    assert policies.in_force(policy.id) is made
    new, old = policies.editions(policy.id)
    assert len(requirements.of_edition(new.id)) == len(requirements.of_edition(old.id)) + 1
    assert {row.id for row in requirements.in_force()} == {
        each.id for each in requirements.of_edition(new.id)
    }
    assert [each.revised_on for each in policies.revisions(policy.id)][-1] == TODAY
    assert made.digest == policy_text.digest(made.text)


def test_a_day_that_the_text_names_itself_is_the_one_told(app: Flask) -> None:
    named = TEXT.replace("令和5年11月30日 改定\n", "令和5年11月30日 改定\n令和8年11月20日 改定\n")
    builders.new_version(named)
    told = [each.revised_on for each in policies.revisions(builders.policy().id)]
    assert told == [date(2018, 4, 1), date(2023, 11, 30), date(2026, 11, 20)]


def test_a_version_to_come_is_in_force_from_its_day(app: Flask) -> None:
    policy = builders.policy()
    made = builders.new_version(TEXT, effective_on=TOMORROW)
    assert policies.in_force(policy.id).edition == 1
    assert versions.stages_of(versions.of_policy(policy.id)) == {
        1: Stage.IN_FORCE,
        2: Stage.UPCOMING,
    }
    assert policies.revisions(policy.id)[-1].revised_on < TODAY
    with clock.set_to(clock.at(TOMORROW)):
        assert policies.in_force(policy.id) is made
        assert {row.id for row in requirements.in_force()} == {
            each.id for each in requirements.of_edition(made.id)
        }
        assert versions.stages_of(versions.of_policy(policy.id)) == {
            1: Stage.SUPERSEDED,
            2: Stage.IN_FORCE,
        }
        assert policies.revisions(policy.id)[-1].revised_on == TOMORROW


def test_approval_is_asked_of_the_representative_and_told_to_the_drafter(app: Flask) -> None:
    made = builders.submitted(TEXT)
    assert letters() == [("version_asked", IDS["representative"])]
    builders.decide_version(made, Decision.SENT_BACK, reason="改定の理由が足りません。")
    assert made.state is VersionState.DRAFT
    assert letters()[-1] == ("version_sent_back", IDS["privacy_manager"])
    policy, seen = builders.policy(), made.version
    written = Written(policy_text.read(TEXT), "追記した。", TODAY)
    versions.submit(policy, made, written, version=seen, by=viewer("privacy_manager"))
    assert made.submissions == 2
    builders.decide_version(made)
    assert letters()[-1] == ("version_approved", IDS["privacy_manager"])
    found = approvals.decisions("POL-001")
    assert [(each.step, each.submission, each.decision) for each in found] == [
        ("edition-2", 1, Decision.SENT_BACK),
        ("edition-2", 2, Decision.APPROVED),
    ]
    trail.write_pending()
    moves = [each.move for each in reversed(trail.history("POL-001"))]
    assert moves[-5:] == [
        "version_begun", "version_submitted", "version_sent_back",
        "version_submitted", "version_approved",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("writer", "decides"),
    [("privacy_manager", "representative"), ("representative", "privacy_manager")],
)
def test_nobody_approves_what_they_wrote(app: Flask, writer: str, decides: str) -> None:
    made = builders.submitted(TEXT, writer)
    for other in (writer, "audit_manager", "administrator", "head"):
        with pytest.raises(NotAllowed, match="approved_by_another"):
            builders.decide_version(made, by=other, exception_reason="急ぎ")
    builders.decide_version(made, by=decides)


def test_where_both_at_the_top_wrote_it_another_decides_by_exception(app: Flask) -> None:
    made = builders.draft(TEXT)
    saved(made, TEXT, "representative")
    policy = builders.policy()
    written = Written(policy_text.read(TEXT), "改めた。", TODAY)
    versions.submit(policy, made, written, version=made.version, by=viewer("privacy_manager"))
    for wrote in ("representative", "privacy_manager"):
        with pytest.raises(NotAllowed):
            builders.decide_version(made, by=wrote, exception_reason="急ぎ")
    with pytest.raises(RuleBroken, match="exception_needs_reason"):
        builders.decide_version(made, by="audit_manager")
    builders.decide_version(made, by="audit_manager", exception_reason="両名が起案したため")
    assert approvals.decisions("POL-001")[-1].exception_reason == "両名が起案したため"


def test_an_approved_text_is_locked(app: Flask) -> None:
    made = builders.new_version(TEXT)
    with pytest.raises(RuleBroken, match="version_locked"):
        saved(made, POLICY)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        builders.decide_version(made, Decision.SENT_BACK, reason="もう一度")
    seen = made.version
    with pytest.raises(RuleBroken, match="move_not_possible"):
        versions.discard(
            builders.policy(), made, "不要", version=seen, by=viewer("privacy_manager")
        )


def test_a_submitted_text_waits_as_it_is(app: Flask) -> None:
    made = builders.submitted(TEXT)
    with pytest.raises(RuleBroken, match="version_locked"):
        saved(made, POLICY)


def test_of_two_at_one_draft_the_second_is_told(app: Flask) -> None:
    made = builders.draft(TEXT)
    policy, seen = builders.policy(), made.version
    saved(made, TEXT + "追記\n")
    written = Written(policy_text.read(TEXT), "改めた。", TODAY)
    by = viewer("representative")
    for late in (versions.save_draft, versions.submit):
        with pytest.raises(Stale):
            late(policy, made, written, version=seen, by=by)
    with pytest.raises(Stale):
        versions.discard(policy, made, "", version=seen, by=by)


def test_a_decision_is_bound_to_what_was_seen(app: Flask) -> None:
    made = builders.submitted(TEXT)
    with pytest.raises(Stale, match="record_changed"):
        builders.decide_version(made, seen_digest="0" * 64)


def test_what_is_submitted_is_complete_and_new(app: Flask) -> None:
    made = builders.draft(TEXT)
    policy, by = builders.policy(), viewer("privacy_manager")
    for text, reason, day, refusal in (
        (POLICY, "改めた。", TODAY, "nothing_changed"),
        (TEXT, " ", TODAY, "reason_needed"),
        (TEXT, "改めた。", None, "effective_day_needed"),
        (TEXT, "改めた。", TODAY - timedelta(days=1), "effective_day_passed"),
    ):
        written = Written(policy_text.read(text), reason, day)
        with pytest.raises(RuleBroken, match=refusal):
            versions.submit(policy, made, written, version=made.version, by=by)
        assert made.state is VersionState.DRAFT


def test_a_version_is_not_approved_once_its_day_is_over(app: Flask) -> None:
    made = builders.submitted(TEXT)
    with clock.set_to(clock.at(TOMORROW)):
        with pytest.raises(RuleBroken, match="effective_day_passed"):
            builders.decide_version(made)
        builders.decide_version(made, Decision.SENT_BACK, reason="施行日を改めてください。")
    assert made.state is VersionState.DRAFT


def test_a_discarded_draft_gives_way_to_the_next(app: Flask) -> None:
    made = builders.draft(TEXT)
    policy, by = builders.policy(), viewer("privacy_manager")
    with pytest.raises(RuleBroken, match="version_begun_already"):
        builders.draft(TEXT)
    versions.discard(policy, made, "やめた。", version=made.version, by=by)
    assert (made.state, made.due_on) == (VersionState.DISCARDED, None)
    assert builders.draft(TEXT).edition == 3


def test_what_clauses_are_mapped_to_goes_on_to_those_of_the_same_number(app: Flask) -> None:
    by = viewer("privacy_manager").actor
    items = requirement_sets.adopt(
        NewEdition("own", "点検表", "", TODAY, [Item(each, "点検") for each in ("A", "B")]), by=by
    )
    first, second = requirement_sets.items(items.id)
    one, *_rest, last = builders.requirement_ids()
    mappings.map_items(first.id, one, by=by)
    mappings.map_items(last, second.id, by=by)
    builders.new_version(TEXT)
    clauses = {
        row.path: each
        for each, rows in mappings.mapped_to(items.id).items()
        for row in rows
        if row.edition == 2
    }
    assert clauses == {"1": first.id, "2(1)": second.id}


def test_drafts_are_for_the_three_at_the_top_and_approved_texts_for_everybody(app: Flask) -> None:
    made = builders.submitted(TEXT)
    for name in ("representative", "privacy_manager", "audit_manager"):
        assert versions.by_edition(POLICY_1, 2, for_whom=viewer(name)) == (builders.policy(), made)
    with pytest.raises(NotFound, match="no_such_version"):
        versions.by_edition(POLICY_1, 2, for_whom=viewer("head"))
    builders.decide_version(made)
    assert versions.by_edition(POLICY_1, 2, for_whom=viewer("employee"))[1] is made
    others = (Reference(Kind.POLICY, None, 2), 2), (Reference(Kind.AUDIT, 2026, 1), 2)
    for reference, edition in ((POLICY_1, 3), *others):
        with pytest.raises(NotFound, match="no_such_version"):
            versions.by_edition(reference, edition, for_whom=viewer("representative"))


def due_of_versions() -> list[tuple[str, int, date]]:
    found = open_duties.of_plan(date(2027, 1, 31), reference=POLICY_ONE)
    return [(each.kind, each.person_id, each.due_on) for each in found][1:]


def test_whose_turn_a_version_is_follows_from_its_state(app: Flask) -> None:
    made = builders.draft(TEXT)
    assert due_of_versions() == [("submit_policy", IDS["privacy_manager"], date(2026, 12, 8))]
    policy, by = builders.policy(), viewer("privacy_manager")
    written = Written(policy_text.read(TEXT), "改めた。", date(2026, 12, 24))
    versions.submit(policy, made, written, version=made.version, by=by)
    asked = [("decide_policy", IDS["representative"], date(2026, 12, 1))]
    assert due_of_versions() == asked
    assert list(open_duties.of_plan(date(2026, 11, 30), IDS["representative"])) == []
    mine = open_duties.of_plan(date(2026, 12, 1), IDS["representative"])
    assert [each.kind for each in mine] == ["decide_policy"]
    builders.decide_version(made)
    assert due_of_versions() == []


def test_a_draft_left_behind_goes_to_who_keeps_policies_now(app: Flask) -> None:
    builders.draft(TEXT)
    statement = select(RoleGrant).where(RoleGrant.person_id == IDS["privacy_manager"])
    session.scalars(statement).one().until_on = TODAY - timedelta(days=1)
    found = list(open_duties.of_plan(date(2027, 1, 31), reference=POLICY_ONE))
    assert {each.person_id for each in found} == {IDS["representative"]}
