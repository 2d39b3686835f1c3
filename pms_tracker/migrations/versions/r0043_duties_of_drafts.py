"""Drafts of risks, purposes and laws ask to be handed in.

No table changes: rows kept of duties are derived anew once any revision was applied.
"""

revision = "r0043"
down_revision = "r0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is altered."""


def downgrade() -> None:
    """Nothing is altered."""
