"""Re-check on both databases: a change of people finds the planned audits it touches, at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from pms_tracker import database
from pms_tracker.act.teams import assignments, rechecks, team_duties
from pms_tracker.check.audits import audits
from pms_tracker.check.preparing.audit_changes import Replaced
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.database import session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.changes import leaving, staffing
from pms_tracker.people.firm import people
from pms_tracker.reminders.scan import reminders
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import IDS, POLICY, TODAY, UNIT_IDS, viewer

WEEK = timedelta(days=7)
SOON = TODAY + WEEK
ONE_DAY = timedelta(days=1)


def move_in() -> None:
    who, unit = people.person(IDS["auditor"]), people.unit(UNIT_IDS["松本教室"])
    staffing.enrol(who, unit, since_on=TODAY, by=SYSTEM)


def lose_the_role() -> None:
    (grant,) = people.role_grants(IDS["auditor"])
    grant.until_on = TODAY


def leave() -> None:
    leaving.leave(people.person(IDS["auditor"]), on=TODAY, by=SYSTEM)


def run_the_pms() -> None:
    lose_the_role()
    session.flush()
    who = people.person(IDS["auditor"])
    staffing.grant(who, Role.PRIVACY_MANAGER, since_on=TODAY + ONE_DAY, by=SYSTEM)


def take_on_work() -> None:
    other = builders.audit(team_ids=[IDS["auditor"]], planned_on=TODAY)
    builders.submit(builders.case(other), owner_id=IDS["auditor"])


@pytest.mark.parametrize(
    ("change", "bar"),
    [
        (move_in, "auditor_of_own_unit"),
        (lose_the_role, "auditor_lacks_role"),
        (leave, "auditor_has_left"),
        (run_the_pms, "auditor_runs_the_pms"),
        (take_on_work, "auditor_of_own_work"),
    ],
)
def test_a_change_of_people_finds_the_audits_it_touches(
    app: Flask, change: Callable[[], None], bar: str
) -> None:
    audit = builders.audit(planned_on=SOON)
    elsewhere = builders.audit(
        planned_on=SOON, unit_id=UNIT_IDS["本部"], team_ids=[IDS["second_auditor"]]
    )
    assert rechecks.lost() == {}
    change()
    session.flush()
    assert rechecks.lost() == {audit.id: {IDS["auditor"]: bar}}
    assert rechecks.lost([elsewhere.id]) == {}
    found = assignments.standing(audit)
    assert found.bars(audits.team_ids(audit.id)) == {IDS["auditor"]: bar}


def test_whoever_writes_the_rules_later_loses_the_audit_of_them(app: Flask) -> None:
    version = builders.new_version(POLICY.replace("教材", "教科書"))
    chosen = builders.requirement_ids()[:2]
    audit = builders.audit(kind=AuditKind.CONFORMITY, requirement_ids=chosen, planned_on=SOON)
    assert rechecks.lost() == {}
    version.writer_ids = [IDS["auditor"]]
    session.flush()
    assert rechecks.lost() == {audit.id: {IDS["auditor"]: "auditor_wrote_criterion"}}


def test_a_move_after_the_day_or_an_audit_under_way_is_none_of_it(app: Flask) -> None:
    builders.audit(planned_on=SOON)
    builders.begun()
    who, unit = people.person(IDS["auditor"]), people.unit(UNIT_IDS["松本教室"])
    staffing.enrol(who, unit, since_on=SOON + ONE_DAY, by=SYSTEM)
    assert rechecks.lost() == {}


def test_a_late_audit_is_judged_as_of_today(app: Flask) -> None:
    audit = builders.audit(planned_on=TODAY - WEEK)
    move_in()
    assert rechecks.lost() == {audit.id: {IDS["auditor"]: "auditor_of_own_unit"}}


def test_in_a_firm_of_one_unit_the_reason_still_holds(app: Flask) -> None:
    for unit in people.units():
        if unit.name != "書店":
            unit.closed_on = TODAY - ONE_DAY
    session.flush()
    shop = UNIT_IDS["書店"]
    builders.audit(unit_id=shop, planned_on=SOON, exception_reason="部門が1つ")
    assert rechecks.lost() == {}
    people.unit(UNIT_IDS["本部"]).closed_on = None
    session.flush()
    (found,) = rechecks.lost().values()
    assert found == {IDS["auditor"]: "auditor_of_own_unit"}


def replacing(person_id: int | None = None, about: str = "") -> list[Duty]:
    reference = Reference(Kind.AUDIT, 2026, int(about[-3:])) if about else None
    found = reminders.duties(SOON + WEEK, person_id, reference)
    return [each for each in found if each.kind == team_duties.REPLACE]


def test_it_is_the_audit_managers_duty_until_the_team_was_changed(app: Flask) -> None:
    audit = builders.audit(planned_on=SOON)
    manager = viewer("audit_manager")
    assert replacing() == []
    move_in()
    (duty,) = replacing()
    assert (duty.person_id, duty.reference) == (manager.person_id, audit.reference)
    assert (duty.due_on, duty.unit) == (SOON - ONE_DAY, "松本教室")
    assert replacing(manager.person_id) == replacing(about=audit.reference) == [duty]
    assert replacing(IDS["auditor"]) == []
    assert replacing(about="AU-2026-009") == []
    wanted = Replaced([IDS["second_auditor"]], "異動のため")
    assignments.replace_team(audit, wanted, version=audit.version, by=manager)
    assert replacing() == []


def test_of_an_audit_today_the_team_is_changed_today(app: Flask) -> None:
    builders.audit(planned_on=TODAY)
    move_in()
    assert [each.due_on for each in replacing()] == [TODAY]


def test_it_is_mailed_about_like_any_other_duty(app: Flask) -> None:
    audit = builders.audit(planned_on=TODAY + ONE_DAY)
    move_in()
    database.commit()
    assert reminders.scan(TODAY, None) > 0
    letters = [
        each
        for each in reminders.outbox.letters()
        if each.person_id == IDS["audit_manager"] and audit.reference in (each.body or "")
    ]
    assert len(letters) == 1
    assert "監査員の見直し" in (letters[0].body or "")
