"""What somebody handed in and others decide: rows of which they are among the writers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, String, bindparam, cast, func, select

from pms_tracker import clock
from pms_tracker.duties.duty_rows import showing
from pms_tracker.duties.duty_sources import WRITERS
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.duties.kept_duties import sources, write_pending
from pms_tracker.kernel.duty import Duty
from pms_tracker.questions import Question, Text, as_text, cells_of

# Beyond so many nobody counts what waits.
MOST = 200


@dataclass(frozen=True)
class Waiting:
    """What waits for others of one kind: the first of it, and how many more."""

    kind: str
    due_on: date
    reference: str
    more: int = 0


def _among(text: ColumnElement[str]) -> ColumnElement[str]:
    """An array of ids as text with a comma at both ends of each: [1, 5] as ,1,5,."""
    bare: ColumnElement[str] = func.replace(text, " ", "")
    return func.replace(func.replace(bare, "[", ","), "]", ",")


@cache
def _rows() -> Text:
    """Built once. Both databases write an array the same but for blanks."""
    kinds = sorted({kind.key for each in sources() for kind in each.kinds if kind.decides})
    return as_text(
        select(KeptDuty.kind, KeptDuty.due_on, KeptDuty.reference)
        .where(
            KeptDuty.kind.in_(kinds),
            _among(cast(KeptDuty.parties[WRITERS], String)).contains(bindparam("as_writer")),
            *showing(),
        )
        .order_by(KeptDuty.due_on, KeptDuty.id)
        .limit(MOST)
    )


def question(person_id: int) -> Question[list[Waiting]]:
    """What a person handed in and others decide, one line for each kind, soonest first."""
    write_pending()
    asked = {"as_writer": f",{person_id},", "today": clock.today()}
    return Question((_rows(),), asked, _by_kind)


def _by_kind(text: str) -> list[Waiting]:
    found: dict[str, Waiting] = {}
    for kind, due_on, reference in cells_of(text):
        first = found.get(kind)
        found[kind] = (
            Waiting(kind, first.due_on, first.reference, first.more + 1)
            if first
            else Waiting(kind, date.fromisoformat(due_on), reference)
        )
    return list(found.values())


def of_others(waiting: Collection[Waiting], mine: Collection[Duty]) -> list[Waiting]:
    """Without what the same person is to decide: where nobody else is there."""
    own = {(each.kind, each.reference) for each in mine}
    return [each for each in waiting if (each.kind, each.reference) not in own]
