"""The symbols that clauses are counted by, and which number each is in the rows it may be of."""

from collections.abc import Iterator

from pms_tracker.kernel.era_dates import read_number

KANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")


def values(written: str) -> Iterator[tuple[str, int]]:
    """The rows a symbol may belong to: i is Roman or the ninth letter, イ comes in two orders."""
    if written.isascii() and written.isdigit():
        yield "1", int(written)
    elif written.isascii():
        kind = "a" if written.islower() else "A"
        if written.lower() in _ROMAN:
            yield f"{kind}-roman", _ROMAN.index(written.lower()) + 1
        if len(written) == 1:
            yield kind, ord(written) - ord(kind) + 1
    elif "ァ" <= written <= "ン":
        for kind, order in (("ア", KANA), ("イ", IROHA)):
            if written in order:
                yield kind, order.index(written) + 1
    else:
        yield "一", read_number(written)
