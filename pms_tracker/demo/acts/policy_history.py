"""Plan in the demo: two policies, their editions, and the reviews that kept them."""

import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.demo.ground import stories
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.era_dates import wareki
from pms_tracker.kernel.independence import Role
from pms_tracker.plan.policies import policy_reviews, postponements, review_inputs, versions
from pms_tracker.plan.policies.brought_over import bring_over
from pms_tracker.plan.rules.policy_rules import Question, ReviewOutcome
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview, PolicyVersion
from pms_tracker.plan.text import policy_text

# Days until the yearly review of the policy is due, counted from the day of loading.
POLICY_DUE = 3
# Days until the regulation's second edition is to come into force.
REGULATION_STARTS = 21


class PolicyActs:
    """Both policies, entered from paper when the app began and reviewed in it since then."""

    def __init__(self, desk: Desk, started_on: date) -> None:
        self._desk = desk
        self._started_on = started_on
        self._told: dict[str, dict[str, Any]] = tomllib.loads(stories.text("reviews.toml"))
        self._policy: Policy
        self._regulation: Policy

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        yield Act(self._started_on, Hour.PLAN, self._adopt)
        yield Act(self._reviewed_on(years_ago=1), Hour.CLOSE, self._revise)
        yield Act(days.exactly(-395), Hour.CLOSE, self._confirm_regulation)
        yield Act(days.exactly(-31), Hour.CLOSE, self._postpone_regulation)
        yield Act(days.open(-1), Hour.SUBMIT, self._draft_regulation)

    def _reviewed_on(self, years_ago: int) -> date:
        return add_months(self._desk.days.exactly(POLICY_DUE), -12 * years_ago)

    def _adopt(self) -> None:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER).actor
        earlier = [_edition("policy_2019.txt")]
        self._policy = bring_over(_edition("policy_2023.txt"), by=by, earlier=earlier)
        self._regulation = bring_over(_edition("regulation.txt"), by=by)
        for policy in (self._policy, self._regulation):
            self._approve(policy, versions.of_policy(policy.id)[0])
        self._conclude(
            self._policy,
            "confirmed",
            ReviewOutcome.UNCHANGED,
            held_on=self._reviewed_on(years_ago=2),
        )

    def _revise(self) -> None:
        """The review ends with a draft, which is handed in and approved on the same day."""
        text = _edition("policy.txt", revised_on=clock.today())
        review = self._conclude(self._policy, "revised", ReviewOutcome.REVISED, text=text)
        draft = self._submit(self._policy, versions.Written(text, review.reason, clock.today()))
        self._approve(self._policy, draft)

    def _approve(self, policy: Policy, draft: PolicyVersion) -> None:
        decided = Decided(Decision.APPROVED, versions.subject(policy, draft).digest)
        by = self._desk.cast.holder(Role.REPRESENTATIVE)
        versions.decide(policy, draft, decided, version=draft.version, by=by)

    def _submit(self, policy: Policy, written: versions.Written) -> PolicyVersion:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        draft = versions.of_policy(policy.id)[0]
        versions.submit(policy, draft, written, version=draft.version, by=by)
        return draft

    def _draft_regulation(self) -> None:
        """A second edition of the regulation waits for the representative's decision."""
        told = self._told["regulation_drafted"]
        text = stories.text("regulation.txt").replace(told["old"], told["new"])
        starts_on = self._desk.days.exactly(REGULATION_STARTS)
        written = versions.Written(policy_text.read(text), told["reason"], starts_on)
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        versions.start_draft(self._regulation, written, by=by)
        self._submit(self._regulation, written)

    def _confirm_regulation(self) -> None:
        self._conclude(self._regulation, "regulation_confirmed", ReviewOutcome.UNCHANGED)

    def _postpone_regulation(self) -> None:
        asked = self._conclude(
            self._regulation,
            "regulation_postponed",
            ReviewOutcome.POSTPONED,
            postponed_to=self._desk.days.today,
        )
        decided = Decided(Decision.APPROVED, postponements.subject(asked).digest)
        by = self._desk.cast.holder(Role.REPRESENTATIVE)
        postponements.decide(self._regulation, asked, decided, by=by)

    def _conclude(
        self,
        policy: Policy,
        name: str,
        outcome: ReviewOutcome,
        *,
        held_on: date | None = None,
        postponed_to: date | None = None,
        text: policy_text.PolicyText | None = None,
    ) -> PolicyReview:
        told = self._told[name]
        said = {Question(key): answer for key, answer in self._told["questions"].items()}
        held = held_on or clock.today()
        end = policy_reviews.Conclusion(outcome, told["reason"], held, postponed_to, text, said)
        waiting = review_inputs.waiting(policy.id)
        answers = dict(zip((each.id for each in waiting), told.get("answers", ()), strict=False))
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        return policy_reviews.conclude(policy, end, answers, version=policy.version, by=by)


def _edition(name: str, revised_on: date | None = None) -> policy_text.PolicyText:
    """An edition as published; the last revision names the day it was made."""
    text = stories.text(name)
    return policy_text.read(
        text.replace("{revised_on}", wareki(revised_on)) if revised_on else text
    )
