"""What the cells of one row of a list of people say, and what of it is guessed."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pms_tracker.people.firm import people
from pms_tracker.people.imports.part_words import leaves_later, name_in, said_left, status_says_left
from pms_tracker.people.imports.people_columns import Column, Part
from pms_tracker.sheets.office.grids import What
from pms_tracker.sheets.office.marks import is_dash, same_as, yes_or_no
from pms_tracker.sheets.office.office_tables import Row as OfficeRow
from pms_tracker.sheets.office.quantities import day_in
from pms_tracker.sheets.office.told_cells import Told
from pms_tracker.sheets.sheet_lines import Problem, Trouble, one_line

# What the same as above means only by chance: two people have no name or address in common.
_OF_ONE = {Column.NAME, Part.GIVEN, Column.MAIL, Column.ROLE, Column.HEAD}
# What halves of columns are part of.
_MEANS: Mapping[str, str] = {
    Part.FAMILY: Column.NAME,
    Part.GIVEN: Column.NAME,
    Part.FAMILY_READING: Column.READING,
    Part.GIVEN_READING: Column.READING,
    Part.DIVISION: Column.UNIT,
    Part.SECTION: Column.UNIT,
}


class Guess(NamedTuple):
    """A column that was read with a guess: why, where, and what is written there."""

    column: str
    why: str
    where: str
    original: str


class RowReader:
    """What the cells of one row say; collects what of it is guessed."""

    def __init__(self, row: OfficeRow, told: Mapping[str, Told]) -> None:
        self.told, self._row = dict(told), row
        self.guesses: list[Guess] = []
        self._read_in_name = ""
        for key, each in self.told.items():
            column = _MEANS.get(key, key)
            if column in set(Column) and each.text:
                if each.what is What.FORMULA:
                    self.guess(column, "formula", each.original, each.place)
                if each.doubt:
                    self.guess(column, each.doubt, each.original, each.place)

    @property
    def cells(self) -> tuple[str, ...]:
        """The places of all that the row says."""
        return tuple(place for told in self.told.values() for place in (told.place, *told.more))

    def text(self, key: str) -> str:
        """What a cell says; nothing where it says that there is nothing."""
        told = self.told.get(key)
        if told is None or is_dash(told.text):
            return ""
        if key in _OF_ONE and same_as(told.original):
            return "" if key == Column.NAME else told.original
        return told.text

    def is_from_above(self, key: str) -> bool:
        return self.told[key].repeats if key in self.told else False

    @property
    def says_anything(self) -> bool:
        return any(self.text(each) for each in (*Column, *Part))

    @property
    def names_somebody(self) -> bool:
        return any(self.text(each) for each in (Column.NAME, Part.FAMILY, Part.GIVEN))

    def name(self) -> str:
        """The name, of one cell or of two; what a cell has beside it is told."""
        whole = self.text(Column.NAME)
        if not whole:
            return one_line(f"{self.text(Part.FAMILY)} {self.text(Part.GIVEN)}")
        name, self._read_in_name = name_in(whole)
        if name != one_line(whole):
            self.guess(Column.NAME, "name_parted", whole)
        return name

    def reading(self) -> str:
        halves = f"{self.text(Part.FAMILY_READING)} {self.text(Part.GIVEN_READING)}"
        return self.text(Column.READING) or one_line(halves) or self._read_in_name

    def has_left(self) -> bool:
        """Whether somebody left; of whoever is still to leave it is told."""
        left_on = self.text(Part.LEFT_ON)
        if status_says_left(self.text(Part.STATUS)) or said_left(self.text(Column.NAME)):
            return True
        if not left_on or yes_or_no(left_on) is False:
            return False
        day = day_in(left_on)
        if people.is_over(day[0]) if day else not leaves_later(left_on):
            return True
        self.guess(Column.NAME, "leaves_later", left_on)
        return False

    def troubles(self) -> Iterator[Trouble]:
        """Cells that say nothing: formulas without a result, 〃 over nothing."""
        for key, each in self.told.items():
            column = _MEANS.get(key, key)
            if column not in set(Column):
                continue
            problem = None
            if each.what is What.FORMULA and not each.text:
                problem = Problem.FORMULA
            elif same_as(each.text) and key not in _OF_ONE:
                problem = Problem.SAME_AS_NOTHING
            if problem is not None:
                where = each.place if self._row.sheet else ""
                yield Trouble(self._row.row, problem, each.original, 0, column, where=where)

    def guess(self, column: str, why: str, original: str, place: str = "") -> None:
        where = place or (self.told[column].place if column in self.told else self._where)
        self.guesses.append(Guess(column, why, where, original))

    @property
    def _where(self) -> str:
        row = self._row
        return f"{row.sheet}!{row.row}" if row.sheet else str(row.row)
