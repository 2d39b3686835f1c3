"""Reads a policy as a careful colleague would, and says what caught the eye."""

from collections.abc import Callable, Iterator
from datetime import date

from pms_tracker.plan.text.checks import policy_direction
from pms_tracker.plan.text.checks.policy_beyond import (
    missing_annex,
    missing_paragraph,
    missing_section,
)
from pms_tracker.plan.text.checks.policy_law import grounds_as_exceptions, wrong_article
from pms_tracker.plan.text.checks.policy_passages import Reading, Remark
from pms_tracker.plan.text.checks.policy_references import missing_article, missing_clause
from pms_tracker.plan.text.checks.policy_repeats import repeated_clause
from pms_tracker.plan.text.checks.policy_rows import (
    entrusting_confused,
    mixed_names,
    number_missing,
)
from pms_tracker.plan.text.checks.policy_statements import missing_statement, overdue_review
from pms_tracker.plan.text.checks.policy_wording import preferred_terms, slips, unclosed_bracket
from pms_tracker.plan.text.policy_text import PolicyText

# What the law of Japan, and what is customary there, wants of a policy.
OF_LAW = frozenset({wrong_article, grounds_as_exceptions, missing_statement})
RULES: tuple[Callable[[Reading], Iterator[Remark]], ...] = (
    repeated_clause,
    missing_clause,
    missing_article,
    missing_section,
    missing_paragraph,
    missing_annex,
    wrong_article,
    grounds_as_exceptions,
    policy_direction.looks_back_at_nothing,
    policy_direction.above_before_below,
    policy_direction.desk_on_the_other_side,
    policy_direction.list_without_items,
    policy_direction.above_at_the_top,
    slips,
    unclosed_bracket,
    entrusting_confused,
    mixed_names,
    number_missing,
    preferred_terms,
    missing_statement,
    overdue_review,
)


def check(
    read: PolicyText,
    on: date,
    months: int = 12,
    *,
    reviewed_on: date | None = None,
    law_changes_on: date | None = None,
    of_law: bool = True,
) -> list[Remark]:
    """What to look at in a policy on a day, in reading order; the whole text's remarks come last.

    `months` between reviews; `reviewed_on` is the last review known beside the text;
    `law_changes_on` is the day in force of an amendment that the list of laws knows. What Japan's
    law wants of a policy is looked for only where it holds (`of_law`).
    """
    reading = Reading(read, on, months, reviewed_on, law_changes_on)
    order = {passage.clause: passage.at for passage in reversed(reading.clauses)}
    asked = [rule for rule in RULES if of_law or rule not in OF_LAW]
    remarks = [remark for rule in asked for remark in rule(reading)]
    return sorted(remarks, key=lambda remark: order.get(remark.clause, len(order) + 1))
