"""Who has still to write or decide the year's programme, on both databases."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from pms_tracker import clock
from pms_tracker.check.programmes import programmes
from pms_tracker.database import session
from pms_tracker.duties import reading
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import RoleGrant
from pms_tracker.reminders.running.every_source import BY_PHASE, CHECK
from tests import builders, open_duties
from tests.cast import IDS, TODAY, viewer
from tests.check.programmes import a_programme

FAR = date(2029, 1, 1)
pytestmark = pytest.mark.usefixtures("fresh")
THIS = Reference(Kind.PROGRAMME, 2026, 1)


@pytest.fixture
def fresh(app: Flask) -> None:
    a_programme.none_yet()


def due(
    until: date = FAR, person: str | None = None, reference: Reference | None = None
) -> list[Duty]:
    who = IDS[person] if person else None
    return list(open_duties.of_programmes(until, who, reference))


def told(found: list[Duty]) -> list[tuple[str, str, int, date]]:
    return [(each.kind, each.reference, each.person_id, each.due_on) for each in found]


def test_a_year_without_a_programme_is_the_audit_managers_to_plan() -> None:
    late = ("write_programme", "AP-2026", IDS["audit_manager"], date(2026, 4, 30))
    assert told(due()) == [late]
    assert told(due(person="audit_manager")) == [late]
    assert due(person="representative") == []
    assert due(date(2026, 4, 29)) == []
    assert told(due(reference=THIS)) == [late]
    for other in (Reference(Kind.PROGRAMME, 2025, 1), Reference(Kind.PROGRAMME, 2026, 2)):
        assert due(reference=other) == []
    assert due(reference=Reference(Kind.AUDIT, 2026, 1)) == []


def test_a_company_that_began_within_its_year_has_a_month_from_then() -> None:
    people.the_company().started_on = TODAY
    assert [each.due_on for each in due()] == [date(2026, 12, 23)]


def test_an_approved_programme_asks_nothing() -> None:
    a_programme.approved()
    assert due() == []


def test_a_draft_is_due_before_its_first_audit() -> None:
    with clock.set_to(clock.at(date(2026, 2, 2))):
        programme = a_programme.drafted()
    rows = programmes.rows_of(programme)
    assert [each.due_on for each in due()] == [date(2026, 4, 30)]
    rows[0].planned_on = date(2026, 5, 1)
    session.flush()
    assert [each.due_on for each in due()] == [date(2026, 4, 17)]


def test_what_waits_is_for_whoever_decides() -> None:
    a_programme.submitted()
    (duty,) = due()
    assert (duty.kind, duty.person_id) == ("decide_programme", IDS["representative"])
    assert duty.due_on == date(2026, 12, 1)
    assert list(open_duties.of_programmes(FAR, firm=Firm(TODAY))) == [duty]
    assert due(date(2026, 11, 30)) == []
    assert list(open_duties.of_programmes(FAR, IDS["representative"])) == [duty]


def test_what_waits_in_a_firm_without_managers_is_asked_of_one_other() -> None:
    a_programme.submitted()
    gone = TODAY - timedelta(days=1)
    top = (Role.REPRESENTATIVE, Role.PRIVACY_MANAGER)
    session.execute(update(RoleGrant).where(RoleGrant.role.in_(top)).values(until_on=gone))
    (duty,) = due()
    assert duty.person_id != IDS["audit_manager"]


def test_nobody_writes_where_there_is_no_audit_manager() -> None:
    gone = TODAY - timedelta(days=1)
    held = RoleGrant.role == Role.AUDIT_MANAGER
    session.execute(update(RoleGrant).where(held).values(until_on=gone))
    assert due() == []


def test_a_calendar_of_everybodys_shows_it_to_those_at_the_top() -> None:
    builders.audit()
    days = Days(date(2026, 4, 1), date(2027, 3, 31))
    for who, kinds in (
        ("representative", ["write_programme", "carry_out_audit"]),
        ("audit_manager", ["write_programme", "carry_out_audit"]),
        ("auditor", ["carry_out_audit"]),
        ("employee", []),
    ):
        assert [
            duty.kind for duty in reading.seen(viewer(who), days, 10, of=BY_PHASE[CHECK])
        ] == kinds
