"""Days of entries on their forms: what is none is refused beside its field, and the first and the
last that are taken break nothing, whatever the other days say."""

from itertools import product

import pytest

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.registers.fields import Day
from pms_tracker.registers.register import Register
from tests.conftest import FULL
from tests.databases import Served
from tests.registers import samples
from tests.visitor import Visitor
from tests.web.browsing import form, reading, words

pytestmark = pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.key)
FIRST, LAST = "1873/1/1", "2999/12/31"
# What is noted as it happens, at the desk or at the door; all else is asked for.
AT_ONCE = {
    "incidents": "known_on",
    "complaints": "received_on",
    "requests": "arrived_on",
    "visits": "came_on",
    "carry_outs": "out_on",
}
NO_DAYS = {
    "0000-00-00": "1873年から2999年まで",
    "２０２６年２月３０日": "2月は28日まで",
    "令和8年2月30日": "2月は28日まで",
    "令和元年4月30日": "令和は2019年5月1日",
    "9999-12-31": "1873年から2999年まで",
    "😀": "日付として読み取れません",
}


def filled(served: Served, visitor: Visitor, register: Register) -> dict[str, object]:
    """A form that is filled in, as whoever keeps the register has it."""
    with reading(served):
        by = samples.keeper(register)
    place = f"/{register.place}/"
    page = visitor.as_(by).get(f"{place}new")
    return {**form(page, place), **samples.typed(register)}


def days(register: Register, sent: dict[str, object]) -> list[str]:
    """The days that the form asks for."""
    return [each.name for each in register.fields if isinstance(each, Day) and each.name in sent]


def test_what_is_noted_as_it_happens_is_of_today(
    served: Served, visitor: Visitor, register: Register
) -> None:
    with reading(served):
        visitor.as_(samples.keeper(register))
    begun = form(visitor.get(f"/{register.place}/new"), f"/{register.place}/")
    there = {name: begun[name] for name in days(register, begun) if begun[name]}
    wanted = {AT_ONCE[register.key]: "2026/11/24"} if register.key in AT_ONCE else {}
    assert there == wanted


@pytest.mark.of_the_mechanism
def test_what_is_no_day_is_said_beside_its_field(
    served: Served, visitor: Visitor, register: Register
) -> None:
    sent = filled(served, visitor, register)
    first, more = days(register, sent)[:1], days(register, sent)[1:]
    # All are read alike: of the others one word says that they are read at all.
    tried = [*product(first, NO_DAYS), *product(more, NO_DAYS if FULL else ["😀"])]
    for name, typed in tried:
        refused = visitor.post(f"/{register.place}/", **{**sent, name: typed})
        assert refused.status_code == 400, (name, typed)
        assert NO_DAYS[typed] in words(refused), (name, typed)


@pytest.mark.parametrize("typed", [FIRST, LAST])
def test_no_day_is_too_far_to_be_answered(
    served: Served, visitor: Visitor, register: Register, typed: str
) -> None:
    place = f"/{register.place}/"
    sent = filled(served, visitor, register)
    for name in days(register, sent):
        answer = visitor.post(place, **{**sent, name: typed})
        # What may be there once alone is there from the day before.
        assert answer.status_code in {302, 400, 409}, name
        if answer.status_code == 302:
            assert visitor.get(answer.location).status_code == 200, name
