"""The list of a register as the page of a declared list: its columns, filters, views and file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.kernel.days import Days
from pms_tracker.kernel.words import Words
from pms_tracker.people.firm.listings import Listing
from pms_tracker.registers import register_lists
from pms_tracker.registers.edition_rules import DRAFTED, IN_FORCE, WAITS, Standing
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Field, Flag, Number, Of, Pick
from pms_tracker.registers.imports.register_sheets import number_of
from pms_tracker.registers.imports.sheet_reading import NUMBER, REFERENCE
from pms_tracker.registers.office_fields import Names, Period, Several, Sieve, Year
from pms_tracker.registers.register import Register, offered
from pms_tracker.registers.register_lists import STANDING, STATE, TEXT, Wish, name_column
from pms_tracker.web.lists import choices
from pms_tracker.web.lists.filters import Asked
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.list_pages import ListPage
from pms_tracker.web.lists.offered import Offer
from pms_tracker.web.words import labels
from pms_tracker.web.words.register_words import said, said_in, said_of, say

# What an address asks of a day that may be there or not.
THERE, MISSING = "yes", "no"
# How entries may be asked for, with the standings of each: a revision is one of what is in force.
STANDS_AS: Mapping[Standing, tuple[Standing, ...]] = {
    Standing.DRAFT: DRAFTED,
    Standing.WAITING: WAITS,
    Standing.IN_FORCE: IN_FORCE,
    Standing.ENDED: (Standing.ENDED,),
}
OFFERS: Mapping[Of, Offer] = {Of.UNIT: choices.UNITS, Of.PERSON: choices.PERSONS}
KINDS: Mapping[type[Field], Kind] = {Day: Kind.DAY, Number: Kind.NUMBER, Year: Kind.NUMBER}


@dataclass(frozen=True)
class Shown:
    """A row of the list: its first words lead to its page."""

    url: str
    called: str
    cells: list[tuple[str, str]]
    struck: bool
    state: Standing | None = None
    over: str = ""


def page_of(register: Register) -> ListPage[Wish]:
    """The list of a register, whose file is the sheet that is read back."""
    listed = register_lists.listing(register)
    return ListPage(
        *(register.key, f"{register.key}.index", _l(register.name)),
        listed,
        _wanted(register),
        columns_of(register),
        conditions=frozenset(
            {*map(asked_as, register.filters), *_standing(register), *_by_links(register)}
            | {"q", "sort"}
        ),
        views=((_l("すべて"), {}), *_waiting(register), *_standing_views(register)),
        whole=_without_struck(register, listed),
        offers=tuple(
            OFFERS[each.one_of]
            for each in map(register.field, register.filters)
            if isinstance(each, Pick)
        ),
    )


def of_days(register: Register, days: Days, **asked: str) -> str:
    """Where a register lists what stands of a run of days, and of that what is asked for."""
    stands = {asked_as(register.dated): str(days), STANDING: "1"}
    return url_for(f"{register.key}.index", **{**stands, **asked})  # type: ignore[arg-type]


def _waiting(register: Register) -> Iterator[tuple[LazyString, Mapping[str, Any]]]:
    """A view of the entries that have no day yet, for each day that may be asked for so."""
    for name, words in _undated(register).items():
        yield _l(words), {name: MISSING}


def _undated(register: Register) -> dict[str, Words]:
    """What an address calls the days that may not be there yet, with what is said of those."""
    fields = map(register.field, register.filters)
    return {
        asked_as(each.name): each.told[1] for each in fields if isinstance(each, Day) and each.told
    }


def _standing(register: Register) -> Sequence[str]:
    return (STATE,) if register.approvers else ()


def _by_links(register: Register) -> Iterator[str]:
    """What links alone ask of it besides its fields."""
    yield from (each.name for each in register.sieves)
    if register.retired:
        yield STANDING


def _standing_views(register: Register) -> Iterator[tuple[LazyString, Mapping[str, Any]]]:
    """A view of what is drafted and one of what waits, where entries are approved."""
    for each in (Standing.DRAFT, Standing.WAITING) if register.approvers else ():
        yield labels.LABELS[each], {STATE: each.value}


def asked_as(name: str) -> str:
    """What an address calls a filter; the kind of a file is called kind there."""
    return "type" if name == "kind" else name.removesuffix("_id")


def _without_struck(register: Register, listed: Listing[Wish]) -> Listing[Wish] | None:
    """What was struck is not brought in again."""
    if not register.retired:
        return None
    stands = register.column(register.retired) == ""
    return replace(
        listed, narrowed=lambda viewer, wanted: [*listed.narrowed(viewer, wanted), stands]
    )


def _wanted(register: Register) -> Callable[[Asked], Wish]:
    def wanted(asked: Asked) -> Wish:
        """What an address asks of the list; sets its order too."""
        captions = {name: say(register.field(name).label) for name in register.sorts}
        asked.sort(
            register_lists.sorts_of(register),
            usual=_usual(register, asked),
            **{"number": say(NUMBER), **captions},
        )
        wish = {
            name: (_linked if name in register.linked else _asked)(register.field(name), asked)
            for name in register.filters
        }
        if register.approvers:
            offered = [(each.value, labels.label(each)) for each in STANDS_AS]
            chosen = asked.pick(STATE, gettext("状態"), offered)
            wish[STATE] = next((STANDS_AS[each] for each in STANDS_AS if each == chosen), ())
        if register.retired:
            wish[STANDING] = asked.flag(STANDING, gettext("取り消したものを除く"))
        days = wish.get(register.dated) or Days()
        wish |= {each.name: _sifted(each, asked, days) for each in register.sieves}
        return Wish(wish, **{TEXT: asked.text()})

    return wanted


def _usual(register: Register, asked: Asked) -> str:
    """The order where none is asked for: of what waits, what is due first."""
    waits = any(asked.raw(name) == MISSING for name in _undated(register))
    return (register.waits_by if waits else "") or register.sorted_by


def _linked(field: Field, asked: Asked) -> Any:
    """A member that a link asks for."""
    for each, words in field.members.items() if isinstance(field, Choice) else ():
        if asked.flag(asked_as(field.name), f"{say(field.label)} {say(words)}", each.value):
            return each
    return None


def _sifted(sieve: Sieve, asked: Asked, days: Days) -> tuple[int, ...] | None:
    """The ids of what a link asks for, None where it does not."""
    for each in sieve.members:
        words = f"{say(sieve.label)} {labels.label(each)}"
        if asked.flag(sieve.name, words, each.value):
            return tuple(sieve.found(each, days))
    return None


def _asked(field: Field, asked: Asked) -> Any:
    name, caption = asked_as(field.name), say(field.label)
    if isinstance(field, Choice | Several):
        members = [(each.value, say(words)) for each, words in offered(field).items()]
        chosen = asked.pick(name, caption, members)
        return next((each for each in field.members if each == chosen), None)
    if isinstance(field, Pick):
        return asked.number(name, caption, OFFERS[field.one_of])
    if isinstance(field, Day) and field.told:
        told = list(zip((THERE, MISSING), map(say, field.told), strict=True))
        return {THERE: True, MISSING: False}.get(asked.pick(name, caption, told))
    return asked.days(name, caption)


def columns_of(register: Register) -> tuple[Column, ...]:
    """The columns of its sheet: the number of the entry, then its fields."""
    number = Column(REFERENCE, _l(NUMBER), lambda row: number_of(register, row))
    return (number, *(_column(each) for each in register.cells))


def _column(field: Field) -> Column:
    return Column(
        *(field.name, _l(field.label), _value(field)),
        KINDS.get(type(field), Kind.TEXT),
        width=field.width,
        said=_said(field),
        coded=field.written if isinstance(field, Several | Period | Names) else None,
        custom=field.custom,
    )


def _value(field: Field) -> Callable[[Any], object]:
    if isinstance(field, Pick):
        return attrgetter(name_column(field))
    if isinstance(field, Entries):
        return lambda row: field.written(field.of(row))
    # What is private is said or withheld, by who reads.
    return (lambda row: said_of(field, row)) if field.private else field.of


def _said(field: Field) -> Callable[[Any], object] | None:
    if isinstance(field, Several | Period | Names):
        return partial(said, field)
    if isinstance(field, Choice):
        return lambda member: say(field.members[member])
    return (lambda yes: say(Flag.YES) if yes else None) if isinstance(field, Flag) else None


def shown(register: Register, rows: list[Any]) -> list[Shown]:
    """The rows of a page, each with its address made once."""
    place = url_for(f"{register.key}.index")
    return [_shown(register, row, place) for row in rows]


def _shown(register: Register, row: Any, place: str) -> Shown:
    told = list(said_in(register, row))
    called = register.name_of(row) if register.kind else told[0][1]
    struck = bool(register.retired and getattr(row, register.retired))
    where = f"{place}{number_of(register, row)}"
    state = row.state if register.approvers else None
    over = say(register.over(row))
    return Shown(where, called, told if register.kind else told[1:], struck, state, over)
