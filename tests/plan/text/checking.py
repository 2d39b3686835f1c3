"""Short ways to let one rule of the text check read a few lines."""

from collections.abc import Callable, Iterator
from datetime import date

from pms_tracker.plan.text import policy_text
from pms_tracker.plan.text.checks.policy_passages import Reading, Remark

TODAY = date(2026, 11, 24)
Rule = Callable[[Reading], Iterator[Remark]]


def reading(body: str, on: date = TODAY, reviewed_on: date | None = None) -> Reading:
    """A policy whose clauses are `body`."""
    text = f"みほん社 個人情報保護方針\n{body}\n"
    return Reading(policy_text.read(text), on, reviewed_on=reviewed_on)


def said(rule: Rule, body: str, on: date = TODAY) -> list[tuple[str, str, str]]:
    """Clause, words and certainty of what a rule says about these clauses."""
    return [(each.clause, each.quote, each.certainty.value) for each in rule(reading(body, on))]
