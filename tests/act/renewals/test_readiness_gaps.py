"""Readiness against gaps made by hand: each, in an otherwise ready company, is named and alone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.renewals import open_gaps
from pms_tracker.act.renewals.examiner_remarks import REMARKS
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.renewal.readiness_rules import Subject
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.check.tables.history_tables import PastAudit
from pms_tracker.database import session
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.do.tables.ledger_review_tables import LedgerReview
from pms_tracker.do.tables.operation.operation_check_tables import CheckReport
from pms_tracker.do.trainings import enrolments
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import RoleGrant
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.rules.policy_rules import VersionState
from pms_tracker.plan.rules.year_rules import AnnualKind
from pms_tracker.plan.tables.law_tables import Law
from pms_tracker.plan.tables.policy_tables import PolicyReview, PolicyVersion
from pms_tracker.plan.tables.year_tables import AnnualDuty
from pms_tracker.registers import entries
from pms_tracker.reminders.running.every_source import KINDS
from pms_tracker.web.act.renewals import renewal_words
from tests import builders, reviewing
from tests.act.renewals.a_ready_company import DAY, YEAR, Gap, gaps, ready
from tests.act.renewals.test_renewals import remarked
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.do import (
    test_complaints,
    test_contractors,
    test_disposals,
    test_incidents,
    test_ledger,
    test_person_requests,
    test_purposes,
    test_risks,
    test_trainings,
)
from tests.plan.documents import test_documents
from tests.plan.laws import test_laws


@pytest.fixture(autouse=True)
def company(app: Flask) -> None:
    ready()


def gone(table: Any) -> None:
    for row in session.scalars(select(table)):
        session.delete(row)
    session.flush()


def undone(kind: AnnualKind) -> str:
    duty = session.scalars(select(AnnualDuty).where(AnnualDuty.kind == kind)).one()
    duty.done_on = duty.done_by_id = duty.confirmed_on = None
    session.flush()
    return duty.title


# What is missing of the year that is over.


def test_the_ready_company_lacks_nothing(app: Flask) -> None:
    assert gaps() == []


def of_year(subject: Subject, *lacks: str) -> Gap:
    return subject, YEAR, lacks


def of_today(subject: Subject, *lacks: str) -> Gap:
    return subject, None, lacks


def without(table: Any, subject: Subject, *lacks: str) -> Callable[[], Gap]:
    """Nothing of a kind in the year."""

    def make() -> Gap:
        gone(table)
        return of_year(subject, *lacks)

    return make


def not_done(kind: AnnualKind, subject: Subject) -> Callable[[], Gap]:
    """A duty of the year's plan was not done."""
    return lambda: of_year(subject, undone(kind))


def unit_not_audited() -> Gap:
    unit = UNIT_IDS["書店"]
    session.delete(session.scalars(select(PastAudit).where(PastAudit.unit_id == unit)).one())
    session.flush()
    return of_year(Subject.AUDIT_UNITS, "書店")


def rules_not_audited() -> Gap:
    session.delete(session.scalars(select(PastAudit).where(PastAudit.unit_id.is_(None))).one())
    session.flush()
    return of_year(Subject.CONFORMITY)


OF_THE_YEAR: dict[str, Callable[[], Gap]] = {
    "no education": not_done(AnnualKind.EDUCATION, Subject.EDUCATION),
    "no operation check": not_done(AnnualKind.OPERATION_CHECK, Subject.OPERATION_CHECK),
    "no review of risks": not_done(AnnualKind.RISK_REVIEW, Subject.RISK_REVIEW),
    "no review of the register": without(LedgerReview, Subject.LEDGER_REVIEW),
    "no review of the policy": without(PolicyReview, Subject.POLICY_REVIEW),
    "no management review": without(ManagementReview, Subject.MANAGEMENT_REVIEW),
    "a unit was not audited": unit_not_audited,
    "the rules were not audited": rules_not_audited,
}


@pytest.mark.parametrize("gap", OF_THE_YEAR)
def test_what_the_year_lacks_is_named_and_alone(app: Flask, gap: str) -> None:
    expected = OF_THE_YEAR[gap]()
    assert gaps() == [expected]


# What is missing today.


def no_laws() -> Gap:
    session.scalars(select(Law)).one().struck = "誤記"
    session.flush()
    return of_today(Subject.LAWS)


