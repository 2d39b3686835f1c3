"""What an audit programme leaves out of its year (R1): said when it is handed in and approved."""

from collections.abc import Sequence

from pms_tracker import clock
from pms_tracker.check.programmes import coverage, programme_proposal
from pms_tracker.check.rules import programme_rules
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.coverage_rules import Lifetime
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.people.firm import people
from pms_tracker.plan.deciding import yearly


def of(programme: Programme, rows: Sequence[programme_rules.Row]) -> list[str | AuditKind]:
    """The units that the year neither audits nor plans to, by name, and the conformity audit."""
    span = yearly.year_of(programme)
    start = max(span.first, clock.today())
    there = {
        unit.id: unit.name
        for unit in people.units()
        if Lifetime(unit.opened_on, unit.closed_on).touches(span)
        and (unit.closed_on is None or unit.closed_on >= start)
    }
    need = programme_proposal.left(coverage.need(span, there), rows)
    missing: list[str | AuditKind] = [there[unit_id] for unit_id in need.units]
    return [*missing, AuditKind.CONFORMITY] if need.conformity else missing


def check(programme: Programme, rows: Sequence[programme_rules.Row], reason: str) -> None:
    """Raises RuleBroken where something is left out and nobody says why."""
    programme_rules.check_gaps(of(programme, rows), reason)
