"""An incident asks for its facts, for whoever looks to its first report, and for its end; a draft
of the register of personal information asks to be handed in.

No table changes: rows kept of duties are derived anew once any revision was applied.
"""

revision = "r0039"
down_revision = "r0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is altered."""


def downgrade() -> None:
    """Nothing is altered."""
