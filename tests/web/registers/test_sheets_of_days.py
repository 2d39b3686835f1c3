"""Registers whose entries are approved, as sheets of a day: what was in force, in their columns."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.registers.register import Register
from pms_tracker.web.lists import list_files
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do import test_ledger
from tests.do.test_purposes import approve
from tests.registers import samples
from tests.visitor import Visitor
from tests.web.browsing import committing, words

Rows = list[tuple[Any, ...]]
LATER = TODAY + 10 * ONE_DAY
APPROVED = [each for each in REGISTERS if each.approvers]


def book(visitor: Visitor, register: Register, asked: str) -> Any:
    """The workbook that an address beside a register's list answers with."""
    answer = visitor.get(f"/{register.place}/{asked}")
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.get_data()))


def cells(visitor: Visitor, register: Register, asked: str) -> Rows:
    return list(book(visitor, register, asked).active.values)


def of_day(day: date) -> str:
    return f"as-of.xlsx?on={day.isoformat()}"


def in_force(register: Register, *places: int) -> None:
    """Entries that were approved today."""
    samples.make_named(register)
    for place in places:
        row = samples.make(register, place, by=viewer("privacy_manager"))
        approve(register, row, "privacy_manager", "representative")


def revised(**values: object) -> None:
    """The first entry of the register of personal information says this since ten days later."""
    with time_machine.travel(clock.at(LATER, 10)):
        row = session.scalars(select(PersonalInformation).order_by(PersonalInformation.id)).first()
        test_ledger.change(row, **values)
        test_ledger.hand_in(row)
        test_ledger.decide(row, "privacy_manager")


@pytest.mark.both_databases
def test_the_sheet_of_a_day_says_what_was_in_force_on_it(served: Served, visitor: Visitor) -> None:
    with committing(served):
        test_ledger.approved()
        revised(purposes="授業と進路の連絡", items=("氏名", "学年", "志望校"))
    with time_machine.travel(clock.at(LATER + ONE_DAY, 10)):
        visitor.as_("privacy_manager")
        heads, before = cells(visitor, LEDGER, of_day(TODAY))
        _heads, after = cells(visitor, LEDGER, of_day(LATER))
        own = cells(visitor, LEDGER, "export.xlsx")
        assert cells(visitor, LEDGER, of_day(TODAY - ONE_DAY)) == [heads]
    told = {
        str(head): pair
        for head, *pair in zip(heads, before, after, strict=True)
        if pair[0] != pair[1]
    }
    assert told == {
        "利用目的": ["授業の連絡", "授業と進路の連絡"],
        "項目": ["氏名、学年", "氏名、学年、志望校"],
    }
    # With the columns that an import takes, in which days are days and persons and units names.
    assert own == [heads, after]
    said = dict(zip(heads, before, strict=True))
    assert said["番号"] == "PI-2026-001"
    assert said["管理部門"] == "松本教室"
    assert [each.date() for each in before if isinstance(each, datetime)] == [TODAY]


@pytest.mark.both_databases
@pytest.mark.of_the_mechanism
@pytest.mark.parametrize("register", APPROVED, ids=lambda each: each.key)
def test_the_sheet_of_today_says_what_a_register_exports(
    served: Served, visitor: Visitor, register: Register
) -> None:
    with committing(served):
        in_force(register, 0)
        drafted = samples.make(register, 1, by=viewer("privacy_manager"))
        its_draft = register.name_of(drafted)
    visitor.as_("privacy_manager")
    exported = cells(visitor, register, "export.xlsx?sort=number")
    assert [row[0] for row in exported].count(its_draft) == 1
    there = [row for row in exported if row[0] != its_draft]
    assert len(there) == 2
    # The list leads to the page of a day from above its table, and that to the sheet.
    listed = words(visitor.get(f"/{register.place}/"))
    assert f'href="/{register.place}/as-of"' in listed.partition("<table")[0]
    page = visitor.get(f"/{register.place}/as-of?on={TODAY.isoformat()}")
    assert f'href="/{register.place}/{of_day(TODAY)}"' in words(page)
    assert cells(visitor, register, of_day(TODAY)) == there


def test_the_sheet_of_a_day_is_called_after_it_and_says_so_on_paper(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        test_ledger.approved()
    with time_machine.travel(clock.at(LATER, 10)):
        answer = visitor.as_("head").get(f"/{LEDGER.place}/{of_day(TODAY)}")
        page = book(visitor, LEDGER, of_day(TODAY)).active
    assert f"ledger_{TODAY.isoformat()}.xlsx" in answer.headers["Content-Disposition"]
    assert page.oddHeader.right.text == TODAY.isoformat()
    assert page.oddFooter.left.text == "2026年11月24日(火)現在"


def test_nobody_takes_out_what_another_unit_holds(served: Served, visitor: Visitor) -> None:
    with committing(served):
        test_ledger.approved()
    assert len(cells(visitor.as_("head"), LEDGER, of_day(TODAY))) == 2
    assert len(cells(visitor.as_("other_head"), LEDGER, of_day(TODAY))) == 1


def test_the_sheet_of_a_day_has_all_at_the_same_cost(
    served: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.as_("privacy_manager")
    costs: list[int] = []
    for places in ((0,), (1, 2, 3, 4)):
        with committing(served):
            in_force(LEDGER, *places)
        with visitor.counting() as statements:
            sheet = cells(visitor, LEDGER, of_day(TODAY))
        costs.append(len(statements))
    assert costs[0] == costs[1]
    # Chunk by chunk, by number.
    monkeypatch.setattr(list_files, "CHUNK", 2)
    assert cells(visitor, LEDGER, of_day(TODAY)) == sheet
    assert numbers(sheet) == [f"PI-2026-{number:03}" for number in range(1, 6)]


def numbers(sheet: Rows) -> Sequence[object]:
    return [row[0] for row in sheet[1:]]
