"""Rules of the year (年度): its plan and what comes round in it (domain.md section 6)."""

from enum import StrEnum


class PlanState(StrEnum):
    """How far the plan of a year is: 作成中, 承認待ち, 承認済み."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class AmendmentState(StrEnum):
    """How far a change to an approved plan is: 承認待ち, 承認済み, 差戻し."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    SENT_BACK = "sent_back"


class AnnualKind(StrEnum):
    """The duties that come round every year (domain.md section 6)."""

    PROGRAMME = "programme"
    LEDGER_CHECK = "ledger_check"
    RISK_REVIEW = "risk_review"
    LAW_LIST = "law_list"
    POLICY_REVIEW = "policy_review"
    CONTRACTORS = "contractors"
    EDUCATION = "education"
    OPERATION_CHECK = "operation_check"
    AUDIT = "audit"
    MANAGEMENT_REVIEW = "management_review"
    DISPOSAL = "disposal"
    OTHER = "other"
