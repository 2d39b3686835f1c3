"""The lines of a policy as they may begin clauses: labels, headings, captions, Markdown's marks."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pms_tracker.kernel.era_dates import find_days, fold
from pms_tracker.plan.text import policy_aside, policy_facts, policy_headings
from pms_tracker.plan.text.policy_candidates import HEADING, Candidate
from pms_tracker.plan.text.policy_labels import (
    APART,
    Marker,
    does_count,
    markers,
    may_count,
    without_mark,
)
from pms_tracker.plan.text.policy_written import BLANKS, LINE, ROW, SURE, Written, continued, quotes

# What it costs to read a label as text, and a bare figure.
_LABEL, _BARE, _BARE_FIRST, _DOTTED = 6.0, 0.7, 1.6, 2.8
_ARTICLE = 4
# A kana with a wide blank behind it is hardly anything but a label.
_KANA = 3.5
_WIDE_KANA = re.compile(r"[ \t\u3000]*[ア-ン]\u3000+\S")
# Of a figure without a blank behind it only a long row is believed.
_GLUED = 0.6
# The paragraphs of an article where the one above is ended are rather believed.
_GLUED_PARAGRAPH = 1.3
_ATX = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})[ \t\u3000]+(?=\S)")
_SETEXT = re.compile(r"[ ]{0,3}(?P<mark>=+|-{3,})[ \t]*$")
# What a row of a table that only sets clauses out holds: a label and words.
_LAID_OUT_CELLS, _LAID_OUT_WORD = 2, "語"
# So many lines a box drawn of = may hold.
_HIGHEST_BOX = 4
_FENCE = re.compile(r"[ ]{0,3}(?:```|~~~)")
_PLUS = re.compile(r"\s*\+(?=\s)")
_BOLD = re.compile(r"\s*(?:\*\*|__)(?=\S)")
# Emphasised words that a line begins with, as a heading's are: without a # a page may have many.
_BOLD_WORDS = re.compile(r"[ ]{0,3}(?:\*\*|__)(?=\S)[^*_]{1,60}(?<=\S)(?:\*\*|__)")
_FEWEST_BOLD = 2
# A full stop that Markdown would else take for that of a list.
_ESCAPED = re.compile(r"\s*[0-9A-Za-z]{1,3}(?=\\[.)])")
_CAPTION = re.compile(r"[(\[【〔〈《≪<][^()\[\]【】〔〕〈〉《》≪≫<>]{1,30}[)\]】〕〉》≫>]")
_LONGEST_DAY = 40
# What a particle or a comma ends, or a sentence with a topic and no end.
_LONGEST_SENTENCE = 200
_UNFINISHED = re.compile(r"[をはがにでとへ、,]$|[はも]、[^。]*[^。:)」』]$")
_CLOSES = tuple(")]】〕〉》≫>")
_SUPPLEMENT = re.compile(r"[(（]?\s?[附付]\s*則")


def lines_of(text: str, ranks: Mapping[int, int] | None = None) -> list[Written]:
    """The lines of a text; `ranks` are depths that a format gave to some of them, by index."""
    raws = LINE.findall(text)
    if ranks is not None:
        laid_out = _laid_out(raws, ranks)
        lines = [
            _ranked(raw, None if i in laid_out else ranks.get(i)) for i, raw in enumerate(raws)
        ]
    else:
        ends = quotes(raws)
        owns = [raw[end:] for raw, end in zip(raws, ends, strict=True)]
        lines = _markdown(owns) if is_markdown(owns) else [Written(own) for own in owns]
        lines = [_quoted(*each) for each in zip(lines, raws, ends, strict=True)]
    return policy_aside.marked(lines, readings_of)


def _laid_out(raws: Sequence[str], ranks: Mapping[int, int]) -> set[int]:
    """The rows of tables that only set clauses out: each has a label in its first cell and the
    words in one more, from the first label on."""
    found: set[int] = set()
    rows = (i for i in range(len(raws)) if ranks.get(i) == ROW)
    for _, run in itertools.groupby(enumerate(rows), lambda each: each[1] - each[0]):
        places = [i for _, i in run]
        labels = [_label_of_row(raws[i]) for i in places]
        counted = [one.number for one in labels if one is not None]
        styles = {one.style for one in labels if one is not None}
        if len(places) > 1 and len(styles) == 1 and counted == [*range(1, len(places) + 1)]:
            found.update(places)
    return found


def _label_of_row(raw: str) -> Marker | None:
    cells = [cell.strip(BLANKS) for cell in raw.split("\t") if cell.strip(BLANKS)]
    if len(cells) != _LAID_OUT_CELLS:
        return None
    found = markers(f"{cells[0]} {_LAID_OUT_WORD}")
    is_all = found and found[0].sure and found[0].end >= len(cells[0])
    return found[0] if is_all else None


def _ranked(raw: str, rank: int | None) -> Written:
    return Written(raw, is_text=True) if rank == ROW else Written(raw, rank=rank)


def _quoted(line: Written, raw: str, end: int) -> Written:
    return replace(line, raw=raw, skip=end + line.skip, quoted=end) if end else line


def is_markdown(raws: Sequence[str]) -> bool:
    """Whether lines are headed by # marks, by a line of = below, or emphasised; a # alone may be
    anything."""
    heads = sum(1 for raw in raws if _ATX.match(raw))
    below = any(
        one.strip()
        and len(under.strip()) > 2
        and not under.strip("=\r\n ")
        and not _is_boxed(raws, i)
        for i, (one, under) in enumerate(itertools.pairwise(raws))
    )
    bold = sum(1 for raw in raws if _BOLD_WORDS.match(raw))
    is_headed = heads == 1 and bool(_ATX.match(_first(raws)))
    return heads > 1 or below or is_headed or bold >= _FEWEST_BOLD


def _first(raws: Sequence[str]) -> str:
    return next((raw for raw in raws if raw.strip(BLANKS)), "")


def _markdown(raws: Sequence[str]) -> list[Written]:
    made: list[Written] = []
    fenced = False
    for i, raw in enumerate(raws):
        fence = bool(_FENCE.match(raw))
        match = _ATX.match(raw)
        under = _SETEXT.match(raws[i + 1]) if i + 1 < len(raws) else None
        if fence or fenced or raw.lstrip().startswith("|") or _is_rule(raws, i):
            made.append(Written(raw, is_text=True))
        elif match:
            made.append(Written(raw, match.end(), len(match["marks"]), is_marked=True))
        elif under and raw.strip(BLANKS) and (under["mark"][0] == "=" or len(raw) < 40):
            made.append(Written(raw, 0, 1 if under["mark"][0] == "=" else 2))
        else:
            bold = _BOLD.match(raw)
            made.append(Written(raw, bold.end() if bold else 0, is_marked=True))
        fenced ^= fence
    return made


def _is_boxed(raws: Sequence[str], i: int) -> bool:
    """Whether a line under which a rule stands has one above it too, as a title in a box."""
    above = range(i - 1, max(-1, i - 1 - _HIGHEST_BOX), -1)
    top = next((j for j in above if _is_rule(raws, j) or not raws[j].strip(BLANKS)), None)
    return top is not None and _is_rule(raws, top) and (top == 0 or not raws[top - 1].strip(BLANKS))


def _is_rule(raws: Sequence[str], i: int) -> bool:
    return bool(re.fullmatch(r"\s*(?:=+|(?:[-*_]\s*){3,})\s*", raws[i]))


def clean(text: str) -> str:
    """Markdown's words without its marks of headings and emphasis."""
    marks = (
        r"^[ ]{0,3}#{1,6}[ \t]+|^[ ]{0,3}=+[ \t]*$|^[ ]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,})$"
    )
    text = re.sub(marks, "", text, flags=re.M)
    text = re.sub(r"\*\*|__|(?<=\S)[ \t]+#+[ \t]*$", "", text, flags=re.M)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def captions(lines: Sequence[Written]) -> dict[int, int]:
    """Lines that hold an article's caption, and the line of the article: （定義）above 第２条."""
    found: dict[int, int] = {}
    is_supplement = False
    for i, line in enumerate(lines):
        is_supplement = is_supplement or bool(_SUPPLEMENT.match(line.words))
        if line.rank == SURE or line.begins_none or not _is_caption(line.words):
            continue
        # 【第１章　総則】 is no caption of 第１条, nor （附則） of its first provision.
        if any(one.rank >= 0 or one.style in APART for one in readings_of(line)):
            continue
        below = next((j for j in (i + 1, i + 2) if j < len(lines) and lines[j].words), None)
        readings = readings_of(lines[below]) if below is not None else []
        # Provisions of an 附則 have captions as articles have, and so has 第１ of an 要綱.
        is_article = any(one.rank == 4 or one.style == "序" for one in readings)
        if is_article or (is_supplement and any(one.kind == "1" for one in readings)):
            assert below is not None
            found[i] = below
    return found


