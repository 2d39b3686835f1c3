"""Who used up their tries at a test asks to be looked after; whoever handed in a report of a
training or of an audit sees whom it waits for; reviews are convened before their day.

No table changes: rows kept of duties are derived anew once any revision was applied.
"""

revision = "r0044"
down_revision = "r0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is altered."""


def downgrade() -> None:
    """Nothing is altered."""
