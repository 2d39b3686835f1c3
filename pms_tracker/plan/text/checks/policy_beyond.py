"""References beyond the last: Section 9 of six, 前条第3項 where that article has one paragraph."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pms_tracker.kernel.era_dates import read_number
from pms_tracker.plan.text.checks.policy_passages import Certainty, Passage, Reading, Remark
from pms_tracker.plan.text.checks.policy_references import is_anothers
from pms_tracker.plan.text.policy_labels import Marker

# An English text refers to its own sections, and to those of laws.
_SECTION = re.compile(r"\b(?P<unit>[Ss]ection|[Aa]rticle|[Cc]lause)\s(?P<n>[0-9]{1,3})(?!\.?[0-9])")
_ENGLISH_LAW = re.compile(
    r"\b(?:Acts?|Laws?|[A-Z]{3,6}|Regulations?|Directives?|Code|Ordinances?|Treaty|Charter"
    r"|[Aa]greements?|[Cc]ontracts?|[Tt]erms|[Gg]uidelines?)\b"
)
_UNITS = ("section", "article", "clause")
_NEAR = 120
_NTH = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_PARAGRAPH = re.compile(
    rf"(?:(?P<before>前条)|(?<![条0-9一二三四五六七八九十]))第\s?(?P<n>{_NTH})\s?項"
)
_ITEM = re.compile(
    rf"(?:(?P<before>前条)(?:第(?:{_NTH})項)?|[前本]項|本条|(?<![条0-9一二三四五六七八九十])第(?:{_NTH})項)第\s?(?P<n>{_NTH})\s?号"
)
# An 要綱 counts 第1, 第2, and may say 第5条 of its fifth.
_ARTICLE = re.compile(rf"第\s?(?P<n>{_NTH})\s?条(?!の)")
_ARTICLES = 4
_ANNEX = re.compile(
    rf"(?P<begins>^[ \t\u3000]*)?(?P<kind>別表|別紙|様式)\s?第?\s?(?P<n>{_NTH})(?![0-9年月日.])"
    r"(?P<alone>(?=\s|[(:]|$))?",
    re.M,
)
# Of a shorter row it is not known that it counts the whole text.
_FEWEST = 3


def missing_section(reading: Reading) -> Iterator[Remark]:
    """Section 9 of six articles, 第12項 where nothing but six numbered clauses stands."""
    row = _outermost(reading)
    counted = [] if any(one.rank >= 0 for one in row) else row
    referred = _ARTICLE if row and row[0].style == "序" else _PARAGRAPH
    own = {word: [one for one in row if one.symbol.lower().startswith(word)] for word in _UNITS}
    for passage in reading.passages:
        for match in _SECTION.finditer(passage.folded):
            start = max(0, match.start() - _NEAR)
            if not _ENGLISH_LAW.search(passage.folded, start, match.end() + _NEAR):
                yield from _beyond(passage, match, own[match["unit"].lower()] or row)
        for match in referred.finditer(passage.folded) if counted else ():
            if not is_anothers(passage, match.start()):
                yield from _beyond(passage, match, counted)


def _outermost(reading: Reading) -> list[Marker]:
    """What the clauses of the whole text are counted by: its articles, or the outermost row."""
    names = [each.names[0] for each in reading.clauses if each.names and not each.is_bullet]
    articles = [one for one in names if one.rank == _ARTICLES]
    top = [each.names[0] for each in reading.children(None) if each.names and not each.is_bullet]
    return articles or top


def _beyond(passage: Passage, match: re.Match[str], row: Sequence[Marker]) -> Iterator[Remark]:
    # Rows go up: the last is the highest, or a second row began.
    if len(row) < _FEWEST or read_number(match["n"]) <= max(len(row), row[-1].number):
        return
    yield _remark(passage, match, row[-1].symbol)


def _remark(passage: Passage, match: re.Match[str], last: str) -> Remark:
    words = passage.written[match.start() : match.end()]
    values = {"words": words, "last": last}
    return Remark(
        "missing_clause", passage.clause, words, Certainty.LIKELY, "no_such_article", values
    )


def missing_paragraph(reading: Reading) -> Iterator[Remark]:
    """前条第3項 or 第3項 of an article with fewer paragraphs, 前項第4号 of one with fewer items.

    What is counted is the most that the article holds in any row, so that no remark is made where
    its paragraphs and items cannot be told apart.
    """
    articles = [each for each in reading.clauses if _is_article(each)]
    most = {each.at: _most(reading, each) for each in articles}
    before = {each.at: above for above, each in pairwise(articles)}
    for passage in reading.clauses:
        article = next(filter(_is_article, (passage, *reading.ancestors(passage))), None)
        if article is None:
            continue
        for pattern in (_PARAGRAPH, _ITEM):
            for match in pattern.finditer(passage.folded):
                meant = before.get(article.at) if match["before"] else article
                if meant is None or is_anothers(passage, match.start()):
                    continue
                paragraphs, items = most[meant.at]
                last = paragraphs if pattern is _PARAGRAPH else items
                if last and read_number(match["n"]) > last:
                    unit = "項" if pattern is _PARAGRAPH else "号"
                    yield _remark(passage, match, f"{meant.names[0].symbol}第{last}{unit}")


def _is_article(passage: Passage) -> bool:
    return any(one.rank == _ARTICLES for one in passage.names)


def _most(reading: Reading, article: Passage) -> tuple[int, int]:
    """How many paragraphs an article may have, and how many items; 0 where it has none."""
    children = [one.number for each in reading.children(article) for one in each.names]
    below = [one.number for each in reading.descendants(article) for one in each.names]
    return max([*children, len(article.paragraphs), 1]), max(below, default=0)


def missing_annex(reading: Reading) -> Iterator[Remark]:
    """別表第３ of a text to which two are attached, each in a line that begins with its name."""
    own: dict[str, int] = {}
    referred = []
    for passage in reading.passages:
        heads = filter(None, (_ANNEX.match(one.symbol) for one in passage.names[:1]))
        found = list(_ANNEX.finditer(passage.folded))
        begun = [each for each in found if None not in (each["begins"], each["alone"])]
        for match in (*heads, *begun):
            own[match["kind"]] = max(own.get(match["kind"], 0), read_number(match["n"]))
        referred += [(passage, each) for each in found if None in (each["begins"], each["alone"])]
    for passage, match in referred:
        last = own.get(match["kind"], 0)
        if last and read_number(match["n"]) > last and not is_anothers(passage, match.start()):
            yield _remark(passage, match, f"{match['kind']}第{last}")
