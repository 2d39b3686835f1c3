"""Passwords: changed by their owner, set anew by a mailed link that nobody else ever sees."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask_security import hash_password
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.mail import delivery
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.people.changes import contacts
from pms_tracker.people.firm import people
from pms_tracker.trail import trail
from tests.cast import IDS, PASSWORD, TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor

NEW = "green tea with a friend"
NOW = clock.at(TODAY, 10)
SENT = "%s が登録されていれば、パスワードの設定のご案内をお送りしました。"


@pytest.fixture
def with_password(served: Served) -> Visitor:
    """The auditor has a password; the visitor is still outside."""
    with served.app.test_request_context(), transaction():
        account = people.account_of(IDS["auditor"])
        assert account is not None
        account.password = hash_password(PASSWORD)
    return Visitor(served)


def can_sign_in(served: Served, password: str, mail: str = "auditor@example.jp") -> bool:
    visitor = Visitor(served)
    visitor.post("/sign-in", email=mail, password=password)
    return is_inside(visitor)


def is_inside(visitor: Visitor) -> bool:
    return visitor.get("/check/findings/").status_code == 200


def letters(served: Served) -> list[OutboxLetter]:
    with served.app.test_request_context():
        found = list(session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)))
        session.expunge_all()
        session.rollback()
    return found


def mailed_link(served: Served) -> str:
    """The link in the last letter, as its reader would open it."""
    body = letters(served)[-1].body or ""
    found = re.search(r"http://127\.0\.0\.1:8000(/password/reset/\S+)", body)
    assert found, body
    return found[1]


def ask(visitor: Visitor, mail: str = "auditor@example.jp", **more: object) -> str:
    answer = visitor.post("/password/reset", email=mail, **more)
    assert answer.status_code in {200, 302}
    return answer.text if answer.status_code == 200 else visitor.get(answer.location).text


def test_a_forgotten_password_is_set_anew_by_the_mailed_link(
    served: Served, with_password: Visitor
) -> None:
    inside = Visitor(served)
    inside.post("/sign-in", email="auditor@example.jp", password=PASSWORD)
    visitor = with_password
    assert SENT % "Auditor@example.jp" in ask(visitor, " Auditor@Example.jp ")
    link = mailed_link(served)
    assert visitor.get(link).status_code == 200
    for password, again in ((NEW, "something else 12"), ("short", "short"), ("", "")):
        refused = visitor.post(link, password=password, password_confirm=again)
        assert refused.status_code == 200
        assert 'aria-invalid="true"' in refused.text
        assert NEW not in refused.text
    assert can_sign_in(served, PASSWORD)
    answer = visitor.post(link, password=NEW, password_confirm=NEW)
    assert answer.location == "/sign-in"
    assert not is_inside(visitor)
    assert can_sign_in(served, NEW)
    assert not can_sign_in(served, PASSWORD)
    # Whoever was inside is not any more, the link is spent, and the owner hears of it.
    assert not is_inside(inside)
    spent = visitor.post(link, password=PASSWORD, password_confirm=PASSWORD)
    assert spent.status_code == 302
    assert "このリンクは使えません" in visitor.get(spent.location).text
    assert can_sign_in(served, NEW)
    assert letters(served)[-1].key == "password_changed"
    with served.app.test_request_context():
        assert "password_changed" in {
            entry.move for entry in trail.history(f"person-{IDS['auditor']}")
        }
        session.rollback()


def test_after_another_address_was_entered_only_that_one_signs_in(
    served: Served, with_password: Visitor
) -> None:
    visitor, old, new = with_password, "auditor@example.jp", "oguchi@example.jp"
    ask(visitor)
    link_in_the_old_mailbox = mailed_link(served)
    with served.app.test_request_context(), transaction():
        contacts.enter_mail(people.person(IDS["auditor"]), new, by=viewer("administrator"))
    assert visitor.post(link_in_the_old_mailbox, password=NEW, password_confirm=NEW).location
    assert not can_sign_in(served, NEW)
    assert not can_sign_in(served, PASSWORD)
    assert can_sign_in(served, PASSWORD, new)
    ask(visitor, old)
    assert [each.key for each in letters(served)][-1] == "mail_changed"
    ask(visitor, new)
    assert (letters(served)[-1].key, letters(served)[-1].address) == ("password_reset", new)


def test_asking_tells_nobody_who_has_an_account(served: Served, visitor: Visitor) -> None:
    for mail in ("stranger@example.jp", "auditor@example.jp"):
        assert SENT % mail in ask(visitor, mail)
    assert [each.address for each in letters(served)] == ["auditor@example.jp"]
    assert visitor.post("/password/reset", email="", token=False).status_code == 400


def test_the_link_ends_after_two_hours_and_cannot_be_bent(
    served: Served, with_password: Visitor
) -> None:
    visitor = with_password
    ask(visitor)
    link = mailed_link(served)
    bent = link[:-4] + ("aaaa" if not link.endswith("aaaa") else "bbbb")
    assert visitor.get(bent).status_code == 302
    with time_machine.travel(NOW + timedelta(hours=2, minutes=1)):
        late = visitor.post(link, password=NEW, password_confirm=NEW)
        assert late.status_code == 302
        assert "使えなくなります" in visitor.get(late.location).text
    assert can_sign_in(served, PASSWORD)


def test_asking_costs_the_same_for_known_and_unknown_addresses(
    served: Served, with_password: Visitor
) -> None:
    def work(mail: str) -> list[str]:
        with with_password.counting() as statements:
            ask(with_password, mail)
        # What a savepoint adds is no work; company and account are read by either.
        return [each.split()[0] for each in statements if "SAVEPOINT" not in each]

    before = len(letters(served))
    for times in range(1, 5):
        known, unknown = work("auditor@example.jp"), work("somebody@example.jp")
        for verb in ("INSERT", "DELETE", "UPDATE"):
            assert known.count(verb) == unknown.count(verb), (times, verb)
        assert abs(len(known) - len(unknown)) <= 1, times
    sent = letters(served)[before:]
    assert [each.address for each in sent] == ["auditor@example.jp"] * 3


def test_links_begin_with_the_configured_address_whatever_host_was_asked_for(
    served: Served, visitor: Visitor
) -> None:
    data = {"email": "auditor@example.jp", "csrf_token": visitor.token()}
    visitor.client.post("/password/reset", data=data, headers={"Host": "evil.example"})
    visitor.client.post(
        "/password/reset",
        data=data,
        headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
    )
    assert mailed_link(served).startswith("/password/reset/")
    assert "evil" not in (letters(served)[-1].body or "")


def test_a_secret_letter_is_never_shown_and_is_emptied_once_sent(
    served: Served, visitor: Visitor
) -> None:
    ask(visitor)
    made = letters(served)[-1]
    assert made.secret
    visitor.as_("administrator")
    assert made.subject not in visitor.get("/letters/").text
    assert visitor.get(f"/letters/{made.id}").status_code == 404
    assert visitor.get(f"/people/{IDS['auditor']}").text.count("password/reset") == 0
    with served.app.test_request_context():
        assert delivery.deliver(served.settings) == 1
        session.rollback()
    sent = letters(served)[-1]
    assert (sent.state, sent.body, sent.html) == (LetterState.SENT, None, None)
    files = list(served.settings.mail_folder.glob("*.eml"))
    assert any(made.message_id in path.read_text("utf-8") for path in files)
    assert visitor.get(f"/letters/{made.id}").status_code == 404
    assert visitor.post(f"/letters/{made.id}/retry").status_code in {302, 404}
    assert letters(served)[-1].state is LetterState.SENT


def test_a_changed_password_ends_every_other_session(
    served: Served, with_password: Visitor
) -> None:
    visitor, other = with_password, Visitor(served)
    for each in (visitor, other):
        each.post("/sign-in", email="auditor@example.jp", password=PASSWORD)
    assert visitor.get("/password/change").status_code == 200
    for current, new, again in (
        ("wrong password here", NEW, NEW),
        (PASSWORD, "short", "short"),
        (PASSWORD, NEW, "something else 12"),
        (PASSWORD, PASSWORD, PASSWORD),
    ):
        refused = visitor.post(
            "/password/change", password=current, new_password=new, new_password_confirm=again
        )
        assert refused.status_code == 200
        assert 'aria-invalid="true"' in refused.text, current
        assert NEW not in refused.text
    changed = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    assert visitor.post("/password/change", token=False, **changed).status_code == 400
    assert is_inside(other)
    assert visitor.post("/password/change", **changed).status_code == 302
    assert is_inside(visitor)
    assert not is_inside(other)
    assert can_sign_in(served, NEW)
    assert letters(served)[-1].key == "password_changed"
    assert letters(served)[-1].secret


SAID = {
    "ja": (
        "メールアドレスかパスワードが違います。もう一度入力してください。",
        "メールアドレスの形で入力してください。",
        SENT % "stranger@example.jp",
        "このリンクは使えません。",
        "12文字以上128文字以下で入力してください。",
        "確認のパスワードが一致しません。",
    ),
    "en": (
        "The address or the password is wrong.",
        "name@example.jp",
        "If stranger@example.jp is registered",
        "This link does not work",
        "Use 12 to 128 characters.",
        "The two passwords differ.",
    ),
}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_refusal_of_a_password_says_what_to_enter(
    served: Served, visitor: Visitor, language: str
) -> None:
    visitor.post("/language", language=language)
    ask(visitor)
    link = mailed_link(served)
    pages = (
        visitor.post("/sign-in", email="", password="").text,
        ask(visitor, "no address"),
        ask(visitor, "stranger@example.jp"),
        visitor.client.get(f"{link[:-4]}aaaa", follow_redirects=True).text,
        visitor.post(link, password="short", password_confirm="short").text,
        visitor.post(link, password=NEW, password_confirm=PASSWORD).text,
    )
    for page, words in zip(pages, SAID[language], strict=True):
        assert words in page
