"""An approval of part of what an entry says that comes before its own, where a company works so.

As how personal information is acquired: that is approved before anybody acquires it, how it is
handled afterwards. It is a decision like the entry's own, bound to the digest of its fields; it
counts until one of them is written anew before the entry is in force.
"""

from typing import Any

from pms_tracker.approvals import approvals
from pms_tracker.people.firm import company_profile
from pms_tracker.registers.fields import Value, Values
from pms_tracker.registers.register import Beforehand, Register


def wanted(register: Register, row: Any) -> Beforehand | None:
    """The approval that an entry needs before its own, if there is one and it has none yet."""
    its = register.beforehand
    if its is None or row.edition or getattr(row, its.column) is not None:
        return None
    return its if its.part in company_profile.parts() else None


def said(register: Register, its: Beforehand, values: Values) -> dict[str, Value]:
    """What is decided on, as JSON has it."""
    return {name: register.field(name).packed(values[name]) for name in its.fields}


def lapse(register: Register, row: Any, before: Values) -> None:
    """Void the approval where what it approved was written anew before the entry is in force."""
    its = register.beforehand
    if its is None or row.edition or getattr(row, its.column) is None:
        return
    if any(register.field(name).of(row) != before[name] for name in its.fields):
        setattr(row, its.column, None)
        approvals.void(register.name_of(row), its.step)
