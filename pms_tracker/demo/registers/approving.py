"""Entries of the demo company are handed in by one person and approved by another."""

from collections.abc import Sequence
from typing import Any

from pms_tracker import clock
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.plan.deciding.entry_decisions import Seen
from pms_tracker.registers.register import Register


def hand_in(register: Register, rows: Sequence[Any], desk: Desk) -> None:
    """The privacy manager asks for the approval of entries."""
    by = desk.cast.holder(Role.PRIVACY_MANAGER)
    for row in rows:
        entry_decisions.hand_in(register, row, version=row.version, by=by)


def approve(register: Register, rows: Sequence[Any], desk: Desk) -> None:
    """The representative approves entries."""
    firm = Firm(clock.today())
    for offer in entry_decisions.offered(register, rows):
        digest = entry_decisions.waiting(register, offer, firm).about.digest
        chosen = [(offer.row, Seen(offer.row.version, digest))]
        entry_decisions.approve_several(register, chosen, by=desk.cast.holder(Role.REPRESENTATIVE))
