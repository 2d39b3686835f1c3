"""Which audits are to be carried out and finished, by whom and by when."""

from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audit_lists, audits
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.duties import reading
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.changes import deputies
from pms_tracker.people.firm import people
from pms_tracker.reminders.running.every_source import BY_PHASE, CHECK
from tests import builders, open_duties, reporting
from tests.cast import IDS, TODAY, viewer

FORTNIGHT = timedelta(days=14)
FOREVER = date.max


@pytest.mark.parametrize(("until", "count"), [(TODAY - timedelta(days=1), 0), (TODAY, 1)])
def test_a_planned_audit_is_carried_out_on_its_day(app: Flask, until: date, count: int) -> None:
    audit = builders.audit()
    found = list(open_duties.of_check(until))
    assert [(each.kind, each.reference, each.due_on) for each in found] == [
        ("carry_out_audit", audit.reference, TODAY)
    ] * count


def test_every_member_of_the_team_has_the_duty(app: Flask) -> None:
    builders.audit(team_ids=[IDS["auditor"], IDS["second_auditor"]])
    found = list(open_duties.of_check(TODAY))
    assert {each.person_id for each in found} == {IDS["auditor"], IDS["second_auditor"]}
    assert {(each.title, each.unit) for each in found} == {("申込書の取扱い", "松本教室")}


@pytest.mark.parametrize(("days", "count"), [(13, 0), (14, 1)])
def test_an_audit_under_way_is_finished_within_a_fortnight(
    app: Flask, days: int, count: int
) -> None:
    audit = builders.audit()
    assignments.start(audit, on=TODAY, by=viewer("auditor"))
    found = list(open_duties.of_check(TODAY + timedelta(days=days)))
    assert [(each.kind, each.due_on) for each in found] == [
        ("finish_audit", TODAY + FORTNIGHT)
    ] * count


def test_an_audit_called_off_asks_nothing(app: Flask) -> None:
    audit = builders.audit()
    audits.cancel(audit, reason="閉室", by=viewer("audit_manager"), version=audit.version)
    assert list(open_duties.of_check(TODAY + FORTNIGHT)) == []


def test_duties_are_narrowed_to_a_person_or_a_record(app: Flask) -> None:
    builders.audit()
    assert len(list(open_duties.of_check(TODAY, IDS["auditor"]))) == 1
    assert list(open_duties.of_check(TODAY, IDS["second_auditor"])) == []
    assert len(list(open_duties.of_check(TODAY, None, Reference(Kind.AUDIT, 2026, 1)))) == 1
    assert list(open_duties.of_check(TODAY, None, Reference(Kind.AUDIT, 2026, 2))) == []
    assert list(open_duties.of_check(TODAY, None, Reference(Kind.CASE, 2026, 1))) == []


def test_a_signed_report_is_the_duty_of_whoever_decides_on_it(app: Flask) -> None:
    audit = reporting.audit_in(AuditState.REPORTED)
    week = TODAY + timedelta(days=7)
    for kind, key in (("approve_report", "audit_manager"), ("receive_report", "representative")):
        for who in (None, IDS[key]):
            found = list(open_duties.of_check(week, who))
            assert [(each.kind, each.person_id, each.due_on) for each in found] == [
                (kind, IDS[key], week)
            ]
        assert (found[0].title, found[0].unit, found[0].unit_id) == (
            "申込書の取扱い", "松本教室", None,
        )  # fmt: skip
        assert list(open_duties.of_check(week - timedelta(days=1))) == []
        assert list(open_duties.of_check(week, IDS["auditor"])) == []
        assert list(open_duties.of_check(week, None, Reference(Kind.AUDIT, 2026, 2))) == []
        reporting.decide(audit, by=key)
    assert list(open_duties.of_check(TODAY + timedelta(days=99))) == []


def test_a_report_that_came_back_is_due_for_the_team_a_week_later(app: Flask) -> None:
    audit = reporting.audit_in(AuditState.REPORTED)
    reporting.send_back(audit)
    week = TODAY + timedelta(days=7)
    assert list(open_duties.of_check(week - timedelta(days=1))) == []
    assert [(each.kind, each.person_id, each.due_on) for each in open_duties.of_check(FOREVER)] == [
        ("finish_audit", IDS["auditor"], week)
    ]
    audits.cancel(audit, reason="中止", by=viewer("audit_manager"), version=audit.version)
    assert list(open_duties.of_check(FOREVER)) == []


def test_a_deputy_has_the_duty_of_the_absent_and_for_them(app: Flask) -> None:
    reporting.audit_in(AuditState.APPROVED)
    wanted = deputies.Wanted(IDS["employee"], TODAY, TODAY)
    representative = people.person(IDS["representative"])
    deputies.name(representative, wanted, by=viewer("representative"))
    (duty,) = open_duties.of_check(FOREVER)
    assert (duty.person_id, duty.for_id) == (IDS["employee"], IDS["representative"])


def test_a_calendar_shows_reports_that_wait_to_those_who_may_know_of_them(app: Flask) -> None:
    reporting.audit_in(AuditState.REPORTED)
    month = Days(TODAY, TODAY + timedelta(days=30))
    for key, count in (("head", 1), ("auditor", 1), ("privacy_manager", 1), ("other_head", 0)):
        kinds = [each.kind for each in reading.seen(viewer(key), month, 10, of=BY_PHASE[CHECK])]
        assert kinds == ["approve_report"] * count, key
    later = Days(TODAY + timedelta(days=8), TODAY + timedelta(days=30))
    assert list(reading.seen(viewer("privacy_manager"), later, 10, of=BY_PHASE[CHECK])) == []


def test_a_list_of_audits_is_narrowed_by_when_a_signature_is_due(app: Flask) -> None:
    back = reporting.audit_in(AuditState.REPORTED)
    reporting.send_back(back)
    waits = reporting.audit_in(AuditState.APPROVED)
    reporting.audit_in(AuditState.CLOSED)
    begun = reporting.done()
    boss, week = viewer("representative"), TODAY + timedelta(days=7)
    for days, found in (
        (Days(week, week), [waits.id, back.id]),
        (Days(TODAY + FORTNIGHT, None), [begun.id]),
        (Days(None, TODAY), []),
    ):
        assert [
            row.id for row in audit_lists.AUDITS.page(boss, audit_lists.Filter(due=days))
        ] == found
