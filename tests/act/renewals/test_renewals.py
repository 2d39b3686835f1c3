"""Renewals: their duties, remarks with their cases, and what the records show of a term."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
import time_machine
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.cases import register_cases
from pms_tracker.act.cases.sources import Examined, Stated
from pms_tracker.act.renewals import package_items, readiness, renewals, term_summary
from pms_tracker.act.renewals.examiner_remarks import REMARKS, remarks_of
from pms_tracker.act.renewals.renewal_duties import ANSWER, APPLY, PREPARE
from pms_tracker.act.renewals.renewals import RENEWALS
from pms_tracker.act.rules.renewal.readiness_rules import Standing, Subject
from pms_tracker.act.rules.renewal.renewal_rules import Body, RenewalState
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.database import session
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.rules.evaluation_rules import Verdict
from pms_tracker.do.tables.operation.operation_check_tables import CheckReport
from pms_tracker.do.trainings import training_plans
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm import people
from pms_tracker.plan.rules.year_rules import Year
from pms_tracker.registers import entries
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.do.test_contractors import candidate, evaluated, through
from tests.do.test_trainings import started
from tests.plan.laws.test_laws import due

DAY = timedelta(days=1)
EXPIRES = date(2027, 5, 1)
REMARK: dict[str, Any] = {
    "renewal": ("RN-2026-001",),
    "item": "1",
    "unit_id": UNIT_IDS["松本教室"],
    "what": "鍵の管理簿に空欄があった。",
    "found_on": TODAY,
}
ON_CONDITION = {
    "verdict": Verdict.CONDITIONAL,
    "conditions": "件数を照合する",
    "conditions_due": TODAY + 400 * DAY,
}
LET_GO_ON = {
    "verdict": Verdict.FAILED,
    "exception_reason": "代わりの委託先がない",
    "exception_until": TODAY + 365 * DAY,
}


def registered(**more: Any) -> Any:
    told = {"body": Body.JUAS, "expires_on": EXPIRES, **more}
    return entries.enter(RENEWALS, told, by=viewer("privacy_manager"))


def change(row: Any, **values: Any) -> None:
    entries.change(RENEWALS, row, values, seen=row.version, by=viewer("privacy_manager"))


def remarked(**more: Any) -> Any:
    return entries.enter(REMARKS, {**REMARK, **more}, by=viewer("privacy_manager"))


def test_a_renewal_is_prepared_and_applied_for_in_its_window(app: Flask) -> None:
    row = registered()
    assert renewals.state_of(row) is RenewalState.OPEN
    manager = IDS["privacy_manager"]
    assert due(APPLY) == [(manager, date(2027, 1, 4))]
    change(row, expires_on=date(2027, 9, 30))
    assert renewals.state_of(row) is RenewalState.PREPARING
    assert due(PREPARE) == []  # Ten months before the term ends it begins.
    change(row, expires_on=date(2027, 8, 31))
    assert due(PREPARE) == [(manager, date(2027, 1, 1))]
    change(row, submitted_on=TODAY)
    assert (due(PREPARE), due(APPLY)) == ([], [])


def test_only_those_who_see_all_know_of_a_renewal(app: Flask) -> None:
    row = registered()
    named = parse_reference(RENEWALS.name_of(row))
    assert named is not None
    for name in ("head", "employee", "auditor"):
        with pytest.raises(NotFound):
            entries.find(RENEWALS, named, seen_by=viewer(name))


def test_a_remark_is_answered_within_three_months_and_begins_a_case(app: Flask) -> None:
    renewal = registered(submitted_on=TODAY)
    row = remarked()
    # From the day on which it came: three months are more than ninety days.
    assert (row.due_on, due(ANSWER)) == (
        date(2027, 2, 24),
        [(IDS["privacy_manager"], date(2027, 2, 24))],
    )
    named = parse_reference(REMARKS.name_of(row))
    assert named is not None
    stated = Stated(Source.EXAMINATION, row.unit_id, row.what, "管理簿", TODAY, rule="J.9.2")
    examined = Examined(TODAY, "審査機関", "1")
    case = register_cases.open_for(named, stated, examined, by=viewer("privacy_manager"))
    assert row.case_reference == case.reference
    assert remarks_of(renewal) == [row]
    answered = {"answer": "改めた。", "answered_on": TODAY}
    entries.change(REMARKS, row, answered, seen=row.version, by=viewer("privacy_manager"))
    assert due(ANSWER) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"renewal": ()},
        {"due_on": TODAY - DAY},
        {"answered_on": TODAY},
        {"answer": "改めた。", "answered_on": TODAY - DAY},
    ],
)
def test_a_remark_that_cannot_be_is_refused(app: Flask, wrong: dict[str, Any]) -> None:
    registered()
    with pytest.raises(BadInput):
        remarked(**wrong)


def test_an_empty_company_lacks_everything_of_its_term(app: Flask) -> None:
    lines = readiness.checked(registered(), viewer("privacy_manager"))
    found = {(each.proof.subject, each.proof.year): each for each in lines}
    assert {each.proof.year for each in lines} == {None, 2025, 2026}
    assert found[Subject.EDUCATION, 2025].standing is Standing.MISSING
    assert found[Subject.EDUCATION, 2026].standing is Standing.TO_COME
    assert found[Subject.AUDIT_UNITS, 2025].proof.lacks == ("本部", "教務部", "書店", "松本教室")
    assert found[Subject.LAWS, None].standing is Standing.MISSING
    assert found[Subject.CONTRACTORS, None].standing is Standing.NONE_KEPT


@pytest.mark.parametrize("judged", [{}, ON_CONDITION, LET_GO_ON])
def test_a_contractor_is_evaluated_in_time_until_its_next_evaluation_is_overdue(
    app: Flask, judged: dict[str, Any]
) -> None:
    row, renewal = candidate(), registered()
    evaluated(**judged)
    contract = {"signed_on": TODAY, "renews": True}
    through(CONTRACTORS, row)
    entries.change(CONTRACTORS, row, contract, seen=row.version, by=viewer("head"))

    def lacking() -> tuple[str, ...]:
        lines = readiness.checked(renewal, viewer("privacy_manager"))
        (found,) = (each for each in lines if each.proof.subject is Subject.CONTRACTORS)
        return found.proof.lacks

    # It may be evaluated again from thirty days before, and is overdue on the day after.
    for days, lacks in ((0, ()), (360, ()), (366, (row.name,))):
        with time_machine.travel(clock.at(TODAY + days * DAY, 10)):
            session.refresh(row)
            assert lacking() == lacks


def test_before_the_first_mark_the_years_since_the_company_began_are_looked_at(app: Flask) -> None:
    def years() -> set[int | None]:
        return {each.proof.year for each in readiness.checked(None, viewer("privacy_manager"))}

    people.the_company().started_on = TODAY - 30 * DAY
    assert years() == {None, 2026}
    # No examiner asks for what is older than two years.
    people.the_company().started_on = date(2019, 4, 1)
    assert years() == {None, 2024, 2025, 2026}


def test_reports_of_trainings_and_checks_count(app: Flask) -> None:
    row, renewal = started(), registered()

    def shown(subject: Subject) -> tuple[tuple[str, ...], tuple[str, ...]]:
        lines = readiness.checked(renewal, viewer("privacy_manager"))
        (proof,) = (
            each.proof for each in lines if (each.proof.subject, each.proof.year) == (subject, 2026)
        )
        return proof.shown, proof.lacks

    assert shown(Subject.EDUCATION) == ((), ("TR-2026-001",))
    run = training_plans.run_of(row)
    assert run is not None
    run.reported_on = run.confirmed_on = TODAY
    run.reported_by_id, run.confirmed_by_id = IDS["privacy_manager"], IDS["representative"]
    report = CheckReport(
        fiscal_year=2026,
        number=1,
        begins_on=date(2026, 7, 1),
        lines=[],
        reported_on=TODAY,
        reported_by_id=IDS["privacy_manager"],
        reported_at=clock.now(),
    )
    session.add(report)
    session.flush()
    assert shown(Subject.EDUCATION) == (("TR-2026-001",), ())
    assert shown(Subject.OPERATION_CHECK) == ((), ("CQ-2026-001",))


def test_the_summary_tells_of_trainings_whose_report_was_approved(app: Flask) -> None:
    row, years = started(), [Year.of(2026, FiscalStart(4))]
    run = training_plans.run_of(row)
    assert run is not None

    def told() -> tuple[list[int], list[str]]:
        found = term_summary.of_years(years, viewer("privacy_manager"))
        return [each.row.id for each in found.trainings], [each.title for each in found.education]

    run.reported_on, run.reported_by_id = TODAY, IDS["privacy_manager"]
    session.flush()
    assert told() == ([], [])
    run.confirmed_on, run.confirmed_by_id = TODAY, IDS["representative"]
    session.flush()
    assert told() == ([row.id], [])


def test_what_is_handed_in_is_that_of_the_body_on_the_day() -> None:
    for body, first in product(Body, (True, False)):
        package = package_items.package_for(body, TODAY, first=first)
        assert package.body is body
        codes = [each.code for each in package.items]
        assert codes
        assert len(set(codes)) == len(codes)
    assert package_items.package_for(Body.JUAS, date(2000, 1, 1), first=False).body is Body.JUAS


@pytest.mark.parametrize(
    ("body", "first", "codes"),
    [
        (Body.JUAS, False, ["様式8"]),
        (Body.JIPDEC, True, ["様式7", "様式8"]),
        # The list is that of another kind of application, or of nobody in particular.
        (Body.JIPDEC, False, []),
        (Body.OTHER, False, []),
    ],
)
def test_a_paper_bears_the_number_that_the_body_gives_it(
    app: Flask, body: Body, first: bool, codes: list[str]
) -> None:
    row = registered(body=body, **({"expires_on": None} if first else {}))
    forms = package_items.forms_of(row, package_items.Comes.SUMMARY)
    assert [each.code for each in forms] == codes
