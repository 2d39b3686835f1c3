"""Who owned, did, wrote or approved work of corrective action: what ties people to a unit."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound, RoundWriter
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.database import numbers_of, reference_of
from pms_tracker.kernel.independence import Share, Tie, looked_at_since
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.questions import Text, as_text, cells_of, day_in, texts


def ties(
    unit_ids: Collection[int], first: date, last: date, person_ids: Collection[int] | None = None
) -> list[Tie]:
    """Shares in the cases of these units that may count for audits between two days.

    With `person_ids` theirs alone. A case that was closed before the year of the first audit
    holds no work within it.
    """
    return told(shares(unit_ids, first, last, person_ids))


def shares(
    unit_ids: Collection[int], first: date, last: date, person_ids: Collection[int] | None = None
) -> str:
    """The same as a text for `told`."""
    asked = {"units": sorted(unit_ids), "since": looked_at_since(first), "last": last}
    if person_ids is not None:
        asked["persons"] = sorted(person_ids)
    return texts((_shares(of_some=person_ids is not None),), asked)[0]


def told(shares: str) -> list[Tie]:
    """The ties that shares tell of, as text."""
    found = {_of_share(*cells) for cells in cells_of(shares)}
    return sorted(found, key=attrgetter("reference", "share", "since_on", "person_id"))


_UNITS: sa.BindParameter[int] = sa.bindparam("units", expanding=True)
_PERSONS: sa.BindParameter[int] = sa.bindparam("persons", expanding=True)
_SINCE, _LAST = sa.bindparam("since", type_=sa.Date), sa.bindparam("last", type_=sa.Date)


@cache
def _shares(*, of_some: bool) -> Text:
    """A row for each share that somebody had in the cases: built once, since every page that looks
    at teams asks it.

    Of some by the persons, who are few in a team, while a unit's cases are many.
    """
    # Found once, however many shares are asked of them.
    cases = Case.__table__ if of_some else _cases().cte("cases").prefix_with("MATERIALIZED")
    shown = cases.c.fiscal_year, cases.c.number, cases.c.unit_id
    return as_text(
        sa.union_all(
            *(
                sa.select(sa.literal(share.value).label("share"), *shown)
                .add_columns(since.label("since_on"), until.label("until_on"))
                .add_columns(person.label("person_id"))
                .select_from(where)
                .where(person.is_not(None), since.is_not(None))
                .where(person.in_(_PERSONS) if of_some else sa.true())
                .where(*(_in_time(cases) if of_some else ()))
                for share, where, since, until, persons in _named(cases, by_person=of_some)
                for person in persons
            )
        )
    )


def _named(cases: Any, *, by_person: bool) -> Iterator[tuple[Share, Any, Any, Any, Sequence[Any]]]:
    """Each share with where it is found, from when to when it lasts, and whose it is."""
    began = sa.func.coalesce(CaseRound.submitted_on, cases.c.opened_on)
    done_on, decided_on = CaseAction.done_on, Approval.decided_on
    rounds = cases.join(CaseRound.__table__, CaseRound.case_id == cases.c.id)
    wrote = rounds.join(RoundWriter, RoundWriter.round_id == CaseRound.id)
    actions = rounds.join(CaseAction, CaseAction.round_id == CaseRound.id)
    if by_person:
        year, number = numbers_of(Kind.CASE, Approval.reference)
        about = Approval.reference.startswith(f"{Kind.CASE}-")
        same = sa.and_(about, cases.c.fiscal_year == year, cases.c.number == number)
    else:
        same = Approval.reference == reference_of(Kind.CASE, cases.c.fiscal_year, cases.c.number)
    counts = sa.and_(Approval.decision == Decision.APPROVED, decided_on.between(_SINCE, _LAST))
    approved = cases.join(Approval, sa.and_(same, counts))
    deciders = Approval.decided_by_id, Approval.for_id
    yield Share.WROTE, wrote, began, began, (RoundWriter.writer_id,)
    owners = CaseAction.owner_id, CaseAction.heir_id
    yield Share.OWNED, actions, began, cases.c.closed_on, owners
    yield Share.DID, actions, done_on, done_on, (CaseAction.done_by_id, CaseAction.done_for_id)
    yield Share.APPROVED, approved, decided_on, decided_on, deciders


def _cases() -> sa.CompoundSelect[Any]:
    """The cases of units that may hold work of these days."""
    of_units = sa.select(
        *(Case.id, Case.fiscal_year, Case.number, Case.unit_id, Case.opened_on, Case.closed_on)
    ).where(Case.unit_id.in_(_UNITS), Case.opened_on <= _LAST)
    # Each is few rows by index; one condition for both would look at every case there is.
    return sa.union_all(
        of_units.where(Case.closed_on.is_(None)), of_units.where(Case.closed_on >= _SINCE)
    )


def _in_time(cases: Any) -> Iterator[sa.ColumnElement[bool]]:
    """The same of cases that were found by somebody's share in them: in words for which no index
    serves, or some databases would begin with all cases of the units."""
    yield sa.func.coalesce(cases.c.unit_id, 0).in_(_UNITS)
    yield sa.func.coalesce(cases.c.opened_on, _LAST) <= _LAST
    yield sa.func.coalesce(cases.c.closed_on, _LAST) >= _SINCE


def _of_share(
    share: str, year: int, number: int, unit_id: int, since: str, until: str | None, person_id: int
) -> Tie:
    name = format_reference(Kind.CASE, year, number)
    first = date.fromisoformat(since)
    return Tie(person_id, Share(share), name, first, day_in(until), unit_id)
