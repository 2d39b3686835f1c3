"""The same clause twice, to the letter or but for a slip."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from pms_tracker.plan.policy_passages import Certainty, Passage, Reading, Remark, fold_in_place

# Shorter sentences recur rightly ("the person agrees" among two lists of conditions).
LONG = 40
_SHORTEST = 4
_NEAR = 0.92
_PUNCTUATION = re.compile(r"[\s、。,.・:;「」『』()\[\]]+")
# "the preceding paragraph" and the like mean something else in each place.
_RELATIVE = re.compile(r"[前次][条項号章]|[本同]条|上記|下記|前記|次の")
_NOT = re.compile(r"な[いくかけ]|ません|ず[、にれ]|ぬ")
_KANA = re.compile(r"[ぁ-んー]*")
_KANJI = re.compile(r"[一-鿿]{1,2}")
_QUOTED = 40


def repeated_clause(reading: Reading) -> Iterator[Remark]:
    """A clause, with all below it, that stands in the text before: exactly, or nearly.

    Nearly means that the main sentences differ in kana only (講じていす for 講じています): parallel
    clauses that differ in a word of content are meant that way.
    """
    whole = {clause.at: _whole(reading, clause) for clause in reading.clauses}
    main = {clause.at: _main(clause) for clause in reading.clauses}
    told: set[int] = set()
    for later in reading.clauses:
        if later.parent in told:
            told.add(later.at)
            continue
        for earlier in reading.clauses[: later.at - 1]:
            if later.at in told or earlier in reading.ancestors(later):
                continue
            if _exactly(reading, earlier, later, whole):
                told.add(later.at)
                yield _remark(later, earlier, Certainty.SURE, "repeated_exactly")
            elif _nearly(earlier, later, main):
                told.add(later.at)
                yield _remark(later, earlier, Certainty.LIKELY, "repeated_nearly")


def _remark(later: Passage, earlier: Passage, certainty: Certainty, key: str) -> Remark:
    long = (line for line in later.paragraphs if len(normal(line)) >= LONG)
    quote = next(long, later.paragraphs[0])[:_QUOTED]
    return Remark("repeated_clause", later.clause, quote, certainty, key, {"other": earlier.clause})


def _exactly(reading: Reading, earlier: Passage, later: Passage, whole: dict[int, str]) -> bool:
    text = whole[later.at]
    if text != whole[earlier.at] or len(text) < _SHORTEST:
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


def _nearly(earlier: Passage, later: Passage, main: dict[int, str]) -> bool:
    one, other = main[earlier.at], main[later.at]
    shorter, longer = sorted((len(one), len(other)))
    if shorter < LONG or shorter < _NEAR * longer:
        return False
    if earlier.parent != later.parent and _RELATIVE.search(other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < _NEAR or matcher.ratio() < _NEAR:
        return False
    if len(_NOT.findall(one)) != len(_NOT.findall(other)):
        return False
    changes = [each for each in matcher.get_opcodes() if each[0] != "equal"]
    return all(_is_slip(one[i:j], other[k:n]) for _, i, j, k, n in changes)


def _is_slip(one: str, other: str) -> bool:
    if _KANA.fullmatch(one) and _KANA.fullmatch(other):
        return True
    # 及び and および, 漏洩 and 漏えい: the same word, spelt otherwise.
    kanji, kana = (one, other) if _KANJI.fullmatch(one) else (other, one)
    return bool(_KANJI.fullmatch(kanji) and kana and _KANA.fullmatch(kana))


def _main(clause: Passage) -> str:
    """The clause's own sentence: its first line, or the one below a heading; not a later note."""
    long = (text for line in clause.paragraphs[:2] if len(text := normal(line)) >= LONG)
    return next(long, "")


def _whole(reading: Reading, clause: Passage) -> str:
    below = (each.written for each in reading.descendants(clause))
    return normal("\n".join([clause.written, *below]))


def normal(text: str) -> str:
    """Words alone, half-width, without blanks and punctuation."""
    return _PUNCTUATION.sub("", fold_in_place(text))
