"""Reviews on both databases: concluded, put off with approval, wanted before their day."""

from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.policies import (
    policies,
    policy_reviews,
    postponements,
    review_inputs,
    versions,
)
from pms_tracker.plan.policies.policy_reviews import Called
from pms_tracker.plan.rules.policy_rules import (
    REVIEW,
    Question,
    ReviewMove,
    ReviewOutcome,
    ReviewState,
    Trigger,
    VersionState,
    first_state,
)
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview
from pms_tracker.plan.text import policy_text
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders, mailed, open_duties
from tests.cast import IDS, POLICY, TODAY, viewer

DUE_ON = date(2024, 11, 30)
LATER = TODAY + timedelta(days=30)


def lesson(policy: Policy, because_of: str = "CA-2026-001") -> int:
    laid = review_inputs.receive(policy, "台帳にない", because_of=because_of, on=TODAY, by=SYSTEM)
    return laid.id


def put_off(by: str = "privacy_manager") -> PolicyReview:
    return builders.review(ReviewOutcome.POSTPONED, by, postponed_to=LATER)


def letters(reference: str) -> list[tuple[str, int | None]]:
    return [(each.key, each.person_id) for each in reversed(mailed.about(reference))]


def test_a_review_without_change_is_recorded_and_starts_the_next_cycle(app: Flask) -> None:
    policy = builders.policy()
    review = builders.review(held_on=date(2026, 11, 20))
    assert review.reference == "PR-2026-01"
    assert (review.due_on, review.next_review_on) == (DUE_ON, date(2027, 11, 20))
    assert policy.next_review_on == date(2027, 11, 20)
    assert [each.edition for each in versions.of_policy(policy.id)] == [1]
    assert policy_reviews.answers_of(review) == builders.ANSWERS
    trail.write_pending()
    for reference in ("POL-001", "PR-2026-01"):
        told = trail.history(reference)[0]
        assert told.move == "review_concluded"
        assert ("next_review_on", "2024-11-30", "2027-11-20") in [
            (value.field, value.before, value.after) for value in told.values
        ]


def test_a_revision_begins_a_draft_and_moves_the_cycle(app: Flask) -> None:
    policy = builders.policy()
    review = builders.review(ReviewOutcome.REVISED, reason="")
    draft, published = versions.of_policy(policy.id)
    assert (draft.state, draft.review_id, draft.text) == (
        VersionState.DRAFT,
        review.id,
        published.text,
    )
    assert policies.in_force(policy.id) is published
    assert policy.next_review_on == date(2027, 11, 24)


def test_a_revision_may_bring_its_text(app: Flask) -> None:
    text = POLICY.replace("教材", "教科書")
    builders.review(ReviewOutcome.REVISED, text=policy_text.read(text))
    assert versions.of_policy(builders.policy().id)[0].text == policy_text.read(text).text


def test_a_second_draft_beside_an_open_one_is_not_begun(app: Flask) -> None:
    builders.review(ReviewOutcome.REVISED)
    with pytest.raises(RuleBroken, match="version_begun_already"):
        builders.review(ReviewOutcome.REVISED)


@pytest.mark.parametrize("question", Question)
def test_every_question_is_answered_where_a_review_is_held(app: Flask, question: Question) -> None:
    left_out = {**builders.ANSWERS, question: " "}
    for outcome in (ReviewOutcome.UNCHANGED, ReviewOutcome.REVISED):
        with pytest.raises(BadInput, match="questions_unanswered"):
            builders.review(outcome, answers=left_out)
    builders.review(ReviewOutcome.POSTPONED, answers={}, postponed_to=LATER)


def test_a_review_answers_every_input_with_its_own_words_or_the_reason(app: Flask) -> None:
    policy = builders.policy()
    first, second = lesson(policy), lesson(policy, "CA-2026-002")
    review = builders.review(inbox={first: "次の改定で加える"})
    assert review_inputs.waiting(policy.id) == []
    told = {
        each.id: (each.answer, each.review_id) for each in review_inputs.of_policy(policy.id)[1]
    }
    assert told == {first: ("次の改定で加える", review.id), second: ("確かめた。", review.id)}


@pytest.mark.parametrize("answer", ["", "  "])
def test_a_revision_without_reason_must_answer_each_input(app: Flask, answer: str) -> None:
    waiting = lesson(builders.policy())
    with pytest.raises(RuleBroken, match="reason_needed"):
        builders.review(ReviewOutcome.REVISED, inbox={waiting: answer}, reason="")


