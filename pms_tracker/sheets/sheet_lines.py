"""A table taken row after row: each becomes what its reader makes of it, or its faults are told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, ClassVar, Generic, NoReturn, TypeVar
from unicodedata import category, normalize

from pms_tracker.kernel.errors import BadInput, Refusal
from pms_tracker.kernel.my_number import masked

Heading = TypeVar("Heading", bound=str)

# Of what is wrong, as much is shown.
_SHOWN = 60
BLANK = re.compile(r"\s+")
# What a spreadsheet would reckon with, or failed to: it is no words of a requirement.
FORMULA = re.compile(
    r"[=@]|[+-][0-9A-Za-z(@]|#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)"
)


def plain_heading(words: str) -> str:
    """A heading as it is compared, however it is spelled: mapsto for Maps to and maps-to."""
    return re.sub(r"[\s_.:-]", "", normalize("NFKC", words).casefold())


class Problem(StrEnum):
    """What can be wrong with a row; said in words by `web/refusals/row_words.py`."""

    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"
    CELL_BEYOND = "cell_beyond"
    NO_ROW = "no_row"
    BROKEN = "broken"
    NUMBER_MISSING = "number_missing"
    NUMBER_TWICE = "number_twice"
    NUMBER_TOO_LONG = "number_too_long"
    TITLE_MISSING = "title_missing"
    TITLE_TOO_LONG = "title_too_long"
    TEXT_TOO_LONG = "text_too_long"
    MAPPINGS_TOO_LONG = "mappings_too_long"
    FORMULA = "formula"
    DAY = "day"
    MAPPING_UNKNOWN = "mapping_unknown"
    MAPPING_WITHIN = "mapping_within"
    # Of questions of a checklist's template, which are read alike.
    HEADING_UNKNOWN = "heading_unknown"
    QUESTION_MISSING = "question_missing"
    QUESTION_TWICE = "question_twice"
    QUESTION_TOO_LONG = "question_too_long"
    REQUIREMENT_MISSING = "requirement_missing"
    REQUIREMENT_UNKNOWN = "requirement_unknown"
    METHOD_UNKNOWN = "method_unknown"
    HINT_TOO_LONG = "hint_too_long"
    # Of entries of a register; what a field or a rule refuses it says itself.
    NO_TABLE = "no_table"
    SAME_AS_NOTHING = "same_as_nothing"
    REFUSED = "refused"
    MY_NUMBER = "my_number"
    # Of people, who are read alike.
    PERSON_NAME_MISSING = "person_name_missing"
    PERSON_UNIT_MISSING = "person_unit_missing"
    PERSON_UNIT_CLOSED = "person_unit_closed"
    PERSON_MAIL = "person_mail"
    PERSON_MAIL_TWICE = "person_mail_twice"
    PERSON_MAIL_OF_ANOTHER = "person_mail_of_another"
    PERSON_MAIL_KNOWN = "person_mail_known"
    PERSON_READING = "person_reading"
    PERSON_HEAD = "person_head"
    PERSON_ROLE = "person_role"
    PERSON_ROLES_CLASH = "person_roles_clash"
    PERSON_LANGUAGE = "person_language"
    PERSON_SINCE = "person_since"
    PERSON_TOO_LONG = "person_too_long"
    PERSON_TWICE = "person_twice"
    PERSON_SEVERAL = "person_several"
    PERSON_ONESELF = "person_oneself"
    PERSON_LATER = "person_later"
    PERSON_OUTSIDE = "person_outside"


@dataclass(frozen=True)
class Trouble:
    """What is wrong in a line, from 1; `amount` is the other line or the limit that is meant.

    `column` is the heading of the cell, where one cell is wrong; `refusal` is what was refused,
    where a rule refused it; `where` is the cell or the row, where sheets have names.
    """

    line: int
    problem: Problem
    words: str = ""
    amount: int | str = 0
    column: str = ""
    refusal: Refusal | None = None
    where: str = ""

    @property
    def key(self) -> str:
        """What tells this trouble from others, for machines."""
        return self.refusal.key if self.refusal is not None else self.problem.value


# What spreadsheets take for the beginning of a formula, full-width forms included.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
QUOTE = "'"


def words_of(value: object) -> str:
    """A cell as text, without the characters that no database or page takes, or that say nothing
    and would hide what a text begins with."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = re.sub(r"\r\n?", "\n", str(value))
    taken = (char for char in text if char in "\n\t" or category(char) not in {"Cc", "Cs"})
    return "".join(taken).replace("\ufeff", "")


