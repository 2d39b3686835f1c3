"""Decisions that a requirement does not concern a unit for a year (対象外の決定); material that
belongs to editions of courses; renewals that were refused, and the end of using the mark."""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice
from pms_tracker.migrations.entry_columns import approved

revision = "r0034"
down_revision = "r0033"
branch_labels = None
depends_on = None

REQUIRED = ("ledger", "risks", "contractors", "training", "checks", "disposals")
GROUNDS = ("nothing_held", "nobody_asked", "other_unit", "part_of_year", "other")
COURSE = sa.table(
    "course",
    *(sa.column(name) for name in ("id", "fiscal_year", "number")),
    sa.column("material", sa.JSON()),
)
DOCUMENT = sa.table(
    "document",
    *(sa.column(name) for name in ("id", "fiscal_year", "number")),
    sa.column("facts", sa.JSON()),
)
RUN = sa.table("training_run", sa.column("course_reference"), sa.column("material", sa.JSON()))
FILE = sa.table(
    "evidence_file",
    *(sa.column(name) for name in ("id", "reference", "number", "sha256", "step", "erased_at")),
)
EDITION = sa.table(
    "register_edition",
    *(sa.column(name) for name in ("id", "register", "entry_id", "from_on")),
    sa.column("said", sa.JSON()),
)


def upgrade() -> None:
    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("of_year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("required", choice("required_of_units", *REQUIRED), nullable=False),
        sa.Column("ground", choice("exemption_ground", *GROUNDS), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *approved(),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("reason <> ''", name="reasoned"),
        sa.Index("ix_exemption_of_year", "of_year"),
        sa.Index("ix_exemption_unit_id", "unit_id"),
        sa.Index("ix_exemption_required", "required"),
        sa.Index("ix_exemption_state", "state"),
    )
    for table in ("course", "training_run"):
        nothing = sa.text("'[]'")
        column = sa.Column("material", sa.JSON(), nullable=False, server_default=nothing)
        op.add_column(table, column)
    _have_material()
    for name in ("refused_on", "stopped_on"):
        op.add_column("renewal", sa.Column(name, sa.Date()))


def _have_material() -> None:
    """What courses and documents have belongs to what is in force, or is drafted, of them; what was
    approved before stays as it was signed."""
    found = _files()
    for row in op.get_bind().execute(sa.select(COURSE)).mappings().all():
        called = f"TC-{row['fiscal_year']}-{row['number']:03d}"
        its = found.get(called, [])
        if its:
            op.execute(sa.update(COURSE).where(COURSE.c.id == row["id"]).values(material=its))
            began = RUN.c.course_reference == called
            op.execute(sa.update(RUN).where(began).values(material=its))
            _draft("courses", row["id"], {"material": its})
    for row in op.get_bind().execute(sa.select(DOCUMENT)).mappings().all():
        its = found.get(f"DC-{row['fiscal_year']}-{row['number']:03d}", [])
        if its:
            facts = {**row["facts"], "enclosed": its}
            op.execute(sa.update(DOCUMENT).where(DOCUMENT.c.id == row["id"]).values(facts=facts))
            _draft("documents", row["id"], {"enclosed": its})


def _files() -> dict[str, list[str]]:
    """The digests of the files of each record, in order."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    stand = sa.select(FILE).where(FILE.c.step == "", FILE.c.erased_at.is_(None))
    for row in op.get_bind().execute(stand.order_by(FILE.c.id)).mappings():
        found[row["reference"]][row["sha256"]] = None
    return {reference: list(its) for reference, its in found.items()}


def _draft(register: str, entry_id: int, more: dict[str, list[str]]) -> None:
    its = EDITION.c.register == register, EDITION.c.entry_id == entry_id
    drafts = sa.select(EDITION).where(*its, EDITION.c.from_on.is_(None))
    for row in op.get_bind().execute(drafts).mappings().all():
        said = {**row["said"], **more}
        op.execute(sa.update(EDITION).where(EDITION.c.id == row["id"]).values(said=said))


def downgrade() -> None:
    for table, names in (
        ("renewal", ("stopped_on", "refused_on")),
        ("training_run", ("material",)),
        ("course", ("material",)),
    ):
        with op.batch_alter_table(table) as changed:
            for name in names:
                changed.drop_column(name)
    op.drop_table("exemption")
