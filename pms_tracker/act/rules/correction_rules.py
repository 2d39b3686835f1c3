"""Rules of the correction (応急処置): what was done, by whom and when, or why nothing had to be."""

from dataclasses import dataclass
from datetime import date

from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.errors import RuleBroken


@dataclass(frozen=True)
class FirstAid:
    """Who corrected it and when; `needed` is False where nothing was to be corrected.

    Left open, it was corrected by whoever writes it down, on the day it is written. `spread` says
    how far it went and how that was checked (影響範囲の確認).
    """

    needed: bool = True
    by_id: int | None = None
    on: date | None = None
    spread: str = ""


def filled(told: FirstAid, writer_id: int, today: date) -> FirstAid:
    """The correction with what was left open filled in (domain.md 3.1, step 2).

    `writer_id` and `today` may be who corrected it and when as it was written down before.
    """
    if not told.needed:
        return FirstAid(needed=False, spread=told.spread.strip())
    return FirstAid(by_id=told.by_id or writer_id, on=told.on or today, spread=told.spread.strip())


def check_first_aid(told: FirstAid, text: str, today: date) -> None:
    """What was corrected was so by today; where nothing was, it says why. Raises RuleBroken."""
    if not told.needed and not text.strip():
        raise RuleBroken("no_correction_needs_reason")
    if told.needed and told.on is not None:
        refuse_future(told.on, today)
