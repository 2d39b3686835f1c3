"""Tables beside the checklist: paper it was filled in on, changes taken, templates of questions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.checklist_rules import METHODS
from pms_tracker.check.tables.audit_tables import listed
from pms_tracker.database import Instant, Table, choice


class ChecklistSheet(Table):
    """A checklist filled in on paper (紙): by whom, on which day, and who typed it in when."""

    __tablename__ = "checklist_sheet"
    __table_args__ = (UniqueConstraint("audit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    number: Mapped[int]
    carried_out_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    carried_out_on: Mapped[date]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class ChecklistChange(Table):
    """A change that a browser sent and that was taken; sent again, it changes nothing (UUID)."""

    __tablename__ = "checklist_change"
    __table_args__ = (Index("ix_checklist_change_item_id", "item_id"),)

    uuid: Mapped[str] = mapped_column(String(36), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("checklist_item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    # The row's version that came of it: what the next change of the same browser builds on.
    version: Mapped[int]


class ChecklistUndo(Table):
    """A row as it stood before its result was cleared or it was taken out, kept for some minutes.

    `version` is the row's own once its result was cleared; none where the row is gone.
    """

    __tablename__ = "checklist_undo"
    __table_args__ = (UniqueConstraint("audit_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    position: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int | None]
    kept: Mapped[dict[str, Any]] = mapped_column(JSON)


class ChecklistTemplate(Table):
    """The questions that audits of a kind usually ask, kept by the audit manager."""

    __tablename__ = "checklist_template"
    __table_args__ = (UniqueConstraint("kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AuditKind] = mapped_column(choice(AuditKind, "template_kind"))
    kept_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kept_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class TemplateQuestion(Table):
    """One question of a template; `requirement` names what it asks about, as files do."""

    __tablename__ = "template_question"
    __table_args__ = (
        UniqueConstraint("template_id", "position"),
        CheckConstraint("question <> '' AND requirement <> ''", name="asks"),
        CheckConstraint(f"methods IN ({listed(METHODS)})", name="methods"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("checklist_template.id"))
    position: Mapped[int]
    requirement: Mapped[str] = mapped_column(String(80))
    question: Mapped[str] = mapped_column(Text)
    methods: Mapped[str] = mapped_column(String(40), default="")
    hint: Mapped[str] = mapped_column(Text, default="")
    good_evidence: Mapped[str] = mapped_column(Text, default="")
