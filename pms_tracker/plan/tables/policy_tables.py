"""Tables of plan: policies, versions, reviews, requirements, the inbox of lessons."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pms_tracker.database import Instant, Table, choice, index_of_some
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.plan.rules.policy_rules import (
    ReviewOutcome,
    ReviewState,
    RevisionKind,
    Trigger,
    VersionState,
)


class Policy(Table):
    """A policy and its review cycle; a review, or what wants one early, moves `next_review_on`."""

    __tablename__ = "policy"
    __table_args__ = (
        sa.CheckConstraint("review_months BETWEEN 1 AND 120", name="review_months"),
        sa.Index("ix_policy_next_review_on", "next_review_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    review_months: Mapped[int] = mapped_column(default=12)
    next_review_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def reference(self) -> str:
        return format_reference(Kind.POLICY, None, self.number)


class PolicyVersion(Table):
    """One text of a policy: drafted, then approved and locked, only followed by the next."""

    __tablename__ = "policy_version"
    __table_args__ = (
        sa.UniqueConstraint("policy_id", "edition"),
        sa.CheckConstraint(
            "state IN ('draft', 'discarded') OR effective_on IS NOT NULL", name="has_its_day"
        ),
        index_of_some(
            "uq_policy_version_open",
            "policy_id",
            where="state IN ('draft', 'submitted')",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(sa.ForeignKey("policy.id"))
    edition: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    digest: Mapped[str] = mapped_column(sa.String(64))
    issuer: Mapped[str] = mapped_column(sa.String(200))
    representative: Mapped[str] = mapped_column(sa.String(200))
    contact: Mapped[str] = mapped_column(sa.String(500))
    # 施行日; a draft may still be without.
    effective_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    state: Mapped[VersionState] = mapped_column(
        choice(VersionState, "version_state"), default=VersionState.DRAFT
    )
    # 改定理由, and where it came from: the review that started it.
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    review_id: Mapped[int | None] = mapped_column(sa.ForeignKey("policy_review.id"))
    submissions: Mapped[int] = mapped_column(default=0)
    submitted_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    # Everybody who wrote it: none of them approves it.
    writer_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)
    # When its open step is due: to be submitted, or to be decided.
    due_on: Mapped[date | None]
    # Brought over as it was published before: until it is approved it serves to prepare.
    imported: Mapped[bool] = mapped_column(default=False)
    # Line and depth of each clause, as read or as mended by hand; None: read anew.
    outline: Mapped[list[list[int]] | None] = mapped_column(sa.JSON(none_as_null=True))


class PolicyRevision(Table):
    """A day in a policy's history as its own text tells it: 制定 once, 改定 as often as it was."""

    __tablename__ = "policy_revision"
    __table_args__ = (sa.UniqueConstraint("policy_id", "revised_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(sa.ForeignKey("policy.id"))
    revised_on: Mapped[date]
    kind: Mapped[RevisionKind] = mapped_column(choice(RevisionKind, "revision_kind"))


class Announcement(Table):
    """That a version was made known (周知): since when, by when everybody is asked to read it."""

    __tablename__ = "announcement"
    __table_args__ = (sa.CheckConstraint("due_on >= announced_on", name="days_in_order"),)

    policy_version_id: Mapped[int] = mapped_column(
        sa.ForeignKey("policy_version.id"), primary_key=True, autoincrement=False
    )
    announced_on: Mapped[date]
    due_on: Mapped[date]
    way: Mapped[str] = mapped_column(sa.Text, default="")
    announced_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class Acknowledgement(Table):
    """That a person read a version; `entered_by_id` typed in a signed list (紙), with its scan."""

    __tablename__ = "acknowledgement"
    __table_args__ = (
        sa.UniqueConstraint("policy_version_id", "person_id"),
        sa.CheckConstraint(
            "(entered_by_id IS NULL) = (scan_number IS NULL)", name="paper_has_its_scan"
        ),
        sa.Index("ix_acknowledgement_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_version_id: Mapped[int] = mapped_column(sa.ForeignKey("policy_version.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    acknowledged_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    # The number of the signed list among the policy's files.
    scan_number: Mapped[int | None]


class RequirementSet(Table):
    """One edition of a set of requirements (J-items, own lists); never edited, only followed."""

    __tablename__ = "requirement_set"
    __table_args__ = (sa.UniqueConstraint("key", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40))
    edition: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    source: Mapped[str] = mapped_column(sa.String(300), default="")
    valid_from: Mapped[date]
    # The last day on which new audits may be held against it.
    valid_until: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class RequirementMapping(Table):
    """That two requirements of different sets ask for the same; the lower id stands first."""

    __tablename__ = "requirement_mapping"
    __table_args__ = (
        sa.CheckConstraint("one_id < other_id", name="lower_first"),
        sa.Index("ix_requirement_mapping_other_id", "other_id"),
    )

    one_id: Mapped[int] = mapped_column(sa.ForeignKey("requirement.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(sa.ForeignKey("requirement.id"), primary_key=True)


class Requirement(Table):
    """What an audit can be held against: a clause of a policy (2(3)・1), or a set's item."""

    __tablename__ = "requirement"
    __table_args__ = (
        sa.UniqueConstraint("policy_version_id", "path"),
        sa.UniqueConstraint("requirement_set_id", "path"),
        sa.CheckConstraint(
            "(policy_version_id IS NULL) <> (requirement_set_id IS NULL)", name="policy_or_set"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_version_id: Mapped[int | None] = mapped_column(sa.ForeignKey("policy_version.id"))
    position: Mapped[int]
    depth: Mapped[int]
    path: Mapped[str] = mapped_column(sa.String(60))
    label: Mapped[str] = mapped_column(sa.String(20))
    # Of a set's item the first line is its title.
    text: Mapped[str] = mapped_column(sa.Text)
    requirement_set_id: Mapped[int | None] = mapped_column(sa.ForeignKey("requirement_set.id"))

    requirement_set: Mapped[RequirementSet | None] = relationship()


class PolicyReview(Table):
    """A review of a policy; one that changed nothing counts as well (J.2.2, R16)."""

    __tablename__ = "policy_review"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("outcome = 'revised' OR reason <> ''", name="reason_given"),
        sa.Index("ix_policy_review_policy_id", "policy_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    policy_id: Mapped[int] = mapped_column(sa.ForeignKey("policy.id"))
    due_on: Mapped[date]
    held_on: Mapped[date]
    outcome: Mapped[ReviewOutcome] = mapped_column(choice(ReviewOutcome, "review_outcome"))
    reason: Mapped[str] = mapped_column(sa.Text)
    next_review_on: Mapped[date]
    held_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[ReviewState] = mapped_column(
        choice(ReviewState, "review_state"), default=ReviewState.CONCLUDED
    )
    # For whom a deputy held it (不在時代理).
    held_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    held_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[held_by_id])
    held_for: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[held_for_id])

    @property
    def reference(self) -> str:
        return format_reference(Kind.POLICY_REVIEW, self.fiscal_year, self.number)


class ReviewAnswer(Table):
    """What a review answered to one of its questions; `question` is the question's key."""

    __tablename__ = "review_answer"
    __table_args__ = (sa.CheckConstraint("answer <> ''", name="answered"),)

    review_id: Mapped[int] = mapped_column(sa.ForeignKey("policy_review.id"), primary_key=True)
    question: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    answer: Mapped[str] = mapped_column(sa.Text)


class ReviewTrigger(Table):
    """Why a review is wanted before its day; answered by the review that is held because of it."""

    __tablename__ = "review_trigger"
    __table_args__ = (
        sa.CheckConstraint("reason <> ''", name="reason_given"),
        sa.Index("ix_review_trigger_policy_id", "policy_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(sa.ForeignKey("policy.id"))
    kind: Mapped[Trigger] = mapped_column(choice(Trigger, "trigger"))
    reason: Mapped[str] = mapped_column(sa.Text)
    happened_on: Mapped[date]
    due_on: Mapped[date]
    raised_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    review_id: Mapped[int | None] = mapped_column(sa.ForeignKey("policy_review.id"))


class PlanningInput(Table):
    """A lesson in a policy's review inbox; `because_of` stays text: plan never looks up."""

    __tablename__ = "planning_input"
    __table_args__ = (
        sa.UniqueConstraint("policy_id", "because_of"),
        sa.CheckConstraint("review_id IS NULL OR answer <> ''", name="answer_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(sa.ForeignKey("policy.id"))
    because_of: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(sa.Text)
    received_on: Mapped[date]
    review_id: Mapped[int | None] = mapped_column(sa.ForeignKey("policy_review.id"))
    answer: Mapped[str] = mapped_column(sa.Text, default="")
