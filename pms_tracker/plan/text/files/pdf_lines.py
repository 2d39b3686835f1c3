"""Lines of a PDF's page as one sees them, from its glyphs: put in order by where they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# How much larger a heading is written than other words.
_LARGER = 1.08
# How far glyphs stand apart that have a blank between them, of their size: those of Latin words,
# and others, which are set apart by a quarter where Latin letters and Japanese ones meet.
_APART_IN_LATIN, _APART = 0.15, 0.4
# How far apart columns are at least.
_COLUMNS = 2
# How far from a line's height what belongs to it may stand, and how far from its place a glyph that
# is drawn twice, of its size.
_RAISED, _SHIFTED = 0.5, 0.1


@dataclass
class Glyph:
    """What is drawn at once: from where to where on a line, how high, how large and heavy."""

    left: float
    right: float
    height: float
    size: float
    words: str
    is_bold: bool


@dataclass
class Line:
    """A line of a page: where it begins, how far it ends from the page's right edge, how high it
    stands, how large and heavy it is written."""

    left: float
    margin: float
    height: float
    size: float
    words: str
    is_bold: bool = False

    def stands_out(self, other: "Line") -> bool:
        """Whether it is written as a heading is above or below what the other says."""
        return self.size > other.size * _LARGER or self.is_bold > other.is_bold


def lines(glyphs: Sequence[Glyph], width: float) -> Iterator[Line]:
    """Lines of a page so wide, in the order in which they were begun. Within a line nothing says
    the order of its glyphs but their places: a blank may be drawn before what is left of it."""
    row: list[Glyph] = []
    for each in glyphs:
        if row and abs(row[-1].height - each.height) >= each.size * _RAISED:
            yield from _line(row, width)
            row = []
        row.append(each)
    yield from _line(row, width)


def _line(row: Sequence[Glyph], width: float) -> Iterator[Line]:
    row = list(_once(sorted(row, key=_left)))
    first = next((each for each in row if each.words.strip()), None)
    if first is not None:
        words = row[0].words
        for before, each in pairwise(row):
            words += _between(before, each) + each.words
        yield Line(
            first.left, width - row[-1].right, first.height, first.size, words, first.is_bold
        )


def _left(glyph: Glyph) -> float:
    return glyph.left


def _once(row: Sequence[Glyph]) -> Iterator[Glyph]:
    """The glyphs of a line; one drawn again where it stands is one, and heavy."""
    last: Glyph | None = None
    for each in row:
        if last and last.words == each.words and each.left - last.left < each.size * _SHIFTED:
            last.is_bold = True
        else:
            yield (last := each)


def _between(before: Glyph, after: Glyph) -> str:
    """The blank between them that nothing draws: of columns, or of words."""
    is_latin = (before.words[-1:] + after.words[:1]).isascii()
    least = _APART_IN_LATIN if is_latin else _APART
    gap = (after.left - before.right) / after.size
    if gap <= least or not (before.words.strip() and after.words.strip()):
        return ""
    return "\t" if gap > _COLUMNS else " "
