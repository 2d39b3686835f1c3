"""A PDF's text, a line for each of its lines, in a process of its own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from pms_tracker.plan.text import policy_facts
from pms_tracker.plan.text.files import limited_process
from pms_tracker.plan.text.files.pdf_lines import Line
from pms_tracker.plan.text.policy_labels import markers

MOST_PAGES = 300
MOST_CHARACTERS = 2_000_000
_PAGE_NUMBER = re.compile(
    r"\W*(?:p(?:age|p?\.)?\s*)?[0-9]{1,3}(?:\s*(?:/|of)\s*[0-9]{1,3})?(?:\s*(?:ページ|頁))?\W*",
    re.I,
)
_FIRST_WORD = re.compile(r"^\s*([!-~]{1,20}|.?).*$", re.S)
# Of fewer pages left and right ones are alike.
_FEWEST_OF_BOOK = 4
# How far below a line the next one stands at least, of its size.
_LOWEST = 0.8
# Between which distances lines of type are set that nobody has led, of its size.
_CLOSEST, _CLOSE = 1.05, 1.4
# How long a bullet or a label is, and how short words that a title says again are at least.
_LONGEST_MARK, _FEWEST_OF_TITLE = 4, 4
# What a browser prints around a page: when it did and the page's title, its address and number.
_PRINTED = re.compile(
    r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4},? [0-9]{1,2}:[0-9]{2}\b.*"
    r"|(?:https?|\ufb01le|file)://\S+(?:\s+[0-9]{1,3}/[0-9]{1,3})?"
)
# How far apart full lines end, of their size: a character of Japanese, or a word, had no room.
_RAGGED = 4
# In half-width characters: what is not wider is wrapped by hand.
_NARROWEST = 40


def _told(data: bytes) -> dict[str, str]:
    # Where the limits hold already.
    from pms_tracker.plan.text.files import pdf_glyphs  # noqa: PLC0415

    try:
        pages = _pages(_without_heads(pdf_glyphs.pages(data, MOST_PAGES)))
    except pdf_glyphs.Locked:
        return {"trouble": "pdf_locked"}
    except Exception:
        return {"trouble": "file_unreadable"}
    text = "".join(pages).lstrip("\n")[:MOST_CHARACTERS]
    return {"text": text} if text.strip() else {"trouble": "pdf_scan"}


def _pages(pages: Sequence[list[Line]]) -> list[str]:
    """The words of each page, set in from the edge that all have; left ones and right ones of a
    book have each their own."""
    step = 2 if len(pages) >= _FEWEST_OF_BOOK else 1
    edges = [
        min((line.left for lines in pages[side::step] for line in lines), default=0.0)
        for side in range(step)
    ]
    return ["".join(_written(lines, edges[i % step])) for i, lines in enumerate(pages)]


def _without_heads(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of each page, without what stands at the top or the foot of most of them: at the
    top of the first it may be the title, and at the foot of the last it is in no clause's way."""
    found = [_in_place(_without_numbers(page)) for page in pages]
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


def _says_again(head: Line, below: Sequence[Line]) -> bool:
    """Whether a line below a running head says words of it once more."""
    own = "".join(head.words.split())
    told = ("".join(line.words.split()) for line in below)
    return any(len(each) >= _FEWEST_OF_TITLE and each in own for each in told)


def _in_place(lines: list[Line]) -> list[Line]:
    """The lines of a page with what was drawn apart from them where one sees it: the bullet of a
    list in front of its line, a running head above and a foot below."""
    homes: dict[int, Line] = {}
    kept: list[Line] = []
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


def _height(line: Line) -> float:
    return line.height


def _alike(line: Line) -> str:
    return re.sub(r"[0-9]+", "0", line.words.strip())


def _without_numbers(lines: list[Line]) -> list[Line]:
    """A page without its number, and without what a browser prints around it."""
    ends = [end(lines, key=_height) for end in (max, min) if lines]
    ends += [*lines[:1], *lines[-1:]]
    return [
        line for line in lines if line not in ends or not _is_around(" ".join(line.words.split()))
    ]


def _is_around(words: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(words) or _PRINTED.fullmatch(words))


def _written(lines: list[Line], left: float) -> Iterator[str]:
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
        full = room >= longest * 0.9 and longest > _NARROWEST and _is_full(line, lines, left)
        unlike = after and (line.stands_out(after) or after.stands_out(line))
        full = full and not unlike
        if after and full and gap < usual * 1.3 and _goes_on(line.words.strip(), after.words):
            after.left = left
            # Words of Latin letters are apart, where a line's end was all between them.
            yield " " if _are_words(line.words.strip()[-1:] + after.words.strip()[:1]) else ""
            continue
        is_apart = after and (after.stands_out(line) or (usual and gap > usual * 1.6))
        yield "\n\n" if is_apart else "\n"


def _is_full(line: Line, lines: Sequence[Line], left: float) -> bool:
    """Whether it ends as far from the right as the page begins from the left, or where others
    do: the longest line of a list does neither."""
    near = line.size * _RAGGED
    alike = sum(abs(line.margin - other.margin) < near for other in lines)
    return line.margin < left + near or alike > 1


def _spacing(lines: Sequence[Line]) -> float:
    """How far apart the lines of one paragraph stand: the least of what is not raised or lowered
    within a line, but for a few; and those few where they stand as close as type is set."""
    gaps = sorted(
        gap
        for one, below in pairwise(lines)
        if (gap := abs(one.height - below.height)) > _LOWEST * below.size
    )
    set_closely = (gap for gap in gaps if _CLOSEST < gap / _usual_size(lines) < _CLOSE)
    often = gaps[max(len(gaps) // 10, min(2, len(gaps) // 3))] if gaps else 0.0
    return min(often, next(set_closely, often))


def _usual_size(lines: Sequence[Line]) -> float:
    return median(line.size for line in lines)


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


def _indented(line: Line, left: float) -> str:
    columns = round((line.left - left) / max(line.size / 2, 1))
    return " " * min(30, max(0, columns)) + line.words.strip()


if __name__ == "__main__":
    limited_process.answer(_told)
