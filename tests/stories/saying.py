"""What a page says, to eyes and to screen readers."""

from html.parser import HTMLParser

# What stands in the middle of a sentence.
WITHIN = {"span", "b", "a", "bdi", "mark", "del", "ins", "wbr"}
SPOKEN = {"aria-label", "title", "alt", "placeholder"}


class _Said(HTMLParser):
    """Collects what a page says in its own language."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = [""]
        self._silent = False
        # A word of the other language, marked as such: the tag that holds it, as often as nested.
        self._other: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in {"script", "style"}
        if tag in self._other or (("lang", "ja") in attrs and tag != "html"):
            self._other.append(tag)
        self._part(tag)
        self.found[-1:-1] = [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent = False
        if tag in self._other:
            self._other.remove(tag)
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not (self._silent or self._other):
            self.found[-1] += data

    def _part(self, tag: str) -> None:
        if tag not in WITHIN:
            self.found.append("")


def said(text: str) -> list[str]:
    """What a page says: its texts, and what it tells a screen reader or a waiting pointer."""
    reader = _Said()
    reader.feed(text)
    return reader.found
