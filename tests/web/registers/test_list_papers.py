"""The list of every declared register on paper: landscape, columns, boxes, and no more."""

from pathlib import Path

import pytest

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.registers.register import Register
from pms_tracker.web.registers import register_papers
from tests import papers
from tests.databases import Served
from tests.registers import samples
from tests.visitor import Visitor
from tests.web.browsing import reading, words
from tests.web.registers.test_every_register import keeper, place_of, several

pytestmark = pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.key)
OF_THE_MECHANISM = pytest.mark.of_the_mechanism


def told(visitor: Visitor, address: str, folder: Path, *options: str) -> str:
    """The words of a paper, however they are broken."""
    answer = visitor.get(address)
    assert answer.status_code == 200
    return papers.flat(papers.told(answer.get_data(), folder, *options))


def test_a_list_is_printed_with_its_columns_and_boxes(
    served: Served, visitor: Visitor, register: Register, tmp_path: Path
) -> None:
    numbers = several(served, register, 3)
    visitor.as_(keeper(served, register))
    listed = words(visitor.get(place_of(register)))
    assert f'href="{place_of(register)}list.pdf"' in listed
    paper = told(visitor, f"{place_of(register)}list.pdf", tmp_path)
    its, size = register.paper, "841"
    assert papers.flat(its.name if its else register.name) in paper
    shown = map(register.field, its.columns) if its else register.shown
    for each in (*register.boxes, *(column.label for column in shown)):
        assert papers.flat(each) in paper
    if register.kind is not None:
        assert all(number in paper for number in numbers)
    if its is not None:
        size = "1190"
        small = told(visitor, f"{place_of(register)}list.pdf?size=a4", tmp_path, "-bbox")
        assert 'pagewidth="841' in small
    assert f'pagewidth="{size}' in told(visitor, f"{place_of(register)}list.pdf", tmp_path, "-bbox")


@OF_THE_MECHANISM
def test_what_a_reader_may_not_know_of_is_not_printed(
    served: Served, visitor: Visitor, register: Register, tmp_path: Path
) -> None:
    several(served, register, 1)
    with reading(served):
        for_everybody = samples.is_for_everybody(register)
    visitor.as_("other_head")
    answer = visitor.get(f"{place_of(register)}list.pdf")
    if answer.status_code == 200:
        paper = papers.flat(papers.told(answer.get_data(), tmp_path))
        # What is for everybody, they know.
        assert for_everybody or samples.WHERE not in paper
    else:
        assert answer.status_code == 403


@OF_THE_MECHANISM
def test_what_is_asked_for_is_printed_and_said(
    served: Served, visitor: Visitor, register: Register, tmp_path: Path
) -> None:
    several(served, register, 1)
    visitor.as_(keeper(served, register))
    paper = told(visitor, f"{place_of(register)}list.pdf?q=見つからない言葉", tmp_path)
    assert "条件：語句「見つからない言葉」" in paper
    assert samples.WHERE not in paper


@OF_THE_MECHANISM
def test_a_long_list_says_how_much_of_it_is_printed(
    served: Served,
    visitor: Visitor,
    register: Register,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numbers = several(served, register, 3)
    visitor.as_(keeper(served, register))
    address = f"{place_of(register)}list.pdf"
    assert "はじめの" not in told(visitor, address, tmp_path)
    monkeypatch.setattr(register_papers, "MOST", 2)
    paper = told(visitor, address, tmp_path)
    assert "はじめの2件を印刷しています。" in paper
    if register.kind is not None:
        assert sum(number in paper for number in numbers) == 2
