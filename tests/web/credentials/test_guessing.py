"""Guessing passwords, as it was tried: other spellings, all at once, many accounts, locking out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask_security import hash_password
from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import TooMany
from pms_tracker.people.firm import people
from pms_tracker.people.tables.security_tables import SignInFailure
from pms_tracker.web.credentials import guessing
from tests.cast import IDS, PASSWORD, TODAY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

pytestmark = pytest.mark.both_databases

NOW = clock.at(TODAY, 10)
WRONG = "wrong password here"
SPELLINGS = (
    "auditor@example.jp",
    " AUDITOR@Example.JP ",
    "auditor@example。jp",
    "auditor@ｅｘａｍｐｌｅ.jp",
    "Auditor@example．jp",
)
STOPPED = "サインインの失敗が続いたため"


@pytest.fixture
def with_password(served: Served) -> Visitor:
    """The auditor has a password; the visitor is still outside."""
    with committing(served):
        account = people.account_of(IDS["auditor"])
        assert account is not None
        account.password = hash_password(PASSWORD)
    return Visitor(served)


def guess(
    visitor: Visitor, mail: str = "auditor@example.jp", password: str = WRONG, source: str = ""
) -> TestResponse:
    return visitor.client.post(
        "/sign-in",
        data={"email": mail, "password": password, "csrf_token": visitor.token()},
        environ_overrides={"REMOTE_ADDR": source} if source else {},
    )


def let_through(served: Served, mail: str, *, source: str = "127.0.0.1", known: str = "") -> bool:
    """Whether a guess would be looked at: what the form asks before it does the slow part."""
    cookie = {"HTTP_COOKIE": f"known={known}"} if known else {}
    with served.app.test_request_context(environ_base={"REMOTE_ADDR": source, **cookie}):
        try:
            guessing.claim(guessing.of_sign_in(mail))
        except TooMany:
            return False
        return True


def lock(served: Served, mail: str = "auditor@example.jp", known: str = "") -> None:
    """So many guesses at an account that it takes no more from unknown browsers, or from one."""
    for at in range(10):
        assert let_through(served, mail, source=f"192.0.2.{at}", known=known)


def test_an_account_is_the_same_however_its_address_is_spelled(
    served: Served, with_password: Visitor
) -> None:
    for mails in (SPELLINGS, ("nobody@example.jp", "NOBODY@example。jp", "nobody@ｅxample.jp")):
        for at in range(9):
            assert let_through(served, mails[at % len(mails)], source=f"192.0.2.{at}")
        assert guess(with_password, mails[0]).status_code == 200
        answer = guess(with_password, mails[1], source="192.0.2.200")
        assert answer.status_code == 429
        assert "システム管理者に停止の解除を依頼" in words(answer)


def test_forty_guesses_at_once_let_ten_through(served: Served, with_password: Visitor) -> None:
    def one(at: int) -> bool:
        return let_through(served, SPELLINGS[at % 5], source=f"198.51.100.{at}")

    with ThreadPoolExecutor(40) as threads:
        assert sum(threads.map(one, range(40))) == 10


def test_many_accounts_tried_from_one_source_are_limited_and_the_source_is_not_kept(
    served: Served, visitor: Visitor
) -> None:
    network = "2001:db8:77:88:"
    for at in range(20):
        assert let_through(served, f"somebody{at}@example.jp", source=f"{network}:{at:x}")
    assert guess(visitor, "head@example.jp", source=f"{network}:77").status_code == 429
    assert guess(visitor, "head@example.jp", source="203.0.113.5").status_code == 200
    with reading(served):
        kept = session.scalars(select(SignInFailure.key)).all()
    assert all(len(each) == 64 and set(each) <= set("0123456789abcdef") for each in kept)
    with time_machine.travel(NOW + timedelta(minutes=16)):
        assert let_through(served, "head@example.jp", source=f"{network}:1")
        with reading(served):
            assert len(session.scalars(select(SignInFailure.key)).all()) == 2


def test_nobody_elses_guesses_lock_an_owner_out_of_a_browser_they_use(
    served: Served, with_password: Visitor
) -> None:
    owner = with_password
    assert guess(owner, password=PASSWORD).status_code == 302
    cookie = owner.client.get_cookie("known")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    owner.post("/sign-out")
    stranger = Visitor(served)
    lock(served)
    assert guess(stranger, password=PASSWORD).status_code == 429
    assert guess(owner, password=PASSWORD).status_code == 302
    # Known for its owner's account alone, limited on its own, and nothing that could be made up.
    owner.post("/sign-out")
    lock(served, known=cookie.value)
    assert guess(owner, password=PASSWORD).status_code == 429
    for value in ("x", cookie.value[:-2] + "AA"):
        stranger.client.set_cookie("known", value)
        assert guess(stranger, password=PASSWORD).status_code == 429
    lock(served, "head@example.jp")
    assert guess(owner, "head@example.jp").status_code == 429


def test_an_administrator_lifts_the_stop_and_sends_the_way_to_a_password(
    served: Served, with_password: Visitor
) -> None:
    page = f"/people/{IDS['auditor']}"
    keeper = Visitor(served).as_("administrator")
    assert STOPPED not in words(keeper.get(page))
    lock(served)
    assert guess(with_password).status_code == 429
    assert STOPPED in words(keeper.get(page))
    assert STOPPED not in words(Visitor(served).as_("representative").get(page))
    assert keeper.post(f"{page}/access/unlock").location == page
    shown = words(keeper.get(page))
    assert STOPPED not in shown
    assert "サインインの停止を解除" in shown
    assert guess(with_password).status_code == 200
    assert keeper.post(f"{page}/access/reset").location == page
    assert "パスワード再設定のメールを送信" in words(keeper.get(page))
    with reading(served):
        who = people.person(IDS["without_account"])
        assert people.account_of(who.id) is None
    assert keeper.post(f"/people/{IDS['without_account']}/access/reset").status_code == 404
