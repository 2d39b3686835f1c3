"""Signing in by the company's provider: linked once by its owner, never by an address."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask_security import hash_password
from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import account_links, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account, AccountLink
from pms_tracker.trail import trail
from tests import builders, identity_provider
from tests.cast import IDS, PASSWORD, TODAY, viewer
from tests.databases import Served
from tests.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.forms.test_carried import CASE, CAUSE, PLAN, carried, typed_plan
from tests.web.sign_in.test_invitations import invite
from tests.web.sign_in.test_sign_in import set_as

ONWARD = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)">')
NAME = "Entra"
WHO = "auditor"
NOW = clock.at(TODAY, 10)


@pytest.fixture(scope="module")
def running() -> Iterator[IdentityProvider]:
    with identity_provider.running() as found:
        yield found


@pytest.fixture
def there(running: IdentityProvider, served: Served) -> Iterator[IdentityProvider]:
    """The provider as it is, and an app that was started with its settings."""
    running.behave()
    with committing(served):
        account_of(WHO).password = hash_password(PASSWORD)
    with set_as(
        served,
        oidc_issuer=running.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_name=NAME,
    ):
        yield running


def account_of(key: str) -> Account:
    found = people.account_of(IDS[key])
    assert found is not None
    return found


def onward(page: TestResponse) -> str:
    """Where the page between leads by itself; its link leads to the same place."""
    assert page.status_code == 200
    found = ONWARD.search(page.text)
    assert found, page.text
    assert f'href="{found[1]}"' in page.text
    return unescape(found[1])


def through(visitor: Visitor, there: IdentityProvider, page: TestResponse) -> TestResponse:
    """To the provider and back, as a browser goes."""
    return visitor.get(there.send(onward(page)))


def come_in(visitor: Visitor, there: IdentityProvider, **more: object) -> TestResponse:
    return through(visitor, there, visitor.post("/sign-in/oidc", **more))


def link(visitor: Visitor, there: IdentityProvider, key: str = WHO) -> TestResponse:
    visitor.as_(key)
    return through(visitor, there, visitor.post("/me/oidc/link", password=PASSWORD))


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/me/").status_code == 200


def linked(served: Served) -> list[int]:
    with reading(served):
        return list(
            session.scalars(select(Account.person_id).join(AccountLink).order_by(AccountLink.id))
        )


def last_letter(served: Served) -> tuple[str, str | None]:
    with reading(served):
        row = session.scalars(select(OutboxLetter).order_by(OutboxLetter.id.desc())).first()
        assert row is not None
        assert row.secret
        assert NAME in row.subject
        return row.key, row.address


def test_nothing_of_it_is_there_where_no_provider_is_set(served: Served, visitor: Visitor) -> None:
    assert "oidc" not in visitor.get("/sign-in").text
    assert visitor.post("/sign-in/oidc").status_code == 404
    assert visitor.get("/sign-in/oidc/callback?code=x&state=x").status_code == 404
    visitor.as_(WHO)
    assert "oidc" not in visitor.get("/me/").text
    assert visitor.get("/me/oidc").status_code == 404


def test_an_account_is_linked_by_its_owner_and_then_signs_in(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    assert f"{NAME}でサインインする" in visitor.get("/sign-in").text
    # Somebody whom nobody knows, with the address of one of the cast: told, and no more.
    page = come_in(visitor, there)
    assert page.status_code == 403
    assert "サインインできません" in page.text
    assert "高山" not in page.text
    assert not is_in(visitor)
    assert linked(served) == []

    visitor.as_(WHO)
    assert f"{NAME}との連携" in visitor.get("/me/").text
    for wrong in ("", "wrong password 1"):
        refused = visitor.post("/me/oidc/link", password=wrong)
        assert refused.status_code == 400
        assert 'aria-invalid="true"' in refused.text
    assert link(visitor, there).location == "/me/oidc"
    assert f"{NAME}と連携しました。" in words(visitor.get("/me/oidc"))
    assert linked(served) == [IDS[WHO]]
    assert last_letter(served) == ("account_linked", f"{WHO}@example.jp")
    with reading(served):
        noted = trail.history(f"person-{IDS[WHO]}")
        entry = next(each for each in noted if each.move == "account_linked")
        assert [each.after for each in entry.values] == [NAME]


def test_the_second_step_comes_after_the_provider_as_after_a_password(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    link(visitor, there)
    with committing(served):
        account = people.account_of(IDS[WHO])
        assert account is not None
        account.tf_primary_method, account.tf_totp_secret = "authenticator", "{}"
    later = Visitor(served)
    assert come_in(later, there, next="/check/findings/").location.startswith("/sign-in/code")
    assert not is_in(later)


def test_who_is_linked_comes_in_for_as_long_as_by_a_password(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    link(visitor, there)
    later = Visitor(served)
    assert come_in(later, there, next="/check/findings/").location == "/check/findings/"
    assert is_in(later)
    with later.client.session_transaction() as cookie:
        assert cookie["seen"] >= NOW.timestamp()
        assert cookie.permanent
        assert "trip" not in cookie
    assert come_in(Visitor(served), there, next="//evil.example").location == "/"
    # The session ends as every other does.
    with time_machine.travel(clock.at(TODAY, 20)):
        assert not is_in(later)


def test_a_subject_signs_in_to_one_account_and_an_account_has_one(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    link(visitor, there)
    with committing(served):
        account_of("head").password = hash_password(PASSWORD)
    other = Visitor(served)
    assert link(other, there, "head").status_code == 409
    there.is_at_desk("other")
    assert link(visitor, there).status_code == 409
    assert linked(served) == [IDS[WHO]]


def test_an_account_that_is_closed_or_whose_owner_left_is_not_opened(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    link(visitor, there)
    with committing(served):
        people.person(IDS[WHO]).left_on = TODAY - timedelta(days=1)
    assert come_in(Visitor(served), there).status_code == 403
    with committing(served):
        people.person(IDS[WHO]).left_on = None
        account_of(WHO).active = False
    assert come_in(Visitor(served), there).status_code == 403
    with committing(served):
        account_of(WHO).active = True
    assert come_in(Visitor(served), there).status_code == 302


def test_an_answer_is_taken_once_soon_and_in_the_browser_that_asked(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    link(visitor, there)
    back = there.send(onward(visitor.post("/sign-in/oidc")))
    stranger = Visitor(served)
    assert stranger.get(back).status_code == 400
    assert not is_in(stranger)
    mine = Visitor(served)
    back = there.send(onward(mine.post("/sign-in/oidc")))
    assert mine.get(back).status_code == 302
    assert mine.get(back).location == "/"  # loaded again
    assert stranger.get(back).status_code == 400
    slow = Visitor(served)
    back = there.send(onward(slow.post("/sign-in/oidc")))
    with time_machine.travel(clock.at(TODAY, 10) + timedelta(minutes=20)):
        assert slow.get(back).status_code == 400
    there.alters = lambda claims: claims.update(nonce="another")
    page = come_in(slow, there)
    assert page.status_code == 400
    assert "パスワードでサインインしてください。" in page.text
    assert not is_in(slow)
    there.behave()
    there.declines = True
    assert come_in(slow, there).location == "/sign-in"
    assert "中止しました" in slow.get("/sign-in").text


def test_where_the_provider_is_away_the_password_still_opens(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    with set_as(served, oidc_issuer="http://127.0.0.1:9"):
        page = visitor.post("/sign-in/oidc")
        assert page.status_code == 503
        assert f"{NAME}に接続できません。" in page.text
        visitor.post("/sign-in", email=f"{WHO}@example.jp", password=PASSWORD)
        assert is_in(visitor)


def test_a_link_is_begun_and_ended_by_whoever_is_signed_in(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    visitor.as_(WHO)
    back = there.send(onward(visitor.post("/me/oidc/link", password=PASSWORD)))
    with visitor.client.session_transaction() as cookie:
        trip = cookie["trip"]
    # Somebody else signs in in that browser before the answer is there.
    visitor.as_("head")
    with visitor.client.session_transaction() as cookie:
        cookie["trip"] = trip
    assert visitor.get(back).status_code == 400
    assert linked(served) == []

    link(visitor, there)
    elsewhere = Visitor(served)
    come_in(elsewhere, there)
    assert visitor.post("/me/oidc/unlink", password="wrong password 1").status_code == 400
    assert visitor.post("/me/oidc/unlink", password=PASSWORD).location == "/me/oidc"
    assert is_in(visitor)
    assert not is_in(elsewhere)
    assert come_in(elsewhere, there).status_code == 403
    assert last_letter(served) == ("account_unlinked", f"{WHO}@example.jp")
    assert visitor.post("/me/oidc/unlink", password=PASSWORD).status_code == 409
    # A provider that comes later is another one.
    link(visitor, there)
    with set_as(served, oidc_issuer=f"{there.issuer}/new"):
        assert f"{NAME}と連携する" in visitor.get("/me/oidc").text


def test_an_invitation_is_accepted_by_the_provider_instead_of_a_password(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    address = invite(served, visitor)
    guest = Visitor(served)
    assert f"{NAME}で始める" in guest.get(address).text
    assert through(guest, there, guest.post(f"{address}/oidc")).location == "/"
    assert is_in(guest)
    assert linked(served) == [IDS["employee"]]
    assert guest.get(address).location == "/sign-in"
    assert guest.post(f"{address}/oidc").location == address
    later = Visitor(served)
    assert come_in(later, there).location == "/"
    # Without a password nothing is guessed, and the only way in is not taken away.
    assert later.post("/me/oidc/unlink", password="").status_code == 400
    assert later.post("/me/oidc/unlink", password="guessed password").status_code == 400
    assert later.post("/password/verify", password="guessed password").status_code == 200
    assert "先にパスワードを設定" in later.get("/me/oidc").text
    with committing(served), pytest.raises(account_links.RuleBroken):
        account_links.unlink(account_of("employee"), there.issuer, provider=NAME)
    assert later.get("/password/change").status_code == 200
    record = visitor.as_("administrator").get(f"/people/{IDS['employee']}")
    assert "案内のメールをもう一度送る" not in record.text


def test_what_was_typed_when_a_session_ended_waits_for_its_writer(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    with committing(served):
        builders.case()
        account_of("head").password = hash_password(PASSWORD)
    link(visitor, there, "head")
    sent = typed_plan(visitor)
    for person in ("other", "diana"):
        there.is_at_desk(person)
        late = Visitor(served)
        packed = carried(late.post(PLAN, token=False, **sent))
        answer = come_in(late, there, carried=packed)
        assert (answer.status_code == 302) is (person == "diana")
    assert answer.location == CASE
    assert form(late.get(CASE), PLAN)["cause"] == CAUSE
    # Another person, who signs in in that browser, is led home and reads none of it.
    there.is_at_desk("other")
    link(Visitor(served), there)
    answer = come_in(late, there, carried=packed)
    assert answer.location == "/"
    assert "入力した人の下書きに残しています。" in late.get("/").text
    # What we did not pack is nothing.
    assert come_in(late, there, carried=f"{packed}x", next="/act/cases/").location == "/act/cases/"


def test_roles_come_from_no_claim(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    link(visitor, there)
    there.alters = lambda claims: claims.update(
        groups=["administrator"], roles=["administrator"], email="administrator@example.jp"
    )
    mine = Visitor(served)
    assert come_in(mine, there).status_code == 302
    assert mine.get("/people/new").status_code == 403
    with reading(served):
        assert people.viewer(IDS[WHO]).roles == viewer(WHO).roles


def test_a_signature_takes_what_the_provider_saw_just_now(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    link(visitor, there)
    mine = Visitor(served)
    come_in(mine, there)

    def is_fresh() -> bool:
        with mine.client.session_transaction() as cookie:
            return clock.now().timestamp() - cookie["fs_paa"] < 600

    assert not is_fresh()  # its session is hours old
    page = mine.get("/password/verify?next=/act/cases/")
    assert form(page, "/sign-in/oidc/again")["next"] == "/act/cases/"
    there.is_at_desk("other")
    assert through(mine, there, mine.post("/sign-in/oidc/again")).status_code == 400
    assert not is_fresh()
    there.is_at_desk("diana")
    there.ignores_prompt = True
    assert through(mine, there, mine.post("/sign-in/oidc/again")).status_code == 400
    assert not is_fresh()
    there.ignores_prompt = False
    with mine.client.session_transaction() as cookie:
        before = cookie["sid"]
    again = mine.post("/sign-in/oidc/again", next="/act/cases/")
    assert through(mine, there, again).location == "/act/cases/"
    assert is_fresh()
    with mine.client.session_transaction() as cookie:
        assert cookie["sid"] != before
    # Whoever is not linked is not offered it.
    assert "oidc" not in visitor.as_("head").get("/password/verify").text


def test_who_came_in_by_the_provider_alone_counts_as_come_in(
    served: Served, there: IdentityProvider
) -> None:
    with committing(served):
        account = account_of("head")
        assert not account_links.opened(account)
        account_links.link(account, there.issuer, "subject", provider=NAME)
        assert account_links.opened(account)
        staffing.end_sessions(IDS["head"])
