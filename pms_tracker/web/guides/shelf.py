"""All guides and terms: of a page, by name, in groups, and those that a search finds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from pms_tracker import locale_in_use
from pms_tracker.kernel.search_text import fold
from pms_tracker.web.guides import (
    act,
    check,
    do,
    do_events,
    everyday,
    plan,
    register_guides,
    words_of_act,
    words_of_check,
    words_of_plan,
    words_of_system,
)
from pms_tracker.web.guides.kinds import Guide, Term

GUIDES: Mapping[str, Sequence[Guide]] = {
    "everyday": (
        *(*everyday.GUIDES, register_guides.SHELF, *register_guides.of("do")),
        *(*do.GUIDES, *do_events.GUIDES),
    ),
    "plan": (*plan.GUIDES, *register_guides.of("plan")),
    "check": (*check.GUIDES, *register_guides.of("check")),
    "act": (*act.GUIDES, *register_guides.of("act")),
}
TERMS: Mapping[str, Sequence[Term]] = {
    "everyday": words_of_system.TERMS,
    "plan": words_of_plan.TERMS,
    "check": words_of_check.TERMS,
    "act": words_of_act.TERMS,
}

BY_KEY = {guide.key: guide for guides in GUIDES.values() for guide in guides}
BY_PAGE = {page: guide for guide in BY_KEY.values() for page in guide.pages}
WORDS = {term.key: (group, term) for group, terms in TERMS.items() for term in terms}


def here() -> Guide | None:
    """The guide to the page that is shown; a form refused is shown as its page was."""
    if request.method == "GET":
        return BY_PAGE.get(request.endpoint or "")
    return next(filter(None, map(_at, _around(request.path))), None)


def _around(path: str) -> Iterator[str]:
    """Addresses of the page that a form may have stood on, the nearest first.

    A form sent to its list makes a new record, one sent beneath a record stands on the record.
    """
    if path.endswith("/"):
        yield from (f"{path}new", f"{path}import")
    parts = path.strip("/").split("/")
    for length in range(len(parts), 0, -1):
        above = "/" + "/".join(parts[:length])
        yield from (above, f"{above}/")


def _at(path: str) -> Guide | None:
    """The guide to the page at this address, if there is one."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return None
    return BY_PAGE.get(endpoint)


def terms_of(guide: Guide) -> list[tuple[str, Term]]:
    """The words a guide's pages use, each with its group."""
    return [WORDS[key] for key in guide.terms if locale_in_use.has(WORDS[key][1].custom)]


def met(terms: Sequence[Term]) -> list[Term]:
    """Those of the terms that the company meets."""
    return [each for each in terms if locale_in_use.has(each.custom)]


@cache
def used_by() -> Mapping[str, Sequence[Guide]]:
    """The guides whose pages use a term, by its key."""
    return {key: [guide for guide in BY_KEY.values() if key in guide.terms] for key in WORDS}


def terms_with(words: str) -> list[tuple[str, Term]]:
    """Terms that hold the words in either language, or that a J-item of that number asks for."""
    wanted = fold(" ".join(words.split()))
    found = []
    for group, term in WORDS.values():
        if not locale_in_use.has(term.custom):
            continue
        names = [fold(term.ja), fold(term.en)]
        if wanted in {fold(item) for item in term.items} or _holds(names, wanted):
            found.append((wanted not in names, group, term))
    # What was asked for word by word comes first.
    return [(group, term) for _rest, group, term in sorted(found, key=lambda each: each[0])]


def guides_with(words: str) -> list[Guide]:
    """Guides whose title holds the words."""
    wanted = fold(" ".join(words.split()))
    return [guide for guide in BY_KEY.values() if _holds([fold(str(guide.title))], wanted)]


def _holds(names: Sequence[str], wanted: str) -> bool:
    return bool(wanted) and any(wanted in name for name in names)


def way_to(guide: Guide, opens: Callable[[str], bool]) -> str | None:
    """The endpoint of the guide's page, where it is one place and the reader may open it."""
    page = guide.pages[0]
    rules = current_app.url_map.iter_rules(page)
    plain = any(not rule.arguments and "GET" in (rule.methods or ()) for rule in rules)
    return page if plain and opens(page) else None
