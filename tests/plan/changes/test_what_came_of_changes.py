"""What came of a planned change: entries say which one, and its page lists them by area."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.kernel.errors import NotFound, Stale
from pms_tracker.plan.changes.change_fields import AREAS
from pms_tracker.plan.changes.planned_changes import CHANGES
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.rules.document_rules import DocumentKind
from pms_tracker.plan.rules.impact_rules import Area, Need
from pms_tracker.registers import entries, entry_fields
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.edition_tables import EntryLink
from pms_tracker.trail import trail
from tests.cast import viewer
from tests.databases import Served
from tests.do import test_risks
from tests.do.test_ledger import STUDENTS, approved, entered
from tests.papers import told
from tests.plan.changes.test_planned_changes import change, drafted
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

CHANGE = "CH-2026-001"
PLACE = f"/plan/changes/{CHANGE}"
OF_IT = {"changes": (CHANGE,)}
FORM = {"code": "様式-01", "title": "入会申込書", "kind": DocumentKind.FORM}


def results(visitor: Visitor, by: str = "privacy_manager") -> dict[int, list[str]]:
    """Of each area, by its place, the entries that came of it."""
    page = visitor.as_(by).get(PLACE).get_data(as_text=True)
    (rows,) = re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    named = [re.findall(r'href="/[a-z/]+/([A-Z]+-2026-\d+)"', row) for row in rows.split("<tr>")]
    return {at: found for at, found in enumerate(named[1:]) if found}


def place_of(area: Area) -> int:
    return AREAS.index(area)


def links() -> list[tuple[str, str]]:
    return [(each.register, each.of_register) for each in session.query(EntryLink)]


def edit(row: Any, by: str = "head", **values: Any) -> None:
    entries.change(LEDGER, row, values, seen=row.version, by=viewer(by))


def test_an_entry_that_is_begun_from_an_impact_names_the_change(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        row = drafted()
        change(row, ledger_need=Need.NEEDED)
    page = visitor.as_("privacy_manager").get(PLACE).get_data(as_text=True)
    (way,) = re.findall(r'href="(/do/ledger/new[^"]*)"', page)
    begun = form(visitor.get(way), "/do/ledger/")
    assert begun["changes"] == CHANGE
    sent = begun | {"name": "塩尻教室の生徒名簿", "unit_id": str(STUDENTS["unit_id"])}
    done = visitor.post("/do/ledger/", **sent)
    assert done.status_code == 302
    record = words(visitor.get("/do/ledger/PI-2026-001"))
    assert f'<a href="{PLACE}">{CHANGE} 塩尻教室を開く</a>' in record
    assert results(visitor) == {place_of(Area.LEDGER): ["PI-2026-001"]}
    with reading(served):
        (noted,) = trail.history("PI-2026-001")
        (said,) = [each.after for each in noted.values if each.field == "ledger.changes"]
        assert said == CHANGE
    sheet = visitor.get("/do/ledger/export.csv?headings=keys").get_data(as_text=True)
    assert CHANGE in sheet


def test_whichever_entry_came_of_it_stands_beside_its_area(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        drafted()
        entered(**OF_IT)
        test_risks.a_risk("head", **OF_IT)
        by = viewer("privacy_manager")
        for kind in (DocumentKind.FORM, DocumentKind.POLICY):
            entries.enter(DOCUMENTS, {**FORM, "kind": kind, "code": kind, **OF_IT}, by=by)
    found = {
        place_of(Area.POLICY): ["DC-2026-002"],
        place_of(Area.LEDGER): ["PI-2026-001"],
        place_of(Area.RISK): ["RK-2026-001"],
        place_of(Area.RULE): ["DC-2026-001"],
    }
    assert results(visitor) == found
    # What units hold is told to whoever may know of it, here too.
    hidden = {place_of(Area.LEDGER), place_of(Area.RISK)}
    assert results(visitor, "employee") == {
        at: names for at, names in found.items() if at not in hidden
    }


def test_an_entry_in_force_says_it_at_once_and_says_so_no_more(app: Flask) -> None:
    drafted()
    row = approved()
    edit(row, **OF_IT)
    assert (row.state, LEDGER.values_of(row)["changes"]) == (Standing.IN_FORCE, (CHANGE,))
    assert links() == [("ledger", "changes")]
    edit(row, changes=())
    assert (links(), row.state) == ([], Standing.IN_FORCE)


def test_a_revision_takes_it_along(app: Flask) -> None:
    drafted()
    row = approved()
    edit(row, place="金庫", **OF_IT)
    assert (row.state, links()) == (Standing.REVISED, [])
    test_risks.hand_in(row, "head", LEDGER)
    test_risks.approve(row, "privacy_manager", LEDGER)
    assert links() == [("ledger", "changes")]


def test_what_is_no_change_or_was_struck_is_not_named(app: Flask) -> None:
    change_row = drafted()
    row = entered()
    for wrong in ("CH-2026-009", "PI-2026-001", "𠮷" * 10_000):
        with pytest.raises(NotFound):
            edit(row, changes=(wrong,))
    seen = row.version
    edit(row, **OF_IT)
    with pytest.raises(Stale):
        entries.change(LEDGER, row, {"changes": ()}, seen=seen, by=viewer("head"))
    entries.retire(CHANGES, change_row, reason="誤り", by=viewer("privacy_manager"))
    with pytest.raises(NotFound):
        test_risks.a_risk("head", **OF_IT)
    found = entry_fields.naming(CHANGES, change_row, viewer("head"), [LEDGER, RISKS])
    assert [[each.id for each in rows] for _register, rows in found] == [[row.id], []]


def test_the_paper_for_the_interview_lists_what_came_of_it(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        drafted()
    without = told(visitor.as_("representative").get(f"{PLACE}/plan.pdf").data, tmp_path)
    with committing(served):
        entered(**OF_IT)
    paper = told(visitor.get(f"{PLACE}/plan.pdf").data, tmp_path)
    assert "PI-2026-001" not in without
    assert "登録・改定した記録" not in without
    assert "登録・改定した記録" in paper
    assert "PI-2026-001" in paper


@pytest.mark.parametrize(
    "wrong",
    ["CH-2026-009", "PI-2026-001", "CH-0000-1", "ＣＨ－２０２６－００１", "𠮷" * 10_000],
    ids=["none", "another kind", "no year", "full width", "long"],
)
def test_a_change_that_is_not_there_is_ticked_by_no_form(
    served: Served, visitor: Visitor, wrong: str
) -> None:
    with committing(served):
        drafted()
    shown = visitor.as_("privacy_manager").get("/do/purposes/new?" + f"changes={quote(wrong[:99])}")
    begun = form(shown, "/do/purposes/")
    assert (shown.status_code, begun.get("changes")) == (200, None)
    typed = {**begun, "text": "連絡", "audience": "customer"}
    assert visitor.post("/do/purposes/", **{**typed, "changes": wrong}).status_code == 400
    assert visitor.post("/do/purposes/", **typed).status_code == 302


def test_whoever_keeps_no_register_says_nothing_of_it(served: Served, visitor: Visitor) -> None:
    with committing(served):
        drafted()
        entered()
    assert visitor.as_("employee").get(f"/do/purposes/new?changes={CHANGE}").status_code == 403
    typed = {"name": "名簿", "changes": CHANGE, "version": "1"}
    assert visitor.post("/do/ledger/PI-2026-001/edit", **typed).status_code in {403, 404}
    with reading(served):
        assert links() == []


def test_a_form_in_force_that_was_opened_before_says_so(served: Served, visitor: Visitor) -> None:
    with committing(served):
        drafted()
        approved()
    place = "/do/ledger/PI-2026-001/edit"
    before = form(visitor.as_("privacy_manager").get(place), place)
    assert visitor.post(place, **{**before, "changes": CHANGE}).status_code == 302
    # The same again, and by whoever had it open.
    assert visitor.post(place, **{**before, "changes": CHANGE}).status_code == 409
    with reading(served):
        assert links() == [("ledger", "changes")]
    assert results(visitor) == {place_of(Area.LEDGER): ["PI-2026-001"]}
