"""The plan of one audit beyond day and team: what it is held against, its day, whom it asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from sqlalchemy import insert, select

from pms_tracker.check.audits.teams import Roster
from pms_tracker.check.rules import audit_plan_rules
from pms_tracker.check.rules.audit_rules import AuditKind, AuditState
from pms_tracker.check.rules.checklist_rules import Origin
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.database import session
from pms_tracker.plan.policies import requirements
from pms_tracker.plan.tables.policy_tables import Requirement
from pms_tracker.trail.trail import Change


@dataclass(frozen=True)
class Slot:
    """One row of a schedule."""

    kind: audit_plan_rules.SessionKind
    starts_at: time
    ends_at: time | None = None
    place: str = ""
    with_whom: str = ""

    def __str__(self) -> str:
        until = f"–{self.ends_at:%H:%M}" if self.ends_at else ""
        return " ".join(filter(None, [f"{self.starts_at:%H:%M}{until}", self.place]))


@dataclass(frozen=True)
class Details:
    """くわしい計画: everything that an audit may do without."""

    objective: str = ""
    scope: str = ""
    method: str = ""
    schedule: tuple[Slot, ...] = ()
    auditee_ids: tuple[int, ...] = ()


NONE_YET = Details()
TEXTS = ("objective", "scope", "method")


def usual_criteria(unit_id: int, kind: AuditKind) -> list[int]:
    """What an audit is held against unless somebody chooses: as the unit's last one of this kind.

    Its clauses and items in the editions in force; for a first one, what the published policy
    asks for.
    """
    last = (
        select(Audit.id)
        .where(Audit.unit_id == unit_id, Audit.kind == kind, Audit.state != AuditState.CANCELLED)
        .order_by(Audit.planned_on.desc(), Audit.id.desc())
        .limit(1)
    )
    asked = select(ChecklistItem.requirement_id).where(
        ChecklistItem.audit_id == last.scalar_subquery(), ChecklistItem.origin == Origin.CRITERIA
    )
    before = {_place(row) for row in requirements.told(list(session.scalars(asked)))}
    in_force = requirements.in_force(most=None)
    again = [row.id for row in in_force if _place(row) in before]
    published = [row for row in in_force if _source(row) == _source(in_force[0])]
    return again or [row.id for row in requirements.asking(published)]


def _source(row: object) -> tuple[object, object]:
    return (getattr(row, "policy_number", None), getattr(row, "set_key", None))


def _place(row: object) -> tuple[object, ...]:
    # The same clause in another edition.
    return (*_source(row), getattr(row, "path", None))


def enter_criteria(audit: Audit, clauses: Sequence[Requirement]) -> None:
    """Have the checklist of a new audit ask about these clauses."""
    # In one statement: an approved programme plans audits with hundreds of rows.
    session.execute(
        insert(ChecklistItem),
        [
            {"audit_id": audit.id, "requirement_id": clause.id, "position": position}
            for position, clause in enumerate(clauses, start=1)
        ],
    )
    tell_criteria(audit, clauses)


def tell_criteria(audit: Audit, clauses: Sequence[Requirement]) -> None:
    """Keep which policies and sets, in which editions, an audit is held against (監査基準)."""
    rows = requirements.sources([each.id for each in clauses])
    audit.criteria = [dict(row._mapping) for row in rows]
    session.flush()


def enter_details(audit: Audit, wanted: Details, firm: Roster) -> dict[str, Change]:
    """Write down the details of a plan; what that changes.

    Raises BadInput for a schedule that does not go forward, and for auditees who are not of the
    unit on the day (`firm`).
    """
    audit_plan_rules.check_schedule([(each.starts_at, each.ends_at) for each in wanted.schedule])
    of_unit = {each for each, who in firm.members.items() if audit.unit_id in who.unit_ids}
    audit_plan_rules.check_auditees(wanted.auditee_ids, of_unit)
    before = details_of(audit)
    changes: dict[str, Change] = {
        **{name: (getattr(before, name) or None, getattr(wanted, name) or None) for name in TEXTS},
        "schedule": (_told(before.schedule), _told(wanted.schedule)),
        "auditees": (_names(firm, before.auditee_ids), _names(firm, wanted.auditee_ids)),
    }
    for name in TEXTS:
        setattr(audit, name, getattr(wanted, name))
    if before != wanted:
        audit.schedule = [_kept(each) for each in wanted.schedule]
        audit.auditee_ids = list(dict.fromkeys(wanted.auditee_ids))
    session.flush()
    return changes


def _told(schedule: Sequence[Slot]) -> str | None:
    return " / ".join(str(each) for each in schedule) or None


def _names(firm: Roster, ids: Sequence[int]) -> str | None:
    return "、".join(sorted(firm.names(ids).values())) or None


def details_of(audit: Audit) -> Details:
    """The details of an audit's plan, as they were last written down."""
    return Details(
        audit.objective, audit.scope, audit.method, schedule_of(audit), tuple(audit.auditee_ids)
    )


def schedule_of(audit: Audit) -> tuple[Slot, ...]:
    """The schedule of the audit day, in its order."""
    return tuple(slot_of(each) for each in audit.schedule)


def slot_of(kept: Mapping[str, str]) -> Slot:
    """A row of a schedule from the plain values it is kept as."""
    ends = kept.get("ends_at", "")
    return Slot(
        audit_plan_rules.SessionKind(kept["kind"]),
        time.fromisoformat(kept["starts_at"]),
        time.fromisoformat(ends) if ends else None,
        kept.get("place", ""),
        kept.get("with_whom", ""),
    )


def _kept(slot: Slot) -> dict[str, str]:
    return {
        "kind": slot.kind.value,
        "starts_at": f"{slot.starts_at:%H:%M}",
        "ends_at": f"{slot.ends_at:%H:%M}" if slot.ends_at else "",
        "place": slot.place,
        "with_whom": slot.with_whom,
    }
