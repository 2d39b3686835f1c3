"""Rules of grades by profile: which are offered, and what a list is narrowed to by them."""

from collections.abc import Collection
from enum import StrEnum

from pms_tracker.check.rules.audit_rules import LIGHT_GRADES, NONCONFORMITIES, Grade
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.profile import Part

# The graver first (ISO/IEC 17021-1; P-mark practice itself tells no major from minor).
FULL_GRADES = (Grade.MAJOR, Grade.MINOR, Grade.OBSERVATION, Grade.OPPORTUNITY, Grade.GOOD_PRACTICE)


def offered(parts: Collection[Part]) -> tuple[Grade, ...]:
    """What a finding may be graded now; records keep the grade they were given."""
    return FULL_GRADES if Part.GRADES in parts else LIGHT_GRADES


def check_offered(grade: Grade, parts: Collection[Part]) -> None:
    """A finding is graded as the company grades today; raises BadInput."""
    if grade not in offered(parts):
        raise BadInput("grade_not_offered")


class Graded(StrEnum):
    """What a list of findings is narrowed to: all nonconformities, or those of one grade."""

    NONCONFORMITY = "nonconformity"
    MAJOR = "major"
    MINOR = "minor"
    # Filed while the company did not tell major from minor.
    UNGRADED = "ungraded"
    OBSERVATION = "observation"
    OPPORTUNITY = "opportunity"
    GOOD_PRACTICE = "good_practice"

    @property
    def grades(self) -> frozenset[Grade]:
        if self is Graded.NONCONFORMITY:
            return NONCONFORMITIES
        return frozenset({GRADE_OF.get(self) or Grade(self.value)})


GRADE_OF = {Graded.UNGRADED: Grade.NONCONFORMITY}
LIGHT_GRADED = (Graded.NONCONFORMITY, Graded.OBSERVATION, Graded.GOOD_PRACTICE)


def filters(parts: Collection[Part]) -> tuple[Graded, ...]:
    """What a list offers to be narrowed to."""
    return tuple(Graded) if Part.GRADES in parts else LIGHT_GRADED


LONGEST_NAME = 30


def check_names(names: Collection[str]) -> None:
    """Two grades do not bear one name, and none a long one; raises BadInput."""
    given = [name.casefold() for name in names if name]
    if any(len(name) > LONGEST_NAME for name in given):
        raise BadInput("grade_name_too_long", longest=LONGEST_NAME)
    if len(set(given)) < len(given):
        raise BadInput("grade_name_taken")
