"""Headings without a number: which lines may be some, and what it costs to read them as text."""

import itertools
import re
from collections.abc import Sequence

from pms_tracker.kernel.era_dates import fold
from pms_tracker.plan.text import policy_desk, policy_facts, policy_names, policy_titles
from pms_tracker.plan.text.policy_labels import Marker
from pms_tracker.plan.text.policy_written import SURE, Written

# What it costs to read a heading in brackets as text, and one of words alone.
_BRACKETED, _WORDS = 3.0, 1.7
# Of a heading without a blank line above it where other clauses have numbers; two make a row.
_TIGHT, _FEWEST_TIGHT = 1.0, 2
_BRACKETS = re.compile(r"[\[【〔〈《<][^\[\]【】〔〕〈〉《》<>]{1,30}[\]】〕〉》>]")
_LONGEST_HEADING, _LONGEST_ENGLISH = 25, 60
# So many lines may stand above a policy's title.
_LONGEST_HEAD = 8
_NO_HEADING = re.compile(
    r"[。.、,;:!?]|[0-9]{3}|@|https?:|(?:ます|です|ました|ません|した|する|である|ください|とおり|ものとし|ため"
    r"|[にをはがともへや])$|^(?:前\s*文|(?i:preamble))$|\S{3}\s{3,}\S{2}|(?:各位|御中|様|殿)$|^[※・*(「『\"'|]|以\s*上$|^記$|^[a-z]|\t"
)
# What leads to a desk in the next line.
_ANNOUNCES = re.compile(r"下記|以下|次の|まで|below|following")
# An English sentence that the rows below it end.
_LEADS = re.compile(
    r"(?:You|We|They|It) (?:may|can|could|will|must|should|shall|have|are|do|also)\b"
    r"|(?:You|We|They|It|These|The following|Our \w+) [a-z][^:]*:$"
)
# A heading may name several things: 開示、訂正、利用停止等.
_NAMES_SEVERAL = re.compile(
    r"(?:等|など|について|に関すること|(?:及び|並びに|および|ならびに|又は|または)[^。、]{1,12}|の[一-鿿]{2,6})$"
)
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-鿿]")


def tight(lines: Sequence[Written], readings: Sequence[list[Marker]]) -> dict[int, float]:
    """Headings between a paragraph's end and a sentence, without a blank line, and their costs.

    One alone may be anything, and where a format tells its headings there are no others.
    """
    if any(line.rank not in (None, SURE) for line in lines):
        return {}
    is_label = [bool(found) for found in readings]
    worded = [i for i, line in enumerate(lines) if line.words]
    found = [
        i
        for above, i, below in zip(worded, worded[1:], worded[2:], strict=False)
        if i - above == 1 == below - i
        and not is_label[i]
        and not lines[i].begins_none
        and len(lines[i].words) < len(lines[below].words)
        and (_ends_paragraph(lines[above], readings[above]) or above == worded[0])
        and (is_label[below] or _is_sentence(lines[below].words))
        and _may_head(lines, is_label, i)
        and not (
            _ANNOUNCES.search(lines[above].words) and policy_desk.has_phone(lines[below].words)
        )
    ]
    if len(found) < _FEWEST_TIGHT:
        return {}
    counts = any(one.number for line in readings for one in line[:1])
    return dict.fromkeys(found, _TIGHT if counts else _WORDS)


def _ends_paragraph(line: Written, found: Sequence[Marker]) -> bool:
    is_item = bool(found) and found[0].style[0] == "・"
    return is_item or fold(line.words[-1:])[0] in tuple("。.!?)")


def _is_sentence(words: str) -> bool:
    return fold(words[-1:])[0] in ("。", ".") or "。" in words or policy_desk.has_phone(words)


def _is_below_a_head(lines: Sequence[Written], is_label: Sequence[bool], i: int) -> bool:
    """Whether a line that names a policy is its title: all above it is the head of a paper, as its
    number, days and company, and neither a sentence nor a label."""
    written = (j for j in range(i) if lines[j].words and not lines[j].is_aside)
    # Of a long text no more is looked at than a head may have.
    above = list(itertools.islice(written, _LONGEST_HEAD + 1))
    if len(above) > _LONGEST_HEAD or not policy_titles.may_be_title(lines[i].words):
        return False
    if len(above) == 1 and policy_titles.names_a_policy(lines[i].words):
        return True
    own = _squeezed(lines[i].words)
    # A running head says the title before the title does.
    return all(
        not is_label[j]
        and (policy_titles.is_head(lines[j].words) or own in _squeezed(lines[j].words))
        for j in above
    )


