"""Statements of lists: put together once for all who stand alike, and true for each of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import ColumnElement

from pms_tracker import clock
from pms_tracker.act.cases import case_lists
from pms_tracker.act.cases.case_lists import CASES
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.check.findings.finding_lists import FINDINGS, Filter
from pms_tracker.database import NEWEST, Order
from pms_tracker.people.firm.listings import Listing
from pms_tracker.people.firm.people import Viewer
from tests import builders
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


def counting() -> tuple[Listing[Filter], list[Filter]]:
    """The list of findings, and for what its conditions were put together."""
    made: list[Filter] = []

    def narrowed(viewer: Viewer, wanted: Filter) -> Iterable[ColumnElement[bool]]:
        made.append(wanted)
        return FINDINGS.narrowed(viewer, wanted)

    return replace(FINDINGS, narrowed=narrowed), made


def test_conditions_are_put_together_once_whoever_asks_and_wherever_they_are_in_the_list() -> None:
    listing, made = counting()
    second, boss = builders.finding(position=2).id, viewer("audit_manager")
    first = builders.finding(position=1).id
    assert [row.id for row in listing.page(boss, Filter())] == [first, second]
    made.clear()
    for after, found in ((first, [second]), (second, []), (first, [second])):
        rows = listing.page(boss, Filter(), Order(after=(after,)))
        assert [row.id for row in rows] == found
    assert made == [Filter()]
    listing.page(boss, Filter(unit_id=UNIT_IDS["書店"]))
    assert made == [Filter(), Filter(unit_id=UNIT_IDS["書店"])]


def test_two_who_stand_alike_see_each_their_own_by_the_same_statement() -> None:
    case = builders.case_in(CaseState.DOING)
    colleague = replace(viewer("owner"), person_id=viewer("without_account").person_id)
    assert colleague.unit_ids == viewer("owner").unit_ids
    assert CASES.count(viewer("owner"), case_lists.Filter()) == 1
    assert CASES.count(colleague, case_lists.Filter()) == 0
    assert [row.id for row in CASES.page(viewer("owner"), case_lists.Filter())] == [case.id]
    assert CASES.page(colleague, case_lists.Filter()) == []


def test_what_goes_by_the_day_is_put_together_anew_on_the_next() -> None:
    listing, made = counting()
    head = viewer("head")
    listing.count(head, Filter())
    listing.count(head, Filter())
    with time_machine.travel(clock.at(TODAY + timedelta(days=1), 10)):
        listing.count(head, Filter())
    assert made == [Filter(), Filter()]


def test_a_page_comes_with_how_many_there_are_on_all_pages(
    served: Served, visitor: Visitor
) -> None:
    boss = viewer("audit_manager")
    assert FINDINGS.shown(boss, Filter()) == ([], 0)
    audit = builders.audit()
    first, second = (builders.finding(audit, each).id for each in (1, 2))
    with visitor.counting() as statements:
        rows, count = FINDINGS.shown(boss, Filter(), NEWEST, 1)
    assert (len(statements), [row.id for row in rows], count) == (1, [second], 2)
    # Beyond the last page there is no row that could say so.
    assert FINDINGS.shown(boss, Filter(), Order(after=(first,))) == ([], 2)
