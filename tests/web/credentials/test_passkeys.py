"""Passkeys: either step of signing in, seen again by one, and what is refused."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
import time_machine
from flask_security import hash_password
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from pms_tracker.database import session, transaction
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account, Passkey
from pms_tracker.people.tables.security_tables import SecurityEvent
from tests.cast import IDS, PASSWORD
from tests.databases import Served
from tests.passkeys import Key
from tests.visitor import Visitor
from tests.web.sign_in.test_second_factor import (
    NOW,
    add_app,
    give_password,
    is_inside,
    later,
    recovery_codes,
    said,
)

SITE = "http://localhost"
START, AGAIN, NEW, REMOVE = (
    "/sign-in/passkey",
    "/password/verify/passkey",
    "/me/passkeys",
    "/me/passkeys/remove",
)
SET_UP = "/me/factor"
REFUSED = "パスキーを確認できませんでした。"


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lead(served: Served, time: time_machine.Traveller) -> Iterator[Visitor]:
    """The auditor gave their password, at an address that browsers bind passkeys to."""
    with served.app.test_request_context(), transaction():
        session.execute(update(Account).values(password=hash_password(PASSWORD)))
    served.app.extensions["pms"] = replace(served.settings, base_url=SITE)
    visitor = Visitor(served)
    give_password(visitor)
    yield visitor
    served.app.extensions["pms"] = served.settings


def asked(page: str) -> tuple[dict[str, Any], str]:
    """What a browser is asked for, and where its answer goes."""
    options = re.search(r'data-options="([^"]+)"', page)
    way = re.search(r'action="([^"]+)" data-ceremony', page)
    assert options is not None, page
    assert way is not None
    return json.loads(unescape(options[1])), unescape(way[1])


def add(visitor: Visitor, name: str = "ノートPC", key: Key | None = None) -> Key:
    key = key or Key(SITE)
    options, way = asked(visitor.post(NEW, name=name).text)
    assert options["rp"]["id"] == "localhost"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert visitor.post(way, credential=key.make(options)).location == SET_UP
    return key


def show(visitor: Visitor, key: Key, url: str = START) -> TestResponse:
    options, way = asked(visitor.post(url).text)
    assert options["userVerification"] == "required"
    return visitor.post(way, credential=key.sign(options))


def happened(served: Served) -> list[str]:
    with served.app.test_request_context():
        rows = session.execute(
            select(SecurityEvent.kind, SecurityEvent.about).order_by(SecurityEvent.id.desc())
        ).all()
        session.rollback()
    return [f"{kind} {about}".strip() for kind, about in rows]


def test_a_passkey_is_added_signs_in_alone_and_is_removed(served: Served, lead: Visitor) -> None:
    key = add(lead)
    page = lead.get(SET_UP).text
    assert "パスキー「ノートPC」を登録しました。" in page
    assert "2段階認証：使用中" in lead.get("/me/").text
    assert "同じ" not in lead.post(NEW, name="ノートPC").text
    assert "すでにあります" in lead.post(NEW, name="ノートPC").text
    other = Visitor(served)
    assert "パスキーでサインインする" in other.get("/sign-in").text
    answer = show(other, key, f"{START}?next=/check/findings/")
    assert answer.location == "/check/findings/"
    assert is_inside(other)
    assert "signed_in webauthn" in happened(served)
    recovery_codes(lead)
    assert lead.post(REMOVE, name="ノートPC").status_code == 302
    assert "パスキー「ノートPC」を削除しました。" in lead.get(SET_UP).text
    with served.app.test_request_context():
        account = people.account_of(IDS["auditor"])
        assert account is not None
        assert account.webauthn == []
        assert account.mf_recovery_codes is None, "they stand in for a factor"
        session.rollback()
    assert show(Visitor(served), key).location == START
    moves, told = said(served)
    assert moves[:3] == ["passkey_removed", "recovery_codes_made", "passkey_added"]
    assert "このパスキーだけでサインインできます" in told[0]
    assert {"passkey_added", "passkey_removed", "sign_in_failed"} <= set(happened(served))


def test_a_passkey_is_the_second_step_and_with_an_app_one_chooses(
    served: Served, lead: Visitor, time: time_machine.Traveller
) -> None:
    key, other = add(lead), Visitor(served)
    step = give_password(other, next="/check/findings/").location
    assert step == f"{START}?next=/check/findings/"
    assert "回復コードを使う" in other.get(step).text
    assert not is_inside(other)
    options, way = asked(other.post(step).text)
    assert len(options["allowCredentials"]) == 1
    assert other.post(way, credential=key.sign(options)).location == "/check/findings/"
    assert is_inside(other)
    phone, third = add_app(lead), Visitor(served)
    choice = give_password(third, next="/check/findings/").location
    assert choice.startswith("/sign-in/factor")
    assert "認証アプリの確認コードを使う" in third.get(choice).text
    assert third.post(choice, which="webauthn").location.startswith(START)
    later(time)
    code = third.post(choice, which="authenticator").location
    assert code.startswith("/sign-in/code")
    assert third.post(code, code=phone.code()).location == "/check/findings/"
    # The app goes, the passkey stays a factor.
    assert "認証アプリを削除する" in lead.get(SET_UP).text
    assert lead.post(SET_UP, setup="disable").location == SET_UP
    assert give_password(Visitor(served)).location.startswith(START)


def test_the_passkey_of_another_a_copy_and_one_that_asks_for_nothing_are_refused(
    served: Served, lead: Visitor
) -> None:
    key = add(lead)
    head = Visitor(served)
    give_password(head, "head")
    of_head = add(head)
    other = Visitor(served)
    give_password(other)
    # It would sign in its owner by a step that was not theirs.
    assert show(other, of_head).location == START
    assert REFUSED in other.get(START).text
    assert happened(served)[0] == "factor_failed"
    for wrong in (
        replace(key, verifies=False),
        replace(key, origin="http://elsewhere.example"),
        replace(key, secret=Key(SITE).secret),
        replace(key, handle=of_head.handle),
    ):
        stranger = Visitor(served)
        assert show(stranger, wrong).location == START
        assert REFUSED in stranger.get(START).text
        assert not is_inside(stranger)
    copied = replace(key)
    assert show(Visitor(served), key).location == "/"
    assert show(Visitor(served), copied).location == START, "it counts backwards"
    # What one browser was asked, another does not answer, nor is it taken twice.
    first, second = Visitor(served), Visitor(served)
    options, way = asked(first.post(START).text)
    assert second.post(way, credential=key.sign(options)).location == START
    assert first.post(way, credential=key.sign(options)).location == "/"
    options, way = asked(second.post(START).text)
    assert second.post(way, credential="{}").location == START
    assert second.post(way, credential=key.sign(options)).location == START
    with served.app.test_request_context(), transaction():
        session.execute(
            update(Account).where(Account.person_id == IDS["auditor"]).values(active=False)
        )
    assert show(Visitor(served), key).location == START


def test_one_is_seen_by_the_passkey_again(
    served: Served, lead: Visitor, time: time_machine.Traveller
) -> None:
    key = add(lead)
    head = Visitor(served)
    give_password(head, "head")
    of_head = add(head)
    later(time, 11 * 60)
    asked_for = lead.post(REMOVE, name="ノートPC").location
    assert asked_for.startswith("/password/verify?next=")
    page = lead.get(asked_for).text
    assert "パスキーで確認する" in page
    assert 'name="password"' not in page
    assert lead.post(asked_for, password=PASSWORD).status_code == 200
    assert show(lead, of_head, f"{AGAIN}?next={SET_UP}").location == AGAIN
    assert lead.post(REMOVE, name="ノートPC").location.startswith("/password/verify")
    assert show(lead, key, f"{AGAIN}?next={SET_UP}").location == SET_UP
    assert lead.post(REMOVE, name="ノートPC").location == NEW


def test_a_role_that_needs_a_factor_keeps_its_last_and_another_frees_it(
    served: Served, lead: Visitor
) -> None:
    served.app.extensions["pms"] = replace(
        served.settings, base_url=SITE, second_factor=("auditor",)
    )
    assert lead.get("/check/findings/").location == SET_UP
    key = add(lead)
    assert is_inside(lead)
    lead.post(REMOVE, name="ノートPC")
    assert "2段階認証を止められません" in lead.get(SET_UP).text
    add(lead, "鍵")
    lead.post(REMOVE, name="ノートPC")
    with served.app.test_request_context():
        assert session.scalars(select(Passkey.name)).all() == ["鍵"]
        session.rollback()
    served.app.extensions["pms"] = replace(served.settings, base_url=SITE)
    administrator = Visitor(served).as_("administrator")
    page = f"/people/{IDS['auditor']}"
    assert "2段階認証を解除する" in administrator.get(page).text
    assert administrator.post(f"{page}/factors/reset").location == page
    assert not is_inside(lead)
    with served.app.test_request_context():
        assert session.scalars(select(Passkey)).all() == []
        session.rollback()
    assert show(Visitor(served), key).location == START


def test_passkeys_are_offered_only_where_browsers_can_bind_them(
    served: Served, lead: Visitor
) -> None:
    for address, offered in (
        (SITE, True),
        ("https://localhost", True),
        ("https://pms.example.jp", False),
        ("http://127.0.0.1:8000", False),
    ):
        served.app.extensions["pms"] = replace(served.settings, base_url=address)
        for visitor, url in ((lead, SET_UP), (Visitor(served), "/sign-in")):
            assert ("data-passkeys" in visitor.get(url).text) is offered, (address, url)
    assert "このアドレスでは、パスキーを登録できません。" in lead.get(SET_UP).text
    for url in (NEW, REMOVE, f"{NEW}/x", AGAIN):
        assert Visitor(served).post(url, name="x").status_code in {302, 401}
