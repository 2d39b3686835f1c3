"""Actions of a plan in a table of their own, one from each round; categories of causes."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

CHECKS = (
    ("approval_before_start", "done_on IS NULL OR approved_at IS NOT NULL"),
    ("cause_before_plan", "action = '' OR cause <> ''"),
    ("done_before_review", "reviewed_by_id IS NULL OR done_on IS NOT NULL"),
    ("done_is_nobodys_turn", "done_on IS NULL OR turn_of_id IS NULL"),
    ("reviewer_did_not_do", "reviewed_by_id IS NULL OR reviewed_by_id <> done_by_id"),
    ("reviewer_does_not_own", "reviewed_by_id IS NULL OR reviewed_by_id <> owner_id"),
    ("turn_has_due_day", "turn_of_id IS NULL OR turn_due_on IS NOT NULL"),
)
# What stood on the round itself while it had one action.
MOVED = ("action", "owner_id", "due_on", "result", "done_by_id", "done_entered_by_id")
MOVED_TOO = "done_for_id"
PERSON = "person.id"
TEXTS = ("repeat_answer", "direct_cause", "whys", "escape_cause")
CATEGORIES = (
    *("training", "staffing", "roles", "no_procedure", "unfit_procedure", "no_cross_check"),
    *("access_settings", "missing_function", "breakdown", "place", "equipment", "workload"),
    *("contract", "oversight_of_contractor", "handling_by_contractor"),
    *("inventory", "supervision", "change"),
)


def upgrade() -> None:
    _create_actions()
    _create_due_changes()
    # A round whose owner was named before its plan has an action as well, still to be written.
    op.execute(
        "INSERT INTO case_action (round_id, position, cause, action, owner_id, due_on, resources,"
        " measure, progress, approved_at, result, done_on, done_by_id, done_entered_by_id,"
        " done_for_id, reviewed_by_id, turn_due_on)"
        " SELECT r.id, 1, CASE WHEN r.action = '' THEN '' ELSE r.cause END, r.action, r.owner_id,"
        " r.due_on, '', '', '', r.approved_at, r.result, r.done_on, r.done_by_id,"
        " r.done_entered_by_id, r.done_for_id, r.reviewed_by_id,"
        " CASE WHEN c.state = 'doing' AND r.number = c.round THEN c.turn_due_on ELSE r.due_on END"
        " FROM case_round AS r JOIN corrective_case AS c ON c.id = r.case_id"
        " WHERE r.action <> '' OR r.owner_id IS NOT NULL"
    )
    with op.batch_alter_table("case_round") as case_round:
        case_round.drop_index("ix_case_round_owner_id")
        for name in ("cause_before_plan", "reviewer_did_not_do", "reviewer_does_not_own"):
            case_round.drop_constraint(name, type_="check")
        for name in (*MOVED, MOVED_TOO):
            case_round.drop_column(name)
    with op.batch_alter_table("case_round") as case_round:
        case_round.add_column(sa.Column("cause_category", sa.String(32), nullable=True))
        case_round.add_column(
            sa.Column("repeats", sa.Integer(), nullable=False, server_default="0")
        )
        for name in TEXTS:
            case_round.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        case_round.create_check_constraint("cause_category", f"cause_category IN {CATEGORIES}")
        case_round.create_check_constraint("repeat_answered", "repeats = 0 OR repeat_answer <> ''")
        case_round.create_index("ix_case_round_cause_category", ["cause_category"])
        case_round.create_index("ix_case_round_repeats", ["repeats"])
    with op.batch_alter_table("case_round") as case_round:
        for name in ("repeats", *TEXTS):
            case_round.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("case_round") as case_round:
        for name in ("ix_case_round_cause_category", "ix_case_round_repeats"):
            case_round.drop_index(name)
        for name in ("cause_category", "repeat_answered"):
            case_round.drop_constraint(name, type_="check")
        for name in ("cause_category", "repeats", *TEXTS):
            case_round.drop_column(name)
    with op.batch_alter_table("case_round") as case_round:
        case_round.add_column(sa.Column("action", sa.Text(), nullable=False, server_default=""))
        case_round.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        case_round.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        case_round.add_column(sa.Column("result", sa.Text(), nullable=False, server_default=""))
        for name in ("done_by_id", "done_entered_by_id", MOVED_TOO):
            case_round.add_column(sa.Column(name, sa.Integer(), nullable=True))
    _put_back()
    with op.batch_alter_table("case_round") as case_round:
        case_round.alter_column("action", server_default=None)
        case_round.alter_column("result", server_default=None)
        for name in ("owner_id", "done_by_id", "done_entered_by_id", MOVED_TOO):
            key = f"fk_case_round_{name}_person"
            case_round.create_foreign_key(key, "person", [name], ["id"])
        case_round.create_check_constraint("cause_before_plan", "action = '' OR cause <> ''")
        for name, by in (
            ("reviewer_did_not_do", "done_by_id"),
            ("reviewer_does_not_own", "owner_id"),
        ):
            condition = f"reviewed_by_id IS NULL OR reviewed_by_id <> {by}"
            case_round.create_check_constraint(name, condition)
        case_round.create_index("ix_case_round_owner_id", ["owner_id"])
    op.drop_table("case_due_change")
    op.drop_table("case_action")


def _put_back() -> None:
    """The first action's owner and days stand for the round; the texts of all are kept in it."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text("SELECT * FROM case_action ORDER BY round_id, position")
    ).mappings()
    rounds: dict[int, dict[str, object]] = {}
    for row in rows:
        one = rounds.setdefault(row["round_id"], {name: row[name] for name in (*MOVED, MOVED_TOO)})
        if row["position"] != 1 and one["action"] != row["action"]:
            for name in ("action", "result"):
                one[name] = "\n".join(filter(None, (str(one[name]), str(row[name]))))
    settings = ", ".join(f"{name} = :{name}" for name in (*MOVED, MOVED_TOO))
    for round_id, values in rounds.items():
        connection.execute(
            sa.text(f"UPDATE case_round SET {settings} WHERE id = :round_id"),
            {**values, "round_id": round_id},
        )


def _create_actions() -> None:
    op.create_table(
        "case_action",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("case_round.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("resources", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=True),
        sa.Column("done_entered_by_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=True),
        sa.Column("done_for_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=True),
        sa.Column("turn_of_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=True),
        sa.Column("turn_due_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("round_id", "position"),
        *(sa.CheckConstraint(condition, name=name) for name, condition in CHECKS),
        sa.Index("ix_case_action_owner_id", "owner_id"),
        sa.Index("ix_case_action_turn_of_id_turn_due_on", "turn_of_id", "turn_due_on"),
    )


def _create_due_changes() -> None:
    op.create_table(
        "case_due_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("action_id", sa.Integer(), sa.ForeignKey("case_action.id"), nullable=False),
        sa.Column("was_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name="reason_given"),
        sa.CheckConstraint("was_on <> due_on", name="another_day"),
        sa.Index("ix_case_due_change_action_id", "action_id"),
    )
