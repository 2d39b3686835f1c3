"""Forms with one entry each: labels, and what they say beside or below them.

Several forms may stand below or beside one another. A label may have the name of its group to the
left; what a cell says behind a colon (名称：会員名簿) has its label in itself.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from pms_tracker.sheets.office.grids import Cell, Grid, Relaid
from pms_tracker.sheets.office.headings import NONE, RUNNING, Known, Match, known_as

# How many labels a column has at least, and how many of those of a form say one thing, not several.
LEAST_LABELS, SAY_ONE = 2, 0.7
LONGEST_LABEL = 40
_WITHIN = re.compile(r"(?P<label>[^:：\n]{1,20})[:：]\s*(?P<value>\S.*)", re.DOTALL)
# Labels of a paper itself, whatever it is of: who made it and when, its number, if there is any.
_OF_PAPER = re.compile(r"[^0-9\s、。]{0,10}(?:責任者|者|日|番号|印|有無|NO)", re.IGNORECASE)
# What tells how to fill in a form.
_TELLS_HOW = re.compile(
    r"(?:(?:記入|記載|入力|選択|記述|明記)(?:する|します|すること|のこと)?|ください|を書[くき].*|[をか]選ぶ)"
    r"[。．.]?$"
)


@dataclass(frozen=True)
class Pair:
    """A label, with that of its group before it, and the cells that it is for; `text` is what is
    meant of the cell that has its label in itself. Forms beside one another are in `band`s."""

    path: tuple[Cell, ...]
    values: tuple[Cell, ...]
    match: Match
    band: int = 0
    text: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of its label and group, as they are compared."""
        return tuple(known_as(each) for each in self.texts)

    @property
    def texts(self) -> tuple[str, ...]:
        """The same as they are written."""
        within = _WITHIN.fullmatch(self.path[-1].text) if self.text else None
        return (within["label"],) if within else tuple(each.text for each in self.path)

    @property
    def rows(self) -> set[int]:
        """The rows that it stands in."""
        return {each.row for each in (*self.path, *self.values)}


Form = Sequence[Pair]


def forms_in(grid: Grid, known: Known) -> tuple[Form, ...]:
    """The forms of a sheet, with what they say beside their labels or below them, whichever way
    says more; there may be none."""
    found = ([*_Beside(grid, known).pairs()], [*_below(grid, known)])
    beside, below = (
        tuple(form for form in _parted(pairs) if not _explains(form)) for pairs in found
    )
    return max(beside, below, key=names)


def _explains(form: Form) -> bool:
    """Whether labels have beside them how they are to be filled in."""
    said = [value.text for pair in form for value in pair.values]
    return sum(_TELLS_HOW.search(each) is not None for each in said) * 2 >= max(len(said), 1)


def names(forms: Sequence[Form]) -> int:
    """How many fields the fullest of some forms names for sure and says something of."""
    return max((len(_keys(each)) for each in forms), default=0)


def _keys(form: Form) -> set[str]:
    sure = {each.match.key for each in form if each.match.key and each.match.sure and each.values}
    return sure - {RUNNING}


def _parted(pairs: Sequence[Pair]) -> Iterator[Form]:
    """Labels parted into forms: each begins with the first of those labels that there are as often
    as most; what stands above the first of all is of none."""
    forms: dict[int, list[Pair]] = {}
    firsts = {band: _first([each for each in pairs if each.band == band]) for band in _bands(pairs)}
    for pair in pairs:
        begun, first = forms.get(pair.band), firsts[pair.band]
        if pair.words == first:
            if begun is not None:
                yield begun
            forms[pair.band] = [pair]
        elif begun is not None:
            begun.append(pair)
    yield from forms.values()


def _bands(pairs: Iterable[Pair]) -> set[int]:
    return {each.band for each in pairs}


def _first(pairs: Sequence[Pair]) -> tuple[str, ...]:
    counts = Counter(each.words for each in pairs if each.match.key)
    most = Counter(counts.values()).most_common(1)
    return next((words for words, count in counts.items() if count == most[0][0]), ())


