"""Facts of an incident that stop a clock or give it a later day: proposed, and kept in the entry
once a second person approved them."""

from typing import Any

from pms_tracker.do.incidents import incident_lapses
from pms_tracker.do.incidents.incidents import INCIDENTS, eases, reported
from pms_tracker.do.rules.incidents.incident_decision_rules import Matter
from pms_tracker.do.rules.incidents.incident_easing_rules import FACTS
from pms_tracker.do.tables.incident_tables import Incident, IncidentDecision
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries
from pms_tracker.registers.fields import Value, Values


def proposed(row: Incident, facts: Values) -> dict[str, Any]:
    """What is to be decided: of each fact that is to be another, what the entry says of it and
    what it is to say, as JSON has them.

    Raises BadInput as the fields and the rule of the register do, and for facts that ease nothing.
    """
    now = INCIDENTS.values_of(row)
    told = {name: value for name, value in facts.items() if name in FACTS}
    wanted = INCIDENTS.tidied(INCIDENTS.fill({**now, **told}, entries.facts_now()))
    check(wanted)
    if not eases(now, wanted, row.unreported_on):
        raise BadInput("incident_eases_nothing")
    return {
        name: [_packed(name, now[name]), _packed(name, wanted[name])]
        for name in FACTS
        if wanted[name] != now[name]
    }


def check(wanted: Values) -> None:
    """Raises BadInput or RuleBroken for what an entry may not say."""
    for _name, refusal in INCIDENTS.faults(wanted, entries.facts_now()):
        raise refusal


def _packed(name: str, value: Value) -> Value:
    return INCIDENTS.field(name).packed(value)


def sides(decision: IncidentDecision) -> tuple[dict[str, Value], dict[str, Value]]:
    """The facts before and after, by field."""
    before, after = (
        {name: INCIDENTS.field(name).unpacked(pair[side]) for name, pair in decision.facts.items()}
        for side in (0, 1)
    )
    return before, after


def apply(row: Incident, decision: IncidentDecision, *, by: Viewer) -> None:
    """Have the entry say what was approved; what rests on other facts lapses."""
    _before, after = sides(decision)
    # What else the entry says may not go with it any more.
    check({**INCIDENTS.values_of(row), **after})
    _put(row, after, by)
    others = [each for each in decision.facts if each in FACTS]
    incident_lapses.lapse(row, others, reported(row), by=by, but=decision)


def undo(row: Incident, decision: IncidentDecision, *, by: Viewer) -> None:
    """Have the entry say what it said before, where nobody changed it since."""
    if decision.matter is not Matter.EASED:
        return
    before, after = sides(decision)
    same = [name for name, value in after.items() if INCIDENTS.field(name).of(row) == value]
    _put(row, {name: before[name] for name in same}, by)
    incident_lapses.lapse(row, same, reported(row), by=by, but=decision)


def _put(row: Incident, values: Values, by: Viewer) -> None:
    for name, value in values.items():
        entries.record(INCIDENTS, row, name, value, by=by)
