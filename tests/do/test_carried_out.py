"""What units carried out: how a cell stands, and the board read in as many statements for all."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from pms_tracker.do.carried_out import carried_out
from pms_tracker.do.checks.check_faults import FAULTS
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.rules.carried_out_rules import Carried, Cell, Exempted, Judged, Required, judge
from pms_tracker.do.rules.operation.check_rules import Frequency
from pms_tracker.kernel.days import Days
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import UnitKind
from pms_tracker.registers import entries
from pms_tracker.reminders.running import every_source
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do import test_ledger_reviews, test_trainings
from tests.visitor import Visitor
from tests.web.browsing import committing, words

DAY = timedelta(days=1)
YEAR = Days(date(2026, 4, 1), date(2027, 3, 31))
ASKED, GIVEN = Exempted("EX-2026-001", approved=False), Exempted("EX-2026-001", approved=True)
BEFORE = Days(date(2025, 4, 1), date(2026, 3, 31))
AHEAD = Days(date(2027, 4, 1), date(2028, 3, 31))


@pytest.mark.parametrize(
    ("cell", "year", "judged"),
    [
        (Cell(), YEAR, Judged(Carried.BLANK)),
        (Cell(2, TODAY), YEAR, Judged(Carried.DONE, 2, 0, 0, TODAY)),
        # What is due today is not late.
        (Cell(2, TODAY, [TODAY]), YEAR, Judged(Carried.PLANNED, 2, 1, 0, TODAY)),
        (Cell(2, TODAY, [TODAY - DAY, TODAY]), YEAR, Judged(Carried.LATE, 2, 1, 1, TODAY - DAY)),
        # What is overdue from the year before is late in both years.
        (
            Cell(0, None, [date(2026, 3, 31)]),
            YEAR,
            Judged(Carried.LATE, 0, 0, 1, date(2026, 3, 31)),
        ),
        (
            *(Cell(0, None, [date(2026, 3, 31)]), BEFORE),
            Judged(Carried.LATE, 0, 0, 1, date(2026, 3, 31)),
        ),
        # What is due in this year is none of the year before.
        (
            Cell(1, date(2026, 1, 5), [TODAY]),
            BEFORE,
            Judged(Carried.DONE, 1, 0, 0, date(2026, 1, 5)),
        ),
        (Cell(0, None, [TODAY - DAY]), BEFORE, Judged(Carried.BLANK)),
        # What nobody approved yet exempts nothing, and what is asked nevertheless counts.
        (Cell(exempted=ASKED), YEAR, Judged(Carried.BLANK, exempted=ASKED)),
        (Cell(exempted=GIVEN), YEAR, Judged(Carried.EXEMPT, exempted=GIVEN)),
        (Cell(0, None, [TODAY], GIVEN), YEAR, Judged(Carried.PLANNED, 0, 1, 0, TODAY)),
        (Cell(2, TODAY, exempted=GIVEN), YEAR, Judged(Carried.DONE, 2, 0, 0, TODAY)),
    ],
)
def test_a_cell_is_late_then_planned_then_done(cell: Cell, year: Days, judged: Judged) -> None:
    assert judge(cell, year, TODAY) == judged


def test_where_nothing_was_asked_every_figure_is_nought() -> None:
    for exempted in (None, GIVEN):
        found = judge(Cell(exempted=exempted), YEAR, TODAY)
        assert (found.done, found.planned, found.late, found.day) == (0, 0, 0, None)


def test_what_is_overdue_is_late_in_its_own_year_and_in_the_one_that_runs() -> None:
    overdue = Cell(0, None, [BEFORE.last])
    for today, runs in ((YEAR.first, YEAR), (YEAR.last, YEAR), (AHEAD.first, AHEAD)):
        late = [year for year in (BEFORE, YEAR, AHEAD) if judge(overdue, year, today).late]
        assert late == [BEFORE, runs]


def cell(required: Required, unit: str = "松本教室", by: str = "privacy_manager") -> Judged:
    found = carried_out.board(viewer(by), 2026)
    (line,) = [each for each in found.lines if each.unit_id == UNIT_IDS[unit]]
    return line.cells[required]


def a_check(**more: Any) -> Any:
    told = {
        "title": "最終退出の点検",
        "unit_id": UNIT_IDS["松本教室"],
        "frequency": Frequency.MONTH,
        "items": "鍵をかけた",
        "owner_id": IDS["owner"],
        "starts_on": TODAY,
        **more,
    }
    return entries.enter(CHECKS, told, by=viewer("privacy_manager"))


def test_a_unit_that_is_asked_nothing_needs_nothing(app: Flask) -> None:
    assert cell(Required.CHECKS) == Judged(Carried.BLANK)
    assert cell(Required.TRAINING) == Judged(Carried.BLANK)


def test_a_check_that_is_to_come_is_planned_and_a_fault_not_put_right_late(app: Flask) -> None:
    a_check()
    assert cell(Required.CHECKS).carried is Carried.PLANNED
    assert cell(Required.CHECKS, "書店").carried is Carried.BLANK
    told = {
        **{"item": "鍵をかけた", "found_on": TODAY - 9 * DAY, "unit_id": UNIT_IDS["松本教室"]},
        **{"what": "開いていた", "owner_id": IDS["owner"], "due_on": TODAY - DAY},
    }
    row = entries.enter(FAULTS, told, by=viewer("privacy_manager"))
    assert cell(Required.CHECKS).carried is Carried.LATE
    done = {"done_on": TODAY, "done": "鍵を替えた"}
    entries.change(FAULTS, row, done, seen=row.version, by=viewer("privacy_manager"))
    assert cell(Required.CHECKS).carried is Carried.PLANNED


def test_a_training_is_counted_in_the_unit_of_whoever_takes_it(app: Flask) -> None:
    test_trainings.started()
    found = cell(Required.TRAINING)
    assert found.carried is Carried.PLANNED
    assert found.planned > 0


def test_a_review_of_the_ledger_is_planned_until_it_is_confirmed(app: Flask) -> None:
    test_ledger_reviews.approved()
    # What came into force this year is reviewed a year later.
    assert cell(Required.LEDGER).carried is Carried.BLANK
    (later,) = [
        each
        for each in carried_out.board(viewer("privacy_manager"), 2027).lines
        if each.unit_id == UNIT_IDS["松本教室"]
    ]
    assert later.cells[Required.LEDGER].carried is Carried.PLANNED
    review = test_ledger_reviews.opened()
    part = test_ledger_reviews.part_of(review)
    assert cell(Required.LEDGER).carried is Carried.PLANNED
    test_ledger_reviews.hand_in(part)
    test_ledger_reviews.decide(test_ledger_reviews.part_of(review), "privacy_manager")
    assert cell(Required.LEDGER) == Judged(Carried.DONE, 1, 0, 0, TODAY)
    assert cell(Required.LEDGER, "書店").carried is Carried.BLANK


def test_a_head_sees_their_own_units_and_an_employee_none(app: Flask) -> None:
    a_check()
    mine = carried_out.board(viewer("head"), 2026)
    assert [each.unit_id for each in mine.lines] == [UNIT_IDS["松本教室"]]
    assert carried_out.board(viewer("employee"), 2026).lines == []


def test_every_duty_that_it_counts_is_one_that_somebody_keeps() -> None:
    kinds = {kind.key for source in every_source.SOURCES for kind in source.kinds}
    assert {*carried_out.OPEN, *carried_out.BEGINS} <= kinds


def test_the_page_asks_as_many_statements_for_many_units(served: Served, visitor: Visitor) -> None:
    with committing(served):
        a_check()
        test_trainings.started()
    visitor.as_("privacy_manager").get("/do/carried-out/")
    with visitor.counting() as few:
        page = visitor.get("/do/carried-out/")
    assert "松本教室" in page.text
    assert "J.6.1" in words(page)
    with committing(served):
        by = viewer("administrator").actor
        for number in range(12):
            unit = staffing.add_unit(f"教室 {number}", UnitKind.SITE, by=by)
            a_check(unit_id=unit.id, title=f"点検 {number}")
    with visitor.counting() as many:
        page = visitor.get("/do/carried-out/")
    assert "教室 11" in page.text
    assert len(many) == len(few)


def test_another_year_is_chosen_and_one_that_never_was_is_not(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        people.the_company().started_on = date(2024, 5, 1)
        a_check()
    visitor.as_("privacy_manager")
    assert "2025年度" in words(visitor.get("/do/carried-out/?year=2025"))
    for odd in ("1066", "x", "🌸" * 100, "２０２５"):
        page = visitor.get(f"/do/carried-out/?year={odd}")
        assert page.status_code == 200
        assert 'aria-current="true">2026年度' in words(page)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_board_leaves_as_a_file(served: Served, visitor: Visitor, kind: str) -> None:
    with committing(served):
        a_check()
    answer = visitor.as_("head").get(f"/do/carried-out/export.{kind}?year=2026")
    assert answer.status_code == 200
    if kind == "csv":
        assert "松本教室" in answer.data.decode("utf-8-sig")
        assert "書店" not in answer.data.decode("utf-8-sig")
