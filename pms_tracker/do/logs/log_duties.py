"""What log sheets want somebody to do: what was carried out comes back, and so does what people who
leave have."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.logs.assets import ASSETS, visible_to as assets_seen
from pms_tracker.do.logs.carry_outs import CARRY_OUTS, visible_to as carried_seen
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.tables.operation.log_tables import Asset, CarryOut
from pms_tracker.duties.duty_sources import (
    DutyKind,
    KeptRow,
    Source,
    Taker,
    Watched,
    asked_first,
    loaded,
    own,
    seen_by,
)
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Person

RETURN, COLLECT = "return_carried_out", "collect_asset"


def of_carried(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each that is out, that it comes back by its day."""
    for row in loaded(CarryOut, ids):
        if not row.struck and row.returned_on is None:
            yield Wanted(
                *(row.id, CARRY_OUTS.name_of(row), RETURN, row.due_on, Holder.PERSON),
                person_id=row.carrier_id,
                title=row.what,
                unit_id=row.unit_id,
            )


def of_assets(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each that somebody has who leaves or has left, that it is collected by their last day."""
    rows = [each for each in loaded(Asset, ids) if not each.struck and each.ended_on is None]
    leaving = select(Person.id, Person.left_on).where(
        Person.id.in_({each.holder_id for each in rows}), Person.left_on.is_not(None)
    )
    last_days = {each.id: each.left_on for each in session.execute(leaving)}
    for row in rows:
        if (last_on := last_days.get(row.holder_id)) is not None:
            yield Wanted(
                *(row.id, ASSETS.name_of(row), COLLECT, last_on, Holder.RULE),
                title=f"{row.asset_number} {row.name}",
                unit_id=row.unit_id,
            )


def _takers(row: KeptRow, firm: Firm) -> list[Taker]:
    """Whoever answers for the unit."""
    return asked_first(ledger_parts.answering(firm, row.unit_id), firm)


def _out() -> Iterable[int]:
    is_out = CarryOut.returned_on.is_(None), CarryOut.struck == ""
    return session.scalars(select(CarryOut.id).where(*is_out))


def _handed() -> Iterable[int]:
    is_held = Asset.holder_id.is_not(None), Asset.ended_on.is_(None), Asset.struck == ""
    return session.scalars(select(Asset.id).where(*is_held))


def _had_by(person: Person) -> Iterable[int]:
    return session.scalars(select(Asset.id).where(Asset.holder_id == person.id))


TO_RETURN = Source(
    Kind.CARRY_OUT,
    (
        DutyKind(
            RETURN,
            N_("持ち出したものの返却"),
            N_("返却し、返却した日を記録してください。延ばすなら、返却の予定日を改めます。"),
            N_("返却を記録する"),
        ),
    ),
    of_carried,
    every=_out,
    changes={CarryOut: own("carrier_id", "due_on", "returned_on", "struck", "what", "unit_id")},
    sees=seen_by(CarryOut, carried_seen),
)
TO_COLLECT = Source(
    Kind.ASSET,
    (
        DutyKind(
            COLLECT,
            N_("退職者からの返却"),
            N_("退職する人から受け取り、持っている人を改めるか、手放した日を記録してください。"),
            N_("返却を記録する"),
            takers=_takers,
        ),
    ),
    of_assets,
    every=_handed,
    changes={
        Asset: own("holder_id", "ended_on", "struck", "asset_number", "name", "unit_id"),
        Person: Watched(_had_by, ("left_on",)),
    },
    sees=seen_by(Asset, assets_seen),
)
