"""Texts in pictures: broken into lines by how wide letters are, without losing one of them.

A picture is drawn before any browser measures it, so widths are those of common sans-serif fonts,
in em, and rather too wide than too narrow.
"""

from itertools import accumulate
from unicodedata import category, east_asian_width

_NARROW, _BROAD = frozenset("ijlI.,:;'|!()[] "), frozenset("mwMW%@&—…")
# What no line of Japanese begins with (行頭禁則).
_NEVER_FIRST = frozenset(
    "、。，．・：；？！」』）］｝〕〉》】ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)
_JOINER = "\u200d"


def width(text: str) -> float:
    """How wide a text is, in em."""
    return sum(map(_wide, text))


def _wide(letter: str) -> float:
    if category(letter) in {"Mn", "Me", "Cf"}:
        return 0.0
    if east_asian_width(letter) in "WFA":
        return 1.0
    if letter in _NARROW:
        return 0.36
    return 0.95 if letter in _BROAD else 0.72 if letter.isupper() else 0.6


def lines(text: str, widest: float) -> list[str]:
    """A text in lines of at most so many em, broken between words where there are any."""
    found = [""]
    for piece in (part for each in _pieces(text) for part in _cut(each, widest)):
        if width(found[-1] + piece) <= widest or not found[-1].strip():
            found[-1] += piece
        else:
            found.append(piece)
    return [each.strip() for each in found if each.strip()]


def shortened(text: str, widest: float, most: int) -> list[str]:
    """The first lines of a text; where it has more, the last one says so (…)."""
    found = lines(text, widest)
    if len(found) <= most:
        return found
    last, room = found[most - 1], widest - width("…")
    fitting = sum(1 for reached in accumulate(map(_wide, last)) if reached <= room)
    return [*found[: most - 1], f"{last[:fitting]}…"]


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
    clings = letter in _NEVER_FIRST or category(letter) in {"Mn", "Me", "Cf"}
    return clings or before[-1] == _JOINER or (_of_word(before[-1]) and _of_word(letter))


def _of_word(letter: str) -> bool:
    return not letter.isspace() and east_asian_width(letter) not in "WF"


def _cut(piece: str, widest: float) -> list[str]:
    """A word longer than a line in parts that fit; everything else whole."""
    if width(piece) <= widest:
        return [piece]
    found = [""]
    for letter in piece:
        if found[-1] and width(found[-1] + letter) > widest:
            found.append("")
        found[-1] += letter
    return found
