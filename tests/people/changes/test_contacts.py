"""Addresses entered later: by whom, for whom, and told to the old one; they lead to accounts."""

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.mail import mail_letters, outbox
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.people.changes import leaving, proposals
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Account, Person, Proposal
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, viewer


def enter(who: Person, mail: str, *, by: Viewer) -> Proposal | None:
    return proposals.enter_mail_by(by, who, mail)


def without_address(key: str) -> Person:
    who = people.person(IDS[key])
    who.mail = None
    return who


def let_sign_in(key: str) -> None:
    account = session.scalars(select(Account).where(Account.person_id == IDS[key])).one()
    account.password = "hash"


def test_the_administrator_enters_the_address_of_somebody_without_one(app: Flask) -> None:
    who = without_address("without_account")
    enter(who, "yoshida@example.jp", by=viewer("administrator"))
    assert who.mail == "yoshida@example.jp"
    trail.write_pending()
    assert trail.history(f"person-{who.id}")[0].move == "mail_entered"
    with pytest.raises(RuleBroken, match="mail_known_already"):
        enter(who, "Yoshida@example.jp", by=viewer("administrator"))


def test_an_address_that_somebody_signs_in_with_is_not_taken(app: Flask) -> None:
    who = without_address("without_account")
    with pytest.raises(BadInput, match="mail_taken"):
        enter(who, "HEAD@example.jp", by=viewer("administrator"))


@pytest.mark.parametrize("key", ["head", "privacy_manager", "owner"])
def test_nobody_else_enters_it(app: Flask, key: str) -> None:
    with pytest.raises(NotAllowed, match="mail_entered_by_another"):
        enter(without_address("without_account"), "yoshida@example.jp", by=viewer(key))


def test_once_a_top_role_signs_in_its_addresses_wait_for_another_of_them(app: Flask) -> None:
    who = without_address("representative")
    let_sign_in("privacy_manager")
    for key in ("head", "representative"):
        with pytest.raises(NotAllowed, match="mail_entered_by_another"):
            enter(who, "new@example.jp", by=viewer(key))
    asked = enter(who, "new@example.jp", by=viewer("administrator"))
    assert asked is not None
    assert who.mail is None
    # The only one who can sign in acts alone.
    assert enter(who, "other@example.jp", by=viewer("privacy_manager")) is None
    assert who.mail == "other@example.jp"


def test_whoever_has_left_gets_no_address(app: Flask) -> None:
    who = without_address("without_account")
    leaving.leave(who, on=TODAY, by=SYSTEM)
    with pytest.raises(RuleBroken, match="has_left"):
        enter(who, "yoshida@example.jp", by=viewer("administrator"))


def bouncing(key: str) -> Person:
    who = people.person(IDS[key])
    row = outbox.post(mail_letters.trial(), people.recipient(who.id))
    assert row is not None
    row.state = LetterState.BOUNCED
    session.flush()
    return who


def told(key: str) -> list[tuple[str, bool]]:
    rows = session.scalars(
        select(OutboxLetter).where(OutboxLetter.key == key).order_by(OutboxLetter.id)
    )
    return [(row.address, row.secret) for row in rows.all()]


def test_another_address_is_signed_in_with_and_told_to_the_old_one(app: Flask) -> None:
    let_sign_in("head")
    who = bouncing("head")
    account = people.account_of(who.id)
    assert account is not None
    session_key, old = account.fs_uniquifier, who.mail
    enter(who, "Takayama@example.jp", by=viewer("administrator"))
    assert (who.mail, account.email) == ("Takayama@example.jp", "takayama@example.jp")
    assert account.fs_uniquifier != session_key
    assert told("mail_changed") == [(old, True), ("Takayama@example.jp", True)]
    (body,) = {row.body for row in session.scalars(select(OutboxLetter)) if row.secret}
    assert "お心当たりのない場合" in body
    assert "サインインにも" in body
    for address in ("takayama@", "head@"):
        assert address not in body.lower()


def test_a_first_address_is_told_to_nobody_and_leads_an_account_along(app: Flask) -> None:
    who = without_address("head")
    enter(who, "takayama@example.jp", by=viewer("administrator"))
    account = people.account_of(who.id)
    assert account is not None
    assert account.email == "takayama@example.jp"
    assert told("mail_changed") == []


def test_who_was_invited_at_an_address_that_fails_is_invited_at_the_other(app: Flask) -> None:
    who = bouncing("head")
    enter(who, "takayama@example.jp", by=viewer("administrator"))
    assert told("mail_changed") == [("head@example.jp", True)]
    assert told("invitation")[-1] == ("takayama@example.jp", True)


def test_without_an_account_nothing_is_said_of_signing_in(app: Flask) -> None:
    people.person(IDS["without_account"]).mail = "yoshida@example.jp"
    who = bouncing("without_account")
    enter(who, "shigeru@example.jp", by=viewer("administrator"))
    assert [address for address, _secret in told("mail_changed")] == [
        "yoshida@example.jp",
        "shigeru@example.jp",
    ]
    bodies = [row.body or "" for row in session.scalars(select(OutboxLetter)) if row.secret]
    assert not any("サインインにも" in body for body in bodies)


@pytest.mark.parametrize("mail", ["head@example.jp", "HEAD@example.jp"])
def test_the_address_that_comes_back_is_not_another(app: Flask, mail: str) -> None:
    who = bouncing("head")
    with pytest.raises(RuleBroken, match="mail_known_already"):
        enter(who, mail, by=viewer("administrator"))
    with pytest.raises(BadInput, match="mail_taken"):
        enter(who, "owner@example.jp", by=viewer("administrator"))
    assert told("mail_changed") == []
