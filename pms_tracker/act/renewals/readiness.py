"""What the records show of the term of a renewal, subject by subject and year by year."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.renewals import open_gaps
from pms_tracker.act.renewals.renewals import term_of
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.rules.renewal import readiness_rules as rules
from pms_tracker.act.rules.renewal.readiness_rules import Line, Proof, Subject
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.check.programmes import coverage
from pms_tracker.check.reports import summaries
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.coverage_rules import Covered
from pms_tracker.database import session
from pms_tracker.do.contractors import contractors
from pms_tracker.do.rules.contractor_rules import State as ContractorState
from pms_tracker.do.rules.training.training_rules import Occasion
from pms_tracker.do.tables.contractor_tables import Contractor
from pms_tracker.do.tables.ledger_review_tables import LedgerReview
from pms_tracker.do.tables.operation.operation_check_tables import CheckReport
from pms_tracker.do.trainings import training_years
from pms_tracker.do.trainings.training_plans import TRAININGS, occasion_of
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.laws import laws
from pms_tracker.plan.rules.year_rules import AnnualKind, PlanState, Year
from pms_tracker.plan.tables.law_tables import Law
from pms_tracker.plan.tables.policy_tables import PolicyReview
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.registers.edition_rules import IN_FORCE

# What the plan of a year tells of, with what each is asked as.
DUTIES = {
    Subject.EDUCATION: AnnualKind.EDUCATION,
    Subject.OPERATION_CHECK: AnnualKind.OPERATION_CHECK,
    Subject.RISK_REVIEW: AnnualKind.RISK_REVIEW,
}
# Contractors of which nothing was found yet that lets them go on.
NOT_EVALUATED = {ContractorState.CANDIDATE, ContractorState.EVALUATING, ContractorState.STOPPED}
# Names of what is not there, that one line tells.
NAMED = 5


def checked(row: Any | None, viewer: Viewer) -> list[Line]:
    """Every subject of the term of a renewal, or before the first mark, as it stands today."""
    first, last = term_of(row)
    today = clock.today()
    start = people.the_company().fiscal_start
    years = rules.years_of(first, min(last, max(today, first)), start)
    proofs = [
        proof
        for find in (_plans, _duties, _ledger_reviews, _policy_reviews, _audits, _reviews)
        for proof in find(years, viewer)
    ]
    proofs += [_laws(today), _contractors(today), *open_gaps.proofs(today)]
    order = {each: at for at, each in enumerate(Subject)}
    proofs.sort(key=lambda each: (order[each.subject], each.year or 0))
    return list(rules.judged(proofs, years, today))


def _named(names: Iterable[str]) -> tuple[str, ...]:
    every = list(dict.fromkeys(names))
    return tuple(every[:NAMED]) + (("…",) if len(every) > NAMED else ())


def _of_years(
    subject: Subject, years: list[Year], shown: Callable[[Year], Iterable[str]]
) -> Iterator[Proof]:
    for year in years:
        found = _named(shown(year))
        yield Proof(subject, year.first.year, found, is_there=bool(found))


def _plans(years: list[Year], _viewer: Viewer) -> Iterator[Proof]:
    approved = select(AnnualPlan).where(AnnualPlan.state == PlanState.APPROVED)
    by_year = {each.fiscal_year: each.reference for each in session.scalars(approved)}
    return _of_years(Subject.PLAN, years, lambda year: filter(None, [by_year.get(year.first.year)]))


def _duties(years: list[Year], _viewer: Viewer) -> Iterator[Proof]:
    """What the plan of a year says was done, with the reports that the registers hold of it."""
    its = select(AnnualDuty, AnnualPlan.fiscal_year).join(
        AnnualPlan, AnnualPlan.id == AnnualDuty.plan_id
    )
    wanted = its.where(AnnualDuty.kind.in_(DUTIES.values()), AnnualDuty.dropped.is_(False))
    rows = session.execute(wanted.order_by(AnnualDuty.plan_id, AnnualDuty.position)).all()
    reports = _trainings(years) + _check_reports(years)
    for subject, kind in DUTIES.items():
        for year in years:
            at = year.first.year
            own = [duty for duty, of in rows if of == at and duty.kind is kind]
            known = [each for each in reports if each.subject is subject and each.year == at]
            done = [each.title for each in own if each.done_on]
            lacks = [each.title for each in own if not each.done_on]
            done += [name for each in known for name in each.shown]
            lacks += [name for each in known for name in each.lacks]
            yield Proof(subject, at, _named(done), _named(lacks), is_there=bool(done))


def _trainings(years: list[Year]) -> list[Proof]:
    """The yearly trainings: each reported, and its report approved (J.4.2)."""
    found = []
    for held in training_years.of_years([each.first.year for each in years]):
        if occasion_of(held.row) is Occasion.YEARLY:
            name = (TRAININGS.name_of(held.row),)
            is_there = held.run is not None and held.run.confirmed_on is not None
            shown, lacks = (name, ()) if is_there else ((), name)
            found.append(Proof(Subject.EDUCATION, held.row.fiscal_year, shown, lacks))
    return found


def _check_reports(years: list[Year]) -> list[Proof]:
    """Reports of a quarter's checks, confirmed by the representative."""
    first, last = years[0].first, years[-1].last
    its = select(CheckReport).where(CheckReport.begins_on.between(first, last))
    found = []
    for each in session.scalars(its.order_by(CheckReport.begins_on)):
        year = next(of.first.year for of in years if each.begins_on in of)
        name = (each.reference,)
        shown, lacks = (name, ()) if each.confirmed_on else ((), name)
        found.append(Proof(Subject.OPERATION_CHECK, year, shown, lacks))
    return found


