"""Rules of checklists: where rows come from, what may be entered, and who may write them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from pms_tracker.check.rules.audit_rules import (
    LIGHT_RESULTS,
    OPEN as OPEN_STATES,
    AuditState,
    Result,
    check_under_way,
)
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role

LONGEST_QUESTION = 500
LONGEST_HINT = 500
LONGEST_SAMPLE = 1_000_000
LONGEST_NOTE = 2_000
# Entries that are drawn for one question at once: a day's reading.
MOST_DRAWN = 25
# How long a cleared result or a question taken out may be brought back.
MINUTES_TO_UNDO = timedelta(minutes=5)
# Rows that one checklist may hold; a day's work is a tenth of it.
MOST_ROWS = 1_000


class Origin(StrEnum):
    """Where a row of a checklist comes from."""

    CRITERIA = "criteria"
    FINDING = "finding"
    TEMPLATE = "template"
    OWN = "own"


class Method(StrEnum):
    """How a question is answered: 文書, ヒアリング, 現場."""

    DOCUMENT = "document"
    INTERVIEW = "interview"
    ON_SITE = "on_site"


def joined(methods: Collection[Method]) -> str:
    """Methods as they are stored: each once, in their order, blanks between."""
    return " ".join(each.value for each in Method if each in methods)


def methods_of(text: str) -> list[Method]:
    """The methods that `joined` made this text of."""
    return [Method(each) for each in text.split()]


# Every text that `joined` may make: what the databases take.
METHODS = tuple(
    joined([each for place, each in enumerate(Method) if chosen >> place & 1])
    for chosen in range(2 ** len(Method))
)


def offered(*, full: bool, chosen: Result | None = None) -> tuple[Result, ...]:
    """The results that may be entered: 改善の機会 in the full profile, or where it stands."""
    if full or chosen is Result.OPPORTUNITY:
        return tuple(Result)
    return LIGHT_RESULTS


@dataclass(frozen=True)
class Sample:
    """What was looked at: `size` of a `population`, and how these were chosen; None: not said."""

    population: int | None = None
    size: int | None = None
    how: str = ""


def check_sample(sample: Sample) -> None:
    """Nobody looks at more than there is; raises BadInput."""
    for number in (sample.population, sample.size):
        if number is not None and not 0 <= number <= LONGEST_SAMPLE:
            raise BadInput("sample_number", most=LONGEST_SAMPLE)
    if None not in (sample.population, sample.size) and (sample.size or 0) > (
        sample.population or 0
    ):
        raise BadInput("sample_larger")


def check_drawn(size: int) -> None:
    """Something is drawn, and no more than anybody reads in a day; raises BadInput."""
    if not 1 <= size <= MOST_DRAWN:
        raise BadInput("drawn_number", most=MOST_DRAWN)


def drawn(ids: Collection[int], size: int, key: str) -> list[int]:
    """So many of these, or all where there are fewer, in order: by chance as the key has it. More
    drawn with the same key are the same and others beside them."""
    lots = sorted(ids, key=lambda each: sha256(f"{key}/{each}".encode()).digest())
    return sorted(lots[:size])


def read_uuid(text: str) -> str:
    """The one spelling of a change's UUID; raises BadInput for what is none."""
    try:
        return str(UUID(text))
    except ValueError as trouble:
        raise BadInput("change_without_uuid") from trouble


def may_prepare(person_id: int, roles: Collection[Role], team_ids: Collection[int]) -> bool:
    """Whether somebody prepares the checklist: its team does, and the audit manager."""
    return person_id in team_ids or Role.AUDIT_MANAGER in roles


def check_preparer(person_id: int, roles: Collection[Role], team_ids: Collection[int]) -> None:
    """Raises NotAllowed for anybody who may not prepare the checklist."""
    if not may_prepare(person_id, roles, team_ids):
        raise NotAllowed("audit_team_only")


def check_template_keeper(roles: Collection[Role]) -> None:
    """The audit manager keeps the templates of questions; raises NotAllowed."""
    if Role.AUDIT_MANAGER not in roles:
        raise NotAllowed("audit_manager_only")


def check_preparing(state: AuditState) -> None:
    """Rows come and go until the audit is reported; raises RuleBroken."""
    if state not in OPEN_STATES:
        check_under_way(state)


