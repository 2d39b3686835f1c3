"""What a course may cover (J.4.2, J.4.3; the guideline on individual numbers, annex 1)."""

from enum import StrEnum
from urllib.parse import urlsplit


def address(link: str) -> str:
    """A link that may be followed; empty for what is no web address, and is shown as words."""
    try:
        read = urlsplit(link)
    except ValueError:
        return ""
    return link if read.scheme in ("http", "https") and read.hostname else ""


class Covers(StrEnum):
    """What everybody is to understand, and what some are beside it."""

    POLICY = "policy"
    BENEFIT = "benefit"
    ROLE = "role"
    VIOLATION = "violation"
    MY_NUMBER = "my_number"
    RULES = "rules"