def one_line(text: str) -> str:
    """A text without breaks, blanks at its ends, or more than one in a row."""
    return " ".join(text.replace("\ufeff", "").split())


def shown(words: str) -> str:
    """What stands in a cell, as what is wrong with it is told: short, and no My Number."""
    told = masked(one_line(words_of(words)))
    return told if len(told) <= _SHOWN else f"{told[: _SHOWN - 1]}…"


def several_lines(text: str) -> str:
    """A text without blanks at the ends of its lines, or empty lines around it."""
    return "\n".join(line.strip() for line in text.splitlines()).strip()


def plain_number(text: str) -> str:
    """A number as it is compared: half-width and without blanks, J.6.2 for Ｊ．６．２."""
    return normalize("NFKC", BLANK.sub("", normalize("NFKC", text)))


class Lines(Generic[Heading]):
    """Takes a table row after row, whatever its columns, and keeps every trouble by its line."""

    # Which column a heading names, spelled plainly, and which columns there must be.
    headings: ClassVar[Mapping[str, Any]]
    needed: ClassVar[Sequence[tuple[Any, str]]]
    unknown: ClassVar[Problem] = Problem.COLUMN_UNKNOWN
    # How many rows it may have.
    most: ClassVar[int] = 2_000

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self.taken = 0

    def refuse(
        self, line: int, problem: Problem, words: str = "", amount: int = 0, column: str = ""
    ) -> None:
        self.troubles.append(Trouble(line, problem, shown(words), amount, column))

    def refuse_more(self) -> NoReturn:
        """Refuse a table with more rows than it may have."""
        raise BadInput("set_too_many", most=self.most)

    @classmethod
    def column_of(cls, heading: str) -> Heading | None:
        """The column a heading names, however it is spelled; None where it names none."""
        return cls.headings.get(plain_heading(heading))

    def columns(self, line: int, headings: Sequence[object]) -> list[Heading | None]:
        """The columns that headings name; refuses unknown ones, and such as are there twice."""
        found: list[Heading | None] = []
        for heading in headings:
            words = one_line(words_of(heading))
            column = self.column_of(words)
            if words and column is None:
                self.refuse(line, self.unknown, words)
            if column is not None and column in found:
                self.refuse(line, Problem.COLUMN_TWICE, words)
            found.append(column)
        return found

    def require(self, line: int, columns: Sequence[Heading | None]) -> None:
        """Refuse a table without a column that there must be."""
        for column, words in self.needed:
            if column not in columns:
                self.refuse(line, Problem.COLUMN_MISSING, words)

    def take(self, line: int, cells: Mapping[Heading, object]) -> None:
        """Keep a row, or tell all that is wrong with it; blank rows are passed over."""
        texts = {column: words_of(value) for column, value in cells.items()}
        if not any(text.strip() for text in texts.values()):
            return
        self.taken += 1
        before = len(self.troubles)
        for value in cells.values():
            if isinstance(value, date | time):
                self.refuse(line, Problem.DAY, str(value))
            elif FORMULA.match(normalize("NFKC", words_of(value)).strip()):
                self.refuse(line, Problem.FORMULA, words_of(value))
        self.keep(line, texts, sound=len(self.troubles) == before)

    def keep(self, line: int, texts: Mapping[Heading, str], *, sound: bool) -> None:
        """Make of a row what it is; with `sound` nothing was wrong with its cells so far."""
        raise NotImplementedError
