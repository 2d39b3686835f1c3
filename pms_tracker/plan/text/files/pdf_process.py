"""A PDF's text, a line for each of its lines, in a process of its own."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Any

from pms_tracker.plan.text import policy_facts
from pms_tracker.plan.text.files import limited_process
from pms_tracker.plan.text.policy_labels import markers

MOST_PAGES = 300
MOST_CHARACTERS = 2_000_000
_PAGE_NUMBER = re.compile(
    r"\W*(?:p(?:age|p?\.)?\s*)?[0-9]{1,3}(?:\s*(?:/|of)\s*[0-9]{1,3})?(?:\s*(?:ページ|頁))?\W*",
    re.I,
)
_FIRST_WORD = re.compile(r"^\s*([!-~]{1,20}|.?).*$", re.S)
_BOLD = re.compile(r"bold|heavy|black", re.I)
# Of fewer pages left and right ones are alike.
_FEWEST_OF_BOOK = 4
# How far below a line the next one stands at least, of its size.
_LOWEST = 0.8
# How much larger a heading is written than other words, and how long a bullet or a label is.
_LARGER, _LONGEST_MARK, _FEWEST_OF_TITLE = 1.08, 4, 4
# What a browser prints around a page: when it did and the page's title, its address and number.
_PRINTED = re.compile(
    r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4},? [0-9]{1,2}:[0-9]{2}\b.*"
    r"|(?:https?|\ufb01le|file)://\S+(?:\s+[0-9]{1,3}/[0-9]{1,3})?"
)
# In half-width characters: what is not wider is wrapped by hand.
_NARROWEST = 40


@dataclass
class _Line:
    """A line of a page: where it begins, how high it stands, how large and heavy it is written."""

    left: float
    height: float
    size: float
    words: str
    is_bold: bool = False

    def stands_out(self, other: "_Line") -> bool:
        """Whether it is written as a heading is above or below what the other says."""
        return self.size > other.size * _LARGER or self.is_bold > other.is_bold


def _told(data: bytes) -> dict[str, str]:
    # Where the limits hold already.
    from pypdf import PdfReader  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"trouble": "pdf_locked"}
        pages = _pages(_without_heads(reader.pages[:MOST_PAGES]))
    except Exception:
        return {"trouble": "file_unreadable"}
    text = "".join(pages).lstrip("\n")[:MOST_CHARACTERS]
    return {"text": text} if text.strip() else {"trouble": "pdf_scan"}


def _pages(pages: Sequence[list[_Line]]) -> list[str]:
    """The words of each page, set in from the edge that all have; left ones and right ones of a
    book have each their own."""
    step = 2 if len(pages) >= _FEWEST_OF_BOOK else 1
    edges = [
        min((line.left for lines in pages[side::step] for line in lines), default=0.0)
        for side in range(step)
    ]
    return ["".join(_written(lines, edges[i % step])) for i, lines in enumerate(pages)]


def _without_heads(pages: Sequence[Any]) -> list[list[_Line]]:
    """The lines of each page, without what stands at the top or the foot of most of them: at the
    top of the first it may be the title, and at the foot of the last it is in no clause's way."""
    found = [_in_place(_page(page)) for page in pages]
    for ends, others in ((max, slice(1, None)), (min, slice(None, -1))):
        at_end = [ends(lines, key=_height) for lines in found if len(lines) > 1]
        often = Counter(_alike(line) for line in at_end)
        running = {words for words, times in often.items() if 1 < times > len(at_end) / 2}
        found[others] = [
            [line for line in lines if line not in at_end or _alike(line) not in running]
            for lines in found[others]
        ]
        if ends is max and found and found[0] and _alike(found[0][0]) in running:
            # Of the first page it is the title, unless that stands below it.
            del found[0][: _says_again(found[0][0], found[0][1:])]
    return found


def _says_again(head: _Line, below: Sequence[_Line]) -> bool:
    """Whether a line below a running head says words of it once more."""
    own = "".join(head.words.split())
    told = ("".join(line.words.split()) for line in below)
    return any(len(each) >= _FEWEST_OF_TITLE and each in own for each in told)


def _in_place(lines: list[_Line]) -> list[_Line]:
    """The lines of a page with what was drawn apart from them where one sees it: the bullet of a
    list in front of its line, a running head above and a foot below."""
    homes: dict[int, _Line] = {}
    kept: list[_Line] = []
    for line in lines:
        home = homes.get(round(line.height))
        is_mark = home and len(line.words.strip()) <= _LONGEST_MARK
        if home and is_mark and 0 < home.left - line.left < _LONGEST_MARK * line.size:
            home.words, home.left = f"{line.words.strip()} {home.words}", line.left
        else:
            homes[round(line.height)] = line
            kept.append(line)
    for end, drawn, place in ((max, kept[-2:], 0), (min, kept[:2], len(kept))):
        one = end(kept, key=_height) if kept else None
        if one is not None and any(one is each for each in drawn):
            kept.remove(one)
            kept.insert(place, one)
    return kept


