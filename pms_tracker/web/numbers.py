"""Numbers that come with a form: ids as somebody sent them, whatever they typed."""


def id_of(value: object) -> int | None:
    """The id that was sent; -1, which nobody has, for one that no database takes."""
    text = str(value)
    return (int(text) if len(text) < 10 else -1) if text.isdecimal() else None
