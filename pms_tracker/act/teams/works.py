"""Who owned, did, wrote or approved work of corrective action: what ties people to a unit."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Row, and_, bindparam, select, union_all

from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.database import Columns, read, reference_of
from pms_tracker.kernel.independence import Share, Tie, looked_at_since
from pms_tracker.kernel.references import Kind, format_reference


def ties(
    unit_ids: Collection[int], first: date, last: date, person_ids: Collection[int] | None = None
) -> list[Tie]:
    """Shares in the cases of these units that may count for audits between two days.

    With `person_ids` theirs alone. A case that was closed before the year of the first audit
    holds no work within it.
    """
    asked = {"units": sorted(unit_ids), "since": looked_at_since(first), "last": last}
    rows = read(_rounds(), asked)
    found = dict.fromkeys(tie for row in rows for tie in _of_round(row))
    return [each for each in found if person_ids is None or each.person_id in person_ids]


@cache
def _rounds() -> Columns:
    """Rounds of the cases, each of their actions beside every approval of its case: built once,
    since every page that looks at teams asks it."""
    since, last = bindparam("since", type_=Date), bindparam("last", type_=Date)
    of_units = select(Case.id).where(
        Case.unit_id.in_(bindparam("units", expanding=True)), Case.opened_on <= last
    )
    # Each is few rows by index; one condition for both would look at every case there is.
    looked_at = union_all(
        of_units.where(Case.closed_on.is_(None)), of_units.where(Case.closed_on >= since)
    )
    approved = and_(
        Approval.reference == reference_of(Kind.CASE, Case.fiscal_year, Case.number),
        Approval.decision == Decision.APPROVED,
        Approval.decided_on.between(since, last),
    )
    return (
        select(Case.fiscal_year, Case.number, Case.unit_id, Case.opened_on, Case.closed_on)
        .add_columns(CaseRound.writer_ids, CaseRound.submitted_on, CaseAction.owner_id)
        .add_columns(CaseAction.done_on, CaseAction.done_by_id, CaseAction.done_for_id)
        .add_columns(Approval.decided_on, Approval.decided_by_id, Approval.for_id)
        .select_from(Case)
        .join(CaseRound, CaseRound.case_id == Case.id)
        .outerjoin(CaseAction, CaseAction.round_id == CaseRound.id)
        .outerjoin(Approval, approved)
        .where(Case.id.in_(looked_at))
        .order_by(Case.id, CaseRound.number, CaseAction.position, Approval.id)
    )


def _of_round(row: Row[*tuple[Any, ...]]) -> Iterator[Tie]:
    name = format_reference(Kind.CASE, row.fiscal_year, row.number)
    began, unit_id = row.submitted_on or row.opened_on, row.unit_id
    if row.owner_id is not None:
        yield Tie(row.owner_id, Share.OWNED, name, began, row.closed_on, unit_id)
    for writer_id in row.writer_ids:
        yield Tie(writer_id, Share.WROTE, name, began, began, unit_id)
    for share, day, persons in (
        (Share.DID, row.done_on, (row.done_by_id, row.done_for_id)),
        (Share.APPROVED, row.decided_on, (row.decided_by_id, row.for_id)),
    ):
        for person_id in persons:
            if person_id is not None:
                yield Tie(person_id, share, name, day, day, unit_id)
