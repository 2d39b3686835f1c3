"""Numbers for records: gapless per kind and fiscal year, given inside the transaction."""

from contextlib import suppress

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from pms_tracker.database import session
from pms_tracker.trail.models import NumberSeries


def next_number(kind: str, fiscal_year: int) -> int:
    """The next number of `kind` in `fiscal_year` (0 for kinds that count on through the years).

    The row stays locked until the transaction ends, so an undone transaction leaves no gap. Who
    takes numbers of two kinds takes them in the order in which the kinds arise along the cycle.
    """
    last = _raise(kind, fiscal_year)
    if last is None:
        with suppress(IntegrityError), session.begin_nested():
            session.execute(insert(NumberSeries).values(kind=kind, fiscal_year=fiscal_year, last=0))
        last = _raise(kind, fiscal_year)
    if last is None:
        raise LookupError(kind)
    return last


def _raise(kind: str, fiscal_year: int) -> int | None:
    return session.execute(
        update(NumberSeries)
        .where(NumberSeries.kind == kind, NumberSeries.fiscal_year == fiscal_year)
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    ).scalar()
