"""A policy's outline: which lines begin clauses and how deep, as read or as set by hand."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pms_tracker.kernel.era_dates import fold
from pms_tracker.plan.text import policy_desk, policy_facts, policy_lines
from pms_tracker.plan.text.policy_candidates import HEADING, Chosen
from pms_tracker.plan.text.policy_labels import Marker, without_mark
from pms_tracker.plan.text.policy_written import Written
from pms_tracker.plan.text.tree import policy_tree
from pms_tracker.plan.text.tree.policy_numbering import Place, places

# What follows a text like an 附則, where it says no more than when the text counts.
_NOTES = ("附記", "付記")
# So many lines of a desk are looked at.
_LONGEST_DESK = 5
# The line that begins each clause, from 0, and its depth, from 1; depth 0 begins the closing.
Outline = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Tree:
    """The lines of a text, its clauses' places, the line each begins at, and where they end."""

    lines: list[Written]
    places: list[Place]
    starts: list[int]
    end: int
    is_marked: bool = field(default=False)

    @property
    def outline(self) -> Outline:
        rows = [(start, place.depth) for start, place in zip(self.starts, self.places, strict=True)]
        return (*rows, (self.end, 0)) if self.end < len(self.lines) else tuple(rows)


def of_text(text: str, outline: Outline | None, ranks: Mapping[int, int] | None) -> Tree:
    """The tree of a text: the given one, or the best that its lines allow."""
    lines = policy_lines.lines_of(text, ranks)
    if outline is not None:
        return _given(lines, outline)
    chosen = policy_tree.best(policy_lines.candidates(lines))
    chosen = _without_empty_supplement(lines, chosen)
    desk = _desk_below(lines, chosen)
    end = min(_closing_start(lines, chosen, desk), len(lines) if desk is None else desk)
    captioned = {below: above for above, below in policy_lines.captions(lines).items()}
    kept = places(one for one in chosen if one.line < end)
    starts = [captioned.get(place.line, place.line) for place in kept]
    return Tree(lines, kept, starts, end, ranks is None and _is_marked(lines))


def _is_marked(lines: Sequence[Written]) -> bool:
    return any(line.skip > line.quoted or line.is_text for line in lines)


def _given(lines: list[Written], outline: Outline) -> Tree:
    """A tree set by hand: rows out of order, twice, or beyond the text are not followed."""
    captioned = policy_lines.captions(lines)
    end = min((line for line, depth in outline if depth == 0), default=len(lines))
    end = min(max(end, 0), len(lines))
    starts: list[int] = []
    chosen = []
    for line, depth in sorted(outline):
        if depth < 1 or not 0 <= line < end or line in starts[-1:]:
            continue
        starts.append(line)
        label = captioned.get(line, line)
        chosen.append(Chosen(label, _label(lines[label]), depth))
    return Tree(lines, places(chosen), starts, end, _is_marked(lines))


def _label(line: Written) -> Marker:
    found = policy_lines.readings_of(line)
    return found[0] if found else policy_lines.heading(line)


def _without_empty_supplement(lines: Sequence[Written], chosen: list[Chosen]) -> list[Chosen]:
    """An 附則 that no numbered provision follows is no clause, nor an 附記 of a day alone."""
    while chosen and (
        chosen[-1].marker.style == "附則"
        or (
            chosen[-1].marker.symbol in _NOTES
            and policy_facts.is_history(" ".join(_below(lines, chosen[-1].line)[:1]))
        )
    ):
        chosen = chosen[:-1]
    return chosen


def _desk_below(lines: Sequence[Written], chosen: Sequence[Chosen]) -> int | None:
    """The line below numbered clauses that heads a desk as none of them is headed: 【窓口】."""
    if len(chosen) < 2 or lines[chosen[-1].line].rank is not None:
        return None
    *before, last = chosen
    own = last.marker.style
    headed = any(one.depth == 1 and not one.marker.number for one in before)
    if last.marker.number or headed or any(one.marker.style == own for one in before):
        return None
    below = _below(lines, last.line)[:_LONGEST_DESK]
    is_told = any(policy_desk.has_phone(each) or "@" in fold(each)[0] for each in below)
    is_desk = policy_desk.heads_desk(without_mark(lines[last.line].words))
    return last.line if is_desk and is_told and not any("。" in each for each in below) else None


def _signed_desk(words: Sequence[str], chosen: Sequence[Chosen]) -> int:
    """The last line of a desk's telephone or address in the paragraph that the last clause, headed
    as a desk is, has: who heads the firm may be named above it. 0 without such a paragraph."""
    last = chosen[-1] if chosen else None
    if last is None or not policy_desk.heads_desk(words[last.line]):
        return 0
    begin = next((i for i in range(last.line + 1, len(words)) if words[i]), len(words))
    block = itertools.takewhile(lambda i: words[i], range(begin, len(words)))
    told = (i for i in block if policy_desk.has_phone(words[i]) or "@" in fold(words[i])[0])
    return max(told, default=0)


def _below(lines: Sequence[Written], at: int) -> list[str]:
    """The first words below a line."""
    return [line.words for line in lines[at + 1 : at + 9] if line.words]


def _closing_start(lines: Sequence[Written], chosen: Sequence[Chosen], desk: int | None) -> int:
    """The first line of the closing; len(lines) if there is none.

    It is below the last label; a heading without a number is part of it unless sentences stand
    under it, as under the headings of a text that tells its history first.
    """
    chosen = [one for one in chosen if one.line != desk]
    last = max((one.line for one in chosen if one.marker.style != HEADING), default=0)
    words = [line.words for line in lines]
    headings = {one.line for one in chosen if one.marker.style == HEADING}
    told = [i for i in headings if any(each.endswith(("。", ".")) for each in words[i + 1 : i + 4])]
    last = max([last, *told, _signed_desk(words, chosen)])
    if not chosen:
        last = 0
    for i in range(last + 1, len(lines)):
        if policy_facts.begins_closing(words[i], words[i + 1 : i + 9]):
            return i
    return len(lines)
