"""Rules of requirement sets: what one may be called, and how deep its numbers lie."""

import re
from collections.abc import Sequence

from pms_tracker.kernel.errors import BadInput

# As short as the trail's references, with what it puts before them.
KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?")
# Words of addresses that stand where a key does.
NO_KEYS = {"import"}
LONGEST_TITLE, LONGEST_SOURCE = 200, 300


def check_key(key: str) -> None:
    """Raises BadInput for what no set can be called."""
    if not KEY.fullmatch(key) or key in NO_KEYS:
        raise BadInput("set_key_wrong")


def check_title(title: str) -> None:
    """Raises BadInput for no title, or one that is too long."""
    if not 0 < len(title) <= LONGEST_TITLE:
        raise BadInput("set_title_wrong", longest=LONGEST_TITLE)


def check_source(source: str) -> None:
    """Raises BadInput for a source that is too long; none at all will do."""
    if len(source) > LONGEST_SOURCE:
        raise BadInput("set_source_too_long", longest=LONGEST_SOURCE)


def depths(numbers: Sequence[str]) -> list[int]:
    """How deep each number lies, from 1: J.6.2.1 below J.6.2 where both are there."""
    known, found = set(numbers), []
    for number in numbers:
        ends = [match.start() for match in re.finditer(r"(?<=\w)\W+(?=\w)", number)]
        found.append(1 + sum(number[:end] in known for end in ends))
    return found