def test_a_second_conclusion_of_the_same_review_is_stale(app: Flask) -> None:
    policy = builders.policy()
    seen = policy.version
    builders.review()
    with pytest.raises(Stale, match="record_changed"):
        policy_reviews.conclude(
            policy, builders.conclusion(), {}, version=seen, by=viewer("representative")
        )
    assert len(policy_reviews.of_policy(policy.id)) == 1


def test_reviews_are_numbered_by_the_fiscal_year_they_were_held_in(app: Flask) -> None:
    builders.review()
    # The second one is recorded in April and was held on the last day of March.
    for held_on in (date(2027, 3, 31), date(2027, 4, 1)):
        with clock.set_to(clock.at(date(2027, 4, 1))):
            builders.review(held_on=held_on)
    newest_first = [each.reference for each in policy_reviews.of_policy(builders.policy().id)]
    assert newest_first == ["PR-2027-01", "PR-2026-02", "PR-2026-01"]


def test_a_review_is_found_by_its_reference_alone(app: Flask) -> None:
    review = builders.review()
    found = parse_reference(review.reference)
    assert found is not None
    assert policy_reviews.by_reference(found) == (review, builders.policy())
    for wrong in (Reference(Kind.POLICY_REVIEW, 2026, 2), Reference(Kind.CASE, 2026, 1)):
        with pytest.raises(NotFound, match="no_such_record"):
            policy_reviews.by_reference(wrong)


def test_a_postponement_moves_nothing_until_the_representative_approves_it(app: Flask) -> None:
    policy = builders.policy()
    lesson(policy)
    asked = put_off()
    assert (asked.state, policy.next_review_on) == (ReviewState.SUBMITTED, DUE_ON)
    assert postponements.waiting(policy.id) is asked
    assert letters("PR-2026-01") == [("postponement_asked", IDS["representative"])]
    builders.decide_postponement(asked)
    assert (asked.state, policy.next_review_on) == (ReviewState.CONCLUDED, LATER)
    assert len(review_inputs.waiting(policy.id)) == 1
    assert letters("POL-001") == [("postponement_approved", IDS["privacy_manager"])]


def test_a_postponement_sent_back_leaves_the_day_and_the_way_to_review(app: Flask) -> None:
    policy = builders.policy()
    asked = put_off()
    with pytest.raises(RuleBroken, match="reason_needed"):
        builders.decide_postponement(asked, Decision.SENT_BACK)
    builders.decide_postponement(asked, Decision.SENT_BACK, reason="先に見直してください。")
    assert (asked.state, policy.next_review_on) == (ReviewState.SENT_BACK, DUE_ON)
    assert letters("POL-001") == [("postponement_sent_back", IDS["privacy_manager"])]
    assert builders.review().state is ReviewState.CONCLUDED


def test_no_review_is_concluded_beside_a_postponement_that_waits(app: Flask) -> None:
    put_off()
    with pytest.raises(RuleBroken, match="postponement_waits"):
        builders.review()


@pytest.mark.parametrize(
    ("asked_by", "decides"),
    [("privacy_manager", "representative"), ("representative", "privacy_manager")],
)
def test_nobody_approves_a_postponement_they_asked_for(
    app: Flask, asked_by: str, decides: str
) -> None:
    asked = put_off(asked_by)
    for other in {asked_by, "audit_manager", "administrator", "head"}:
        with pytest.raises(NotAllowed, match="approved_by_another"):
            builders.decide_postponement(asked, by=other)
    builders.decide_postponement(asked, by=decides)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        builders.decide_postponement(asked, by=decides)


def test_a_decision_on_another_postponement_than_the_one_seen_is_stale(app: Flask) -> None:
    asked = put_off()
    with pytest.raises(Stale, match="record_changed"):
        builders.decide_postponement(asked, seen_digest="0" * 64)


