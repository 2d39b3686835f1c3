"""The company's profile: the light one, or parts of the full one that it has taken on."""

from collections.abc import Iterable
from enum import StrEnum


class Part(StrEnum):
    """What the full profile adds; without any of them it is the light profile."""

    GRADES = "grades"
    DISPUTE = "dispute"
    WHYS = "whys"
    FISHBONE = "fishbone"
    ESCAPE = "escape"
    ELSEWHERE = "elsewhere"
    SECOND_FOR_MAJOR = "second_for_major"
    SECOND_APPROVAL = "second_approval"
    DONE_CHECK = "done_check"
    CLOSING_APPROVAL = "closing_approval"
    PUBLIC_REPORTS = "public_reports"
    REQUEST_PAGE = "request_page"
    REQUEST_FORM = "request_form"
    ACQUISITION_APPROVAL = "acquisition_approval"


# What opens a door to the outside is switched on by itself, never together with all others.
ON_ITS_OWN = frozenset({Part.PUBLIC_REPORTS, Part.REQUEST_PAGE, Part.REQUEST_FORM})


def parts(names: Iterable[str]) -> frozenset[Part]:
    """The parts of these names; one that this release does not know is left out."""
    known = {each.value: each for each in Part}
    return frozenset(known[name] for name in names if name in known)
