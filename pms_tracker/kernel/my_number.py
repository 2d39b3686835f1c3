"""Numbers that look like a 個人番号 (My Number), which no record of ours may hold.

The Number Act limits who may keep one and for what (番号法 第20条); the record of how such numbers
are handled must not contain any (特定個人情報ガイドライン 別添1).
"""

import re
from unicodedata import normalize

# Twelve digits, perhaps in groups of four, that are no part of a longer number.
_TWELVE = re.compile(r"(?<![0-9])[0-9]{4}([ -]?)[0-9]{4}\1[0-9]{4}(?![0-9])")


def holds_my_number(text: str) -> bool:
    """Whether a text has twelve digits in a row of which the last checks the others."""
    plain = re.sub(r"[‐‑–—―−ー]", "-", normalize("NFKC", text))
    return any(_is_checked(re.sub(r"[ -]", "", each[0])) for each in _TWELVE.finditer(plain))


def _is_checked(digits: str) -> bool:
    # The formula of the regulation (番号法施行規則), from the highest digit down.
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)
