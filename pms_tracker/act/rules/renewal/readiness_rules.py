"""Readiness for a renewal, pure: what an examiner asks for of two years, and what of it is missing.

An examiner looks at the records of the whole term (domain.md sections 1.3, 2.4): each fiscal year
has a plan, education, audits of every unit, a management review and the checks of the year.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.locales.fiscal_years import FiscalStart, fiscal_year
from pms_tracker.plan.rules.year_rules import Year


class Subject(StrEnum):
    """What is asked for, in the order of the cycle."""

    PLAN = "plan"
    LAWS = "laws"
    LEDGER_REVIEW = "ledger_review"
    RISK_REVIEW = "risk_review"
    POLICY_REVIEW = "policy_review"
    EDUCATION = "education"
    CONTRACTORS = "contractors"
    OPERATION_CHECK = "operation_check"
    AUDIT_UNITS = "audit_units"
    CONFORMITY = "conformity"
    MANAGEMENT_REVIEW = "management_review"
    # What holds of today, whichever year it belongs to.
    APPOINTMENTS = "appointments"
    POLICY_TEXT = "policy_text"
    PURPOSES = "purposes"
    LEDGER = "ledger"
    RISKS = "risks"
    DOCUMENTS = "documents"
    AMENDMENTS = "amendments"
    CHANGES = "changes"
    PLEDGES = "pledges"
    TRAININGS = "trainings"
    ENTRUSTING = "entrusting"
    CHECKS = "checks"
    DISPOSALS = "disposals"
    REQUESTS = "requests"
    COMPLAINTS = "complaints"
    INCIDENTS = "incidents"
    AUDITS = "audits"
    FINDINGS = "findings"
    CASES = "cases"
    DECISIONS = "decisions"


class Standing(StrEnum):
    """Whether it is there, may still come within its year, or is missing; or the company keeps
    none, which shows nothing."""

    THERE = "there"
    NONE_KEPT = "none_kept"
    TO_COME = "to_come"
    MISSING = "missing"


@dataclass(frozen=True)
class Proof:
    """What the records say of one subject in one year (None: as of today): references that show
    it, and what is not shown; `none_kept` where there is nothing that anything could lack."""

    subject: Subject
    year: int | None
    shown: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    is_there: bool = True
    none_kept: bool = False


@dataclass(frozen=True)
class Line:
    """A proof with how it stands."""

    proof: Proof
    standing: Standing


def years_of(first: date, last: date, start: FiscalStart) -> list[Year]:
    """The fiscal years that a term touches, the earliest first."""
    found = []
    at = Year.of(fiscal_year(first, start), start)
    while at.first <= last:
        found.append(at)
        at = Year.of(at.first.year + 1, start)
    return found


def judged(proofs: Iterable[Proof], years: Sequence[Year], today: date) -> Iterator[Line]:
    """Each proof with how it stands: what is missing of a year that is not over may still come."""
    lasts = {each.first.year: each.last for each in years}
    for each in proofs:
        if each.is_there and not each.lacks:
            yield Line(each, Standing.NONE_KEPT if each.none_kept else Standing.THERE)
        elif each.year is not None and lasts[each.year] >= today:
            yield Line(each, Standing.TO_COME)
        else:
            yield Line(each, Standing.MISSING)
