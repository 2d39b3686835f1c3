"""Signing in and out: by password, as the demo's cast, for how long, and where it leads."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote, urljoin, urlsplit

import pytest
import time_machine
from flask_security import hash_password
from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.database import session
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account, Language, Person
from tests.cast import IDS, PASSWORD, TODAY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading

WRONG = "メールアドレスかパスワードが違います。もう一度入力してください。"
NOW = clock.at(TODAY, 10)


@pytest.fixture
def with_password(served: Served) -> Visitor:
    """The auditor has a password; the visitor is still outside."""
    with committing(served):
        account = people.account_of(IDS["auditor"])
        assert account is not None
        account.password = hash_password(PASSWORD)
    return Visitor(served)


def sign_in(
    visitor: Visitor, password: str = PASSWORD, mail: str = "auditor@example.jp", to: str = "/"
) -> TestResponse:
    return visitor.post(f"/sign-in?next={to}", email=mail, password=password)


def is_inside(visitor: Visitor) -> bool:
    return visitor.get("/check/findings/").status_code == 200


def test_the_right_password_opens_the_door_and_leads_where_one_wanted_to_go(
    with_password: Visitor,
) -> None:
    visitor = with_password
    asked = visitor.get("/check/findings/?grade=nonconformity")
    assert asked.status_code == 302
    assert asked.location == "/sign-in?next=/check/findings/?grade%3Dnonconformity"
    page = visitor.get(asked.location)
    assert 'name="remember"' not in page.text
    answer = visitor.post(asked.location, email=" Auditor@EXAMPLE.jp ", password=PASSWORD)
    assert answer.status_code == 302
    assert answer.location.endswith("/check/findings/?grade=nonconformity")
    assert is_inside(visitor)
    cookie = visitor.client.get_cookie("session")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"


@pytest.mark.both_databases
def test_a_digest_of_other_costs_opens_the_door_and_is_made_anew(
    served: Served, with_password: Visitor
) -> None:
    """As after an upgrade of the library that digests passwords."""

    def kept() -> str:
        with reading(served):
            account = people.account_of(IDS["auditor"])
            assert account is not None
            assert account.password
            return account.password

    old = kept()
    costs = served.app.extensions["security"].pwd_context
    memory = costs.to_dict()["argon2__memory_cost"]
    costs.update(argon2__memory_cost=2 * memory)
    try:
        assert sign_in(with_password).status_code == 302
        assert is_inside(with_password)
    finally:
        costs.update(argon2__memory_cost=memory)
    assert kept() != old


def test_a_wrong_password_and_an_unknown_address_are_told_apart_by_nobody(
    with_password: Visitor,
) -> None:
    visitor = with_password
    for mail, password in (
        ("auditor@example.jp", "wrong password here"),
        ("nobody.at.all@example.jp", PASSWORD),
        ("head@example.jp", PASSWORD),
        ("no address", PASSWORD),
    ):
        answer = sign_in(visitor, password, mail)
        assert answer.status_code == 200
        assert WRONG in answer.text, mail
        assert password not in answer.text
    assert not is_inside(visitor)


def test_an_account_that_was_closed_is_refused_in_the_same_words(
    served: Served, with_password: Visitor
) -> None:
    with committing(served):
        account = people.account_of(IDS["auditor"])
        assert account is not None
        account.active = False
    answer = sign_in(with_password)
    assert answer.status_code == 200
    assert WRONG in answer.text
    assert not is_inside(with_password)


def test_after_ten_failures_even_the_right_password_waits_a_quarter_of_an_hour(
    with_password: Visitor,
) -> None:
    visitor = with_password
    for _ in range(10):
        assert sign_in(visitor, "wrong password here").status_code == 200
    answer = sign_in(visitor)
    assert answer.status_code == 429
    assert "サインインの失敗が続いたため、15分ほど受け付けを止めています。" in answer.text
    assert not is_inside(visitor)
    # Others are not kept out by it.
    assert sign_in(visitor, mail="head@example.jp").status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=14)):
        assert sign_in(visitor).status_code == 429
    with time_machine.travel(NOW + timedelta(minutes=16)):
        assert sign_in(visitor).status_code == 302
        assert is_inside(visitor)


def test_a_session_ends_after_eight_idle_hours(with_password: Visitor) -> None:
    visitor = with_password
    sign_in(visitor)
    with time_machine.travel(NOW + timedelta(hours=7, minutes=59)):
        assert is_inside(visitor)
    with time_machine.travel(NOW + timedelta(hours=16)):
        assert not is_inside(visitor)


def test_a_session_ends_after_a_day_however_busy_it_was(with_password: Visitor) -> None:
    visitor = with_password
    sign_in(visitor)
    for hours in range(6, 24, 6):
        with time_machine.travel(NOW + timedelta(hours=hours)):
            assert is_inside(visitor)
    with time_machine.travel(NOW + timedelta(hours=23, minutes=59)):
        assert is_inside(visitor)
    with time_machine.travel(NOW + timedelta(hours=24, minutes=1)):
        assert not is_inside(visitor)
        assert visitor.get("/").location.startswith("/sign-in")


def test_only_a_post_signs_out(with_password: Visitor) -> None:
    visitor = with_password
    sign_in(visitor)
    assert visitor.get("/sign-out").status_code == 405
    assert visitor.post("/sign-out", token=False).status_code == 400
    assert is_inside(visitor)
    assert visitor.post("/sign-out").location.endswith("/sign-in")
    assert not is_inside(visitor)


ELSEWHERE = (
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "https:evil.example",
    "http:///evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "evil.example",
    "/\t/evil.example",
    "/\r\n/evil.example",
    " //evil.example",
)


def stays_here(location: str) -> bool:
    """Whether a browser would stay on our origin: it reads \\ as / and drops tabs and breaks."""
    as_read = location.translate({ord("\\"): "/", 9: None, 10: None, 13: None}).strip()
    return urlsplit(urljoin("http://localhost/sign-in", as_read))[:2] == ("http", "localhost")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_answer_leads_to_somebody_elses_site(visitor: Visitor, target: str) -> None:
    answer = visitor.post("/language", language="en", next=target)
    assert answer.status_code == 302
    assert stays_here(answer.location)


def test_signing_in_leads_to_no_site_but_ours(with_password: Visitor) -> None:
    visitor = with_password
    fields = {"email": "auditor@example.jp", "password": PASSWORD}
    for number, target in enumerate(ELSEWHERE):
        # A refused target counts as a failure, so some time passes between them.
        with time_machine.travel(NOW + timedelta(hours=number)):
            by_form = visitor.post("/sign-in", next=target, **fields)
            visitor.post("/sign-out")
            by_address = visitor.post(f"/sign-in?next={quote(target)}", **fields)
            visitor.post("/sign-out")
        for answer in (by_form, by_address):
            assert answer.status_code in {200, 302}, target
            assert answer.status_code == 200 or stays_here(answer.location), target


def test_the_language_is_remembered_per_person_and_by_cookie(
    served: Served, visitor: Visitor
) -> None:
    assert '<html lang="en">' in visitor.get("/sign-in", "en").text
    assert '<html lang="ja">' in visitor.get("/sign-in", "fr").text
    assert visitor.post("/language", language="en", next="/sign-in").location == "/sign-in"
    assert '<html lang="en">' in visitor.get("/sign-in", "ja").text
    assert visitor.post("/language", language="fr").status_code == 400
    assert visitor.post("/language", language="en", token=False).status_code == 400
    assert visitor.get("/language").status_code == 405

    visitor.as_("head")
    assert '<html lang="ja">' in visitor.get("/", "en").text
    answer = visitor.post("/language", language="en", next="/check/findings/?q=棚")
    assert answer.location == "/check/findings/?q=%E6%A3%9A"
    # Another browser of the same person, which prefers Japanese, knows it as well.
    assert '<html lang="en">' in visitor.as_("head").get("/", "ja").text
    assert '<html lang="ja">' in visitor.as_("auditor").get("/", "ja").text
    with reading(served):
        assert session.get_one(Person, IDS["head"]).language is Language.EN


@contextmanager
def set_as(served: Served, **changes: object) -> Iterator[None]:
    """Other settings while it lasts, as if the server had been started with them."""
    kept: Settings = served.app.extensions["pms"]
    served.app.extensions["pms"] = replace(kept, **changes)  # type: ignore[arg-type]
    try:
        yield
    finally:
        served.app.extensions["pms"] = kept


def mark_demo(served: Served) -> None:
    with committing(served):
        people.the_company().is_demo = True


def pick(visitor: Visitor, person: object = IDS["auditor"], to: str = "/") -> TestResponse:
    return visitor.post("/demo/sign-in", person=person, next=to)


def test_the_demo_cast_is_there_only_in_a_demo_on_loopback_without_smtp(
    served: Served, visitor: Visitor
) -> None:
    with set_as(served, bind="127.0.0.1"):
        assert pick(visitor).status_code == 404
        assert "/demo/sign-in" not in visitor.get("/sign-in").text
    mark_demo(served)
    for changes in (
        {},
        {"bind": "0.0.0.0"},
        {"bind": "192.0.2.7"},
        {"bind": "127.0.0.1", "smtp_url": "smtp://127.0.0.1:25"},
    ):
        with set_as(served, **changes):
            assert pick(visitor).status_code == 404, changes
            assert "/demo/sign-in" not in visitor.get("/sign-in").text, changes
    with set_as(served, bind="127.0.0.1"):
        far = visitor.client.post(
            "/demo/sign-in",
            data={"person": str(IDS["auditor"]), "csrf_token": visitor.token()},
            environ_overrides={"REMOTE_ADDR": "192.0.2.9"},
        )
        assert far.status_code == 404
        for header in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via"):
            through = visitor.client.post(
                "/demo/sign-in",
                data={"person": str(IDS["auditor"]), "csrf_token": visitor.token()},
                headers={header: "127.0.0.1"},
            )
            assert through.status_code == 404, header
        # A page elsewhere, whose name was made to lead here (DNS rebinding).
        for host in ("rebound.example:8000", "localhost.rebound.example", "192.0.2.7"):
            rebound = visitor.client.get("/sign-in", headers={"Host": host})
            assert "/demo/sign-in" not in rebound.text, host
        for host in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000"):
            assert "/demo/sign-in" in visitor.client.get("/sign-in", headers={"Host": host}).text
        assert not is_inside(visitor)


def test_a_click_on_one_of_the_demo_cast_signs_in(served: Served, visitor: Visitor) -> None:
    mark_demo(served)
    with set_as(served, bind="127.0.0.1"):
        page = visitor.get("/sign-in").text
        for key in ("auditor", "head", "nobody"):
            assert f'name="person" value="{IDS[key]}"' in page
        assert f'name="person" value="{IDS["without_account"]}"' not in page
        assert visitor.get("/demo/sign-in").status_code == 405
        assert visitor.post("/demo/sign-in", token=False, person=1).status_code == 400
        for wrong in ("", "x", "-1", "99", "9" * 30, "１", IDS["without_account"]):
            assert pick(visitor, wrong).status_code == 404, wrong
        assert pick(visitor, to="//evil.example").location == "/"
        assert pick(visitor, to="/check/findings/").location == "/check/findings/"
        assert is_inside(visitor)
    # Its sessions end like any other.
    with time_machine.travel(NOW + timedelta(hours=9)):
        assert not is_inside(visitor)


def test_who_never_had_a_password_cannot_guess_an_empty_one(
    served: Served, visitor: Visitor
) -> None:
    with reading(served):
        passwords = set(session.scalars(select(Account.password)))
    assert passwords == {None}
    for password in ("", " ", "None"):
        assert sign_in(visitor, password, "head@example.jp").status_code == 200
    assert not is_inside(visitor)


def test_a_form_that_is_too_large_is_refused_as_one(served: Served, visitor: Visitor) -> None:
    """Nothing asks for it once more on its way out."""
    most = served.app.config["MAX_CONTENT_LENGTH"]
    served.app.config["MAX_CONTENT_LENGTH"] = 1000
    try:
        for address in ("/sign-in", "/sign-in/code", "/password/reset"):
            answer = visitor.client.post(address, data={"email": "x" * 2000})
            assert answer.status_code == 413, address
    finally:
        served.app.config["MAX_CONTENT_LENGTH"] = most
