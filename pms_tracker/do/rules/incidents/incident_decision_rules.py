"""Rules of what a second person decides of an incident, pure: that nothing is reported to the
commission, that the persons are not told, that it is over, that a clock stops or gets a later day,
and that it was entered by mistake (Law art. 26; do-facts 0.4)."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from pms_tracker.do.rules.incidents.incident_rules import OF_LAW, Notice, Reported
from pms_tracker.kernel.errors import BadInput


class Matter(StrEnum):
    """What is decided."""

    UNREPORTED = "unreported"
    UNNOTIFIED = "unnotified"
    CLOSING = "closing"
    # Facts that stop a clock or give it a later day.
    EASED = "eased"
    STRUCK = "struck"


class Exempt(StrEnum):
    """On which ground nothing is reported or nobody is told."""

    # No class of rule 7 (of rule 2 for My Number).
    NO_CLASS = "no_class"
    # All was got back before anybody else saw it (guideline 3-5-1-2).
    RECOVERED = "recovered"
    # The same data are there elsewhere, so that nothing was lost (guideline 3-5-1-3, 3-5-1-4).
    ELSEWHERE = "elsewhere"
    # Strongly encrypted (rule 7, in brackets).
    ENCRYPTED = "encrypted"
    # The client was told, which frees a contractor (Law art. 26-1, proviso).
    CLIENT_TOLD = "client_told"
    # What was concerned is no personal data.
    NO_DATA = "no_data"
    # The persons are hard to reach, and something else was done for them (art. 26-2, proviso).
    HARD = "hard"


GROUNDS: Mapping[Matter, tuple[Exempt, ...]] = {
    Matter.UNREPORTED: tuple(each for each in Exempt if each is not Exempt.HARD),
    Matter.UNNOTIFIED: tuple(Exempt),
    Matter.CLOSING: (),
    Matter.EASED: (),
    Matter.STRUCK: (),
}


def classes(reported: Iterable[Reported]) -> list[str]:
    """Why the commission is told, as it is kept beside a decision, sorted."""
    its = (each.clock for each in reported if each.clock.office in OF_LAW)
    return sorted(f"{each.office}:{one}" for each in its for one in each.classes)


def is_reported(reported: Iterable[Reported]) -> bool:
    """Whether the commission was told anything."""
    its = (each for each in reported if each.clock.office in OF_LAW)
    return any(each.first_on is not None or each.final_on is not None for each in its)


def check_ground(matter: Matter, ground: Exempt | None) -> None:
    """That nothing is done has its ground.

    Raises BadInput.
    """
    if GROUNDS[matter] and ground not in GROUNDS[matter]:
        raise BadInput("incident_ground_missing")


def notice_of(ground: Exempt) -> Notice:
    """What an entry says of the persons once it is decided that they are not told."""
    return Notice.SUBSTITUTE if ground is Exempt.HARD else Notice.UNNEEDED


# What is decided, and by no field of a form.
DECIDED_NOTICES = (Notice.SUBSTITUTE, Notice.UNNEEDED)


def lapsing(
    stands: Collection[Matter],
    changed: Collection[str],
    *,
    same_classes: bool,
    notice: Notice | None,
    proposed: Collection[str] = (),
) -> list[Matter]:
    """What counts no more once these fields of an entry changed: an end with any of them but the
    case that followed, `proposed` facts once one of them is another, the rest once the classes are
    others, or somebody is told after all."""
    gone = {
        Matter.UNREPORTED: not same_classes,
        Matter.UNNOTIFIED: not same_classes
        or ("notice" in changed and notice not in DECIDED_NOTICES),
        Matter.CLOSING: bool(set(changed) - {"case_reference"}),
        Matter.EASED: bool(set(changed) & set(proposed)),
        Matter.STRUCK: not same_classes,
    }
    return [each for each in Matter if each in stands and gone[each]]
