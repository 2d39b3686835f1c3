"""A register (台帳) as one declared row: a list of entries with fields, and all that follows of it.

    PLEDGES = Register(
        *("pledges", "do/pledges", Pledge, N_("誓約書")),
        new=N_("誓約書を登録する"),
        kind=Kind.PLEDGE,
        why=N_("…"),
        fields=(Pick("person_id", N_("氏名"), Of.PERSON, needed=True), …, Files("files", N_("…"))),
        columns=("person_id", "kind", "asked_on", "signed_on"),
        filters=("kind",),
        seen=visible_to,
        keeper=Permission.KEEP_REGISTERS,
    )

The table, its CHECKs and its migration are written by hand; what numbered entries share is that of
`edition_tables.Entry`, others have `recorded_at` and a column of who recorded it. From the row come
the list, its saved views and files, the record with its history and paper, the forms with drafts
and version check, the import with its dry run, doors, navigation, the jump box, what the trail and
the erasures call things, the guide, and the tests that run over every row of
`act.act_registers.REGISTERS`. What is special to a register is ordinary code beside its row: a
`rule` of several fields together, a template that extends the general one.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement

from pms_tracker import locale_in_use
from pms_tracker.database import Table
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import BadInput, Refusal, RuleBroken
from pms_tracker.kernel.independence import MANAGEMENT, Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.my_number import is_held_anywhere
from pms_tracker.kernel.profile import Part
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers.fields import Choice, Facts, Field, Value, Values
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import Enclosed, Reckoned, Several, Sieve

MORE = N_("そのほかの項目")


class Step(StrEnum):
    """What may be done with an entry; the value is what the trail calls it."""

    ENTER = "entry_entered"
    CHANGE = "entry_changed"
    RETIRE = "entry_retired"


@dataclass(frozen=True)
class Same:
    """Which fields make two entries the same, and what is said of the second."""

    names: tuple[str, ...]
    known: Callable[[Values], Refusal] = lambda _values: RuleBroken("entry_known")


@dataclass(frozen=True)
class Paper:
    """A list on paper that says more of its entries than the list on the screen: its title, and its
    columns, each with its share of the width. It is set on A3 or, without those that are `wide`, on
    A4. On the page it is `called` so, where its title is that of the page."""

    name: Words
    columns: Mapping[str, int]
    wide: Collection[str] = ()
    called: Words | None = None


@dataclass(frozen=True)
class Beforehand:
    """An approval of these fields before an entry's own (`registers/beforehand.py`), where a
    company took on a part of the full profile: its step, the fields that it `asks` for, the column
    of the day on which it was made. An entry is called `asked` while it waits for it, `cleared`
    once it has it, and `what` is approved; the entry's own approval is then that of the `rest`."""

    part: Part
    step: str
    column: str
    fields: tuple[str, ...]
    asks: tuple[str, ...]
    what: Words
    rest: Words
    asked: Words
    cleared: Words


def _nothing_more(_values: Values, _facts: Facts) -> None:
    """No rule of several fields together."""


def _no_more(_values: Values) -> Collection[str]:
    return ()


def _comes_as_it_is(_row: Any, _values: Values) -> None:
    """No rule of what is to be in force."""


def _goes_as_it_is(_row: Any) -> None:
    """No rule of what ends."""


def _struck_alone(_row: Any) -> None:
    """Whoever keeps a register strikes what was entered by mistake."""


def _as_they_are(values: Values, _facts: Facts) -> Values:
    return values


def _all_concern_it(_row: Any) -> Collection[str]:
    return ()


def _nothing_said(_row: Any, _by: Viewer | None) -> None:
    """Nobody waits for a new entry."""


def tells(field: Field, who: Viewer) -> bool:
    """Whether somebody who sees an entry is told a field: what is private not those who see all for
    audits alone."""
    return not field.private or not who.sees_all or bool(MANAGEMENT & who.roles)


def _not_over(_row: Any) -> Words | None:
    """Nothing is over without an approval."""
    return None


def _nothing_became(_row: Any, _before: Values, _by: Viewer | None) -> None:
    """Nobody waits for a change."""


def offered(field: Choice | Several) -> dict[StrEnum, Words]:
    """The members of a field that the company meets, with their labels."""
    customs = field.of_customs or {}
    return {
        each: words for each, words in field.members.items() if locale_in_use.has(customs.get(each))
    }


class Met:
    """The fields of a register that the company meets, of all that are declared."""

    def __set_name__(self, _owner: type, name: str) -> None:
        self._declared, self._met = f"_{name}", f"_{name}_met"

    def __set__(self, row: "Register", declared: tuple[Field, ...]) -> None:
        row.__dict__.update({self._declared: declared, self._met: {}})

    def __get__(self, row: "Register | None", _owner: type | None = None) -> tuple[Field, ...]:
        if row is None:
            # To a dataclass: there is no default.
            raise AttributeError(self._declared)
        # Asked of each row of a list: found once for each pack.
        met: dict[str, tuple[Field, ...]] = row.__dict__[self._met]
        pack = locale_in_use.pack()
        if pack.key not in met:
            declared = row.__dict__[self._declared]
            met[pack.key] = tuple(each for each in declared if pack.has(each.custom))
        return met[pack.key]


