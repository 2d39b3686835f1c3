"""Table of lessons that wait beside the policies' inboxes: for rules, risks, education, audits."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Table, choice
from pms_tracker.plan.rules.lesson_rules import Inbox


class Lesson(Table):
    """What a closed case teaches one inbox; `because_of` stays text: plan never looks up."""

    __tablename__ = "lesson"
    __table_args__ = (
        UniqueConstraint("inbox", "because_of"),
        CheckConstraint("(answered_on IS NULL) = (answer = '')", name="answer_given"),
        CheckConstraint("(answered_on IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        Index("ix_lesson_because_of", "because_of"),
        Index("ix_lesson_answered_on", "answered_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inbox: Mapped[Inbox] = mapped_column(choice(Inbox, "inbox"))
    because_of: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
