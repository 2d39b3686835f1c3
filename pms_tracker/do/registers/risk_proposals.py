"""Risks that are proposed for an entry of the register of personal information, and drafted."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules import risk_catalogue_rules
from pms_tracker.do.rules.risk_catalogue_rules import Candidate
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.kernel.words import Words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.edition_tables import EntryLink


def of(row: Any) -> list[Candidate]:
    """What may be proposed for an entry: what fits its media, and is no risk of it yet."""
    names = EntryLink.of_register == LEDGER.key, EntryLink.of_id == row.id
    known = (
        select(Risk.stage, Risk.kind)
        .join(EntryLink, EntryLink.entry_id == Risk.id)
        .where(EntryLink.register == RISKS.key, *names)
        .where(Risk.struck == "", Risk.state != Standing.ENDED)
    )
    there = {(stage, kind) for stage, kind in session.execute(known)}
    return risk_catalogue_rules.proposed(LEDGER.field("medium").of(row), there)


def draft(
    row: Any, keys: Collection[str], in_words: Callable[[Words], str], *, by: Viewer
) -> Sequence[Any]:
    """Draft the chosen risks of an entry, in somebody's words.

    Raises RuleBroken for none chosen, Stale where one is proposed no more.
    """
    if not keys:
        raise RuleBroken("choose_some")
    offered = {each.key: each for each in of(row)}
    if not offered.keys() >= set(keys):
        raise Stale("record_changed", reference=LEDGER.name_of(row))
    chosen = [each for key, each in offered.items() if key in keys]
    return [entries.enter(RISKS, _said([row], each, in_words), by=by) for each in chosen]


def draft_together(
    rows: Sequence[Any], in_words: Callable[[Words], str], *, by: Viewer
) -> Sequence[Any]:
    """Draft what is typical of new entries of one unit: each risk once, for all that it fits."""
    made = []
    media = {row.id: LEDGER.field("medium").of(row) for row in rows}
    for each in risk_catalogue_rules.CATALOGUE:
        its = [row for row in rows if {*each.media} & {*(media[row.id] or each.media)}]
        if its:
            made.append(entries.enter(RISKS, _said(its, each, in_words), by=by))
    return made


def _said(rows: Sequence[Any], one: Candidate, in_words: Callable[[Words], str]) -> dict[str, Any]:
    return {
        "rows": tuple(LEDGER.name_of(row) for row in rows),
        "unit_id": rows[0].unit_id,
        "stage": one.stage,
        "kind": one.kind,
        "scenario": in_words(one.scenario),
        "measure": in_words(one.measure),
        "safeguards": (one.safeguard,),
    }