def law_not_checked() -> Gap:
    law = session.scalars(select(Law)).one()
    law.checked_on = TODAY - timedelta(days=400)
    session.flush()
    return of_today(Subject.LAWS, law.name)


def policy_without_text() -> Gap:
    for version in session.scalars(select(PolicyVersion)):
        version.state = VersionState.DISCARDED
    session.flush()
    return of_today(Subject.POLICY_TEXT, "POL-001")


def policy_review_late() -> Gap:
    builders.policy().next_review_on = TODAY - timedelta(days=1)
    session.flush()
    return of_today(Subject.POLICY_TEXT, "POL-001")


def nobody_appointed() -> Gap:
    grant = select(RoleGrant).where(RoleGrant.role == Role.AUDIT_MANAGER)
    for each in session.scalars(grant):
        each.until_on = TODAY - timedelta(days=1)
    session.flush()
    return of_today(Subject.APPOINTMENTS, Role.AUDIT_MANAGER.value)


def purpose_not_approved() -> Gap:
    values = {"text": "教材の発送", "audience": test_purposes.Audience.CUSTOMER}
    entries.enter(test_purposes.PURPOSES, values, by=viewer("privacy_manager"))
    return of_today(Subject.PURPOSES, "PU-2026-002")


def row_not_approved() -> Gap:
    return of_today(Subject.LEDGER, LEDGER.name_of(test_ledger.entered()))


def register_not_reviewed() -> Gap:
    test_ledger.approved()
    review = session.scalars(select(LedgerReview)).one()
    review.opened_on = DAY
    session.flush()
    # It is within the year still; twelve months are over all the same.
    return of_today(Subject.LEDGER, "open_ledger_review")


def risk_not_accepted() -> Gap:
    test_ledger.approved()
    row = test_risks.a_risk()
    return of_today(Subject.RISKS, RISKS.name_of(row))


def form_not_approved() -> Gap:
    row = test_documents.entered(DOCUMENTS, test_documents.FORM, approved=False)
    return of_today(Subject.DOCUMENTS, DOCUMENTS.name_of(row))


def course_not_approved() -> Gap:
    row = entries.enter(COURSES, test_trainings.COURSE, by=viewer("head"))
    return of_today(Subject.TRAININGS, COURSES.name_of(row))


def contractor_not_approved() -> Gap:
    test_ledger.approved()
    row = test_contractors.candidate()
    return of_today(Subject.ENTRUSTING, test_contractors.CONTRACTORS.name_of(row))


def nonconformity_without_case() -> Gap:
    made = builders.told()
    return of_today(Subject.FINDINGS, made.reference)


def case_not_planned() -> Gap:
    made = builders.case()
    builders.late(made, 1)
    return of_today(Subject.CASES, made.reference)


def case_not_judged() -> Gap:
    made = builders.case_in(CaseState.REVIEWING)
    builders.late(made, 1)
    return of_today(Subject.CASES, made.reference)


def quarter_not_reported() -> Gap:
    report = CheckReport(
        **{"fiscal_year": 2026, "number": 1, "begins_on": date(2026, 4, 1), "lines": []},
        **{"reported_on": DAY, "reported_by_id": IDS["privacy_manager"]},
        **{"confirmed_on": DAY, "confirmed_by_id": IDS["representative"]},
        reported_at=clock.now(),
    )
    session.add(report)
    session.flush()
    return of_today(Subject.CHECKS, "report_checks")


AT_ONCE: dict[str, Callable[[], Gap]] = {
    "no laws are listed": no_laws,
    "a law was not checked for a year": law_not_checked,
    "a policy has no text in force": policy_without_text,
    "the policy's review is late": policy_review_late,
    "an office is vacant": nobody_appointed,
    "a purpose was never approved": purpose_not_approved,
    "a row of the register was never approved": row_not_approved,
    "the register was not reviewed for a year": register_not_reviewed,
    "a risk was never accepted": risk_not_accepted,
    "a form was never approved": form_not_approved,
    "material was never approved": course_not_approved,
    "a contractor was never approved": contractor_not_approved,
    "a nonconformity led to no case": nonconformity_without_case,
    "a quarter of checks was not reported": quarter_not_reported,
    "a case has no plan": case_not_planned,
    "the effect of a case was not judged": case_not_judged,
}


@pytest.mark.parametrize("gap", AT_ONCE)
def test_what_today_lacks_is_named_and_alone(app: Flask, gap: str) -> None:
    expected = AT_ONCE[gap]()
    assert gaps() == [expected]