def _height(line: _Line) -> float:
    return line.height


def _alike(line: _Line) -> str:
    return re.sub(r"[0-9]+", "0", line.words.strip())


def _page(page: Any) -> list[_Line]:
    lines: list[_Line] = []

    def seen(words: str, outer: Any, inner: Any, font: Any, size: float) -> None:
        if words.strip("\n"):
            at, face = _at(outer, inner), str((font or {}).get("/BaseFont"))
            size = max(1.0, size * hypot(*inner[2:4]) * hypot(*outer[2:4]))
            _add(lines, _Line(at[0], at[1], size, words, bool(_BOLD.search(face))))

    page.extract_text(visitor_text=seen)
    lines = [line for line in lines if line.words.strip()]
    ends = [end(lines, key=_height) for end in (max, min) if lines]
    ends += [*lines[:1], *lines[-1:]]
    return [
        line for line in lines if line not in ends or not _is_around(" ".join(line.words.split()))
    ]


def _is_around(words: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(words) or _PRINTED.fullmatch(words))


def _at(outer: Any, inner: Any) -> tuple[float, float]:
    across = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
    up = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
    return across, up


def _add(lines: list[_Line], new: _Line) -> None:
    same = lines and abs(lines[-1].height - new.height) < new.size * 0.5
    if same:
        # A blank of another font is told twice.
        words = new.words.strip("\n")
        lines[-1].words += words if words.strip(" ") else " "
    elif new.words.strip():
        new.words = new.words.strip("\n")
        lines.append(new)


def _written(lines: list[_Line], left: float) -> Iterator[str]:
    """Lines with their indentation and the blank ones between; what was wrapped is one again."""
    if not lines:
        return
    if len(lines) > 1 and lines[0].stands_out(lines[1]):
        yield "\n"
    usual = _spacing(lines)
    longest = max(_width(line.words) for line in lines)
    for line, after in pairwise([*lines, None]):
        assert line is not None
        yield _indented(line, left)
        gap = abs(line.height - after.height) if after else 0.0
        # No more of the next line had room: its first word, or one character of Japanese.
        room = _width(line.words) + _width(_FIRST_WORD.sub(r"\1", after.words) if after else "")
        full = room >= longest * 0.9 and longest > _NARROWEST
        unlike = after and (line.stands_out(after) or after.stands_out(line))
        full = full and not unlike
        if after and full and gap < usual * 1.3 and _goes_on(line.words.strip(), after.words):
            after.left = left
            # Words of Latin letters are apart, where a line's end was all between them.
            yield " " if _are_words(line.words.strip()[-1:] + after.words.strip()[:1]) else ""
            continue
        is_apart = after and (after.stands_out(line) or (usual and gap > usual * 1.6))
        yield "\n\n" if is_apart else "\n"


def _spacing(lines: Sequence[_Line]) -> float:
    """How far apart the lines of one paragraph stand: the least of what is not raised or lowered
    within a line, but for a few."""
    gaps = sorted(
        gap
        for one, below in pairwise(lines)
        if (gap := abs(one.height - below.height)) > _LOWEST * below.size
    )
    return gaps[max(len(gaps) // 10, min(2, len(gaps) // 3))] if gaps else 0.0


def _width(words: str) -> int:
    """The columns that a line takes, in half-width characters."""
    return sum(1 if one.isascii() else 2 for one in words.strip())


def _are_words(ends: str) -> bool:
    """Whether a line's last and the next one's first character are of a script with blanks."""
    return ends.isascii() and ends[:1] != "-"


def _goes_on(words: str, below: str) -> bool:
    """Whether a full line may go on in the next, which begins neither a clause nor the closing."""
    found = markers(below)
    is_label = bool(found) and (found[0].sure or len(found[0].parts) > 1)
    closes = policy_facts.begins_closing(below.strip(), ())
    return not (words.endswith(("。", ".")) or is_label or closes)


def _indented(line: _Line, left: float) -> str:
    columns = round((line.left - left) / max(line.size / 2, 1))
    return " " * min(30, max(0, columns)) + line.words.strip()


if __name__ == "__main__":
    limited_process.answer(_told)
