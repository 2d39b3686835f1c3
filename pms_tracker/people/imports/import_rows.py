"""Rows of a file of people: each tells a person and their unit, or what is wrong is told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, NoReturn, TypeVar
from unicodedata import normalize

from email_validator import EmailNotValidError, validate_email

from pms_tracker.kernel.era_dates import DayNotRead, parse_day
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.search_text import fold, katakana
from pms_tracker.people.rules.people_rules import LONGEST_MAIL, LONGEST_NAME, is_reading
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.sheets import tables
from pms_tracker.sheets.office.marks import same_as
from pms_tracker.sheets.sheet_lines import (
    BLANK,
    Lines,
    Problem,
    Trouble,
    one_line,
    plain_heading,
    words_of,
)

Value = TypeVar("Value")


class Column(StrEnum):
    """What a file tells of each person (LISTED)."""

    NAME = "name"
    READING = "reading"
    MAIL = "mail"
    UNIT = "unit"
    HEAD = "head"
    ROLE = "role"
    LANGUAGE = "language"
    SINCE = "since"


# What pages and the file to fill in call the columns: Japanese, English.
LISTED = {
    Column.NAME: ("氏名", "Full name"),
    Column.READING: ("フリガナ", "Reading"),
    Column.MAIL: ("メールアドレス", "Email"),
    Column.UNIT: ("部門", "Department"),
    Column.HEAD: ("責任者", "Head"),
    Column.ROLE: ("役割", "Role"),
    Column.LANGUAGE: ("言語", "Language"),
    Column.SINCE: ("入社日", "Since"),
}
_ALSO = {
    Column.NAME: ("名前", "社員名", "name"),
    Column.READING: ("ふりがな", "カナ", "氏名カナ", "kana", "furigana"),
    Column.MAIL: ("メール", "mail", "email address", "e-mail address"),
    Column.UNIT: ("所属", "部署", "部門名", "unit"),
    Column.HEAD: ("部門責任者", "unit head", "department head"),
    Column.ROLE: ("roles",),
    Column.LANGUAGE: ("表示言語", "display language"),
    Column.SINCE: ("所属の開始日", "開始日", "入社年月日", "since on", "start date"),
}
# What lists of people have beside, and nobody enters here.
_BESIDE = (
    "No 番号 社員番号 従業員番号 職員番号 社員コード 社員ID 役職 職位 職名 役職名 雇用形態 "
    "雇用区分 区分 内線 内線番号 勤務地 勤務形態 職種 備考"
)
# As many cells a line of titles has at most.
_MOST_OF_TITLE = 3
ROLES = {
    Role.REPRESENTATIVE: ("代表者", "Representative"),
    Role.PRIVACY_MANAGER: ("個人情報保護管理者", "Privacy manager"),
    Role.AUDIT_MANAGER: ("監査責任者", "Audit manager"),
    Role.AUDITOR: ("監査員", "Auditor"),
    Role.ADMINISTRATOR: ("システム管理者", "System administrator", "administrator"),
}
LANGUAGES = {
    Language.JA: ("日本語", "Japanese", "ja", "日"),
    Language.EN: ("英語", "English", "en", "英"),
}
HEAD = {
    True: ("はい", "○", "◯", "〇", "●", "✓", "✔", "責任者", "1", "head", "yes", "y", "true", "x"),
    False: ("いいえ", "×", "-", "ー", "なし", "0", "no", "n", "false"),
}


def _by_word(words: Mapping[Value, Collection[str]]) -> dict[str, Value]:
    return {plain_word(word): value for value, named in words.items() for word in named}


def plain_word(text: str) -> str:
    """A word as it is compared: width, case and blanks make no difference."""
    return BLANK.sub("", normalize("NFKC", text)).casefold()


_ROLES, _LANGUAGES, _HEAD = _by_word(ROLES), _by_word(LANGUAGES), _by_word(HEAD)


def plain_mail(text: str) -> str:
    """An address as it is compared and kept: half-width, without blanks."""
    return BLANK.sub("", normalize("NFKC", text))


def plain_name(text: str) -> str:
    """A name as it is compared: 髙山　由紀 and 高山由紀 may be one person."""
    return BLANK.sub("", fold(text))


@dataclass(frozen=True)
class Row:
    """One person as the file tells them; `since_on` is None where it says nothing of it."""

    line: int
    name: str
    reading: str
    mail: str
    unit: str
    is_head: bool
    role: Role | None
    language: Language | None
    since_on: date | None


@dataclass(frozen=True)
class PeopleFile:
    """What a file holds: rows that are right in themselves, what is wrong with the others, and the
    headings of columns that were passed over."""

    rows: tuple[Row, ...]
    troubles: tuple[Trouble, ...] = ()
    passed: tuple[str, ...] = ()


def read(content: bytes) -> PeopleFile:
    """Read a CSV or Excel file; changes nothing.

    Raises BadInput for a file that is empty, too large or of no kind known.
    """
    if not content.strip():
        raise BadInput("people_file_empty")
    rows = PeopleRows()
    tables.read_table(content, rows)
    if not rows.rows and not rows.troubles:
        raise BadInput("people_file_empty")
    return PeopleFile(tuple(rows.rows), tuple(rows.troubles), tuple(rows.passed.values()))


class PeopleRows(Lines[Column]):
    """Takes the rows of a file and keeps its people."""

    headings: ClassVar = {
        plain_heading(name): column
        for column in Column
        for name in (*LISTED[column], *_ALSO[column])
    }
    needed = ((Column.NAME, "氏名"), (Column.UNIT, "部門"))
    beside = frozenset(plain_heading(word) for word in _BESIDE.split())
    unknown = Problem.PERSON_HEADING
    most = 1_000
    reads_days = True

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._mails: dict[str, int] = {}
        self._names: dict[tuple[str, str], int] = {}
        self._above: dict[Column, str] = {}

    def is_title(self, cells: Sequence[object]) -> bool:
        """Whether a line has few words, and none of them is a heading: 社員名簿, 4月1日現在."""
        said = [words for cell in cells if (words := one_line(words_of(cell)))]
        return len(said) <= _MOST_OF_TITLE and not any(map(self.column_of, said))

    def keep(self, line: int, texts: Mapping[Column, str], *, sound: bool) -> None:
        """Make a person of a row, or tell all that is wrong with it."""
        before = len(self.troubles)
        cells = {column: self._meant(column, one_line(text)) for column, text in texts.items()}
        self._above = cells
        row = Row(
            line,
            self._text(line, cells, Column.NAME, Problem.PERSON_NAME_MISSING),
            self._reading(line, cells),
            self._mail(line, cells),
            self._text(line, cells, Column.UNIT, Problem.PERSON_UNIT_MISSING),
            bool(self._one_of(line, cells, Column.HEAD, _HEAD, Problem.PERSON_HEAD)),
            self._one_of(line, cells, Column.ROLE, _ROLES, Problem.PERSON_ROLE),
            self._one_of(line, cells, Column.LANGUAGE, _LANGUAGES, Problem.PERSON_LANGUAGE),
            self._since(line, cells),
        )
        self._check_once(row)
        if sound and len(self.troubles) == before:
            self.rows.append(row)

    def _meant(self, column: Column, text: str) -> str:
        """What a cell says, or the one above where it says 〃; nobody is called that."""
        if same_as(text) != "above" or column not in {Column.NAME, Column.UNIT, Column.SINCE}:
            return text
        return "" if column is Column.NAME else self._above.get(column, "")

    def refuse_more(self) -> NoReturn:
        """Refuse more people than come in at once."""
        raise BadInput("people_too_many", most=self.most)

    def wrong(
        self, line: int, column: Column, problem: Problem, words: str = "", amount: int = 0
    ) -> None:
        """Refuse one cell."""
        self.refuse(line, problem, words, amount, column.value)

    def _text(
        self, line: int, cells: Mapping[Column, str], column: Column, missing: Problem
    ) -> str:
        text = cells.get(column, "")
        if not text:
            self.wrong(line, column, missing)
        return self._cut(line, column, text, LONGEST_NAME)

    def _cut(self, line: int, column: Column, text: str, longest: int) -> str:
        if len(text) > longest:
            self.wrong(line, column, Problem.PERSON_TOO_LONG, text, longest)
        return text

    def _reading(self, line: int, cells: Mapping[Column, str]) -> str:
        text = katakana(cells.get(Column.READING, ""))
        if len(text) <= LONGEST_NAME and not is_reading(text):
            self.wrong(line, Column.READING, Problem.PERSON_READING, text)
        return self._cut(line, Column.READING, text, LONGEST_NAME)

    def _mail(self, line: int, cells: Mapping[Column, str]) -> str:
        text = plain_mail(cells.get(Column.MAIL, ""))
        if not text:
            return ""
        if len(text) > LONGEST_MAIL:
            return self._cut(line, Column.MAIL, text, LONGEST_MAIL)
        try:
            validate_email(text, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError:
            self.wrong(line, Column.MAIL, Problem.PERSON_MAIL, text)
        return text

    def _one_of(
        self,
        line: int,
        cells: Mapping[Column, str],
        column: Column,
        words: Mapping[str, Value],
        problem: Problem,
    ) -> Value | None:
        text = cells.get(column, "")
        found = words.get(plain_word(text))
        if text and found is None:
            self.wrong(line, column, problem, text)
        return found

    def _since(self, line: int, cells: Mapping[Column, str]) -> date | None:
        text = cells.get(Column.SINCE, "")
        if not text:
            return None
        try:
            return parse_day(text)
        except DayNotRead:
            self.wrong(line, Column.SINCE, Problem.PERSON_SINCE, text)
            return None

    def _check_once(self, row: Row) -> None:
        mail, who = row.mail.lower(), (plain_name(row.name), plain_word(row.unit))
        if mail and mail in self._mails:
            self.wrong(
                row.line, Column.MAIL, Problem.PERSON_MAIL_TWICE, row.mail, self._mails[mail]
            )
        elif row.name and not mail and who in self._names:
            self.wrong(row.line, Column.NAME, Problem.PERSON_TWICE, row.name, self._names[who])
        self._mails.setdefault(mail, row.line)
        self._names.setdefault(who, row.line)


def written(row: Row) -> tuple[str, str, str]:
    """Head, role and language as a file has them."""
    return (
        HEAD[True][0] if row.is_head else "",
        ROLES[row.role][0] if row.role else "",
        LANGUAGES[row.language][0] if row.language else "",
    )
