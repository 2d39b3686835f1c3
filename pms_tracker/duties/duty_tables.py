"""Table of duties: what records want done, kept with every change of theirs."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Table, choice, index_of_some
from pms_tracker.kernel.duty import Holder
from pms_tracker.kernel.references import Kind


class KeptDuty(Table):
    """What one record wants done, as `kernel.duty.Wanted` says it; derived, and never edited.

    `record_kind` and `record_id` name the record whose rows these are; `reference` is what people
    know it by.
    """

    __tablename__ = "duty"
    __table_args__ = (
        CheckConstraint("(holder = 'person') = (person_id IS NOT NULL)", name="of_somebody"),
        CheckConstraint("NOT sole OR holder = 'person'", name="sole_of_a_person"),
        Index("ix_duty_person_id_due_on", "person_id", "due_on"),
        Index("ix_duty_record_kind_record_id", "record_kind", "record_id"),
        Index("ix_duty_reference", "reference"),
        Index("ix_duty_due_on_id", "due_on", "id"),
        Index("ix_duty_kind_due_on", "kind", "due_on"),
        index_of_some("ix_duty_shared", "due_on", where="sole IS FALSE"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_kind: Mapped[Kind] = mapped_column(String(4))
    record_id: Mapped[int]
    reference: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date]
    holder: Mapped[Holder] = mapped_column(choice(Holder, "duty_holder"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    parties: Mapped[dict[str, list[int]]] = mapped_column(JSON)
    title: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    place: Mapped[int]
    sole: Mapped[bool]
