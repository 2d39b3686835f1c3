"""Rows with a number left out, and words for the company or its contractors that do not fit."""

import itertools
import re
from collections.abc import Iterator

from pms_tracker.plan.text.checks.policy_passages import Certainty, Passage, Reading, Remark
from pms_tracker.plan.text.policy_labels import Marker

# What a company calls itself; a text that begins with one goes on with it.
_OURSELVES = re.compile(
    r"(?<!「)(?:当社(?!員)|弊社(?!グループ)|弊(?:法人|会|所|院|園|店|組合|事務所)|わたくしども|私(?:共|ども)"
    r"|当法人|当会(?![員社議])|当院|当学園|当校|当館|当協会|当組合|当団体)"
)
# What the text says that it calls itself: (以下「当社」という。)
_CALLED = re.compile(
    r"以下[、,]?(?:単に)?「(当社|弊社|当法人|当会|当院|当学園|当校|当館|当協会|当組合|当団体)」"
)
# Who is entrusted is supervised and chosen; whoever entrusts is the company itself.
_ENTRUSTING = re.compile(
    r"委託者(?=(?:の|に対する)[^。、]{0,6}(?:監督|選定|評価|監査)|を[^。、]{0,6}(?:選定|監督|評価|選び)"
    r"|に対し[^。]{0,10}(?:監督|契約|義務)|と[^。]{0,12}契約を?(?:締結|結|取り?交))"
)


def number_missing(reading: Reading) -> Iterator[Remark]:
    """1. 2. 4. among the clauses of one list, 第3条 behind 第1条 in the whole text."""
    for row in _rows(reading):
        # イ is the second of アイウ and the first of イロハ: the row's first label tells.
        kinds = {_row(one) for one in row[0].names if one.number == 1} if row else set()
        for before, after in itertools.pairwise(row):
            styles = {_row(one): one.number for one in before.names}
            styles = {kind: styles[kind] for kind in kinds & {*styles}} or styles
            steps = [
                (one, one.number - styles[_row(one)]) for one in after.names if _row(one) in styles
            ]
            # What was taken out stands for all that were.
            if steps and not after.is_taken_out and all(step > 1 for _, step in steps):
                last, label = before.names[0].symbol, after.names[0].symbol
                values = {"last": last, "words": label}
                yield Remark(
                    "number_missing",
                    after.clause,
                    label,
                    Certainty.LIKELY,
                    "number_missing",
                    values,
                )


def _rows(reading: Reading) -> Iterator[list[Passage]]:
    """Clauses that count together: those under one clause in one style, and all articles."""
    articles = [each for each in reading.clauses if _is_article(each)]
    cut = next((i for i, each in enumerate(articles) if i and _number(each) == 1), len(articles))
    yield articles[:cut]
    yield articles[cut:]
    for parent in (None, *reading.clauses):
        by_style: dict[str, list[Passage]] = {}
        for child in reading.children(parent):
            counted = child.names and not child.is_bullet and len(child.names[0].parts) < 2
            if counted and not _is_article(child) and child.names[0].number:
                by_style.setdefault(_row_of(child, by_style), []).append(child)
        yield from by_style.values()


def _row_of(child: Passage, rows: dict[str, list[Passage]]) -> str:
    """The row that a label goes on, or begins: i follows h and begins i, ii; イ begins イロハ."""
    last = {_row(one): one.number for row in rows.values() for one in row[-1].names}
    known = [one for one in child.names if _row(one) in rows]
    follow = [one for one in known if one.number == last[_row(one)] + 1]
    first = [one for one in child.names if one.number == 1]
    return _row((follow or known or first or child.names[-1:])[0])


def _row(one: Marker) -> str:
    """What counts as one row: 1. and 2) do, (1) and 2. do not."""
    return one.style if one.style.startswith("()") else one.kind


def _is_article(passage: Passage) -> bool:
    return any(one.rank == 4 for one in passage.names)


def _number(passage: Passage) -> int:
    return passage.names[0].number


def mixed_names(reading: Reading) -> Iterator[Remark]:
    """弊社 in a text that says 当社: the word that is used less, where it is used first."""
    hits = [(each, hit) for each in reading.passages for hit in _OURSELVES.finditer(each.folded)]
    # What it says that it calls itself is right, however often it says something else.
    called = dict.fromkeys((hit[1] for hit in _CALLED.finditer(reading.folded)), 0)
    counts = dict(called)
    for _, hit in hits:
        counts[hit[0]] = counts.get(hit[0], 0) + 1
    if len(counts) < 2:
        return
    usual = max(called or counts, key=lambda word: counts[word])
    told: set[str] = set()
    for passage, hit in hits:
        if hit[0] != usual and hit[0] not in told and hit[0] not in called:
            told.add(hit[0])
            values = {"words": hit[0], "suggestion": usual}
            yield Remark(
                "mixed_names",
                passage.clause,
                hit[0],
                Certainty.LIKELY,
                "mixed_names",
                values,
                usual,
            )


def entrusting_confused(reading: Reading) -> Iterator[Remark]:
    """委託者の監督: 委託先 is meant."""
    for passage in reading.passages:
        for hit in _ENTRUSTING.finditer(passage.folded):
            values = {"words": hit[0], "suggestion": "委託先"}
            yield Remark("slip", passage.clause, hit[0], Certainty.LIKELY, "slip", values, "委託先")
