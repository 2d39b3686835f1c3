"""Why a step waits and cannot be taken, of whomever it waits for."""

from typing import Any

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.web.record.paths import blocked, nobodys
from tests.cast import IDS, TODAY


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
    assert blocked(None, firm) == nobodys() == blocked(10**6, firm)
    assert blocked(IDS["head"], firm) == ""
