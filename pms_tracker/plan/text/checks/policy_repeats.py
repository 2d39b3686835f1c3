"""The same clause twice, to the letter or but for a slip."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from pms_tracker.plan.text.checks.policy_passages import (
    Certainty,
    Passage,
    Reading,
    Remark,
    fold_in_place,
)

# Shorter sentences recur rightly ("the person agrees" among two lists of conditions).
LONG = 40
_SHORTEST = 4
_NEAR = 0.92
_PUNCTUATION = re.compile(r"[\s、。,.・:;「」『』()\[\]]+")
# "the preceding paragraph" and the like mean something else in each place.
_RELATIVE = re.compile(r"[前次][条項号章]|[本同]条|上記|下記|前記|次の")
_NOT = re.compile(r"な[いくかけ]|ません|ず[、にれ]|ぬ")
# All but these tell the content: sentences with the same rest differ in kana alone.
_CONTENT = re.compile(r"[ぁ-んー]+")
_ENOUGH = 12
_QUOTED = 40
# Of a long sentence this much is compared, with the first so many that have its content.
_COMPARED, _KEPT = 400, 8


def repeated_clause(reading: Reading) -> Iterator[Remark]:
    """A clause, with all below it, that stands in the text before: exactly, or nearly.

    Nearly means that the main sentences differ in kana only (講じていす for 講じています): parallel
    clauses that differ in a word of content are meant that way.
    """
    told: set[int] = set()
    whole_before: dict[str, list[Passage]] = {}
    main_before: dict[str, list[Passage]] = {}
    for later in reading.clauses:
        whole, content = _whole(reading, later), _CONTENT.sub("", _main(later))
        same = [one for one in whole_before.get(whole, []) if _exactly(reading, one, later, whole)]
        alike = (one for one in main_before.get(content, []) if _nearly(one, later))
        if later.parent in told:
            told.add(later.at)
        elif same:
            told.add(later.at)
            yield _remark(later, same[0], _certainty(later, same[0]), "repeated_exactly")
        elif len(content) >= _ENOUGH and (near := next(alike, None)):
            told.add(later.at)
            yield _remark(later, near, Certainty.LIKELY, "repeated_nearly")
        for before, key in ((whole_before, whole), (main_before, content)):
            before.setdefault(key, [])[_KEPT:] = [later]


def _certainty(later: Passage, earlier: Passage) -> Certainty:
    """Sure within one list; what two articles say alike, the law may want said twice."""
    return Certainty.SURE if later.parent == earlier.parent else Certainty.HINT


def _remark(later: Passage, earlier: Passage, certainty: Certainty, key: str) -> Remark:
    long = (line for line in later.paragraphs if len(normal(line)) >= LONG)
    quote = next(long, later.paragraphs[0])[:_QUOTED]
    return Remark("repeated_clause", later.clause, quote, certainty, key, {"other": earlier.clause})


def _exactly(reading: Reading, earlier: Passage, later: Passage, text: str) -> bool:
    if len(text) < _SHORTEST:
        return False
    if earlier.parent == later.parent and _in_one_list(reading, earlier, later):
        return True
    return len(text) >= LONG and not _RELATIVE.search(text)


def _in_one_list(reading: Reading, earlier: Passage, later: Passage) -> bool:
    if later.is_bullet:
        # A paragraph below a bullet may open another list of bullets.
        between = reading.passages[earlier.at : later.at]
        return all(each.is_bullet and len(each.paragraphs) == 1 for each in between)
    restarted = "#" in earlier.clause + later.clause
    same_row = {one.style for one in earlier.names} & {one.style for one in later.names}
    return bool(same_row) and not restarted


def _nearly(earlier: Passage, later: Passage) -> bool:
    one, other = _main(earlier), _main(later)
    if earlier.parent != later.parent and _RELATIVE.search(other):
        return False
    if len(_NOT.findall(one)) != len(_NOT.findall(other)):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _NEAR


def _main(clause: Passage) -> str:
    """The clause's own sentence: its first line, or the one below a heading; not a later note."""
    long = (text for line in clause.paragraphs[:2] if len(text := normal(line)) >= LONG)
    return next(long, "")[:_COMPARED]


def _whole(reading: Reading, clause: Passage) -> str:
    below = (each.folded for each in reading.descendants(clause))
    return _PUNCTUATION.sub("", "\n".join([clause.folded, *below]))


def normal(text: str) -> str:
    """Words alone, half-width, without blanks and punctuation."""
    return _PUNCTUATION.sub("", fold_in_place(text))
