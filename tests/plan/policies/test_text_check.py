"""The text check of the edition in force, and its remarks in the review inbox."""

from datetime import timedelta

from flask import Flask
from hypothesis import given, strategies as st
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.plan.policies import policies, review_inputs, text_check
from pms_tracker.plan.policies.text_check import Remarked
from pms_tracker.plan.rules.policy_rules import ReviewOutcome
from pms_tracker.plan.tables.policy_tables import PlanningInput, Policy
from pms_tracker.plan.text import policy_text
from pms_tracker.plan.text.checks.policy_passages import Certainty, Remark
from tests import builders
from tests.cast import POLICY, TODAY, viewer

SLIP = POLICY.replace("講じ、", "講じていす。")


def read_again(policy: Policy) -> dict[str, Remarked]:
    """The remarks by their rule; the cast's policy leaves out two statements besides."""
    waits, answered = review_inputs.of_policy(policy.id)
    found = text_check.remarks(policy, policies.in_force(policy.id), [*waits, *answered])
    return {each.remark.rule: each for each in found if each.remark.rule != "missing_statement"}


def test_a_review_that_was_not_only_postponed_ends_the_overdue_one(app: Flask) -> None:
    policy = builders.policy()
    assert policies.last_reviewed_on(policy.id) is None
    put_off = builders.review(ReviewOutcome.POSTPONED, postponed_to=TODAY + timedelta(days=30))
    builders.decide_postponement(put_off)
    assert policies.last_reviewed_on(policy.id) is None
    assert list(read_again(policy)) == ["overdue_review"]
    builders.review()
    assert policies.last_reviewed_on(policy.id) == TODAY
    assert read_again(policy) == {}


def test_a_remark_becomes_an_input_once_and_says_so(app: Flask) -> None:
    policy = builders.policy()
    noticed = read_again(policy)["overdue_review"]
    assert noticed.laid is None
    assert text_check.lay(policy, noticed, "期日を過ぎています。", by=viewer("privacy_manager"))
    noticed = read_again(policy)["overdue_review"]
    assert noticed.laid is not None
    assert not text_check.lay(policy, noticed, "もう一度", by=viewer("privacy_manager"))
    (kept,) = session.scalars(select(PlanningInput)).all()
    assert (kept.text, kept.received_on) == ("期日を過ぎています。", TODAY)
    assert kept.because_of.startswith("check:overdue_review:#")
    assert text_check.is_name(kept.because_of)
    assert not text_check.is_name("CA-2026-001")


def test_what_the_next_edition_still_says_can_be_laid_again(app: Flask) -> None:
    policy = builders.policy()
    builders.new_version(SLIP)
    slip = read_again(policy)["slip"]
    assert slip.remark.clause == "1(3)"
    assert text_check.lay(policy, slip, "書き誤り", by=viewer("privacy_manager"))
    builders.review()
    answered = read_again(policy)["slip"]
    assert answered.laid is not None
    assert answered.laid.review_id is not None
    builders.new_version(SLIP + "追って書き\n")
    again = read_again(policy)["slip"]
    assert again.laid is None


def test_a_text_that_is_not_stored_yet_is_read_without_an_inbox(app: Flask) -> None:
    told = text_check.not_stored(policy_text.read(SLIP))
    assert {"slip"} <= {each.remark.rule for each in told}
    assert {(each.name, each.laid) for each in told} == {("", None)}


def test_a_draft_is_not_told_that_its_review_is_overdue(app: Flask) -> None:
    old = policy_text.read(SLIP.replace("令和5年", "平成29年"))
    assert "overdue_review" in {each.remark.rule for each in text_check.not_stored(old)}
    told = {each.remark.rule for each in text_check.of_draft(old)}
    assert "slip" in told
    assert "overdue_review" not in told


@given(
    rule=st.text(max_size=30), clause=st.text(max_size=60), quotes=st.sets(st.text(), max_size=5)
)
def test_a_name_fits_its_column_and_tells_remarks_of_one_clause_apart(
    rule: str, clause: str, quotes: set[str]
) -> None:
    said = [Remark(rule, clause, quote, Certainty.HINT, "slip") for quote in sorted(quotes)]
    names = [text_check.name_of(remark, 1) for remark in said]
    assert len(set(names)) == len(quotes)
    assert all(len(name) <= text_check.NAME_LENGTH for name in names)
    assert all(text_check.is_name(name) for name in names)
    assert not set(names) & {text_check.name_of(remark, 2) for remark in said}