@dataclass(frozen=True, eq=False)
class Register:
    """One register. `key` names its pages and files, `place` is where they lie, `new` is said of
    the way to another entry; `beneath` is the page that leads there, if not its phase. `short` is
    what the navigation calls it, where its name is long.

    Without `kind` entries have no reference: the trail `called` them by a prefix and a column. An
    entry is of the year of its `dated` field, else of that in which it is entered, and is in use on
    days as `lasting` says; `title` are the fields that say what it is about. Its list is
    `sorted_by` one of the `sorts`, else the newest first; what has no day yet, where that is asked
    for, by `waits_by`. Those of the `filters` that are `linked` are asked for by links alone, as
    its `sieves` are. `rule` judges several fields together (`beside` which field a refusal is
    said), `asks` names what the rest asks for before it is handed in, `comes_in` judges an entry
    and what is to be in force of it when that is handed in and when it is approved, `goes_out`
    judges an entry whose end is handed in, `fill` adds the fields (`filled`) that a sheet may leave
    open, and what its cells say of other fields it `spreads` over those, by text; what its `rule`
    refuses of an end, a sheet `opens`. Its readers each see what `seen` says; who enters, changes
    and imports is its `keeper`, within that. Whoever may as `enters` says enters too, by the fields
    that are not folded; a `reserved` field is set by whoever may as it says. Without `changes` an
    entry stays as it was entered; without `retired`, the column of the reason, it cannot be struck,
    which one person may do unless `strikes` refuses. `boxes` stand on its paper, those who approve
    on the left; the drafter's comes by itself. Its list is printed as `paper` says, else with its
    columns. While `quiet`, nothing tells of it until it is used. An entry is the own of the person
    whom `whose` picks: it is in the file of all that is held of them, and what is erasable goes
    with them. The column `doubted` has the fields that a sheet was guessed to say, of what nobody
    approved yet. What happens `afterwards` is recorded at once, without another approval. `moves`
    are what the trail called a step before; what is `reckoned` of an entry is shown with it. What
    is to be known at once, `announce` says of a new entry, and `became` of one that was changed,
    with what it said before. Where an entry says whose approval counts, `deciders` names them, of
    the `approvers`; part of it may be approved `beforehand`. Fields that do not concern an entry
    are `apart` from what is shown of it; what a new one `proposes` is filled in beforehand, the
    reader's only unit and today. An entry that is `over` without an approval is called as that
    says. What is there by a `custom` only companies meet whose locale pack has it.
    """

    key: str
    place: str
    table: type[Table]
    name: Words
    _: KW_ONLY
    new: Words
    why: Words
    fields: Met = Met()
    columns: tuple[str | Field, ...]
    seen: Callable[[Viewer], ColumnElement[bool]]
    keeper: Permission
    reader: Permission = Permission.SEE_RECORDS
    enters: Permission | None = None
    requirement: Words | None = None
    kind: Kind | None = None
    called: tuple[str, str] = ("", "id")
    title: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    sieves: tuple[Sieve, ...] = ()
    sorts: tuple[str, ...] = ()
    sorted_by: str = ""
    waits_by: str = ""
    dated: str = ""
    lasting: Callable[[Days], Iterator[ColumnElement[bool]]] | None = None
    rule: Callable[[Values, Facts], None] = _nothing_more
    asks: Callable[[Values], Collection[str]] = _no_more
    comes_in: Callable[[Any, Values], None] = _comes_as_it_is
    goes_out: Callable[[Any], None] = _goes_as_it_is
    fill: Callable[[Values, Facts], Values] = _as_they_are
    filled: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    spreads: Callable[[Mapping[str, str]], Mapping[str, str]] = lambda _texts: {}
    beside: Mapping[str, str] | None = None
    same: Same | None = None
    recorder: str = "recorded_by_id"
    whose: str = ""
    reserved: Mapping[str, Permission] = field(default_factory=dict)
    decided: tuple[str, ...] = ()
    changes: bool = True
    retired: str = "struck"
    strikes: Callable[[Any], None] = _struck_alone
    boxes: tuple[Words, ...] = ()
    paper: Paper | None = None
    beneath: tuple[Words, str] | None = None
    short: Words | None = None
    fold: Words = MORE
    quiet: bool = True
    approvers: tuple[Role, ...] = ()
    doubted: str = ""
    afterwards: tuple[str, ...] = ()
    moves: Mapping[Step, str] | None = None
    reckoned: tuple[Reckoned, ...] = ()
    announce: Callable[[Any, Viewer | None], None] = _nothing_said
    became: Callable[[Any, Values, Viewer | None], None] = _nothing_became
    deciders: Callable[[Values], tuple[Role, ...]] | None = None
    beforehand: Beforehand | None = None
    apart: Callable[[Any], Collection[str]] = _all_concern_it
    proposes: tuple[str, ...] = ()
    over: Callable[[Any], Words | None] = _not_over
    custom: Custom | None = None

    def decided_by(self, values: Values) -> tuple[Role, ...]:
        """Whose approval of an entry counts that says this, the first before the others."""
        return self.approvers if self.deciders is None else self.deciders(values)

    @property
    def door(self) -> Permission:
        """What whoever makes an entry may."""
        return self.enters or self.keeper

    def may_set(self, name: str, who: Viewer) -> bool:
        """Whether somebody may set a field of an entry by a form, of those who may write it."""
        return name not in self.decided and self.may_bring(name, who)

    def may_bring(self, name: str, who: Viewer) -> bool:
        """Whether an entry that somebody enters, or takes from a file, may say a field."""
        is_told = tells(self.field(name), who)
        return is_told and (name not in self.reserved or who.may(self.reserved[name]))

    @property
    def cells(self) -> tuple[Field, ...]:
        """The fields that a sheet has columns for."""
        return tuple(each for each in self.fields if each.in_sheet)

    @property
    def shown(self) -> tuple[Field, ...]:
        """What its list shows of an entry."""
        return tuple(self.field(each) if isinstance(each, str) else each for each in self.columns)

    @property
    def told(self) -> tuple[Field, ...]:
        """Its fields, with what is reckoned behind what it comes after, or at the end."""
        each_with_its = (
            (each, *(one for one in self.reckoned if one.after == each.name))
            for each in self.fields
        )
        at_the_end = (each for each in self.reckoned if not each.after)
        return (*chain.from_iterable(each_with_its), *at_the_end)

    @property
    def kept_in(self) -> tuple[str, ...]:
        """The columns that its fields are kept in."""
        kept = (each for each in self.fields if not isinstance(each, Files))
        return tuple(dict.fromkeys(each.kept_in for each in kept))

    @property
    def enclosed(self) -> Field | None:
        """The field that says which files belong to an edition, if they do."""
        return next((each for each in self.fields if isinstance(each, Enclosed)), None)

    @property
    def keeps_files(self) -> bool:
        return any(each.takes_files for each in self.fields)

    @property
    def declared(self) -> tuple[Field, ...]:
        """Its fields, whether the company meets them or not."""
        declared: tuple[Field, ...] = self.__dict__["_fields"]
        return declared

    def field(self, name: str) -> Field:
        return next(each for each in (*self.declared, *self.reckoned) if each.name == name)

    def column(self, name: str) -> Any:
        """A column of its table."""
        return getattr(self.table, name)

    def name_of(self, row: Any) -> str:
        """What trail, files and people call an entry."""
        if self.kind is not None:
            return format_reference(self.kind, row.fiscal_year, row.number)
        prefix, column = self.called
        return f"{prefix}{getattr(row, column)}"

    def trail_name(self, field: Field) -> str:
        """What the trail calls a field."""
        return field.trail or f"{self.key}.{field.name}"

    def move(self, step: Step) -> str:
        """What the trail calls a step."""
        return (self.moves or {}).get(step, step.value)

    def values_of(self, row: Any) -> dict[str, Value]:
        """What an entry says, by field."""
        return {each.name: each.of(row) for each in self.fields if not isinstance(each, Files)}

    def put(self, row: Any, values: Values) -> None:
        """Keep values by field in an entry; files lie beside it."""
        for each in self.fields:
            if not isinstance(each, Files):
                each.put(row, values[each.name])

    def tidied(self, values: Values) -> dict[str, Value]:
        """Values as they are kept; a field that is not named is left empty."""
        return {
            each.name: each.tidy(values.get(each.name))
            for each in self.fields
            if not isinstance(each, Files)
        }

    def faults(self, values: Values, facts: Facts) -> Iterator[tuple[str, Refusal]]:
        """All that is wrong with values, each with its field: for what is wrong between several the
        one beside which it is said, else ""."""
        sound = True
        for each in self.fields:
            try:
                self._check_field(each, values.get(each.name, each.nothing), facts)
            except Refusal as refusal:
                sound = False
                yield each.name, refusal
        if sound:
            try:
                self.rule(values, facts)
            except Refusal as refusal:
                yield self.said_beside(refusal), refusal

    def said_beside(self, refusal: Refusal) -> str:
        """The field beside which a refusal of the rule is said: the one that it names itself, else
        as the row has it."""
        named = refusal.values.get("beside") or (self.beside or {}).get(refusal.key, "")
        return str(named)

    @staticmethod
    def _check_field(field: Field, value: Value, facts: Facts) -> None:
        if field.missing(value):
            raise BadInput("entry_missing", words=field.asks)
        if is_held_anywhere(field.packed(value)):
            raise BadInput("entry_my_number")
        if value != field.nothing and value is not None:
            field.check(value, facts)
