"""Accounts at a provider that another person unlinks, as they reset a factor."""

from collections.abc import Iterator

import pytest
from flask_security import hash_password
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.people.changes import account_links
from pms_tracker.people.tables.security_tables import Event, SecurityEvent
from pms_tracker.trail import trail
from tests import identity_provider
from tests.cast import IDS, PASSWORD
from tests.databases import Served
from tests.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words
from tests.web.sign_in.test_sign_in import set_as
from tests.web.sign_in.test_single_sign_on import (
    NAME,
    WHO,
    account_of,
    come_in,
    is_in,
    last_letter,
    link,
    linked,
)


@pytest.fixture
def there(served: Served) -> Iterator[IdentityProvider]:
    """A provider, and an app that was started with its settings."""
    with committing(served):
        account_of(WHO).password = hash_password(PASSWORD)
    with (
        identity_provider.running() as found,
        set_as(
            served,
            oidc_issuer=found.issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            oidc_name=NAME,
        ),
    ):
        yield found


def test_another_ends_a_link_as_they_reset_a_factor_and_its_owner_is_told(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    link(visitor, there)
    page, keeper = f"/people/{IDS[WHO]}", Visitor(served).as_("administrator")
    assert "との連携を解除する" in words(keeper.get(page))
    assert "との連携を解除する" not in words(Visitor(served).as_("head").get(page))
    for name in ("head", WHO):
        assert Visitor(served).as_(name).post(f"{page}/access/unlink").status_code == 403
    assert linked(served) == [IDS[WHO]]
    assert keeper.post(f"{page}/access/unlink").location == page
    assert linked(served) == []
    assert not is_in(visitor)
    assert come_in(Visitor(served), there).status_code == 403
    assert last_letter(served) == ("account_unlinked", f"{WHO}@example.jp")
    assert "との連携を解除する" not in words(keeper.get(page))
    assert keeper.post(f"{page}/access/unlink").status_code == 409
    with reading(served):
        event = session.scalars(
            select(SecurityEvent).where(SecurityEvent.kind == Event.IDENTITY_UNLINKED)
        ).one()
        assert (event.person_id, event.by_id) == (IDS[WHO], IDS["administrator"])
        (entry,) = [
            each for each in trail.history(f"person-{IDS[WHO]}") if each.move == "account_unlinked"
        ]
        assert entry.actor_id == IDS["administrator"]


def test_whose_link_is_a_top_roles_is_ended_by_another_of_them(
    served: Served, visitor: Visitor, there: IdentityProvider
) -> None:
    with committing(served):
        account_links.link(account_of("privacy_manager"), there.issuer, "lead", provider=NAME)
    page = f"/people/{IDS['privacy_manager']}/access/unlink"
    assert visitor.as_("administrator").post(page).status_code == 403
    assert visitor.as_("representative").post(page).status_code == 302
    assert linked(served) == []
