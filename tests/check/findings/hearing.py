"""What tests of a finding's hearing share: its days, what was answered, and who owes what."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from pms_tracker import clock
from pms_tracker.check.findings.hearings import answer_of
from pms_tracker.check.tables.audit_tables import Finding, FindingAnswer
from tests import open_duties
from tests.cast import IDS

# Five business days on: neither the weekend nor a holiday counts (24 November is a Tuesday).
DUE = date(2026, 12, 1)


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    with clock.set_to(clock.at(day, hour)):
        yield


def answered(finding: Finding) -> FindingAnswer:
    found = answer_of(finding.id)
    assert found is not None
    return found


def due(name: str) -> list[tuple[str, str, date]]:
    return [
        (each.kind, each.reference, each.due_on)
        for each in open_duties.of_check(date.max, IDS[name])
    ]
