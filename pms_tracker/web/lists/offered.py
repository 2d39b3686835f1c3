"""What filters offer to choose from: read as texts in one statement, and put into words once.

    UNITS = Offer(lambda _viewer: offered.UNITS, _units)
    asked.number("unit", gettext("部門"), UNITS)

What was made of a text is kept for as long as the database says the same: nothing has to be told
when it changes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from pms_tracker import clock
from pms_tracker.people.firm.listings import parameters
from pms_tracker.people.firm.people import Viewer
from pms_tracker.questions import Text, cells_of, texts
from pms_tracker.web.door.access import me
from pms_tracker.web.words import days_in_words

# More than there are kinds of choices in two languages, and not so many that they fill a server.
KEPT = 100
# Values with their words.
Choices = Iterable[tuple[object, str]]


@dataclass(frozen=True)
class Offered:
    """Values with their words, in groups under a name each, or under "" where they need none."""

    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @cached_property
    def words(self) -> dict[str, str]:
        """The words of each value."""
        return dict(each for _name, choices in self.groups for each in choices)


def flat(choices: Choices) -> Offered:
    """Choices that need no groups."""
    return Offered((("", tuple((str(value), words) for value, words in choices)),))


@dataclass(frozen=True, eq=False)
class Offer:
    """Choices that the database holds: `text` says what they are made of for whom, `say` makes them
    of its cells.

    `also` is the parameter of an id that the address may ask for though it is offered no more.
    """

    text: Callable[[Viewer], Text]
    say: Callable[[list[list[Any]]], Offered]
    also: str = ""

    def choices(self, **given: object) -> Offered:
        """What it offers whoever asks, read by itself; `given` are parameters of its text."""
        return read([self], me(), **given)[0][self]


def read(
    offers: Sequence[Offer], viewer: Viewer, *beside: Text, **given: object
) -> tuple[dict[Offer, Offered], list[str]]:
    """What each of these offers, and what texts read with them say; `given` are parameters."""
    wanted = (*(each.text(viewer) for each in offers), *beside)
    found = texts(wanted, {**parameters(viewer), "day": clock.today(), **given})
    manner = days_in_words.manner()
    said = {each: _said(each, text, manner) for each, text in zip(offers, found, strict=False)}
    return said, found[len(offers) :]


@lru_cache(maxsize=KEPT)
def _said(offer: Offer, text: str, _manner: days_in_words.Manner) -> Offered:
    return offer.say(cells_of(text))
