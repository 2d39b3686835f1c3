"""Bringing audits of earlier years over from a file: all of them, or none where a row is bad."""

from pms_tracker import clock
from pms_tracker.check.reports import earlier_audits, history_files
from pms_tracker.check.reports.history_files import Facts, HistoryFile
from pms_tracker.people.firm import people


def read(content: bytes) -> HistoryFile:
    """What a file holds, judged by what is there already; raises as `history_files.read` does."""
    units = {unit.name: unit.id for unit in people.units()}
    start_month = people.the_company().fiscal_start_month
    facts = Facts(units, earlier_audits.known(), start_month, clock.today())
    return history_files.read(content, facts)
