"""How many persons an incident concerns, entry by entry of the register of personal information."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.incidents.incident_choices import MOST_PERSONS
from pms_tracker.do.incidents.incidents import INCIDENTS, rest_no_more
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.incidents import incident_timeline_rules as rules
from pms_tracker.do.rules.incidents.incident_timeline_rules import Count
from pms_tracker.do.tables.incident_tables import Incident, IncidentScope
from pms_tracker.kernel.errors import RuleBroken, check_version
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries, entry_fields
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Concerned:
    """An entry that an incident names, with how many persons of it."""

    row: Any
    count: Count

    @property
    def reference(self) -> str:
        return LEDGER.name_of(self.row)


def of(row: Incident, viewer: Viewer | None = None) -> Sequence[Concerned]:
    """The entries that an incident names, as far as somebody may know of them."""
    named = INCIDENTS.field("rows").of(row)
    found = entry_fields.rows(LEDGER, named, viewer)
    counts = _counts(row)
    return [Concerned(each, counts.get(each.id, Count())) for each in found.values()]


def _counts(row: Incident) -> dict[int, Count]:
    its = select(IncidentScope).where(IncidentScope.incident_id == row.id)
    return {
        each.entry_id: Count(each.affected, each.affected_most) for each in session.scalars(its)
    }


def on_entry(entry_id: int, incident_ids: Sequence[int]) -> Mapping[int, Count]:
    """How many persons of an entry these incidents concern, by incident."""
    its = IncidentScope.entry_id == entry_id, IncidentScope.incident_id.in_(incident_ids)
    found = session.scalars(select(IncidentScope).where(*its)) if incident_ids else ()
    return {each.incident_id: Count(each.affected, each.affected_most) for each in found}


def write(row: Incident, counts: Mapping[int, Count], *, seen: int, by: Viewer) -> None:
    """Keep how many persons of each entry; the whole is no fewer than the largest of them.

    Raises Stale, BadInput for numbers that do not fit, RuleBroken for an incident that is struck
    or that names no such entry, and as a change of the entry does.
    """
    its = {each.row.id: each for each in of(row, by)}
    check_version(row, seen)
    if row.struck or not set(counts) <= set(its):
        raise RuleBroken("incident_is_over")
    for count in counts.values():
        rules.check_count(count, MOST_PERSONS)
    kept = {each.entry_id: each for each in _kept(row)}
    changed = []
    for entry_id, count in counts.items():
        if count == its[entry_id].count:
            continue
        changed.append(its[entry_id].reference)
        there = kept.get(entry_id) or IncidentScope(incident_id=row.id, entry_id=entry_id)
        there.affected, there.affected_most = count.now, count.most
        session.add(there)
    session.flush()
    if not changed:
        return
    changes: dict[str, trail.Change] = {"concerned": (None, "、".join(changed))}
    trail.note(row.reference, "incident_scope_written", by=by.actor, changes=changes)
    whole = rules.at_least(_counts(row).values(), row.affected, row.affected_most)
    told = {"affected": whole.now, "affected_most": whole.most}
    before = INCIDENTS.values_of(row)
    entries.change(INCIDENTS, row, told, seen=seen, by=by)
    if row.version == seen:
        # The whole is the same; whoever reads the numbers by entry must not write over these, and
        # who agreed to its end agreed to others.
        row.version += 1
        rest_no_more(row, before, [*told], by=by)
        session.flush()


def _kept(row: Incident) -> Sequence[IncidentScope]:
    its = select(IncidentScope).where(IncidentScope.incident_id == row.id)
    return session.scalars(its).all()
