"""Rows of a file of people: each tells a person and their unit, or what is wrong is told."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar
from unicodedata import normalize

from email_validator import EmailNotValidError, validate_email

from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.search_text import fold, katakana
from pms_tracker.people.imports import people_sheets
from pms_tracker.people.imports.people_cells import Guess
from pms_tracker.people.imports.people_columns import (
    HEAD,
    LANGUAGES,
    ROLES,
    Column,
    by_word,
    plain_word,
)
from pms_tracker.people.imports.people_sheets import Line, PeopleSheet
from pms_tracker.people.rules.people_rules import LONGEST_MAIL, LONGEST_NAME, is_reading
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.sheets.office.marks import listed, yes_or_no
from pms_tracker.sheets.office.quantities import day_in
from pms_tracker.sheets.office_books import Choices
from pms_tracker.sheets.sheet_lines import BLANK, Problem, Trouble, one_line, shown

Value = TypeVar("Value")
# As many people come in at once.
MOST = 1_000
_ROLES, _LANGUAGES, _HEAD = by_word(ROLES), by_word(LANGUAGES), by_word(HEAD)
# An address as programs of mail copy it: 山田 <yamada@example.jp>, mailto:yamada@example.jp.
_IN_ANGLES = re.compile(r".*<([^<>@]+@[^<>]+)>")
_NO_ADDRESS = {"なし", "無し", "無", "未定", "未発行", "未取得", "未付与", "付与なし", "none"}


def plain_mail(text: str) -> str:
    """An address as it is compared and kept: half-width, without blanks and what programs add."""
    plain = normalize("NFKC", text).strip()
    within = _IN_ANGLES.fullmatch(plain)
    return BLANK.sub("", re.sub(r"^mailto:", "", within[1] if within else plain, flags=re.I))


def plain_name(text: str) -> str:
    """A name as it is compared: 髙山　由紀 and 高山由紀 may be one person."""
    return BLANK.sub("", fold(text))


@dataclass(frozen=True)
class Row:
    """One person as the file tells them; `since_on` is None where it says nothing of it. `where`
    tells the sheet as well, if there are several; `guesses` are what was read with a guess."""

    line: int
    name: str
    reading: str
    mail: str
    unit: str
    is_head: bool
    role: Role | None
    language: Language | None
    since_on: date | None
    where: str = ""
    guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True)
class PeopleFile:
    """What a file holds: rows that are right in themselves, what is wrong with the others, and what
    was left out."""

    rows: tuple[Row, ...]
    troubles: tuple[Trouble, ...] = ()
    sheet: PeopleSheet = field(default_factory=PeopleSheet)


def read(content: bytes, choices: Choices | None = None, units: Collection[str] = ()) -> PeopleFile:
    """Read a CSV or Excel file, by what somebody chose of it and the names of the units that are
    there; changes nothing.

    Raises BadInput for a file that is empty, too large or of no kind known.
    """
    if not content.strip():
        raise BadInput("sheet_file_empty")
    sheet = people_sheets.read(content, choices, units, MOST)
    judge = _Judge()
    rows = [row for line in sheet.lines if (row := judge.row(line)) is not None]
    troubles = (*sheet.troubles, *judge.troubles)
    if not rows and not troubles and not sheet.out:
        raise BadInput("sheet_file_empty")
    return PeopleFile(tuple(rows), troubles, sheet)


class _Judge:
    """Makes people of lines, and keeps every trouble by its line and cell."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self._mails: dict[str, Line] = {}
        self._names: dict[tuple[str, str], Line] = {}
        self._guesses: list[Guess] = []

    def row(self, line: Line) -> Row | None:
        """The person of a line; None where something is wrong with it, all of which is told."""
        before = len(self.troubles)
        self._guesses = [*line.guesses]
        row = Row(
            line.line,
            self._text(line, Column.NAME, Problem.PERSON_NAME_MISSING),
            self._reading(line),
            self._mail(line),
            self._text(line, Column.UNIT, Problem.PERSON_UNIT_MISSING),
            self._head(line),
            self._one_of(line, Column.ROLE, _ROLES, Problem.PERSON_ROLE),
            self._one_of(line, Column.LANGUAGE, _LANGUAGES, Problem.PERSON_LANGUAGE),
            self._since(line),
            line.where,
        )
        self._check_once(line, row)
        if line.refused or len(self.troubles) > before:
            return None
        return replace(row, guesses=tuple(self._guesses))

    def _wrong(
        self, line: Line, column: Column, problem: Problem, words: str = "", other: int | str = 0
    ) -> None:
        """Refuse one cell, unless it is told already."""
        if column in line.refused:
            return
        told = (line.line, problem, shown(words), other, column.value)
        self.troubles.append(Trouble(*told, where=line.places.get(column, line.where)))

    def _guess(self, line: Line, column: Column, why: str) -> None:
        where = line.places.get(column) or line.where or str(line.line)
        self._guesses.append(Guess(column, why, where, line.texts[column]))

    def _text(self, line: Line, column: Column, missing: Problem) -> str:
        text = one_line(line.texts[column])
        if not text:
            self._wrong(line, column, missing)
        return self._cut(line, column, text, LONGEST_NAME)

    def _cut(self, line: Line, column: Column, text: str, longest: int) -> str:
        if len(text) > longest:
            self._wrong(line, column, Problem.PERSON_TOO_LONG, text, longest)
        return text

    def _reading(self, line: Line) -> str:
        text = katakana(line.texts[Column.READING])
        if len(text) <= LONGEST_NAME and not is_reading(text):
            self._wrong(line, Column.READING, Problem.PERSON_READING, text)
        return self._cut(line, Column.READING, text, LONGEST_NAME)

    def _mail(self, line: Line) -> str:
        written = line.texts[Column.MAIL]
        if plain_word(written) in _NO_ADDRESS or yes_or_no(written) is False:
            return ""
        text = plain_mail(written)
        if len(text) > LONGEST_MAIL:
            return self._cut(line, Column.MAIL, text, LONGEST_MAIL)
        several = [plain_mail(each) for each in listed(written)]
        if len(several) > 1 and all(map(_is_mail, several)):
            self._guess(line, Column.MAIL, "first_of_several")
            return several[0]
        if text and not _is_mail(text):
            self._wrong(line, Column.MAIL, Problem.PERSON_MAIL, text)
        return text

    def _head(self, line: Line) -> bool:
        text = one_line(line.texts[Column.HEAD])
        said = _HEAD.get(plain_word(text), yes_or_no(text))
        if text and said is None:
            self._wrong(line, Column.HEAD, Problem.PERSON_HEAD, text)
        return bool(said)

    def _one_of(
        self, line: Line, column: Column, words: Mapping[str, Value], problem: Problem
    ) -> Value | None:
        text = one_line(line.texts[column])
        found = words.get(plain_word(text))
        if text and found is None and yes_or_no(text) is not False:
            self._wrong(line, column, problem, text)
        return found

    def _since(self, line: Line) -> date | None:
        text = one_line(line.texts[Column.SINCE])
        found = day_in(text) if text else None
        if text and found is None:
            self._wrong(line, Column.SINCE, Problem.PERSON_SINCE, text)
        if found is not None and not found[1]:
            self._guess(line, Column.SINCE, "day_about")
        return found[0] if found else None

    def _check_once(self, line: Line, row: Row) -> None:
        mail, who = row.mail.lower(), (plain_name(row.name), plain_word(row.unit))
        if mail and mail in self._mails:
            other = self._mails[mail]
            self._wrong(line, Column.MAIL, Problem.PERSON_MAIL_TWICE, row.mail, _at(other))
        elif row.name and not mail and who in self._names:
            other = self._names[who]
            self._wrong(line, Column.NAME, Problem.PERSON_TWICE, row.name, _at(other))
        self._mails.setdefault(mail, line)
        self._names.setdefault(who, line)


def _at(line: Line) -> int | str:
    return line.where or line.line


def _is_mail(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return False
    return True
