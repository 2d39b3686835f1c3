"""Facts of an entry that stop a clock or give it a later day: proposed, and kept in the entry once
a second person approved them."""

from collections.abc import Callable, Collection
from typing import Any

from pms_tracker.do.by_two.matter_tables import Decided
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries
from pms_tracker.registers.fields import Value, Values
from pms_tracker.registers.register import Register


def proposed(
    register: Register,
    row: Any,
    facts: Values,
    names: Collection[str],
    eases: Callable[[Values, Values], bool],
) -> dict[str, Any]:
    """What is to be decided: of each fact among `names` that is to be another, what the entry says
    of it and what it is to say, as JSON has them.

    Raises BadInput as the fields and the rule of the register do, and for facts that ease nothing.
    """
    now = register.values_of(row)
    told = {name: value for name, value in facts.items() if name in names}
    wanted = register.tidied(register.fill({**now, **told}, entries.facts_now()))
    check(register, wanted)
    if not eases(now, wanted):
        raise BadInput("matter_eases_nothing")
    return {
        name: [_packed(register, name, now[name]), _packed(register, name, wanted[name])]
        for name in names
        if wanted[name] != now[name]
    }


def check(register: Register, wanted: Values) -> None:
    """Raises BadInput or RuleBroken for what an entry may not say."""
    for _name, refusal in register.faults(wanted, entries.facts_now()):
        raise refusal


def _packed(register: Register, name: str, value: Value) -> Value:
    return register.field(name).packed(value)


def sides(register: Register, decided: Decided) -> tuple[dict[str, Value], dict[str, Value]]:
    """The facts before and after, by field."""
    before, after = (
        {name: register.field(name).unpacked(pair[side]) for name, pair in decided.facts.items()}
        for side in (0, 1)
    )
    return before, after


def apply(register: Register, row: Any, decided: Decided, *, by: Viewer) -> None:
    """Have the entry say what was approved."""
    _before, after = sides(register, decided)
    # What else the entry says may not go with it any more.
    check(register, {**register.values_of(row), **after})
    _put(register, row, after, by)


def undo(register: Register, row: Any, decided: Decided, *, by: Viewer) -> None:
    """Have the entry say what it said before, where nobody changed it since."""
    before, after = sides(register, decided)
    same = [name for name, value in after.items() if register.field(name).of(row) == value]
    _put(register, row, {name: before[name] for name in same}, by)


def _put(register: Register, row: Any, values: Values, by: Viewer) -> None:
    for name, value in values.items():
        entries.record(register, row, name, value, by=by)
