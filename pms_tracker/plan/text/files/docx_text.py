"""A Word document as lines, with the labels that Word writes itself (ECMA-376 part 1, 17.9).

Only three parts are read, each to a limit, none with a document type; what is deleted in tracked
changes is left out, and a table's row is a line.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pms_tracker.plan.text.files.list_numbers import said
from pms_tracker.plan.text.policy_labels import markers
from pms_tracker.plan.text.policy_text import NotAPolicy
from pms_tracker.plan.text.policy_written import ROW, SURE
from pms_tracker.sheets.packages import Package, Unreadable

Line = tuple[str, int | None]
MOST_UNPACKED = 8 * 1024 * 1024
MOST_PARAGRAPHS = 50_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent", "instrText", "delText", "pPr")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
# A paragraph that tracked changes take out whole is not counted either.
_DELETED = f"{_W}pPr/{_W}rPr/{_W}del"
_BOX = f"{_W}txbxContent"
# A level that closes every other one of the text, below the headings that Word knows.
_OUTERMOST = 9
_TITLES = frozenset(("title", "表題"))
# The styles of a table of contents that Word made.
_OF_CONTENTS = ("toc ", "目次")


@dataclass(frozen=True)
class _Level:
    """How one level of a list is numbered."""

    form: str = "decimal"
    shown: str = "%1."
    first: int = 1
    after: str = " "
    restarts: bool = True


@dataclass
class _Style:
    """What a style says of its paragraphs: list, level of the list, level of the heading."""

    name: str = ""
    based_on: str = ""
    list_id: str = ""
    list_level: int | None = None
    outline: int | None = None


@dataclass
class _Lists:
    """The lists of a document and how far each has been counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    # Lists that share a definition go on counting together.
    shared: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def key(self, list_id: str) -> str:
        """What a list counts as: itself, or all that go on together."""
        return self.shared.get(list_id, list_id)

    def label(self, list_id: str, level: int) -> str:
        """The label of the next paragraph of a list; "" where the list shows none."""
        levels = self.levels.get(list_id, {})
        own = levels.get(level)
        if own is None or own.form == "none":
            return ""
        counts = self.counts[self.key(list_id)]
        for deeper in [each for each in counts if each > level]:
            if levels.get(deeper, own).restarts:
                del counts[deeper]
        counts[level] = counts.get(level, own.first - 1) + 1
        if own.form == "bullet":
            # A sign of Word's own fonts is no character of any text.
            found = markers(f"{own.shown} ")
            if not found or found[0].style[0] != "・":
                return "・"
            return own.shown + " " * own.shown.isascii()
        shown = own.shown
        for place in range(level + 1):
            each = levels.get(place, _Level())
            number = counts.get(place, each.first)
            shown = shown.replace(f"%{place + 1}", said(number, each.form))
        return shown + own.after if shown.strip() else ""


def lines_of(data: bytes) -> list[Line]:
    """The lines of a .docx; headings by their level, labels as Word shows them.

    Raises NotAPolicy("file_unreadable") for what is no such document, or no honest one.
    """
    try:
        packed = Package(data)
        names = packed.names
        if "word/document.xml" not in names:
            raise NotAPolicy("file_unreadable")
        parts = [
            _part(packed, f"word/{name}.xml") if f"word/{name}.xml" in names else None
            for name in ("document", "numbering", "styles")
        ]
    except Unreadable as broken:
        raise NotAPolicy("file_unreadable") from broken
    document, numbering, styles = parts
    assert document is not None
    return list(_Reader(_lists(numbering), _styles(styles)).lines(document))


def _part(packed: Package, name: str) -> Element:
    content = packed.read(name, MOST_UNPACKED)
    if len(content) > MOST_UNPACKED or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NotAPolicy("file_unreadable")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotAPolicy("file_unreadable")
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, RecursionError) as broken:
        raise NotAPolicy("file_unreadable") from broken


def _value(element: Element | None, name: str = "val") -> str:
    return "" if element is None else element.get(f"{_W}{name}", "")


def _number(element: Element | None) -> int | None:
    text = _value(element)
    return int(text) if text.isdecimal() and len(text) < 5 else None


def _lists(numbering: Element | None) -> _Lists:
    lists = _Lists()
    if numbering is None:
        return lists
    abstract = {
        _value(each, "abstractNumId"): _levels(each) for each in numbering.iter(f"{_W}abstractNum")
    }
    for each in numbering.iter(f"{_W}num"):
        list_id, of = _value(each, "numId"), _value(each.find(f"{_W}abstractNumId"))
        levels, anew = dict(abstract.get(of, {})), False
        for override in each.iter(f"{_W}lvlOverride"):
            level = int(_value(override, "ilvl") or 0)
            own = override.find(f"{_W}lvl")
            first = _number(override.find(f"{_W}startOverride"))
            if own is not None:
                levels[level] = _level(own)
            if first is not None and level in levels:
                one = levels[level]
                levels[level], anew = replace(one, first=first), True
        lists.levels[list_id] = levels
        lists.shared[list_id] = list_id if anew else f"of {of}"
    return lists


def _levels(abstract: Element) -> dict[int, _Level]:
    found = {}
    for each in abstract.findall(f"{_W}lvl"):
        place = _value(each, "ilvl")
        if place.isdecimal() and len(place) == 1:
            found[int(place)] = _level(each)
    return found


def _level(element: Element) -> _Level:
    first = _number(element.find(f"{_W}start"))
    after = _value(element.find(f"{_W}suff"))
    return _Level(
        _value(element.find(f"{_W}numFmt")) or "decimal",
        _value(element.find(f"{_W}lvlText"))[:40],
        1 if first is None else first,
        "" if after == "nothing" else " ",
        _value(element.find(f"{_W}lvlRestart")) != "0",
    )


