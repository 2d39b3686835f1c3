"""'Your turn' on a record's page is what home says: all records of the demo, as all its persons."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.database import session
from pms_tracker.kernel.references import Kind, parse_reference
from pms_tracker.people.firm import people
from pms_tracker.registers.edition_rules import DRAFTED
from pms_tracker.reminders.scan import reminders
from pms_tracker.trail.trail_tables import TrailEntry
from pms_tracker.web.home.home_views import HORIZON
from tests.cast import TODAY
from tests.conftest import FULL
from tests.stories.lived_in import YOURS, browser, everybody, lived_in

# Home lists once what is asked of several entries together, as to approve risks or trainings; a
# programme tells whoever makes its next audit; a plan of the year after this is written early.
TOLD_OTHERWISE = (Kind.RISK, Kind.TRAINING, Kind.PROGRAMME, Kind.ANNUAL_PLAN)


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


def drafts() -> set[str]:
    """An entry in each state of a draft: whoever keeps its register may go on with it."""
    found: dict[str, str] = {}
    for register in REGISTERS:
        if register.approvers:
            drafted = register.column("state").in_(DRAFTED)
            for row in session.scalars(select(register.table).where(drafted)):
                found.setdefault(row.state, register.name_of(row))
    return set(found.values())


def test_a_page_says_your_turn_exactly_where_home_lists_a_duty_about_it(demo: Flask) -> None:
    """By default of two records with each kind of duty and of drafts, of whoever has one about it
    and of one of those whose roles are the same; with PMS_TEST_WALK=full of all and everybody."""
    with demo.app_context():
        horizon, keys = clock.today() + HORIZON, everybody()
        viewers = {person_id: people.viewer(person_id) for person_id in keys}
        duties = {
            person_id: {(each.kind, each.reference) for each in reminders.duties_of(who, horizon)}
            for person_id, who in viewers.items()
        }
        mine = {who: {reference for _kind, reference in owed} for who, owed in duties.items()}
        alike = {who.roles: person_id for person_id, who in viewers.items()}.values()
        anybodys = set[str]().union(*mine.values())
        told = telling(duties) | drafts()
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
                otherwise = name.startswith(TOLD_OTHERWISE) and name not in anybodys
                if said != (name in mine[person_id]) and not (said and otherwise):
                    apart.append((person_id, name, said, answer.request.path))
    assert apart == []
    assert asked > 4 * len(names)
