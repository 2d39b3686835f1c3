"""What becomes of an entry of a register when a decision about it is void: it waits again."""

from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.database import session
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan import plan_undecided
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entry_editions, entry_fields
from pms_tracker.registers.edition_rules import DRAFTED, WAITS, Standing
from pms_tracker.registers.register import Beforehand, Register
from pms_tracker.trail import record_numbers


def waits_again(register: Register, reference: Reference, row: Approval, by: Viewer) -> bool:
    """Whether an entry waits again as it was handed in; not where something was written since."""
    entry, first = _locked(register, reference), register.beforehand
    if first is not None and row.step == first.step and row.decision is Decision.APPROVED:
        return _needs_it_again(entry, first, by, row)
    if row.submission != entry.submissions:
        return False
    if row.decision is not Decision.APPROVED:
        return entry.state in DRAFTED and _is_same(register, entry, row) and _wait(entry, by, row)
    if entry.state not in (Standing.IN_FORCE, Standing.ENDED):
        return False
    entry_editions.take_out(register, entry)
    waits = _wait(entry, by, row)
    entry_fields.keep(register, entry)
    return waits


def _needs_it_again(entry: Any, first: Beforehand, by: Viewer, row: Approval) -> bool:
    """What was approved beforehand is so no more; not where the entry came into force on it."""
    if entry.edition or getattr(entry, first.column) is None:
        return False
    setattr(entry, first.column, None)
    # What was handed in since waits for this instead.
    return _wait(entry, by, row)


def _locked(register: Register, reference: Reference) -> Any:
    assert register.kind is not None
    columns = (register.column("fiscal_year"), register.column("number"))
    its = record_numbers.named(reference, register.kind, *columns)
    return session.scalars(select(register.table).where(its).with_for_update()).one()


def _is_same(register: Register, entry: Any, row: Approval) -> bool:
    (offer,) = entry_decisions.offered(register, [entry])
    firm = Firm(clock.today())
    return entry_decisions.waiting(register, offer, firm).about.digest == row.digest


def _wait(entry: Any, by: Viewer, row: Approval) -> bool:
    before, after = entry.state, WAITS[1] if entry.edition else WAITS[0]
    entry.state, entry.submitted_on = after, clock.today()
    entry.version += 1
    session.flush()
    plan_undecided.note(row.reference, {"state": (before, after)}, by)
    return True
