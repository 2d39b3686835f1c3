"""Table of questionnaires: one row for each link that was sent to somebody outside."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table, choice
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.questionnaires.questionnaire_rules import Days, Purpose


class Questionnaire(Table):
    """One link: of its 32 random bytes only the SHA-256 is kept.

    `about` names the record that it is about. `questions` are frozen when it is sent. What is
    answered is a draft until it is handed in, and is not changed any more from then on.
    """

    __tablename__ = "questionnaire"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.UniqueConstraint("digest"),
        sa.CheckConstraint("due_on >= sent_on", name="due_after_sent"),
        sa.CheckConstraint("(submitted_at IS NULL) = (answers IS NULL)", name="submitted_answers"),
        sa.CheckConstraint("(revoked_on IS NULL) = (revoked_by_id IS NULL)", name="revoked_by"),
        sa.CheckConstraint("(taken_on IS NULL) = (taken_by_id IS NULL)", name="taken_by"),
        sa.CheckConstraint(
            "taken_on IS NULL OR submitted_at IS NOT NULL", name="taken_once_submitted"
        ),
        sa.Index("ix_questionnaire_about", "about", "purpose"),
        sa.Index("ix_questionnaire_due_on", "due_on"),
        sa.Index("ix_questionnaire_sent_by_id", "sent_by_id"),
        sa.Index("ix_questionnaire_heir_id", "heir_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    about: Mapped[str] = mapped_column(sa.String(40))
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose, "questionnaire_purpose"))
    # Whom it goes to: erased once nothing more is asked of them.
    recipient_name: Mapped[str] = mapped_column(sa.String(100))
    recipient_mail: Mapped[str] = mapped_column(sa.String(254))
    language: Mapped[str] = mapped_column(sa.String(2))
    digest: Mapped[str] = mapped_column(sa.String(64))
    questions: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    draft: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON, default=dict)
    answers: Mapped[dict[str, list[str]] | None] = mapped_column(sa.JSON(none_as_null=True))
    due_on: Mapped[date]
    sent_on: Mapped[date]
    sent_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    begun_at: Mapped[datetime | None] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    # By the company's calendar, from which the day to look at it is counted.
    submitted_on: Mapped[date | None]
    revoked_on: Mapped[date | None]
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    # The one in whose place this was sent, with a new link.
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("questionnaire.id"))
    taken_on: Mapped[date | None]
    taken_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    # What it was taken over as.
    taken_as: Mapped[str] = mapped_column(sa.String(40), default="")
    # The last reminder, in days before the due day; those before it are not made up for.
    reminded: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    # Who reads the answers in place of whoever sent it, and left.
    heir_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    @hybrid_property
    def reader_id(self) -> int:
        """Whoever reads the answers."""
        return self.heir_id if self.heir_id is not None else self.sent_by_id

    @reader_id.inplace.expression
    @classmethod
    def _reader_id(cls) -> sa.ColumnElement[int]:
        return sa.func.coalesce(cls.heir_id, cls.sent_by_id)

    @property
    def reference(self) -> str:
        return format_reference(Kind.QUESTIONNAIRE, self.fiscal_year, self.number)

    @property
    def days(self) -> Days:
        return Days(
            self.due_on,
            opened=self.opened_at is not None,
            begun=self.begun_at is not None,
            submitted=self.submitted_at is not None,
            taken=self.taken_on is not None,
            closed=self.taken_on is not None and not self.taken_as,
            revoked=self.revoked_on is not None,
        )
