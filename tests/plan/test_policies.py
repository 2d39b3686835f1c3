"""Policies on both databases: adopted from their text, kept in editions, reviewed in a cycle."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.plan import inputs, policies, policy_text, requirements
from pms_tracker.plan.models import Policy, PolicyReview
from pms_tracker.plan.policies import Conclusion
from pms_tracker.plan.rules import ReviewOutcome, RevisionKind
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import POLICY, TODAY, viewer

REVISED_TEXT = POLICY.replace(
    "令和5年11月30日 改定\n", "令和5年11月30日 改定\n令和8年11月20日 改定\n"
).replace("b. お問い合わせへの応答", "b. お問い合わせへの応答\nc. 見学会のご案内")


def end(outcome: ReviewOutcome = ReviewOutcome.UNCHANGED, **changes: object) -> Conclusion:
    return replace(Conclusion(outcome, "読み合わせた。", TODAY), **changes)  # type: ignore[arg-type]


def conclude(policy: Policy, ended: Conclusion, **answers: str) -> PolicyReview:
    told = {int(name.removeprefix("n")): text for name, text in answers.items()}
    return policies.conclude_review(
        policy, ended, told, version=policy.version, by=viewer("privacy_manager")
    )


def lesson(policy: Policy, because_of: str = "CA-2026-001") -> int:
    laid = inputs.receive(policy, "台帳にない", because_of=because_of, on=TODAY, by=SYSTEM)
    return laid.id


def test_an_adopted_policy_is_due_a_year_after_its_last_revision(app: Flask) -> None:
    policy = builders.policy()
    assert policy.reference == "POL-001"
    assert policy.next_review_on == date(2024, 11, 30)
    told = [(each.revised_on, each.kind) for each in policies.revisions(policy.id)]
    assert told == [
        (date(2018, 4, 1), RevisionKind.ENACTED),
        (date(2023, 11, 30), RevisionKind.REVISED),
    ]


def test_an_edition_keeps_the_text_as_it_was_published(app: Flask) -> None:
    edition = policies.in_force(builders.policy().id)
    assert edition.text == policy_text.read(POLICY).text
    assert edition.digest == policy_text.digest(edition.text)
    assert (edition.issuer, edition.representative) == ("みなと学習舎株式会社", "宮下 恒一")
    assert "0000-00-0000" in edition.contact
    assert [each.position for each in requirements.of_edition(edition.id)] == list(range(9))


def test_a_second_policy_of_the_same_title_is_refused(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="policy_exists"):
        policies.adopt(policy_text.read(POLICY), by=SYSTEM)


def test_a_policy_without_a_day_that_has_come_is_refused(app: Flask) -> None:
    text = (
        POLICY.replace("方針", "規程")
        .replace("平成30年", "令和30年")
        .replace("令和5年", "令和31年")
    )
    with pytest.raises(BadInput, match="policy_without_day"):
        policies.adopt(policy_text.read(text), by=SYSTEM)


def test_a_second_policy_gets_the_next_number_and_its_own_cycle(app: Flask) -> None:
    second = policies.adopt(policy_text.read(POLICY.replace("方針", "規程")), by=SYSTEM, months=6)
    assert second.reference == "POL-002"
    assert second.next_review_on == date(2024, 5, 30)
    assert [each.number for each in policies.listed()] == [1, 2]


def test_a_policy_that_tells_only_its_revision_begins_with_it(app: Flask) -> None:
    text = POLICY.replace("方針", "規程").replace("平成30年4月1日 制定\n", "")
    policy = policies.adopt(policy_text.read(text), by=SYSTEM)
    told = [(each.revised_on, each.kind) for each in policies.revisions(policy.id)]
    assert told == [(date(2023, 11, 30), RevisionKind.REVISED)]


def test_a_policy_is_found_by_its_reference_alone(app: Flask) -> None:
    policy = builders.policy()
    assert policies.by_reference(Reference(Kind.POLICY, None, 1), for_update=True) is policy
    for wrong in (Reference(Kind.POLICY, None, 2), Reference(Kind.CASE, 2026, 1)):
        with pytest.raises(NotFound, match="no_such_record"):
            policies.by_reference(wrong)


def test_a_review_without_change_is_recorded_and_starts_the_next_cycle(app: Flask) -> None:
    policy = builders.policy()
    review = conclude(policy, end(held_on=date(2026, 11, 20)))
    assert review.reference == "PR-2026-01"
    assert (review.due_on, review.next_review_on) == (date(2024, 11, 30), date(2027, 11, 20))
    assert policy.next_review_on == date(2027, 11, 20)
    assert [each.edition for each in policies.editions(policy.id)] == [1]
    trail.write_pending()
    told = trail.history("POL-001")[0]
    assert told.move == "review_concluded"
    assert ("next_review_on", "2024-11-30", "2027-11-20") in [
        (value.field, value.before, value.after) for value in told.values
    ]


def test_a_revision_adds_an_edition_with_its_own_clauses_and_keeps_the_old_one(app: Flask) -> None:
    policy = builders.policy()
    ended = end(ReviewOutcome.REVISED, reason="", text=policy_text.read(REVISED_TEXT))
    conclude(policy, ended)
    new, old = policies.editions(policy.id)
    assert (new.edition, new.effective_on, old.edition) == (2, TODAY, 1)
    assert len(requirements.of_edition(new.id)) == len(requirements.of_edition(old.id)) + 1
    assert [each.revised_on for each in policies.revisions(policy.id)] == [
        date(2018, 4, 1),
        date(2023, 11, 30),
        date(2026, 11, 20),
        TODAY,
    ]


def test_a_revision_without_its_text_is_refused(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="new_text_needed"):
        conclude(builders.policy(), end(ReviewOutcome.REVISED))


def test_a_postponed_review_answers_nothing_and_moves_the_day(app: Flask) -> None:
    policy = builders.policy()
    lesson(policy)
    later = TODAY + timedelta(days=30)
    conclude(policy, end(ReviewOutcome.POSTPONED, postponed_to=later))
    assert policy.next_review_on == later
    assert len(inputs.waiting(policy.id)) == 1


def test_a_review_answers_every_input_with_its_own_words_or_the_reason(app: Flask) -> None:
    policy = builders.policy()
    first, second = lesson(policy), lesson(policy, "CA-2026-002")
    review = conclude(policy, end(), **{f"n{first}": "次の改定で加える"})
    assert inputs.waiting(policy.id) == []
    told = {each.id: (each.answer, each.review_id) for each in inputs.of_policy(policy.id)[1]}
    assert told == {
        first: ("次の改定で加える", review.id),
        second: ("読み合わせた。", review.id),
    }


@pytest.mark.parametrize("answer", ["", "  "])
def test_a_revision_without_reason_must_answer_each_input(app: Flask, answer: str) -> None:
    policy = builders.policy()
    waiting = lesson(policy)
    ended = end(ReviewOutcome.REVISED, reason="", text=policy_text.read(REVISED_TEXT))
    with pytest.raises(RuleBroken, match="reason_needed"):
        conclude(policy, ended, **{f"n{waiting}": answer})


def test_a_second_conclusion_of_the_same_review_is_stale(app: Flask) -> None:
    policy = builders.policy()
    seen = policy.version
    conclude(policy, end())
    with pytest.raises(Stale, match="record_changed"):
        policies.conclude_review(policy, end(), {}, version=seen, by=viewer("representative"))
    assert len(policies.reviews(policy.id)) == 1


def test_reviews_are_numbered_by_the_fiscal_year_of_recording(app: Flask) -> None:
    policy = builders.policy()
    conclude(policy, end())
    with clock.set_to(clock.at(date(2027, 3, 31))):
        conclude(policy, end(held_on=date(2027, 3, 31)))
    with clock.set_to(clock.at(date(2027, 4, 1))):
        conclude(policy, end(held_on=date(2027, 4, 1)))
    newest_first = [each.reference for each in policies.reviews(policy.id)]
    assert newest_first == ["PR-2027-01", "PR-2026-02", "PR-2026-01"]