# What becomes a gap once its day is over.


def pledge_not_collected() -> Gap:
    asked = {"kind": PledgeKind.JOINING, "asked_on": TODAY, "signed_on": TODAY}
    for name in test_trainings.EVERYBODY:
        told = {**asked, "person_id": IDS[name]}
        if name == "owner":
            told["signed_on"] = None
        entries.enter(PLEDGES, told, by=viewer("privacy_manager"))
    return of_today(Subject.PLEDGES, people.person(IDS["owner"]).name)


def somebody_not_trained() -> Gap:
    test_trainings.started()
    for name in test_trainings.EVERYBODY:
        if name not in ("employee", "without_account"):
            test_trainings.answer(name, test_trainings.RIGHT)
    row = test_trainings.of("without_account")
    enrolments.enter_score(row, 90, TODAY, by=viewer("head"))
    return of_today(Subject.TRAININGS, test_trainings.of("employee").reference)


def contractor_not_evaluated() -> Gap:
    test_ledger.approved()
    row = test_contractors.contracted()
    evaluation = session.scalars(select(test_contractors.EVALUATIONS.table)).one()
    evaluation.evaluated_on = TODAY - timedelta(days=350)
    session.flush()
    session.expire(row)
    return of_today(Subject.CONTRACTORS, row.name)


def complaint_not_answered() -> Gap:
    test_complaints.entered()
    return of_today(Subject.COMPLAINTS, "CP-2026-001")


def month_not_reported() -> Gap:
    test_complaints.entered()
    return of_today(Subject.COMPLAINTS, "CP-2026-001", "report_complaints")


def incident_not_reported() -> Gap:
    row = test_incidents.entered()
    return of_today(Subject.INCIDENTS, test_incidents.INCIDENTS.name_of(row))


def request_not_answered() -> Gap:
    row = test_person_requests.a_request()
    return of_today(Subject.REQUESTS, test_person_requests.REQUESTS.name_of(row))


def decision_not_carried_out() -> Gap:
    review = reviewing.signed()
    return of_today(Subject.DECISIONS, review.reference)


def remark_not_answered() -> Gap:
    row = remarked(renewal=("RN-2026-001",), due_on=TODAY)
    return of_today(Subject.FINDINGS, REMARKS.name_of(row))


def disposal_not_done() -> Gap:
    test_ledger.approved()
    row = test_disposals.approved(due_on=TODAY)
    return of_today(Subject.DISPOSALS, test_disposals.DISPOSALS.name_of(row))


def amendment_not_met() -> Gap:
    told = {**test_laws.AMENDED, **test_laws.JUDGED}
    row = test_laws.in_force(name="別の条例", **told)
    row.checked_on = TODAY
    return of_today(Subject.AMENDMENTS, test_laws.LAWS.name_of(row))


IN_TIME: dict[str, tuple[Callable[[], Gap], int]] = {
    "a pledge is missing": (pledge_not_collected, 60),
    "somebody was not trained": (somebody_not_trained, 22),
    "a contractor was not evaluated again": (contractor_not_evaluated, 60),
    "a complaint was not answered": (complaint_not_answered, 5),
    "a month of complaints was not reported": (month_not_reported, 60),
    "an incident was not reported": (incident_not_reported, 60),
    "a request was not answered": (request_not_answered, 60),
    "a decision was not carried out": (decision_not_carried_out, 60),
    "a remark was not answered": (remark_not_answered, 60),
    "an approved disposal was not carried out": (disposal_not_done, 60),
    "an amendment was not met": (amendment_not_met, 60),
}


@pytest.mark.parametrize("gap", IN_TIME)
def test_what_is_overdue_is_named_and_alone(app: Flask, gap: str) -> None:
    make, days = IN_TIME[gap]
    expected = make()
    session.flush()
    with time_machine.travel(clock.at(TODAY + timedelta(days=days), 10)):
        assert gaps() == [expected]


def test_there_are_thirty_of_them_and_each_has_a_place(app: Flask) -> None:
    assert len({*OF_THE_YEAR, *AT_ONCE, *IN_TIME}) >= 30
    assert renewal_words.MENDED_AT.keys() == renewal_words.SUBJECTS.keys() == set(Subject)


def test_every_kind_that_is_asked_for_is_a_duty_once() -> None:
    kinds = [kind for its in open_gaps.OVERDUE.values() for kind in its]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) <= KINDS.keys()