def _is_caption(words: str) -> bool:
    near = words[:34]
    is_framed = fold(near[-1:])[0] in _CLOSES and bool(_CAPTION.fullmatch(fold(near)[0]))
    return is_framed and not policy_facts.is_history(words)


def readings_of(line: Written) -> list[Marker]:
    """All ways to read the label of a line; the marks of its format are none of it."""
    if line.begins_none:
        return []
    if line.is_marked and (plus := _PLUS.match(line.raw, line.quoted)):
        return [Marker("・+", 0, "・", plus.end() - 1, plus.end())]
    found = _unescaped(line) or markers(" " * line.skip + line.raw[line.skip :])
    # The day of a month is no label: 1 February 2017.
    if found and not found[0].sure and _begins_with_day(line, found[0].begin):
        return []
    # "・2024年1月4日 制定" is an entry of the history, not a clause.
    if found and found[0].style[0] == "・":
        entry = without_mark(line.words.lstrip("*-"))
        if policy_facts.is_history(entry):
            return []
    return found


def _begins_with_day(line: Written, begin: int) -> bool:
    return any(hit.start <= begin < hit.end for hit in find_days(line.raw[: begin + _LONGEST_DAY]))


def _unescaped(line: Written) -> list[Marker]:
    """The label of a line of Markdown whose full stop is escaped."""
    match = _ESCAPED.match(line.raw, line.skip) if line.is_marked else None
    if match is None:
        return []
    found = markers(
        " " * line.skip + line.raw[line.skip : match.end()] + line.raw[match.end() + 1 :]
    )
    return [replace(each, end=each.end + (each.end > match.end())) for each in found]


