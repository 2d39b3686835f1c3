"""An incident is struck, and its clocks get later days, once a second person approved it."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0032"
down_revision = "r0031"
branch_labels = None
depends_on = None

TABLE = "incident_decision"
BEFORE = ("unreported", "unnotified", "closing")
AFTER = (*BEFORE, "eased", "struck")
EXEMPT = (*("no_class", "recovered", "elsewhere", "encrypted", "client_told", "no_data", "hard"),)
STATES = ("waiting", "approved", "sent_back", "taken_back", "lapsed")
STOOD_BEFORE = "state IN ('waiting', 'approved')"
STANDS_NOW = "state = 'waiting' OR (state = 'approved' AND matter <> 'eased')"
GROUND_BEFORE = "matter = 'closing' OR ground IS NOT NULL"
GROUND_NOW = "matter IN ('closing', 'eased', 'struck') OR ground IS NOT NULL"


def upgrade() -> None:
    facts = sa.Column("facts", sa.JSON(), nullable=False)
    _made_anew(AFTER, GROUND_NOW, STANDS_NOW, facts)


def downgrade() -> None:
    # What the version before knows nothing of is let go with it.
    op.execute("DELETE FROM incident_decision WHERE matter IN ('eased', 'struck')")
    _made_anew(BEFORE, GROUND_BEFORE, STOOD_BEFORE)


def _made_anew(matters: tuple[str, ...], ground: str, stands: str, *more: sa.Column[Any]) -> None:
    """SQLite changes no CHECK of a table that is there: its few rows are put into another."""
    connection = op.get_bind()
    old = sa.Table(TABLE, sa.MetaData(), autoload_with=connection)
    rows = [{"facts": {}, **row} for row in connection.execute(sa.select(old)).mappings()]
    op.drop_table(TABLE)
    new = op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("incident_id", sa.Integer(), sa.ForeignKey("incident.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("matter", choice("incident_matter", *matters), nullable=False),
        sa.Column("ground", choice("incident_exempt", *EXEMPT)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        *more,
        sa.Column("said_digest", sa.String(64), nullable=False),
        sa.Column("state", choice("incident_decision_state", *STATES), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapsed_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("incident_id", "number"),
        sa.CheckConstraint(ground, name="has_ground"),
        sa.CheckConstraint("matter = 'closing' OR reason <> ''", name="has_reason"),
        sa.CheckConstraint("(state = 'lapsed') = (lapsed_on IS NOT NULL)", name="lapsed_day"),
        sa.Index(
            *("uq_incident_decision_stands", "incident_id", "matter"),
            unique=True,
            sqlite_where=sa.text(stands),
            postgresql_where=sa.text(stands),
        ),
    )
    names = new.columns.keys()
    op.bulk_insert(new, [{name: row[name] for name in names} for row in rows])
    if rows and connection.dialect.name == "postgresql":
        last = max(row["id"] for row in rows)
        connection.execute(sa.select(sa.func.setval("incident_decision_id_seq", last)))
