"""Numbers for records: gapless per kind and fiscal year, given inside the transaction."""

from sqlalchemy.dialects import postgresql, sqlite

from pms_tracker.database import session
from pms_tracker.trail.models import NumberSeries


def next_number(kind: str, fiscal_year: int) -> int:
    """The next number of `kind` in `fiscal_year` (0 for kinds that count on through the years).

    The row stays locked until the transaction ends, so an undone transaction leaves no gap. Who
    takes numbers of two kinds takes them in the order in which the kinds arise along the cycle.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(NumberSeries).values(kind=kind, fiscal_year=fiscal_year, last=1)
    key = (NumberSeries.kind, NumberSeries.fiscal_year)
    raised = first.on_conflict_do_update(
        index_elements=key, set_={"last": NumberSeries.last + 1}
    ).returning(NumberSeries.last)
    return int(session.execute(raised).scalar_one())