def test_a_postponement_is_due_in_five_business_days_by_its_approver(app: Flask) -> None:
    asked = put_off()
    found = Reference(Kind.POLICY_REVIEW, 2026, 1)
    assert [
        (each.kind, each.person_id, each.due_on)
        for each in open_duties.of_plan(date.max, reference=found)
    ] == [("decide_postponement", IDS["representative"], date(2026, 12, 1))]
    assert list(open_duties.of_plan(date(2026, 11, 30), reference=found)) == []
    assert (
        list(open_duties.of_plan(date.max, reference=Reference(Kind.POLICY_REVIEW, 2026, 2))) == []
    )
    builders.decide_postponement(asked)
    assert list(open_duties.of_plan(date.max, reference=found)) == []


def called(due_on: date, **changes: object) -> None:
    policy = builders.policy()
    told = {"kind": Trigger.LAW, "reason": "改正法の施行", "happened_on": TODAY, **changes}
    policy_reviews.call(
        policy,
        Called(due_on=due_on, **told),  # type: ignore[arg-type]
        version=policy.version,
        by=viewer("privacy_manager"),
    )


def test_what_wants_an_early_review_pulls_it_forward_and_never_back(app: Flask) -> None:
    policy = builders.policy()
    builders.review()
    called(LATER)
    assert policy.next_review_on == LATER
    called(LATER + timedelta(days=9), kind=Trigger.COMPLAINT)
    assert policy.next_review_on == LATER
    assert [each.review_id for each in policy_reviews.triggers_of(policy.id)] == [None, None]


def test_the_review_that_concludes_answers_what_wanted_it(app: Flask) -> None:
    policy = builders.policy()
    called(LATER)
    builders.decide_postponement(put_off())
    assert [each.review_id for each in policy_reviews.triggers_of(policy.id)] == [None]
    review = builders.review()
    called(LATER)
    assert [each.review_id for each in policy_reviews.triggers_of(policy.id)] == [None, review.id]


def test_an_early_review_is_wanted_for_a_reason_that_has_come(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="reason_needed"):
        called(LATER, reason=" ")
    with pytest.raises(RuleBroken, match="day_in_future"):
        called(LATER, happened_on=TODAY + timedelta(days=1))
    with pytest.raises(RuleBroken, match="due_in_past"):
        called(TODAY - timedelta(days=1))
    policy = builders.policy()
    with pytest.raises(Stale):
        policy_reviews.call(
            policy,
            Called(Trigger.LAW, "改正", TODAY, LATER),
            version=policy.version + 1,
            by=viewer("privacy_manager"),
        )


def test_no_early_review_is_wanted_while_a_postponement_waits(app: Flask) -> None:
    put_off = TODAY + timedelta(days=30)
    builders.review(ReviewOutcome.POSTPONED, postponed_to=put_off)
    called = Called(Trigger.INCIDENT, "誤送信があった。", TODAY, TODAY + timedelta(days=3))
    policy = builders.policy()
    with pytest.raises(RuleBroken, match="postponement_waits"):
        policy_reviews.call(policy, called, version=policy.version, by=viewer("privacy_manager"))


def test_what_a_deputy_puts_off_is_not_approved_by_whom_they_stand_in_for(app: Flask) -> None:
    builders.absent("representative", "employee")
    put_off = TODAY + timedelta(days=30)
    asked = builders.review(ReviewOutcome.POSTPONED, by="employee", postponed_to=put_off)
    assert (asked.held_by_id, asked.held_for_id) == (IDS["employee"], IDS["representative"])
    assert postponements.approvers(asked, Firm(TODAY)).person_ids == (IDS["privacy_manager"],)
    trail.write_pending()
    told = {value.field: value.after for value in trail.history(asked.reference)[0].values}
    assert told["on_behalf_of"] == "宮下 恒一"


def test_only_a_review_that_is_put_off_waits_and_is_decided_once() -> None:
    waits = first_state(ReviewOutcome.POSTPONED)
    held = {first_state(each) for each in ReviewOutcome if each is not ReviewOutcome.POSTPONED}
    assert (waits, held) == (ReviewState.SUBMITTED, {ReviewState.CONCLUDED})
    assert REVIEW.after(waits, ReviewMove.APPROVE) is ReviewState.CONCLUDED
    assert REVIEW.after(waits, ReviewMove.SEND_BACK) is ReviewState.SENT_BACK
    assert set(REVIEW.ends()) == {ReviewState.CONCLUDED, ReviewState.SENT_BACK}
    for move in ReviewMove:
        with pytest.raises(RuleBroken, match="move_not_possible"):
            REVIEW.after(ReviewState.CONCLUDED, move)
