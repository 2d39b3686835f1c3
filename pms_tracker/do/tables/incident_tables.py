"""Tables of incidents and near misses (事故・ヒヤリハット): entries, what is decided of them, what
happened when, and how many persons of which entry of the register of personal information."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from pms_tracker.database import Instant, Table, choice
from pms_tracker.do.by_two.matter_tables import Decided
from pms_tracker.do.rules.incidents.incident_decision_rules import Exempt, Matter
from pms_tracker.do.rules.incidents.incident_rules import Nature
from pms_tracker.do.rules.incidents.incident_timeline_rules import Turn
from pms_tracker.do.rules.incidents.leak_rules import Role
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.registers.edition_tables import Entry


class Incident(Entry):
    """An incident, a near miss or a drill; struck with a reason if by mistake. What of it is
    neither sought nor sorted is in `facts`."""

    __tablename__ = "incident"
    CHECKS = (("days_in_order", "closed_on IS NULL OR closed_on >= known_on"),)

    nature: Mapped[Nature] = mapped_column(choice(Nature, "incident_nature"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    what: Mapped[str] = mapped_column(sa.Text)
    # The day on which any unit knew, which is the first day of every clock.
    known_on: Mapped[date] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role, "incident_role"))
    # How many persons are concerned: as far as is known, and at the most.
    affected: Mapped[int | None]
    affected_most: Mapped[int | None]
    closed_on: Mapped[date | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    # The day on which it was decided that nothing is reported to the commission.
    unreported_on: Mapped[date | None] = mapped_column(sort_order=1)
    causes: Mapped[list[str]] = mapped_column(
        sa.JSON, default=list, server_default=sa.text("'[]'"), sort_order=1
    )

    @property
    def reference(self) -> str:
        return format_reference(Kind.INCIDENT, self.fiscal_year, self.number)


class IncidentDecision(Decided):
    """What was asked to be decided of an incident. `classes` are why the commission is told, as
    they were then."""

    __tablename__ = "incident_decision"
    ENTRY, EASED, STRUCK = "incident_id", Matter.EASED, Matter.STRUCK
    REASONED = "matter = 'closing' OR reason <> ''"

    entry_id: Mapped[int] = mapped_column(
        "incident_id", sa.ForeignKey("incident.id"), sort_order=-8
    )
    matter: Mapped[Matter] = mapped_column(choice(Matter, "incident_matter"), sort_order=-6)
    ground: Mapped[Exempt | None] = mapped_column(choice(Exempt, "incident_exempt"), sort_order=-5)
    classes: Mapped[list[str]] = mapped_column(sa.JSON, sort_order=-3)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        grounded = "matter IN ('closing', 'eased', 'struck') OR ground IS NOT NULL"
        return (*super().__table_args__, sa.CheckConstraint(grounded, name="has_ground"))


class IncidentEvent(Table):
    """A row of what happened when in an incident; one by mistake is struck, without words."""

    __tablename__ = "incident_event"
    __table_args__ = (
        sa.CheckConstraint("struck_on IS NULL OR words = ''", name="struck_says_nothing"),
        sa.Index("ix_incident_event_incident_id", "incident_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(sa.ForeignKey("incident.id"))
    turn: Mapped[Turn] = mapped_column(choice(Turn, "incident_turn"))
    happened_on: Mapped[date]
    # As `18:30`, or empty.
    happened_at: Mapped[str] = mapped_column(sa.String(5), default="")
    words: Mapped[str] = mapped_column(sa.Text, default="")
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    struck_on: Mapped[date | None]


class IncidentScope(Table):
    """How many persons of an entry of the register of personal information an incident concerns."""

    __tablename__ = "incident_scope"
    __table_args__ = (
        sa.UniqueConstraint("incident_id", "entry_id"),
        sa.CheckConstraint("affected_most >= affected", name="most_is_more"),
        sa.Index("ix_incident_scope_entry_id", "entry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(sa.ForeignKey("incident.id"))
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("personal_information.id"))
    affected: Mapped[int | None]
    affected_most: Mapped[int | None]
