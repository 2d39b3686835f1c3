"""What many entries of a register ask of one person as one duty, as to approve all that wait."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.duties import reading
from pms_tracker.duties.duty_sources import (
    Asking,
    DutyKind,
    KeptRow,
    Read,
    Source,
    Taker,
    Takers,
    Watched,
    asked_first,
    loaded,
    own,
    seen_by,
)
from pms_tracker.kernel.duty import Duty, Holder, Wanted
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import CompanyHoliday
from pms_tracker.plan.deciding import decisions, entry_decisions
from pms_tracker.registers import entry_editions
from pms_tracker.registers.edition_rules import WAITS
from pms_tracker.registers.register import Register

# Entries that a duty names before it says that there are more.
NAMED = 3
DECIDERS = "deciders"


def source(register: Register, kind: DutyKind) -> Source:
    """Whoever approves what waits in a register, by a kind that says so in its words."""
    assert register.kind is not None
    table: type[Any] = register.table

    def wants(ids: Collection[int]) -> Iterator[Wanted]:
        for row in loaded(table, ids):
            if row.state in WAITS:
                yield Wanted(
                    *(row.id, register.name_of(row), kind.key),
                    *(decisions.due_on(row.submitted_on), Holder.RULE),
                    parties={decisions.WRITERS: row.writer_ids, **_deciders(register, row)},
                )

    def takers(row: KeptRow, firm: Firm) -> list[Taker]:
        writers = row.parties[decisions.WRITERS]
        return asked_first(entry_decisions.approvers(_roles(register, row), firm, writers), firm)

    def waiting() -> Iterable[int]:
        waits = register.column("state").in_(WAITS)
        return session.scalars(select(register.column("id")).where(waits))

    return Source(
        register.kind,
        (replace(kind, read=together(kind.key, takers, daily=False), decides=True),),
        wants,
        every=waiting,
        changes={
            table: own("state", "writer_ids", "submitted_on"),
            CompanyHoliday: Watched(lambda _day: waiting()),
        },
        sees=seen_by(table, register.seen),
    )


def _deciders(register: Register, row: Any) -> dict[str, list[int]]:
    """Whose approval counts, by place among the register's approvers, where entries differ."""
    if register.deciders is None:
        return {}
    roles = register.deciders(entry_editions.drafted(register, row))
    return {DECIDERS: [register.approvers.index(each) for each in roles]}


def _roles(register: Register, row: KeptRow) -> Sequence[Role]:
    places = row.parties.get(DECIDERS)
    return register.approvers if places is None else [register.approvers[each] for each in places]


def together(key: str, takers: Takers, *, daily: bool = True) -> Read:
    """How what many entries ask of one person is one duty, or one for each day where `daily`."""

    def read(rows: Collection[KeptRow], asking: Asking) -> Iterable[Duty]:
        found: dict[tuple[Taker, date | None], list[KeptRow]] = defaultdict(list)
        for row in rows:
            for taker in takers(row, asking.firm):
                found[taker, row.due_on if daily else None].append(row)
        for ((person_id, for_id), _due_on), its in found.items():
            yield _one_of(key, its, person_id, for_id)

    return read


def by_roles(roles: Sequence[Role]) -> Takers:
    """Whoever of these is asked first, whichever entry it is."""

    def takers(_row: KeptRow, firm: Firm) -> list[Taker]:
        return asked_first(entry_decisions.approvers(roles, firm, ()), firm)

    return takers


def _one_of(key: str, rows: Sequence[KeptRow], person_id: int, for_id: int | None) -> Duty:
    """What several entries of a register ask of one person, as one duty that names the first."""
    first: date = min(row.due_on for row in rows)
    named = [row.reference for row in rows[:NAMED]]
    more = ["…"] if len(rows) > NAMED else []
    title = reading.BETWEEN.join(named + more)
    return Duty(key, "", person_id, first, title, for_id=for_id)
