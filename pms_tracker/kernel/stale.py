"""Two people at one record: whoever comes second is told, instead of undoing what the first did."""

from typing import Protocol

from pms_tracker.kernel.errors import Stale


class Versioned(Protocol):
    """A record whose version grows with every change."""

    @property
    def version(self) -> int: ...

    @property
    def reference(self) -> str: ...


def check_version(record: Versioned, seen: int) -> None:
    """Raises Stale where the record changed since the form with version `seen` was read."""
    if record.version != seen:
        raise Stale("record_changed", reference=record.reference)
