"""A proposal of which items of a set the clauses of a policy answer, by the words they share."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from unicodedata import normalize

# Runs of letters that mean something by themselves: kanji, katakana, Latin words.
RUNS = re.compile(r"[一-鿿々]{2,}|[ァ-ヶー]{3,}|[a-z]{4,}")
# Words that nearly every requirement of privacy speaks with, and so tell none from another.
COMMON = re.compile(r"個人情報(保護)?|管理者|場合|措置|対応|組織|一般|当社|弊社|我社")
# As much of what an item's title says has a clause to say as well.
ENOUGH = 0.55


@dataclass(frozen=True)
class Passage:
    """An item or a clause: its id, and its words; those of an item are its title alone."""

    id: int
    text: str


@dataclass(frozen=True)
class Pair:
    """That a clause seems to ask for what an item does, and the words that both say."""

    item_id: int
    clause_id: int
    words: tuple[str, ...]


def propose(items: Sequence[Passage], clauses: Sequence[Passage]) -> list[Pair]:
    """For each item the clause that says most of its title, if it says enough of it.

    What few clauses say weighs more than what many do; of two that say as much the first is
    taken.
    """
    said = {each.id: words_of(each.text) for each in clauses}
    heard = Counter(word for words in said.values() for word in words)
    weight = {word: log(1 + len(clauses) / count) for word, count in heard.items()}
    found = []
    for item in items:
        pair = _best(item, said, weight, unknown=log(1 + len(clauses)))
        if pair is not None:
            found.append(pair)
    return found


def _best(
    item: Passage, said: Mapping[int, frozenset[str]], weight: Mapping[str, float], unknown: float
) -> Pair | None:
    wanted = words_of(item.text)
    whole = sum(weight.get(word, unknown) for word in wanted)
    if not whole:
        return None
    shares = {
        clause_id: sum(weight[word] for word in wanted & words) / whole
        for clause_id, words in said.items()
    }
    best = max(shares, key=lambda each: shares[each], default=None)
    if best is None or shares[best] < ENOUGH:
        return None
    return Pair(item.id, best, tuple(sorted(wanted & said[best])))


def words_of(text: str) -> frozenset[str]:
    """The words of a text that may tell one requirement from another: pairs of kanji, whole runs
    of katakana and of Latin letters."""
    plain = COMMON.sub(" ", normalize("NFKC", text).lower())
    found: set[str] = set()
    for run in RUNS.findall(plain):
        found.update(_pairs(run) if run[0] >= "一" else [run])
    return frozenset(found)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
