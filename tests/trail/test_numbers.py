"""Numbers on both databases: gapless, never given twice, taken in the order of the cycle."""

import pytest
from flask import Flask
from sqlalchemy import event

from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session, transaction
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.trail import record_numbers
from pms_tracker.trail.record_numbers import next_number
from tests import builders
from tests.databases import Served


def test_each_kind_and_year_counts_on_its_own(app: Flask) -> None:
    assert [next_number("F", 2026) for _ in range(3)] == [1, 2, 3]
    assert next_number("CA", 2026) == 1
    assert next_number("F", 2027) == 1
    assert next_number("F", 2026) == 4


def test_a_number_that_was_rolled_back_is_given_again(app: Flask) -> None:
    with transaction():
        assert next_number("F", 2026) == 1

    def fail() -> None:
        with transaction():
            assert next_number("F", 2026) == 2
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with transaction():
        assert next_number("F", 2026) == 2


def test_the_first_number_of_a_series_can_be_rolled_back_too(app: Flask) -> None:
    assert next_number("MR", 2030) == 1
    session.rollback()
    assert next_number("MR", 2030) == 1


def test_filing_takes_the_findings_number_before_the_cases(served: Served, app: Flask) -> None:
    audit = builders.audit()
    taken: list[str] = []

    def watch(_c: object, _cu: object, statement: str, values: object, *_rest: object) -> None:
        if statement.startswith("INSERT INTO number_series"):
            taken.extend(kind for kind in ("AU", "F", "CA") if f"'{kind}'" in repr(values))

    event.listen(served.engine, "before_cursor_execute", watch)
    try:
        builders.case(audit)
    finally:
        event.remove(served.engine, "before_cursor_execute", watch)
    assert list(dict.fromkeys(taken)) == ["F", "CA"]


@pytest.mark.parametrize(
    ("kind", "years_on", "further"), [(Kind.FINDING, 0, 0), (Kind.AUDIT, 1, 0), (Kind.AUDIT, 0, 1)]
)
def test_a_record_is_found_by_kind_year_and_number_together(
    app: Flask, kind: Kind, years_on: int, further: int
) -> None:
    audit = builders.audit()

    def found(reference: Reference) -> Audit:
        its = record_numbers.named(reference, Kind.AUDIT, Audit.fiscal_year, Audit.number)
        return record_numbers.find(Audit, reference, its, for_update=True)

    assert found(Reference(Kind.AUDIT, audit.fiscal_year, audit.number)) is audit
    other = Reference(kind, audit.fiscal_year + years_on, audit.number + further)
    with pytest.raises(NotFound) as refused:
        found(other)
    assert refused.value.values == {"reference": str(other)}
