"""Uses beyond the purpose whose last day has come: whoever heads the unit ends them and says so."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.tables.use_tables import UseBeyond
from pms_tracker.do.uses.uses_beyond import USES_BEYOND, visible_to
from pms_tracker.duties import duty_sources as duties
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm
from pms_tracker.registers.edition_rules import Standing

END = "end_use_beyond"
# Approved, and no change of it handed in.
STANDS = (Standing.IN_FORCE, Standing.REVISED)


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """From its last day on, that a use is over and that this is written down."""
    for row in duties.loaded(UseBeyond, ids):
        if row.state in STANDS and row.ended_on is None and row.last_on is not None:
            yield Wanted(
                *(row.id, USES_BEYOND.name_of(row), END, row.last_on, Holder.RULE),
                title=row.purpose,
                unit_id=row.unit_id,
                first_on=row.last_on,
            )


def _takers(row: duties.KeptRow, firm: Firm) -> list[duties.Taker]:
    return duties.asked_first(ledger_parts.answering(firm, row.unit_id), firm)


def _every() -> Iterable[int]:
    goes_on = UseBeyond.state.in_(STANDS), UseBeyond.ended_on.is_(None)
    return session.scalars(select(UseBeyond.id).where(*goes_on))


TO_END = duties.Source(
    Kind.USE_BEYOND,
    (
        duties.DutyKind(
            END,
            N_("目的外利用の終了"),
            N_("利用を終え、終えた日を記録してください。続けるなら、利用を終える日を改めます。"),
            N_("終えた日を記録する"),
            field="ended_on",
            takers=_takers,
        ),
    ),
    wants,
    every=_every,
    changes={UseBeyond: duties.own("state", "last_on", "ended_on", "purpose", "unit_id")},
    sees=duties.seen_by(UseBeyond, visible_to),
)
