"""Audits of earlier years (移行): entered once from their papers, counted on board and summary."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.check.programmes import coverage
from pms_tracker.check.rules import history_rules
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.history_rules import Told
from pms_tracker.check.tables.history_tables import PastAudit
from pms_tracker.database import Rows, session
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.trail import trail
from pms_tracker.trail.trail import Actor

# What the trail calls one: no reference of a record begins like this.
OF_PAST = "past:"
# What makes two of them the same: kind, unit, day.
Same = tuple[AuditKind, int | None, date]


def enter(told: Told, *, by: Actor) -> PastAudit:
    """Enter one audit. Raises as `history_rules.check` does, NotFound for a unit there is none of,
    RuleBroken where it was entered before."""
    history_rules.check(told, people.fiscal_year_of(told.held_on), clock.today())
    if told.unit_id is not None:
        people.unit(told.unit_id)
    if same(told) in known():
        raise RuleBroken("past_audit_known", day=told.held_on)
    return _add(told, by)


def enter_all(every: Iterable[Told], *, by: Actor) -> int:
    """Enter audits that were found right row by row (`history_files`); how many there were."""
    return len([_add(told, by) for told in every])


def _add(told: Told, by: Actor) -> PastAudit:
    made = PastAudit(
        kind=told.kind,
        fiscal_year=told.fiscal_year,
        unit_id=told.unit_id,
        paths=list(told.paths),
        held_on=told.held_on,
        auditors=told.auditors.strip(),
        counts={grade.value: amount for grade, amount in told.counts.items() if amount},
        note=told.note.strip(),
        lies_at=told.lies_at.strip(),
        entered_by_id=by.id,
        recorded_at=clock.now(),
    )
    session.add(made)
    session.flush()
    changes = {
        "audit_kind": (None, made.kind),
        "fiscal_year": (None, made.fiscal_year),
        "held_on": (None, made.held_on),
        "auditors": (None, made.auditors),
    }
    trail.note(reference_of(made), "past_audit_entered", by=by, changes=changes)
    return made


def reference_of(past: PastAudit) -> str:
    """What the trail calls it."""
    return f"{OF_PAST}{past.id}"


def same(told: Told) -> Same:
    return told.kind, told.unit_id, told.held_on


def known() -> set[Same]:
    """Every past audit, by what makes it the same as another."""
    rows = session.execute(select(PastAudit.kind, PastAudit.unit_id, PastAudit.held_on))
    return {(row.kind, row.unit_id, row.held_on) for row in rows}


def by_number(number: int, *, seen_by: Viewer) -> PastAudit:
    """Raises NotFound where there is none or the person may not know of it."""
    visible = coverage.past_visible_to(seen_by)
    found = session.scalar(select(PastAudit).where(PastAudit.id == number, visible))
    if found is None:
        raise NotFound("no_such_past_audit")
    return found


def listed(viewer: Viewer) -> Rows:
    """Every past audit a person may know of, the latest first."""
    statement = (
        select(PastAudit.id, PastAudit.kind, PastAudit.fiscal_year, PastAudit.held_on)
        .add_columns(PastAudit.auditors, PastAudit.counts, Unit.name.label("unit"))
        .outerjoin(Unit, Unit.id == PastAudit.unit_id)
        .where(coverage.past_visible_to(viewer))
        .order_by(PastAudit.held_on.desc(), PastAudit.id.desc())
        .limit(1000)
    )
    return session.execute(statement).all()
