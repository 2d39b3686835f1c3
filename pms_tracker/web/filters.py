"""What an address asks of a list: filters and the place in it, wrong values left out quietly."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from flask import request, url_for

Member = TypeVar("Member", bound=StrEnum)

# Larger than any id: PostgreSQL refuses integers beyond this.
LARGEST = 2**31 - 1

KEPT = frozenset({"state", "grade", "unit", "requirement", "due", "turn", "q"})


class Asked:
    """The query part of an address, read by name."""

    def __init__(self, args: Mapping[str, str]) -> None:
        self._args = args

    def number(self, name: str) -> int | None:
        """A whole number, or None where there is none that an id could be."""
        text = self._args.get(name, "")
        if not text.isascii() or not text.isdecimal():
            return None
        return min(int(text[:12]), LARGEST)

    def member(self, name: str, kind: type[Member]) -> Member | None:
        """A member of an enum by its value, or None."""
        text = self._args.get(name, "")
        return kind(text) if text in {member.value for member in kind} else None

    def text(self, name: str) -> str:
        return self._args.get(name, "").strip()[:200]


def next_page(rows: Sequence[Any], page: int) -> str | None:
    """The address of the page that follows: everything before the last id shown."""
    if len(rows) < page:
        return None
    kept: dict[str, Any] = {name: text for name, text in request.args.items() if name in KEPT}
    return url_for(str(request.endpoint), **kept, before=rows[-1].id)
