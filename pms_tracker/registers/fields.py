"""Kinds of fields that a register may declare: how a value is read, judged, kept and written.

    Pick("person_id", N_("氏名"), Of.PERSON, needed=True),
    Choice("kind", N_("種類"), {PledgeKind.JOINING: N_("入社時")}, needed=True),

A field is named after the column that keeps it, or after its key within the JSON column that it
names as `inside`. Its words are Japanese as they stand in the code, marked by `N_`, and put in the
reader's language where they are shown. Its value is `nothing` where nothing is entered. `read`
takes the text of a cell as offices write it (in either language, or by its key), `check` is asked
on every path, and both refuse with BadInput or RuleBroken. `needed`, given in words, is what is
said where it is missing. The trail tells of a field as `<register>.<name>`, or as `trail` says.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, ClassVar
from unicodedata import normalize

from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.kernel.locales.locale_packs import JAPANESE
from pms_tracker.kernel.search_text import is_blank
from pms_tracker.kernel.words import N_, Words
from pms_tracker.registers.known_words import (
    Guess,
    choice_like,
    like,
    named_by_mark,
    named_like,
    named_members,
    plain,
)
from pms_tracker.sheets.office.marks import (
    has_some,
    is_dash,
    mark_beside,
    names_some,
    says_no_day,
    tells_no_day,
    ticked,
    yes_or_no,
)
from pms_tracker.sheets.office.quantities import (
    amount,
    bare_number,
    day_before,
    day_in,
    days_of_run,
    year_end_in,
)
from pms_tracker.sheets.sheet_lines import one_line, several_lines

Value = Any
Values = Mapping[str, Value]
NOBODY = Words("")


class Of(StrEnum):
    """What a field may pick one of."""

    PERSON = "person"
    UNIT = "unit"


@dataclass(frozen=True)
class Facts:
    """What values are judged by: today, the first day of a fiscal year, what plain names stand for
    (ids; references, by register), how else words are spelled, and what the company's own country
    is called (`home`): Japan's where nobody asks the company; what was `met` is made once."""

    today: date
    fiscal_start: FiscalStart = JAPANESE.fiscal_start
    ids: Mapping[Of, Mapping[str, Sequence[int]]] | None = None
    spelled: Callable[[Words], Collection[str]] = lambda words: (words,)
    entries: Mapping[str, Mapping[str, Sequence[str]]] | None = None
    home: Collection[str] = JAPANESE.home
    met: dict[int, tuple[Any, dict[str, StrEnum]]] = field(init=False, default_factory=dict)

    def named(
        self, of: "Field", members: Mapping[StrEnum, Words], more: Mapping[str, StrEnum] | None
    ) -> dict[str, StrEnum]:
        """Which of the members of a field a word names."""
        if id(of) not in self.met:
            # It is kept as well: no other field may have its id.
            self.met[id(of)] = of, named_members(members, more, self.spelled)
        return self.met[id(of)][1]


@dataclass(frozen=True)
class Field:
    """One field; `help` stands above it in a form, `aside` behind its label, a sheet may call it by
    `headings`, or with a doubt by what else is `perhaps` meant so; what it says in words that are
    none of its own goes to the field `words_in`; the `folded` stand in the fold. A draft may lack
    what is `asked` for. What is `private`, of outsiders, is told neither to the trail nor to who
    audits; what is there by a `custom`, a company meets whose locale pack has it."""

    name: str
    label: Words
    _: KW_ONLY
    needed: Words | bool = False
    help: Words | None = None
    aside: Words | None = None
    wide: bool = False
    inside: str = ""
    headings: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    words_in: str = ""
    trail: str = ""
    erasable: bool = False
    private: bool = False
    asked: bool = False
    folded: Callable[[], bool] = lambda: False
    custom: Custom | None = None

    nothing: ClassVar[Value] = None
    # Whether it is a cell of a sheet, and how wide there in characters; whether files come by it.
    in_sheet: ClassVar[bool] = True
    takes_files: ClassVar[bool] = False
    width: ClassVar[int] = 16
    is_json: ClassVar[bool] = False  # A column of its own is JSON, as within another.
    has_pages: ClassVar[bool] = False  # Pages of its own ask and show it, no form or record.

    @property
    def kept_in(self) -> str:
        """The column that keeps it."""
        return self.inside or self.name

    def of(self, row: Any) -> Value:
        """Its value in a row."""
        if self.inside:
            held = getattr(row, self.inside)
            return self.unpacked(held[self.name]) if self.name in held else self.nothing
        held = getattr(row, self.name)
        return self.unpacked(held) if self.is_json else held

    def put(self, row: Any, value: Value) -> None:
        """Keep a value in a row; within a JSON column what is nothing leaves no key."""
        if not self.inside:
            setattr(row, self.name, self.packed(value) if self.is_json else value)
            return
        held = {**(getattr(row, self.inside) or {}), self.name: self.packed(value)}
        setattr(row, self.inside, {name: each for name, each in held.items() if each})

    def tidy(self, value: Value) -> Value:
        """A value as it is kept."""
        return self.nothing if value is None else value

    def packed(self, value: Value) -> Value:
        """A value as JSON has it."""
        return value

    def unpacked(self, value: Value) -> Value:
        """A value as it was before it was packed."""
        return value

    def read(self, text: str, facts: Facts) -> Value:
        """The value of a cell. Raises BadInput, or RuleBroken for a day to come."""
        raise NotImplementedError

    def guess(self, text: str, facts: Facts) -> Guess | None:
        """What the text of a cell that is not read may mean; None where nobody could say."""
        return None

    def marked(self, text: str, facts: Facts) -> Guess | None:
        """What a mark in place of words is taken for (有, ×); None for words."""
        return None

    def written(self, value: Value) -> Value:
        """A value as a sheet has it, where it needs no words of the reader's."""
        return value

    def missing(self, value: Value) -> bool:
        """Whether a value that there must be is not there."""
        return bool(self.needed) and value == self.nothing

    @property
    def asks(self) -> Words:
        """What is said where it is missing."""
        return self.needed if isinstance(self.needed, Words) else N_("入力してください。")

    def check(self, value: Value, facts: Facts) -> None:
        """Raises BadInput or RuleBroken for a value that cannot be taken."""


