"""Whose duty a missing pledge is, and by when: nobody's, until the firm keeps pledges."""

from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.pledges.pledge_duties import COLLECT
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.rules.pledge_rules import Missing, PledgeKind, collect_by
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.duty import Duty
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.registers import entries
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, words

FORTNIGHT = timedelta(days=14)
BEGAN = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("kind", "wanted_on", "by"),
    [
        (PledgeKind.JOINING, BEGAN + timedelta(days=1), BEGAN + timedelta(days=15)),
        (PledgeKind.JOINING, BEGAN, BEGAN + FORTNIGHT),
        (PledgeKind.JOINING, date(2019, 4, 1), BEGAN + FORTNIGHT),
        (PledgeKind.LEAVING, BEGAN, BEGAN),
        (PledgeKind.LEAVING, BEGAN - timedelta(days=1), BEGAN + FORTNIGHT),
    ],
)
def test_a_pledge_is_collected_two_weeks_from_joining_and_by_the_last_day(
    kind: PledgeKind, wanted_on: date, by: date
) -> None:
    assert collect_by(Missing(1, kind, wanted_on), BEGAN) == by


def collected(name: str | None = None) -> list[Duty]:
    found = reading.due(date.max, IDS[name] if name else None)
    return [each for each in found if each.kind == COLLECT]


def give(name: str, **told: object) -> object:
    asked = {"person_id": IDS[name], "kind": PledgeKind.JOINING, "asked_on": TODAY}
    return entries.enter(PLEDGES, {**asked, **told}, by=viewer("privacy_manager"))


def test_nobody_collects_before_the_firm_keeps_pledges_nor_once_all_were_struck(app: Flask) -> None:
    assert collected() == []
    row = give("owner")
    assert collected()
    entries.retire(PLEDGES, row, reason="誤記", by=viewer("privacy_manager"))
    assert collected() == []
    assert list(kept_duties.compare()) == []


def test_the_head_collects_of_their_own_people_until_they_signed(app: Flask) -> None:
    give("owner")
    (before,) = collected("head")
    assert before.due_on == TODAY + FORTNIGHT
    name = people.names([IDS["owner"]])[IDS["owner"]]
    assert name in before.title.split(" / ")
    assert name not in "".join(each.title for each in collected("other_head"))
    give("owner", kind=PledgeKind.CONTRACTOR, signed_on=TODAY)
    assert name not in "".join(each.title for each in collected())


def test_nobody_collects_of_themselves(app: Flask) -> None:
    give("owner")
    names = people.names(IDS.values())
    for who in ("head", "other_head", "privacy_manager"):
        assert all(names[IDS[who]] not in each.title.split(" / ") for each in collected(who)), who


def test_whoever_is_asked_may_do_it(app: Flask) -> None:
    give("owner")
    asked = {each.person_id for each in collected()}
    assert IDS["representative"] in asked
    keep = PLEDGES.keeper
    assert [each for each in asked if not people.viewer(each).may(keep)] == []


def test_of_whoever_is_yet_to_join_nothing_is_asked(app: Flask) -> None:
    give("owner", signed_on=TODAY)
    joins = TODAY + timedelta(days=20)
    new = staffing.add_person("新田 一葉", mail=None, by=SYSTEM)
    unit = session.get_one(Unit, UNIT_IDS["松本教室"])
    staffing.enrol(new, unit, since_on=joins, is_head=False, by=SYSTEM)
    assert new.name not in "".join(each.title for each in collected())
    with clock.set_to(clock.at(joins)):
        (asked,) = [each for each in collected() if new.name in each.title.split("、")]
        assert (asked.person_id, asked.due_on) == (IDS["head"], joins + FORTNIGHT)


def test_home_leads_to_whose_is_missing_and_the_wheel_turns(
    served: Served, visitor: Visitor
) -> None:
    waits = "実施の記録を始める"
    assert waits in words(visitor.as_("privacy_manager").get("/cycle/"))
    with committing(served):
        give("owner", signed_on=TODAY)
    page = words(visitor.as_("head").get("/"))
    assert "誓約書の回収" in page
    assert 'href="/do/pledges/several/"' in page
    page = words(visitor.as_("privacy_manager").get("/cycle/"))
    assert waits not in page
    assert "/cycle/duties/?phase=do" in page
