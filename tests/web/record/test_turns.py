"""'Your turn' on a record's page is what home says: all records of the demo, as all its persons."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm import people
from pms_tracker.reminders.scan import reminders
from pms_tracker.trail.trail_tables import TrailEntry
from pms_tracker.web.home.home_views import HORIZON
from tests.cast import TODAY
from tests.conftest import FULL
from tests.stories.lived_in import YOURS, browser, everybody, lived_in


@pytest.fixture(scope="module")
def demo(demo_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with lived_in(demo_company, tmp_path_factory.mktemp("turns"), TODAY) as app:
        yield app


def records() -> list[str]:
    """Everything that ever happened to has a name in the trail."""
    names = session.scalars(select(TrailEntry.reference).distinct()).all()
    found = (parse_reference(name) for name in names)
    return sorted(str(each) for each in found if each is not None)


def telling(duties: dict[int, set[tuple[str, str]]]) -> set[str]:
    """Of each kind of duty the first and the last record of which there is one."""
    about: dict[str, set[str]] = {}
    for kind, reference in set().union(*duties.values()):
        about.setdefault(kind, set()).add(reference)
    return {one for each in about.values() for one in (min(each), max(each))}


def test_a_page_says_your_turn_exactly_where_home_lists_a_duty_about_it(demo: Flask) -> None:
    """By default of two records with each kind of duty, of whoever has one about it and of one of
    those whose roles are the same; with PMS_TEST_WALK=full of all records and everybody."""
    with demo.app_context():
        horizon, keys = clock.today() + HORIZON, everybody()
        viewers = {person_id: people.viewer(person_id) for person_id in keys}
        duties = {
            person_id: {(each.kind, each.reference) for each in reminders.duties_of(who, horizon)}
            for person_id, who in viewers.items()
        }
        mine = {who: {reference for _kind, reference in owed} for who, owed in duties.items()}
        alike = {who.roles: person_id for person_id, who in viewers.items()}.values()
        told = telling(duties)
        names = [name for name in records() if FULL or name in told]
        session.rollback()
    apart, asked = [], 0
    for person_id, key in keys.items():
        client = browser(demo, key)
        for name in names:
            if not (FULL or person_id in alike or name in mine[person_id]):
                continue
            answer = client.get(f"/r/{name}", follow_redirects=True)
            if answer.status_code == 200:
                asked += 1
                said = bool(YOURS.search(answer.text))
                if said != (name in mine[person_id]):
                    apart.append((person_id, name, said, answer.request.path))
    assert apart == []
    assert asked > 5 * len(names)
