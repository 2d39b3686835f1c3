"""A policy laid out for checking: passages in reading order, each with its place, and remarks."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache

from pms_tracker.plan.text.policy_labels import Marker, markers
from pms_tracker.plan.text.policy_text import Clause, PolicyText

# A full stop inside brackets (以下「法」という。) ends nothing.
_END = re.compile(r"。(?![)」』])|[\r\n]")
# Nobody refers further back than this within one sentence.
_LONGEST_SENTENCE = 300


class Certainty(StrEnum):
    """How sure a remark is: a fact of the text, most likely a slip, or a matter of taste."""

    SURE = "sure"
    LIKELY = "likely"
    HINT = "hint"


@dataclass(frozen=True)
class Remark:
    """What a careful colleague would say: `rule` found `quote` in `clause` ("" is the whole text).

    `key` and `values` make the sentence; `suggestion` is what to write instead, if there is such.
    """

    rule: str
    clause: str
    quote: str
    certainty: Certainty
    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    suggestion: str = ""


_TAKEN_OUT = "削除"


@dataclass(frozen=True)
class Passage:
    """One clause's words, or those above or below all clauses (`clause` is "").

    `at` counts in reading order, `names` are all ways to read the label.
    """

    at: int
    clause: str
    written: str
    depth: int = 0
    parent: int | None = None
    names: tuple[Marker, ...] = ()

    @cached_property
    def folded(self) -> str:
        return fold_in_place(self.written)

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.written.splitlines() if line.strip())

    @property
    def is_bullet(self) -> bool:
        return any(one.style[0] == "・" for one in self.names)

    @property
    def is_taken_out(self) -> bool:
        """Whether it says no more than 削除."""
        return self.folded.strip() == _TAKEN_OUT

    def numbers(self, *styles: str) -> list[int]:
        return [one.number for one in self.names if one.style in styles]


@dataclass(frozen=True)
class Reading:
    """A policy and the day it is read on; `passages` begin with the preamble, end with the closing.

    `months` between reviews; `reviewed_on` is the last review known beside the text, if any.
    From `law_changes_on` on the law is another one, as far as the list of laws knows.
    """

    policy: PolicyText
    on: date
    months: int = 12
    reviewed_on: date | None = None
    law_changes_on: date | None = None

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(_passages(self.policy))

    @property
    def clauses(self) -> tuple[Passage, ...]:
        return self.passages[1:-1]

    @cached_property
    def folded(self) -> str:
        """All words, half-width, without the labels of clauses."""
        return "\n".join(passage.folded for passage in self.passages)

    @cached_property
    def _children(self) -> dict[int | None, tuple[Passage, ...]]:
        found: dict[int | None, list[Passage]] = {}
        for clause in self.clauses:
            found.setdefault(clause.parent, []).append(clause)
        return {parent: tuple(each) for parent, each in found.items()}

    def children(self, of: Passage | None) -> tuple[Passage, ...]:
        """The clauses directly under a clause; under None, those on top."""
        return self._children.get(of.at if of else None, ())

    def descendants(self, of: Passage) -> Iterator[Passage]:
        for child in self.children(of):
            yield child
            yield from self.descendants(child)

    def ancestors(self, of: Passage) -> Iterator[Passage]:
        """From the clause directly above to the outermost one."""
        while of.parent is not None:
            of = self.passages[of.parent]
            yield of


def fold_in_place(text: str) -> str:
    """Half-width, character by character, so that places stay the same; ① stays ①."""
    return "".join(map(_folded, text))


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Begin and end of the sentence, at most a line, that holds a place of the text."""
    earliest, latest = max(0, place - _LONGEST_SENTENCE), place + _LONGEST_SENTENCE
    before = [match.end() for match in _END.finditer(text, earliest, place)]
    after = _END.search(text, place, latest)
    return before[-1] if before else earliest, after.start() if after else min(latest, len(text))


@lru_cache(4096)
def _folded(character: str) -> str:
    normal = unicodedata.normalize("NFKC", character)
    circled = unicodedata.decomposition(character).startswith("<circle>")
    return character if circled or len(normal) != 1 else normal


def _is_out(clause: Clause) -> bool:
    return clause.text.strip() == _TAKEN_OUT


def _passages(policy: PolicyText) -> Iterator[Passage]:
    yield Passage(0, "", policy.preamble)
    above: list[Passage] = []
    for at, clause in enumerate(policy.clauses, start=1):
        del above[clause.depth - 1 :]
        parent = above[-1].at if above else None
        # A word behind the label, since a bare figure is a label only before one.
        names = tuple(markers(f"{clause.label} {_TAKEN_OUT if _is_out(clause) else 'あ'}"))
        passage = Passage(at, clause.path, clause.text, clause.depth, parent, names)
        above.append(passage)
        yield passage
    yield Passage(len(policy.clauses) + 1, "", policy.closing)
