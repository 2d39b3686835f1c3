"""The first ledger is drafted: what was chosen of the offer, with its risks and purposes.

Nothing is approved by it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.first_ledger.first_offers import InWords, Offer, Units
from pms_tracker.do.registers import purpose_coverage, risk_proposals
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.rules.ledger.first_ledger_rules import Proposal
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.registers import entries


@dataclass(frozen=True)
class Drafted:
    """What was drafted."""

    entries: Sequence[Any]
    purposes: Sequence[Any]
    risks: Sequence[Any]


def draft(
    offered: Callable[[], Offer],
    keys: Collection[str],
    in_words: InWords,
    *,
    units: Units,
    seal: str,
    risks: bool,
    by: Viewer,
) -> Drafted:
    """Draft the chosen entries with the purposes that they name and, if wanted, their risks.

    Raises RuleBroken for none chosen, Stale where something else is proposed now.
    """
    if not keys:
        raise RuleBroken("choose_some")
    # Whoever drafts for the same unit at the same time waits here, and is then told.
    ids = sorted({units.customers, units.office})
    session.execute(select(Unit.id).where(Unit.id.in_(ids)).order_by(Unit.id).with_for_update())
    now = offered()
    chosen = [each for each in now.proposals if each.key in keys]
    if now.seal != seal or len(chosen) < len({*keys}):
        raise Stale("first_ledger_changed")
    wanted = [now.candidates[key] for key in _stated(chosen) if key in now.candidates]
    purposes = purpose_coverage.draft(wanted, by=by)
    named = {each.key: PURPOSES.name_of(row) for each, row in zip(wanted, purposes, strict=True)}
    rows = [
        entries.enter(
            LEDGER,
            {**now.values[each.key], "stated": tuple(named.get(key, key) for key in each.stated)},
            by=by,
        )
        for each in chosen
    ]
    for row, each in zip(rows, chosen, strict=True):
        row.doubts = list(each.unsure)
    made = _risks(rows, in_words, by) if risks else []
    return Drafted(rows, purposes, made)


def _stated(chosen: Sequence[Proposal]) -> list[str]:
    return list(dict.fromkeys(key for each in chosen for key in each.stated))


def _risks(rows: Sequence[Any], in_words: InWords, by: Viewer) -> list[Any]:
    made: list[Any] = []
    for unit_id in dict.fromkeys(row.unit_id for row in rows):
        its = [row for row in rows if row.unit_id == unit_id]
        made += risk_proposals.draft_together(its, in_words, by=by)
    return made