def _within(cell: Cell, known: Known) -> Pair | None:
    """A cell that says what its own label asks for: 名称：会員名簿."""
    found = _WITHIN.fullmatch(cell.text)
    if found is None or not known.knows(found["label"]):
        return None
    return Pair((cell,), (cell,), known.surely([found["label"]]), 0, found["value"])


def _is_of_paper(text: str) -> bool:
    return _OF_PAPER.fullmatch(known_as(text)) is not None


class _Beside:
    """Finds labels that have what they say to the right of them."""

    def __init__(self, grid: Grid, known: Known) -> None:
        self._grid, self._known = grid, known
        self._columns = self._label_columns()
        self._bands = self._bands_of()
        labels = (each for each in grid.cells() if self._end(each)[1] in self._columns)
        self._top = min((each.row for each in labels if self._match(each).key), default=0)

    def pairs(self) -> Iterator[Pair]:
        """The labels in reading order, known or not; none where most say several things."""
        found = [pair for row in sorted(self._grid.rows) for pair in self._in_row(row)]
        said = [len(each.values) for each in found if each.values and each.match.key]
        if said and sum(count == 1 for count in said) >= len(said) * SAY_ONE:
            yield from found

    def _label_columns(self) -> list[int]:
        """The columns in which labels end: at least half of what ends there is known, but for what
        stands above all of them, and for labels of what a register does not keep."""
        cells = [*self._grid.cells()]
        labels = [each for each in cells if self._match(each).key]
        known = Counter(self._end(each)[1] for each in labels)
        top = min((each.row for each in labels), default=0)
        others = (each for each in cells if each.row >= top and not _is_of_paper(each.text))
        all_of = Counter(self._end(each)[1] for each in others)
        return sorted(
            at for at, count in known.items() if count >= LEAST_LABELS and count * 2 >= all_of[at]
        )

    def _bands_of(self) -> dict[int, int]:
        """Which forms the labels of a column are of: another where the words are the same again."""
        found: dict[int, int] = {}
        first: set[str] = set()
        for at in self._columns:
            ending = (each for each in self._grid.cells() if self._end(each)[1] == at)
            words = {known_as(each.text) for each in ending if self._match(each).key}
            if not first or len(words & first) * 2 > len(words):
                first = words
                found[at] = at
            else:
                found[at] = max(found.values())
        return found

    def _end(self, cell: Cell) -> tuple[int, int]:
        return self._grid.ends.get((cell.row, cell.column), (cell.row, cell.column))

    def _match(self, cell: Cell) -> Match:
        if len(cell.text) > LONGEST_LABEL:
            return NONE
        return self._known.surely([each.text for each in self._path(cell)])

    def _path(self, cell: Cell) -> tuple[Cell, ...]:
        """A label with the name of its group: to the left of it, or of a label above it."""
        for row in range(cell.row, 0, -1):
            if self._grid.at(row, cell.column) is None:
                break
            group = self._grid.at(row, cell.column - 1)
            if group is not None:
                first = group.column == min(self._grid.rows[group.row])
                return (group, cell) if first and group.row <= cell.row else (cell,)
        return (cell,)

    def _in_row(self, row: int) -> Iterator[Pair]:
        own = self._grid.rows[row]
        labels = [each for each in own.values() if self._end(each)[1] in self._columns]
        for cell in own.values():
            if (within := _within(cell, self._known)) is not None and not self._is_above(row):
                yield replace(within, band=min(self._bands.values(), default=0))
        labels = [each for each in labels if _within(each, self._known) is None]
        for at, cell in enumerate(labels):
            until = labels[at + 1].column if at + 1 < len(labels) else self._grid.last[1] + 1
            values = tuple(self._values(cell, until))
            match = self._match(cell)
            if values or match.key:
                band = self._bands[self._end(cell)[1]]
                yield Pair(self._path(cell), values, match, band)

    def _values(self, label: Cell, until: int) -> Iterator[Cell]:
        """What stands to the right of a label: without a gap, in its row and those below that have
        no label."""
        row, (low, right) = label.row, self._end(label)
        while row <= low or (row in self._grid.rows and min(self._grid.rows[row]) > right):
            own = self._grid.rows.get(row, {})
            found = [own[at] for at in sorted(own) if right < at < until]
            for before, cell in zip([None, *found], found, strict=False):
                if before is not None and self._end(before)[1] + 1 < cell.column:
                    break
                if _within(cell, self._known) is None:
                    yield cell
            row += 1

    def _is_above(self, row: int) -> bool:
        """Whether a row stands over all labels."""
        return row < self._top


