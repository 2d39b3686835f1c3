"""What page tests share: records committed for others to see, and forms read as a browser does."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass, replace
from html import unescape

from werkzeug.test import TestResponse

from pms_tracker.database import session, transaction
from pms_tracker.web.pictures.charts import Count
from tests.databases import Served

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
CONTROL = re.compile(r"<(input|textarea|select)\b([^>]*)>(.*?)(?=<|$)", re.DOTALL)
HELP = re.compile(r'<details class="menu-box guide">.*?</details>', re.DOTALL)
WHOLE = re.compile(r'<span class="whole">([^<]*)</span>')
OPTION = re.compile(r"<option\b([^>]*)>")


@contextmanager
def committing(served: Served) -> Iterator[None]:
    """Use cases inside are committed, so that the next request finds what they did."""
    with served.app.test_request_context(), transaction():
        yield


@contextmanager
def reading(served: Served) -> Iterator[None]:
    """What the database holds now, read outside any request."""
    with served.app.test_request_context():
        yield
        session.rollback()


def words(page: TestResponse) -> str:
    """The page's markup as a reader would see its characters, its folded help left out, and the
    marks around days and references that no line may break.

    Help speaks of what may be on such a page; what is asked here is what is on this one.
    """
    return unescape(WHOLE.sub(r"\1", HELP.sub("", page.get_data(as_text=True))))


def attribute(tag: str, name: str) -> str | None:
    found = re.search(rf'(?:^|\s){name}="([^"]*)"', tag)
    return unescape(found[1]) if found else None


def form(page: TestResponse, action: str, *, with_slip: bool = False) -> dict[str, str]:
    """What a browser would send from the form with that action, were nothing changed in it.

    Its slip is left out unless asked for: with it, a form is rescued where it would be refused.
    """
    text = page.get_data(as_text=True)
    inside = [body for tag, body in FORM.findall(text) if attribute(tag, "action") == action]
    assert len(inside) == 1, f"{len(inside)} forms lead to {action}"
    sent: dict[str, str] = {}
    for kind, tag, content in CONTROL.findall(inside[0]):
        name = attribute(tag, "name")
        if name is None or name == "csrf_token" or (name == "slip" and not with_slip):
            continue
        if kind == "textarea":
            sent[name] = unescape(content).removeprefix("\r").removeprefix("\n")
        elif kind == "input" and attribute(tag, "type") == "file":
            continue
        elif kind == "input" and attribute(tag, "type") in {"radio", "checkbox"}:
            if "checked" in tag:
                sent[name] = attribute(tag, "value") or ""
        elif kind == "input":
            sent[name] = attribute(tag, "value") or ""
    for body in re.findall(r"<select\b.*?</select>", inside[0], re.DOTALL):
        name = attribute(body, "name")
        chosen = [attribute(tag, "value") for tag in OPTION.findall(body) if "selected" in tag]
        if name is not None:
            sent[name] = (chosen or [""])[0] or ""
    return sent


def counts_in(part: object) -> Iterator[Count]:
    """Every figure of the page that leads somewhere."""
    if isinstance(part, Count) and part.url:
        yield part
    inside = part if isinstance(part, tuple) else vars(part).values() if is_dataclass(part) else ()
    for each in inside:
        yield from counts_in(each)


@contextmanager
def configured(served: Served, url: str) -> Iterator[None]:
    """The app as if its settings named this mail server."""
    before = served.app.extensions["pms"]
    served.app.extensions["pms"] = replace(before, smtp_url=url)
    try:
        yield
    finally:
        served.app.extensions["pms"] = before
