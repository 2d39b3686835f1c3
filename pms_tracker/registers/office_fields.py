"""Kinds of fields that registers of offices have: several choices or names at once, spans, times of
a day, classes of size, what is reckoned from others, and files that belong to editions.

    Several("acquired", N_("取得方法"), {Way.WRITTEN: N_("本人から書面")}, other=Way.OTHER)
    Period("keep_until", N_("保管期限"))
    Sized("count", N_("件数"), {Size.FEW: N_("100件以下"), Size.MANY: N_("101件以上")},
          bounds={Size.FEW: 0, Size.MANY: 101})
    Reckoned("keep_until", N_("保存期限"), reckon=kept_until, reads=("recorded_at",))
    Enclosed("material", N_("この版の教材のファイル"))

The columns of the first two and of the last are JSON; what is reckoned has none.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, ClassVar, TypeAlias
from unicodedata import normalize

from pms_tracker.kernel.days import Days, TimeNotRead, read_time
from pms_tracker.kernel.era_dates import DayNotRead, parse_day
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.lasting.span_words import SpanNotRead, read_or_guess, read_span
from pms_tracker.kernel.lasting.spans import LONGEST_WORDS, MOST, SpanKind, Unit, from_kept
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.words import Words
from pms_tracker.registers.fields import Choice, Facts, Field, Text, Value
from pms_tracker.registers.known_words import Guess, Meaning, joined, named_by_mark, plain
from pms_tracker.sheets.office.marks import listed, ticked, yes_or_no
from pms_tracker.sheets.office.quantities import Amount, amount
from pms_tracker.sheets.sheet_lines import one_line

# How a register of several labels, and what else a sheet calls them, is written down.
Labels: TypeAlias = Mapping[StrEnum, Words]
Also: TypeAlias = Mapping[str, StrEnum]
# What makes a time or a year an uncertain one.
_ABOUT_TIME = re.compile(r"(?:頃|ごろ|過ぎ|すぎ|前|くらい|ぐらい)\s*$|^\s*約")
_ABOUT_YEAR = re.compile(r"(?:以前|まで|以後|以降|頃|ごろ)(?:の?(?:もの|分))?$")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")
# What says both of two members.
_BOTH = frozenset({"両方", "双方", "どちらも", "いずれも", "両方とも", "both"})


def called(words: str) -> tuple[str, ...]:
    """Words that a sheet has for a field or a choice, parted by blanks."""
    return tuple(words.split())


def also(*words: tuple[StrEnum, str]) -> Also:
    """What else offices call the members of a choice: each with words parted by blanks."""
    return {word: member for member, said in words for word in called(said)}


def always() -> bool:
    """What a small firm may leave open is folded away on any day."""
    return True


# Of fields that are kept within `facts`, and of those that are folded away.
FACT: dict[str, Any] = {"inside": "facts"}
FOLDED: dict[str, Any] = {"folded": always}
MORE_FACT: dict[str, Any] = {**FACT, **FOLDED}


def noted(label: Words, words: str, **how: Any) -> Text:
    """What else there is to say of an entry, and what else offices call that."""
    return Text("note", label, 2000, lines=True, headings=called(words), **how)


@dataclass(frozen=True)
class Time(Field):
    """A time of the day, kept as `18:30` however it is written."""

    longest: ClassVar[int] = 20
    nothing: ClassVar[Value] = ""

    def tidy(self, value: Value) -> Value:
        try:
            return f"{read_time(value):%H:%M}" if value else ""
        except TimeNotRead:
            return value

    def read(self, text: str, facts: Facts) -> Value:
        self.check(text, facts)
        return self.tidy(text)

    def check(self, value: Value, facts: Facts) -> None:
        try:
            read_time(value)
        except TimeNotRead as unread:
            raise BadInput("entry_time") from unread

    def guess(self, text: str, facts: Facts) -> Guess | None:
        about = self.tidy(_ABOUT_TIME.sub("", text))
        return Guess(about, "time_about") if _TIME.fullmatch(about) else None


@dataclass(frozen=True)
class Year(Field):
    """A fiscal year by the calendar year it begins in; a form offers the last `offered`."""

    offered: int = 10

    def read(self, text: str, facts: Facts) -> Value:
        bare = (
            normalize("NFKC", text)
            .strip()
            .removesuffix("分")
            .removesuffix("年度")
            .removesuffix("年")
            .strip()
        )
        named = re.fullmatch(r"(?:FY ?)?([0-9]{4})(?:/[0-9]{2})?", bare)
        try:
            # The year of an era is that of its day in summer.
            found = int(named[1]) if named else parse_day(f"{bare}年7月1日").year
        except DayNotRead as unread:
            raise BadInput("entry_year") from unread
        # No register is of another, and years are counted on from it.
        if found not in range(1900, 2100):
            raise BadInput("entry_year")
        return found

    def guess(self, text: str, facts: Facts) -> Guess | None:
        """A year of a bound (令和3年度以前) is the last of those that are meant, with a doubt."""
        bare = _ABOUT_YEAR.sub("", normalize("NFKC", text).strip())
        return Guess(self.read(bare, facts), "year_about") if bare != text.strip() else None


@dataclass(frozen=True)
class Several(Field):
    """Several members of an enum, by their labels; a sheet has them in one cell, or a column for
    each. `other` is what words that nobody knows are taken for, `about` what some are with a doubt,
    `alone` such as are it if nothing else is said, and `endings` what tells it of words unknown;
    those `of_customs` are offered where the company's locale pack has these. What `groups` entries
    may be told by a title over them, or by the name of their sheet."""

    members: Mapping[StrEnum, Words]
    spelled: Mapping[str, StrEnum] | None = None
    other: StrEnum | None = None
    about: Mapping[str, StrEnum] | None = None
    alone: Mapping[str, StrEnum] | None = None
    endings: Mapping[str, StrEnum] | None = None
    of_customs: Mapping[StrEnum, Custom] | None = None
    groups: bool = False

    nothing: ClassVar[Value] = ()
    width: ClassVar[int] = 32
    is_json: ClassVar[bool] = True

    def packed(self, value: Value) -> Value:
        return [each.value for each in value]

    def unpacked(self, value: Value) -> Value:
        return tuple(each for each in self.members if each.value in (value or ()))

    def tidy(self, value: Value) -> Value:
        return tuple(each for each in self.members if each in (value or ()))

    def known(self, facts: Facts) -> dict[str, StrEnum]:
        """Which member a word names."""
        return facts.named(self, self.members, self.spelled)

    def read(self, text: str, facts: Facts) -> Value:
        if len(self.members) == 2 and plain(text) in _BOTH:
            return tuple(self.members)
        known, found = self.known(facts), []
        if yes_or_no(text) and plain(text) not in known:
            # A mark alone chooses, but tells nothing of which.
            raise BadInput("entry_choice", choices=tuple(self.members.values()))
        for words in self._words(text, known):
            member = known.get(plain(words))
            if member is None:
                raise BadInput("entry_choice", choices=tuple(self.members.values()))
            found.append(member)
        return self.tidy(found)

    def guess(self, text: str, facts: Facts) -> Guess | None:
        """Words that hold a known one are taken for it, others for `other`; without that they are
        lost, beside others that are taken for something."""
        if yes_or_no(text):
            return None
        meaning = Meaning.made(self.known(facts), self.about, self.alone, self.endings)
        others = [self.other] if self.other else []
        parts = [meaning.of(each) or others for each in self._words(text, meaning.known)]
        found = self.tidy([member for part in parts for member in part])
        return Guess(found, "choice_like", lost=not all(parts)) if found else None

    def written(self, value: Value) -> Value:
        """As machines write it; people read labels."""
        return "、".join(each.value for each in value)

    @staticmethod
    def _words(text: str, known: Mapping[str, StrEnum]) -> list[str]:
        chosen = ticked(text)
        found = listed(text) if chosen is None else chosen
        # 利用者・家族 are two, 利用者家族 is one.
        if plain(text) in known and not all(plain(each) in known for each in found):
            return [text]
        return [part for each in found for part in joined(each, known)]

    def check(self, value: Value, facts: Facts) -> None:
        if set(value) - set(self.members):
            raise BadInput("entry_choice", choices=tuple(self.members.values()))


@dataclass(frozen=True)
class Names(Field):
    """Several short names in one text, such as numbers of requirements: `J.6.2、J.7.1`. A sheet may
    have a column with marks for each of some `things`, or whatever stands below its heading."""

    longest: int = 2_000
    things: tuple[str, ...] = ()
    is_json: ClassVar[bool] = True
    nothing: ClassVar[Value] = ()
    width: ClassVar[int] = 32

    def packed(self, value: Value) -> Value:
        return list(value)

    def unpacked(self, value: Value) -> Value:
        return tuple(value or ())

    def read(self, text: str, facts: Facts) -> Value:
        ticks = ticked(text)
        found = self._parted(listed(text)) if ticks is None else ticks
        named = (one_line(normalize("NFKC", each)) for each in found)
        return tuple(dict.fromkeys(filter(None, named)))

    def marked(self, text: str, facts: Facts) -> Guess | None:
        return named_by_mark(text, (), (), partial(self.read, facts=facts))

    def _parted(self, found: Sequence[str]) -> Iterator[str]:
        """Names of several lines, of which one has several that are known: 氏名・住所."""
        known = {plain(each) for each in self.things}
        for each in found:
            parts = each.split("・")
            yield from parts if known.issuperset(map(plain, parts)) else [each]

    def written(self, value: Value) -> Value:
        return "、".join(value)

    def check(self, value: Value, facts: Facts) -> None:
        if len(self.written(value)) > self.longest:
            raise BadInput("entry_too_long", longest=self.longest)


@dataclass(frozen=True)
class Period(Field):
    """How long: a span, read however it is written; words that are none are kept as they are."""

    width: ClassVar[int] = 24
    is_json: ClassVar[bool] = True

    def packed(self, value: Value) -> Value:
        return value.kept() if value is not None else None

    def unpacked(self, value: Value) -> Value:
        return from_kept(value) if value else None

    def tidy(self, value: Value) -> Value:
        # Until an event is no number of days or years.
        return replace(value, unit=Unit.YEAR) if value is not None and not value.length else value

    def read(self, text: str, facts: Facts) -> Value:
        try:
            return read_span(text)
        except SpanNotRead as unread:
            raise BadInput("entry_period") from unread

    def guess(self, text: str, facts: Facts) -> Guess | None:
        found, _sure = read_or_guess(text)
        return Guess(found, "period_unread" if found.kind is SpanKind.UNREAD else "period_about")

    def written(self, value: Value) -> Value:
        """As machines write it; people read words."""
        return value.code if value is not None else None

    def check(self, value: Value, facts: Facts) -> None:
        if len(value.ground) > LONGEST_WORDS or len(value.words) > LONGEST_WORDS:
            raise BadInput("entry_too_long", longest=LONGEST_WORDS)
        if not 0 <= value.length <= MOST:
            raise BadInput("entry_number", least=0, most=MOST)


@dataclass(frozen=True)
class Sized(Choice):
    """A class of size; a sheet may have the number itself. `bounds` are the least of each class."""

    bounds: Mapping[StrEnum, int] | None = None

    def read(self, text: str, facts: Facts) -> Value:
        found = amount(text)
        if plain(text) in self.known(facts) or found is None:
            return super().read(text, facts)
        classes = self._classes(found)
        if not found.sure or len(classes) != 1:
            raise BadInput("entry_choice", choices=tuple(self.members.values()))
        return classes.pop()

    def guess(self, text: str, facts: Facts) -> Guess | None:
        """An amount that reaches into several classes is in the highest it surely may be: one that
        is `least` so many in that of the next more, else in that of the most."""
        found = amount(text)
        if found is None:
            return super().guess(text, facts)
        number = found.least + 1 if found.most is None else found.most
        return Guess(self._of(number), "number_about")

    def _classes(self, found: Amount) -> set[StrEnum]:
        highest = max((self.bounds or {}).values(), default=0)
        most = max(found.least, highest) if found.most is None else found.most
        return {self._of(found.least), self._of(most)}

    def _of(self, number: int) -> StrEnum:
        """The class with the highest bound that a number reaches."""
        bounds = self.bounds or {}
        reached = [member for member, least in bounds.items() if least <= number]
        return max(reached, key=bounds.__getitem__, default=next(iter(self.members)))


@dataclass(frozen=True)
class Total(Field):
    """What numbers within a JSON column come to; a column of the list alone, entered by nobody."""

    parts: tuple[str, ...] = ()

    in_sheet: ClassVar[bool] = False

    def of(self, row: Any) -> Value:
        held = getattr(row, self.inside)
        return sum(held.get(each, 0) for each in self.parts)


@dataclass(frozen=True)
class Reckoned(Field):
    """A day, a number, or words, that follow from what an entry says: shown on its record and
    paper (behind the field that it comes `after`, else at the end) and in its list, entered by
    nobody and kept nowhere. A list `reads` columns for it that no field is kept in. What moves with
    the days, or with what is recorded of an entry after it was approved, is `of_now`: of a day
    that is over nobody can say it."""

    _: KW_ONLY
    reckon: Callable[[Any], date | int | str | None]
    after: str = ""
    reads: tuple[str, ...] = ()
    of_now: bool = False

    in_sheet: ClassVar[bool] = False

    def of(self, row: Any) -> Value:
        return self.reckon(row)


@dataclass(frozen=True)
class Sieve:
    """What follows from entries, and a link asks their list for: one of the `members`. `found` asks
    the database for the ids of its entries, of those of a run of days by what they are dated."""

    name: str
    label: Words
    members: type[StrEnum]
    found: Callable[[Any, Days], Iterable[int]]


@dataclass(frozen=True)
class Enclosed(Field):
    """Which of the files of an entry belong to an edition of it, by the digests of their bytes: an
    edition that is approved keeps the files that it had then. What comes by the entry's `Files`
    belongs to the draft; a form says which of those that are there stay."""

    is_json: ClassVar[bool] = True
    in_sheet: ClassVar[bool] = False
    encloses: ClassVar[bool] = True
    nothing: ClassVar[Value] = ()

    def packed(self, value: Value) -> Value:
        return list(value)

    def unpacked(self, value: Value) -> Value:
        return tuple(value or ())

    def tidy(self, value: Value) -> Value:
        return tuple(dict.fromkeys(value or ()))

    def written(self, value: Value) -> Value:
        """By the beginnings of their digests, which the trail tells of each file in whole."""
        return "、".join(each[:12] for each in value)
