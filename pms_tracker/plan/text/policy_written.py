"""A policy's lines as they are written, with what a format says of them."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pms_tracker.kernel.era_dates import FoundDay, find_days, find_months

# A soft return ends a line, as Word writes it and as Unicode has it.
_ENDS = r"\r\n\v\f\x85\u2028\u2029"
LINE = re.compile(rf"[^{_ENDS}]*(?:\r\n|[{_ENDS}])|[^{_ENDS}]+")
# What nobody sees, too.
BLANKS = "\ufeff \t\r\n\v\f\x85\u2028\u2029\u3000\u00a0\u200b\u200e\u200f\u2060"
# What a mail sets before each line that it answers, and a fax or a chat before what it cites.
_QUOTE = re.compile(r"(?:[ \t\u3000]*[>＞|｜│])+")
_BEHIND_MARK = (" ", "\t", "\u3000")
_BETWEEN_CELLS = "|｜│"
_FEWEST_QUOTED = 3
# How wide paper is whose lines were broken by hand, in half-width columns, and how many lines tell.
_NARROWEST, _WIDEST, _FEWEST_BROKEN = 40, 120, 3
# So much of a line's end is looked at.
_END, _PARTICLES = 10, "をはがにでとへの、"
_ENDS_SENTENCE = "。.!?:：；;"
# The rank of a line that a list labelled: how deep it stands is for the whole text to tell.
SURE = -1
# The rank of a table's row, which begins no clause whatever its first cell is.
ROW = -2


@dataclass(frozen=True)
class Written:
    """A line with its end. `skip` characters at its beginning are a format's marks, no words, and
    the first `quoted` of them say that a mail quotes it; one that `is_text` by its format, or
    `is_aside` of the clauses, begins none."""

    raw: str
    skip: int = 0
    rank: int | None = None
    is_text: bool = False
    is_marked: bool = False
    is_aside: bool = False
    quoted: int = 0

    @property
    def own(self) -> str:
        """The line as it was before a mail quoted it."""
        return self.raw[self.quoted :]

    @property
    def words(self) -> str:
        return self.raw[self.skip :].strip(BLANKS)

    @property
    def begins_none(self) -> bool:
        return self.is_text or self.is_aside


def quotes(raws: Sequence[str]) -> list[int]:
    """How much of each line is not of the text that a mail quotes: > before it, and whole lines
    that the mail has above and below. 0 for every line of a text that is not quoted for the most
    part; a table between | is none."""
    ends = [match.end() if (match := _QUOTE.match(raw)) else 0 for raw in raws]
    marked = [i for i, end in enumerate(ends) if end]
    worded = [i for i, raw in enumerate(raws) if raw.strip(BLANKS)]
    if len(marked) < _FEWEST_QUOTED or len(marked) * 2 < len(worded):
        return [0] * len(raws)
    first, last = marked[0], marked[-1]
    within = sum(1 for i in worded if first <= i <= last)
    rows = sum(1 for i in marked if any(each in raws[i][ends[i] :] for each in _BETWEEN_CELLS))
    if len(marked) * 10 < within * 8 or rows * 2 > len(marked):
        return [0] * len(raws)
    # A blank behind each mark is the mail's; behind some it is the text's own.
    worded = [i for i in marked if raws[i][ends[i] :].strip(BLANKS)]
    if all(raws[i][ends[i]] in _BEHIND_MARK for i in worded):
        for i in marked:
            ends[i] += raws[i].startswith(_BEHIND_MARK, ends[i])
    return [end if first <= i <= last else len(raws[i]) for i, end in enumerate(ends)]


def continued(lines: Sequence[Written]) -> set[int]:
    """The lines that go on a sentence of the line above, which reached the edge of the paper."""
    worded = [i for i, line in enumerate(lines) if line.words]
    wide = {i: _columns(lines[i].raw.rstrip(BLANKS)) for i in worded}
    open_ended = (i for i in worded if lines[i].words[-1] not in _ENDS_SENTENCE)
    unlike = {_end_of(lines[i].words, i): i for i in open_ended}
    unfinished = Counter(wide[i] for i in unlike.values())
    edge = next(
        (
            one
            for one in sorted(unfinished, reverse=True)
            if _NARROWEST <= one <= _WIDEST
            and sum(unfinished[one - away] for away in range(3)) >= _FEWEST_BROKEN
        ),
        None,
    )
    if edge is None or sum(1 for one in wide.values() if one > edge) * 20 > len(worded):
        return set()
    return {
        below
        for above, below in itertools.pairwise(worded)
        if edge - 2 <= wide[above] <= edge and lines[above].words[-1] not in _ENDS_SENTENCE
    }


def _end_of(words: str, i: int) -> str | int:
    """How a line ends; what ends alike in a noun is a list's rather than broken again and again."""
    return i if words[-1] in _PARTICLES else words[-_END:]


def _columns(words: str) -> int:
    return sum(1 if one.isascii() else 2 for one in words)


@dataclass(frozen=True)
class Unquoted:
    """A text without what a mail set around it: from how many lines it took a mark, and the lines
    that it had above and below."""

    text: str
    marked: int = 0
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    @property
    def left_out(self) -> list[str]:
        """What the lines above and below say."""
        return [words for line in (*self.above, *self.below) if (words := line.strip(BLANKS))]


def unquoted(text: str) -> Unquoted:
    """Take off what a mail that quotes a text sets before its lines; no other character changes."""
    raws = LINE.findall(text)
    ends = quotes(raws)
    if not any(ends):
        return Unquoted(text)
    marked = [i for i, raw in enumerate(raws) if _QUOTE.match(raw)]
    first, last = marked[0], marked[-1] + 1
    own = "".join(raw[end:] for raw, end in zip(raws[first:last], ends[first:last], strict=True))
    return Unquoted(own, len(marked), tuple(raws[:first]), tuple(raws[last:]))


# Of one line it is asked several times, whether it is a heading, a title and the closing's begin.
@lru_cache(maxsize=256)
def days_in(text: str, month_first: bool | None = None) -> tuple[FoundDay, ...]:
    """The days and months that a line tells, in reading order."""
    found = [*find_days(text, month_first=month_first), *find_months(text)]
    return tuple(sorted(found, key=lambda hit: hit.start))


def without_days(text: str) -> str:
    """A line with a blank for each of its days."""
    for hit in reversed(days_in(text)):
        text = f"{text[: hit.start]} {text[hit.end :]}"
    return text
