"""What stands in a text beside its clauses and begins none, whatever it begins with: its title, the
table of contents, page numbers, front matter, the answers of Q&A."""

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pms_tracker.kernel.era_dates import fold
from pms_tracker.plan.text import policy_facts, policy_titles
from pms_tracker.plan.text.policy_labels import Marker, without_mark
from pms_tracker.plan.text.policy_written import SURE, Written

Readings = Callable[[Written], list[Marker]]
# The lines among which a title is looked for, and those of front matter.
_TOP, _LONGEST_MATTER = 9, 40
_LONGEST_ABOVE = 40
_PAGE = re.compile(
    r"[-–—―ー‐\s]*(?:page|p\.)?\s?[0-9]{1,3}\s?(?:(?:/|of)\s?[0-9]{1,3})?[-–—―ー‐\s]*", re.I
)
_CONTENTS = re.compile(r"[\[【〈<]?(?:目次|もくじ|contents|tableofcontents)[\]】〉>]?", re.I)
# What follows the words of a line of contents: the articles of a chapter, leaders, the page.
_BEHIND = re.compile(r"(?:\((?:第|§).*\))?[.…‥・･·:\s_-]*[0-9]{0,3}$")
_ANSWER = re.compile(
    r"\s*(?:[AaＡａ]\s?[0-9０-９]{0,2}|答え?)(?:[.．:：、)）]|[\s\u3000]|(?=[ぁ-んァ-ヶ一-鿿]))"
)
# A row of contents in Markdown: a link to a heading of the page itself.
_INSIDE = re.compile(r"\s*(?:[-*+]|[0-9]{1,2}[.)])\s+\[[^\]]{1,80}\]\(#[^)\s]{0,120}\)\s*")
_QUESTIONS = ("問", "・Q")
# Without one of these a line is no question's.
_ASKS = re.compile(r"[QqＱｑ問]")
# What heads a table whose rows are numbered, and one of its rows.
_HEADS_TABLE = re.compile(r"(?:No\.?|№|項番|番号|通番|#)(?:\s+|\s*[|]\s*)\S[^。]*", re.I)
_ROW = re.compile(r"(?P<n>[0-9]{1,3})[.)]?\s+\S.*?\s\S.*")


def marked(lines: Sequence[Written], readings_of: Readings) -> list[Written]:
    """The lines, those that stand aside marked so."""
    aside = _front_matter(lines)
    begin = max(aside, default=-1) + 1
    aside |= _title(lines, readings_of, begin) or _first_heading(lines, begin)
    aside |= _navigation(lines, readings_of, begin)
    aside |= _contents(lines) | _answers(lines, readings_of) | _rows(lines)
    aside |= {i for i, line in enumerate(lines) if line.words and _is_page(line)}
    aside |= {i for i, line in enumerate(lines) if line.is_marked and _INSIDE.fullmatch(line.raw)}
    return [
        replace(line, rank=None, is_aside=True) if i in aside else line
        for i, line in enumerate(lines)
    ]


def _front_matter(lines: Sequence[Written]) -> set[int]:
    """What Hugo, Jekyll and others keep above a page between two lines of ---."""
    if not lines or lines[0].raw.strip("\ufeff \r\n") != "---":
        return set()
    ends = (i for i, line in enumerate(lines[1:_LONGEST_MATTER], 1) if line.raw.strip() == "---")
    return set(range(next(ends, -1) + 1))


def _title(lines: Sequence[Written], readings_of: Readings, begin: int) -> set[int]:
    """A title that has a bullet, or a level of the format's, with all that stands above it."""
    worded = [i for i in range(begin, min(len(lines), begin + 60)) if lines[i].words][:_TOP]
    for place, i in enumerate(worded):
        line, above = lines[i], [lines[j] for j in worded[:place]]
        words = without_mark(line.words)
        is_first = not above and words != line.words and policy_titles.may_be_title(words)
        if policy_titles.names_a_policy(words) or (is_first and "。" not in words):
            is_ranked = line.rank not in (None, SURE)
            has_bullet = words != line.words and not line.is_text
            fits = _below_others if is_ranked else _below_head
            is_clause = any(one.number for one in readings_of(line))
            if is_clause or not (is_ranked or has_bullet) or not fits(above, readings_of):
                return set()
            return {*worded[: place + 1]}
    return set()


