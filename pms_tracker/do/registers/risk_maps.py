"""The map of risks (リスクマップ): how likely and how grave, before measures and after."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from pms_tracker.database import Rows, session
from pms_tracker.do.registers.risks import visible_to
from pms_tracker.do.rules.risk_rules import Degree
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers.edition_rules import IN_FORCE


@dataclass(frozen=True)
class Counts:
    """How many risks there are of each likelihood and impact; `unjudged` lack one of the two."""

    of: Counter[tuple[Degree, Degree]]
    unjudged: int

    @property
    def judged(self) -> int:
        return self.of.total()


def counted(viewer: Viewer) -> tuple[Counts, Counts]:
    """The risks in force that somebody may see, before measures and after."""
    sides = (Risk.likelihood, Risk.impact), (Risk.likelihood_after, Risk.impact_after)
    columns = [column for side in sides for column in side]
    its = sa.select(*columns, sa.func.count(Risk.id).label("number"))
    its = its.where(Risk.state.in_(IN_FORCE), visible_to(viewer)).group_by(*columns)
    rows: Rows = session.execute(its).all()
    before, after = (_counts((row[at], row[at + 1], row.number) for row in rows) for at in (0, 2))
    return before, after


def _counts(rows: Iterator[tuple[Degree | None, Degree | None, int]]) -> Counts:
    found: Counter[tuple[Degree, Degree]] = Counter()
    unjudged = 0
    for likelihood, impact, number in rows:
        if likelihood is None or impact is None:
            unjudged += number
        else:
            found[likelihood, impact] += number
    return Counts(found, unjudged)
