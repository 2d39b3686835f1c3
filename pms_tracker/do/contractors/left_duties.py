"""Entries of the register of personal information that a contractor held who left: checked by
whoever heads the unit, until they were revised or confirmed in a review since."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from pms_tracker.database import session
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.registers.ledger import LEDGER, has_day, of_own_units, sees_whole
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.rules.ledger import ledger_check_rules as rules
from pms_tracker.do.tables.contractor_tables import Contractor
from pms_tracker.do.tables.ledger_review_tables import LedgerReviewRow, LedgerReviewUnit
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.duties.duty_sources import DutyKind, Source, Watched, loaded
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entry_fields
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.edition_tables import Edition

CHECK = "check_left_contractor"
_ENDED = Contractor.ended_on.is_not(None) | (Contractor.state == Standing.ENDED)


def of_contractors(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each contractor that left, the entries that it held and nobody looked at since."""
    left = [row for row in loaded(Contractor, ids) if _is_ended(row)]
    if not left:
        return
    editions = _editions([row.id for row in left])
    named = {name for its in editions.values() for each in its for name in each.said["rows"]}
    held = entry_fields.rows(LEDGER, named)
    seen = _looked_at([row.id for row in held.values()])
    for row in left:
        yield from _of_one(row, editions[row.id], held, seen)


def _of_one(
    contractor: Contractor,
    editions: Sequence[Edition],
    held: Mapping[str, Any],
    seen: Mapping[int, tuple[date | None, date | None]],
) -> Iterator[Wanted]:
    approved_on = next(
        (each.from_on for each in editions if each.ends or each.said.get("ended_on")), None
    )
    if approved_on is None:
        return
    left_on = max(approved_on, contractor.ended_on or approved_on)
    names = dict.fromkeys(name for each in editions for name in each.said["rows"])
    for name in names:
        row = held.get(name)
        if row is None or row.state not in IN_FORCE:
            continue
        if not rules.is_checked(approved_on, *seen.get(row.id, (None, None))):
            first_on, due_on = rules.checked_by(left_on)
            yield Wanted(
                *(contractor.id, name, CHECK, due_on, Holder.RULE),
                title=contractor.name,
                unit_id=row.unit_id,
                first_on=first_on,
            )


def _is_ended(row: Contractor) -> bool:
    is_over = row.state is Standing.ENDED
    return not row.struck and (is_over or (row.state in IN_FORCE and row.ended_on is not None))


def _editions(ids: Sequence[int]) -> dict[int, list[Edition]]:
    """All that was in force of contractors, the oldest first."""
    its = Edition.register == CONTRACTORS.key, Edition.entry_id.in_(ids)
    found: dict[int, list[Edition]] = defaultdict(list)
    was = sa.select(Edition).where(*its, Edition.from_on.is_not(None))
    for each in session.scalars(was.order_by(Edition.number)):
        found[each.entry_id].append(each)
    return found


def _looked_at(ids: Sequence[int]) -> dict[int, tuple[date | None, date | None]]:
    """When entries were revised last, and when a review last confirmed what was said of them."""
    if not ids:
        return {}
    reviewed = (
        sa.select(sa.func.max(LedgerReviewUnit.confirmed_on))
        .join(LedgerReviewRow, LedgerReviewRow.part_id == LedgerReviewUnit.id)
        .where(LedgerReviewRow.entry_id == Edition.entry_id)
        .scalar_subquery()
    )
    its = Edition.register == LEDGER.key, Edition.entry_id.in_(ids)
    now = Edition.from_on.is_not(None), Edition.until_on.is_(None)
    found = sa.select(Edition.entry_id, Edition.from_on, reviewed).where(*its, *now)
    return {number: (revised, seen) for number, revised, seen in session.execute(found)}


def _that_held(edition: Edition) -> Iterable[int]:
    """The contractors that left and ever named an entry, of its editions but the first: as that
    comes into force nobody who left before held it since; and a contractor that ends."""
    if edition.register == CONTRACTORS.key and edition.ends:
        return (edition.entry_id,)
    is_gone = sa.inspect(edition).deleted
    if edition.register != LEDGER.key or (edition.number == 1 and not is_gone):
        return ()
    its = Edition.register == CONTRACTORS.key, Edition.entry_id == Contractor.id
    said = sa.cast(Edition.said, sa.Text)
    names = [
        said.contains(f'"{LEDGER.name_of(row)}"')
        for row in loaded(PersonalInformation, [edition.entry_id])
    ]
    left = sa.select(Contractor.id).join(Edition, sa.and_(*its)).where(_ENDED, *names)
    return session.scalars(left.distinct())


def _every() -> Iterable[int]:
    return session.scalars(sa.select(Contractor.id).where(_ENDED))


def _seen_by_unit(viewer: Viewer) -> sa.ColumnElement[bool]:
    """As the entries themselves."""
    return sa.true() if sees_whole(viewer) else of_own_units(KeptDuty.unit_id, viewer)


LEFT = Source(
    Kind.CONTRACTOR,
    (
        DutyKind(
            CHECK,
            N_("委託先が終了した個人情報の確認"),
            N_(
                "この個人情報を預けていた委託先との委託が終了しました。保管場所やアクセス権者を"
                "確かめ、台帳を改定してください。"
            ),
            N_("台帳を改定する"),
            takers=ledger_parts.takers,
        ),
    ),
    of_contractors,
    every=_every,
    changes={
        Contractor: Watched(
            lambda row: (row.id,),
            ("struck", "ended_on", "name"),
            lambda row: row.ended_on is not None,
            itself=True,
        ),
        Edition: Watched(_that_held, ("from_on",), has_day),
        LedgerReviewUnit: Watched(lambda _part: _every(), ("confirmed_on",)),
    },
    sees=_seen_by_unit,
    naming=Kind.PERSONAL_INFORMATION,
)
