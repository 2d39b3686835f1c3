"""Rules of approving several plans at once: few enough to be read, and of one grade."""

from collections.abc import Collection

from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.kernel.errors import BadInput

# Major nonconformities come first (domain.md section 10, R11).
_GRAVER = (Grade.MAJOR, Grade.NONCONFORMITY, Grade.MINOR)
# As many as somebody reads one after the other.
MOST = 20


def gravity(grade: Grade) -> int:
    """Where a grade comes, the gravest first; what needs no action comes last."""
    return _GRAVER.index(grade) if grade in _GRAVER else len(_GRAVER)


def check_together(grades: Collection[Grade]) -> None:
    """Plans approved in one act are of one grade: each is weighed alike. Raises BadInput."""
    if not grades:
        raise BadInput("none_chosen")
    if len(grades) > MOST:
        raise BadInput("too_many_chosen", most=MOST)
    if len(set(grades)) > 1:
        raise BadInput("one_grade_at_once")
