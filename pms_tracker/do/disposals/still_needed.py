"""What still needs records of the PMS (記録, J.4.5.5): nobody disposes of them before.

Later phases know what needs them; they are asked by what the composition root installs.
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from pms_tracker.do.rules.disposal_rules import Decision
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.registers.fields import Values

# What needs records of a fiscal year, or of any year before it as well, by its name; "": nothing.
Needing: TypeAlias = Callable[[int, bool], str]

_needing: list[Needing] = []


def install(needing: Iterable[Needing]) -> None:
    """Say what is asked; the composition root does, once for all."""
    _needing[:] = needing


def check(values: Values) -> None:
    """Raises RuleBroken where something needs the records that a disposal is to be of; what is gone
    already is recorded all the same."""
    of_records = values["kinds"] and values["batch_year"] is not None
    if not of_records or values["decision"] is not Decision.DISPOSE or values["done_on"]:
        return
    for needs in _needing:
        if name := needs(values["batch_year"], bool(values["earlier"])):
            raise RuleBroken("records_needed_by_renewal", name=name)
