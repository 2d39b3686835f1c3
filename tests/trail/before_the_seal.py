"""A trail as it was written before the seal: each digest covers the name itself."""

import sqlalchemy as sa

from pms_tracker.database import session
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import TrailEntry
from tests.trail.test_trail import tamper


def write_as_before() -> None:
    """Digest every entry as it was before names could be erased, ready for a downgrade to 0050."""
    previous = "0" * 64
    for entry in session.scalars(sa.select(TrailEntry).order_by(TrailEntry.number)).all():
        row = {**vars(entry), "previous": previous}
        digest = trail.older_digest(row, [each.digest for each in entry.values])
        tamper(
            "UPDATE trail_entry SET previous = :previous, digest = :digest WHERE number = :number",
            previous=previous,
            digest=digest,
            number=entry.number,
        )
        previous = digest
    tamper("UPDATE trail_head SET digest = :digest", digest=previous)
    # The triggers that were dropped for this come back with the revision.
    made = {
        "sqlite": "CREATE TRIGGER trail_entry_only_name_erased BEFORE UPDATE ON trail_entry"
        " BEGIN SELECT 1; END",
        "postgresql": "ALTER TABLE trail_entry ENABLE TRIGGER USER",
    }
    session.execute(sa.text(made[session.get_bind().dialect.name]))
    session.commit()
    session.remove()
