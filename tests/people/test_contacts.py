"""Addresses entered later: by whom, for whom, and once, since an address leads to an account."""

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people import contacts, people, staffing
from pms_tracker.people.models import Account, Person, RoleProposal
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, viewer


def without_address(key: str) -> Person:
    who = people.person(IDS[key])
    who.mail = None
    return who


def let_sign_in(key: str) -> None:
    account = session.scalars(select(Account).where(Account.person_id == IDS[key])).one()
    account.password = "hash"


def test_the_administrator_enters_the_address_of_somebody_without_one(app: Flask) -> None:
    who = without_address("without_account")
    contacts.enter_mail(who, "yoshida@example.jp", by=viewer("administrator"))
    assert who.mail == "yoshida@example.jp"
    trail.write_pending()
    assert trail.history(f"person-{who.id}")[0].move == "mail_entered"
    with pytest.raises(RuleBroken, match="mail_known_already"):
        contacts.enter_mail(who, "other@example.jp", by=viewer("administrator"))


def test_an_address_that_somebody_signs_in_with_is_not_taken(app: Flask) -> None:
    who = without_address("without_account")
    with pytest.raises(BadInput, match="mail_taken"):
        contacts.enter_mail(who, "HEAD@example.jp", by=viewer("administrator"))


@pytest.mark.parametrize("key", ["head", "privacy_manager", "owner"])
def test_nobody_else_enters_it(app: Flask, key: str) -> None:
    with pytest.raises(NotAllowed, match="mail_entered_by_another"):
        contacts.enter_mail(
            without_address("without_account"), "yoshida@example.jp", by=viewer(key)
        )


def test_once_a_top_role_signs_in_its_addresses_are_entered_by_another_of_them(app: Flask) -> None:
    who = without_address("representative")
    assert contacts.may_enter_mail(who, by=viewer("administrator"))
    let_sign_in("privacy_manager")
    for key in ("administrator", "head", "representative"):
        with pytest.raises(NotAllowed, match="mail_entered_by_another"):
            contacts.enter_mail(who, "new@example.jp", by=viewer(key))
    contacts.enter_mail(who, "new@example.jp", by=viewer("privacy_manager"))
    assert who.mail == "new@example.jp"


def test_whoever_has_left_gets_no_address(app: Flask) -> None:
    who = without_address("without_account")
    staffing.leave(who, on=TODAY, by=SYSTEM)
    with pytest.raises(RuleBroken, match="has_left"):
        contacts.enter_mail(who, "yoshida@example.jp", by=viewer("administrator"))


def test_the_address_of_somebody_proposed_for_a_top_role_is_not_the_administrators(
    app: Flask,
) -> None:
    who = without_address("without_account")
    let_sign_in("privacy_manager")
    assert contacts.may_enter_mail(who, by=viewer("administrator"))
    session.add(
        RoleProposal(
            person_id=who.id,
            role=Role.REPRESENTATIVE,
            proposed_by_id=IDS["administrator"],
            proposed_at=clock.now(),
        )
    )
    session.flush()
    assert not contacts.may_enter_mail(who, by=viewer("administrator"))
    assert contacts.may_enter_mail(who, by=viewer("privacy_manager"))
