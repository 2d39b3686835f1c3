"""Table of sign-offs. What was signed is named by its reference and bound by its digest."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table, choice, index_of_some


class Decision(StrEnum):
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    # 却下: it is not to be mended but thought out anew.
    REJECTED = "rejected"


class Voided(StrEnum):
    """Why a decision counts no more: what it was about was changed, whoever is named on the paper
    says that it was not theirs, or whoever made it took it back at once."""

    CHANGED = "changed"
    CONTESTED = "contested"
    TAKEN_BACK = "taken_back"


class Approval(Table):
    """One decision by a second person; `entered_by_id` typed in what was stamped (書面)."""

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("decision = 'approved' OR reason <> ''", name="reason_to_refuse"),
        CheckConstraint("(entered_by_id IS NULL) = (on_paper IS FALSE)", name="paper_is_entered"),
        CheckConstraint("for_id IS NULL OR for_id <> decided_by_id", name="deputy_is_another"),
        CheckConstraint("(voided_at IS NULL) = (void_because IS NULL)", name="void_says_why"),
        CheckConstraint(
            "void_because <> 'contested' OR (on_paper IS TRUE AND void_reason <> '')",
            name="paper_is_contested",
        ),
        # What was decided of a record, voided or not.
        Index("ix_approval_reference", "reference"),
        # What somebody decided, themselves or through a deputy.
        Index("ix_approval_decided_by_id", "decided_by_id"),
        index_of_some("ix_approval_for_id", "for_id", where="for_id IS NOT NULL"),
        # Decided exactly once: one decision that still stands per submission.
        index_of_some(
            "uq_approval_submission",
            "reference",
            "step",
            "submission",
            where="voided_at IS NULL",
            unique=True,
        ),
        index_of_some(
            "uq_approval_standing",
            "reference",
            "step",
            where="decision = 'approved' AND voided_at IS NULL",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40))
    step: Mapped[str] = mapped_column(String(40))
    submission: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    decision: Mapped[Decision] = mapped_column(choice(Decision, "decision"))
    reason: Mapped[str] = mapped_column(Text, default="")
    exception_reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    on_paper: Mapped[bool] = mapped_column(default=False)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    voided_at: Mapped[datetime | None] = mapped_column(Instant)
    # For whom a deputy decided (不在時代理).
    for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    void_because: Mapped[Voided | None] = mapped_column(choice(Voided, "void_because"))
    void_reason: Mapped[str] = mapped_column(Text, default="")
