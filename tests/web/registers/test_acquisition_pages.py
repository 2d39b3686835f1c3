"""How personal information is acquired, approved before it is: what its pages and its paper say."""

from typing import Any

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.kernel.profile import Part
from pms_tracker.registers import entries
from pms_tracker.web.registers import register_papers
from tests import builders
from tests.cast import viewer
from tests.databases import Served
from tests.do.test_acquisitions import LATER, PLANNED
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.registers.test_approved_entries import chosen

PLACE = "/do/ledger"
FIRST = f"{PLACE}/PI-2026-001"


def planned(served: Served, *parts: Part, **more: Any) -> None:
    with committing(served):
        builders.profile(*parts)
        entries.enter(LEDGER, {**PLANNED, **more}, by=viewer("head"))


def press(visitor: Visitor, by: str, place: str) -> None:
    page = visitor.as_(by).get(FIRST)
    assert visitor.post(place, **form(page, place)).status_code == 302


def boxes(served: Served) -> list[tuple[object, bool]]:
    """The boxes of its paper, each with whether it is sealed."""
    with served.app.test_request_context(), reading(served):
        row = session.scalars(select(PersonalInformation)).one()
        return [(each["office"], bool(each["seal"])) for each in register_papers.boxes(LEDGER, row)]


def test_acquisition_is_applied_for_approved_and_followed_by_handling(
    served: Served, visitor: Visitor
) -> None:
    planned(served, Part.ACQUISITION_APPROVAL)
    assert "取得の承認を求める" in words(visitor.as_("head").get(FIRST))
    assert ("取得の承認", False) in boxes(served)
    press(visitor, "head", f"{FIRST}/hand-in")
    assert "取得の承認待ち" in words(visitor.get(FIRST))
    page = visitor.as_("privacy_manager").get(f"{PLACE}/waiting")
    assert "取得の承認" in words(page)
    assert "保管場所" not in words(page)
    sent = {**form(page, f"{PLACE}/waiting"), "entry": chosen(page.text)}
    assert visitor.post(f"{PLACE}/waiting", **sent).status_code == 302
    record = words(visitor.as_("head").get(FIRST))
    assert "取得承認済み" in record
    assert "取得した後、残りを入力して、取扱いの承認を求めてください" in record
    assert ("取得の承認", True) in boxes(served)
    edit = f"{FIRST}/edit"
    rest = {"place": "書庫", "protection": "施錠", "access": "教室の職員"}
    until = {"use_until": "退会・卒業まで", "keep_until": "退会・卒業後5年"}
    sent = {**form(visitor.get(edit), edit), **rest, **until, "acquired": ["written"]}
    assert visitor.post(edit, **sent).status_code == 302
    press(visitor, "head", f"{FIRST}/hand-in")
    page = visitor.as_("privacy_manager").get(FIRST)
    sent = {**form(page, f"{FIRST}/decision"), "decision": "approved"}
    assert visitor.post(f"{FIRST}/decision", **sent).status_code == 302
    record = words(visitor.get(FIRST))
    assert "取扱いの承認" in record
    assert [sealed for _office, sealed in boxes(served)].count(True) == 3
    assert visitor.get(f"{FIRST}/paper.pdf").status_code == 200


def test_nothing_is_said_of_it_in_the_light_profile(served: Served, visitor: Visitor) -> None:
    planned(served, **LATER)
    assert "取得の承認" not in words(visitor.as_("head").get(FIRST))
    assert "取得の承認" not in {office for office, _sealed in boxes(served)}
