"""A person's page says of who leaves what the page of leavers says: planned, until it is over."""

from datetime import timedelta

import pytest
import time_machine

from pms_tracker import clock
from pms_tracker.people.changes import leaving
from pms_tracker.people.firm import people
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, words

LAST = TODAY + timedelta(days=30)


@pytest.mark.parametrize(("days", "said"), [(0, "退職の予定"), (30, "退職の予定"), (31, "退職")])
def test_it_is_planned_until_the_last_day_is_over(
    served: Served, visitor: Visitor, days: int, said: str
) -> None:
    with committing(served):
        who = people.person(IDS["employee"])
        leaving.leave(who, on=LAST, by=viewer("administrator").actor)
    with time_machine.travel(clock.at(TODAY + timedelta(days=days), 10)):
        client = visitor.as_("privacy_manager")
        for place in (f"/people/{IDS['employee']}", f"/people/leavers/{IDS['employee']}"):
            page = words(client.get(place))
            assert f"{said}</span>" in page
            assert ("退職の予定</span>" in page) is (said == "退職の予定")
