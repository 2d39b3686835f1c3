"""Rules of people: which passwords are good, and which last day of something may be recorded."""

import re
from collections.abc import Collection
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any
from unicodedata import normalize

from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people.rules.permissions import TOP_ROLES

# Characters. Whoever writes it in words asks for it here.
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
# Whoever begins with the commonest passwords has tried so many before one that is good enough.
GUESSES = 1_000_000
# More than this is not read by what counts guesses, and would make no difference.
READ = 72
LONGEST_NAME = 100
LONGEST_MAIL = 254
READING = re.compile(r"[ァ-ヴヵヶー・=\-'’. A-Za-z\u00c0-\u024f]*")


def is_reading(text: str) -> bool:
    """Whether a text tells how a name is read; names from elsewhere may stay in Latin letters."""
    return READING.fullmatch(text) is not None


def check_password(password: str, known: Collection[str] = ()) -> None:
    """Raises BadInput for a password that is too short or too long, or among the commonest.

    Whatever is typed as one character counts as one, however it is stored. `known` is what anybody
    knows of its owner: a password made of it is among the commonest; blanks tell nothing. There
    are no other rules of composition (OWASP ASVS 5.0 V6.2; NIST SP 800-63B 3.1.1.2).
    """
    read = normalize("NFC", password)
    if not SHORTEST_PASSWORD <= len(read) <= LONGEST_PASSWORD:
        raise BadInput("password_length", shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)
    told = [normalize("NFKC", each) for each in known if each.strip()]
    if _guesser()(normalize("NFKC", read)[:READ], told)["guesses"] < GUESSES:
        raise BadInput("password_common")


@cache
def _guesser() -> Any:
    """zxcvbn, whose lists of words are 12 MB in a process that may never be told a password."""
    return import_module("zxcvbn").zxcvbn


# Roles that show more records than an employee's own; the other ones show none.
SHOW_MORE = frozenset({*TOP_ROLES, Role.AUDITOR})


def shows_more(role: Role) -> bool:
    """Whether whoever is given this role reads more records by it."""
    return role in SHOW_MORE


def needs_second(*, by_top_role: bool, anybody_there: bool, another_there: bool) -> bool:
    """Whether a gain waits for a second person who holds a top role and can sign in.

    `anybody_there`: some top role can sign in at all; until then a company is being set up.
    `another_there`: one other than who proposes and who gains. Where there is none, a top role
    may act alone, and nobody else may.
    """
    return anybody_there and (another_there or not by_top_role)


def check_end(
    until_on: date, *, began_on: date, ended_on: date | None, today: date, reason: str
) -> None:
    """Whether a membership or a role may end with a day.

    Raises BadInput for a day before it began, for a later end than the one recorded (that would
    give back what only a new grant may give), and for a day that is over without a reason:
    independence is judged by past days, so whoever changes them says why.
    """
    if until_on < began_on:
        raise BadInput("ends_before_it_begins")
    if ended_on is not None and until_on > ended_on:
        raise BadInput("ended_already")
    check_past_end(until_on, today=today, reason=reason)


def check_past_end(until_on: date, *, today: date, reason: str) -> None:
    """Raises BadInput for a last day that is over already, unless a reason is given."""
    if until_on < today and not reason.strip():
        raise BadInput("past_end_needs_reason")


def check_administrator_remains(ending: Collection[Role], *, others: bool) -> None:
    """Raises RuleBroken where no other administrator could let anybody in any more."""
    if Role.ADMINISTRATOR in ending and not others:
        raise RuleBroken("last_administrator")
