"""Pieces of pages that a process draws once for what they show, and keeps: the same figures in the
same words are the same markup, whoever looks."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from flask import current_app, request
from jinja2 import Environment
from markupsafe import Markup

from pms_tracker import clock
from pms_tracker.web.words import days_in_words

# The pieces that were asked for last, tens of kilobytes each at most: years and periods, histories
# and mails of records.
MOST = 256


class Shown(Hashable, Protocol):
    """All that a piece shows, as values: where two are equal, what is drawn of them is, too."""

    def values(self) -> Mapping[str, object]:
        """What its template is given; asked for only where it has to be drawn."""


@dataclass(frozen=True)
class Rows:
    """The rows of a list as they were read, by the day that days are told from; and what else their
    template is given: what the reader may do with them."""

    rows: tuple[Hashable, ...]
    today: date
    beside: tuple[tuple[str, Hashable], ...]

    def values(self) -> Mapping[str, object]:
        return {"rows": self.rows, **dict(self.beside)}


def rows_drawn(template: str, rows: Iterable[Hashable], **beside: Hashable) -> Markup:
    """The rows of a table: the page of a list that somebody reads again has mostly stayed as it
    was."""
    return drawn(template, Rows(tuple(rows), clock.today(), tuple(sorted(beside.items()))))


def drawn(template: str, shown: Shown) -> Markup:
    """A template that was given `shown.values()`, and nothing else of the request.

    So it holds nothing that is one reader's alone: no form, no token, and no name but those that
    `shown` brings along.
    """
    return _drawn(current_app.jinja_env, template, shown, days_in_words.manner(), request.root_path)


@lru_cache(maxsize=MOST)
def _drawn(
    environment: Environment, template: str, shown: Shown, _manner: Hashable, _root: str
) -> Markup:
    return Markup(environment.get_template(template).render(shown.values()))
