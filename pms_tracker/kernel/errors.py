"""What a rule, a look-up or a form may refuse with: keys and values, never prose."""

from typing import Protocol


class Refusal(Exception):
    """A refusal that `web.sentences` and `cli` turn into one sentence in the reader's language."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in sorted(self.values.items()))
        return f"{self.key}({told})"


class RuleBroken(Refusal):
    """A rule of the management system forbids this move now (HTTP 409)."""


class NotAllowed(Refusal):
    """This person may not make this move, whatever the state (HTTP 403)."""


class NotFound(Refusal):
    """There is no such record, or the person may not know of it (HTTP 404)."""


class Stale(Refusal):
    """Somebody changed the record since it was read (HTTP 409)."""


class TooMany(Refusal):
    """Tried too often; it is refused for a while, right or wrong (HTTP 429)."""


class BadInput(Refusal):
    """What was handed in cannot be taken as it is (HTTP 400); `key` says what to enter."""


class TooLarge(BadInput):
    """More was handed in than is taken (HTTP 413)."""


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
