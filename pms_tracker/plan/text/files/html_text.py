"""A saved page as lines: its main text, without what a site stands around it (HTML LS 4.3, 4.4)."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pms_tracker.plan.text.files.list_numbers import said
from pms_tracker.plan.text.policy_labels import markers
from pms_tracker.plan.text.policy_lines import ROW, SURE
from pms_tracker.plan.text.policy_text import NotAPolicy, read_bytes

Line = tuple[str, int | None]
_MAIN = ("main", "[role=main]", "article", "body")
_NO_TEXT = frozenset(
    (
        *("script", "style", "noscript", "template", "iframe", "svg", "form", "button", "select"),
        *("nav", "aside", "dialog", "head", "title", "object", "canvas", "video", "audio"),
    )
)
_AROUND = re.compile(
    r"^(?:g|global|local|site|side|main|foot|head|sub|footer|header)?[-_]?"
    r"(?:nav|navi|navigation|menu|header|footer|side|sidebar|breadcrumbs?|pankuzu|topicpath|share|sns"
    r"|pagetop|cookie|copyright)s?$",
    re.I,
)
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "main", "header", "footer", "address", "blockquote"),
        *("dl", "dt", "dd", "ul", "ol", "li", "table", "tr", "pre", "figure", "hr", "body"),
        "caption",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.I)
_DEEPEST = 200


def decoded(data: bytes) -> str:
    """The page's text by what it says of its encoding, else as any text is read."""
    match = _CHARSET.search(data[:4096])
    name = match[1].decode("ascii").lower() if match else ""
    if name in ("euc-jp", "iso-2022-jp"):
        try:
            return data.decode(name)
        except UnicodeDecodeError as trouble:
            raise NotAPolicy("encoding_unknown") from trouble
    return read_bytes(data)


def lines_of(page: str) -> list[Line]:
    """The lines of a page's main text, headings with their level, items with their labels."""
    tree = LexborHTMLParser(page)
    for name in _MAIN:
        for root in tree.css(name):
            if len(root.text()) > 100 or name == "body":
                return _Lines(root).told
    return []


class _Lines:
    """Walks an element without recursion, since a page may nest as deep as it likes."""

    def __init__(self, root: LexborNode) -> None:
        self.told: list[Line] = []
        self._words: list[str] = []
        self._rank: int | None = None
        self._lists: list[tuple[str, int]] = []
        self._is_page = root.tag == "body"
        self._walk(root)
        self._end()

    def _walk(self, root: LexborNode) -> None:
        steps: list[tuple[LexborNode, bool]] = [(root, True)]
        while steps:
            node, opens = steps.pop()
            if not opens:
                self._closed(node)
            elif node.tag == "-text":
                self._words.append(re.sub(r"\s+", " ", node.text_content or ""))
            elif node.tag and not node.tag.startswith("-") and not self._is_around(node):
                self._opened(node)
                steps.append((node, False))
                steps.extend((child, True) for child in reversed(list(_children(node))))
            if len(steps) > 200_000:
                raise NotAPolicy("file_unreadable")

    def _is_around(self, node: LexborNode) -> bool:
        if node.tag in _NO_TEXT:
            return True
        if node.tag in ("header", "footer"):
            return self._is_page
        told = node.attributes
        if "hidden" in told or told.get("aria-hidden") == "true":
            return True
        names = f"{told.get('id') or ''} {told.get('class') or ''}".split()
        return any(_AROUND.match(name) for name in names) and node.css_first("h1") is None

    def _opened(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _HEADINGS:
            self._end()
            self._blank()
            self._rank = _HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self._end()
            first = (node.attributes.get("start") or "1").strip()
            form = _TYPES.get(node.attributes.get("type") or "", "decimal")
            number = int(first) if first.isdecimal() and len(first) < 4 else 1
            self._lists.append(("" if tag == "ul" else form, number))
        elif tag == "li":
            self._end()
            self._item(node)
        elif tag == "br":
            self._end()
        elif tag in ("td", "th"):
            self._rank = ROW
            self._words.append("\t" if self._words else "")
        elif tag in _BLOCKS:
            self._end()

    def _item(self, node: LexborNode) -> None:
        form, number = self._lists[-1] if self._lists else ("", 1)
        words = node.text(deep=True)[:80].strip()
        typed = markers(words)
        if not (typed and typed[0].sure):
            label = f"{said(number, form)}." if form else "・"
            self._words.append("\u3000" * (len(self._lists) - 1) + label + " " * bool(form))
            self._rank = SURE
        if self._lists:
            self._lists[-1] = (form, number + 1)

    def _closed(self, node: LexborNode) -> None:
        if node.tag in _HEADINGS or node.tag in _BLOCKS:
            self._end()
        if node.tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if node.tag in ("p", "table", "ul", "ol", "dl") and not self._lists:
            self._blank()

    def _end(self) -> None:
        said_so_far = "".join(self._words)
        words = said_so_far.rstrip() if self._rank == SURE else said_so_far.strip(" \n")
        is_label_alone = self._rank == SURE and len(words.strip()) < 4 and "・" not in words
        if words.strip() and not (self._rank == SURE and (words.strip() == "・" or is_label_alone)):
            self.told.append((words, self._rank))
            self._words, self._rank = [], None
        elif not words.strip():
            self._words, self._rank = [], None

    def _blank(self) -> None:
        if self.told and self.told[-1][0]:
            self.told.append(("", None))


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next
