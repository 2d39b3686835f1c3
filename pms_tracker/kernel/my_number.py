"""Numbers that look like a 個人番号 (My Number), which no record of ours may hold.

The Number Act limits who may keep one and for what (番号法 第20条); the record of how such numbers
are handled must not contain any (特定個人情報ガイドライン 別添1).
"""

import re
from collections.abc import Mapping
from types import SimpleNamespace
from unicodedata import category, decimal, normalize

# Twelve digits, perhaps in groups of four, that are no part of a longer number or of one by phone
# from abroad.
_TWELVE = re.compile(r"(?<![0-9+])[0-9]{4}([-. _/・]?)[0-9]{4}\1[0-9]{4}(?![0-9])")
# Parted otherwise: in fours by anything, in sixes or threes, or digit by digit. Not cut out of a
# longer row of numbers, and no row of years.
_BETWEEN = r"[\s,.\-_/・]"
_PARTED = re.compile(
    rf"[0-9]{{4}}{_BETWEEN}{{1,3}}[0-9]{{4}}{_BETWEEN}{{1,3}}[0-9]{{4}}"
    rf"|[0-9]{{6}}{_BETWEEN}{{1,3}}[0-9]{{6}}|[0-9]{{3}}(?:{_BETWEEN}[0-9]{{3}}){{3}}"
    rf"|[0-9](?:{_BETWEEN}[0-9]){{11}}"
)
_GOES_ON_BEFORE = re.compile(rf"[0-9+]{_BETWEEN}{{0,2}}$")
_GOES_ON_BEHIND = re.compile(rf"{_BETWEEN}{{0,2}}[0-9]")
_YEARS = re.compile(r"(?:(?:19|20)[0-9]{2}){3}")
_DASHES = re.compile(r"[‐‑–—―−ー]")


# Where another country's law holds, twelve digits are a number as any other.
_act = SimpleNamespace(holds=True)


def follow(*, act_holds: bool) -> None:
    """Look for such numbers from now on, or for none, as the company's locale pack has it."""
    _act.holds = act_holds


def holds_my_number(text: str) -> bool:
    """Whether a text has twelve digits in a row of which the last checks the others; of none where
    the Act does not hold."""
    if not _act.holds or not any(char.isdigit() for char in text):
        return False
    # What is not seen does not part them.
    seen = "".join(_digit(char) for char in normalize("NFKC", text) if category(char) != "Cf")
    plain = _DASHES.sub("-", seen)
    found = [each[0] for each in _TWELVE.finditer(plain)]
    found += [
        each[0]
        for each in _PARTED.finditer(plain)
        if not _YEARS.fullmatch(re.sub(r"[^0-9]", "", each[0]))
        and not _GOES_ON_BEFORE.search(plain[max(each.start() - 3, 0) : each.start()])
        and not _GOES_ON_BEHIND.match(plain, each.end())
    ]
    return any(_is_checked(re.sub(r"[^0-9]", "", each)) for each in found)


def masked(text: str) -> str:
    """A text without its digits where some of them may be such a number."""
    return re.sub(r"\d", "*", text) if holds_my_number(text) else text


def _digit(char: str) -> str:
    # Of whichever script.
    return str(decimal(char, char))


def is_held_anywhere(value: object) -> bool:
    """Whether any text in a value does, however deep it lies in lists and by names."""
    if isinstance(value, str):
        return holds_my_number(value)
    if isinstance(value, Mapping):
        return any(map(is_held_anywhere, value.values()))
    return isinstance(value, list | tuple) and any(map(is_held_anywhere, value))


def _is_checked(digits: str) -> bool:
    # The formula of the regulation (番号法施行規則), from the highest digit down.
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)
