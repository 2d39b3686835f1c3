"""Reading audits of earlier years from a file: each row becomes one, or all its faults are told."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import normalize

from pms_tracker.check.rules import history_rules
from pms_tracker.check.rules.audit_rules import AuditKind, Grade
from pms_tracker.check.rules.history_rules import Told
from pms_tracker.kernel.calendar import fiscal_year
from pms_tracker.kernel.era_dates import DayNotRead, parse_day
from pms_tracker.kernel.errors import BadInput
from pms_tracker.sheets import tables
from pms_tracker.sheets.sheet_lines import Lines, Problem, Trouble, one_line


class Column(StrEnum):
    """What a file tells of each audit, beside the amount of each grade (HEADINGS)."""

    KIND = "kind"
    YEAR = "year"
    UNIT = "unit"
    PATHS = "requirements"
    HELD = "held_on"
    AUDITORS = "auditors"
    NOTE = "note"
    PLACE = "lies_at"


# A grade's column holds how many findings of it there were.
Heading = Column | Grade
HEADINGS: dict[str, Heading] = {
    **dict.fromkeys(("種別", "種類", "監査の種類", "kind"), Column.KIND),
    **dict.fromkeys(("年度", "year", "fiscalyear"), Column.YEAR),
    **dict.fromkeys(("部門", "対象", "被監査部門", "unit"), Column.UNIT),
    **dict.fromkeys(("要求事項", "条項", "requirements"), Column.PATHS),
    **dict.fromkeys(("実施日", "監査日", "heldon", "date"), Column.HELD),
    **dict.fromkeys(("監査員", "auditors"), Column.AUDITORS),
    **dict.fromkeys(("メモ", "備考", "note"), Column.NOTE),
    **dict.fromkeys(("保管場所", "記録の保管場所", "storedat", "liesat"), Column.PLACE),
    **dict.fromkeys(("不適合", "nonconformity"), Grade.NONCONFORMITY),
    **dict.fromkeys(("重大な不適合", "major"), Grade.MAJOR),
    **dict.fromkeys(("軽微な不適合", "minor"), Grade.MINOR),
    **dict.fromkeys(("観察事項", "observation"), Grade.OBSERVATION),
    **dict.fromkeys(("改善の機会", "opportunity"), Grade.OPPORTUNITY),
    **dict.fromkeys(("良好な点", "goodpractice"), Grade.GOOD_PRACTICE),
}
KINDS = {
    **dict.fromkeys(("運用", "運用監査", "運用状況", "operation"), AuditKind.OPERATION),
    **dict.fromkeys(("適合", "適合性監査", "適合状況", "conformity"), AuditKind.CONFORMITY),
}


@dataclass(frozen=True)
class Facts:
    """What rows are judged by: units by name, audits known already, the year's first month."""

    units: Mapping[str, int]
    known: Collection[tuple[AuditKind, int | None, date]]
    start_month: int
    today: date


@dataclass(frozen=True)
class HistoryFile:
    """What a file holds: audits that are right, and everything that is wrong with the others."""

    audits: tuple[Told, ...]
    troubles: tuple[Trouble, ...] = ()


def read(content: bytes, facts: Facts) -> HistoryFile:
    """Read a CSV or Excel file; changes nothing.

    Raises BadInput for a file that is empty, too large or of no kind known.
    """
    if not content.strip():
        raise BadInput("past_file_empty")
    rows = HistoryRows(facts)
    tables.read_table(content, rows)
    if not rows.audits and not rows.troubles:
        raise BadInput("past_file_empty")
    return HistoryFile(tuple(rows.audits), tuple(rows.troubles))