@dataclass(frozen=True)
class Text(Field):
    """A text of one line, or of several `lines`. Of one that `names` whom or what there may be, a
    mark says that there is none, or one that it does not name; of one that names countries `abroad`
    one's own says that too. One that is `ticked` may have a column with marks for each. A sheet
    that lacks it has what another text `begins` with."""

    longest: int = 200
    lines: bool = False
    names: bool = False
    abroad: bool = False
    ticked: bool = False
    begins: str = ""

    nothing: ClassVar[Value] = ""
    width: ClassVar[int] = 32

    def tidy(self, value: Value) -> Value:
        return "" if is_blank(value or "") else value.strip()

    def read(self, text: str, facts: Facts) -> Value:
        return several_lines(text) if self.lines else one_line(text)

    def marked(self, text: str, facts: Facts) -> Guess | None:
        read, none = partial(self.read, facts=facts), facts.home if self.abroad else ()
        named = self.names or self.abroad
        return named_by_mark(text, text, self.nothing, read, none) if named else None

    def check(self, value: Value, facts: Facts) -> None:
        if len(value) > self.longest:
            raise BadInput("entry_too_long", longest=self.longest)


@dataclass(frozen=True)
class Choice(Field):
    """A member of an enum, by its label; `spelled` are further words that a sheet may have, `about`
    what some are taken for with a doubt, and words that nobody knows are taken for `other`; those
    `of_customs` are offered where the company's locale pack has these."""

    members: Mapping[StrEnum, Words]
    spelled: Mapping[str, StrEnum] | None = None
    of_customs: Mapping[StrEnum, Custom] | None = None
    other: StrEnum | None = None
    about: Mapping[str, StrEnum] | None = None

    def known(self, facts: Facts) -> dict[str, StrEnum]:
        """Which member a word names."""
        return facts.named(self, self.members, self.spelled)

    def read(self, text: str, facts: Facts) -> Value:
        chosen, known = ticked(text) or [text], self.known(facts)
        found = known.get(plain(chosen[0])) if len(chosen) == 1 else None
        if found is None and (says := yes_or_no(text)) is not None:
            # A choice that calls one member 有 and one 無 knows every mark for these.
            yes, no = known.get("有"), known.get("無")
            found = (yes if says else no) if yes and no else None
        if found is None:
            raise BadInput("entry_choice", choices=tuple(self.members.values()))
        return found

    def guess(self, text: str, facts: Facts) -> Guess | None:
        about = {plain(word): each for word, each in (self.about or {}).items()}
        known = about | self.known(facts)
        return choice_like(text, known, self.other, needed=bool(self.needed))

    def written(self, value: Value) -> Value:
        return self.members[value] if value is not None else None

    def unpacked(self, value: Value) -> Value:
        return next((each for each in self.members if each == value), None)

    def check(self, value: Value, facts: Facts) -> None:
        if value not in self.members:
            raise BadInput("entry_choice", choices=tuple(self.members.values()))


