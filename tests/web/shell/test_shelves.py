"""Shelves of the do phase: every register is found, and a row names what stands together."""

import re
from collections import Counter

import pytest

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.web.shell.shelves import DO, SHELVES, Shelf
from tests.databases import Served
from tests.visitor import Visitor

FAMILIES = re.compile(r'<nav class="family-nav.*?</nav>', re.DOTALL)


def test_every_register_of_the_phase_stands_on_one_shelf() -> None:
    there = Counter(each.key for each in DO)
    assert there == Counter(each.key for each in REGISTERS if each.place.startswith("do/"))
    assert set(there.values()) == {1}


def test_the_first_page_of_the_phase_names_all_of_them(served: Served) -> None:
    page = Visitor(served).as_("privacy_manager").get("/do/").text
    row = FAMILIES.findall(page)
    for each in DO:
        assert f'href="/{each.place}/"' in page
        assert each.why in page
        assert not any(f'href="/{each.place}/"' in shown for shown in row)


@pytest.mark.parametrize(("phase", "page"), [("plan", "/plan/policies/"), ("act", "/act/cases/")])
def test_a_new_company_is_led_to_every_register_of_a_phase(
    phase: str, page: str, served: Served
) -> None:
    """What a phase has no page of its own for is in its row before anything is entered there."""
    (row,) = FAMILIES.findall(Visitor(served).as_("privacy_manager").get(page).text)
    of_phase = [each for each in REGISTERS if each.place.startswith(f"{phase}/")]
    missing = [each.key for each in of_phase if f'href="/{each.place}/"' not in row]
    assert missing == [each.key for each in of_phase if each.beneath]


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda each: each.registers[0].key)
def test_the_row_names_what_stands_beside_the_page(served: Served, shelf: Shelf) -> None:
    visitor = Visitor(served).as_("privacy_manager")
    places = [f"/{each.place}/" for each in shelf.registers]
    row = FAMILIES.findall(visitor.get(places[0]).text)
    assert f'href="{places[0]}" aria-current="page"' in row[0]
    others = [f"/{each.place}/" for each in DO if each not in shelf.registers]
    assert not [each for each in others if f'href="{each}"' in row[0]]
    assert 'href="/do/"' in row[0]
