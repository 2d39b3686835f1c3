"""What a leaver stood in for, and the links of which they read the answers, go to heirs."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.leaving import holdings
from pms_tracker.act.rules import leaving_rules
from pms_tracker.act.rules.leaving_rules import What
from pms_tracker.database import session
from pms_tracker.duties import reading
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import deputies
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Deputy
from pms_tracker.questionnaires import questionnaires
from pms_tracker.questionnaires.questionnaire_rules import Purpose
from pms_tracker.questionnaires.questionnaires import To
from tests.act.leaving.test_handing_over import LAST, give, held, leaves
from tests.cast import IDS, TODAY, viewer
from tests.people.changes.test_deputies import name
from tests.questionnaires.test_questionnaire_rules import QUESTIONS

DAY = timedelta(days=1)
BACK = LAST + 10 * DAY


def parts(key: str = "owner") -> list[What]:
    return [what for what, _reference in held(key)]


def standing_for(principal: str) -> list[tuple[int, Any, Any]]:
    return [
        (row.deputy_id, row.since_on, row.until_on)
        for row in session.query(Deputy).order_by(Deputy.id)
        if row.principal_id == IDS[principal] and row.cancelled_at is None
    ]


def test_whoever_is_absent_longer_needs_another_deputy(app: Flask) -> None:
    name("other_head", "owner", TODAY, BACK)
    assert What.DEPUTY not in parts()
    leaves()
    (found,) = holdings.of(IDS["owner"])
    assert (found.what, found.due_on) == (What.DEPUTY, BACK)
    assert found.title == people.person(IDS["other_head"]).name
    assert not leaving_rules.may_choose(What.DEPUTY, [Role.PRIVACY_MANAGER])
    with pytest.raises(NotAllowed):
        give("owner", "employee", What.DEPUTY)
    with pytest.raises(RuleBroken, match="heir_barred"):
        give("owner", "other_head", What.DEPUTY, by="representative")
    give("owner", "employee", What.DEPUTY, by="representative")
    assert standing_for("other_head") == [
        (IDS["owner"], TODAY, LAST),
        (IDS["employee"], LAST + DAY, BACK),
    ]
    assert parts() == []


def test_one_who_was_to_begin_later_is_followed_from_that_day(app: Flask) -> None:
    name("other_head", "owner", LAST + 3 * DAY, BACK)
    leaves()
    give("owner", "employee", What.DEPUTY, by="representative")
    assert standing_for("other_head") == [(IDS["employee"], LAST + 3 * DAY, BACK)]


def test_who_names_another_themselves_leaves_nothing_to_hand_over(app: Flask) -> None:
    name("other_head", "owner", TODAY, BACK)
    leaves()
    name("other_head", "employee", LAST + DAY, BACK)
    assert parts() == []


def test_who_stands_in_for_a_leaver_ends_with_them(app: Flask) -> None:
    name("owner", "employee", TODAY, BACK)
    leaves()
    assert parts() == parts("employee") == []
    assert standing_for("owner") == [(IDS["employee"], TODAY, LAST)]
    assert deputies.of(IDS["owner"], BACK) == []


def sent(by: str = "head") -> Any:
    to = To("町田", "machida@example.jp", TODAY + 14 * DAY)
    return questionnaires.send("CO-2026-001", Purpose.CONTRACTOR, QUESTIONS, to, by=viewer(by))


def test_answers_go_to_an_heir_who_keeps_registers(app: Flask) -> None:
    made = sent()
    assert (What.ANSWERS, made.reference) in held("head")
    leaves("head")
    with pytest.raises(RuleBroken, match="heir_barred"):
        give("head", "nobody", What.ANSWERS)
    give("head", "other_head", What.ANSWERS)
    assert What.ANSWERS not in parts("head")
    assert (What.ANSWERS, made.reference) in held("other_head")
    assert made.sent_by_id == IDS["head"]
    # The heir may know of it, and is asked for what comes of it.
    assert made in questionnaires.newest(viewer("other_head"))
    with time_machine.travel(clock.at(made.due_on)):
        due = reading.due(BACK + 90 * DAY, IDS["other_head"])
    (duty,) = [each for each in due if each.reference == made.reference]
    assert duty.kind == "chase_questionnaire"


def test_a_link_that_is_over_is_nobodys(app: Flask) -> None:
    made = sent()
    questionnaires.revoke(made, version=made.version, by=viewer("head"))
    assert What.ANSWERS not in parts("head")
