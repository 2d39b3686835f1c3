"""Each figure of the overview is the list it leads to: over the demo, and once all is late."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, template_rendered

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.reminders.running.every_source import ACT, CHECK, DO, PLAN
from pms_tracker.reminders.scan import reminders
from pms_tracker.reminders.start import open_work
from pms_tracker.web.pictures.charts import Cycle
from tests.cast import TODAY
from tests.stories.lived_in import browser, everybody, lived_in
from tests.web.browsing import counts_in

# Everything the demo has to be done is late by then, whatever its kind.
LATE = TODAY + timedelta(days=400)
FIGURE = re.compile(r'<span class="figure">([0-9,]+)件')


@pytest.fixture(scope="module", params=[TODAY, LATE], ids=["today", "all of it late"])
def demo(
    request: pytest.FixtureRequest, demo_company: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    with lived_in(demo_company, tmp_path_factory.mktemp("standing"), request.param) as app:
        yield app


def drawn(app: Flask, key: str) -> Cycle:
    found: list[Cycle] = []

    def keep(_sender: object, template: Any, context: dict[str, Any], **_more: object) -> None:
        if template.name == "cycle/wheel.html":
            found.append(context["standing"].cycle())

    with template_rendered.connected_to(keep, app):
        assert browser(app, key).get("/cycle/").status_code == 200
    return found[0]


def test_every_figure_is_the_number_of_the_list_that_it_leads_to(demo: Flask) -> None:
    with demo.app_context():
        keys = everybody()
        firm = Firm(clock.today())
        session.rollback()
        persons = [
            *(firm.holders(role)[0] for role in (Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER)),
            next(each for each in keys if Role.DEPARTMENT_HEAD in firm.members[each].roles),
        ]
    for person_id in persons:
        found = drawn(demo, keys[person_id])
        client, told, listed = browser(demo, keys[person_id]), {}, {}
        for count in counts_in(found):
            if count.url and count.amount:
                # Several figures lead to one list, which is asked once.
                assert told.setdefault(count.url, count.amount) == count.amount, count.url
                if count.url not in listed:
                    page = client.get(count.url).text
                    listed[count.url] = int(FIGURE.findall(page)[0].replace(",", ""))
        assert listed == told
        assert len(told) > 8


def test_every_duty_of_anybody_is_counted_in_its_phase(demo: Flask) -> None:
    """Who sees all is told of each kind of duty that anybody has, and so is the wheel."""
    with demo.app_context():
        viewer = people.viewer(Firm(clock.today()).holders(Role.PRIVACY_MANAGER)[0])
        asked = {(each.kind, each.reference) for each in reminders.duties(date.max)}
        always = Days(None, date.max)
        shown = {
            (each.kind, each.reference)
            for phase in (PLAN, DO, CHECK, ACT)
            for each in open_work.listed(phase, viewer, always)
        }
        session.rollback()
    # Signatures on paper are collected for readers who are shown once for all.
    assert {each for each in asked - shown if each[0] != "collect_acknowledgements"} == set()
