"""Orders of registers' lists: page by page every entry once, by words as by days."""

import csv
import random

import pytest
from sqlalchemy import select

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.database import PAGE, session
from pms_tracker.do.rules.risk_rules import Degree
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.registers.fields import Day, Text
from pms_tracker.registers.register import Register
from tests.cast import TODAY
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
# In whose usual order one entry stands before another for what it says, not for when it came.
# That of exemptions is a year, of which each unit has one.
BY_THEIR_OWN = [each for each in REGISTERS if each.sorted_by and each.sorted_by != "-of_year"]
THAT_WAIT = [each for each in REGISTERS if each.waits_by]


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


def numbers_of(visitor: Visitor, register: Register, asked: str = "") -> list[str]:
    """The entries of a list in its order, as its file has them."""
    file = words(visitor.get(f"{place_of(register)}export.csv{asked}"))
    return [line[0] for line in csv.reader(file.splitlines()[1:])]


def three(served: Served, register: Register, order: str) -> list[str]:
    """Entries of which the second has most of what is sorted by, and the last has least."""
    numbers, name = several(served, register, 3), order.lstrip("-")
    # What is due comes after all that an entry says, what it began with before that.
    begin = TODAY if name == "due_on" else TODAY - 90 * ONE_DAY
    with committing(served):
        rows = session.scalars(select(register.table).order_by(register.column("id")))
        for place, row in zip((2, 3, 1), rows, strict=True):
            if name == "level":
                row.likelihood, row.impact = Degree(str(place)), Degree("3")
            else:
                is_text = isinstance(register.field(name), Text)
                setattr(row, name, f"第{place}" if is_text else begin + place * ONE_DAY)
            for field in undated(register):
                field.put(row, None)
    return numbers


def undated(register: Register) -> list[Day]:
    """The days that may not be there yet, by which a list says what waits."""
    found = map(register.field, register.filters)
    return [each for each in found if isinstance(each, Day) and each.told]


@pytest.mark.parametrize("register", BY_THEIR_OWN, ids=lambda each: each.key)
def test_a_list_begins_with_what_its_reader_looks_for(
    served: Served, visitor: Visitor, register: Register
) -> None:
    first, second, last = three(served, register, register.sorted_by)
    visitor.as_(keeper(served, register))
    falling = [second, first, last]
    wanted = falling if register.sorted_by.startswith("-") else falling[::-1]
    assert numbers_of(visitor, register) == wanted
    assert numbers_of(visitor, register, "?sort=-number") == [last, second, first]


@pytest.mark.parametrize("register", THAT_WAIT, ids=lambda each: each.key)
def test_of_what_waits_that_is_first_which_is_due_first(
    served: Served, visitor: Visitor, register: Register
) -> None:
    first, second, last = three(served, register, register.waits_by)
    visitor.as_(keeper(served, register))
    (field,) = undated(register)
    waits = f"?{field.name}=no"
    assert numbers_of(visitor, register, waits) == [last, first, second]
    # It is the order of that view, which is asked for in no other words.
    assert f'href="{place_of(register)}{waits}" aria-current="page"' in words(
        visitor.get(f"{place_of(register)}{waits}")
    )
    assert numbers_of(visitor, register, f"{waits}&sort=-number") == [last, second, first]
