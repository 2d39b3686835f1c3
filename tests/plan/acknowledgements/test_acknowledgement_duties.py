"""Who is reminded to read what was made known, and who to collect the signatures of the others."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.duties import reading
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.changes import leaving, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account, Membership, Person, RoleGrant
from pms_tracker.plan.acknowledgements import acknowledgement_duties as duties
from pms_tracker.plan.policies import policy_duties
from pms_tracker.reminders.running.every_source import BY_PHASE, PLAN
from pms_tracker.trail.trail import SYSTEM
from tests import open_duties
from tests.cast import ACCOUNTS, IDS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.plan.acknowledgements.test_acknowledgements import DUE_ON, announce, read, revise, sign

NAMES = {number: name for name, number in IDS.items()}
READERS = {*ACCOUNTS} - {"nobody"}
YEARS = TODAY + timedelta(days=900)


def due(until: date, person_id: int | None = None) -> list[Duty]:
    """Duties of reading; the reviews beside them are another test's."""
    found = open_duties.of_plan(until, person_id)
    return [each for each in found if each.kind in (duties.ACKNOWLEDGE, duties.COLLECT)]


def waiting(until: date = YEARS, kind: str = duties.ACKNOWLEDGE) -> set[str]:
    found = [each for each in due(until) if each.kind == kind]
    assert len({each.person_id for each in found}) == len(found)
    return {NAMES.get(each.person_id, "new") for each in found}


def joiner(since_on: date, *, mail: str | None, unit: str = "書店") -> Person:
    who = staffing.add_person("新人 一", mail=mail, by=SYSTEM)
    staffing.enrol(who, people.unit(UNIT_IDS[unit]), since_on=since_on, by=SYSTEM)
    if mail:
        staffing.open_account(who, password_hash=None, by=SYSTEM)
    return who


def test_nobody_is_asked_before_it_is_made_known(app: Flask) -> None:
    assert list(due(YEARS)) == []
    assert list(duties.seen(YEARS)) == []


def test_everybody_who_signs_in_is_asked_until_they_have_read_it(app: Flask) -> None:
    announce()
    assert waiting(DUE_ON - timedelta(days=1)) == set()
    assert waiting(DUE_ON) == READERS
    read("owner")
    read("administrator")
    assert waiting() == READERS - {"owner", "administrator"}


def test_a_duty_says_which_policy_which_day_and_whose_unit(app: Flask) -> None:
    announce()
    (duty,) = due(YEARS, IDS["owner"])
    assert (duty.kind, duty.reference, duty.due_on) == ("acknowledge_policy", "POL-001", DUE_ON)
    assert duty.unit_id == UNIT_IDS["松本教室"]
    assert duty.title == "みなと学習舎個人情報保護方針"
    (collect,) = [each for each in due(YEARS) if each.kind == duties.COLLECT]
    assert (collect.reference, collect.due_on, collect.unit_id) == ("POL-001", DUE_ON, None)


def test_only_the_newest_version_that_was_made_known_is_asked_for(app: Flask) -> None:
    announce()
    read("owner")
    revise()
    # The text before is superseded, and the new one was not made known: nobody is asked.
    assert waiting() == set()
    assert list(duties.seen(YEARS)) == []
    announce(due_on=TODAY + timedelta(days=30))
    found = [each.due_on for each in due(YEARS, IDS["owner"])]
    assert found == [TODAY + timedelta(days=30)]


@pytest.mark.parametrize(
    ("joined", "due_on"),
    [
        (TODAY, DUE_ON),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=15)),
        (date(2028, 2, 15), date(2028, 2, 29)),
    ],
)
def test_a_joiner_is_asked_on_arrival_and_has_two_weeks(
    app: Flask, joined: date, due_on: date
) -> None:
    announce()
    who = joiner(joined, mail="new@example.jp")
    day_before = max(joined - timedelta(days=1), TODAY)
    with clock.set_to(clock.at(day_before)):
        assert ("new" in waiting()) == (joined <= day_before)
    with clock.set_to(clock.at(joined)):
        assert [each.due_on for each in due(YEARS, who.id)] == [due_on]
        assert list(due(due_on - timedelta(days=1), who.id)) == []
        assert len(list(due(due_on, who.id))) == 1


def test_who_changes_the_unit_is_no_joiner(app: Flask) -> None:
    announce()
    row = session.scalars(select(Membership).where(Membership.person_id == IDS["owner"])).one()
    owner = session.get_one(Person, IDS["owner"])
    with clock.set_to(clock.at(TODAY + timedelta(days=5))):
        row.until_on = clock.today() - timedelta(days=1)
        staffing.enrol(owner, people.unit(UNIT_IDS["書店"]), since_on=clock.today(), by=SYSTEM)
        (duty,) = due(YEARS, owner.id)
    assert (duty.due_on, duty.unit_id) == (DUE_ON, UNIT_IDS["書店"])