@dataclass(frozen=True)
class Pick(Field):
    """A person or a unit, by id; `nobody` is what is said where none is picked. It may be somebody
    who is there, and with `left` somebody who has left."""

    one_of: Of
    nobody: Words = NOBODY
    left: bool = False

    def named(self, text: str, facts: Facts) -> Sequence[int]:
        """Whom or what a name may mean."""
        return (facts.ids or {}).get(self.one_of, {}).get(plain(text), ())

    def read(self, text: str, facts: Facts) -> Value:
        found = self.named(text, facts)
        if len(found) == 1:
            return found[0]
        if found:
            raise BadInput("entry_person_several")
        if self.one_of is Of.UNIT:
            raise BadInput("entry_unit_unknown")
        raise BadInput("entry_person_unknown")

    def guess(self, text: str, facts: Facts) -> Guess | None:
        known = (facts.ids or {}).get(self.one_of, {})
        return named_like(text, known, is_unit=self.one_of is Of.UNIT)


@dataclass(frozen=True)
class Day(Field):
    """A day; one that is `past` is today at the latest, one that `ends` a run is the last of it, as
    a month is one `until` its last day. A sheet that lacks it has another, `instead`. A list is
    narrowed to those that have one or none where `told` says both, else to runs."""

    past: bool = False
    ends: str = ""
    until: bool = False
    instead: str = ""
    told: tuple[Words, Words] | None = None

    def read(self, text: str, facts: Facts) -> Value:
        found = day_in(text)
        if found is None or not found[1]:
            raise BadInput("entry_day")
        return found[0]

    def guess(self, text: str, facts: Facts) -> Guess | None:
        if says_no_day(text):
            return Guess(None, "")
        if tells_no_day(text):
            return Guess(None, "day_unset", lost=True)
        if run := days_of_run(text):
            return Guess(run[bool(self.ends)], "day_of_run")
        lasts = self.until or bool(self.ends)
        found = day_in(text, until=lasts) or (
            year_end_in(text, facts.fiscal_start) if lasts else None
        )
        if found is None and (day := day_before(text, until=lasts)) is not None:
            return Guess(day, "day_about", lost=True)
        return Guess(found[0], "day_about", lost=lasts) if found else None

    def packed(self, value: Value) -> Value:
        return value and value.isoformat()

    def unpacked(self, value: Value) -> Value:
        return value and date.fromisoformat(value)

    def check(self, value: Value, facts: Facts) -> None:
        if self.past:
            refuse_future(value, facts.today)


@dataclass(frozen=True)
class Number(Field):
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int = 9_999

    def tidy(self, value: Value) -> Value:
        # Within a JSON column none is not told apart from not counted.
        return (value or None) if self.inside else value

    def read(self, text: str, facts: Facts) -> Value:
        bare = bare_number(text)
        if is_dash(bare) or bare in {"なし", "無料", "免除"}:
            return 0
        if not (bare.isascii() and bare.isdecimal() and len(bare) <= len(str(self.most))):
            raise BadInput("entry_number", least=self.least, most=self.most)
        return int(bare)

    def guess(self, text: str, facts: Facts) -> Guess | None:
        found = amount(text)
        alone = re.findall(r"[0-9]+", normalize("NFKC", text).replace(",", ""))
        most = found.most if found else int(alone[0]) if len(alone) == 1 else None
        if most is None or not self.least <= most <= self.most:
            return None
        return Guess(most, "number_about")

    def check(self, value: Value, facts: Facts) -> None:
        if not self.least <= value <= self.most:
            raise BadInput("entry_number", least=self.least, most=self.most)


@dataclass(frozen=True)
class Flag(Field):
    """Yes or no; of one that `names` what there may be, words that name some say that there is."""

    names: bool = False

    nothing: ClassVar[Value] = False
    YES: ClassVar[Words] = N_("はい")
    NO: ClassVar[Words] = N_("いいえ")

    def read(self, text: str, facts: Facts) -> Value:
        for value, words in ((True, self.YES), (False, self.NO)):
            if plain(text) in {plain(each) for each in (*facts.spelled(words), str(value))}:
                return value
        marked = {"y": True, "n": False, "1": True, "0": False}.get(plain(text), yes_or_no(text))
        if marked is None:
            raise BadInput("entry_choice", choices=(self.YES, self.NO))
        return marked

    def guess(self, text: str, facts: Facts) -> Guess | None:
        beside = mark_beside(text)
        if beside:
            return Guess(beside[0], "mark_beside", lost=True)
        word, label = plain(text), plain(self.label)
        own = len(word) > 1 and (word in label or like(text, {label: True}))
        some = own or has_some(text) or (self.names and names_some(text))
        return Guess(True, "choice_like", lost=True) if some else None

    def written(self, value: Value) -> Value:
        return self.YES if value else None
