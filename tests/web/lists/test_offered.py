"""What filters offer: read at once, in words, and never older than the database."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from pms_tracker.database import session
from pms_tracker.plan.policies import requirements
from pms_tracker.web.lists import choices
from pms_tracker.web.lists.offered import Offer, Offered, read
from tests.cast import IDS, UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor

pytestmark = pytest.mark.both_databases


def offered(offer: Offer, **given: object) -> Offered:
    return read([offer], viewer("privacy_manager"), **given)[0][offer]


def elsewhere(served: Served, statement: str, **values: object) -> None:
    """What another process writes meanwhile."""
    other = create_engine(served.settings.database_url, poolclass=NullPool)
    served.dirty = True
    with other.begin() as connection:
        connection.execute(text(statement), values)


def test_units_persons_and_requirements_are_offered_in_one_statement(
    app: Flask, visitor: Visitor
) -> None:
    asked = (choices.UNITS, choices.PERSONS, choices.REQUIREMENTS)
    who = viewer("privacy_manager")
    with visitor.counting() as statements:
        found, _beside = read(asked, who, requirement=None)
    units, persons, clauses = (found[each].words for each in asked)
    assert len(statements) == 1
    assert units == {str(number): name for name, number in UNIT_IDS.items()}
    assert persons[str(IDS["head"])] == "髙山 由紀（松本教室）"
    # Whoever belongs nowhere is a name alone.
    assert persons[str(IDS["nobody"])] == "唐沢 光"
    assert list(clauses) == [str(row.id) for row in requirements.in_force()]


def test_what_was_said_of_a_text_is_said_again_until_the_text_is_another(
    served: Served, app: Flask
) -> None:
    made: list[list[list[Any]]] = []

    def say(rows: list[list[Any]]) -> Offered:
        made.append(rows)
        return choices.UNITS.say(rows)

    offer = replace(choices.UNITS, say=say)
    first = offered(offer)
    assert offered(offer) is first
    assert len(made) == 1
    elsewhere(served, "UPDATE unit SET name = 'ほかで改めた名前' WHERE id = 1")
    session.rollback()
    assert offered(offer).words["1"] == "ほかで改めた名前"
    assert len(made) == 2


def test_each_language_has_its_own_words(served: Served, app: Flask) -> None:
    head = str(IDS["head"])
    assert offered(choices.PERSONS).words[head] == "髙山 由紀（松本教室）"
    # Words are looked up once per context of the app.
    with served.app.app_context(), served.app.test_request_context(), force_locale("en"):
        assert offered(choices.PERSONS).words[head] == "髙山 由紀 (松本教室)"
