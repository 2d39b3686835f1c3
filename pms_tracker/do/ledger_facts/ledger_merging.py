"""Entries that several units hold alike: proposed to be one, made one by a revision, kept apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from pms_tracker import clock
from pms_tracker.database import session, within
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger import ledger_merge_rules as rules
from pms_tracker.do.rules.ledger.ledger_merge_rules import ApartMove, Settled
from pms_tracker.do.tables.ledger_tables import LedgerApart, PersonalInformation
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.trail import trail

# What nobody works on: drafts that came from a sheet, and what is in force.
_RESTS = (Standing.DRAFT, Standing.IN_FORCE)
# Decisions that a page shows.
MOST = 100
# What was decided to stay as it is, and is not asked again.
_KEPT_APART = LedgerApart.ended_on.is_(None), LedgerApart.kept_id.is_(None)


@dataclass(frozen=True)
class Group:
    """Entries that may be one, the oldest first."""

    rows: Sequence[PersonalInformation]

    @property
    def first(self) -> str:
        """The reference by which they are known together."""
        return LEDGER.name_of(self.rows[0])

    @property
    def references(self) -> list[str]:
        return [LEDGER.name_of(row) for row in self.rows]

    @property
    def seal(self) -> str:
        """Which versions of them somebody saw."""
        return " ".join(f"{row.id}.{row.version}" for row in self.rows)

    @property
    def keepable(self) -> Sequence[PersonalInformation]:
        """Those of which one is kept: what is in force rather than a draft."""
        stands = [row for row in self.rows if row.state is Standing.IN_FORCE]
        return stands or self.rows


@dataclass(frozen=True)
class Decided:
    """A decision about entries, all of which somebody may see, and what came of it by now."""

    decision: LedgerApart
    rows: Sequence[PersonalInformation]

    @property
    def settled(self) -> Settled:
        kept_id = self.decision.kept_id
        stands = {row.id: Standing.ENDED if row.struck else row.state for row in self.rows}
        kept = stands.pop(kept_id) if kept_id is not None else None
        return rules.settled(kept, stands.values())


def proposed(viewer: Viewer) -> list[Group]:
    """What several units hold alike and nobody decided to keep apart, for somebody."""
    its = sa.select(PersonalInformation).where(
        PersonalInformation.state.in_(_RESTS), PersonalInformation.struck == "", LEDGER.seen(viewer)
    )
    rows = {row.id: row for row in session.scalars(its.order_by(PersonalInformation.id))}
    held = [rules.Held(row.id, row.unit_id, LEDGER.values_of(row)) for row in rows.values()]
    decided = session.scalars(sa.select(LedgerApart.entry_ids).where(*_KEPT_APART))
    found = rules.groups(held, [frozenset(each) for each in decided])
    return [Group([rows[each] for each in ids]) for ids in found]


def group_of(which: Reference, viewer: Viewer) -> Group:
    """The entries that may be one with an entry. Raises NotFound where none is, or may be known."""
    for each in proposed(viewer):
        if str(which) in each.references:
            return each
    raise NotFound("no_such_record", reference=str(which))


def merge(group: Group, kept_id: int, reason: str, *, seal: str, by: Viewer) -> None:
    """Have one entry say what all of them say, and the others end, for somebody else to approve.

    Drafts are not handed in: the one that is kept stays a draft, the others are struck. Raises
    Stale where they are not what was seen, RuleBroken for one that is not to be kept, and as
    `entries.change`, `entry_decisions.hand_in` and `entry_decisions.propose_end` do.
    """
    rows = _locked(group, seal, by)
    if kept_id not in {row.id for row in group.keepable}:
        raise RuleBroken("merge_kept_one")
    kept = next(row for row in rows if row.id == kept_id)
    others = [row for row in rows if row.id != kept_id]
    values = rules.merged(LEDGER.values_of(kept), [LEDGER.values_of(row) for row in others])
    entries.change(LEDGER, kept, values, seen=kept.version, by=by)
    if kept.state is Standing.REVISED:
        entry_decisions.hand_in(LEDGER, kept, version=kept.version, by=by)
    for row in others:
        if row.state is Standing.DRAFT:
            entries.retire(LEDGER, row, reason=reason, by=by)
        else:
            entry_decisions.propose_end(LEDGER, row, reason, version=row.version, by=by)
    _decide(rows, reason, by, kept_id)


def keep_apart(group: Group, reason: str, *, seal: str, by: Viewer) -> None:
    """Decide that entries stay as they are. Raises Stale as `merge` does, RuleBroken without a
    reason."""
    rows, why = _locked(group, seal, by), reason.strip()
    if not why:
        raise RuleBroken("reason_needed")
    _decide(rows, why, by)
    _note(rows, ApartMove.KEEP, by, {"reason": (None, why)})


def _decide(
    rows: Sequence[PersonalInformation], reason: str, by: Viewer, kept_id: int | None = None
) -> None:
    made = LedgerApart(
        entry_ids=[row.id for row in rows],
        reason=reason,
        decided_by_id=by.person_id,
        decided_on=clock.today(),
        kept_id=kept_id,
    )
    session.add(made)
    session.flush()


def apart(viewer: Viewer) -> list[Decided]:
    """What is kept apart, the newest first, of which somebody may see all."""
    return _decided(viewer, *_KEPT_APART)


def decided_within(viewer: Viewer, days: Days) -> list[Decided]:
    """What was decided of entries within a run of days, as `apart` tells it."""
    return _decided(viewer, LedgerApart.ended_on.is_(None), *within((LedgerApart.decided_on, days)))


def _decided(viewer: Viewer, *its: sa.ColumnElement[bool]) -> list[Decided]:
    found = session.scalars(
        sa.select(LedgerApart).where(*its).order_by(LedgerApart.id.desc()).limit(MOST)
    ).all()
    ids = {each for decision in found for each in decision.entry_ids}
    seen = sa.select(PersonalInformation).where(
        PersonalInformation.id.in_(ids), LEDGER.seen(viewer)
    )
    rows = {row.id: row for row in session.scalars(seen)} if ids else {}
    return [
        Decided(each, [rows[one] for one in each.entry_ids])
        for each in found
        if rows.keys() >= set(each.entry_ids)
    ]


def propose_again(decision_id: int, *, by: Viewer) -> None:
    """End a decision: its entries are proposed to be one again. Raises NotFound where it does not
    stand, or names what `by` may not see."""
    decision = next((each for each in apart(by) if each.decision.id == decision_id), None)
    if decision is None:
        raise NotFound("no_such_record", reference=LEDGER.name)
    decision.decision.ended_on = clock.today()
    session.flush()
    _note(decision.rows, ApartMove.PROPOSE, by, {})


def _locked(group: Group, seal: str, by: Viewer) -> Sequence[PersonalInformation]:
    rows: Sequence[PersonalInformation] = entries.find_all(
        LEDGER, [row.id for row in group.rows], seen_by=by
    )
    if Group(rows).seal != seal:
        raise Stale("record_changed", reference=group.first)
    return rows


def _note(
    rows: Sequence[PersonalInformation],
    move: ApartMove,
    by: Viewer,
    changes: Mapping[str, trail.Change],
) -> None:
    for row in rows:
        trail.note(LEDGER.name_of(row), move, by=by.actor, changes=changes)
