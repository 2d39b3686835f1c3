"""Rules of making a policy known (周知): who does, by when it is read, who enters a signed list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.kernel.independence import Role

ANNOUNCERS = frozenset({Role.REPRESENTATIVE, Role.PRIVACY_MANAGER})
# Calendar days that somebody who joins after the announcement has, from their first day on.
JOINERS_HAVE = timedelta(days=14)
# A text that may be read later than this is not made known.
LONGEST_MONTHS = 12


def read_by(due_on: date, *, announced_on: date, first_on: date) -> date:
    """The last day for somebody whose first day here was `first_on` to read what was announced."""
    return due_on if first_on <= announced_on else max(due_on, first_on + JOINERS_HAVE)


def joined_for(until: date) -> date:
    """The latest first day that makes a joiner's reading due until a day."""
    return until - JOINERS_HAVE


def check_announcement(roles: Collection[Role], due_on: date, *, today: date) -> None:
    """Whether a version may be made known, to be read until a day.

    Raises NotAllowed for anybody but representative and privacy manager, and RuleBroken for a due
    day that is over or more than a year ahead.
    """
    if not ANNOUNCERS & set(roles):
        raise NotAllowed("announcers_only")
    if due_on < today:
        raise RuleBroken("due_in_past")
    if due_on > add_months(today, LONGEST_MONTHS):
        raise RuleBroken("read_too_late")


def check_edition(seen: int, newest: int) -> None:
    """Raises Stale where another edition was announced since the text was shown."""
    if seen != newest:
        raise Stale("edition_changed", edition=newest)


def check_may_look(*, sees_all: bool, headed_unit_ids: Collection[int]) -> None:
    """Who has read is for the management, and for heads of units. Raises NotAllowed."""
    if not sees_all and not headed_unit_ids:
        raise NotAllowed("readers_for_heads")


def check_signed_on(day: date, *, announced_on: date, today: date) -> None:
    """Raises RuleBroken for a list signed in the future, or before the text was made known."""
    refuse_future(day, today)
    if day < announced_on:
        raise RuleBroken("signed_before_announced")


@dataclass(frozen=True)
class Signer:
    """Somebody on a signed list, as they stand today."""

    name: str
    unit_ids: frozenset[int]
    signs_in: bool
    has_read: bool


def check_signers(
    signers: Collection[Signer], *, roles: Collection[Role], headed_unit_ids: Collection[int]
) -> None:
    """Whether somebody may enter a list signed by these.

    Raises BadInput for an empty list, NotAllowed unless it is entered by the head of each signer's
    unit or by the privacy manager, and RuleBroken for signers who can sign in and press the button
    themselves, or whose reading is recorded already.
    """
    if not signers:
        raise BadInput("no_signers")
    headed = frozenset(headed_unit_ids)
    if Role.PRIVACY_MANAGER not in roles and not all(each.unit_ids & headed for each in signers):
        raise NotAllowed("head_only")
    inside = [each.name for each in signers if each.signs_in]
    if inside:
        raise RuleBroken("signers_sign_in", names=inside)
    known = [each.name for each in signers if each.has_read]
    if known:
        raise RuleBroken("signers_have_read", names=known)
