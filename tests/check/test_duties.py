"""Which audits are to be carried out and finished, by whom and by when."""

from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker.check import audits, duties
from pms_tracker.kernel.references import Kind, Reference
from tests import builders
from tests.cast import IDS, TODAY, viewer

FORTNIGHT = timedelta(days=14)


@pytest.mark.parametrize(("until", "count"), [(TODAY - timedelta(days=1), 0), (TODAY, 1)])
def test_a_planned_audit_is_carried_out_on_its_day(app: Flask, until: date, count: int) -> None:
    audit = builders.audit()
    found = list(duties.due(until))
    assert [(each.kind, each.reference, each.due_on) for each in found] == [
        ("carry_out_audit", audit.reference, TODAY)
    ] * count


def test_every_member_of_the_team_has_the_duty(app: Flask) -> None:
    builders.audit(team_ids=[IDS["auditor"], IDS["second_auditor"]])
    found = list(duties.due(TODAY))
    assert {each.person_id for each in found} == {IDS["auditor"], IDS["second_auditor"]}
    assert {(each.title, each.unit) for each in found} == {("申込書の取扱い", "松本教室")}


@pytest.mark.parametrize(("days", "count"), [(13, 0), (14, 1)])
def test_an_audit_under_way_is_finished_within_a_fortnight(
    app: Flask, days: int, count: int
) -> None:
    audit = builders.audit()
    audits.start(audit, on=TODAY, by=viewer("auditor"))
    found = list(duties.due(TODAY + timedelta(days=days)))
    assert [(each.kind, each.due_on) for each in found] == [
        ("finish_audit", TODAY + FORTNIGHT)
    ] * count


def test_an_audit_called_off_asks_nothing(app: Flask) -> None:
    audit = builders.audit()
    audits.cancel(audit, reason="閉室", by=viewer("audit_manager"), version=audit.version)
    assert list(duties.due(TODAY + FORTNIGHT)) == []


def test_duties_are_narrowed_to_a_person_or_a_record(app: Flask) -> None:
    builders.audit()
    assert len(list(duties.due(TODAY, IDS["auditor"]))) == 1
    assert list(duties.due(TODAY, IDS["second_auditor"])) == []
    assert len(list(duties.due(TODAY, None, Reference(Kind.AUDIT, 2026, 1)))) == 1
    assert list(duties.due(TODAY, None, Reference(Kind.AUDIT, 2026, 2))) == []
    assert list(duties.due(TODAY, None, Reference(Kind.CASE, 2026, 1))) == []
