"""What a change touches (影響): for each area whether anything is needed, what, and by when.

J.3.4 asks that changes are made as planned; J.1.3 that what follows from a law is reflected.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.words import N_, Faults


class Area(StrEnum):
    """What a change may touch."""

    POLICY = "policy"
    PURPOSE = "purpose"
    LEDGER = "ledger"
    RISK = "risk"
    RULE = "rule"
    FORM = "form"
    CONTRACTOR = "contractor"
    TRAINING = "training"
    PUBLICATION = "publication"
    BODY = "body"


class Need(StrEnum):
    """Whether anything is to be done there."""

    NEEDED = "needed"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Impact:
    """What is said of one area; `what` is what to do or, of what is not needed, why."""

    need: Need | None = None
    what: str = ""
    due_on: date | None = None
    done_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.need is Need.NEEDED and self.done_on is None


def faults(impacts: Mapping[Area, Impact]) -> Faults:
    """What is wrong with what is said of areas, each with the field beside which it is said."""
    for area, each in impacts.items():
        if each.need is Need.NEEDED and each.due_on is None:
            yield f"{area}_due", N_("対応が必要なものは、期日を入力してください。")
        if each.need is Need.NOT_NEEDED and not each.what:
            yield f"{area}_what", N_("不要と判断した理由を入力してください。")
        if each.need is not Need.NEEDED and each.done_on is not None:
            yield f"{area}_done", N_("対応した日は、対応が必要なものだけに入力します。")


def next_due(impacts: Collection[Impact]) -> date | None:
    """By when the first of what is open is to be done."""
    days = (each.due_on for each in impacts if each.is_open and each.due_on is not None)
    return min(days, default=None)
