"""What an address asks of a list: filters, order and place, wrong values left out quietly."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TypeAlias, TypeVar
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext
from flask_babel.speaklater import LazyString

from pms_tracker import clock
from pms_tracker.database import LARGEST, NEWEST, PAGE, Sorts, read_order
from pms_tracker.kernel.days import Days, Due, parse_days
from pms_tracker.kernel.era_dates import DayNotRead, parse_day
from pms_tracker.questions import Text
from pms_tracker.web.door.access import me
from pms_tracker.web.lists.offered import KEPT, Choices, Offer, Offered, flat, read
from pms_tracker.web.words import days_in_words
from pms_tracker.web.words.days_in_words import day_text
from pms_tracker.web.words.labels import label

Member = TypeVar("Member", bound=StrEnum)
Row = TypeVar("Row")
# What is looked up only once it is told: most of what a link may ask for is not asked.
Caption: TypeAlias = str | LazyString

# One row more than is shown tells whether a page follows.
ROWS = PAGE + 1
# What a query may hold as it is.
UNTOUCHED = "!$'()*,/:;?@"
DIGITS = len(str(LARGEST))


@dataclass(frozen=True)
class Pick:
    """A filter with a few choices; `chosen` is the value of one of them, or "" for all."""

    name: str
    caption: str
    offered: Offered
    chosen: str

    @property
    def words(self) -> str:
        """The words of what is chosen."""
        return self.offered.words.get(self.chosen, "")


@dataclass(frozen=True)
class Condition:
    """A filter that came with a link: said in words, kept until its link without it is followed."""

    name: str
    words: str


@dataclass(frozen=True)
class Bar:
    """The form above a list, all that it shows: drawn once as long as that stays the same."""

    picks: tuple[Pick, ...]
    hidden: tuple[tuple[str, str], ...]
    text: str
    placeholder: str

    @property
    def narrows(self) -> bool:
        """Whether anything of it is asked for."""
        return bool(self.text) or any(each.chosen for each in self.picks)

    def values(self) -> dict[str, object]:
        """What its template is given."""
        return {"bar": self}


@lru_cache(maxsize=KEPT)
def _labelled(
    kind: type[StrEnum],
    offered: tuple[StrEnum, ...],
    beside: StrEnum | None,
    _manner: days_in_words.Manner,
) -> Offered:
    """Members with their labels, all or those offered with one more, made once for all who read
    the same words."""
    members = [each for each in kind if not offered or each in offered or each is beside]
    return flat((each.value, label(each)) for each in members)


class Asked:
    """The query part of an address. What was read from it and is right is `kept`."""

    def __init__(self, args: Mapping[str, str]) -> None:
        self._args = args
        self._sorts: Sorts = {}
        self._captions: dict[str, str] = {}
        self._offered: dict[Offer, Offered] = {}
        self.kept: dict[str, str] = {}
        self.picks: list[Pick] = []
        self.conditions: list[Condition] = []
        self.spans: list[tuple[str, str, str]] = []
        self.order = self._usual = NEWEST
        self.next_url: str | None = None

    def reads(self, offers: Sequence[Offer], *beside: Text, **more: object) -> list[str]:
        """Read what filters will offer, and texts beside it, in one statement; what those say."""
        also = {each.also: self.asks_for(each.also) for each in offers if each.also}
        found, said = read(offers, me(), *beside, **also, **more)
        self._offered |= found
        return said

    def _choices(self, offered: Offer | Offered | Choices) -> Offered:
        if isinstance(offered, Offered):
            return offered
        if not isinstance(offered, Offer):
            return flat(offered)
        if offered not in self._offered:
            self.reads([offered])
        return self._offered[offered]

    def pick(self, name: str, caption: str, offered: Offer | Offered | Choices) -> str:
        """The value chosen among those offered, or ""."""
        known = self._choices(offered)
        asked = self._args.get(name, "")
        chosen = asked if asked and asked in known.words else ""
        self._keep(name, chosen)
        self.picks.append(Pick(name, caption, known, chosen))
        return chosen

    def member(
        self, name: str, caption: str, kind: type[Member], offered: Collection[Member] = ()
    ) -> Member | None:
        """A member of an enum by its value, or None.

        Where only some are `offered`, what the address asks for is one of them.
        """
        asked = self._args.get(name, "")
        beside = kind(asked) if asked in set(kind) else None
        choices = _labelled(kind, tuple(offered), beside, days_in_words.manner())
        chosen = self.pick(name, caption, choices)
        return kind(chosen) if chosen else None

    def number(self, name: str, caption: str, offered: Offer | Choices) -> int | None:
        """The id of one of the records offered, or None."""
        chosen = self.pick(name, caption, offered)
        return int(chosen) if chosen else None

    def due(self, caption: str, *, offered: bool = True) -> Days | None:
        """The days that late, soon or later stand for, or a run of days that came with a link.

        `offered`: they are chosen from, the run that came too, so that narrowing further keeps it.
        """
        asked = self._args.get("due", "")
        found = Due(asked) if asked in set(Due) else None
        days = found.days(clock.today()) if found else parse_days(asked)
        choices = [(each.value, label(each)) for each in Due]
        if days and not found:
            choices.append((asked, days_text(days)))
        if offered:
            self.pick("due", caption, choices)
        elif days:
            self._condition("due", f"{caption} {dict(choices)[asked]}")
        return days

    def days(self, name: str, caption: Caption) -> Days | None:
        """A run of days, or None."""
        found = parse_days(self._args.get(name, ""))
        if found is not None:
            self._condition(name, f"{caption} {days_text(found)}")
        return found

    def span(self, first: str, last: str) -> Days | None:
        """The days from one to another, each in a field of its own in any spelling, or None."""
        days = Days(self._day(first), self._day(last))
        backwards = days.first and days.last and days.last < days.first
        if backwards or days == Days():
            return None
        for name in (first, last):
            self._keep(name, self._args.get(name, "").strip()[:40] if self._day(name) else "")
        self.spans.append((first, last, days_text(days)))
        return days

    def _day(self, name: str) -> date | None:
        try:
            return parse_day(self._args.get(name, "").strip()[:40])
        except DayNotRead:
            return None

    def linked(self, name: str, caption: Caption, say: Callable[[int], str | None]) -> int | None:
        """An id that came with a link; `say` gives the record's name, None where there is none."""
        number = self.asks_for(name)
        said = say(number) if number is not None else None
        if said is None:
            return None
        self._condition(name, f"{caption} {said}")
        return number

    def flag(self, name: str, words: Caption, value: str = "1") -> bool:
        """Whether the address sets a condition that is simply there or not."""
        there = self._args.get(name) == value
        if there:
            self._condition(name, words)
        return there

    def raw(self, name: str) -> str:
        """What the address says, as it stands there; kept only once `flag` was told of it."""
        return self._args.get(name, "")

    def asks_for(self, name: str) -> int | None:
        """An id in the address, offered or not."""
        text = self._args.get(name, "")
        if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS):
            return None
        number = int(text)
        return number if number <= LARGEST else None

    def text(self, name: str = "q") -> str:
        """What was typed to be searched for."""
        found = self._args.get(name, "").strip()[:200]
        self._keep(name, found)
        return found

    def sort(self, sorts: Sorts, *, usual: str = "", **captions: str) -> None:
        """Read the order and the place in it; `captions` name what may be sorted by, and `usual` is
        the order of a list of which nothing is asked."""
        self._sorts, self._captions = sorts, captions
        self._usual = read_order(usual, "", sorts)
        asked = self._args.get("sort", "") or usual
        self.order = read_order(asked, self._args.get("after", ""), sorts)
        if not self._is_usual(self.order.by, descending=self.order.descending):
            self._keep("sort", _spelled(self.order.by, descending=self.order.descending))

    def page(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows to show of the ROWS asked for; sets `next_url` where more follow."""
        if len(rows) > PAGE:
            place = self.order.goes_on_after(rows[PAGE - 1], self._sorts)
            self.next_url = self.address(after=place)
        return rows[:PAGE]

    @property
    def first_url(self) -> str | None:
        """The way back to the first page, from any other."""
        return self.address() if self.order.after else None

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for, so that an empty list may be due to that."""
        return bool(self.kept or self.order.after)

    @property
    def words(self) -> list[str]:
        """All that is asked for, in words, as it stands above a printed list."""
        said = [f"{pick.caption} {pick.words}" for pick in self.picks if pick.chosen]
        said += [words for _first, _last, words in self.spans]
        said += [each.words for each in self.conditions]
        if "q" in self.kept:
            said.append(gettext("語句「%(words)s」", words=self.kept["q"]))
        if "sort" in self.kept:
            caption = self._captions[self.order.by]
            falling = gettext("%(column)sの降順", column=caption)
            rising = gettext("%(column)sの昇順", column=caption)
            said.append(falling if self.order.descending else rising)
        return said

    def bar(self, placeholder: str) -> "Bar":
        """The form of the picks and the text."""
        text = self.kept.get("q", "")
        return Bar(tuple(self.picks), tuple(self.hidden()), text, placeholder)

    def hidden(self) -> list[tuple[str, str]]:
        """What a form of the picks and the text has to carry along."""
        shown = {"q", *(pick.name for pick in self.picks)}
        shown |= {name for first, last, _words in self.spans for name in (first, last)}
        return [(name, value) for name, value in self.kept.items() if name not in shown]

    def address(self, **changes: str | None) -> str:
        """The address of this list with some values changed; None takes one out."""
        return with_query(self.place, {**self.kept, **changes})

    @cached_property
    def place(self) -> str:
        """The address of the list without a question: asked for once, however many lead to it."""
        return url_for(str(request.endpoint))

    def sort_head(
        self, by: str, *, falling: bool = False, since: bool = False
    ) -> tuple[str, str, str]:
        """Caption, address and `aria-sort` ("" if not sorted by it) of a column's head.

        Its first click sorts upwards, or downwards if `falling`; each further one turns it round.
        `since`: the column shows how long ago its day is, so that it falls as the day rises.
        """
        now = by == self.order.by
        descending = not self.order.descending if now else falling != since
        usual = self._is_usual(by, descending=descending)
        address = self.address(sort=None if usual else _spelled(by, descending=descending))
        direction = "descending" if self.order.descending != since else "ascending"
        return self._captions[by], address, direction if now else ""

    def _is_usual(self, by: str, *, descending: bool) -> bool:
        return (by, descending) == (self._usual.by, self._usual.descending)

    def _keep(self, name: str, value: str) -> None:
        if value:
            self.kept[name] = value

    def _condition(self, name: str, words: Caption) -> None:
        self._keep(name, self._args[name])
        self.conditions.append(Condition(name, str(words)))


def with_query(place: str, asked: Mapping[str, str | None]) -> str:
    """An address that asks for these values, None for none, as `url_for` spells it."""
    told = {name: value for name, value in asked.items() if value is not None}
    return f"{place}?{urlencode(told, safe=UNTOUCHED)}" if told else place


def _spelled(by: str, *, descending: bool) -> str:
    return f"-{by}" if descending else by


def days_text(days: Days) -> str:
    """A run of days in words."""
    first, last = day_text(days.first), day_text(days.last)
    if first and last:
        return gettext("%(first)s〜%(last)s", first=first, last=last)
    return gettext("%(day)sから", day=first) if first else gettext("%(day)sまで", day=last)