def _ledger_reviews(years: list[Year], _viewer: Viewer) -> Iterator[Proof]:
    closed = select(LedgerReview).where(LedgerReview.closed_on.is_not(None))
    rows = session.scalars(closed.order_by(LedgerReview.id)).all()
    return _of_years(
        Subject.LEDGER_REVIEW,
        years,
        lambda year: [each.reference for each in rows if each.closed_on and each.closed_on in year],
    )


def _policy_reviews(years: list[Year], _viewer: Viewer) -> Iterator[Proof]:
    its = select(PolicyReview.fiscal_year, PolicyReview.number, PolicyReview.held_on)
    rows = session.execute(its.order_by(PolicyReview.id)).all()
    return _of_years(
        Subject.POLICY_REVIEW,
        years,
        lambda year: [
            format_reference(Kind.POLICY_REVIEW, each.fiscal_year, each.number)
            for each in rows
            if each.held_on in year
        ],
    )


def _audits(years: list[Year], viewer: Viewer) -> Iterator[Proof]:
    """Every unit audited in each year, and the rules as a whole."""
    for year in years:
        at = year.first.year
        board = coverage.board(viewer, at)
        done = [each for each in board.units if each.cells[0].covered is Covered.DONE]
        lacks = [
            each.name
            for each in board.units
            if each.cells[0].covered in {Covered.PLANNED, Covered.MISSING}
        ]
        named = _named(each.name for each in done)
        yield Proof(Subject.AUDIT_UNITS, at, named, _named(lacks), is_there=bool(done))
        lines = summaries.of_two_years(viewer, at)[0].lines
        held = [each for each in lines if each.kind is AuditKind.CONFORMITY]
        shown = _named(each.reference or each.theme for each in held)
        yield Proof(Subject.CONFORMITY, at, shown, is_there=bool(held))


def _reviews(years: list[Year], _viewer: Viewer) -> Iterator[Proof]:
    signed = select(ManagementReview).where(ManagementReview.state == ReviewState.SIGNED)
    rows = session.scalars(signed.order_by(ManagementReview.id)).all()
    return _of_years(
        Subject.MANAGEMENT_REVIEW,
        years,
        lambda year: [
            format_reference(Kind.MANAGEMENT_REVIEW, each.fiscal_year, each.number)
            for each in rows
            if each.held_on and each.held_on in year
        ],
    )


def _laws(today: date) -> Proof:
    """The list of laws: each checked within the year."""
    its = select(Law).where(Law.state.in_(IN_FORCE), Law.struck == "").order_by(Law.id)
    rows = session.scalars(its).all()
    late = [each.name for each in rows if each.checked_on is None or laws.check_by(each) < today]
    shown = _named(each.name for each in rows if each.name not in late)
    return Proof(Subject.LAWS, None, shown, _named(late), is_there=bool(rows))


def _contractors(today: date) -> Proof:
    """Contractors that handle anything: each evaluated, and not past the day of the next time."""
    its = select(Contractor).where(
        Contractor.state.in_(IN_FORCE), Contractor.struck == "", Contractor.ended_on.is_(None)
    )
    rows = session.scalars(its.order_by(Contractor.id)).all()
    late = [each.name for each in rows if not _is_evaluated(each, today)]
    shown = _named(each.name for each in rows if each.name not in late)
    return Proof(Subject.CONTRACTORS, None, shown, _named(late), none_kept=not rows)


def _is_evaluated(row: Contractor, today: date) -> bool:
    """Whether what was last found of a contractor lets it go on, and is not too old."""
    by = contractors.evaluate_by(row)
    return contractors.state_of(row) not in NOT_EVALUATED and by is not None and today <= by
