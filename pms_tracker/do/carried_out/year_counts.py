"""What came in a year and what became of it, counted over all units: requests of persons answered
in time, complaints, incidents, and contractors by verdict."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa

from pms_tracker.database import Columns, read
from pms_tracker.do.rules.contact import request_rules
from pms_tracker.do.tables.complaint_tables import Complaint
from pms_tracker.do.tables.contractor_tables import Evaluation
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.do.tables.request_tables import PersonRequest
from pms_tracker.kernel.locales.fiscal_years import fiscal_year_bounds
from pms_tracker.people.firm import people
from pms_tracker.registers.edition_rules import IN_FORCE

_FIRST, _LAST = sa.bindparam("first", type_=sa.Date), sa.bindparam("last", type_=sa.Date)
_NO_DAY = sa.cast(sa.null(), sa.Date)


class Came(StrEnum):
    """What is counted of a year."""

    REQUEST = "request"
    COMPLAINT = "complaint"
    INCIDENT = "incident"
    EVALUATION = "evaluation"


@dataclass(frozen=True)
class Answered:
    """How many requests were answered, and how many of them within the firm's own limit."""

    answered: int
    in_time: int


@dataclass(frozen=True)
class YearCounts:
    """By what came: how often, by the values of its kind (nature, verdict)."""

    came: Mapping[Came, Mapping[str, int]]
    answered: Answered

    def total(self, what: Came) -> int:
        return sum(self.came[what].values())


def of_year(year: int) -> YearCounts:
    """Of a fiscal year, without what was voided, and without a word of what it was. One
    statement."""
    first, last = fiscal_year_bounds(year, people.the_company().fiscal_start)
    rows = read(_counted(), {"first": first, "last": last})
    came: dict[Came, Counter[str]] = {each: Counter() for each in Came}
    for row in rows:
        came[Came(row.what)][row.word] += row.amount
    sent = [(row.came_on, row.sent_on) for row in rows if row.sent_on is not None]
    return YearCounts(
        came, Answered(len(sent), sum(request_rules.is_in_time(*each) for each in sent))
    )


@cache
def _counted() -> sa.CompoundSelect[Any]:
    """Requests one by one, for each has a limit of its own; the rest by kind."""
    requests = sa.select(
        *(sa.literal(Came.REQUEST.value).label("what"), sa.literal("").label("word")),
        *(sa.literal(1).label("amount"), PersonRequest.arrived_on.label("came_on")),
        PersonRequest.sent_on.label("sent_on"),
    )
    return sa.union_all(
        requests.where(PersonRequest.arrived_on.between(_FIRST, _LAST), PersonRequest.struck == ""),
        *_by_kind(),
    )


def _by_kind() -> Iterator[Columns]:
    # A verdict counts once it was approved.
    approved = Evaluation.state.in_(IN_FORCE)
    for what, table, kind, day, counts in (
        (Came.COMPLAINT, Complaint, Complaint.kind, Complaint.received_on, sa.true()),
        (Came.INCIDENT, Incident, Incident.nature, Incident.known_on, sa.true()),
        (Came.EVALUATION, Evaluation, Evaluation.verdict, Evaluation.evaluated_on, approved),
    ):
        word = sa.cast(kind, sa.String).label("word")
        yield (
            sa.select(sa.literal(what.value), word, sa.func.count(), _NO_DAY, _NO_DAY)
            .where(day.between(_FIRST, _LAST), table.struck == "", kind.is_not(None), counts)
            .group_by(word)
        )
