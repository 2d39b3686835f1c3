"""Entries of registers: entered, changed, struck and found, the same way whichever register it is.

Each step asks what the row declares: its fields, its rule, whether there is the same already, and
whether whoever does it may know of the entry then. The trail tells each field before and after.
Without `by` it is a command, on nobody's behalf.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.sql.elements import True_

from pms_tracker import clock, locale_in_use
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Reference
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import beforehand, entry_editions, entry_fields
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Facts, Field, Of, Pick, Value, Values
from pms_tracker.registers.file_fields import File, Files
from pms_tracker.registers.office_fields import Enclosed, Names, Period, Several
from pms_tracker.registers.register import Register, Step
from pms_tracker.trail import record_numbers, trail
from pms_tracker.trail.trail import SYSTEM, Actor

# What the trail has in place of what a private field says.
PRIVATE = N_("（内容は履歴に残しません）")
# An entry by its reference or, in a register without, by its number.
Which = Reference | int


def facts_now() -> Facts:
    """What values are judged by today, names aside."""
    home = locale_in_use.pack().home
    return Facts(clock.today(), people.the_company().fiscal_start, home=home)


def enter(
    register: Register,
    values: Values,
    *,
    by: Viewer | None,
    numbered: Callable[[Any], None] = lambda _row: None,
) -> Any:
    """Make an entry of values by field; `numbered` hears what it is called before anything of it is
    looked at or written, where it has a number.

    Raises BadInput or RuleBroken as fields and rule do, RuleBroken where there is the same already
    or `by` may not know of such an entry, NotFound for an unknown person or unit.
    """
    wanted = _checked(register, values, {}, by)
    row: Any = register.table()
    if register.kind is not None:
        day = wanted.get(register.dated) or clock.today()
        row.fiscal_year = people.fiscal_year_of(day)
        # Whoever enters the same at the same time waits here, and then finds what the first did.
        row.number = record_numbers.next_number(register.kind, row.fiscal_year)
        numbered(row)
    _check_once(register, wanted, by)
    register.put(row, wanted)
    if register.approvers and by is not None:
        row.writer_ids = [by.person_id]
    setattr(row, register.recorder, by.person_id if by else None)
    row.recorded_at = clock.now()
    session.add(row)
    session.flush()
    _check_seen(register, row, by)
    entry_fields.keep(register, row, register.tidied({}))
    nothing = {each.name: None for each in register.fields}
    _note(register, row, Step.ENTER, (nothing, wanted), by)
    register.announce(row, by)
    return row


def change(register: Register, row: Any, values: Values, *, seen: int, by: Viewer | None) -> None:
    """Change an entry to these values; fields that are not named stay.

    Raises as `enter`, and Stale where it was changed since version `seen` was read.
    """
    _check_open(register, row)
    if not register.changes:
        raise RuleBroken("entry_stays")
    if row.version != seen:
        raise Stale("record_changed", reference=register.name_of(row))
    draft = entry_editions.draft_of(register, row)
    before = entry_editions.told(register, row, draft)
    wanted = _checked(register, {**before, **values}, before, by)
    _check_once(register, wanted, by, but=row)
    if wanted == before:
        return
    at_once = _is_said_afterwards(register, row, before, wanted)
    stood = register.values_of(row)
    if register.approvers and not at_once:
        entry_editions.write(register, row, wanted, draft, by)
        beforehand.lapse(register, row, stood)
    else:
        register.put(row, wanted)
    row.version += 1
    session.flush()
    _check_seen(register, row, by)
    entry_fields.keep(register, row, stood)
    _note(register, row, Step.CHANGE, (before, wanted), by)
    register.became(row, before, by)


def enclose(register: Register, row: Any, digests: Sequence[str], *, by: Viewer | None) -> None:
    """Have files that came with an entry's form belong to what is drafted of it.

    Raises RuleBroken where it waits for a decision or has ended.
    """
    field = register.enclosed
    if field is None:
        return
    draft = entry_editions.draft_of(register, row)
    before = entry_editions.told(register, row, draft)
    wanted = {**before, field.name: field.tidy((*before[field.name], *digests))}
    if wanted != before:
        entry_editions.write(register, row, wanted, draft, by)
        row.version += 1
        session.flush()
        _note(register, row, Step.CHANGE, (before, wanted), by)


def record(
    register: Register, row: Any, name: str, value: Value, *, by: Viewer | None, move: str = ""
) -> None:
    """Record at once what became of an entry, in what is in force and in what is drafted of it:
    else an approval, or a draft that is dropped, would take it away again."""
    field = register.field(name)
    before = field.of(row)
    field.put(row, value)
    draft = entry_editions.draft_of(register, row)
    if draft is not None:
        draft.said = {**draft.said, name: field.packed(value)}
    row.version += 1
    session.flush()
    told = _told(register, field, before), _told(register, field, value)
    step = move or register.move(Step.CHANGE)
    changes: dict[str, trail.Change] = {register.trail_name(field): told}
    trail.note(register.name_of(row), step, by=_actor(by), changes=changes)


def _is_said_afterwards(register: Register, row: Any, before: Values, wanted: Values) -> bool:
    """Whether nothing is changed of what was approved, but what became of it is said."""
    changed = {name for name, value in wanted.items() if value != before[name]}
    is_of_these = changed <= set(register.afterwards)
    return is_of_these and bool(register.afterwards) and row.state is Standing.IN_FORCE


def retire(register: Register, row: Any, *, reason: str, by: Viewer, agreed: bool = False) -> None:
    """Strike an entry that was made by mistake; it stays, with the reason. `agreed`: a second
    person approved it.

    Raises NotFound where it is struck already, RuleBroken without a reason, and as the row says
    of what nobody strikes alone.
    """
    _check_open(register, row)
    if not agreed:
        register.strikes(row)
    if register.approvers and row.state is not Standing.DRAFT:
        raise RuleBroken("entry_was_approved")
    if not reason.strip():
        raise RuleBroken("reason_needed")
    setattr(row, register.retired, reason.strip())
    session.flush()
    first = next(each for each in register.shown if not isinstance(each, Pick))
    told = _told(register, first, first.of(row))
    changes: dict[str, trail.Change] = {
        register.trail_name(first): (told, None),
        "reason": (None, reason.strip()),
    }
    trail.note(register.name_of(row), register.move(Step.RETIRE), by=by.actor, changes=changes)


def is_struck(register: Register, row: Any) -> bool:
    """Whether an entry was made by mistake, and struck."""
    return bool(register.retired and getattr(row, register.retired))


def find(register: Register, which: Which, *, seen_by: Viewer, for_update: bool = False) -> Any:
    """An entry that a person may know of, locked if asked. Raises NotFound."""
    called = str(which) if isinstance(which, Reference) else register.name
    statement = select(register.table).where(_is(register, which), register.seen(seen_by))
    if for_update:
        statement = statement.with_for_update(of=register.table)
    found = session.scalar(statement)
    if found is None:
        raise NotFound("no_such_record", reference=called)
    return found


def find_all(register: Register, ids: Sequence[int], *, seen_by: Viewer) -> Sequence[Any]:
    """Several entries that a person may know of, locked, in the order of their numbers.

    Raises RuleBroken for none, NotFound where there is one that they may not know of.
    """
    if not ids:
        raise RuleBroken("choose_some")
    its = select(register.table).where(register.column("id").in_(ids), register.seen(seen_by))
    found = session.scalars(its.order_by(register.column("id")).with_for_update()).all()
    if len(found) < len(ids):
        raise NotFound("no_such_record", reference=register.name)
    return found


def erasable(register: Register) -> tuple[str, ...]:
    """The fields whose content may be erased, as the trail calls them."""
    return tuple(register.trail_name(each) for each in register.fields if each.erasable)


def holds(register: Register, row: Any, told: str) -> bool:
    """Whether an entry says anything in a field that the trail calls so."""
    return any(each.of(row) for each in register.fields if register.trail_name(each) == told)


def erase(register: Register, row: Any, told: str, tombstone: str) -> None:
    """Put a tombstone in a field, and empty what the trail says of it."""
    for each in register.fields:
        if register.trail_name(each) == told:
            _empty(register, row, each, tombstone)
    if register.changes:
        row.version += 1
    session.flush()
    trail.erase_values(register.name_of(row), told)


def of_person(register: Register, person_id: int) -> Sequence[Any]:
    """The entries that are somebody's own."""
    whose = register.column(register.whose) == person_id
    return session.scalars(select(register.table).where(whose)).all()


