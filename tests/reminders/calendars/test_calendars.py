"""What falls due in a run of days: one's own duties, or those on all records one may see."""

from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.teams import assignments
from pms_tracker.database import session
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.reminders.calendars import calendars
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

NOVEMBER = Days(date(2026, 11, 1), date(2026, 11, 30))
EVER = Days(date(2000, 1, 1), date(2100, 1, 1))


def told(duties: list[Duty]) -> list[tuple[str, str, date]]:
    return [(duty.kind, duty.reference, duty.due_on) for duty in duties]


def references(who: str, days: Days = EVER) -> set[str]:
    return {duty.reference for duty in calendars.everybodys(viewer(who), days).duties}


def test_ones_own_are_ones_duties_of_those_days_in_order(app: Flask) -> None:
    late = builders.audit(planned_on=TODAY - timedelta(days=3))
    builders.audit(planned_on=date(2026, 12, 1))
    last = builders.audit(planned_on=date(2026, 11, 30))
    other = {"unit_id": UNIT_IDS["書店"], "team_ids": [IDS["second_auditor"]]}
    builders.audit(**other)
    found = calendars.mine(viewer("auditor"), NOVEMBER)
    assert told(found.duties) == [
        ("carry_out_audit", late.reference, TODAY - timedelta(days=3)),
        ("carry_out_audit", last.reference, date(2026, 11, 30)),
    ]
    assert not found.cut


def test_everybodys_hold_each_record_once_whoever_owes_it(app: Flask) -> None:
    """A team of two, and two who share an office, still have one audit and one review."""
    audit = builders.audit(team_ids=[IDS["auditor"], IDS["audit_manager"]])
    staffing.grant(
        people.person(IDS["representative"]), Role.PRIVACY_MANAGER, since_on=TODAY, by=SYSTEM
    )
    session.flush()
    found = calendars.everybodys(viewer("audit_manager"), EVER).duties
    assert sorted(duty.reference for duty in found) == [audit.reference, "POL-001"]


def test_an_audit_under_way_is_due_a_fortnight_after_it_was_held(app: Flask) -> None:
    audit = builders.audit()
    assignments.start(audit, on=TODAY, by=viewer("auditor"))
    due_on = TODAY + timedelta(days=14)
    for days in (Days(due_on, due_on), Days(TODAY, due_on)):
        found = calendars.everybodys(viewer("audit_manager"), days).duties
        assert told(found) == [("finish_audit", audit.reference, due_on)]
    for days in (Days(TODAY, due_on - timedelta(days=1)), Days(due_on + timedelta(days=1), due_on)):
        assert calendars.everybodys(viewer("audit_manager"), days).duties == []


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("representative", {"AU-2026-001", "AU-2026-002", "CA-2026-001", "POL-001"}),
        ("auditor", {"AU-2026-001", "CA-2026-001", "POL-001"}),
        ("head", {"AU-2026-001", "CA-2026-001", "POL-001"}),
        ("owner", {"CA-2026-001", "POL-001"}),
        ("other_head", {"AU-2026-002", "POL-001"}),
        ("employee", {"POL-001"}),
    ],
)
def test_nobody_is_told_of_a_record_they_may_not_see(app: Flask, who: str, sees: set[str]) -> None:
    builders.case_in(CaseState.DOING, builders.audit())
    builders.audit(unit_id=UNIT_IDS["書店"], team_ids=[IDS["second_auditor"]])
    assert references(who) == sees


def test_a_calendar_too_full_to_read_keeps_what_is_due_first(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendars, "MOST", 2)
    for days in (3, 1, 2):
        builders.audit(planned_on=TODAY + timedelta(days=days))
    for find, who in ((calendars.mine, "auditor"), (calendars.everybodys, "audit_manager")):
        found = find(viewer(who), NOVEMBER)
        assert [duty.due_on.day for duty in found.duties] == [25, 26]
        assert found.cut


def test_a_calendar_without_an_end_is_none(app: Flask) -> None:
    with pytest.raises(ValueError, match="ends"):
        calendars.mine(viewer("head"), Days(TODAY, None))


def reviewed_by(who: str, days: Days = EVER) -> list[tuple[date, int | None]]:
    found = calendars.mine(viewer(who), days).duties
    return [(each.due_on, each.for_id) for each in found if each.kind == "review_policy"]


def test_a_deputy_finds_the_duties_of_the_role_that_fall_due_while_they_stand_in(
    app: Flask,
) -> None:
    """What is overdue as well, what falls due once the holder is back not; theirs it stays too."""
    policy, holder = builders.policy(), IDS["privacy_manager"]
    builders.absent("privacy_manager", "other_head")
    last = TODAY + builders.AWAY
    for due_on, shown in (
        (TODAY - timedelta(days=400), True),
        (last, True),
        (last + timedelta(days=1), False),
    ):
        policy.next_review_on = due_on
        session.flush()
        assert reviewed_by("other_head") == ([(due_on, holder)] if shown else [])
        assert reviewed_by("privacy_manager") == [(due_on, None)]
        assert reviewed_by("head") == []


def test_a_deputy_of_days_to_come_finds_what_falls_due_in_them(app: Flask) -> None:
    first, last = TODAY + timedelta(days=3), TODAY + timedelta(days=5)
    builders.absent("privacy_manager", "other_head", first, last)
    policy = builders.policy()
    for offset, shown in ((-1, False), (2, False), (3, True), (5, True), (6, False)):
        policy.next_review_on = TODAY + timedelta(days=offset)
        session.flush()
        assert bool(reviewed_by("other_head")) == shown, offset


def test_whoever_holds_the_role_themselves_has_the_duty_once(app: Flask) -> None:
    builders.absent("privacy_manager", "representative")
    staffing.grant(
        people.person(IDS["representative"]), Role.PRIVACY_MANAGER, since_on=TODAY, by=SYSTEM
    )
    session.flush()
    assert [for_id for _day, for_id in reviewed_by("representative")] == [None]
