"""Rows of registers agree with themselves, their tables and one another."""

import pytest
from sqlalchemy import inspect

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.registers.fields import Choice, Day, Pick
from pms_tracker.registers.office_fields import Several
from pms_tracker.registers.register import Register

EACH = pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.key)


@EACH
def test_a_table_has_what_its_row_says(register: Register) -> None:
    has = set(inspect(register.table).column_attrs.keys())
    wanted = {"id", "recorded_at", register.recorder, *register.kept_in, *register.sorts}
    wanted |= {"fiscal_year", "number"} if register.kind else {register.called[1]}
    wanted |= {"version"} if register.changes else set()
    wanted |= {register.retired} if register.retired else set()
    assert wanted - has == set()
    assert ("version" in has) is register.changes


@EACH
def test_a_row_names_fields_that_it_has(register: Register) -> None:
    names = [each.name for each in register.fields]
    assert len(names) == len(set(names))
    same = register.same.names if register.same else ()
    named = {*register.filters, *register.title, *register.filled, *same}
    named |= {each for each in register.columns if isinstance(each, str)}
    named |= {*filter(None, (register.dated, register.whose)), *(register.beside or {}).values()}
    assert named - set(names) == set()
    assert all(
        isinstance(register.field(each), Choice | Several | Pick | Day) for each in register.filters
    )
    orders = filter(None, (register.sorted_by, register.waits_by))
    assert {each.lstrip("-") for each in orders} <= set(register.sorts)
    told = [each for each in map(register.field, register.filters) if isinstance(each, Day)]
    assert not register.waits_by or any(each.told for each in told)


def test_no_two_registers_are_called_alike() -> None:
    for told in (
        [each.key for each in REGISTERS],
        [each.place for each in REGISTERS],
        [each.table for each in REGISTERS],
        [each.kind or each.called[0] for each in REGISTERS],
        [each.trail_name(field) for each in REGISTERS for field in each.fields if not field.trail],
    ):
        assert len(told) == len(set(told))