def empty(register: Register, row: Any, tombstone: str) -> None:
    """Take what is erasable out of an entry and of what the trail says of it; a tombstone takes the
    place of why it was struck."""
    for each in register.fields:
        if each.erasable:
            _empty(register, row, each, each.nothing)
            trail.erase_values(register.name_of(row), register.trail_name(each))
    if is_struck(register, row):
        trail.erase_values(register.name_of(row), "reason", only=getattr(row, register.retired))
        setattr(row, register.retired, tombstone)
    if register.changes:
        # A form that was opened before would bring it back.
        row.version += 1


def _empty(register: Register, row: Any, field: Field, left: Value) -> None:
    field.put(row, left)
    if register.approvers:
        entry_editions.empty(register, row, field.name, left)


def _is(register: Register, which: Which) -> ColumnElement[bool]:
    if isinstance(which, Reference) and register.kind is not None:
        columns = (register.column("fiscal_year"), register.column("number"))
        return record_numbers.named(which, register.kind, *columns)
    condition: ColumnElement[bool] = register.column("id") == which
    return condition


def _checked(
    register: Register, values: Values, before: Values, by: Viewer | None
) -> dict[str, Value]:
    facts = facts_now()
    wanted = register.tidied(register.fill(register.tidied(values), facts))
    for _name, refusal in register.faults(wanted, facts):
        raise refusal
    for each in register.fields:
        picked = wanted[each.name] if isinstance(each, Pick) else None
        if isinstance(each, Pick) and picked is not None and picked != before.get(each.name):
            (people.unit if each.one_of is Of.UNIT else people.person)(wanted[each.name])
    entry_fields.check(register, wanted, before, by)
    _check_reserved(register, wanted, before, by)
    return wanted


