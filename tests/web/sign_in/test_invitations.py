"""Invitations: one letter, one link, one password, and one is in; only once, only for a while."""

import re
from datetime import timedelta

import time_machine
from markupsafe import Markup
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import contacts
from pms_tracker.people.firm import people
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading

NEW = "がんばらない café ①"
WHOM = "employee"
MAIL = f"{WHOM}@example.jp"


def invite(served: Served, visitor: Visitor) -> str:
    """The link in the letter that an administrator has sent."""
    assert visitor.as_("administrator").post(f"/people/{IDS[WHOM]}/account").status_code == 302
    return link(served)


def link(served: Served) -> str:
    with reading(served):
        last = select(OutboxLetter).order_by(OutboxLetter.id.desc()).limit(1)
        letter = session.scalars(last).one()
        assert letter.secret
        found = re.search(r"http://127\.0\.0\.1:8000(/welcome/\S+)", letter.body or "")
    assert found
    return found[1]


def choose(visitor: Visitor, address: str, password: str = NEW, again: str = "") -> str:
    answer = visitor.post(address, password=password, password_confirm=again or password)
    return str(answer.location) if answer.status_code == 302 else answer.text


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/me/").status_code == 200


def test_the_letter_says_who_invites_where_and_as_what(served: Served, visitor: Visitor) -> None:
    invite(served, visitor)
    with reading(served):
        letter = session.scalars(select(OutboxLetter)).one()
        read = Markup(letter.html or "").striptags()
        for said in ("みなと学習舎株式会社", "赤羽 学さんが", "従業者", "14日間"):
            assert said in (letter.body or ""), said
            assert said in read, said


def test_one_link_leads_to_a_password_and_in(served: Served, visitor: Visitor) -> None:
    address = invite(served, visitor)
    guest = Visitor(served)
    page = guest.get(address)
    assert page.status_code == 200
    assert MAIL in page.text
    for password, again in ((NEW, "something else 12"), ("short", ""), ("", "")):
        assert 'aria-invalid="true"' in choose(guest, address, password, again)
        assert not is_in(guest)
    assert choose(guest, address) == "/"
    assert is_in(guest)
    later = Visitor(served)
    later.post("/sign-in", email=MAIL, password=NEW)
    assert is_in(later)


def test_a_link_is_used_once(served: Served, visitor: Visitor) -> None:
    address = invite(served, visitor)
    choose(Visitor(served), address)
    for wrong in (address, f"{address}x", "/welcome/x", "/welcome/%00"):
        thief = Visitor(served)
        assert thief.get(wrong).location == "/sign-in", wrong
        assert choose(thief, wrong, "another password 1") == "/sign-in"
        assert not is_in(thief)
        assert "この案内のリンクは使えません。" in thief.get("/sign-in").text


def test_a_second_letter_ends_the_first_ones_link(served: Served, visitor: Visitor) -> None:
    first, second = invite(served, visitor), invite(served, visitor)
    assert first != second
    assert Visitor(served).get(first).status_code == 302
    assert Visitor(served).get(second).status_code == 200


def test_a_link_ends_after_two_weeks(served: Served, visitor: Visitor) -> None:
    address = invite(served, visitor)
    for days, opens in ((13, 200), (15, 302)):
        with time_machine.travel(clock.at(TODAY, 10) + timedelta(days=days)):
            assert Visitor(served).get(address).status_code == opens


def test_whoever_left_is_not_let_in_by_an_old_link(served: Served, visitor: Visitor) -> None:
    address = invite(served, visitor)
    visitor.post(f"/people/{IDS[WHOM]}/leave", until_on="2026/11/23", reason="取消")
    assert choose(Visitor(served), address) == "/sign-in"


def test_a_link_in_a_mailbox_that_was_wrong_ends_with_the_address(
    served: Served, visitor: Visitor
) -> None:
    address = invite(served, visitor)
    with committing(served):
        who = people.person(IDS[WHOM])
        contacts.enter_mail(who, "kitahara@example.jp", by=viewer("administrator"))
    assert choose(Visitor(served), address) == "/sign-in"
    assert choose(Visitor(served), link(served)) == "/"
