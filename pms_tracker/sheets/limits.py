"""How much a file that is read in may ask for: looked at before anything is built from it.

Size alone says little: 30 kB of brackets, or a workbook packed to 9 kB, may cost minutes and
gigabytes. So depth, elements, columns and the length of lines are counted on the way, by readers
that build nothing, and reading ends where a limit is passed.
"""

from collections.abc import Iterable, Mapping
from xml.parsers import expat

import yaml
from openpyxl.utils import range_boundaries

from pms_tracker.kernel.errors import BadInput
from pms_tracker.sheets.packages import Package, Unreadable

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
# A workbook may be no more than this once unpacked, whatever it is packed to.
MOST_UNPACKED = 24 * MEGABYTE
MOST_PARTS = 1_000
# Five thousand rows of twenty columns, each with a text of its own, have as many.
MOST_ELEMENTS = 420_000
# Cells, blank ones with a frame included; and those that are merged into others.
MOST_CELLS = 200_000
MOST_MERGED = 150_000
# Outside of cells and their texts, where each costs a reader many times as much.
MOST_OTHERS = 30_000
_OF_CELLS = frozenset(
    (
        *("row", "c", "v", "f", "is", "t", "si", "r", "rPh", "phoneticPr"),
        *("rPr", "rFont", "family", "charset", "sz", "color", "scheme", "b", "i", "u", "vertAlign"),
    )
)
# As many as the deepest part of a workbook that Excel writes, several times over.
MOST_DEPTH = 30
# A tag with all it says of itself, in bytes.
LONGEST_TAG = 256 * 1024
# Lines that are looked at; blank ones count too.
MOST_LINES = 10_000
MOST_COLUMNS = 50
MOST_IN_A_LINE = 200_000
# A list of items with lists in them has a depth of four.
MOST_YAML_BYTES = 512 * 1024
MOST_NESTED = 8
MOST_TOKENS = 100_000

# The same reader in C where it was built: fifteen times as fast.
YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING = (
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
)
_CLOSING = (yaml.BlockEndToken, yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)


def check_size(content: bytes) -> None:
    """Raises BadInput for a file that is empty or too large."""
    if len(content) > MOST_BYTES:
        raise BadInput("set_too_large", megabytes=MOST_BYTES // MEGABYTE)
    if not content.strip():
        raise BadInput("set_empty")


def check_lines(text: str) -> None:
    """Raises BadInput for a text with a line that no table has: each may be all cells."""
    start = 0
    while start < len(text):
        end = text.find("\n", start, start + MOST_IN_A_LINE + 1)
        if end < 0:
            if len(text) - start > MOST_IN_A_LINE:
                raise BadInput("set_line_too_long", most=MOST_IN_A_LINE)
            return
        start = end + 1


def check_columns(amount: int) -> None:
    """Raises BadInput for a table with more columns than are read."""
    if amount > MOST_COLUMNS:
        raise BadInput("set_too_wide", most=MOST_COLUMNS)


def check_yaml_size(content: bytes) -> None:
    check_size(content)
    if len(content) > MOST_YAML_BYTES:
        raise BadInput("set_yaml_too_large", kilobytes=MOST_YAML_BYTES // 1024)


def alias_line(text: str) -> int | None:
    """The line, from 1, of the first alias in a YAML text, which may unfold without end.

    Raises BadInput for a text with more nesting or more tokens than any list of items has, and
    what the reader raises where it is no YAML.
    """
    depth = 0
    for count, token in enumerate(yaml.scan(text, Loader=YAML_LOADER), 1):
        if isinstance(token, yaml.AliasToken):
            return int(token.start_mark.line) + 1
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > MOST_NESTED:
            raise BadInput("set_too_deep")
        if count > MOST_TOKENS:
            raise BadInput("set_too_full")
    return None


def check_workbook(content: bytes) -> None:
    """Raises BadInput for a workbook that unpacks or unfolds beyond all measure."""
    try:
        packed = Package(content)
        parts = packed.parts
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
            raise BadInput("set_bomb", megabytes=MOST_UNPACKED // MEGABYTE)
        tally = _Tally()
        for part in parts:
            tally.count(packed.chunks(part))
    except (Unreadable, ValueError) as broken:
        raise BadInput("set_unreadable") from broken


class _Tally:
    """How many elements the parts of a workbook have together, and how deep they lie.

    The names of parts say nothing: whatever a reader could take for XML is counted.
    """

    def __init__(self) -> None:
        self._elements = self._others = self._depth = self._cells = self._merged = 0
        # How deep the element lies whose content is cells or texts; 0 outside of any.
        self._cells_from = 0

    def count(self, chunks: Iterable[bytes]) -> None:
        """Count a part until it ends, or is no XML any more. Raises BadInput beyond a limit."""
        self._depth = self._cells_from = 0
        reader = expat.ParserCreate(namespace_separator=" ")
        reader.StartElementHandler = self._begin
        reader.EndElementHandler = self._end
        reader.StartDoctypeDeclHandler = _declares
        fed = 0
        try:
            for chunk in chunks:
                reader.Parse(chunk)
                fed += len(chunk)
                if fed - reader.CurrentByteIndex > LONGEST_TAG:
                    raise BadInput("set_too_full")
        except expat.ExpatError:
            # A picture, or broken: whoever builds from it finds out as well.
            return

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        plain = name.rpartition(" ")[2]
        self._depth += 1
        self._elements += 1
        self._cells += plain == "c"
        self._others += not (self._cells_from and plain in _OF_CELLS)
        if plain == "mergeCell":
            self._merged += _area(attributes.get("ref", ""))
        if not self._cells_from and name.endswith((" sheetData", " sst")):
            self._cells_from = self._depth
        if self._depth > MOST_DEPTH:
            raise BadInput("set_too_deep")
        if self._elements > MOST_ELEMENTS or self._others > MOST_OTHERS:
            raise BadInput("set_too_full")
        if self._cells > MOST_CELLS or self._merged > MOST_MERGED:
            raise BadInput("set_too_full")

    def _end(self, _name: str) -> None:
        if self._depth == self._cells_from:
            self._cells_from = 0
        self._depth -= 1


def _area(range_of_cells: str) -> int:
    """How many cells a range has: whoever builds from it makes each of them."""
    left, top, right, bottom = range_boundaries(range_of_cells)
    return (abs((right or 0) - (left or 0)) + 1) * (abs((bottom or 0) - (top or 0)) + 1)


def _declares(*_said: object) -> None:
    # Entities may unfold, and no workbook declares any.
    raise BadInput("set_unreadable")