def _below(grid: Grid, known: Known) -> Iterator[Pair]:
    """Labels of rows that have what they say in the one row below them; headings that stand over
    several rows, here or on another page, are those of a table."""
    rows = sorted(grid.rows)
    labels = [row for row in rows if _are_labels(grid, known, row)]
    alone, of_tables = [], set[tuple[str, ...]]()
    for row, after in zip_longest(labels, labels[1:], fillvalue=0):
        between = [each for each in rows if row < each and (each < after or not after)]
        if after and len(between) > 1:
            of_tables.add(_texts(grid, row))
        elif between and between[0] == row + 1:
            alone.append(row)
    for row in (each for each in alone if _texts(grid, each) not in of_tables):
        for at, cell in grid.rows[row].items():
            value = grid.rows[row + 1].get(at)
            yield Pair((cell,), (value,) if value else (), known.surely([cell.text]))


def _texts(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(cell.text for _at, cell in sorted(grid.rows[row].items()))


def _are_labels(grid: Grid, known: Known, row: int) -> bool:
    own = grid.rows[row].values()
    return sum(known.surely([each.text]).key != "" for each in own) * 2 >= len(own)


def forms_as_rows(grid: Grid, known: Known) -> Grid:
    """A sheet with each form as its labels in a row, one or two deep, and what they say beneath;
    rows that are of no form stay between them."""
    return _Laying(grid, forms_in(grid, known)).grid()


class _Laying:
    """Lays forms out one below the other."""

    def __init__(self, grid: Grid, forms: Sequence[Form]) -> None:
        self._grid, self._made, self._to = grid, Relaid(grid), 0
        self._entries: dict[int, bool] = {}
        self._forms = sorted(forms, key=lambda form: (form[0].path[-1].row, form[0].band))
        self._of_forms = {row for form in forms for pair in form for row in pair.rows}
        self._taken = {
            cell for form in forms for pair in form for cell in (*pair.path, *pair.values)
        }

    def grid(self) -> Grid:
        """The sheet laid out anew."""
        forms = [*self._forms]
        for row in sorted(self._grid.rows):
            while forms and min(forms[0][0].rows) <= row:
                self._lay(forms.pop(0))
            if row not in self._of_forms:
                # A gap above it is one here too.
                self._to += 1 if row - 1 in self._grid.rows else 2
                self._made.keep(row, self._to)
        return self._made.grid(entries=self._entries)

    def _lay(self, form: Form) -> None:
        pairs = sorted(form, key=lambda each: (each.path[-1].column, each.path[-1].row))
        depth, top = max(len(each.path) for each in pairs), self._to + 1
        said, rows = top + depth, {row for each in pairs for row in each.rows}
        groups: dict[Cell, int] = {}
        for column, pair in enumerate(pairs, 1):
            self._label(top, column, pair, depth, groups)
            for down, cell in enumerate(pair.values):
                self._made.put(said + down, column, cell, pair.text or None)
                self._entries[said + down] = down == 0
                self._to = max(self._to, said + down)
        self._to = max(self._to, top + depth - 1)
        beside = [
            cell
            for row in sorted(rows)
            for cell in self._grid.rows.get(row, {}).values()
            if cell not in self._taken
        ]
        for column, cell in enumerate(beside, len(pairs) + 1):
            self._made.put(self._to, column, cell)
        self._taken |= set(beside)
        self._made.mark(said, rows)

    def _label(
        self, top: int, column: int, pair: Pair, depth: int, groups: dict[Cell, int]
    ) -> None:
        for down, (cell, text) in enumerate(zip(pair.path, pair.texts, strict=True)):
            first = groups.setdefault(cell, column)
            if first == column:
                self._made.put(top + down, column, cell, text)
            else:
                self._made.merge((top + down, column), (top + down, first))
        for down in range(len(pair.path), depth):
            self._made.merge((top + down, column), (top + len(pair.path) - 1, column))