def _styles(styles: Element | None) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for each in () if styles is None else styles.iter(f"{_W}style"):
        made = _Style(_value(each.find(f"{_W}name")).lower(), _value(each.find(f"{_W}basedOn")))
        _told(each.find(f"{_W}pPr"), made)
        found[_value(each, "styleId")] = made
    return found


def _told(properties: Element | None, style: _Style) -> None:
    """Take what a paragraph's properties say over what its style says."""
    if properties is None:
        return
    numbered = properties.find(f"{_W}numPr")
    if numbered is not None:
        list_id = numbered.find(f"{_W}numId")
        style.list_id = _value(list_id) if list_id is not None else style.list_id
        level = _number(numbered.find(f"{_W}ilvl"))
        style.list_level = level if level is not None else style.list_level
    outline = _number(properties.find(f"{_W}outlineLvl"))
    style.outline = outline if outline is not None else style.outline


class _Reader:
    """Reads the paragraphs of a document in order."""

    def __init__(self, lists: _Lists, styles: dict[str, _Style]) -> None:
        self._lists, self._styles = lists, styles
        # The lists that have labelled a line, and "" where a label or a heading was typed.
        self._met: set[str] = set()
        self._late = ""

    def lines(self, document: Element) -> Iterator[Line]:
        for read, block in enumerate(_blocks(document)):
            if read > MOST_PARAGRAPHS:
                raise NotAPolicy("file_unreadable")
            yield from self._block(block)
            for boxed in _boxed(block):
                yield from self._block(boxed)

    def _block(self, block: Element) -> Iterator[Line]:
        if block.tag == f"{_W}tr":
            yield from self._row(block.findall(f"{_W}tc"))
        else:
            yield from self._paragraph(block)

    def _row(self, cells: Sequence[Element]) -> Iterator[Line]:
        """A row of a table as a line; a box around a text is none."""
        if len(cells) == 1:
            for block in _blocks(cells[0]):
                if block.tag == f"{_W}p":
                    yield from self._paragraph(block)
            return
        told = (
            " ".join(" ".join(_words(each).split("\n")) for each in cell.iter(f"{_W}p")).strip()
            for cell in cells
        )
        yield "\t".join(told), ROW

    def _paragraph(self, paragraph: Element) -> Iterator[Line]:
        if paragraph.find(_DELETED) is not None and not _words(paragraph).strip():
            return
        style = self._of(paragraph)
        label, level = "", style.list_level or 0
        if style.list_id not in ("", "0"):
            self._meet(style.list_id, level)
            label = self._lists.label(style.list_id, min(level, 8))
        first, *rest = _words(paragraph).split("\n")
        rank = style.outline + 1 if style.outline is not None and style.outline < 9 else None
        if style.name.startswith(_OF_CONTENTS):
            yield from ((words, ROW) for words in (first, *rest))
            return
        if not first.strip():
            label, rank = "", None
        if rank is None and label:
            is_outermost = level == 0 and self._lists.key(style.list_id) == self._late
            label, rank = "\u3000" * level + label, _OUTERMOST if is_outermost else SURE
        elif rank is not None or any(one.sure for one in markers(first)):
            self._met.add("")
        yield label + first, rank if style.name not in _TITLES else None
        yield from ((words, None) for words in rest)

    def _meet(self, list_id: str, level: int) -> None:
        """Note a list's line; the outermost level of one that began deeper, before any other
        label, holds none of what it began with."""
        key = self._lists.key(list_id)
        if level == 0 and self._met == {key} and not self._lists.counts[key].get(0):
            self._late = key if self._lists.counts[key] else self._late
        self._met.add(key)

    def _of(self, paragraph: Element) -> _Style:
        properties = paragraph.find(f"{_W}pPr")
        named = "" if properties is None else _value(properties.find(f"{_W}pStyle"))
        chain: list[_Style] = []
        while named in self._styles and len(chain) < 12:
            chain.append(self._styles[named])
            named = self._styles[named].based_on
        made = _Style(chain[0].name if chain else "")
        for each in reversed(chain):
            made.list_id = each.list_id or made.list_id
            made.list_level = each.list_level if each.list_level is not None else made.list_level
            made.outline = each.outline if each.outline is not None else made.outline
        _told(properties, made)
        return made


def _blocks(document: Element) -> Iterator[Element]:
    """Paragraphs, and the rows of tables, in order; without recursion, however deep they nest."""
    waiting = [document]
    while waiting:
        element = waiting.pop()
        if element.tag in (f"{_W}p", f"{_W}tr"):
            yield element
        elif element.tag not in _SKIPPED:
            waiting.extend(reversed(element))


def _boxed(block: Element) -> Iterator[Element]:
    """What stands in the text boxes that hang on a paragraph or in a row."""
    waiting = [block]
    while waiting:
        element = waiting.pop()
        if element.tag == _BOX:
            yield from (each for child in element for each in _blocks(child))
        elif element.tag not in _SKIPPED:
            waiting.extend(reversed(element))


def _words(element: Element) -> str:
    said_here: list[str] = []
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.tag == f"{_W}t":
            said_here.append(one.text or "")
        elif one.tag in (f"{_W}br", f"{_W}cr"):
            said_here.append("\n")
        elif one.tag == f"{_W}tab":
            said_here.append("\u3000")
        elif one.tag not in _SKIPPED:
            waiting.extend(reversed(one))
    return "".join(said_here)
