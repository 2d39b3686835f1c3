"""Checks to begin with: those that are offered, and one made of a unit's measures against risks."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.registers.risks import RISKS, visible_to
from pms_tracker.do.rules.operation import check_rules as rules, check_starter_rules
from pms_tracker.do.rules.operation.check_rules import Frequency
from pms_tracker.do.rules.operation.check_starter_rules import FROM_RISKS, STARTERS
from pms_tracker.do.rules.risk_rules import Progress
from pms_tracker.do.tables.operation.operation_check_tables import CheckRun, CheckTemplate
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.words import Words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import IN_FORCE

InWords = Callable[[Words], str]


def measures(unit_id: int, *, by: Viewer) -> list[str]:
    """The measures of a unit that are carried out and that no check looks at, as lines of a check;
    each names its risk."""
    its = Risk.unit_id == unit_id, Risk.struck == "", Risk.state.in_(IN_FORCE)
    done = Risk.progress == Progress.DONE, Risk.measure != "", visible_to(by)
    looked_at = "\n".join(session.scalars(select(CheckTemplate.items).where(_made())))
    found: list[str] = []
    for risk in session.scalars(select(Risk).where(*its, *done).order_by(Risk.id)):
        name = RISKS.name_of(risk)
        first = risk.measure.strip().splitlines()[0][: rules.LONGEST_ITEM]
        if name not in looked_at and not any(each.startswith(first) for each in found):
            found.append(f"{first} {name}")
    return found[: rules.MOST_ITEMS]


def _made() -> Any:
    return CheckTemplate.struck == ""


def take_up(
    unit_id: int, owner_id: int, keys: Collection[str], in_words: InWords, *, by: Viewer
) -> Sequence[Any]:
    """Enter the chosen checks for a unit, from today on.

    Raises RuleBroken for none chosen, or where there is no measure to make one of.
    """
    chosen = [each for each in STARTERS if each.key in keys]
    wanted = [
        (in_words(each.title), each.frequency, [in_words(item) for item in each.items])
        for each in chosen
    ]
    if FROM_RISKS in keys:
        lines = measures(unit_id, by=by)
        if not lines:
            raise RuleBroken("check_no_measures")
        wanted.append((in_words(check_starter_rules.RISKS_TITLE), Frequency.MONTH, lines))
    if not wanted:
        raise RuleBroken("check_starters_none")
    its = {"unit_id": unit_id, "owner_id": owner_id, "starts_on": clock.today()}
    return [
        entries.enter(
            CHECKS,
            {**its, "title": title, "frequency": frequency, "items": "\n".join(lines)},
            by=by,
        )
        for title, frequency, lines in wanted
    ]


def of_risk(name: str, visible: Any) -> list[tuple[CheckTemplate, rules.Item, list[CheckRun]]]:
    """The items that come from a risk, each with its check and the newest runs of that."""
    its = CheckTemplate.struck == "", CheckTemplate.items.contains(name), visible
    found = []
    for template in session.scalars(select(CheckTemplate).where(*its).order_by(CheckTemplate.id)):
        runs = select(CheckRun).where(CheckRun.template_id == template.id)
        newest = list(session.scalars(runs.order_by(CheckRun.period_on.desc()).limit(5)))
        items = rules.read_items(template.items)
        found += [(template, each, newest) for each in items if each.risk == name]
    return found
