"""Rules of approving several plans at once: few enough to be read, and of one grade."""

from collections.abc import Collection
from enum import StrEnum

from pms_tracker.kernel.errors import BadInput

# As many as somebody reads one after the other.
MOST = 20


def check_together(grades: Collection[StrEnum]) -> None:
    """Plans approved in one act are of one grade: each is weighed alike. Raises BadInput."""
    if not grades:
        raise BadInput("none_chosen")
    if len(grades) > MOST:
        raise BadInput("too_many_chosen", most=MOST)
    if len(set(grades)) > 1:
        raise BadInput("one_grade_at_once")
