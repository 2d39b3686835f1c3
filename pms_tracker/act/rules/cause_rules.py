"""Rules of causes: one category from a small tree, and the same cause again within two years."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.errors import BadInput, RuleBroken


class Area(StrEnum):
    """Where causes are looked for: the bones of a fishbone (特性要因図) for privacy."""

    PEOPLE = "people"
    PROCEDURE = "procedure"
    SYSTEM = "system"
    SURROUNDINGS = "surroundings"
    CONTRACTOR = "contractor"
    MANAGEMENT = "management"


class CauseCategory(StrEnum):
    """What kind of root cause it is; none of them is a person's carelessness."""

    TRAINING = "training"
    STAFFING = "staffing"
    ROLES = "roles"
    NO_PROCEDURE = "no_procedure"
    UNFIT_PROCEDURE = "unfit_procedure"
    NO_CROSS_CHECK = "no_cross_check"
    ACCESS_SETTINGS = "access_settings"
    MISSING_FUNCTION = "missing_function"
    BREAKDOWN = "breakdown"
    PLACE = "place"
    EQUIPMENT = "equipment"
    WORKLOAD = "workload"
    CONTRACT = "contract"
    OVERSIGHT_OF_CONTRACTOR = "oversight_of_contractor"
    HANDLING_BY_CONTRACTOR = "handling_by_contractor"
    INVENTORY = "inventory"
    SUPERVISION = "supervision"
    CHANGE = "change"


_C = CauseCategory
TREE: dict[Area, tuple[CauseCategory, ...]] = {
    Area.PEOPLE: (_C.TRAINING, _C.STAFFING, _C.ROLES),
    Area.PROCEDURE: (_C.NO_PROCEDURE, _C.UNFIT_PROCEDURE, _C.NO_CROSS_CHECK),
    Area.SYSTEM: (_C.ACCESS_SETTINGS, _C.MISSING_FUNCTION, _C.BREAKDOWN),
    Area.SURROUNDINGS: (_C.PLACE, _C.EQUIPMENT, _C.WORKLOAD),
    Area.CONTRACTOR: (_C.CONTRACT, _C.OVERSIGHT_OF_CONTRACTOR, _C.HANDLING_BY_CONTRACTOR),
    Area.MANAGEMENT: (_C.INVENTORY, _C.SUPERVISION, _C.CHANGE),
}

LONGEST_NAME = 30


def check_names(names: Collection[str]) -> None:
    """Two areas do not bear one name, and none a long one; raises BadInput."""
    given = [name.casefold() for name in names if name]
    if any(len(name) > LONGEST_NAME for name in given):
        raise BadInput("area_name_too_long", longest=LONGEST_NAME)
    if len(set(given)) < len(given):
        raise BadInput("area_name_taken")


# The same cause at the same requirement in the same unit is looked for in two years: two rounds
# of the yearly audit, which is also the validity of the P-mark.
MONTHS_BACK = 24


def looked_at_since(opened_on: date) -> date:
    """The first day on which an earlier case may have been opened to count as the same again.

    24 months before, that day included; from 29 February it is the last of February.
    """
    return add_months(opened_on, -MONTHS_BACK)


def check_category(category: CauseCategory | None) -> CauseCategory:
    """A plan says what kind of cause it removes. Raises RuleBroken."""
    if category is None:
        raise RuleBroken("cause_category_needed")
    return category


def check_repeat_answered(count: int, answer: str) -> None:
    """The same cause again asks why it will hold this time (なぜ今度は防げるのか).

    Raises RuleBroken where earlier cases had it and nothing is answered.
    """
    if count and not answer.strip():
        raise RuleBroken("repeat_unanswered", count=count)