class HistoryRows(Lines[Heading]):
    """Takes the rows of a file and keeps its audits."""

    headings = HEADINGS
    needed = ((Column.HELD, "実施日"), (Column.AUDITORS, "監査員"))
    unknown = Problem.PAST_HEADING
    reads_days = True

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.audits: list[Told] = []
        self._facts = facts
        self._units = {_plain(name): unit_id for name, unit_id in facts.units.items()}
        self._lines: dict[tuple[AuditKind, int | None, date], int] = {}

    def keep(self, line: int, texts: Mapping[Heading, str], *, sound: bool) -> None:
        """Make an audit of a row, or tell all that is wrong with it."""
        before = len(self.troubles)
        audit = self._audit(line, texts)
        if audit is not None and sound and len(self.troubles) == before:
            self.audits.append(audit)

    def _audit(self, line: int, cells: Mapping[Heading, str]) -> Told | None:
        texts = {column: one_line(text) for column, text in cells.items()}
        unit = texts.get(Column.UNIT, "")
        unit_id = self._unit(line, unit)
        kind = self._kind(line, texts.get(Column.KIND, ""), unit)
        held_on = self._day(line, texts.get(Column.HELD, ""))
        counts = {
            grade: self._count(line, texts.get(grade, "")) for grade in Grade if grade in texts
        }
        self._check_lengths(line, texts)
        auditors = texts.get(Column.AUDITORS, "")
        if not auditors:
            self.refuse(line, Problem.PAST_AUDITORS_MISSING)
        if held_on is None or kind is None:
            return None
        year = self._year(line, texts.get(Column.YEAR, ""), held_on)
        self._check_unit(line, kind, unit)
        paths = numbers(cells.get(Column.PATHS, ""))
        note, place = texts.get(Column.NOTE, ""), texts.get(Column.PLACE, "")
        audit = Told(kind, year, unit_id, held_on, auditors, paths, counts, note, place)
        self._check_once(line, audit)
        return audit

    def _unit(self, line: int, text: str) -> int | None:
        found = self._units.get(_plain(text)) if text else None
        if text and found is None:
            self.refuse(line, Problem.PAST_UNIT_UNKNOWN, text)
        return found

    def _kind(self, line: int, text: str, unit: str) -> AuditKind | None:
        """As it is written; else practice where there is a unit, rules where there is none."""
        if not text:
            return AuditKind.OPERATION if unit else AuditKind.CONFORMITY
        found = KINDS.get(_plain(text))
        if found is None:
            self.refuse(line, Problem.PAST_KIND, text)
        return found

    def _check_unit(self, line: int, kind: AuditKind, unit: str) -> None:
        if kind is AuditKind.OPERATION and not unit:
            self.refuse(line, Problem.PAST_UNIT_MISSING)
        if kind is AuditKind.CONFORMITY and unit:
            self.refuse(line, Problem.PAST_UNIT_SUPERFLUOUS, unit)

    def _day(self, line: int, text: str) -> date | None:
        if not text:
            self.refuse(line, Problem.PAST_DAY_MISSING)
            return None
        try:
            found = parse_day(text)
        except DayNotRead:
            self.refuse(line, Problem.PAST_DAY, text)
            return None
        if found > self._facts.today:
            self.refuse(line, Problem.PAST_DAY_IN_FUTURE, text)
            return None
        return found

    def _year(self, line: int, text: str, held_on: date) -> int:
        """As it is written, else that of the day; what was held late is of the one before."""
        of_day = fiscal_year(held_on, self._facts.start_month)
        found = of_day if not text else read_year(text)
        if found is None:
            self.refuse(line, Problem.PAST_YEAR, text)
            return of_day
        if found not in {of_day, of_day - 1}:
            self.refuse(line, Problem.PAST_YEAR_OF_DAY, text, of_day)
        return found

    def _count(self, line: int, text: str) -> int:
        plain = normalize("NFKC", text).removesuffix("件").strip()
        if plain in {"", "-", "ー", "なし"}:
            return 0
        if not (plain.isascii() and plain.isdecimal() and len(plain) <= 4):
            self.refuse(line, Problem.PAST_COUNT, text, history_rules.MOST_FINDINGS)
            return 0
        return int(plain)

    def _check_lengths(self, line: int, texts: Mapping[Heading, str]) -> None:
        for column, longest in (
            (Column.AUDITORS, history_rules.LONGEST_AUDITORS),
            (Column.PLACE, history_rules.LONGEST_PLACE),
            (Column.NOTE, history_rules.LONGEST_NOTE),
            (Column.PATHS, history_rules.LONGEST_PATHS),
        ):
            if len(texts.get(column, "")) > longest:
                self.refuse(line, Problem.PAST_TOO_LONG, texts[column], longest)

    def _check_once(self, line: int, audit: Told) -> None:
        what = (audit.kind, audit.unit_id, audit.held_on)
        if what in self._facts.known:
            self.refuse(line, Problem.PAST_KNOWN, str(audit.held_on))
        elif what in self._lines:
            self.refuse(line, Problem.PAST_TWICE, str(audit.held_on), self._lines[what])
        self._lines.setdefault(what, line)


def _plain(text: str) -> str:
    return re.sub(r"[\s_.:-]", "", normalize("NFKC", text)).casefold()


def numbers(text: str) -> tuple[str, ...]:
    """Numbers of requirements as they are compared: `J.6.2`, or `j-items J.6.2`."""
    named = (one_line(each) for each in re.split(r"[\n;,、]", normalize("NFKC", text)))
    return tuple(dict.fromkeys(filter(None, named)))


def read_year(text: str) -> int | None:
    """2024, 2024年度 or 令和6年度; None for anything else."""
    plain = normalize("NFKC", text).strip().removesuffix("年度").removesuffix("年").strip()
    if plain.isascii() and plain.isdecimal() and len(plain) == 4:
        return int(plain)
    try:
        # The year of an era is that of its day in summer.
        return parse_day(f"{plain}年7月1日").year
    except DayNotRead:
        return None