def candidates(lines: Sequence[Written]) -> list[Candidate]:
    """The lines that may begin a clause, with all ways to read them."""
    captioned = captions(lines)
    above = {below: lines[i].rank for i, below in captioned.items()}
    readings = [readings_of(line) for line in lines]
    is_label = [bool(found) for found in readings]
    tight = policy_headings.tight(lines, readings)
    broken = continued(lines)
    has_articles = any(one.rank == _ARTICLE for found in readings for one in found[:1])
    made = []
    for i, line in enumerate(lines):
        found = readings[i]
        if i in captioned or (i in broken and not (found and found[0].sure)):
            continue
        if found:
            one = _labelled(i, replace(line, rank=above.get(i) or line.rank), found)
            if one.doubt == _GLUED and has_articles and i and _is_ended(lines[i - 1].words):
                one = replace(one, doubt=_GLUED_PARAGRAPH)
            goes_on = one.counts and i > 0 and _is_unfinished(lines[i - 1].words)
            # Behind a full stop a figure is a decimal only where the sentence goes on.
            counts = one.counts and (goes_on or found[0].style[0] == " ")
            counted = counts and (one.counted or goes_on)
            made.append(replace(one, counts=counts, goes_on=goes_on, counted=counted))
        elif line.rank not in (None, SURE) and line.words:
            made.append(_heading(i, line, _LABEL))
        elif line.words and not line.begins_none:
            cost = tight.get(i) or policy_headings.doubt(lines, is_label, i)
            if cost:
                made.append(_heading(i, line, cost))
    return made


def _is_unfinished(words: str) -> bool:
    """Whether a sentence that began in a line is not ended there."""
    return bool(_UNFINISHED.search(fold(words[-_LONGEST_SENTENCE:])[0]))


def _is_ended(words: str) -> bool:
    return fold(words[-1:])[0] in tuple("。.)")


def _labelled(i: int, line: Written, found: list[Marker]) -> Candidate:
    first = found[0]
    doubt = _LABEL if first.sure else _BARE
    if not first.sure and any(one.number == 1 for one in found):
        doubt = _BARE_FIRST
    doubt = _DOTTED if len(first.parts) > 1 else doubt
    doubt = _KANA if not first.sure and _WIDE_KANA.match(line.own) else doubt
    if first.style in (" 1", " 一") and line.raw[first.end : first.end + 1].strip(BLANKS):
        doubt = _GLUED
    if line.rank == SURE:
        return Candidate(i, tuple(found), _indent(line.own), _LABEL)
    # 一 with a blank behind it counts nothing.
    counts = not first.sure and first.kind == "1" and may_count(line.raw, first)
    indent = 0 if line.rank is not None and line.rank < 10 else _indent(line.own)
    counted = counts and does_count(line.raw, first)
    return Candidate(i, tuple(found), indent, doubt, line.rank, counts, counted)


def heading(line: Written) -> Marker:
    """The place where the words of a clause without a label begin."""
    begin = len(line.raw) - len(line.raw[line.skip :].lstrip(BLANKS))
    return Marker(HEADING, 0, line.words, begin, begin)


def _heading(i: int, line: Written, cost: float) -> Candidate:
    return Candidate(i, (heading(line),), 0, cost, line.rank)


def _indent(raw: str) -> int:
    """How far a line is set in, in half-width columns; up to a byte order mark nothing is."""
    blank = raw[: len(raw) - len(raw.lstrip("\ufeff \t\u3000"))]
    return min(40, sum({"\ufeff": 0, "\t": 4, "\u3000": 2}.get(one, 1) for one in blank))
