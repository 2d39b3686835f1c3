"""The first report of an incident, as from a phone: the own department and today stand there, and
a day needs no year."""

from datetime import date

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.tables.incident_tables import Incident
from tests.cast import TODAY, UNIT_IDS
from tests.databases import Served
from tests.do.test_incidents import PLACE
from tests.visitor import Visitor
from tests.web.browsing import form, reading, words


def test_today_and_the_own_department_are_filled_in(served: Served, visitor: Visitor) -> None:
    sent = form(visitor.as_("head").get(f"{PLACE}new"), PLACE)
    assert sent["known_on"] == f"{TODAY:%Y/%m/%d}"
    assert sent["unit_id"] == str(UNIT_IDS["松本教室"])
    # What an address says of it counts.
    other = visitor.get(f"{PLACE}new?unit_id={UNIT_IDS['書店']}")
    assert form(other, PLACE)["unit_id"] == str(UNIT_IDS["書店"])


def test_a_day_without_its_year_is_read_and_read_back(served: Served, visitor: Visitor) -> None:
    page = visitor.as_("head").get(f"{PLACE}new")
    assert 'data-day="/days/past"' in words(page)
    assert visitor.get("/days/past?typed=11/23").text.startswith("令和8年11月23日(月)")
    assert visitor.get("/days?typed=11/23").text == ""
    sent = {**form(page, PLACE), "title": "鞄の置き忘れ", "what": "電車に置き忘れた。"}
    assert visitor.post(PLACE, **{**sent, "known_on": "11/23"}).status_code == 302
    with reading(served):
        assert session.scalars(select(Incident)).one().known_on == date(2026, 11, 23)
