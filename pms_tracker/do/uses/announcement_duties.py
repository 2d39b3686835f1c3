"""Purposes that were changed and that persons have not heard of: of whoever runs the PMS
(Law art. 21-3)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.registers.purposes import PURPOSES, change_of, visible_to
from pms_tracker.do.rules.change_rules import announce_by
from pms_tracker.do.tables.purpose_tables import PurposeOfUse
from pms_tracker.duties.duty_sources import DutyKind, Source, loaded, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.edition_tables import Edition

ANNOUNCE = "announce_purpose"
# In force, and no change of it handed in.
STANDS = (Standing.IN_FORCE, Standing.REVISED)


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """That persons are told of the words that are new, or that those are published."""
    rows = [row for row in loaded(PurposeOfUse, ids) if _waits(row)]
    since = _changed_on({row.id: row.text for row in rows}) if rows else {}
    for row in rows:
        yield Wanted(
            *(row.id, PURPOSES.name_of(row), ANNOUNCE, announce_by(since[row.id]), Holder.MANAGER),
            title=row.text.partition("\n")[0],
        )


def _waits(row: PurposeOfUse) -> bool:
    return (
        row.state in STANDS
        and row.edition > 1
        and change_of(PURPOSES.values_of(row)).is_to_be_announced
    )


def _changed_on(texts: Mapping[int, str]) -> dict[int, date]:
    """Since when entries have said these words, by their ids."""
    its = (
        Edition.register == PURPOSES.key,
        Edition.entry_id.in_(texts),
        Edition.from_on.is_not(None),
    )
    newest_first = select(Edition).where(*its).order_by(Edition.number.desc())
    found: dict[int, date] = {}
    others: set[int] = set()
    for each in session.scalars(newest_first):
        if each.said["text"] != texts[each.entry_id]:
            others.add(each.entry_id)
        elif each.entry_id not in others and each.from_on is not None:
            found[each.entry_id] = each.from_on
    return found


def _every() -> Iterable[int]:
    in_force = PurposeOfUse.state.in_(STANDS), PurposeOfUse.edition > 1
    return session.scalars(select(PurposeOfUse.id).where(*in_force))


TO_ANNOUNCE = Source(
    Kind.PURPOSE,
    (
        DutyKind(
            ANNOUNCE,
            N_("変更後の利用目的の通知・公表"),
            N_("変更後の利用目的を本人に通知するか公表し、知らせた方法と日を記録してください。"),
            N_("知らせた日を記録する"),
        ),
    ),
    wants,
    every=_every,
    changes={PurposeOfUse: own("state", "edition", "text", "facts")},
    sees=seen_by(PurposeOfUse, visible_to),
)
