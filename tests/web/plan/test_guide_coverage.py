"""The items of the guide with what covers each: their titles in the reader's language."""

from html import unescape
from io import BytesIO

from openpyxl import load_workbook

from pms_tracker.plan.requirements import requirement_sets
from tests.visitor import Visitor
from tests.web.browsing import words

PLACE = "/plan/documents/coverage/"


def test_items_are_titled_in_the_readers_language(visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    said = {each.title: each.wording for each in requirement_sets.shipped().items}
    english = {requirement_sets.in_english()[each].partition("\n")[0] for each in said.values()}
    page = words(visitor.get(PLACE))
    assert all(each in page for each in said)
    visitor.post("/language", language="en")
    page = unescape(words(visitor.get(PLACE)))
    assert all(each in page for each in english)
    assert [each for each in said if each in page] == []
    sheet = load_workbook(BytesIO(visitor.get(f"{PLACE}table.xlsx").data)).worksheets[0]
    cells = {cell.value for row in sheet.iter_rows() for cell in row}
    assert english <= cells
    assert not cells & said.keys()
