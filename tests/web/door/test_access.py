"""Closed by default: every address of the app, walked as everybody, from the URL map itself."""

import re
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from flask import Flask
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden, HTTPException, MethodNotAllowed
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.web.door import access
from pms_tracker.web.door.access import public
from pms_tracker.web.record.links import ReferenceConverter
from tests.cast import ACCOUNTS, IDS, viewer
from tests.conftest import FULL
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import words
from tests.web.doors import DOORS, OWN, PUBLIC

ON_SQLITE = pytest.mark.parametrize("served", ["sqlite"], indirect=True)


def filled(rule: Rule) -> str:
    """The rule's address with arguments that could be somebody's."""
    address = re.sub(r"<any\((\w+),.*?\):\w+>", r"\1", rule.rule)
    for name, converter in rule._converters.items():
        value = "1"
        if isinstance(converter, ReferenceConverter):
            # What an erasure is asked of may be a record of any kind.
            kind = Kind.FINDING if Kind.FINDING in converter.kinds else min(converter.kinds)
            value = format_reference(kind, 2026 if kind.is_yearly else None, 1)
        address = re.sub(rf"<(?:[a-z]+(?:\([\w,]+\))?:)?{name}>", value, address)
    assert "<" not in address, rule.rule
    return address


def addresses(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Every endpoint, method and address of the app."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            yield rule.endpoint, method, filled(rule)


def ask(visitor: Visitor, method: str, address: str, **fields: object) -> TestResponse:
    return visitor.get(address) if method == "GET" else visitor.post(address, **fields)


@ON_SQLITE
def test_every_page_is_listed_here_with_whom_it_lets_in(served: Served) -> None:
    known = {rule.endpoint for rule in served.app.url_map.iter_rules()}
    assert known == DOORS.keys() | PUBLIC.keys() | OWN
    assert len(DOORS) + len(PUBLIC) + len(OWN) == len(known)


@ON_SQLITE
def test_a_stranger_is_sent_to_sign_in_from_everywhere_but_the_public_pages(
    served: Served, visitor: Visitor
) -> None:
    walked = 0
    for endpoint, method, address in addresses(served.app):
        answer = ask(visitor, method, address)
        where = f"{method} {address}"
        if endpoint in PUBLIC:
            assert answer.status_code == PUBLIC[endpoint][method], where
            continue
        walked += 1
        assert answer.status_code == 302, where
        assert answer.location.startswith("/sign-in?next="), where
        # Redirects are bare: nothing of the page went out with it.
        assert len(answer.data) < 500, where
        assert method == "GET" or "next=/check" not in answer.location, where
    assert walked >= len(DOORS)


def raised(
    visitor: Visitor, method: str, address: str, by: Callable[[Flask], object], **fields: str
) -> type[HTTPException] | None:
    """What ends a request of this browser's in a part of the app; no page is made of it."""
    kept = visitor.client.get_cookie("session")
    cookie = {"Cookie": f"session={kept.value}"} if kept else {}
    app = visitor.client.application
    with app.test_request_context(address, method=method, data=fields, headers=cookie):
        try:
            by(app)
        except HTTPException as error:
            return type(error)
    return None


@ON_SQLITE
def test_every_post_needs_a_token_of_this_browser(served: Served, visitor: Visitor) -> None:
    """What stands before all pages stops each post; what is said then is one page for all."""
    # What keeps no session has nothing that a token could be bound to (ADR 0028), and answers are
    # bound to their link, without which there is no page (ADR 0073).
    bound = [
        address
        for endpoint, method, address in addresses(served.app)
        if method == "POST"
        and not endpoint.startswith(("public_reports.", "public_requests.", "answers.", "doors."))
    ]
    visitors = [Visitor(served), visitor.as_("privacy_manager")]
    visitors += [Visitor(served).as_("administrator")] if FULL else []
    for each in visitors:
        each.token()
        for address, fields in product(bound, ({}, {"csrf_token": "forged"})):
            found = raised(each, "POST", address, Flask.preprocess_request, **fields)
            assert found is CSRFError, f"{address} with {fields}"
        for address in bound[:: 1 if FULL else 50]:
            assert each.post(address, token=False).status_code == 400, address
            forged = each.post(address, token=False, csrf_token="forged")
            assert forged.status_code == 400, address
            assert "開き直し" in words(forged), address


def is_stopped(visitor: Visitor, name: str, method: str, address: str) -> bool:
    """Whether the door of a page says no to somebody who has signed in."""
    answer = ask(visitor, method, address)
    if (answer.location or "").startswith("/sign-in?"):
        # What was asked before has ended the session.
        answer = ask(visitor.as_(name), method, address)
    stopped = answer.status_code == 403 and "あなたの役割では" in words(answer)
    # A file that nobody read to its end would still be going out.
    answer.close()
    return stopped


@ON_SQLITE
def test_a_role_that_never_may_is_stopped_at_the_door(served: Served) -> None:
    """And whoever may ever do it is let through it, whatever happens behind.

    A door knows a permission and nothing of its page: each permission is tried by all, each page
    by one who is not let in (`make test-all`: by all). What a page answers to one who is let in,
    `test_both_databases.py` asks of each.
    """
    walked = [each for each in addresses(served.app) if each[0] in DOORS]
    # A door knows roles: of those whom all doors treat alike one is enough.
    alike = {tuple(name in may for may in DOORS.values()): name for name in ACCOUNTS}
    tried: set[tuple[object, ...]] = set()
    for name in alike.values():
        visitor = Visitor(served).as_(name)
        with served.app.app_context():
            standing = viewer(name)
        for endpoint, method, address in walked:
            guard = served.app.view_functions[endpoint].guard  # type: ignore[attr-defined]
            may, where = name in DOORS[endpoint], f"{name}: {method} {address}"
            assert standing.may(guard) is may, f"{name}: {endpoint}"
            if FULL or (guard, name) not in tried:
                assert is_stopped(visitor, name, method, address) is not may, where
            elif not may and (method, address) not in tried:
                # What the door says to it is one page for all of them.
                assert raised(visitor, method, address, Flask.dispatch_request) is Forbidden, where
            tried |= {(guard, name)} | (set() if may else {(method, address)})


@ON_SQLITE
def test_a_page_answers_no_method_but_its_own(served: Served, visitor: Visitor) -> None:
    by_address: dict[str, set[str]] = {}
    for _endpoint, method, address in addresses(served.app):
        by_address.setdefault(address, set()).add(method)
    known = served.app.url_map.bind("localhost")
    others = []
    for address, methods in by_address.items():
        assert methods <= {"GET", "POST"}
        for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - methods:
            with pytest.raises(MethodNotAllowed):
                known.match(address, method)
            others.append((method, address))
    visitor.as_("privacy_manager")
    # What the map refuses is one page for all of them.
    for method, address in others[:: 1 if FULL else 50]:
        answer = visitor.client.open(
            address, method=method, headers={"X-CSRFToken": visitor.token()}
        )
        assert answer.status_code == 405, f"{method} {address}"


@ON_SQLITE
def test_nobody_gets_in_who_has_left_or_lost_their_account(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("employee")
    assert visitor.get("/act/cases/").status_code == 200
    with visitor.client.session_transaction() as cookie:
        cookie["_user_id"] = "0" * 32
    assert visitor.get("/act/cases/").location.startswith("/sign-in")
    assert "without_account" not in ACCOUNTS
    assert IDS["without_account"]


def test_an_app_with_an_unguarded_page_does_not_start() -> None:
    app = Flask("unguarded", static_folder=None)
    app.add_url_rule("/open", "open", public(lambda: "open"))
    access.check_every_page_is_guarded(app)
    app.add_url_rule("/forgotten", "forgotten", lambda: "forgotten")
    with pytest.raises(RuntimeError, match=r"forgotten \(/forgotten\) has neither"):
        access.check_every_page_is_guarded(app)
