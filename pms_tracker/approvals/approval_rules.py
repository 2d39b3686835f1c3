"""Rules of decisions: stamped on paper (書面), contested, and taken back within minutes."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from math import ceil

from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate
from pms_tracker.people.rules.permissions import TOP_ROLES

# What a scan may be: a picture or a PDF, as its content says, whatever it is called.
PICTURES = "image/"
PDF = "application/pdf"

# For how long whoever decided may take it back; ours, see ADR 0035.
TO_TAKE_BACK = timedelta(minutes=5)
# Giving one of these back clears who reported what, and an amendment changes what others act on:
# there is no state before to return to, so what was wrong is reported or amended once more.
CLEARS_WHEN_SENT_BACK = ("done-", "closing-", "duty-", "minutes")
MADE_ANEW = ("amendment-",)


def typists(firm: Collection[Candidate], named_id: int, hands: Collection[int]) -> tuple[int, ...]:
    """Who may type in what somebody stamped, of whatever kind it is: one of the three at the top,
    other than the person named and without a hand in the record."""
    barred = {named_id, *hands}
    return tuple(
        each.person_id for each in firm if each.roles & TOP_ROLES and each.person_id not in barred
    )


def check_paper(person_id: int, able: Mapping[int, str], *, scanned: bool) -> None:
    """A stamped paper is typed in with its scan, by one of those who may (their names by id).

    Raises NotAllowed, which says who could, and RuleBroken.
    """
    if not able:
        raise NotAllowed("paper_by_nobody")
    if person_id not in able:
        raise NotAllowed("paper_by_another", who=tuple(able.values()))
    if not scanned:
        raise RuleBroken("scan_needed")


def check_scan(media_types: Collection[str]) -> None:
    """What proves a stamp shows it: a picture or a PDF. Raises BadInput."""
    if any(not each.startswith(PICTURES) and each != PDF for each in media_types):
        raise BadInput("scan_not_a_picture")


def check_decided_on(decided_on: date, submitted_on: date | None) -> None:
    """Nobody decides before there was anything to decide on. Raises RuleBroken."""
    if submitted_on is not None and decided_on < submitted_on:
        raise RuleBroken("decided_before_submitted")


def check_contest(person_id: int, named_id: int, reason: str, *, open_to_it: bool) -> None:
    """Whoever is named on a paper may say that it was not theirs, and in which way.

    Raises NotAllowed for anybody else, RuleBroken where it is void already or no reason is given.
    """
    if person_id != named_id:
        raise NotAllowed("contested_by_the_named")
    if not open_to_it:
        raise RuleBroken("void_already")
    if not reason.strip():
        raise RuleBroken("reason_needed")


def minutes_left(recorded_at: datetime, now: datetime) -> int:
    """How many minutes a decision may still be taken back, the last one begun counted in."""
    return max(0, ceil((recorded_at + TO_TAKE_BACK - now).total_seconds() / 60))


def is_made_anew(step: str, *, sends_back: bool) -> bool:
    """Whether a decision of this step is never taken back."""
    return step.startswith((*MADE_ANEW, *(CLEARS_WHEN_SENT_BACK if sends_back else ())))


def check_decider(person_id: int, eligible: Eligible, reason: str = "") -> None:
    """Raises NotAllowed for anybody not eligible, RuleBroken where the exception has no reason."""
    if person_id not in eligible.person_ids:
        raise NotAllowed("approved_by_another")
    if eligible.by_exception and not reason.strip():
        raise RuleBroken("exception_needs_reason")