def _squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def _is_in_head(lines: Sequence[Written], i: int) -> bool:
    """Whether a line is of the head of a letter: whom it is for, who sends it."""
    if not policy_titles.is_head(lines[i].words):
        return False
    written = (line.words for line in itertools.islice(lines, i) if line.words)
    above = list(itertools.islice(written, _LONGEST_HEAD))
    return len(above) < _LONGEST_HEAD and all(policy_titles.is_head(each) for each in above)


def _is_desk(lines: Sequence[Written], i: int) -> bool:
    """Whether a line names a desk whose telephone stands below it, and no clause."""
    if not policy_desk.is_desk(lines[i].words):
        return False
    below = [line.words for line in lines[i + 1 : i + 6] if line.words][:4]
    called = next((at for at, each in enumerate(below) if policy_desk.has_phone(each)), None)
    return called is not None and not any("。" in each for each in below[: called + 1])


def doubt(lines: Sequence[Written], is_label: Sequence[bool], i: int) -> float:
    """What it costs to read a line as ordinary text, 0 where it can be no heading."""
    words = lines[i].words
    if _is_too_long(words):
        return 0.0
    before = next((j for j in range(i - 1, -1, -1) if lines[j].words), None)
    after = next((j for j in range(i + 1, min(i + 4, len(lines))) if lines[j].words), None)
    if before is None or after is None or _is_closing(lines, i):
        return 0.0
    if _BRACKETS.fullmatch(fold(words)[0]):
        return _BRACKETED
    if before == i - 1 or not _may_head(lines, is_label, i):
        return 0.0
    if (is_label[after] and _LEADS.match(words)) or _is_item(lines, before, i, after):
        return 0.0
    # Above a heading's own words, or the first of its rows, stands at most one blank line.
    ends = fold(lines[after].words[-2:])[0]
    told = is_label[after] or after == i + 1 or ends[-1:] in "。." or len(lines[after].words) > 25
    return _WORDS if told or after == i + 2 else 0.0


def _is_item(lines: Sequence[Written], before: int, i: int, after: int) -> bool:
    """Whether a line is the first of a list without bullets: set in more than the words above it,
    and as far as the next, which is no sentence."""
    above, own, below = (_inset(lines[j].raw) for j in (before, i, after))
    return above < own == below and after == i + 1 and not _is_sentence(lines[after].words)


def _inset(raw: str) -> int:
    return sum(2 if one == "\u3000" else 1 for one in raw[: len(raw) - len(raw.lstrip())])


def _is_too_long(words: str) -> bool:
    return len(words) > (_LONGEST_HEADING if _JAPANESE.search(words) else _LONGEST_ENGLISH)


def _is_closing(lines: Sequence[Written], i: int) -> bool:
    below = [line.words for line in lines[i + 1 : i + 5]]
    return policy_facts.begins_closing(lines[i].words, below)


def _may_head(lines: Sequence[Written], is_label: Sequence[bool], i: int) -> bool:
    """Whether a line is short and worded as headings are, and names neither desk nor company."""
    words = lines[i].words
    japanese = bool(_JAPANESE.search(words))
    asked = fold(words)[0].rstrip("?" if japanese else "?:")
    asked = asked.replace("、", "") if _NAMES_SEVERAL.search(asked) else asked
    if _is_too_long(words) or _NO_HEADING.search(asked) or _is_closing(lines, i):
        return False
    if _is_below_a_head(lines, is_label, i) or _is_desk(lines, i) or _is_in_head(lines, i):
        return False
    names_company = policy_names.is_company(words) or policy_names.begins_with_company(words)
    # Of whom the line below is the head.
    below = lines[i + 1].words if i + 1 < len(lines) else ""
    names_company = names_company or policy_names.begins_with_head(below)
    return not names_company and (japanese or words[:1].isupper())
