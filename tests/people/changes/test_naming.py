"""Names that are corrected or change; papers of before go on saying what was said then."""

from datetime import timedelta

import pytest
from flask import Flask

from pms_tracker.kernel.errors import BadInput, Stale
from pms_tracker.people.changes import naming
from pms_tracker.people.changes.naming import PersonFacts, UnitFacts
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language, Person, UnitKind
from pms_tracker.trail import trail
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

ONE_DAY = timedelta(days=1)
BY = "administrator"


def named(who: Person, name: str, reading: str = "ハラ ダイチ", **more: object) -> None:
    wanted = PersonFacts(name, reading, Language.JA)
    given = {"seen": who.version, "since_on": None, "by": viewer(BY).actor, **more}
    naming.change_person(who, wanted, **given)


def test_a_slip_is_corrected_everywhere(app: Flask) -> None:
    who = people.person(IDS["owner"])
    named(who, "原 大智")
    assert (who.name, who.reading, who.version) == ("原 大智", "ハラ ダイチ", 2)
    assert naming.persons_then({who.id: who.name}, TODAY - ONE_DAY)[who.id] == "原 大智"
    trail.write_pending()
    entry = trail.history(f"person-{who.id}")[0]
    assert entry.move == "corrected"
    assert {each.field: (each.before, each.after) for each in entry.values} == {
        "name": ("原 大地", "原 大智"),
        "reading": ("", "ハラ ダイチ"),
    }


def test_from_a_day_on_somebody_is_called_otherwise(app: Flask) -> None:
    who = people.person(IDS["owner"])
    named(who, "森 大地", since_on=TODAY - 2 * ONE_DAY)
    named(who, "林 大地", since_on=TODAY)
    now = {who.id: who.name, IDS["head"]: "髙山 由紀"}
    for days, name in (
        (0, "林 大地"),
        (1, "森 大地"),
        (2, "森 大地"),
        (3, "原 大地"),
        (99, "原 大地"),
    ):
        then = naming.persons_then(now, TODAY - days * ONE_DAY)
        assert then == {who.id: name, IDS["head"]: "髙山 由紀"}, days
    assert naming.persons_then(now, None)[who.id] == "林 大地"
    assert [each.name for each in naming.of_person(who.id)] == ["原 大地", "森 大地"]


def test_days_of_names_stay_in_order_and_in_the_past(app: Flask) -> None:
    who = people.person(IDS["owner"])
    with pytest.raises(BadInput, match="name_from_a_day_to_come"):
        named(who, "森 大地", since_on=TODAY + ONE_DAY)
    named(who, "森 大地", since_on=TODAY)
    with pytest.raises(BadInput, match="name_before_the_last_one"):
        named(who, "林 大地", since_on=TODAY)


def test_of_two_who_change_a_person_the_later_one_is_told(app: Flask) -> None:
    who = people.person(IDS["owner"])
    named(who, "森 大地", seen=1)
    with pytest.raises(Stale, match="changed_meanwhile"):
        named(who, "林 大地", seen=1)
    assert who.name == "森 大地"


def test_saving_what_is_there_changes_nothing(app: Flask) -> None:
    who = people.person(IDS["owner"])
    named(who, "原 大地", "", since_on=TODAY)
    assert (who.version, naming.of_person(who.id)) == (1, [])


def test_a_unit_is_renamed_from_a_day_and_keeps_its_old_name_on_paper(app: Flask) -> None:
    unit, by = people.unit(UNIT_IDS["書店"]), viewer(BY).actor
    wanted = UnitFacts("物販部", UnitKind.DEPARTMENT)
    naming.change_unit(unit, wanted, seen=1, since_on=TODAY, by=by)
    assert (unit.name, unit.kind) == ("物販部", UnitKind.DEPARTMENT)
    assert naming.unit_then(unit.id, unit.name, TODAY - ONE_DAY) == "書店"
    assert naming.unit_then(unit.id, unit.name, TODAY) == "物販部"
    assert naming.unit_then(unit.id, unit.name, None) == "物販部"
    taken = UnitFacts("本部", UnitKind.DEPARTMENT)
    with pytest.raises(BadInput, match="unit_name_taken"):
        naming.change_unit(unit, taken, seen=2, since_on=None, by=by)