def _check_reserved(register: Register, wanted: Values, before: Values, by: Viewer | None) -> None:
    # Files lie beside the entry, and are no value of it.
    fields = (each for each in register.fields if not isinstance(each, Files))
    private = (each.name for each in fields if each.private)
    may = register.may_set if before else register.may_bring
    for name in (*register.reserved, *private, *register.decided) if by is not None else ():
        was = before.get(name, register.field(name).nothing)
        if by is not None and wanted[name] != was and not may(name, by):
            words = register.field(name).label
            if name in register.decided:
                raise BadInput("entry_decided", beside=name, words=words)
            raise BadInput("entry_reserved", beside=name, words=words)


def _check_once(register: Register, wanted: Values, by: Viewer | None, but: Any = None) -> None:
    """Refuse what is the same as an entry that is there; of one that `by` may not know of, it is
    not said that it is."""
    if register.same is None:
        return
    same = and_(*(register.column(name) == wanted[name] for name in register.same.names))
    found = select(register.table).where(same)
    if register.retired:
        found = found.where(register.column(register.retired) == "")
    if but is not None:
        found = found.where(register.column("id") != but.id)
    there = session.scalar(found.limit(1))
    if there is not None:
        _check_seen(register, there, by)
        raise register.same.known(wanted)


def _check_open(register: Register, row: Any) -> None:
    if is_struck(register, row):
        raise NotFound("no_such_record", reference=register.name_of(row))


def _check_seen(register: Register, row: Any, by: Viewer | None) -> None:
    """Whoever keeps a register keeps what they may see of it."""
    if by is None or isinstance(register.seen(by), True_):
        return
    seen = select(register.column("id")).where(register.column("id") == row.id, register.seen(by))
    if session.scalar(seen) is None:
        raise RuleBroken("entry_not_yours")


def _note(
    register: Register, row: Any, step: Step, sides: tuple[Values, Values], by: Viewer | None
) -> None:
    before, after = sides
    changes = {
        register.trail_name(each): (
            _told(register, each, before[each.name]),
            _told(register, each, after[each.name]),
        )
        for each in register.fields
        if not isinstance(each, File | Files) and before[each.name] != after[each.name]
    }
    real: Mapping[str, trail.Change] = {
        name: pair for name, pair in changes.items() if any(side is not None for side in pair)
    }
    trail.note(register.name_of(row), register.move(step), by=_actor(by), changes=real)


def _told(register: Register, field: Field, value: Value) -> object:
    """A value as the trail keeps it: names, so that a later change of name rewrites nothing."""
    if value is None or value == field.nothing:
        return None
    if field.private:
        return PRIVATE
    if isinstance(field, Pick):
        return (people.unit if field.one_of is Of.UNIT else people.person)(value).name
    if isinstance(field, Names | Several | Period | Entries | Enclosed):
        return field.written(value)
    return value.value if isinstance(field, Choice) else value


def _actor(by: Viewer | None) -> Actor:
    return by.actor if by else SYSTEM
