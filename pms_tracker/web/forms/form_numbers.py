"""Numbers at the door: ids as somebody sent them, sizes as people read them."""

from flask_babel import format_decimal, ngettext


def id_of(value: object) -> int | None:
    """The id that was sent; -1, which nobody has, for one that no database takes."""
    text = str(value)
    return (int(text) if len(text) < 10 else -1) if text.isdecimal() else None


def size_words(size: int) -> str:
    """How large a file is, in the reader's words: 87 バイト, 3.1 kB, 2.0 MB."""
    if size < 1000:
        return ngettext("%(num)d バイト", "%(num)d バイト", size)
    unit, whole = ("kB", 1000) if size < 1_000_000 else ("MB", 1_000_000)
    return f"{format_decimal(size / whole, '#,##0.0')} {unit}"
