"""Every kind of record with a reference, in one row each: its page, its table, and who knows of it.

    Kind.CASE: RecordKind("cases.record", Case, cases.visible_to),

Links, the jump box, letters' addresses, the trail's words and what a text may name all read the
same row; kinds of registers bring theirs along. What the state of a record is called follows from
the column of its table.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, literal, true, tuple_

from pms_tracker.act.act_registers import BY_KIND
from pms_tracker.act.cases import cases
from pms_tracker.act.incoming import reports_in
from pms_tracker.act.management import management_reviews
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.check.audits import audits
from pms_tracker.check.findings import findings
from pms_tracker.check.programmes import programmes
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.database import Table
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.tables.complaint_tables import ComplaintReport
from pms_tracker.do.tables.ledger_review_tables import LedgerReview
from pms_tracker.do.tables.operation.operation_check_tables import CheckReport
from pms_tracker.do.tables.training_tables import TrainingAssignment
from pms_tracker.do.trainings import enrolments
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.period_reports import period_reports
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview
from pms_tracker.plan.tables.year_tables import AnnualPlan
from pms_tracker.plan.years import years
from pms_tracker.questionnaires import questionnaires
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire


@dataclass(frozen=True)
class RecordKind:
    """One kind: the endpoint of its page, its table, and which of its rows somebody may know of."""

    page: str
    table: type[Table]
    seen: Callable[[Viewer], ColumnElement[bool]]

    @property
    def year(self) -> Any:
        """The column of its year; 0 where numbers go on over all years."""
        return getattr(self.table, "fiscal_year", literal(0))

    @property
    def number(self) -> Any:
        """The column of its number; 1 where a year has one."""
        return getattr(self.table, "number", literal(1))

    def among(self, references: Iterable[Reference]) -> ColumnElement[bool]:
        """The condition that a row is one of these, which are all of this kind. It reads alike
        however many they are, so that its statement is compiled once."""
        held = [each for each in ("fiscal_year", "number") if hasattr(self.table, each)]
        places = [tuple(getattr(each, column) for column in held) for each in references]
        return tuple_(*(getattr(self.table, column) for column in held)).in_(places)

    @property
    def states(self) -> type[StrEnum] | None:
        """The states that it may be in, if it has any."""
        column = getattr(self.table, "state", None)
        found: type[StrEnum] | None = column.type.enum_class if column is not None else None
        return found


def everybody(_viewer: Viewer) -> ColumnElement[bool]:
    return true()


KINDS: dict[Kind, RecordKind] = {
    Kind.POLICY: RecordKind("policies.record", Policy, everybody),
    Kind.POLICY_REVIEW: RecordKind("reviews.record", PolicyReview, everybody),
    Kind.ANNUAL_PLAN: RecordKind("years.record", AnnualPlan, years.visible_to),
    Kind.PROGRAMME: RecordKind("programmes.record", Programme, programmes.visible_to),
    Kind.AUDIT: RecordKind("audits.record", Audit, audits.visible_to),
    Kind.FINDING: RecordKind("findings.record", Finding, findings.visible_to),
    Kind.CASE: RecordKind("cases.record", Case, cases.visible_to),
    Kind.LEDGER_REVIEW: RecordKind("ledger_reviews.record", LedgerReview, ledger_parts.visible_to),
    Kind.COMPLAINT_REPORT: RecordKind(
        "complaint_reports.record", ComplaintReport, period_reports.visible_to
    ),
    Kind.CHECK_REPORT: RecordKind("check_reports.record", CheckReport, period_reports.visible_to),
    Kind.QUESTIONNAIRE: RecordKind(
        "questionnaires.record", Questionnaire, questionnaires.visible_to
    ),
    Kind.TRAINING_ASSIGNMENT: RecordKind(
        "assignments_taken.record", TrainingAssignment, enrolments.visible_to
    ),
    Kind.REPORT: RecordKind("reports_in.record", IncomingReport, reports_in.visible_to),
    Kind.MANAGEMENT_REVIEW: RecordKind(
        "management_reviews.record", ManagementReview, management_reviews.visible_to
    ),
    **{
        kind: RecordKind(f"{register.key}.record", register.table, register.seen)
        for kind, register in BY_KIND.items()
    },
}
