"""Drafts of a register that were never handed in: one duty of whoever wrote them for all of them.

What the product drafts itself would else lie there unseen, as a first ledger's risks.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.duties import duty_sources as duties
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.habits import Ladder
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import decisions, entry_decisions, entry_duties
from pms_tracker.registers import entry_fields
from pms_tracker.registers.edition_rules import Standing, finished_by
from pms_tracker.registers.register import Register


def _whoever_manages(_row: duties.KeptRow, firm: Firm) -> list[duties.Taker]:
    """Whoever runs the PMS."""
    return duties.asked_first(Eligible(tuple(firm.managers())), firm)


def to_finish(
    register: Register,
    key: str,
    name: Words,
    sentence: Words,
    *,
    otherwise: duties.Takers = _whoever_manages,
    unless: str = "",
) -> duties.Source:
    """Drafts are to be finished, by a kind that says so in these words: by whoever wrote them and
    keeps them still, `otherwise` by these; `unless` a column says that more is asked of a draft."""
    assert register.kind is not None
    table: type[Any] = register.table
    others = tuple(each for each in (register.retired, unless) if each)
    kind = duties.DutyKind(
        *(key, name, sentence, N_("下書きを確かめる")),
        page=f"{register.key}.drafts",
        read=entry_duties.together(key, _finishers(otherwise), daily=False),
        usual=Ladder((14, 7, 1, 0)),
    )

    def drafted() -> Iterable[int]:
        is_draft = register.column("state") == Standing.DRAFT
        return session.scalars(select(register.column("id")).where(is_draft))

    # Drafts of every register stand in tables of `edition_tables.Entry`, some of a unit.
    of_unit = ("unit_id",) if "unit_id" in register.kept_in else ()
    columns = ("state", "writer_ids", *of_unit, *others, *register.title)
    return duties.Source(
        register.kind,
        (kind,),
        _wants(register, key, others),
        every=drafted,
        changes={table: duties.Watched(lambda row: (row.id,), columns, _is_draft, itself=True)},
        sees=duties.seen_by(table, register.seen),
    )


def _is_draft(row: Any) -> bool:
    return row.state is Standing.DRAFT


def _wants(
    register: Register, key: str, others: Collection[str]
) -> Callable[[Collection[int]], Iterator[Wanted]]:
    table: type[Any] = register.table

    def wants(ids: Collection[int]) -> Iterator[Wanted]:
        rows = [row for row in duties.loaded(table, ids) if _is_draft(row)]
        sent_back = {row.id for row, _on in entry_decisions.sent_back(register, rows)}
        for row in rows:
            if row.id in sent_back or any(getattr(row, each) for each in others):
                continue
            due_on = finished_by(clock.local(row.recorded_at).date())
            yield Wanted(
                *(row.id, register.name_of(row), key, due_on, Holder.RULE),
                unit_id=getattr(row, "unit_id", None),
                parties={decisions.WRITERS: row.writer_ids},
                title=entry_fields.titled(register, row),
            )

    return wants


def _finishers(otherwise: duties.Takers) -> duties.Takers:
    def finishers(row: duties.KeptRow, firm: Firm) -> Iterable[duties.Taker]:
        """Whoever wrote a draft and keeps what its unit holds."""
        keepers = {*(firm.heads_of(row.unit_id) if row.unit_id else ()), *firm.managers()}
        wrote = [each for each in row.parties.get(decisions.WRITERS, ()) if each in keepers]
        own = firm.who_sign_in(wrote)
        return [(own[0], None)] if own else otherwise(row, firm)

    return finishers