def _navigation(lines: Sequence[Written], readings_of: Readings, begin: int) -> set[int]:
    """What a page that was copied has of its site above its title, and the title."""
    above = list(
        itertools.takewhile(
            lambda i: (
                lines[i].rank is None
                and not lines[i].is_text
                and not any(one.number for one in readings_of(lines[i]))
            ),
            range(begin, len(lines)),
        )
    )
    worded = [i for i in above if lines[i].words]
    at = policy_titles.below_navigation([lines[i].words for i in worded])
    if at is None or policy_titles.may_be_title(lines[worded[0]].words):
        return set()
    return {*worded[: at + 1]}


def _first_heading(lines: Sequence[Written], begin: int) -> set[int]:
    """The first line, where it is the only heading of its level."""
    first = next((i for i in range(begin, len(lines)) if lines[i].words), None)
    if first is None or lines[first].rank is None:
        return set()
    rank = lines[first].rank
    return {first} if sum(1 for each in lines if each.rank == rank) == 1 else set()


def _below_others(above: Sequence[Written], readings_of: Readings) -> bool:
    """Whether headings above a title name something else, as the part of a site that it is in."""
    return all(
        len(line.words) <= _LONGEST_ABOVE
        and "。" not in line.words
        and not policy_titles.may_be_title(line.words)
        and not any(one.number for one in readings_of(line))
        for line in above
    )


def _below_head(above: Sequence[Written], _readings_of: Readings) -> bool:
    return all(policy_titles.is_head(line.words) for line in above)


def _contents(lines: Sequence[Written]) -> set[int]:
    """目次 and its rows, each of which stands below once more."""
    at = next((i for i, line in enumerate(lines) if _CONTENTS.fullmatch(_squeezed(line))), None)
    if at is None:
        return set()
    last: dict[str, int] = {}
    for i in range(at + 1, len(lines)):
        last[_squeezed(lines[i])] = i
        last[_row(lines[i])] = max(i, last.get(_row(lines[i]), 0))
    found = {at}
    for i in range(at + 1, len(lines)):
        if lines[i].words and last[_row(lines[i])] <= i:
            break
        found.add(i)
    return found if len(found) > 1 else set()


def _squeezed(line: Written) -> str:
    return re.sub(r"\s", "", fold(without_mark(line.words))[0])


def _row(line: Written) -> str:
    return _BEHIND.sub("", _squeezed(line))


def _is_page(line: Written) -> bool:
    return len(line.words) <= 20 and bool(_PAGE.fullmatch(fold(line.words)[0]))


def _rows(lines: Sequence[Written]) -> set[int]:
    """The rows of a table whose first column, as its head says, only numbers them."""
    found = _editions(lines)
    heads = [i for i, line in enumerate(lines) if _heads_table(line)]
    for head in heads:
        next_number = 1
        for i in range(head + 1, len(lines)):
            match = _ROW.fullmatch(fold(lines[i].words)[0])
            if match and int(match["n"]) == next_number:
                found.add(i)
                next_number += 1
            elif not lines[i].words or i == head + 1:
                break
    return found


def _editions(lines: Sequence[Written]) -> set[int]:
    """The rows of a table of editions, whose numbers (1.0, 1.1) are no labels."""
    found: set[int] = set()
    is_within = False
    for i, line in enumerate(lines):
        is_row = is_within and policy_facts.is_edition(line.words)
        found |= {i} if is_row else set()
        is_within = is_row or policy_facts.heads_editions(line.words)
    return found


def _heads_table(line: Written) -> bool:
    return len(line.words) <= 60 and bool(_HEADS_TABLE.fullmatch(fold(line.words)[0]))


def _answers(lines: Sequence[Written], readings_of: Readings) -> set[int]:
    """The answers below questions: A. is no letter of a list there."""
    asked = (
        i
        for i, line in enumerate(lines)
        if _ASKS.search(line.words[:12]) and _is_question(readings_of(line))
    )
    first = next(asked, None)
    if first is None:
        return set()
    return {i for i, line in enumerate(lines) if i > first and _ANSWER.match(line.own)}


def _is_question(found: Sequence[Marker]) -> bool:
    return any(one.style in _QUESTIONS for one in found)
