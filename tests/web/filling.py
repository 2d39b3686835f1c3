"""Records of every kind for pages that are counted: one of each, then ten more."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from pms_tracker.act.plans import plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.reports.earlier_audits import EARLIER_AUDITS
from pms_tracker.check.rules.audit_rules import AuditState, Grade
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.people.tables.people_tables import Membership, Person
from pms_tracker.plan.policies import mappings, review_inputs
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.tables.year_tables import AnnualPlan
from pms_tracker.plan.years import year_amendments
from pms_tracker.registers import entries
from tests import builders, reporting, reviewing
from tests.cast import POLICY as POLICY_TEXT, TODAY, UNIT_IDS, viewer
from tests.check.programmes import a_programme
from tests.databases import Served
from tests.plan.years import a_year


def one_of_everything(served: Served) -> None:
    """One of everything: a case that waits, one that is done and its repeat, a lesson, a review."""
    within = builders.audit()
    keep(served, builders.case(within))
    builders.submit(builders.case(within, 2))
    builders.case_in(CaseState.CLOSED, within, 3)
    reporting.audit_in(AuditState.REPORTED)
    review_once(1)
    receive(2)
    announced_on = TODAY + timedelta(days=14)
    builders.announced(due_on=announced_on)
    builders.submitted(POLICY_TEXT.replace("教材", "教科書"))
    adopt_items(2)
    plan_the_year()
    programme_the_year()
    review_it_all()
    builders.case_in(CaseState.CLOSED, within, 3)


def review_it_all() -> None:
    """A signed management review, one convened, and one whose minutes wait."""
    reviewing.signed()
    reviewing.convened()
    reviewing.submitted()


def programme_the_year() -> None:
    """An approved programme with two audits, the draft of the next, and an audit of old."""
    a_programme.none_yet()
    a_programme.approved()
    a_programme.drafted(2027)
    bring_over(1)


def bring_over(count: int) -> None:
    """So many audits of earlier years."""
    for place in range(count):
        day = date(2025, 11, 1) + timedelta(days=place)
        told = {"unit_id": UNIT_IDS["松本教室"], "held_on": day, "auditors": "有賀 俊"}
        with suppress(RuleBroken):
            entries.enter(EARLIER_AUDITS, told, by=viewer("audit_manager"))


def adopt_items(count: int) -> None:
    """An edition of the J-items with so many of them mapped."""
    by = viewer("privacy_manager").actor
    shipped = requirement_sets.shipped()
    before = requirement_sets.latest(shipped.key)
    day = before.valid_from + timedelta(days=1) if before else shipped.valid_from
    items = shipped.items[: count * 2]
    made = requirement_sets.adopt(replace(shipped, valid_from=day, items=items), by=by)
    for item in requirement_sets.items(made.id)[:count]:
        mappings.map_items(item.id, builders.requirement_ids()[0], by=by)


def plan_the_year() -> None:
    """An approved plan with an amendment that waits, and a draft of the next year."""
    a_year.drafted(2027)
    plan = a_year.approved()
    a_year.amended(plan, a_year.rows_of(plan)[1:])


def plan_more() -> None:
    """Decide amendment after amendment, each of which adds a duty."""
    plan = session.scalars(select(AnnualPlan).where(AnnualPlan.fiscal_year == 2026)).one()
    for number in range(5):
        waits = year_amendments.open_amendment(plan)
        assert waits is not None
        a_year.decide_amendment(plan, waits)
        new = replace(a_year.BOTH[1], title=f"臨時の点検{number}")
        a_year.amended(plan, [*a_year.rows_of(plan), new])


def keep(served: Served, case: Case, files: int = 1) -> None:
    """Attach files to a case and its finding."""
    finding = session.get_one(Finding, case.finding_id)
    uploads = [Upload(f"{number}.txt", b"seen") for number in range(files)]
    for reference in (case.reference, finding.reference):
        folder = served.settings.evidence_folder
        evidence.attach(reference, uploads, folder, limit_bytes=9999, by=viewer("auditor"))


def ten_more(served: Served) -> None:
    """Ten more of everything a page of the first records shows."""
    first = session.get_one(Audit, 1)
    for position in range(10):
        made = builders.case_in(CaseState.DOING, first, position % 4 + 1)
        builders.finding(first, grade=Grade.OBSERVATION)
        keep(served, made, 2)
        builders.case(builders.audit())
        reporting.audit_in(AuditState.APPROVED if position % 2 else AuditState.REPORTED)
    case = session.get_one(Case, 1)
    keep(served, case, 5)
    for number in range(5):
        builders.submit(case, action=f"処置{number}")
        amended = builders.plan(action=f"改めた処置{number}")
        plans.amend(case, amended, version=case.version, by=viewer("head"))
        builders.send_back(case)
    for number in range(10, 20):
        review_once(number)
        receive(number + 10)
    newcomers = [Person(name=f"従業者 {number}") for number in range(10)]
    session.add_all(newcomers)
    session.flush()
    session.add_all(
        Membership(person_id=each.id, unit_id=UNIT_IDS["松本教室"], since_on=TODAY)
        for each in newcomers
    )
    bring_over(10)
    adopt_items(10)
    plan_more()
    for _ in range(10):
        reviewing.signed()


def review_once(number: int) -> None:
    """Conclude a review that answers a lesson."""
    receive(number)
    builders.review()


def receive(number: int) -> None:
    because_of, by = f"CA-2025-{number:03}", viewer("audit_manager").actor
    review_inputs.receive(builders.policy(), "教訓", because_of=because_of, on=TODAY, by=by)
