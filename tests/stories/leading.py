"""Where a page leads: its links, the forms that ask for a page, and addresses its scripts ask."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
FIELD = re.compile(r"<(input|button|select)\b([^>]*)>")
CHOSEN = re.compile(r'<option\b(?=[^>]*\bselected)[^>]*\bvalue="([^"]*)"')
ATTRIBUTE = re.compile(r'\b([a-z][a-z-]*)(?:="([^"]*)")?')
ASKED_BY_SCRIPTS = re.compile(r'\bdata-[a-z-]+="(/[^"]*)"')
NAMED = re.compile(r'\s(href|src|action|formaction|data-[a-z-]+)="([^"]*)"')


def links(text: str, place: str) -> Iterator[str]:
    """What the links of a page lead to, on our own origin, without the place within the page."""
    for written in LINK.findall(text):
        yield from _ours(unescape(written), place)


def above(text: str, place: str, path: str) -> Iterator[str]:
    """Whatever of ours a page names that does not lie below a path, such as `/pms`."""
    for kind, written in NAMED.findall(text):
        said = unescape(written)
        # Other data of scripts is no address.
        if said.startswith("/") or not kind.startswith("data-"):
            url = urljoin(place, said)
            if not urlsplit(url).scheme and not url.startswith(f"{path}/"):
                yield url


def asked_by_scripts(text: str, place: str) -> Iterator[str]:
    """The addresses that a page hands to its scripts."""
    for written in ASKED_BY_SCRIPTS.findall(text):
        yield from _ours(unescape(written), place)


def posted_to(text: str, place: str) -> Iterator[str]:
    """Where the forms of a page send what was typed."""
    for form, _within in _forms(text):
        if form.get("method", "get").lower() == "post":
            yield from _ours(form.get("action", place), place)


def asked_for(text: str, place: str, sought: str) -> Iterator[str]:
    """What forms that ask for another page lead to, by each of their buttons, filled as they stand.

    The word is `sought`, and of the boxes outside that name a form the first is ticked.
    """
    for form, within in _forms(text):
        if form.get("method", "get").lower() == "get":
            values = [*_values(within, sought), *_ticked(form.get("id", ""), text)]
            for button in _buttons(within):
                target = urljoin(place, button.get("formaction") or form.get("action", place))
                said = [(button["name"], button.get("value", ""))] if "name" in button else []
                yield f"{urlsplit(target).path}?{urlencode([*values, *said])}"


def _forms(text: str) -> Iterator[tuple[dict[str, str], str]]:
    for written, within in FORM.findall(text):
        yield _attributes(written), within


def _values(within: str, sought: str) -> Iterator[tuple[str, str]]:
    for match in FIELD.finditer(within):
        field = _attributes(match[2])
        kind = field.get("type", "")
        if match[1] == "select":
            chosen = CHOSEN.search(within, match.end(), within.index("</select>", match.end()))
            yield field["name"], unescape(chosen[1]) if chosen else ""
        elif match[1] == "input" and "name" in field and kind not in {"checkbox", "radio"}:
            yield field["name"], field.get("value") or (sought if kind == "search" else "")


def _ticked(form: str, text: str) -> Iterator[tuple[str, str]]:
    box = re.search(rf'<input\b([^>]*\bform="{form}"[^>]*)>', text) if form else None
    if box is not None:
        field = _attributes(box[1])
        yield field["name"], field.get("value", "")


def _buttons(within: str) -> list[dict[str, str]]:
    found = [_attributes(match[2]) for match in FIELD.finditer(within) if match[1] == "button"]
    return [each for each in found if each.get("type", "submit") == "submit"] or [{}]


def _attributes(written: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(written)}


def _ours(written: str, place: str) -> Iterator[str]:
    link = urldefrag(urljoin(place, written))[0]
    if link.startswith("/") and not link.startswith("//"):
        yield link
