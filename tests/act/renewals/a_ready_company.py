"""A company that is ready for its renewal, in as few records as that takes."""

from datetime import date, timedelta

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.renewals import readiness
from pms_tracker.act.renewals.renewals import RENEWALS
from pms_tracker.act.rules import management_rules
from pms_tracker.act.rules.renewal.readiness_rules import Standing, Subject
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.database import session
from pms_tracker.do.rules.ledger import ledger_review_rules
from pms_tracker.do.tables.ledger_review_tables import LedgerReview
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.rules.policy_rules import ReviewOutcome
from pms_tracker.plan.rules.year_rules import AnnualKind
from pms_tracker.plan.tables.policy_tables import PolicyReview
from tests import builders
from tests.act.renewals.test_renewals import registered
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.do import test_ledger, test_purposes, test_risks
from tests.plan.documents import test_documents
from tests.plan.laws import test_laws

# The year of the term that is over; what is missing of the other may still come.
YEAR, DAY = 2025, date(2025, 10, 1)
# Late in the same year, so that twelve months of it are not over.
LATE = date(2026, 3, 20)
KINDS = (AnnualKind.EDUCATION, AnnualKind.OPERATION_CHECK, AnnualKind.RISK_REVIEW)
Gap = tuple[Subject, int | None, tuple[str, ...]]


def gaps() -> list[Gap]:
    """What readiness says is missing today."""
    row = session.scalars(select(RENEWALS.table)).one()
    return [
        (each.proof.subject, each.proof.year, each.proof.lacks)
        for each in readiness.checked(row, viewer("privacy_manager"))
        if each.standing is Standing.MISSING
    ]


def ready() -> None:
    """Everything that is asked for of a renewal, and no more."""
    registered()
    builders.policy().next_review_on = TODAY + timedelta(days=100)
    law = test_laws.in_force()
    law.checked_on = TODAY
    _planned()
    _reviewed()
    _kept()
    for unit_id in UNIT_IDS.values():
        builders.past_audit(DAY, unit_id)
    builders.past_audit(DAY)
    session.flush()


def _planned() -> None:
    manager = IDS["privacy_manager"]
    done = {"done_on": DAY, "done_by_id": manager, "confirmed_on": DAY}
    duties = ({"kind": kind, "title": kind.value, **done} for kind in KINDS)
    builders.year_plan(*duties, year=YEAR, approved_on=DAY)


def _kept() -> None:
    """One of all that a company has at least one of."""
    test_purposes.purpose()
    test_ledger.approved()
    test_risks.in_force()
    test_documents.entered(DOCUMENTS, test_documents.RULE)


def _reviewed() -> None:
    manager = IDS["privacy_manager"]
    named = {"fiscal_year": YEAR, "number": 1, "recorded_at": clock.now()}
    session.add(
        LedgerReview(
            **{**named, "state": ledger_review_rules.ReviewState.CLOSED, "due_on": LATE},
            **{"opened_on": LATE, "opened_by_id": manager, "closed_on": LATE},
            **{"closed_by_id": manager, "result": []},
        )
    )
    session.add(
        PolicyReview(
            **{**named, "policy_id": builders.policy().id, "due_on": DAY, "held_on": DAY},
            **{"outcome": ReviewOutcome.UNCHANGED, "reason": "変更は不要", "held_by_id": manager},
            next_review_on=TODAY + timedelta(days=100),
        )
    )
    session.add(
        ManagementReview(
            **{**named, "state": management_rules.ReviewState.SIGNED, "planned_on": DAY},
            **{"place": "本部", "agenda": "実績", "convened_by_id": manager, "held_on": DAY},
            **{"submitted_on": DAY, "signed_on": DAY, "content": {}},
        )
    )
