"""A check at its end, at the door and signed in: its last day is as long as every other, and what a
phone kept of it is taken."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.tables.operation.operation_check_tables import CheckRun
from tests.databases import Served
from tests.do.test_checks import checked, fill, on
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.do.test_check_pages import FINE, PLACE, RECORD, door

LAST = date(2026, 12, 3)
AFTER = date(2026, 12, 4)
ENDED = "この点検は、2026年12月3日(木)で終了しました。"


@pytest.fixture
def place(served: Served, visitor: Visitor) -> str:
    """The door of a check that ends."""
    with committing(served):
        checked(ends_on=LAST)
    made = door(served, visitor)
    with on(LAST):
        visitor.as_("owner")
    return made


def kept(visitor: Visitor, place: str, day: date, **more: Any) -> Any:
    """What a phone sends of a day."""
    typed = {**form(visitor.get(f"{place}without-a-line"), f"{place}?lang=ja"), **FINE}
    sent = {**typed, "name": "原　大地", "uuid": f"kept-{day}", **more}
    return visitor.post(f"{place}{day}", token=False, **sent)


def test_its_last_day_ends_at_five(place: str, served: Served, visitor: Visitor) -> None:
    with on(AFTER, 1):
        assert "最終退出の点検" in words(visitor.as_("owner").get(f"{PLACE}today"))
        page = words(visitor.get(place))
        assert (ENDED in page, "行いません" in page) == (False, False)
        assert kept(visitor, place, LAST).status_code == 200
    with reading(served):
        (run,) = session.scalars(select(CheckRun))
        assert run.done_on == LAST


def test_what_a_phone_kept_of_its_last_days_is_taken(
    place: str, served: Served, visitor: Visitor
) -> None:
    with on(date(2026, 12, 8)):
        page = visitor.get(place)
        assert ENDED in words(page)
        assert '<form method="post" hidden' in page.text
        assert ENDED in words(visitor.get(f"{place}without-a-line"))
        assert "最終退出の点検" not in words(visitor.as_("owner").get(f"{PLACE}today"))
        assert visitor.get(f"{place}pulse").json["person"] == 0
        assert kept(visitor, place, LAST).status_code == 200
        refused = kept(visitor, place, AFTER)
        assert (refused.status_code, bool(refused.json["words"])) == (409, True)
    with on(date(2026, 12, 12)):
        assert visitor.get(place).status_code == 404
        assert visitor.get(f"{place}pulse").json["person"] == -1
    with reading(served):
        assert len(session.scalars(select(CheckRun)).all()) == 1


def test_what_is_refused_without_a_script_stands_in_a_form_that_is_seen(
    place: str, visitor: Visitor
) -> None:
    with on(LAST):
        typed = {**form(visitor.get(place), f"{place}?lang=ja"), **FINE, "name": "原　大地"}
    with on(AFTER):
        refused = visitor.post(f"{place}?lang=ja", token=False, **typed)
    assert refused.status_code == 409
    assert '<form method="post" hidden' not in refused.text
    assert 'value="原　大地"' in refused.text


def test_on_a_closed_day_the_way_leads_to_what_is_blank(served: Served, visitor: Visitor) -> None:
    """On Saturday nobody has to come, and Friday is open."""
    with committing(served):
        template = checked(starts_on=date(2026, 12, 1))
        for day in (1, 2, 3):
            with on(date(2026, 12, day)):
                fill(template, date(2026, 12, day))
    with on(date(2026, 12, 5)):
        assert visitor.as_("owner").get(f"{RECORD}/next").location.endswith("/2026-12-4")
