"""Orders of registers' lists: page by page every entry once, by words as by days."""

import random

import pytest
from sqlalchemy import select

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.database import PAGE, session
from pms_tracker.registers.fields import Text
from pms_tracker.registers.register import Register
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import attribute, committing, words
from tests.web.registers.test_every_register import keeper, place_of, re_numbers, several

pytestmark = pytest.mark.both_databases
# As names are: equal, of both scripts and cases, with what an address takes for something else.
NAMES = (
    "あずさ税理士法人",
    "ABC~1",
    "ABC",
    "abc",
    "安曇野&社労士=",
    "% 印刷",
    "株式会社 山田+",
    "",
)
BY_WORDS = [
    (register, name)
    for register in REGISTERS
    for name in register.sorts
    if isinstance(register.field(name), Text)
]


def named(served: Served, register: Register, name: str, count: int) -> list[str]:
    """So many entries whose words are drawn from so few that many are equal."""
    numbers, drawn = several(served, register, count), random.Random(7)
    with committing(served):
        for row in session.scalars(select(register.table)):
            setattr(row, name, drawn.choice(NAMES))
    return numbers


def next_page(page: str) -> str | None:
    """Where a list goes on."""
    tags = page.split("<a ")
    return next((attribute(f" {tag}", "href") for tag in tags if "after=" in tag[:400]), None)


@pytest.mark.parametrize(
    ("register", "name"), BY_WORDS, ids=[f"{each.key}-{name}" for each, name in BY_WORDS]
)
@pytest.mark.parametrize("falling", ["", "-"])
def test_a_list_that_is_sorted_by_words_goes_on_with_what_follows(
    served: Served, visitor: Visitor, register: Register, name: str, falling: str
) -> None:
    every = named(served, register, name, PAGE + 2)
    first = visitor.as_(keeper(served, register)).get(f"{place_of(register)}?sort={falling}{name}")
    where = next_page(first.text)
    assert where is not None
    here, there = (
        re_numbers(words(page), register) & {*every} for page in (first, visitor.get(where))
    )
    assert (len(here), len(there)) == (PAGE, 2)
    assert here | there == {*every}
