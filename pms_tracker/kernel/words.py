"""Words of the program where no reader is known yet: in Japanese, marked for the catalogue."""

from collections.abc import Iterator


class Words(str):
    """Words of the program in Japanese; whoever shows them puts them in the reader's language."""

    __slots__ = ()


def N_(words: str) -> Words:
    """Mark words for the catalogue where no reader is known yet."""
    return Words(words)


# Fields that are wrong, each with what to enter there.
Faults = Iterator[tuple[str, Words]]
