"""Who owned, did, wrote or approved work of corrective action: what ties people to a unit."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    CompoundSelect,
    Date,
    Integer,
    Row,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.database import read, reference_of
from pms_tracker.kernel.independence import Share, Tie, looked_at_since
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.tables.people_tables import Person


def ties(
    unit_ids: Collection[int], first: date, last: date, person_ids: Collection[int] | None = None
) -> list[Tie]:
    """Shares in the cases of these units that may count for audits between two days.

    With `person_ids` theirs alone. A case that was closed before the year of the first audit
    holds no work within it.
    """
    asked = {"units": sorted(unit_ids), "since": looked_at_since(first), "last": last}
    if person_ids is not None:
        asked["persons"] = sorted(person_ids)
    rows = read(_shares(of_some=person_ids is not None), asked)
    found = {tie for row in rows for tie in _of_share(row)}
    theirs = [each for each in found if person_ids is None or each.person_id in person_ids]
    return sorted(theirs, key=attrgetter("reference", "share", "since_on", "person_id"))


@cache
def _shares(*, of_some: bool) -> CompoundSelect[Any]:
    """A row for each text, action and approval of the cases, with those who had a share in it:
    built once, since every page that looks at teams asks it."""
    # Found once, however many shares are asked of them.
    cases = _cases().cte("cases").prefix_with("MATERIALIZED")
    began = func.coalesce(CaseRound.submitted_on, cases.c.opened_on)
    done_on, decided_on = CaseAction.done_on, Approval.decided_on
    rounds = cases.join(CaseRound, CaseRound.case_id == cases.c.id)
    actions = rounds.join(CaseAction, CaseAction.round_id == CaseRound.id)
    approved = and_(
        Approval.reference == reference_of(Kind.CASE, cases.c.fiscal_year, cases.c.number),
        Approval.decision == Decision.APPROVED,
        decided_on.between(bindparam("since", type_=Date), bindparam("last", type_=Date)),
    )
    named = (
        (Share.OWNED, actions, began, cases.c.closed_on, (CaseAction.owner_id, CaseAction.heir_id)),
        (Share.DID, actions, done_on, done_on, (CaseAction.done_by_id, CaseAction.done_for_id)),
        (
            *(Share.APPROVED, cases.join(Approval, approved), decided_on, decided_on),
            (Approval.decided_by_id, Approval.for_id),
        ),
    )
    some: BindParameter[int] = bindparam("persons", expanding=True)
    # Also who bears one of their numbers within a longer one: fewer rows, not yet the right ones.
    writes = cast(CaseRound.writer_ids, String).contains(cast(Person.id, String))
    wrote = _share(cases, Share.WROTE, began, began, CaseRound.writer_ids).select_from(rounds)
    return union_all(
        wrote.add_columns(cast(null(), Integer), cast(null(), Integer)).where(
            exists().where(Person.id.in_(some), writes) if of_some else true()
        ),
        *(
            _share(cases, share, since, until, null())
            .add_columns(persons[0], persons[-1])
            .select_from(where)
            .where(since.is_not(None))
            .where(or_(*(each.in_(some) for each in persons)) if of_some else true())
            for share, where, since, until, persons in named
        ),
    )


def _cases() -> CompoundSelect[Any]:
    """The cases of units that may hold work of these days."""
    of_units = select(
        *(Case.id, Case.fiscal_year, Case.number, Case.unit_id, Case.opened_on, Case.closed_on)
    ).where(
        Case.unit_id.in_(bindparam("units", expanding=True)),
        Case.opened_on <= bindparam("last", type_=Date),
    )
    # Each is few rows by index; one condition for both would look at every case there is.
    return union_all(
        of_units.where(Case.closed_on.is_(None)),
        of_units.where(Case.closed_on >= bindparam("since", type_=Date)),
    )


def _share(cases: CTE, share: Share, since: Any, until: Any, writers: Any) -> Select[Any]:
    whose = cases.c.fiscal_year, cases.c.number, cases.c.unit_id
    return select(literal(share.value).label("share"), *whose, since, until, writers)


def _of_share(row: Row[*tuple[Any, ...]]) -> Iterator[Tie]:
    share, fiscal_year, number, unit_id, since_on, until_on, writers, *persons = row
    name = format_reference(Kind.CASE, fiscal_year, number)
    for person_id in writers or persons:
        if person_id is not None:
            yield Tie(person_id, Share(share), name, since_on, until_on, unit_id)
