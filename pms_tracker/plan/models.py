"""Tables of plan: policies with their versions, requirements, reviews and the inbox of lessons."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pms_tracker.database import Instant, Table, choice
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.models import Person
from pms_tracker.plan.rules import ReviewOutcome, RevisionKind


class Policy(Table):
    """A policy and its review cycle; only a review moves `next_review_on`."""

    __tablename__ = "policy"
    __table_args__ = (
        CheckConstraint("review_months BETWEEN 1 AND 120", name="review_months"),
        Index("ix_policy_next_review_on", "next_review_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(200))
    review_months: Mapped[int] = mapped_column(default=12)
    next_review_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def reference(self) -> str:
        return format_reference(Kind.POLICY, None, self.number)


class PolicyVersion(Table):
    """One text of a policy as it was adopted; never changed, only followed by the next."""

    __tablename__ = "policy_version"
    __table_args__ = (UniqueConstraint("policy_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"))
    edition: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    issuer: Mapped[str] = mapped_column(String(200))
    representative: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(500))
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PolicyRevision(Table):
    """A day in a policy's history as its own text tells it: 制定 once, 改定 as often as it was."""

    __tablename__ = "policy_revision"
    __table_args__ = (UniqueConstraint("policy_id", "revised_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"))
    revised_on: Mapped[date]
    kind: Mapped[RevisionKind] = mapped_column(choice(RevisionKind, "revision_kind"))


class Requirement(Table):
    """A clause of a policy's text that an audit can be held against; `path` is like 2(3)・1."""

    __tablename__ = "requirement"
    __table_args__ = (UniqueConstraint("policy_version_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    position: Mapped[int]
    depth: Mapped[int]
    path: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)


class PolicyReview(Table):
    """A concluded review of a policy; one that changed nothing counts as well (J.2.2, R16)."""

    __tablename__ = "policy_review"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "number"),
        CheckConstraint("outcome = 'revised' OR reason <> ''", name="reason_given"),
        Index("ix_policy_review_policy_id", "policy_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"))
    due_on: Mapped[date]
    held_on: Mapped[date]
    outcome: Mapped[ReviewOutcome] = mapped_column(choice(ReviewOutcome, "review_outcome"))
    reason: Mapped[str] = mapped_column(Text)
    next_review_on: Mapped[date]
    held_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    held_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def reference(self) -> str:
        return format_reference(Kind.POLICY_REVIEW, self.fiscal_year, self.number)


class PlanningInput(Table):
    """A lesson in a policy's review inbox; `because_of` stays text: plan never looks up."""

    __tablename__ = "planning_input"
    __table_args__ = (
        UniqueConstraint("policy_id", "because_of"),
        CheckConstraint("review_id IS NULL OR answer <> ''", name="answer_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"))
    because_of: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date]
    review_id: Mapped[int | None] = mapped_column(ForeignKey("policy_review.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
