"""Where a record stands, as its page draws it: the discs of its path, and whose turn it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One disc on the path; `state` is done, now, back or todo."""

    label: str
    state: str
    detail: str = ""


@dataclass(frozen=True)
class Turn:
    """The next step: `kind` is yours, theirs or done; `form` names the form of yours."""

    kind: str
    label: str | None
    sentence: str
    form: str = ""
