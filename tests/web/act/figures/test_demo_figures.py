"""In the demo company, on either database, every figure of the page of figures that leads somewhere
is the total of the list that it leads to."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pms_tracker import clock, config
from pms_tracker.app import create_app
from pms_tracker.cli.keeping import open_app
from pms_tracker.database import db, session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.firm import Firm
from pms_tracker.upkeep import restoring, taking
from tests.cast import TODAY
from tests.stories import living
from tests.stories.lived_in import browser, everybody
from tests.upkeep.demo_home import demo_home

LINK = re.compile(r'<a class="figure-link" href="([^"]+)">([0-9,]+)<')
TOTAL = re.compile(r'<span class="figure">([0-9,]+)件</span>')
# Those that the board of cases and the charts beside it lead to.
LISTS = {*("/act/cases/", "/do/requests/", "/do/complaints/", "/do/incidents/", "/do/evaluations/")}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def demo(request: pytest.FixtureRequest, demo_company: Path, tmp_path: Path) -> Iterator[Flask]:
    there = home = demo_home(demo_company, tmp_path / "home")
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        there = replace(config.load({"PMS_INSTANCE": str(tmp_path / "there")}), database_url=url)
        with open_app(home):
            made = taking.take(tmp_path / "backups", home)
        restoring.restore(made, there, open_app)
    app = create_app(there)
    with living.at(TODAY):
        yield app
    with app.app_context():
        session.remove()
        db.engine.dispose()


def test_every_figure_is_the_total_of_its_list(demo: Flask) -> None:
    with demo.app_context():
        (manager, *_more) = Firm(clock.today()).holders(Role.PRIVACY_MANAGER)
        visitor = browser(demo, everybody()[manager])
    for query in ("", "?period=2025", "?period=2026"):
        figures_are_their_totals(visitor, query)


def figures_are_their_totals(visitor: FlaskClient, query: str) -> None:
    page = visitor.get(f"/act/figures/{query}").text
    told = {unescape(url): int(amount.replace(",", "")) for url, amount in LINK.findall(page)}
    listed = {}
    for url in told:
        (total,) = TOTAL.findall(visitor.get(url).text)
        listed[url] = int(total.replace(",", ""))
    assert listed == told
    if query != "?period=2025":
        assert {url.partition("?")[0] for url in told} == LISTS
