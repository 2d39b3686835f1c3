"""Rules of the yearly review of the register of personal information (台帳の見直し, J.3.1.1).

Each unit looks at every entry it holds, row by row, and says what is missing; a second person
confirms what it said.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.workflow import Workflow
from pms_tracker.registers.edition_rules import Standing


class ReviewState(StrEnum):
    """Where a review of the whole register stands."""

    OPEN = "open"
    CLOSED = "closed"


class ReviewMove(StrEnum):
    CLOSE = "close"


class PartState(StrEnum):
    """Where the part of one unit stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"


class PartMove(StrEnum):
    """The value is what the trail calls it."""

    HAND_IN = "ledger_part_answered"
    CONFIRM = "ledger_part_confirmed"
    SEND_BACK = "ledger_part_sent_back"


class Outcome(StrEnum):
    """What a unit says of one entry: 変更なし, 変更, 廃止."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ENDED = "ended"


class Missing(StrEnum):
    """Whether the unit holds what the register does not say."""

    NOTHING = "nothing"
    SOMETHING = "something"


class Followed(StrEnum):
    """How far the register follows what was said of an entry."""

    NOT_YET = "not_yet"
    UNDER_WAY = "under_way"
    DONE = "done"


REVIEW = Workflow(
    "ledger_review", ReviewState.OPEN, {(ReviewState.OPEN, ReviewMove.CLOSE): ReviewState.CLOSED}
)
PART = Workflow(
    "ledger_review_part",
    PartState.ASKED,
    {
        (PartState.ASKED, PartMove.HAND_IN): PartState.ANSWERED,
        (PartState.ANSWERED, PartMove.CONFIRM): PartState.CONFIRMED,
        (PartState.ANSWERED, PartMove.SEND_BACK): PartState.ASKED,
    },
)
# The register is reviewed at least once a year (J.3.1.1).
EVERY_MONTHS = 12


@dataclass(frozen=True)
class RowAnswer:
    """What is said of one entry, if anything yet."""

    outcome: Outcome | None = None
    note: str = ""


@dataclass(frozen=True)
class PartAnswer:
    """What a unit says of its entries, by the id of their rows, and of what is missing."""

    rows: dict[int, RowAnswer]
    missing: Missing | None = None
    words: str = ""


def next_due(last_opened_on: date | None, first_in_force_on: date | None) -> date | None:
    """By when the next review is opened: a year from the last, or from the first entry that came
    into force; None for a register that holds nothing."""
    since = last_opened_on or first_in_force_on
    return None if since is None else add_months(since, EVERY_MONTHS)


def answerers(heads: Sequence[int], managers: Sequence[int], at_hand: Collection[int]) -> Eligible:
    """Who answers for a unit: its heads; where none of them is at hand, whoever runs the PMS too.

    `at_hand` are those who can sign in and are not away, or whose deputy can.
    """
    here = tuple(each for each in heads if each in at_hand)
    away = tuple(each for each in heads if each not in at_hand)
    return Eligible((*here, *away) if here else (*managers, *away))


def check_opened(due_on: date, today: date, parts: int, *, another: bool) -> None:
    """One review at a time, of what is in force, due today or later. Raises RuleBroken."""
    if another:
        raise RuleBroken("ledger_review_open")
    if due_on < today:
        raise RuleBroken("due_in_past")
    if not parts:
        raise RuleBroken("ledger_nothing_in_force")


def check_answerer(person_id: int, eligible: Eligible) -> None:
    """Raises NotAllowed for anybody else."""
    if person_id not in eligible.person_ids:
        raise NotAllowed("ledger_head_answers")


def check_open(state: PartState) -> None:
    """Answers are written until they are handed in. Raises RuleBroken."""
    if state is not PartState.ASKED:
        raise RuleBroken("ledger_part_handed_in")


def check_outcome(outcome: Outcome | None) -> None:
    """Raises BadInput for a row that nothing is said of."""
    if outcome is None:
        raise BadInput("ledger_row_unanswered")


def check_note(answer: RowAnswer) -> None:
    """A change says what changes. Raises BadInput."""
    if answer.outcome is Outcome.CHANGED and not answer.note.strip():
        raise BadInput("ledger_note_needed")


def check_missing(missing: Missing | None) -> None:
    """Raises BadInput where it was not answered whether anything is missing."""
    if missing is None:
        raise BadInput("ledger_missing_unanswered")


def check_words(missing: Missing | None, words: str) -> None:
    """What is missing is said in words. Raises BadInput."""
    if missing is Missing.SOMETHING and not words.strip():
        raise BadInput("ledger_missing_words")


def check_complete(answer: PartAnswer) -> None:
    """A part is handed in once every row and the last question are answered. Raises BadInput."""
    for each in answer.rows.values():
        check_outcome(each.outcome)
        check_note(each)
    check_missing(answer.missing)
    check_words(answer.missing, answer.words)


def check_closed(states: Iterable[PartState]) -> None:
    """A review is closed once every unit's answer is confirmed. Raises RuleBroken."""
    left = sum(each is not PartState.CONFIRMED for each in states)
    if left:
        raise RuleBroken("ledger_parts_left", count=left)


def named_missing(words: str) -> list[str]:
    """What is missing, a line for each."""
    return [line.strip() for line in words.splitlines() if line.strip()]


def line_of(unit: str, outcomes: Iterable[Outcome | None], words: str) -> dict[str, Any]:
    """The result of one unit as it is kept: rows, of these changed and ended, and new ones."""
    counts = Counter(outcomes)
    return {
        "unit": unit,
        "rows": counts.total(),
        "changed": counts[Outcome.CHANGED],
        "new": len(named_missing(words)),
        "ended": counts[Outcome.ENDED],
    }


FIGURES = ("rows", "changed", "new", "ended")


def total_of(lines: Iterable[dict[str, Any]]) -> dict[str, int]:
    """The result of the whole register."""
    told = list(lines)
    return {name: sum(line[name] for line in told) for name in FIGURES}


def followed(outcome: Outcome | None, standing: Standing, *, newer: bool) -> Followed | None:
    """How far the register follows what was said; None where nothing is to follow.

    `newer` is whether a later edition than the one that was looked at came into force.
    """
    if outcome not in {Outcome.CHANGED, Outcome.ENDED}:
        return None
    if standing is Standing.ENDED or (newer and outcome is Outcome.CHANGED):
        return Followed.DONE
    under_way = standing in {Standing.REVISED, Standing.REVISION_WAITING}
    return Followed.UNDER_WAY if under_way else Followed.NOT_YET
