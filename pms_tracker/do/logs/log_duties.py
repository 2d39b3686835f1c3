"""What log sheets want somebody to do: what was carried out comes back by its day."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.logs.carry_outs import CARRY_OUTS, visible_to
from pms_tracker.do.tables.operation.log_tables import CarryOut
from pms_tracker.duties.duty_sources import DutyKind, Source, loaded, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_

RETURN = "return_carried_out"


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


def _out() -> Iterable[int]:
    is_out = CarryOut.returned_on.is_(None), CarryOut.struck == ""
    return session.scalars(select(CarryOut.id).where(*is_out))


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
    sees=seen_by(CarryOut, visible_to),
)
