"""Plans of the year as tests need them, made by the use cases that make them in life."""

from dataclasses import replace
from datetime import date

from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.plan.rules.year_rules import AnnualKind, Row
from pms_tracker.plan.tables.year_tables import AnnualAmendment, AnnualPlan
from pms_tracker.plan.years import year_amendments, year_writing, years
from tests.cast import IDS, viewer

TITLES = {kind: f"{kind.value} の仕事" for kind in AnnualKind}
YEAR = 2026
LATE = date(2026, 10, 30)
AHEAD = date(2027, 2, 26)
BOTH = (
    Row(AnnualKind.EDUCATION, "全従業者の教育", LATE, IDS["owner"]),
    Row(AnnualKind.AUDIT, "内部監査", AHEAD, IDS["audit_manager"], IDS["representative"]),
)


def drafted(year: int = YEAR, by: str = "privacy_manager") -> AnnualPlan:
    """A plan as it is proposed."""
    return year_writing.draft(year, TITLES, by=viewer(by))


def submitted(rows: tuple[Row, ...] = BOTH, by: str = "privacy_manager") -> AnnualPlan:
    """A plan with two duties, the education and the audit, that waits for its approval."""
    plan = drafted(by=by)
    year_writing.submit(plan, rows, version=plan.version, by=viewer(by))
    return plan


def decision(plan: AnnualPlan, made: Decision = Decision.APPROVED, **changes: object) -> Decided:
    digest = years.subject(plan, years.duties_of(plan)).digest
    return replace(Decided(made, digest), **changes)  # type: ignore[arg-type]


def approved(rows: tuple[Row, ...] = BOTH) -> AnnualPlan:
    """A plan that the representative approved."""
    plan = submitted(rows)
    years.decide(plan, decision(plan), version=plan.version, by=viewer("representative"))
    return plan


def rows_of(plan: AnnualPlan) -> list[Row]:
    """The duties still to be done, as they are planned."""
    duties = years.duties_of(plan)
    return [years.row_of(each) for each in duties if year_amendments.may_amend(each)]


def amended(plan: AnnualPlan, rows: list[Row], by: str = "privacy_manager") -> AnnualAmendment:
    """An amendment that waits for its decision."""
    return year_amendments.propose(
        plan, rows, "会場が使えないため", version=plan.version, by=viewer(by)
    )


def decide_amendment(
    plan: AnnualPlan,
    amendment: AnnualAmendment,
    made: Decision = Decision.APPROVED,
    by: str = "representative",
    **changes: object,
) -> None:
    digest = year_amendments.subject(plan, amendment).digest
    decided = replace(Decided(made, digest), **changes)  # type: ignore[arg-type]
    year_amendments.decide(plan, amendment, decided, version=plan.version, by=viewer(by))
