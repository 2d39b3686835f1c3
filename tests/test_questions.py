"""Questions: several texts in one statement, whatever they say, taken apart when wanted."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import Integer, bindparam, literal, select

from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.tables.people_tables import RoleGrant, Unit, UnitKind
from pms_tracker.questions import (
    Question,
    as_text,
    cells_of,
    day_in,
    firsts_of,
    instant_in,
    json_in,
    together,
)

pytestmark = pytest.mark.both_databases
POSITION = bindparam("position", type_=Integer)


def named(position: int) -> Question[list[str]]:
    its = as_text(select(Unit.name).where(Unit.position == POSITION).order_by(Unit.id))
    return Question((its,), {"position": position}, firsts_of)


@pytest.fixture
def names(app: Flask) -> list[str]:
    found = ["100%", "100%% %s %(position)s :position", "'引用'", "?"]
    for name in found:
        session.add(Unit(name=name, kind=UnitKind.SITE, position=99))
    session.flush()
    return found


def test_several_are_answered_in_their_order_and_each_as_it_wants(names: list[str]) -> None:
    first, count = together(named(99), named(99).then(len)).answer()
    assert (first, count) == (names, len(names))
    assert Question((), {}, lambda: "nothing to ask").answer() == "nothing to ask"


def test_what_is_called_alike_is_the_same_in_all(app: Flask) -> None:
    with pytest.raises(ValueError, match="asked differently"):
        together(named(1), named(2))


def test_what_does_not_change_is_written_out_as_it_stands(names: list[str]) -> None:
    for each in names:
        its = as_text(select(Unit.name, literal(each).label("said")).where(Unit.name == each))
        assert Question((its,), {}, cells_of).answer() == [[each, each]]
    among = as_text(select(Unit.name).where(Unit.name.in_(names[:2])).order_by(Unit.id))
    assert Question((among,), {}, firsts_of).answer() == names[:2]
    nobody = as_text(select(RoleGrant.id).where(RoleGrant.role.in_([])))
    assert Question((nobody,), {}, cells_of).answer() == []
    managers = as_text(select(RoleGrant.role).where(RoleGrant.role == Role.PRIVACY_MANAGER))
    assert Question((managers,), {}, firsts_of).answer() == [Role.PRIVACY_MANAGER.value]


def test_an_answer_is_taken_apart_only_where_it_is_wanted(names: list[str]) -> None:
    found, again = named(99).unread().answer(), named(99).unread().answer()
    assert found == again
    assert hash(found) == hash(again)
    assert found.read() == names
    session.add(Unit(name="もう一つ", kind=UnitKind.SITE, position=99))
    session.flush()
    assert named(99).unread().answer() != found
    with pytest.raises(ValueError, match="nothing is said"):
        Question((), {}, list).unread()


def test_cells_say_days_instants_and_what_json_holds() -> None:
    assert day_in(None) is None
    assert str(day_in("2026-11-24")) == "2026-11-24"
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert instant_in("2026-11-24 12:00:00.000000") == noon
    assert instant_in("2026-11-24T21:00:00+09:00").tzinfo is UTC
    assert instant_in("2026-11-24T21:00:00+09:00") == noon.astimezone(timezone(timedelta(hours=9)))
    assert json_in('{"a": [1]}') == json_in({"a": [1]}) == {"a": [1]}
