"""Rules of a decision stamped on paper (紙): typed in by another, with its scan and its day."""

from collections.abc import Collection
from datetime import date

from pms_tracker.kernel.errors import NotAllowed, RuleBroken


def check_paper(entered_by_id: int, parties: Collection[int], *, scanned: bool) -> None:
    """A stamped paper is typed in with its scan, by somebody who neither wrote nor owns it.

    Raises NotAllowed and RuleBroken.
    """
    if entered_by_id in parties:
        raise NotAllowed("paper_by_another")
    if not scanned:
        raise RuleBroken("scan_needed")


def check_decided_on(decided_on: date, submitted_on: date | None) -> None:
    """Nobody decides before there was anything to decide on. Raises RuleBroken."""
    if submitted_on is not None and decided_on < submitted_on:
        raise RuleBroken("decided_before_submitted")
