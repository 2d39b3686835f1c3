"""Sessions are rows: a copied cookie ends with its own, and each may be ended from elsewhere."""

from datetime import timedelta

import pytest
import time_machine
from flask_security import hash_password, verify_password
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.accounts import sessions
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.people.tables.security_tables import SignInSession
from pms_tracker.scheduler import clear_desks
from pms_tracker.trail.trail import SYSTEM
from pms_tracker.web.door.agents import in_short
from tests.cast import IDS, PASSWORD, TODAY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

pytestmark = pytest.mark.both_databases

NOW = clock.at(TODAY, 10)
AUDITOR = f"/people/{IDS['auditor']}"
NEW = "a new long sentence of words"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


@pytest.fixture(autouse=True)
def with_password(served: Served) -> None:
    """The auditor has a password, and nobody is signed in as them."""
    with committing(served):
        account = people.account_of(IDS["auditor"])
        assert account is not None
        account.password = hash_password(PASSWORD)
        sessions.end_all(account.id)


def signed_in(served: Served) -> Visitor:
    made = Visitor(served)
    data = {"email": "auditor@example.jp", "password": PASSWORD, "csrf_token": made.token()}
    made.client.post("/sign-in", data=data, headers={"User-Agent": EDGE})
    assert is_inside(made)
    return made


def is_inside(visitor: Visitor) -> bool:
    return visitor.get("/check/findings/").status_code == 200


def copy(served: Served, visitor: Visitor) -> Visitor:
    made = Visitor(served)
    cookie = visitor.client.get_cookie("session")
    assert cookie is not None
    made.client.set_cookie("session", cookie.value)
    return made


def kept(served: Served) -> list[SignInSession]:
    with reading(served):
        theirs = select(SignInSession).join(Account, Account.id == SignInSession.account_id)
        found = list(session.scalars(theirs.where(Account.person_id == IDS["auditor"])))
        session.expunge_all()
        return found


def test_who_signs_out_ends_the_copied_cookie_too(served: Served) -> None:
    visitor = signed_in(served)
    copied = copy(served, visitor)
    assert is_inside(copied)
    (row,) = kept(served)
    assert row.agent == "Edge · Windows"
    with visitor.client.session_transaction() as cookie:
        assert cookie["sid"] not in row.key
    visitor.post("/sign-out")
    assert not is_inside(copied)
    assert kept(served) == []


def test_ones_own_sessions_are_listed_and_ended_and_nobody_elses(served: Served) -> None:
    here, there, third = (signed_in(served) for _ in range(3))
    page = words(here.get("/me/"))
    assert page.count("Edge · Windows") >= 3
    assert page.count("この端末") == 1
    first, second, _third = (row.id for row in sorted(kept(served), key=lambda row: row.id))
    stranger = Visitor(served).as_("head")
    stranger.post(f"/me/sessions/{second}/end")
    assert is_inside(there)
    here.post(f"/me/sessions/{second}/end")
    assert [is_inside(each) for each in (here, there, third)] == [True, False, True]
    here.post("/me/sessions/end")
    assert [is_inside(each) for each in (here, third)] == [True, False]
    assert [row.id for row in kept(served)] == [first]
    keeper = Visitor(served).as_("administrator")
    assert keeper.post(f"{AUDITOR}/access/sign-out").location == AUDITOR
    assert "すべての端末からサインアウト" in words(keeper.get(AUDITOR))
    assert not is_inside(here)


def test_a_new_password_and_a_role_end_what_was_there_before(served: Served) -> None:
    visitor, other = signed_in(served), signed_in(served)
    feed = visitor.post("/me/feed").text.partition("/feed/")[2].partition(".ics")[0]
    assert Visitor(served).get(f"/feed/{feed}.ics").status_code == 200
    new = "a-plain-new-password-77"
    changed = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    assert visitor.post("/password/change", **changed).status_code == 302
    assert [is_inside(each) for each in (visitor, other)] == [True, False]
    assert len(kept(served)) == 1
    assert Visitor(served).get(f"/feed/{feed}.ics").status_code == 404
    assert "に作ったアドレスが使われています" not in words(visitor.get("/me/"))
    with committing(served):
        staffing.grant(people.person(IDS["auditor"]), Role.ADMINISTRATOR, since_on=TODAY, by=SYSTEM)
    assert not is_inside(visitor)
    assert kept(served) == []


def test_who_shows_once_more_who_they_are_is_given_another_secret(served: Served) -> None:
    visitor, other = signed_in(served), signed_in(served)
    with visitor.client.session_transaction() as cookie:
        cookie["fs_paa"] = 0.0
    copied, (before, _other) = copy(served, visitor), kept(served)
    assert visitor.post("/password/verify", password="not-the-password-88").status_code == 200
    assert is_inside(copied)
    assert visitor.post("/password/verify?next=/me/", password=PASSWORD).location == "/me/"
    assert [is_inside(each) for each in (visitor, copied, other)] == [True, False, True]
    after = next(row for row in kept(served) if row.id == before.id)
    assert (after.begun_at, after.agent) == (before.begun_at, before.agent)
    copied = copy(served, visitor)
    changed = {
        "new_password": "another-plain-one-55",
        "new_password_confirm": "another-plain-one-55",
    }
    assert visitor.post("/password/change", password=PASSWORD, **changed).status_code == 302
    assert [is_inside(each) for each in (visitor, copied)] == [True, False]


def test_a_session_is_written_down_rarely_ends_on_the_server_and_is_forgotten(
    served: Served,
) -> None:
    visitor = signed_in(served)
    copied = copy(served, visitor)

    def writes() -> int:
        with visitor.counting() as statements:
            visitor.get("/check/findings/")
        return sum(each.startswith("UPDATE sign_in_session") for each in statements)

    assert [writes(), writes()] == [0, 0]
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        assert [writes(), writes()] == [1, 0]
    # The cookie that was copied is as it was, but its session is in use: the server's day counts.
    with time_machine.travel(NOW + timedelta(hours=7)):
        assert is_inside(copied)
        assert is_inside(visitor)
    with time_machine.travel(NOW + timedelta(hours=14)):
        assert is_inside(visitor)
    with time_machine.travel(NOW + timedelta(hours=25)):
        assert not is_inside(visitor)
        with served.app.app_context():
            clear_desks()
        assert kept(served) == []


def test_whose_last_day_is_over_opens_no_page_of_signing_in_either(served: Served) -> None:
    with time_machine.travel(NOW):
        auditor = signed_in(served)
        with committing(served):
            people.person(IDS["auditor"]).left_on = TODAY - timedelta(days=1)
        typed = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
        for page in ("/password/change", "/password/verify", "/me/factor"):
            for answer in (auditor.get(page), auditor.post(page, **typed)):
                assert (answer.location or "").startswith("/sign-in"), page
        with reading(served):
            account = people.account_of(IDS["auditor"])
            assert account is not None
            assert verify_password(PASSWORD, account.password)
        # Nor does the password open anything between midnight and the closing of the account.
        stranger = Visitor(served)
        stranger.post("/sign-in", email="auditor@example.jp", password=PASSWORD)
        assert stranger.get("/me/").location.startswith("/sign-in")


def test_an_agent_is_said_in_two_words_or_not_at_all() -> None:
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    assert in_short(iphone) == "Safari · iPhone"
    assert in_short(firefox) == "Firefox · Linux"
    assert in_short("curl/8.0 <script>") == ""
