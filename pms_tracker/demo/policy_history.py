"""Plan in the demo: two policies, their editions, and the reviews that kept them."""

import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

from pms_tracker import clock
from pms_tracker.demo import stories
from pms_tracker.demo.desk import Desk
from pms_tracker.demo.schedule import Act, Hour
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.era_dates import wareki
from pms_tracker.kernel.independence import Role
from pms_tracker.plan import inputs, policies, policy_text
from pms_tracker.plan.models import Policy
from pms_tracker.plan.policies import Conclusion
from pms_tracker.plan.policy_text import PolicyText
from pms_tracker.plan.rules import ReviewOutcome

# The day that the edition of 2023 names as its last revision.
REVISED_IN_2023 = date(2023, 4, 3)
# Days until the yearly review of the policy is due, counted from the day of loading.
POLICY_DUE = 3


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

    def _reviewed_on(self, years_ago: int) -> date:
        return add_months(self._desk.days.exactly(POLICY_DUE), -12 * years_ago)

    def _adopt(self) -> None:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER).actor
        self._policy = policies.adopt(_edition("policy_2019.txt"), by=by)
        self._regulation = policies.adopt(_edition("regulation.txt"), by=by)
        self._conclude(
            self._policy,
            "revised_2023",
            ReviewOutcome.REVISED,
            held_on=REVISED_IN_2023,
            text=_edition("policy_2023.txt"),
        )
        self._conclude(
            self._policy,
            "confirmed",
            ReviewOutcome.UNCHANGED,
            held_on=self._reviewed_on(years_ago=2),
        )

    def _revise(self) -> None:
        text = _edition("policy.txt", revised_on=clock.today())
        self._conclude(self._policy, "revised", ReviewOutcome.REVISED, text=text)

    def _confirm_regulation(self) -> None:
        self._conclude(self._regulation, "regulation_confirmed", ReviewOutcome.UNCHANGED)

    def _postpone_regulation(self) -> None:
        self._conclude(
            self._regulation,
            "regulation_postponed",
            ReviewOutcome.POSTPONED,
            postponed_to=self._desk.days.today,
        )

    def _conclude(
        self,
        policy: Policy,
        name: str,
        outcome: ReviewOutcome,
        *,
        held_on: date | None = None,
        postponed_to: date | None = None,
        text: PolicyText | None = None,
    ) -> None:
        told = self._told[name]
        end = Conclusion(outcome, told["reason"], held_on or clock.today(), postponed_to, text)
        waiting = inputs.waiting(policy.id)
        answers = dict(zip((each.id for each in waiting), told.get("answers", ()), strict=False))
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        policies.conclude_review(policy, end, answers, version=policy.version, by=by)


def _edition(name: str, revised_on: date | None = None) -> PolicyText:
    """An edition as published; the last revision names the day it was made."""
    text = stories.text(name)
    return policy_text.read(
        text.replace("{revised_on}", wareki(revised_on)) if revised_on else text
    )
