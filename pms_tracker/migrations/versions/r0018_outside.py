"""What is decided of incidents by a second person, what happened when in them, and how many persons
of which entry of the register of personal information they concern."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0018"
down_revision = "r0017"
branch_labels = None
depends_on = None

MATTERS = ("unreported", "unnotified", "closing")
EXEMPT = (*("no_class", "recovered", "elsewhere", "encrypted", "client_told", "no_data", "hard"),)
TURNS = ("contained", "recovered", "told", "called", "found", "note")
DECISION_STATES = ("waiting", "approved", "sent_back", "taken_back", "lapsed")


def upgrade() -> None:
    op.add_column("incident", sa.Column("unreported_on", sa.Date()))
    op.create_table(
        "incident_decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("incident_id", sa.Integer(), sa.ForeignKey("incident.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("matter", choice("incident_matter", *MATTERS), nullable=False),
        sa.Column("ground", choice("incident_exempt", *EXEMPT)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.Column("said_digest", sa.String(64), nullable=False),
        sa.Column("state", choice("incident_decision_state", *DECISION_STATES), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapsed_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("incident_id", "number"),
        sa.CheckConstraint("matter = 'closing' OR ground IS NOT NULL", name="has_ground"),
        sa.CheckConstraint("matter = 'closing' OR reason <> ''", name="has_reason"),
        sa.CheckConstraint("(state = 'lapsed') = (lapsed_on IS NOT NULL)", name="lapsed_day"),
        sa.Index(
            "uq_incident_decision_stands",
            "incident_id",
            "matter",
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'approved')"),
            postgresql_where=sa.text("state IN ('waiting', 'approved')"),
        ),
    )
    op.create_table(
        "incident_event",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("incident_id", sa.Integer(), sa.ForeignKey("incident.id"), nullable=False),
        sa.Column("turn", choice("incident_turn", *TURNS), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("happened_at", sa.String(5), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_on", sa.Date()),
        sa.CheckConstraint("struck_on IS NULL OR words = ''", name="struck_says_nothing"),
        sa.Index("ix_incident_event_incident_id", "incident_id"),
    )
    op.create_table(
        "incident_scope",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("incident_id", sa.Integer(), sa.ForeignKey("incident.id"), nullable=False),
        sa.Column(
            "entry_id", sa.Integer(), sa.ForeignKey("personal_information.id"), nullable=False
        ),
        sa.Column("affected", sa.Integer()),
        sa.Column("affected_most", sa.Integer()),
        sa.UniqueConstraint("incident_id", "entry_id"),
        sa.CheckConstraint("affected_most >= affected", name="most_is_more"),
        sa.Index("ix_incident_scope_entry_id", "entry_id"),
    )


def downgrade() -> None:
    op.drop_table("incident_scope")
    op.drop_table("incident_event")
    op.drop_table("incident_decision")
    op.drop_column("incident", "unreported_on")
