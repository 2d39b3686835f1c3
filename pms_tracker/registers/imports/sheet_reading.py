"""The rows of a register in a file of an office: what each column says, where, and with what doubt.

Headings are the labels of the fields in either language, their keys, and what the fields declare.
What a person chose for the columns of a layout goes before.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from unicodedata import normalize

from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.references import parse_reference
from pms_tracker.kernel.words import N_, Words
from pms_tracker.registers.fields import Choice, Day, Field, Flag, Number, Of, Pick, Text
from pms_tracker.registers.imports.sheet_rows import Doubt, SheetRow, continued, goes_on, own_of
from pms_tracker.registers.imports.told_elsewhere import source_of
from pms_tracker.registers.imports.unsaid_fields import rest_of
from pms_tracker.registers.office_fields import Names, Period, Several, Sized
from pms_tracker.registers.register import Register
from pms_tracker.sheets.office.grids import What
from pms_tracker.sheets.office.headings import Known, known_as
from pms_tracker.sheets.office.legends import Legends, legends
from pms_tracker.sheets.office.marks import is_dash, same_as, yes_or_no
from pms_tracker.sheets.office.office_tables import Row, Table
from pms_tracker.sheets.office.quantities import amount, parts_of_run
from pms_tracker.sheets.office.row_kinds import Left
from pms_tracker.sheets.office.told_cells import LeftOver, Told
from pms_tracker.sheets.office_books import Choices, Instead, Reading, read_tables
from pms_tracker.sheets.sheet_lines import Problem, Trouble, one_line

REFERENCE, NUMBER = "reference", N_("番号")
MOST = 5_000
# What a book has beside a register: sheets of the registers that are called so.
_OF_OTHERS = ("廃棄", "リスク", "委託先", "事故", "苦情")
Spelled = Callable[[Words], Collection[str]]


def as_it_stands(words: Words) -> tuple[str, ...]:
    """Words of the program in Japanese alone."""
    return (words,)


@dataclass
class SheetRows(Reading):
    """What was read of a file: its rows, what its codes stand for, what was chosen `instead` of
    what nobody knows or rows do not say, and where a My Number stands in it."""

    rows: list[SheetRow] = field(default_factory=list)
    legends: Legends = field(default_factory=dict)
    instead: Instead = field(default_factory=dict)
    my_numbers: list[Trouble] = field(default_factory=list)


def known_of(register: Register, spelled: Spelled, units_there: Collection[str] = ()) -> Known:
    """The words by which the columns of a register are known, and the units that cells name."""
    words = [(word, REFERENCE) for word in (REFERENCE, *spelled(NUMBER))]
    # What is certain of each field goes before what only one of them declares beside it.
    words += [
        (word, each.name) for each in register.cells for word in (*spelled(each.label), each.name)
    ]
    words += [(word, each.name) for each in register.cells for word in each.headings]
    cells = register.cells
    marks = [
        (word, word) for word in ("有", "無", "あり", "なし", "はい", "いいえ", "該当", "非該当")
    ]
    members = {
        each.name: _members(each, spelled) for each in cells if isinstance(each, Choice | Several)
    }
    things = {each.name: each.things for each in cells if isinstance(each, Names) and each.things}
    members |= {name: [(word, word) for word in words] for name, words in things.items()}
    flags = [each.name for each in cells if isinstance(each, Flag)]
    units = [each.name for each in cells if _is_unit(each)]
    labels = [word for each in cells for word in (*spelled(each.label), each.name)]
    title = next((each.name for each in cells if each.needed and isinstance(each, Text)), "")
    known = members | dict.fromkeys(flags, marks)
    # Of how long something may be used and is kept, it is the last that has a column for its start.
    span = next((each.name for each in reversed(cells) if isinstance(each, Period)), "")
    opened = [*things, *(each.name for each in cells if isinstance(each, Text) and each.ticked)]
    faint = [(word, each.name) for each in cells for word in each.perhaps]
    of = (words, known, flags, units, [REFERENCE], labels, opened)
    found = Known.of(*of, title=title, span=span, faint=faint)
    names = frozenset(map(known_as, units_there))
    named = {key: names for key in units[:1] if names}
    parts = dict(_parted(cells, title))
    return replace(found, named=named, parted=parts, rest=rest_of(register))


def _parted(cells: Iterable[Field], title: str) -> Iterator[tuple[str, str]]:
    """What may be said in several columns, with what joins their words."""
    for each in cells:
        if isinstance(each, Text) and each.name != title:
            yield each.name, "\n" if each.lines else "／"
        elif isinstance(each, Names | Several):
            yield each.name, "、"


def _members(each: Choice | Several, spelled: Spelled) -> list[tuple[str, str]]:
    labels = [(word, label) for label in each.members.values() for word in spelled(label)]
    return [*labels, *((word, word) for word in each.spelled or {})]


def _bare(title: str) -> str:
    """A title as choices are known: 取引先等 is 取引先."""
    return known_as(title).removesuffix("等").removesuffix("関係").removesuffix("関連")


def _over_it(row: Row) -> tuple[str, ...]:
    """What stands over a row: titles, the nearest first, and the name of its sheet."""
    return (row.section, *row.titles, row.sheet)


def _is_unit(each: Field) -> bool:
    return isinstance(each, Pick) and each.one_of is Of.UNIT


def read(
    register: Register,
    content: bytes,
    spelled: Spelled = as_it_stands,
    choices: Choices | None = None,
    units: Collection[str] = (),
) -> SheetRows:
    """The rows of a file, of a firm with these units. Raises BadInput for one that is empty, too
    large, hostile or of no kind known, or that has more rows than are taken at once."""
    if not content.strip():
        raise BadInput("sheet_file_empty")
    known = known_of(register, spelled, units)
    choices = choices or Choices()
    book = read_tables(content, known, choices, lambda name: _is_of_another(name, register))
    found = SheetRows(legends=legends(book.sheets, known), instead=choices.instead)
    for table in book.tables:
        _TableReader(register, table, found, known).read()
        if len(found.rows) > MOST:
            raise BadInput("rows_too_many", most=MOST)
    found.my_numbers = [
        Trouble(row, Problem.MY_NUMBER, where=where) for where, row in book.my_numbers().items()
    ]
    found.finish(book, (row.sheet for row in found.rows))
    if not found.rows and not found.troubles:
        raise BadInput("sheet_file_empty")
    return found


def _is_of_another(name: str, register: Register) -> bool:
    """Whether a sheet is by its name of another register."""
    plain_name = normalize("NFKC", name)
    return any(word in plain_name and word not in register.name for word in _OF_OTHERS)


class _TableReader:
    """Makes the rows of one table those of a register."""

    def __init__(self, register: Register, table: Table, found: SheetRows, known: Known) -> None:
        self._register, self._table, self._found, self._known = register, table, found, known
        self._fields = {each.name: each for each in register.cells}
        matches = [each.match for each in table.block.columns]
        # Columns for departments say what has no column of its own: who uses it.
        keys = [each.key for each in matches] + [each.other for each in matches if each.member]
        keys += [known.rest] if any(each.member for each in matches) else []
        self._keys = [each for each in dict.fromkeys(keys) if each in {REFERENCE, *self._fields}]
        needed = [each for each in self._keys if each in self._fields and self._needed(each)]
        named = (each for each in needed if isinstance(self._fields[each], Text))
        # The column that says which entry it is; those to the left of it may group several.
        self._anchor = next(named, needed[0] if needed else "")
        before = self._keys[: self._keys.index(self._anchor)] if self._anchor else []
        kinds = (Text, Pick, Choice)
        self._groups = [
            each for each in before if each in needed and isinstance(self._fields[each], kinds)
        ]

    @cached_property
    def _unnamed(self) -> frozenset[str]:
        """The fields that rows need and that no column is of; a title may tell the unit, and a row
        that names an entry leaves them as they are."""
        numbers = (row.told[REFERENCE] for row in self._table.rows if REFERENCE in row.told)
        if any(each.text and not self._is_its_own(each.text) for each in numbers):
            return frozenset()
        names = (name for name, each in self._fields.items() if not _is_unit(each))
        return frozenset(name for name in names if self._needed(name) and name not in self._keys)

    @cached_property
    def _lacks(self) -> frozenset[str]:
        """Those of them that no title tells either, of one row at least, nor another column, nor
        whoever chose."""
        told = [frozenset(self._over(row)) for row in self._table.rows]
        beside = {name for name in self._unnamed if source_of(self._fields[name]) in self._keys}
        chosen = {name for name, words in self._found.instead if not words}
        unsaid = self._unnamed - chosen - beside
        return unsaid - frozenset.intersection(*told) if told else unsaid

    def _over(self, row: Row) -> dict[str, Told]:
        """What no column is of, but a title over a row or its sheet names, or another column: the
        end of a run of days."""
        found = {
            name: row.told[each.ends]
            for name, each in self._fields.items()
            if isinstance(each, Day) and name not in self._keys and each.ends in row.told
            if parts_of_run(row.told[each.ends].text)
        }
        for name in self._told_by_titles:
            words = self._known.members.get(name, {})
            titles = (each for each in _over_it(row) if _bare(each) in words)
            if title := next(titles, ""):
                where = f"{row.sheet}!{row.row}" if row.sheet else str(row.row)
                found[name] = Told(words[_bare(title)], title, where)
        return found

    @cached_property
    def _told_by_titles(self) -> list[str]:
        """The fields without a column that a title may tell: choices that rows need, and what
        groups them."""
        fields = {name: each for name, each in self._fields.items() if name not in self._keys}
        return [
            name
            for name, each in fields.items()
            if (isinstance(each, Choice) and name in self._unnamed)
            or (isinstance(each, Several) and each.groups)
        ]

    def _needed(self, name: str) -> bool:
        return bool(self._fields[name].needed) and name not in self._register.filled

    def read(self) -> None:
        """Keep its rows, and all that is wrong with its headings."""
        self._found.troubles += self._column_troubles()
        rows: list[SheetRow] = []
        for row in self._table.rows:
            self._keep(rows, row)
        self._found.rows += rows

    def _column_troubles(self) -> Iterator[Trouble]:
        line, sheet = self._table.block.first, self._table.sheet
        where = f"{sheet}!{line}" if sheet else ""
        for each in self._table.block.columns:
            if each.twice:
                yield Trouble(line, Problem.COLUMN_TWICE, one_line(each.words), where=where)
        for name in self._lacks:
            yield Trouble(line, Problem.COLUMN_MISSING, self._fields[name].label, where=where)

    def _keep(self, rows: list[SheetRow], row: Row) -> None:
        told = {key: self._tidied(key, each) for key, each in row.told.items() if key in self._keys}
        told |= row.above
        says = [key for key, each in told.items() if each.text or each.what is What.FORMULA]
        if not says:
            # Nothing but dashes.
            self._leave(row, told.values())
            return
        if rows and (more := self._more_of(rows[-1], row, told, says)) is not None:
            rows[-1] = more
            self._leave(row, [each for key, each in told.items() if key not in says])
            return
        doubts = [Doubt(key, "formula") for key, each in told.items() if each.what is What.FORMULA]
        doubts += [Doubt(key, each.doubt) for key, each in told.items() if each.doubt]
        by_itself = row.begins is not None or REFERENCE in says
        if rows and self._anchor in says and not by_itself:
            for key in self._groups:
                if key not in says and rows[-1].text(key):
                    self._leave(row, [told[key]] if key in told else [])
                    told[key] = rows[-1].told[key]._replace(original="", repeats=True)
                    doubts.append(Doubt(key, "blank_above"))
        over = self._over(row)
        told |= over
        choices = (key for key in over if isinstance(self._fields[key], Choice | Several))
        doubts += [Doubt(key, "from_title") for key in choices]
        kinds = (("row_struck", row.struck), ("row_coloured", row.no_more))
        doubts += [Doubt(self._anchor or says[0], why) for why, is_so in kinds if is_so]
        sound = not any([*self._cell_troubles(row, told)])
        rows.append(
            SheetRow(
                *(row.sheet, row.row, told, tuple(doubts)),
                around=_over_it(row),
                above=frozenset(row.above),
                lacks=self._lacks,
                between=row.section,
                sound=sound,
                turned=row.turned,
            )
        )

    def _leave(self, row: Row, told: Iterable[Told]) -> None:
        """Cells that say only that there is nothing."""
        self._found.left += (
            LeftOver(row.sheet, place, each.original, Left.NOTE, 0)
            for each in told
            for place in (each.place, *each.more)
        )

    def _more_of(
        self, above: SheetRow, row: Row, told: Mapping[str, Told], says: Collection[str]
    ) -> SheetRow | None:
        """The entry above with what a row says, if that is one more of it."""
        own = own_of(above, told, says)
        of = (self._fields, self._anchor, self._groups)
        if not goes_on(above, row, told, own, *of):
            return None
        [*self._cell_troubles(row, {key: told[key] for key in own})]
        is_merged = bool(self._anchor) and self._anchor in says
        return continued(above, {key: told[key] for key in own}, self._fields, sure=is_merged)

    def _tidied(self, key: str, told: Told) -> Told:
        """A cell without marks that say there is nothing, and with the unit its heading has."""
        each, text = self._fields.get(key), told.text
        if key == REFERENCE and self._is_its_own(text):
            # A number of the sheet's own.
            where = told.place
            self._found.left.append(LeftOver(self._table.sheet, where, text, Left.RUNNING, 0))
            return told._replace(text="", what=What.TEXT)
        if isinstance(each, Flag):
            return told
        nothing = is_dash(text) or (
            isinstance(each, Names | Several | Period) and yes_or_no(text) is False
        )
        if told.aside and _counts_in(each, text, told.aside):
            return told._replace(text=f"{text}{told.aside}")
        return told._replace(text="") if nothing else told

    def _is_its_own(self, text: str) -> bool:
        """Whether what a sheet numbers a row with is no reference of ours."""
        if self._register.kind is None:
            return bool(text) and not one_line(text).removesuffix("番").strip().isdecimal()
        return bool(text) and parse_reference(text) is None

    def _cell_troubles(self, row: Row, told: Mapping[str, Told]) -> Iterator[Trouble]:
        for key, each in told.items():
            problem = None
            if each.what is What.FORMULA and not each.text:
                problem = Problem.FORMULA
            elif same_as(each.text):
                problem = Problem.SAME_AS_NOTHING
            if problem is not None:
                trouble = Trouble(row.row, problem, each.original, 0, key, where=each.place)
                self._found.troubles.append(trouble)
                yield trouble


def _counts_in(field: Field | None, text: str, aside: str) -> bool:
    """Whether a number counts in what its heading has in brackets: 期間（年）, 件数（千件）."""
    if isinstance(field, Period):
        return text.isdecimal()
    is_number = amount(text) is not None and amount(f"{text}{aside}") is not None
    return isinstance(field, Sized | Number) and is_number and aside[:1] in "十百千万億"
