"""Everything that was approved or signed, digested anew from its rows: in act and in all phases."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select

from pms_tracker.act.act_registers import BY_KIND
from pms_tracker.act.effect import closing, done_checks
from pms_tracker.act.management import review_minutes
from pms_tracker.act.plans import plans
from pms_tracker.act.rules import route_rules
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.approvals import proof
from pms_tracker.check import check_proofs
from pms_tracker.database import session
from pms_tracker.do.by_two import matters
from pms_tracker.do.by_two.matters import Deciding
from pms_tracker.do.disclosure_requests.request_matters import REQUEST_MATTERS
from pms_tracker.do.incidents.incident_decisions import INCIDENT_MATTERS
from pms_tracker.do.reviews import ledger_reviews
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.mail import kept
from pms_tracker.plan import plan_proofs
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.trail.record_numbers import named


def _case(reference: Reference, step: str, _submission: int) -> str | None:
    its = named(reference, Kind.CASE, Case.fiscal_year, Case.number)
    case = session.scalar(select(Case).where(its))
    number = next(int(part) for part in step.split("-") if part.isdecimal())
    if case is None:
        return None
    of_case = (CaseRound.case_id == case.id, CaseRound.number == number)
    written = session.scalar(select(CaseRound).where(*of_case))
    if written is None:
        return None
    if step == route_rules.done_check(number):
        return done_checks.digest_of(case, written)
    if step == route_rules.closing(number):
        return closing.digest_of(case, written)
    return plans.subject(case, written).digest


def _minutes(reference: Reference, _step: str, _submission: int) -> str | None:
    year, number = ManagementReview.fiscal_year, ManagementReview.number
    its = named(reference, Kind.MANAGEMENT_REVIEW, year, number)
    found = session.scalar(select(ManagementReview).where(its))
    return review_minutes.subject(found).digest if found is not None else None


def _entry_or_matter(its: Deciding, reference: Reference, step: str, submission: int) -> str | None:
    """Of an entry whose editions are approved, and of which two decide more."""
    if matters.is_matter(step):
        return matters.digest_of(its, reference, step, submission)
    return entry_decisions.digest_of(its.register, reference, step, submission)


def verify() -> Iterator[proof.Mismatch]:
    """Whatever was approved, signed or sent and does not say any more what it said."""
    yield from proof.verify(REGISTRY)
    for letter_id in kept.altered():
        yield proof.Mismatch(kept.name_of(letter_id), "", "letter_changed")


REGISTRY = proof.Registry(
    redigest={
        **plan_proofs.REDIGEST,
        **check_proofs.REDIGEST,
        Kind.LEDGER_REVIEW: ledger_reviews.digest_of,
        Kind.INCIDENT: partial(matters.digest_of, INCIDENT_MATTERS),
        Kind.CASE: _case,
        Kind.MANAGEMENT_REVIEW: _minutes,
        **{
            kind: partial(entry_decisions.digest_of, register)
            for kind, register in BY_KIND.items()
            if register.approvers
        },
        Kind.PERSON_REQUEST: partial(_entry_or_matter, REQUEST_MATTERS),
    },
    signed=(plan_proofs.texts, check_proofs.reports),
)
