"""Teams of audit programmes: written, handed in and approved where work is known too."""

from collections.abc import Sequence
from datetime import date

from pms_tracker.act.teams import works
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.programmes import programme_gaps, programme_writing, programmes
from pms_tracker.check.programmes.bench import Bench
from pms_tracker.check.programmes.programme_writing import Words, Written
from pms_tracker.check.tables.programme_tables import Programme, ProgrammeRow
from pms_tracker.kernel.independence import Tie
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding import yearly
from pms_tracker.plan.rules.year_rules import Year


def bench(span: Year) -> Bench:
    """Who could be asked to audit through a year, with what ties them to the work of units."""
    units = people.units()
    ties = works.ties([each.id for each in units], span.first, span.last)
    return Bench(span.first, span.last, units, ties)


def draft(year: int, words: Words, *, by: Viewer) -> Programme:
    """Begin the programme of a year; raises as `programme_writing.draft` does."""
    return programme_writing.draft(year, words, bench_of=bench, by=by)


def save(
    programme: Programme, written: Written, *, version: int, by: Viewer, among: Bench | None = None
) -> None:
    """Write a draft anew; raises as `programme_writing.save` does. `among` spares reading it."""
    among = among or bench(yearly.year_of(programme))
    programme_writing.save(programme, written, among, version=version, by=by)


def submit(
    programme: Programme, written: Written, *, version: int, by: Viewer, among: Bench | None = None
) -> None:
    """Hand a programme in; raises as `programme_writing.submit` does."""
    among = among or bench(yearly.year_of(programme))
    programme_writing.submit(programme, written, among, version=version, by=by)


def decide(programme: Programme, decided: Decided, *, version: int, by: Viewer) -> Approval:
    """Approve a programme, which plans its audits, or send it back; as `programmes.decide`.

    Raises RuleBroken too where the year needs something that it leaves out without a reason.
    """
    rows = programmes.rows_of(programme)
    if decided.approves:
        planned = [programmes.row_of(each) for each in rows]
        programme_gaps.check(programme, planned, programme.gap_reason)
    found = _ties(rows) if decided.approves else []
    return programmes.decide(programme, decided, ties=found, version=version, by=by)


def _ties(rows: Sequence[ProgrammeRow]) -> list[Tie]:
    days: list[date] = [each.planned_on for each in rows]
    return works.ties({each.unit_id for each in rows}, min(days), max(days)) if days else []
