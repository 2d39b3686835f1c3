"""The order of lists: page by page every row once, whatever is equal and whatever is added."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from pms_tracker.act.cases import case_lists
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.audits import audit_lists
from pms_tracker.check.findings import finding_lists
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.database import NEWEST, Order, Rows, Sorts, read_order, session
from tests import builders
from tests.cast import TODAY, UNIT_IDS, viewer

Lister = Callable[[Order, int], Rows]
LISTS: dict[str, tuple[Sorts, Any, Lister]] = {
    "findings": (
        finding_lists.SORTS,
        Finding,
        lambda order, limit: finding_lists.FINDINGS.page(
            viewer("audit_manager"), finding_lists.Filter(), order, limit
        ),
    ),
    "cases": (
        case_lists.SORTS,
        Case,
        lambda order, limit: case_lists.CASES.page(
            viewer("audit_manager"), case_lists.Filter(), order, limit
        ),
    ),
    "audits": (
        audit_lists.SORTS,
        Audit,
        lambda order, limit: audit_lists.AUDITS.page(
            viewer("audit_manager"), audit_lists.Filter(), order, limit
        ),
    ),
}
FEW = 4


@pytest.fixture
def many(app: Flask) -> None:
    """Audits, findings and cases whose days and units are drawn from so few that many are equal."""
    drawn = random.Random(3)
    for _ in range(6):
        add_one(drawn)
    for _ in range(5):
        ended = builders.case_in(CaseState.CLOSED)
        ended.closed_on = TODAY - timedelta(days=drawn.randint(0, 1))
    session.flush()


def add_one(drawn: random.Random) -> None:
    """One more of each, anywhere in every order but the number's."""
    audit = builders.audit(
        planned_on=TODAY + timedelta(days=drawn.randint(-1, 1)),
        unit_id=UNIT_IDS[drawn.choice(["松本教室", "教務部"])],
    )
    found = builders.finding(audit, found_on=TODAY - timedelta(days=drawn.randint(0, 1)))
    builders.finding(audit, 2, grade=Grade.OBSERVATION, found_on=found.found_on)
    opened = session.scalars(Case.__table__.select().where(Case.finding_id == found.id)).one()
    case = session.get_one(Case, opened)
    case.turn_due_on = TODAY + timedelta(days=drawn.randint(0, 1))
    case.done_on = case.first_judged_on = TODAY - timedelta(days=drawn.randint(0, 1))
    case.on_time = case.first_effective = True
    session.flush()


def asked(by: str, *, descending: bool, sorts: Sorts, after: str = "") -> Order:
    """An order as its address asks for it."""
    order = read_order(f"-{by}" if descending else by, after, sorts)
    assert (order.by, order.descending) == (by, descending)
    return order


def walk(name: str, by: str, *, descending: bool, between: Callable[[], None]) -> list[Any]:
    """Every row met going from page to page, `between` happening after each."""
    sorts, _table, listed = LISTS[name]
    met: list[Any] = []
    after = ""
    while True:
        order = asked(by, descending=descending, sorts=sorts, after=after)
        rows = listed(order, FEW)
        met += rows
        if len(rows) < FEW:
            return met
        after = order.goes_on_after(rows[-1], sorts)
        between()


def ids_of(name: str, key: str) -> set[int]:
    """Whatever a list holds that an order can place."""
    table = LISTS[name][1]
    return {row.id for row in session.query(table) if getattr(row, key) is not None}


def check_every_row_once(name: str, by: str) -> None:
    sorts, _table, _listed = LISTS[name]
    key = sorts[by].key
    every = ids_of(name, key)
    assert len(every) > FEW
    for descending in (False, True):
        met = walk(name, by, descending=descending, between=lambda: None)
        values = [(getattr(row, key), row.id) for row in met]
        assert values == sorted(values, reverse=descending), by
        assert {row.id for row in met} == every, by
        assert len(met) == len(every), by


def check_with_rows_added(name: str, by: str) -> None:
    sorts, _table, _listed = LISTS[name]
    key = sorts[by].key
    before = ids_of(name, key)
    drawn = random.Random(5)
    left = iter([add_one] * 3)

    def between() -> None:
        for add in (next(left, None),):
            if add:
                add(drawn)

    met = walk(name, by, descending=True, between=between)
    values = [(getattr(row, key), row.id) for row in met]
    assert values == sorted(set(values), reverse=True), by
    assert before <= {row.id for row in met}, by


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("name", LISTS)
def test_all_pages_together_give_every_row_once_in_order_whatever_is_added(name: str) -> None:
    """In every order of a list; the rows are made once for all of them."""
    for by in LISTS[name][0]:
        check_every_row_once(name, by)
    for by in LISTS[name][0]:
        added = session.begin_nested()
        check_with_rows_added(name, by)
        added.rollback()


@pytest.mark.parametrize(
    ("sort", "after", "order"),
    [
        ("", "", NEWEST),
        ("-number", "", NEWEST),
        ("number", "12", Order("number", False, (12,))),
        ("", "12", Order("number", True, (12,))),
        ("due", "2026-11-24~7", Order("due", False, (date(2026, 11, 24), 7))),
        ("-unit", "3~7", Order("unit", True, (3, 7))),
        ("title", "12", Order("number", True, (12,))),
        ("--due", "", NEWEST),
        ("due", "7", Order("due", False)),
        ("due", "x~7", Order("due", False)),
        ("due", "20261124~7", Order("due", False)),
        ("due", "2026-11-24~7~8", Order("due", False)),
        ("unit", "2026-11-24~7", Order("unit", False)),
        ("", "2026-11-24~7", NEWEST),
        ("", "9" * 5000, NEWEST),
        ("", str(2**31), NEWEST),
        ("", "-7", NEWEST),
        ("", "７", NEWEST),
    ],
)
def test_what_is_no_order_or_no_place_is_left_out(sort: str, after: str, order: Order) -> None:
    assert read_order(sort, after, case_lists.SORTS) == order
