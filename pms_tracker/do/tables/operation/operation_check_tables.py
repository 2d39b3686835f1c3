"""Tables of operation checks (運用の確認): what is checked, what was found, who read it."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table, choice, index_of_some
from pms_tracker.do.rules.operation.check_rules import Frequency, Way
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.period_reports.period_report_tables import PeriodReport
from pms_tracker.registers.edition_tables import Entry


class CheckTemplate(Entry):
    """What a unit checks how often, who sees to it, and who reads what was found."""

    __tablename__ = "check_template"
    CHECKS = (("days_in_order", "ends_on >= starts_on"), ("reader_apart", "reader_id <> owner_id"))

    title: Mapped[str] = mapped_column(sa.String(200))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    frequency: Mapped[Frequency] = mapped_column(choice(Frequency, "check_frequency"), index=True)
    items: Mapped[str] = mapped_column(sa.Text)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    reader_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")

    @property
    def reference(self) -> str:
        return format_reference(Kind.CHECK_TEMPLATE, self.fiscal_year, self.number)


class CheckRun(Table):
    """A check as it was entered once, with its items as they were then; never changed. Of several
    of a period the last stands, the earlier ones stay."""

    __tablename__ = "check_run"
    __table_args__ = (sa.Index("ix_check_run_period", "template_id", "period_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(sa.ForeignKey("check_template.id"))
    # The first day of its period.
    period_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    answers: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    way: Mapped[Way] = mapped_column(choice(Way, "check_way"))
    done_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    done_by_name: Mapped[str] = mapped_column(sa.String(100))
    # When it was answered, and the day that counts; what came without a line arrived later.
    done_at: Mapped[datetime] = mapped_column(Instant)
    done_on: Mapped[date]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    # Made by the page that sent it, so that what is sent twice is taken once.
    uuid: Mapped[str] = mapped_column(sa.String(36), unique=True)


class CheckFault(Entry):
    """What a check found wanting (×): put right on the spot, or by somebody until a day."""

    __tablename__ = "check_fault"
    CHECKS = (
        ("days_in_order", "done_on >= found_on"),
        (
            "done_or_owned",
            "done_on IS NOT NULL OR (owner_id IS NOT NULL AND due_on IS NOT NULL) OR struck <> ''",
        ),
    )

    template_id: Mapped[int | None] = mapped_column(sa.ForeignKey("check_template.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(sa.ForeignKey("check_run.id"))
    item: Mapped[str] = mapped_column(sa.String(200))
    found_on: Mapped[date] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    what: Mapped[str] = mapped_column(sa.Text)
    grave: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None] = mapped_column(index=True)
    done_on: Mapped[date | None] = mapped_column(index=True)
    done: Mapped[str] = mapped_column(sa.Text, default="")
    case_reference: Mapped[str] = mapped_column(sa.String(40), default="")
    # Why whoever opens cases opened none, where one was proposed.
    no_case: Mapped[str] = mapped_column(
        sa.Text, default="", server_default=sa.text("''"), sort_order=1
    )


class CheckReading(Table):
    """That somebody else read the sheet of a month: its figures as they were, blanks included, and
    a digest of all that it said."""

    __tablename__ = "check_reading"
    __table_args__ = (sa.UniqueConstraint("template_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(sa.ForeignKey("check_template.id"))
    # Its first day.
    month: Mapped[date]
    figures: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    digest: Mapped[str] = mapped_column(sa.String(64))
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    read_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    read_on: Mapped[date]
    read_at: Mapped[datetime] = mapped_column(Instant)


class CheckDoor(Table):
    """The secret link of a check, as the QR code at a door shows it; of the link the digest alone
    is kept. `seed` is what the installation's own secret makes the link of again."""

    __tablename__ = "check_door"
    __table_args__ = (
        index_of_some("ix_check_door_open", "template_id", where="ended_on IS NULL", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(sa.ForeignKey("check_template.id"))
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    seed: Mapped[str] = mapped_column(sa.String(32))
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    made_on: Mapped[date]
    ended_on: Mapped[date | None]


class CheckReport(PeriodReport):
    """What the representative was told of a quarter's checks."""

    __tablename__ = "check_report"
    KIND, PERIOD = Kind.CHECK_REPORT, "quarter"

    begins_on: Mapped[date] = mapped_column(PERIOD, sort_order=-1)
    # A row for each check: its number, title, unit and figures.
    lines: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