def check_room(rows: int, more: int) -> None:
    """Raises BadInput where nothing was chosen, RuleBroken where a checklist grows too long."""
    if not more:
        raise BadInput("rows_needed")
    if rows + more > MOST_ROWS:
        raise RuleBroken("checklist_too_long", most=MOST_ROWS)


def check_removal(*, answered: bool, findings: int, files: int) -> None:
    """Only a row that never said anything may go; raises RuleBroken for any other."""
    if answered or findings or files:
        raise RuleBroken("row_is_answered")


def check_own_question(question: str, requirement_id: int, criteria: Collection[int]) -> None:
    """An own question asks something, of one of the audit's criteria (R5); raises BadInput."""
    if not question.strip():
        raise BadInput("question_needed")
    if requirement_id not in criteria:
        raise BadInput("not_of_the_criteria")


def check_sheet(carried_out_by: int, team_ids: Collection[int]) -> None:
    """A paper is of somebody of the team; four-eyes rules hold for them. Raises NotAllowed.

    Who types in another's is asked as of every stamped paper.
    """
    if carried_out_by not in team_ids:
        raise NotAllowed("audit_team_only")


def check_typing(person_id: int, named: Collection[int], *, stands: bool) -> None:
    """A paper's rows are typed in by whoever began to, or carried it out, while it is not void.

    Raises NotAllowed and RuleBroken.
    """
    if person_id not in named:
        raise NotAllowed("sheet_of_another")
    if not stands:
        raise RuleBroken("sheet_void")


SHEET = "sheet-"


def sheet_step(number: int) -> str:
    """What a paper is called among what was typed in of an audit."""
    return f"{SHEET}{number}"


def is_sheet(step: str) -> bool:
    """Whether a step is a paper that was typed in."""
    return step.startswith(SHEET)


def two_years_before(day: date) -> date:
    """Since when earlier findings are asked about again."""
    return day.replace(year=day.year - 2, day=min(day.day, 28) if day.month == 2 else day.day)


# J.9 of J.9.2, 第2章 of 第2章第5条, 1 of 1(6)・3.
CHAPTER = re.compile(r"J\.\d+|第[^第]+|[^(（・.]+")


def chapter_of(path: str) -> str:
    """The chapter that a requirement stands in, by how its number is written."""
    found = CHAPTER.match(path)
    return found[0] if found else path


class Placed(NamedTuple):
    """What a row's heading depends on; `family` is the edition or set that its path belongs to."""

    origin: Origin
    requirement_id: int
    family: int
    path: str
    answered: bool


@dataclass
class Group:
    """Rows that follow each other under one heading: of `first`, or of its whole chapter.

    `requirements` are those asked about, in order; none for rows about earlier findings.
    """

    first: int
    chapter: str
    requirements: list[int]
    rows: int = 0
    done: int = 0


def groups(rows: Sequence[Placed]) -> list[Group]:
    """The headings of a checklist, each with how far it is filled in, in the order of its rows.

    One for each requirement where these have several questions each, else one for each chapter.
    Rows about earlier findings stand under a heading of their own.
    """
    asked = Counter(row.requirement_id for row in rows if row.origin is not Origin.FINDING)
    by_chapter = sum(asked.values()) < 2 * len(asked)
    found: list[Group] = []
    last: object = None
    for place, row in enumerate(rows):
        key = _heading(row, by_chapter=by_chapter)
        if key != last:
            found.append(Group(place, chapter_of(row.path) if by_chapter else "", []))
            last = key
        _count(found[-1], row)
    return found


def _heading(row: Placed, *, by_chapter: bool) -> tuple[bool, object]:
    if row.origin is Origin.FINDING:
        return True, None
    return False, (row.family, chapter_of(row.path)) if by_chapter else row.requirement_id


def _count(group: Group, row: Placed) -> None:
    group.rows += 1
    group.done += row.answered
    if row.origin is not Origin.FINDING and row.requirement_id not in group.requirements:
        group.requirements.append(row.requirement_id)


def mapped_criterion(
    requirement_id: int, partners: Iterable[int], criteria: Sequence[int]
) -> int | None:
    """Which of an audit's criteria a question belongs to: its own, else the first mapped to it."""
    if requirement_id in criteria:
        return requirement_id
    known = set(partners)
    return next((each for each in criteria if each in known), None)
