"""Texts in pictures: broken into lines by how wide letters are, without losing one of them.

A picture is drawn before any browser measures it, so widths are those of common sans-serif fonts,
in em, and rather too wide than too narrow.
"""

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from unicodedata import category, east_asian_width

_NARROW, _BROAD = frozenset("ijlI.,:;'|!()[] "), frozenset("mwMW%@&—…")
# What no line of Japanese begins with (行頭禁則).
_NEVER_FIRST = frozenset(
    "、。，．・：；？！」』）］｝〕〉》】ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)
_JOINER = "\u200d"
# By how much lines are made shorter to make them alike.
_STEP = 0.5
# A text, and how wide it is.
_Piece = tuple[str, float]


def width(text: str) -> float:
    """How wide a text is, in em."""
    return sum(map(_wide, text))


@cache
def _wide(letter: str) -> float:
    if _is_mark(letter):
        return 0.0
    if east_asian_width(letter) in "WFA":
        return 1.0
    if letter in _NARROW:
        return 0.36
    return 0.95 if letter in _BROAD else 0.72 if letter.isupper() else 0.6


def _is_mark(letter: str) -> bool:
    return category(letter) in {"Mn", "Me", "Cf"}


def lines(text: str, widest: float) -> list[str]:
    """A text in lines of at most so many em, as few as it needs and about as long as each other.

    They are broken between words where there are any.
    """
    pieces = [part for each in _pieces(text) for part in _cut(each, widest)]
    found = _laid(pieces, widest)
    narrower = max(width(text) / max(len(found), 1), _STEP)
    while narrower < widest:
        alike = _laid(pieces, narrower)
        if len(alike) <= len(found):
            return alike
        narrower += _STEP
    return found


def shortened(text: str, widest: float, most: int) -> list[str]:
    """The first lines of a text; where it has more, the last one says so (…)."""
    found = lines(text, widest)
    if len(found) <= most:
        return found
    last, room = found[most - 1], widest - width("…")
    fitting = sum(1 for reached in accumulate(map(_wide, last)) if reached <= room)
    return [*found[: most - 1], f"{last[:fitting]}…"]


def _laid(pieces: Sequence[_Piece], widest: float) -> list[str]:
    found, reached = [""], 0.0
    for piece, wide in pieces:
        if found[-1].strip() and reached + wide > widest:
            found.append("")
            reached = 0.0
        found[-1] += piece
        reached += wide
    return [each.strip() for each in found if each.strip()]


def _pieces(text: str) -> list[str]:
    """What stays together: words, and signs with what they cling to."""
    found: list[str] = []
    for letter in text:
        if found and _stays(found[-1], letter):
            found[-1] += letter
        else:
            found.append(" " if letter.isspace() else letter)
    return found


def _stays(before: str, letter: str) -> bool:
    clings = letter in _NEVER_FIRST or _is_mark(letter)
    return clings or before[-1] == _JOINER or (_of_word(before[-1]) and _of_word(letter))


def _of_word(letter: str) -> bool:
    return not letter.isspace() and east_asian_width(letter) not in "WF"


def _cut(piece: str, widest: float) -> list[_Piece]:
    """A word longer than a line in parts that fit; everything else whole."""
    if width(piece) <= widest:
        return [(piece, width(piece))]
    found = [("", 0.0)]
    for letter in piece:
        part, reached = found[-1]
        if part and reached + _wide(letter) > widest:
            found.append((letter, _wide(letter)))
        else:
            found[-1] = (part + letter, reached + _wide(letter))
    return found
