"""A saved page as lines: its main text, without what a site stands around it (HTML LS 4.3, 4.4).

It is read in a process of its own: a small page may ask a parser for gigabytes (13.2.4.3, the list
of active formatting elements).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pms_tracker.plan.text.files import limited_process
from pms_tracker.plan.text.files.list_numbers import said
from pms_tracker.plan.text.policy_facts import tells_history
from pms_tracker.plan.text.policy_labels import markers
from pms_tracker.plan.text.policy_text import NotAPolicy, read_bytes
from pms_tracker.plan.text.policy_written import ROW, SURE

Line = tuple[str, int | None]
_MAIN = ("main", "[role=main]", "article", "body")
_NO_TEXT = frozenset(
    (
        *("script", "style", "noscript", "template", "iframe", "svg", "form", "button", "select"),
        *(
            "nav",
            "aside",
            "dialog",
            "del",
            "rt",
            "rp",
            "head",
            "title",
            "object",
            "canvas",
            "video",
            "audio",
        ),
    )
)
_AROUND = re.compile(
    r"^(?:g|global|local|site|side|main|foot|head|sub|footer|header)?[-_]?"
    r"(?:nav|navi|navigation|menu|header|footer|side|sidebar|breadcrumbs?|pankuzu|topicpath|share|sns"
    r"|pagetop|cookie|copyright)s?$",
    re.I,
)
# The same as words of longer names: l-footer, headerArea, site-nav__list.
_AROUND_WORDS = frozenset(
    (
        *("nav", "navi", "gnav", "gnavi", "lnav", "lnavi", "fnav", "fnavi", "navigation", "navbar"),
        *("menu", "sidemenu", "leftmenu", "footer", "header", "sidebar", "breadcrumb"),
        *("breadcrumbs", "pankuzu", "topicpath", "sns", "pagetop", "cookie", "copyright", "widget"),
        *("drawer", "pagination", "pager", "colophon", "related"),
    )
)
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# What a page folds up until somebody asks for it is part of its text.
_FOLDED = frozenset(
    (
        *(
            "accordion",
            "panel",
            "collapse",
            "collapsed",
            "collapsible",
            "tab",
            "tabpanel",
            "answer",
        ),
        *("toggle", "details", "faq", "acc", "fold", "expand"),
    )
)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "menu"))
_INLINE = ("span", "b", "strong", "em", "i", "font")
_NUMBER_ALONE = re.compile(r"\s*第?[0-9０-９一二三四五六七八九十.-]{1,6}[編章節条]?\s*")
# A wide blank is one of the words (CSS Text 3, 4.1).
_COLLAPSED = re.compile(r"[ \t\r\n\f]+")
_WORDS = re.compile(r"[-_\s]+|(?<=[a-z])(?=[A-Z])")
# A block of so many links and nothing else leads elsewhere.
_FEWEST_LINKS, _LONGEST_LINK = 3, 24
# What stands between them.
_BETWEEN = re.compile(r"[|｜/・>»≫\s]+")
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "main", "header", "footer", "address", "blockquote"),
        *("dl", "dt", "dd", "ul", "ol", "li", "table", "tr", "pre", "figure", "hr", "body"),
        "caption",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
# How deep bold words stand that head what follows them: below all headings.
_OF_BOLD, _LONGEST_BOLD, _FEWEST_BOLD = 7, 30, 2
_MOST_FOLDED = 200
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
                told = _Lines(root).told
                return told if name == "body" else _with_history(told, tree)
    return []


def _with_history(told: list[Line], tree: LexborHTMLParser) -> list[Line]:
    """The lines of a page's main part, or of all of it where its history stands beside that."""
    if tree.body is None or any(tells_history(words.strip()) for words, _ in told):
        return told
    whole = _Lines(tree.body).told
    return whole if any(tells_history(words.strip()) for words, _ in whole) else told


