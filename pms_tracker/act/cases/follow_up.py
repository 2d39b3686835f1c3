"""What became of an audit's nonconformities: its cases, followed up after it was closed as well."""

from datetime import date
from functools import lru_cache

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.act.cases import cases, instructions
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.act.tables.source_tables import CaseFinding
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import Columns, Rows, read
from pms_tracker.people.firm.listings import KEPT, Asker, asker, parameters
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person


def of_audit(audit_id: int, viewer: Viewer) -> Rows:
    """The audit's cases that a person may know of, in order of filing, in one statement.

    A case with several of its findings stands once beside each. `owner` owns the first action of
    the latest round, whose plan was handed in on `submitted_on`; `turn_of` has the next step, due
    on `turn_due_on`. `is_answered` where
    it says what was done of the representative's instruction.
    """
    asked = {"audit_id": audit_id, **parameters(viewer)}
    return read(_of_audit(asker(viewer), clock.today()), asked)


@lru_cache(maxsize=KEPT)
def _of_audit(who: Asker, _today: date) -> Columns:
    """Built once for all who stand alike on the day."""
    owner, holder = aliased(Person), aliased(Person)
    # Under names of their own: whoever may see a case is looked for in rounds and findings as well.
    latest, first, finding = aliased(CaseRound), aliased(CaseAction), aliased(Finding)
    return (
        select(
            Case.id,
            Case.fiscal_year,
            Case.number,
            CaseFinding.finding_id,
            finding.fiscal_year.label("finding_year"),
            finding.number.label("finding_number"),
            latest.submitted_on,
            Case.title,
            Case.state,
            Case.round,
            Case.turn_due_on,
            Case.closed_on,
            owner.name.label("owner"),
            holder.name.label("turn_of"),
            instructions.ANSWERED.label("is_answered"),
        )
        .join(CaseFinding, CaseFinding.case_id == Case.id)
        .join(finding, finding.id == CaseFinding.finding_id)
        .join(latest, (latest.case_id == Case.id) & (latest.number == Case.round))
        .outerjoin(first, (first.round_id == latest.id) & (first.position == 1))
        .outerjoin(owner, owner.id == first.holder_id)
        .outerjoin(holder, holder.id == Case.turn_of_id)
        .where(finding.audit_id == bindparam("audit_id", type_=Integer))
        .where(cases.visible_to(who.viewer()))
        .order_by(Case.id)
    )
