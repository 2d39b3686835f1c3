"""Rows of a sheet by the columns of a register; which go on with the entry above, and what then."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from pms_tracker.registers.fields import Field, Text
from pms_tracker.registers.office_fields import Names, Several
from pms_tracker.sheets.office.office_tables import Row
from pms_tracker.sheets.office.told_cells import Told

# Why what a further row says is doubtful: it was put to what the first says, or says otherwise.
CONTINUED, LINES_DIFFER = "continued", "lines_differ"


class Doubt(NamedTuple):
    """A column that was read with a guess, and the key of why."""

    column: str
    why: str


@dataclass(frozen=True)
class SheetRow:
    """One row: what it says by column, as text and with its place, and what around it may tell the
    unit, the nearest first: titles and the name of the sheet. Lines `above` it told these columns,
    unless a title `between` rows tells otherwise. It `lacks` what no column is of. Where entries
    stand in columns, its `line` is the number of its column. What codes said was `decoded`."""

    sheet: str
    line: int
    told: Mapping[str, Told]
    doubts: tuple[Doubt, ...] = ()
    around: tuple[str, ...] = ()
    above: frozenset[str] = frozenset()
    between: str = ""
    lacks: frozenset[str] = frozenset()
    sound: bool = True
    turned: bool = False
    decoded: frozenset[str] = frozenset()

    def text(self, column: str) -> str:
        """What a column says; nothing where there is none."""
        return self.told[column].text if column in self.told else ""

    @property
    def has_place(self) -> bool:
        """Whether its number alone does not say where it is."""
        return bool(self.sheet) or self.turned

    @property
    def where(self) -> str:
        """The row or column, as people find it; alone where sheets have no names."""
        place = get_column_letter(self.line) if self.turned else str(self.line)
        return f"{self.sheet}!{place}" if self.sheet else place


def own_of(above: SheetRow, told: Mapping[str, Told], says: Collection[str]) -> list[str]:
    """What a row says in cells of its own, not in one that goes on from the row above."""
    return [key for key in says if not _is_one_cell(above.told.get(key), told[key])]


def _is_one_cell(above: Told | None, told: Told) -> bool:
    return above is not None and above.place == told.place


def goes_on(
    above: SheetRow,
    row: Row,
    told: Mapping[str, Told],
    own: Collection[str],
    fields: Mapping[str, Field],
    anchor: str,
    groups: Collection[str],
) -> bool:
    """Whether a row is one more of the entry above: what tells which it is, was merged over both,
    or it only goes on with lists, or says little besides."""
    if row.begins is not None or above.sheet != row.sheet:
        return row.begins is False and above.sheet == row.sheet
    if not anchor or {anchor, *groups} & set(own):
        return False
    if anchor in told and told[anchor].text:
        # Merged over both; a number of its own makes it another all the same.
        return not row.numbered
    if all(is_list(fields.get(key)) for key in own):
        return True
    others = [key for key in own if _differs(above, told, key, fields)]
    filled = [key for key, each in above.told.items() if each.text]
    return not row.numbered and len(others) < 2 and len(own) * 3 <= len(filled) * 2


def is_list(field: Field | None) -> bool:
    """Whether a field may say several things."""
    return isinstance(field, Names | Several) or (isinstance(field, Text) and field.lines)


def _differs(
    above: SheetRow, told: Mapping[str, Told], key: str, fields: Mapping[str, Field]
) -> bool:
    before = above.text(key)
    return bool(before) and not is_list(fields.get(key)) and before != told[key].text


def continued(
    above: SheetRow, told: Mapping[str, Told], fields: Mapping[str, Field], *, sure: bool
) -> SheetRow:
    """An entry with what a further row says of it: lists grow, of what may be one thing alone the
    first row counts, with a doubt."""
    found, doubts = dict(above.told), list(above.doubts)
    for key, each in told.items():
        before = found.get(key)
        differs = _differs(above, told, key, fields)
        found[key] = _both(before, each, differs=differs) if before else each
        if differs:
            doubts.append(Doubt(key, LINES_DIFFER))
        elif not sure:
            doubts.append(Doubt(key, CONTINUED))
    return replace(above, told=found, doubts=tuple(dict.fromkeys(doubts)))


def _both(before: Told, each: Told, *, differs: bool) -> Told:
    same = differs or before.text == each.text
    return before._replace(
        text=before.text if same else "\n".join(filter(None, (before.text, each.text))),
        original="\n".join(filter(None, (before.original, each.original))),
        more=(*before.more, each.place, *each.more),
    )
