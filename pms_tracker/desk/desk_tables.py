"""Tables of the desk: what a person keeps for themselves while they work."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table


class Draft(Table):
    """What somebody has typed into one form and not sent yet; nobody else ever reads it."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # The path that the form is sent to.
    place: Mapped[str] = mapped_column(String(300))
    # Names and values in the order of the form, as JSON.
    typed: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(Instant, index=True)


class SavedView(Table):
    """A list's conditions under a name; a shared one stands on everybody's page."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "page", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    page: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(60))
    # The conditions as the address has them.
    query: Mapped[str] = mapped_column(String(1000))
    shared: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime] = mapped_column(Instant)


class SentForm(Table):
    """A form that was taken, by the key it carried: sent twice, it is not taken twice."""

    __tablename__ = "sent_form"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # Where its answer led.
    led_to: Mapped[str] = mapped_column(String(300))
    sent_at: Mapped[datetime] = mapped_column(Instant, index=True)
