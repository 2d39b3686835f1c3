"""What a management review looks at, counted from the records as they stand (domain.md 4.2)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from pms_tracker.act.management import (
    review_carried_out,
    review_repeats,
    review_risks,
    review_trainings,
)
from pms_tracker.act.rules import management_rules
from pms_tracker.act.rules.case_rules import CASE, CaseState
from pms_tracker.act.rules.management_rules import AGES, ReviewState, Section
from pms_tracker.act.tables.case_tables import Case, CaseRound, Verdict
from pms_tracker.act.tables.management_tables import ManagementReview, ReviewDecision
from pms_tracker.check.rules.audit_rules import AuditState, FindingState, Grade
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.database import Rows, session
from pms_tracker.do.rules.contact import request_rules
from pms_tracker.do.rules.contact.complaint_rules import ComplaintKind
from pms_tracker.do.rules.incidents.incident_rules import Nature
from pms_tracker.do.rules.ledger import ledger_review_rules
from pms_tracker.do.tables.complaint_tables import Complaint
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.do.tables.ledger_review_tables import LedgerReview
from pms_tracker.do.tables.request_tables import PersonRequest
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Person, Unit
from pms_tracker.plan.rules.policy_rules import ReviewState as PolicyReviewState
from pms_tracker.plan.rules.year_rules import AnnualKind, PlanState, Year
from pms_tracker.plan.tables.policy_tables import PlanningInput, Policy, PolicyReview
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan

Facts = dict[str, Any]
# Before the kind of what persons turned to the firm with, in one list with incidents.
_COMPLAINT = "CP:"
# Kinds of the year's duties that tell of an input; all of them tell of what was planned.
OF_SECTION = {
    Section.ISSUES: (AnnualKind.LAW_LIST,),
    Section.EDUCATION: (AnnualKind.EDUCATION,),
    Section.RISKS: (AnnualKind.RISK_REVIEW, AnnualKind.LEDGER_CHECK, AnnualKind.CONTRACTORS),
    Section.OBJECTIVES: (AnnualKind.OPERATION_CHECK,),
}


def facts(review: ManagementReview, until: date) -> Facts:
    """The figures of every input until a day, by section, as plain values.

    Of whole records only: whoever is handed them sees all, or sees them in signed minutes.
    """
    last, decisions = _previous(review, until)
    year = Year.of(people.fiscal_year_of(until), people.the_company().fiscal_start)
    since, until = management_rules.period(last.held_on if last else None, year.first, until)
    audits, grades = _audits(since, until)
    counts = _counts(since, until)
    reviewed, happened = _registers(since, until)
    of_year = _of_year(_duties(since, until), until)
    of_year[Section.RISKS.value]["ledger_reviews"] = reviewed
    of_year[Section.RISKS.value]["register"] = review_risks.told()
    of_year[Section.EDUCATION.value]["trainings"] = review_trainings.told(since, until)
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        Section.PREVIOUS.value: {"review": _name(last) if last else "", "decisions": decisions},
        Section.AUDITS.value: {"list": audits},
        Section.CASES.value: {name: counts[name] for name in _CASES},
        Section.REPEATS.value: {"list": review_repeats.repeats(until)},
        Section.EFFECTIVENESS.value: {name: counts[name] for name in _EFFECT},
        Section.POLICIES.value: {"list": _policy_reviews(since, until)},
        Section.OPPORTUNITIES.value: {
            "observations": grades[Grade.OBSERVATION],
            "opportunities": grades[Grade.OPPORTUNITY],
            "lessons": counts["lessons"],
        },
        Section.COMPLAINTS.value: happened,
        **of_year,
    }


def _name(row: sa.Row[*tuple[Any, ...]]) -> str:
    return format_reference(Kind.MANAGEMENT_REVIEW, row.fiscal_year, row.number)


def _previous(
    review: ManagementReview, until: date
) -> tuple[sa.Row[*tuple[Any, ...]] | None, list[Facts]]:
    """The last signed review, and what was decided then or is still to be done from earlier ones:
    computed, not copied, so that it says how each stands."""
    earlier = sa.and_(
        ManagementReview.state == ReviewState.SIGNED,
        ManagementReview.id != review.id,
        ManagementReview.held_on <= until,
    )
    newest = (
        sa.select(ManagementReview.id)
        .where(earlier)
        .order_by(ManagementReview.held_on.desc(), ManagementReview.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    open_still = sa.and_(ReviewDecision.id.is_not(None), ReviewDecision.done_on.is_(None))
    rows = session.execute(
        sa.select(ManagementReview.id, ManagementReview.fiscal_year, ManagementReview.number)
        .add_columns(ManagementReview.held_on, ReviewDecision, Person.name, newest.label("newest"))
        .outerjoin(ReviewDecision, ReviewDecision.review_id == ManagementReview.id)
        .outerjoin(Person, Person.id == ReviewDecision.holder_id)
        .where(earlier, sa.or_(ManagementReview.id == newest, open_still))
        .order_by(ManagementReview.held_on.desc(), ReviewDecision.position)
    ).all()
    last = next((row for row in rows if row.id == row.newest), None)
    return last, [_decision(row) for row in rows if row.ReviewDecision is not None]


def _decision(row: sa.Row[*tuple[Any, ...]]) -> Facts:
    made = row.ReviewDecision
    return {
        "reference": _name(row),
        "position": made.position,
        "text": made.text,
        "owner": row.name,
        "due_on": made.due_on.isoformat(),
        "done_on": made.done_on.isoformat() if made.done_on else "",
        "result": made.result,
    }


def _audits(since: date, until: date) -> tuple[list[Facts], Counter[Grade]]:
    """Audits held in the time, each with its findings by grade; and all of them together."""
    rows = session.execute(
        sa.select(Audit.fiscal_year, Audit.number, Audit.theme, Audit.held_on, Audit.state)
        .add_columns(
            Unit.name.label("unit"), Finding.grade, sa.func.count(Finding.id).label("found")
        )
        .join(Unit, Unit.id == Audit.unit_id)
        .outerjoin(
            Finding, sa.and_(Finding.audit_id == Audit.id, Finding.state != FindingState.WITHDRAWN)
        )
        .where(Audit.held_on.between(since, until), Audit.state != AuditState.CANCELLED)
        .group_by(Audit.id, Unit.name, Finding.grade)
        .order_by(Audit.held_on, Audit.id)
    ).all()
    found: dict[str, Facts] = {}
    grades: Counter[Grade] = Counter()
    for row in rows:
        name = format_reference(Kind.AUDIT, row.fiscal_year, row.number)
        told = {"reference": name, "theme": row.theme, "unit": row.unit}
        days = {"held_on": row.held_on.isoformat(), "state": row.state.value, "grades": {}}
        audit = found.setdefault(name, {**told, **days})
        if row.grade is not None:
            audit["grades"][row.grade.value] = row.found
            grades[row.grade] += row.found
    return list(found.values()), grades


_CASES = ("states", "ages", "overdue", "opened", "closed")
_EFFECT = ("judged", "effective")


def _counts(since: date, until: date) -> Mapping[str, Any]:
    """How many cases there are by state and age, and how often the first try was effective."""
    is_open = Case.state.not_in(CASE.ends())
    states = [state for state in CaseState if state not in CASE.ends()]
    edges = [None, *AGES, None]
    bands = [_aged(young, old, until) for young, old in pairwise(edges)]
    counts = [
        *(Case.state == state for state in states),
        *(sa.and_(is_open, *band) for band in bands),
        sa.and_(is_open, Case.turn_due_on < until),
        sa.and_(Case.opened_on.between(since, until), Case.state != CaseState.WITHDRAWN),
        sa.and_(Case.closed_on.between(since, until), Case.state == CaseState.CLOSED),
    ]
    firsts = sa.and_(CaseRound.number == 1, CaseRound.reviewed_on.between(since, until))
    waiting = sa.select(sa.func.count()).select_from(PlanningInput)
    judged = sa.select(sa.func.count()).select_from(CaseRound).where(firsts)
    row = session.execute(
        sa.select(*(sa.func.count(sa.case((each, 1))) for each in counts)).add_columns(
            judged.scalar_subquery(),
            judged.where(CaseRound.verdict == Verdict.EFFECTIVE).scalar_subquery(),
            waiting.where(PlanningInput.review_id.is_(None)).scalar_subquery(),
        )
    ).one()
    numbers = [int(each) for each in row]
    at = len(states)
    overdue, opened, closed, first_tries, effective, lessons = numbers[at + len(bands) :]
    return {
        "states": {state.value: each for state, each in zip(states, numbers, strict=False) if each},
        "ages": numbers[at : at + len(bands)],
        "overdue": overdue,
        "opened": opened,
        "closed": closed,
        "judged": first_tries,
        "effective": effective,
        "lessons": lessons,
    }


def _aged(young: int | None, old: int | None, until: date) -> list[Any]:
    """Cases older than `young` days and not older than `old`, as conditions on their first day."""
    day = until.toordinal()
    older = [] if young is None else [Case.opened_on < date.fromordinal(day - young)]
    return older if old is None else [*older, Case.opened_on >= date.fromordinal(day - old)]


def _policy_reviews(since: date, until: date) -> list[Facts]:
    rows = session.execute(
        sa.select(PolicyReview, Policy.title)
        .join(Policy, Policy.id == PolicyReview.policy_id)
        .where(
            PolicyReview.held_on.between(since, until),
            PolicyReview.state != PolicyReviewState.SENT_BACK,
        )
        .order_by(PolicyReview.held_on, PolicyReview.id)
    ).all()
    return [
        {
            "reference": row.PolicyReview.reference,
            "title": row.title,
            "held_on": row.PolicyReview.held_on.isoformat(),
            "outcome": row.PolicyReview.outcome.value,
        }
        for row in rows
    ]


def _ended(since: date, until: date) -> sa.Select[Any]:
    """Reviews of the register of personal information that ended, each with its result."""
    none = sa.cast(sa.null(), sa.Date)
    return (
        sa.select(sa.literal(Kind.LEDGER_REVIEW.value).label("kind"), LedgerReview.result)
        .add_columns(LedgerReview.fiscal_year, LedgerReview.number, none.label("known_on"))
        .add_columns(LedgerReview.closed_on, LedgerReview.closed_on.label("day"))
        .where(LedgerReview.closed_on.between(since, until))
    )


def _registers(since: date, until: date) -> tuple[list[Facts], Facts]:
    """What registers tell of the time: reviews of that of personal information (台帳の見直し) that
    ended, and incidents, complaints and requests that came; these by number and day and without a
    word of what they are, since minutes have more readers."""
    incidents = (
        sa.select(Incident.nature.cast(sa.String), sa.cast(sa.null(), sa.JSON))
        .add_columns(Incident.fiscal_year, Incident.number, Incident.known_on)
        .add_columns(Incident.closed_on, Incident.known_on)
        .where(Incident.known_on.between(since, until), Incident.struck == "")
    )
    complaints = (
        sa.select(
            sa.literal(_COMPLAINT).concat(Complaint.kind.cast(sa.String)),
            sa.cast(sa.null(), sa.JSON),
        )
        .add_columns(Complaint.fiscal_year, Complaint.number, Complaint.received_on)
        .add_columns(Complaint.closed_on, Complaint.received_on)
        .where(Complaint.received_on.between(since, until), Complaint.struck == "")
    )
    asked = (
        sa.select(sa.literal(Kind.PERSON_REQUEST.value), sa.cast(sa.null(), sa.JSON))
        .add_columns(PersonRequest.fiscal_year, PersonRequest.number, PersonRequest.arrived_on)
        .add_columns(PersonRequest.sent_on, PersonRequest.arrived_on)
        .where(PersonRequest.arrived_on.between(since, until), PersonRequest.struck == "")
    )
    together = sa.union_all(_ended(since, until), incidents, complaints, asked)
    rows = session.execute(together.order_by("day", "fiscal_year", "number")).all()
    ended = [_ledger_review(row) for row in rows if row.kind == Kind.LEDGER_REVIEW]
    return ended, {
        "incidents": [_happened(row, Kind.INCIDENT) for row in rows if row.kind == Nature.INCIDENT],
        "near_misses": _how_many(row.kind == Nature.NEAR_MISS for row in rows),
        **_heard([row for row in rows if row.kind.startswith(_COMPLAINT)]),
        "requests": _requests([row for row in rows if row.kind == Kind.PERSON_REQUEST]),
    }


def _requests(rows: Rows) -> Facts:
    """How many requests by persons arrived, and how many were answered, and within our limit."""
    return {
        "arrived": len(rows),
        "answered": _how_many(row.closed_on is not None for row in rows),
        "in_time": _how_many(request_rules.is_in_time(row.known_on, row.closed_on) for row in rows),
    }


def _heard(rows: Rows) -> Facts:
    """What persons turned to the firm with: the complaints themselves, and how many of each."""
    kinds = Counter(row.kind.removeprefix(_COMPLAINT) for row in rows)
    is_one = f"{_COMPLAINT}{ComplaintKind.COMPLAINT}"
    return {
        "complaints": [_happened(row, Kind.COMPLAINT) for row in rows if row.kind == is_one],
        "heard": {kind.value: kinds[kind.value] for kind in ComplaintKind},
    }


def _ledger_review(row: sa.Row[*tuple[Any, ...]]) -> Facts:
    return {
        "reference": format_reference(Kind.LEDGER_REVIEW, row.fiscal_year, row.number),
        "closed_on": row.closed_on.isoformat(),
        **ledger_review_rules.total_of(row.result),
    }


def _happened(row: sa.Row[*tuple[Any, ...]], kind: Kind) -> Facts:
    return {
        "reference": format_reference(kind, row.fiscal_year, row.number),
        "known_on": row.known_on.isoformat(),
        "closed_on": row.closed_on.isoformat() if row.closed_on else "",
    }


def _duties(since: date, until: date) -> Rows:
    """The duties of approved plans that were planned for the time or done in it."""
    return session.execute(
        sa.select(AnnualDuty.kind, AnnualDuty.title, AnnualDuty.planned_on, AnnualDuty.done_on)
        .add_columns(AnnualPlan.fiscal_year, AnnualDuty.position)
        .join(AnnualPlan, AnnualPlan.id == AnnualDuty.plan_id)
        .where(
            AnnualPlan.state == PlanState.APPROVED,
            AnnualDuty.dropped.is_(False),
            sa.or_(
                AnnualDuty.planned_on.between(since, until),
                AnnualDuty.done_on.between(since, until),
            ),
        )
        .order_by(AnnualDuty.planned_on, AnnualDuty.position)
    ).all()


def _of_year(duties: Rows, until: date) -> Facts:
    """What the year's duties tell of each input, and how many of all are done."""
    found: Facts = {
        section.value: {"duties": [_duty(row) for row in duties if row.kind in kinds]}
        for section, kinds in OF_SECTION.items()
    }
    found[Section.OBJECTIVES.value] |= {
        "total": len(duties),
        "done": _how_many(row.done_on is not None for row in duties),
        "late": _how_many(row.done_on is None and row.planned_on < until for row in duties),
    }
    found[Section.OBJECTIVES.value]["carried_out"] = review_carried_out.told(
        people.fiscal_year_of(until)
    )
    return found


def _how_many(told: Iterable[bool]) -> int:
    return sum(told)


def _duty(row: sa.Row[*tuple[Any, ...]]) -> Facts:
    return {
        "reference": format_reference(Kind.ANNUAL_PLAN, row.fiscal_year, 1),
        "position": row.position,
        "title": row.title,
        "planned_on": row.planned_on.isoformat(),
        "done_on": row.done_on.isoformat() if row.done_on else "",
    }
