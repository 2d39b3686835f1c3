"""What many entries of a register ask of one person as one duty, as to approve all that wait."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.duties import duty_sources as duties, reading
from pms_tracker.kernel.duty import Duty, Holder, Wanted
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import CompanyHoliday
from pms_tracker.plan.deciding import decisions, entry_decisions
from pms_tracker.registers import entry_editions, entry_fields
from pms_tracker.registers.edition_rules import DRAFTED, WAITS
from pms_tracker.registers.register import Register

# Entries that a duty names before it says that there are more, and how many there are in all.
NAMED = 3
DECIDERS = "deciders"


def source(register: Register, key: str, name: Words, sentence: Words) -> duties.Source:
    """Whoever approves what waits in a register, by a kind that says so in these words; and whoever
    wrote what was sent back."""
    assert register.kind is not None
    table: type[Any] = register.table
    page = f"{register.key}.waiting"
    kind = duties.DutyKind(key, name, sentence, N_("内容を読んで決める"), page=page, decides=True)
    mend = _mend(register)

    def wants(ids: Collection[int]) -> Iterator[Wanted]:
        rows = duties.loaded(table, ids)
        for row in rows:
            if row.state in WAITS:
                yield _asked(register, row, kind, row.submitted_on, _deciders(register, row))
        for row, sent_back_on in entry_decisions.sent_back(register, rows):
            yield _asked(register, row, mend, sent_back_on, {})

    def takers(row: duties.KeptRow, firm: Firm) -> list[duties.Taker]:
        writers = row.parties[decisions.WRITERS]
        return duties.asked_first(
            entry_decisions.approvers(_roles(register, row), firm, writers), firm
        )

    def handed_in() -> Iterable[int]:
        handed_in = register.column("submissions") > 0
        open_ = register.column("state").in_((*WAITS, *DRAFTED))
        return session.scalars(select(register.column("id")).where(handed_in, open_))

    retired = (register.retired,) if register.retired else ()
    return duties.Source(
        register.kind,
        (replace(kind, read=together(key, takers, daily=False)), mend),
        wants,
        every=handed_in,
        changes={
            table: duties.own("state", "writer_ids", "submitted_on", *retired, *register.title),
            CompanyHoliday: duties.Watched(lambda _day: handed_in()),
        },
        sees=duties.seen_by(table, register.seen),
    )


def _asked(
    register: Register, row: Any, kind: duties.DutyKind, since: date, parties: dict[str, list[int]]
) -> Wanted:
    """What an entry wants since a day, as a rule says of whom by its writers and more."""
    named = row.id, register.name_of(row), kind.key
    parties = {decisions.WRITERS: row.writer_ids, **parties}
    title = entry_fields.titled(register, row)
    return Wanted(*named, decisions.due_on(since), Holder.RULE, parties=parties, title=title)


def mend_key(register: Register) -> str:
    """The kind of the duty to mend what was sent back, which the entry's page says by itself."""
    return f"mend_{register.key}"


def _mend(register: Register) -> duties.DutyKind:
    return duties.DutyKind(
        mend_key(register),
        N_("差し戻された記録"),
        N_("差し戻された理由を読み、直して、もう一度提出してください。"),
        N_("理由を読んで直す"),
        takers=decisions.writers,
    )


def _deciders(register: Register, row: Any) -> dict[str, list[int]]:
    """Whose approval counts, by place among the register's approvers, where entries differ."""
    if register.deciders is None:
        return {}
    roles = register.deciders(entry_editions.drafted(register, row))
    return {DECIDERS: [register.approvers.index(each) for each in roles]}


def _roles(register: Register, row: duties.KeptRow) -> Sequence[Role]:
    places = row.parties.get(DECIDERS)
    return register.approvers if places is None else [register.approvers[each] for each in places]


def together(key: str, takers: duties.Takers, *, daily: bool = True) -> duties.Read:
    """How what many entries ask of one person is one duty, or one for each day where `daily`."""

    def read(rows: Collection[duties.KeptRow], asking: duties.Asking) -> Iterable[Duty]:
        found: dict[tuple[duties.Taker, date | None], list[duties.KeptRow]] = defaultdict(list)
        for row in rows:
            for taker in takers(row, asking.firm):
                found[taker, row.due_on if daily else None].append(row)
        for ((person_id, for_id), _due_on), its in found.items():
            yield _one_of(key, its, person_id, for_id)

    return read


def by_roles(roles: Sequence[Role]) -> duties.Takers:
    """Whoever of these is asked first, whichever entry it is."""

    def takers(_row: duties.KeptRow, firm: Firm) -> list[duties.Taker]:
        return duties.asked_first(entry_decisions.approvers(roles, firm, ()), firm)

    return takers


def _one_of(key: str, rows: Sequence[duties.KeptRow], person_id: int, for_id: int | None) -> Duty:
    """What several entries of a register ask of one person, as one duty that names the first; one
    alone with its title as well."""
    first: date = min(row.due_on for row in rows)
    named = [row.reference for row in rows[:NAMED]]
    more = [f"… ({len(rows)})"] if len(rows) > NAMED else []
    alone = f" {rows[0].title}" if len(rows) == 1 and rows[0].title else ""
    title = reading.BETWEEN.join(named + more) + alone
    return Duty(key, "", person_id, first, title, for_id=for_id)
