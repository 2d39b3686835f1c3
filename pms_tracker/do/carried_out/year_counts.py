"""What came in a year and what became of it, counted over all units: requests of persons answered
in time, complaints, incidents, and contractors by verdict."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

import sqlalchemy as sa

from pms_tracker.database import Columns, session
from pms_tracker.do.incidents.incidents import classes_of
from pms_tracker.do.rules.contact.request_rules import Answering, answering
from pms_tracker.do.rules.incidents.incident_rules import Cause, Nature
from pms_tracker.do.rules.incidents.leak_rules import Class
from pms_tracker.do.tables.complaint_tables import Complaint
from pms_tracker.do.tables.contractor_tables import Evaluation
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.do.tables.request_tables import PersonRequest
from pms_tracker.kernel.locales.fiscal_years import fiscal_year_bounds
from pms_tracker.people.firm import people
from pms_tracker.questions import Question, Text, as_text, cells_of
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
class YearCounts:
    """By what came: how often, by the values of its kind (nature, verdict)."""

    came: Mapping[Came, Mapping[str, int]]
    answered: Mapping[Answering, int]
    # Incidents by why they are reported, and what happened by what led to it and what it was.
    classes: Mapping[Class, int]
    causes: Mapping[tuple[Cause, Nature], int]
    # What happened of which it is known what led to it, by what it was.
    caused: Mapping[Nature, int]

    def total(self, what: Came) -> int:
        return sum(self.came[what].values())


def of_year(year: int) -> YearCounts:
    """Of a fiscal year, as `of_days`."""
    return of_days(*fiscal_year_bounds(year, people.the_company().fiscal_start))


def of_days(first: date, last: date) -> YearCounts:
    """Of a run of days, without what was voided, and without a word of what it was."""
    return question(first, last).answer()


def question(first: date, last: date) -> Question[YearCounts]:
    """The same, to be read with what else is asked; incidents are read on when taken apart."""
    return Question((_counted(), _incidents()), {"first": first, "last": last}, _made)


def _made(counted: str, incidents: str) -> YearCounts:
    came: dict[Came, Counter[str]] = {each: Counter() for each in Came}
    answered: Counter[Answering] = Counter()
    for what, word, amount, came_on, sent_on in cells_of(counted):
        came[Came(what)][word] += amount
        if came_on is not None:
            sent = date.fromisoformat(sent_on) if sent_on is not None else None
            answered[answering(date.fromisoformat(came_on), sent)] += 1
    return YearCounts(came, answered, *_of_incidents([each for each, *_ in cells_of(incidents)]))


def _of_incidents(
    ids: list[int],
) -> tuple[Counter[Class], Counter[tuple[Cause, Nature]], Counter[Nature]]:
    """One by one, for why one is reported follows from all that it says."""
    rows = session.scalars(sa.select(Incident).where(Incident.id.in_(ids))).all() if ids else []
    return (
        Counter(one for row in rows for one in classes_of(row)),
        Counter((Cause(one), row.nature) for row in rows for one in row.causes),
        Counter(row.nature for row in rows if row.causes),
    )


@cache
def _incidents() -> Text:
    """All that is counted of them follows from these columns. A drill has led to nothing."""
    of = Incident
    return as_text(
        sa.select(of.id, of.nature, of.role, of.known_on, of.affected, of.affected_most)
        .add_columns(of.facts, of.causes)
        .where(of.known_on.between(_FIRST, _LAST), of.struck == "", of.nature != Nature.DRILL)
    )


@cache
def _counted() -> Text:
    """Requests one by one, for each has a limit of its own; the rest by kind."""
    requests = sa.select(
        *(sa.literal(Came.REQUEST.value).label("what"), sa.literal("").label("word")),
        *(sa.literal(1).label("amount"), PersonRequest.arrived_on.label("came_on")),
        PersonRequest.sent_on.label("sent_on"),
    )
    arrived = PersonRequest.arrived_on.between(_FIRST, _LAST)
    return as_text(sa.union_all(requests.where(arrived, PersonRequest.struck == ""), *_by_kind()))


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
