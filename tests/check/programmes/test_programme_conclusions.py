"""What the year's plan asks of audits is done by doing it, and open again if it was not."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from pms_tracker import database
from pms_tracker.act import act_undecided
from pms_tracker.check.audits import audits
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.plan.rules.year_rules import AnnualKind, Done
from pms_tracker.plan.tables.year_tables import AnnualPlan
from pms_tracker.plan.years import year_results, years
from pms_tracker.reminders.scan import reminders
from tests import reporting
from tests.act.test_contests import last
from tests.cast import IDS, TODAY, viewer
from tests.check.programmes import a_programme
from tests.plan.years import a_year

LATE = replace(a_year.BOTH[1], kind=AnnualKind.PROGRAMME, title="監査プログラムの策定")
PLANNED = (replace(LATE, planned_on=a_year.LATE), a_year.BOTH[1])


@pytest.fixture(autouse=True)
def no_programme(app: Flask) -> None:
    a_programme.none_yet()


def done(plan: AnnualPlan) -> list[tuple[date | None, str]]:
    return [(each.done_on, each.result) for each in years.duties_of(plan)]


def still_due(until: date) -> list[str]:
    return [each.title for each in reminders.duties(until) if each.kind == "annual_duty"]


def test_an_approved_programme_is_made_and_an_audit_is_held_once_its_report_is_received() -> None:
    plan = a_year.approved(PLANNED)
    programme = a_programme.approved()
    shown = (TODAY, programme.reference)
    assert done(plan) == [shown, (None, "")]
    assert still_due(a_year.AHEAD) == ["内部監査"]
    rules, practice = a_programme.audits_of(programme)
    reporting.audit_in(AuditState.CLOSED, within=practice)
    assert done(plan) == [shown, (None, "")]
    by = viewer("audit_manager")
    audits.cancel(rules, reason="教室を閉じた。", by=by, version=rules.version)
    the_next_morning()
    assert done(plan) == [shown, shown]
    assert still_due(a_year.AHEAD) == []
    assert years.duties_of(plan)[0].done_by_id == IDS["audit_manager"]


def the_next_morning() -> None:
    database.commit()
    reminders.scan()


def test_a_plan_approved_after_the_programme_knows_of_it_the_next_morning() -> None:
    programme = a_programme.approved()
    plan = a_year.approved(PLANNED)
    assert done(plan) == [(None, ""), (None, "")]
    the_next_morning()
    assert done(plan) == [(TODAY, programme.reference), (None, "")]


def test_an_approval_that_is_denied_opens_the_duty_again() -> None:
    plan = a_year.approved(PLANNED)
    programme = a_programme.approved()
    assert done(plan)[0] == (TODAY, programme.reference)
    mine = last(programme.reference)
    act_undecided.take_back(mine.id, by=viewer("representative"))
    assert done(plan) == [(None, ""), (None, "")]


def test_what_its_owner_reported_stays() -> None:
    plan = a_year.approved(PLANNED)
    duty = years.duties_of(plan)[0]
    told = Done("紙で策定した。", TODAY, no_proof="紙で保管")
    year_results.report_done(plan, duty.position, told, by=viewer("audit_manager"))
    a_programme.approved()
    assert done(plan)[0] == (TODAY, "紙で策定した。")