def test_who_left_is_asked_no_more(app: Flask) -> None:
    announce()
    leaving.leave(session.get_one(Person, IDS["owner"]), on=TODAY, by=SYSTEM)
    with clock.set_to(clock.at(TODAY + timedelta(days=1))):
        assert "owner" not in waiting()


def test_the_head_collects_for_those_without_an_account_once(
    app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    announce()
    joiner(TODAY + timedelta(days=1), mail=None, unit="松本教室")
    with clock.set_to(clock.at(TODAY + timedelta(days=1))):
        assert waiting(kind=duties.COLLECT) == {"head"}
        (duty,) = [each for each in due(YEARS, IDS["head"]) if each.kind == duties.COLLECT]
        assert duty.due_on == DUE_ON
        sign(tmp_path_factory.mktemp("evidence"), "without_account")
        (duty,) = [each for each in due(YEARS, IDS["head"]) if each.kind == duties.COLLECT]
        assert duty.due_on == TODAY + timedelta(days=15)


def test_a_new_head_collects(app: Flask) -> None:
    announce()
    old = session.scalars(select(Membership).where(Membership.person_id == IDS["head"])).one()
    staffing.enrol(
        session.get_one(Person, IDS["owner"]),
        people.unit(UNIT_IDS["松本教室"]),
        since_on=TODAY,
        is_head=True,
        by=SYSTEM,
    )
    assert waiting(kind=duties.COLLECT) == {"head", "owner"}
    old.until_on = TODAY - timedelta(days=1)
    session.flush()
    assert waiting(kind=duties.COLLECT) == {"owner"}


def test_without_a_head_who_signs_in_the_privacy_manager_collects(app: Flask) -> None:
    announce()
    account = session.scalars(select(Account).where(Account.person_id == IDS["head"])).one()
    account.active = False
    session.flush()
    assert waiting(kind=duties.COLLECT) == {"privacy_manager"}
    grant = session.scalars(select(RoleGrant).where(RoleGrant.role == Role.PRIVACY_MANAGER)).one()
    grant.until_on = TODAY - timedelta(days=1)
    session.flush()
    assert waiting(kind=duties.COLLECT) == {"representative"}


def test_duties_are_narrowed_to_a_person_or_a_record(app: Flask) -> None:
    announce()
    kinds = [each.kind for each in due(YEARS, IDS["head"])]
    assert sorted(kinds) == [duties.ACKNOWLEDGE, duties.COLLECT]
    assert len(list(due(YEARS, IDS["nobody"]))) == 0
    of_policy = list(open_duties.of_plan(YEARS, None, Reference(Kind.POLICY, None, 1)))
    assert {(each.kind, each.person_id) for each in of_policy} == {
        (duties.COLLECT, IDS["head"]),
        (policy_duties.REVIEW, IDS["privacy_manager"]),
    }
    assert list(open_duties.of_plan(YEARS, None, Reference(Kind.POLICY, None, 2))) == []
    assert list(open_duties.of_plan(YEARS, None, Reference(Kind.CASE, 2026, 1))) == []


def test_what_is_mine_to_read_is_listed_without_what_is_to_be_collected(app: Flask) -> None:
    announce()
    assert [each.kind for each in duties.mine(IDS["head"])] == [duties.ACKNOWLEDGE]
    read("head")
    assert duties.mine(IDS["head"]) == []


def test_a_calendar_of_all_holds_it_once_until_everybody_has_read_it(app: Flask) -> None:
    announce()
    found = [
        each
        for each in reading.seen(viewer("employee"), Days(None, YEARS), 99, of=BY_PHASE[PLAN])
        if each.kind == duties.ACKNOWLEDGE
    ]
    assert [(each.reference, each.due_on) for each in found] == [("POL-001", DUE_ON)]
    for name in READERS:
        read(name)
    assert len(list(duties.seen(YEARS))) == 1
    leaving.leave(session.get_one(Person, IDS["without_account"]), on=TODAY, by=SYSTEM)
    with clock.set_to(clock.at(TODAY + timedelta(days=1))):
        assert list(duties.seen(YEARS)) == []


def test_it_is_one_statement_however_many_have_to_read(app: Flask, served: Served) -> None:
    announce()
    statements: list[str] = []

    def ran(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(served.engine, "before_cursor_execute", ran)
    try:
        few = len(due(YEARS))
        for _ in range(50):
            joiner(TODAY, mail=None)
        session.flush()
        statements.clear()
        many = len(due(YEARS))
    finally:
        event.remove(served.engine, "before_cursor_execute", ran)
    assert len([each for each in statements if "announcement" in each]) == 1
    # The head of 書店 now collects as well.
    assert many == few + 1
