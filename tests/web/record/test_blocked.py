"""Why a step waits and cannot be taken, of whomever it waits for."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.trail import trail
from pms_tracker.web.record.paths import blocked
from tests import builders, reporting, reviewing
from tests.cast import IDS, TODAY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, words

NOBODY = "次に進める人がいません。役割と所属を確かめてください。"
UNABLE = "まだサインインできません。"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"left_on": TODAY}, ""),
        ({"left_on": TODAY.replace(day=20)}, "退職しています。個人情報保護管理者が"),
        ({"mail": None}, "メールアドレスがないため"),
        ({}, "まだサインインできません。システム管理者が"),
    ],
)
def test_what_is_said_leads_to_whoever_can_mend_it(
    app: Flask, changes: dict[str, Any], said: str
) -> None:
    head = session.get_one(Person, IDS["head"])
    if "left_on" not in changes:
        session.delete(people.account_of(head.id))
    for name, value in changes.items():
        setattr(head, name, value)
    session.flush()
    words = blocked(head.id, Firm(clock.today()))
    assert (said in words, bool(words)) == (True, bool(said))
    assert words == "" or words.startswith(f"{head.name}さんの対応待ちですが、")


def test_nobody_is_left_for_what_waits_for_nobody(app: Flask) -> None:
    firm = Firm(clock.today())
    assert blocked(None, firm) == blocked(10**6, firm) == NOBODY
    assert blocked(IDS["head"], firm) == ""


def finding() -> str:
    return f"/check/findings/{builders.told().reference}"


def audit() -> str:
    return f"/check/audits/{builders.begun().reference}"


def report() -> str:
    return f"/check/audits/{reporting.done().reference}"


def minutes() -> str:
    return f"/act/reviews/{reviewing.convened().reference}"


def decision() -> str:
    return f"/act/reviews/{reviewing.signed().reference}/decisions/1"


@pytest.mark.parametrize(
    ("waits", "for_whom"),
    [
        (finding, "head"),
        (audit, "auditor"),
        (report, "auditor"),
        (minutes, "privacy_manager"),
        (decision, "owner"),
    ],
)
def test_every_page_says_it_of_whom_it_waits_for(
    served: Served, visitor: Visitor, waits: Callable[[], str], for_whom: str
) -> None:
    with committing(served):
        page = waits()
    reader = visitor.as_("representative")
    assert UNABLE not in words(reader.get(page))
    with committing(served):
        session.delete(people.account_of(IDS[for_whom]))
    assert f"さんの対応待ちですが、{UNABLE}" in words(reader.get(page))


def second_manager() -> str:
    staffing.grant(
        people.person(IDS["owner"]), Role.PRIVACY_MANAGER, since_on=TODAY, by=trail.SYSTEM
    )
    return minutes()


def team_of_two() -> str:
    team = [IDS["auditor"], IDS["second_auditor"]]
    return f"/check/audits/{builders.begun(team_ids=team).reference}"


@pytest.mark.parametrize(
    ("waits", "cannot"), [(second_manager, "privacy_manager"), (team_of_two, "auditor")]
)
def test_what_another_may_take_is_not_blocked(
    served: Served, visitor: Visitor, waits: Callable[[], str], cannot: str
) -> None:
    with committing(served):
        page = waits()
        session.delete(people.account_of(IDS[cannot]))
    told = words(visitor.as_("representative").get(page))
    assert UNABLE not in told
    assert "さんの対応待ちです。" in told