class _Lines:
    """Walks an element without recursion, since a page may nest as deep as it likes."""

    def __init__(self, root: LexborNode) -> None:
        self.told: list[Line] = []
        self._words: list[str] = []
        self._rank: int | None = None
        self._lists: list[tuple[str, int]] = []
        self._is_page = root.tag == "body"
        self._heads = dict.fromkeys(_bold(root) | _terms(root), _OF_BOLD) | _summaries(root)
        self._held = _held(root)
        self._walk(root)
        self._end()

    def _walk(self, root: LexborNode) -> None:
        steps: list[tuple[LexborNode, bool]] = [(root, True)]
        while steps:
            node, opens = steps.pop()
            if not opens:
                self._closed(node)
            elif node.tag == "-text":
                self._words.append(_COLLAPSED.sub(" ", node.text_content or ""))
            elif node.tag and not node.tag.startswith("-") and not self._is_around(node):
                self._opened(node)
                steps.append((node, False))
                steps.extend((child, True) for child in reversed(list(_children(node))))
            if len(steps) > 200_000:
                raise NotAPolicy("file_unreadable")

    def _is_around(self, node: LexborNode) -> bool:
        if node.tag in _NO_TEXT:
            return node.tag != "button" or not self._is_heading(node)
        if node.tag in ("header", "footer"):
            # A part of the text has a head of its own.
            within = node.parent.tag if node.parent else None
            return self._is_page and within not in ("article", "main", "section")
        told = node.attributes
        hides = "hidden" in told or told.get("aria-hidden") == "true"
        if (hides or _HIDES.search(told.get("style") or "")) and not _is_folded(node):
            return True
        if told.get("role") in _ROLES or self._leads_elsewhere(node):
            return True
        names = f"{told.get('id') or ''} {told.get('class') or ''}".split()
        if any(_AROUND.match(name) for name in names):
            return node.css_first("h1") is None
        # A part of the text may have a head of its own, called so.
        words = {word.lower() for name in names for word in _WORDS.split(name)}
        return bool(words & _AROUND_WORDS) and not node.css_matches("h1,h2,h3")

    def _is_heading(self, node: LexborNode) -> bool:
        """Whether a button unfolds what it is the heading of, from without or within."""
        return self._rank in _HEADINGS.values() or node.css_first("h1,h2,h3,h4,h5,h6") is not None

    def _leads_elsewhere(self, node: LexborNode) -> bool:
        """Whether an element holds links and nothing else: of a page without a main part whatever
        they lead to, else a table of contents, whose links lead to the page itself."""
        if node.tag == "a":
            # Back, print, to the top: what a link does on its own page is none of the text.
            return (node.attributes.get("href") or "").strip().lower().startswith("javascript:")
        held = self._held.get(node.mem_id)
        if held is None or node.tag not in ("td", "ul", "ol", "p", "div"):
            return False
        if held.linked != held.characters:
            return False
        if node.tag in ("ul", "ol") and held.links == held.inside > 1:
            return True
        few = held.links < _FEWEST_LINKS or held.longest > _LONGEST_LINK
        return self._is_page and not few

    def _opened(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _HEADINGS:
            self._end()
            self._blank()
            self._rank = _HEADINGS[tag]
        elif node.mem_id in self._heads:
            self._end()
            self._blank()
            self._rank = self._heads[node.mem_id]
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
            # Two of them are a blank line.
            if "".join(self._words).strip():
                self._end()
            else:
                self._blank()
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
        if node.tag in _INLINE and len(self._words) < 3:
            # A number in an element of its own is set apart by the page's style.
            self._words += [" "] if _NUMBER_ALONE.fullmatch("".join(self._words)) else []
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


@dataclass
class _Held:
    """What an element holds: characters, those within links, the links, those that lead to a part
    of the page itself, and the longest of all."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    inside: int = 0
    longest: int = 0

    def add(self, other: "_Held") -> None:
        self.characters += other.characters
        self.linked += other.linked
        self.links += other.links
        self.inside += other.inside
        self.longest = max(self.longest, other.longest)


def _held(root: LexborNode) -> dict[int, _Held]:
    """What each element holds, in one walk over all."""
    found: dict[int, _Held] = {}
    steps: list[tuple[LexborNode, LexborNode | None, bool]] = [(root, None, True)]
    while steps:
        node, parent, opens = steps.pop()
        if opens and node.tag == "-text":
            told = len(_BETWEEN.sub("", node.text_content or ""))
            found[node.mem_id] = _Held(told)
        elif opens and node.tag not in _NO_TEXT:
            found[node.mem_id] = _Held()
            steps.append((node, parent, False))
            steps.extend((child, node, True) for child in _children(node))
            continue
        its = found.get(node.mem_id)
        if its is not None and node.tag == "a":
            its.linked, its.links, its.longest = its.characters, 1, its.characters
            its.inside = int((node.attributes.get("href") or "").startswith("#"))
        if its is not None and parent is not None:
            found[parent.mem_id].add(its)
    return found


def _bold(root: LexborNode) -> set[int]:
    """The paragraphs of a page without headings of its own that are bold words alone, as many
    editors make them; one alone is emphasis."""
    if root.css_first("h2,h3,h4,h5,h6") is not None:
        return set()
    found = set()
    for node in root.css("p > strong, p > b"):
        parent = node.parent
        words = node.text(deep=True).strip()
        if parent is None or not 1 < len(words) <= _LONGEST_BOLD or markers(words):
            continue
        others = (each for each in _children(parent) if each.mem_id != node.mem_id)
        if "。" not in words and not any((each.text(deep=True) or "").strip() for each in others):
            found.add(parent.mem_id)
    return found if len(found) >= _FEWEST_BOLD else set()


def _summaries(root: LexborNode) -> dict[int, int]:
    """The headings of what a page folds up, above the headings in it."""
    folded = root.css("details > summary")[:_MOST_FOLDED]
    told = [(each, each.text(deep=True).strip()) for each in folded]
    found = [each for each, words in told if 1 < len(words) <= _LONGEST_BOLD and not markers(words)]
    within = (level for tag, level in _HEADINGS.items() if root.css_first(f"details {tag}"))
    rank = max(1, next(within, _OF_BOLD + 1) - 1)
    return {each.mem_id: rank for each in found} if len(found) >= _FEWEST_BOLD else {}


def _terms(root: LexborNode) -> set[int]:
    """The terms of lists whose descriptions are sentences: they head what is said of them. Of a
    table of facts (電話, 03-…) they do not."""
    found = set()
    for node in root.css("dl"):
        held = list(_children(node))
        terms = [each for each in held if each.tag == "dt"]
        told = [each.text(deep=True) or "" for each in held if each.tag == "dd"]
        words = [each.text(deep=True).strip() for each in terms]
        fits = all(1 < len(each) <= _LONGEST_BOLD and not markers(each) for each in words)
        sentences = sum(1 for each in told if "。" in each)
        if fits and len(terms) >= _FEWEST_BOLD and sentences * 2 > len(told):
            found |= {each.mem_id for each in terms}
    return found


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _is_folded(node: LexborNode) -> bool:
    """Whether an element that is hidden is only folded up."""
    told = node.attributes
    names = f"{told.get('id') or ''} {told.get('class') or ''}".lower()
    is_named = not _FOLDED.isdisjoint(_WORDS.split(names))
    return (
        is_named
        or told.get("role") in ("region", "tabpanel")
        or told.get("hidden") == "until-found"
    )


def _told(data: bytes) -> dict[str, list[Line]]:
    return {"lines": lines_of(decoded(data))}


if __name__ == "__main__":
    limited_process.answer(_told)
