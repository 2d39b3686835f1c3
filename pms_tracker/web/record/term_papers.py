"""Papers of which there is one for each record of a term, whatever phase they are of.

    MINUTES = TermPaper("reviews", N_("マネジメントレビュー議事録"), _of_term)

What is handed in for a renewal holds all of them. One is declared beside its page: `routes` finds
it where it stands, and the app keeps them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app

from pms_tracker.kernel.words import Words
from pms_tracker.people.firm.people import Viewer

KEPT = "pms_term_papers"

# By reference, the papers that are finished of records between two days, as far as somebody may
# know of them; the earliest first.
Papers = Callable[[date, date, Viewer], Iterable[tuple[str, bytes]]]


@dataclass(frozen=True)
class TermPaper:
    """One kind of them: the folder of their files, what they are called, and what makes them."""

    folder: str
    name: Words
    papers: Papers


def install(app: Flask, declared: Iterable[TermPaper]) -> None:
    """Keep those that are declared, in the order of their folders."""
    app.extensions[KEPT] = sorted(declared, key=lambda each: each.folder)


def declared() -> list[TermPaper]:
    found: list[TermPaper] = current_app.extensions[KEPT]
    return found
