"""Setting up an empty installation, once."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import delete, select

from pms_tracker import clock
from pms_tracker.database import db, session
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import founding
from pms_tracker.people.changes.founding import Founder, Founding
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account
from tests.cast import TODAY

HASH = "argon2-hash"
KEEP = {"trail_entry", "trail_value", "trail_head", "number_series"}


@pytest.fixture
def empty(app: Flask) -> Iterator[Flask]:
    """The app's database with nothing in it but the trail."""
    for table in reversed(db.metadata.sorted_tables):
        if table.name not in KEEP:
            session.execute(delete(table))
    yield app
    session.rollback()
    # Nor is anything known of the firm that was set up.
    session.info.clear()


def wanted(*founders: Founder) -> Founding:
    return Founding("みなと学習舎株式会社", FiscalStart(4), "本部", founders, HASH)


def account(mail: str) -> Account:
    return session.scalars(select(Account).where(Account.email == mail)).one()


@pytest.mark.usefixtures("empty")
def test_a_firm_is_set_up_with_its_roles_from_today() -> None:
    opened = founding.found(
        wanted(
            Founder(Role.REPRESENTATIVE, "宮下", "m@example.jp"),
            Founder(Role.PRIVACY_MANAGER, "藤森", "f@example.jp"),
            Founder(Role.AUDIT_MANAGER, "有賀"),
            Founder(Role.ADMINISTRATOR, "藤森", "F@example.jp"),
        )
    )
    found = sorted(people.persons(), key=lambda each: each.id)
    assert [each.name for each in found] == ["宮下", "藤森", "有賀"]
    assert opened is account("f@example.jp")
    assert people.the_company().started_on == TODAY == clock.today()
    second = people.viewer(found[1].id)
    assert second.roles == {Role.PRIVACY_MANAGER, Role.ADMINISTRATOR, Role.EMPLOYEE}
    assert account("f@example.jp").password == HASH
    assert account("m@example.jp").password is None
    assert people.account_of(found[2].id) is None
    invited = session.scalars(select(OutboxLetter)).one()
    assert (invited.key, invited.address) == ("invitation", "m@example.jp")
    # Who invites whom where to what end.
    assert invited.body is not None
    for said in ("みなと学習舎株式会社", "藤森さんが", "代表者", "/welcome/"):
        assert said in invited.body, said


@pytest.mark.usefixtures("empty")
def test_the_password_is_the_administrators_and_not_that_of_a_namesake() -> None:
    founding.found(
        wanted(
            Founder(Role.REPRESENTATIVE, "小林", "president@example.jp"),
            Founder(Role.ADMINISTRATOR, "小林", "it@example.jp"),
        )
    )
    assert account("it@example.jp").password == HASH
    assert account("president@example.jp").password is None


@pytest.mark.usefixtures("empty")
def test_roles_that_clash_are_refused() -> None:
    with pytest.raises(RuleBroken, match="roles_clash"):
        founding.found(
            wanted(Founder(Role.PRIVACY_MANAGER, "藤森"), Founder(Role.AUDIT_MANAGER, "藤森"))
        )


@pytest.mark.usefixtures("empty")
def test_two_persons_with_one_address_are_refused() -> None:
    with pytest.raises(BadInput, match="mail_taken"):
        founding.found(
            wanted(
                Founder(Role.REPRESENTATIVE, "宮下", "info@example.jp"),
                Founder(Role.PRIVACY_MANAGER, "藤森", "INFO@example.jp"),
                Founder(Role.ADMINISTRATOR, "赤羽", "it@example.jp"),
            )
        )


def test_a_firm_is_set_up_once(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="company_exists"):
        founding.found(wanted(Founder(Role.REPRESENTATIVE, "宮下")))
