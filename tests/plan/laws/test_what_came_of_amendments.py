"""What came of a norm's amendment: entries say which norm it was, its page lists them by area."""

import re
from datetime import timedelta

from pms_tracker.kernel.references import Kind
from pms_tracker.plan.changes.planned_changes import CHANGES
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.laws import impact_fields
from pms_tracker.plan.laws.law_fields import AREAS
from pms_tracker.plan.laws.laws import LAWS
from pms_tracker.plan.rules.document_rules import DocumentKind
from pms_tracker.plan.rules.impact_rules import Area, Need
from pms_tracker.registers import entries
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do import test_risks
from tests.do.test_ledger import entered
from tests.plan.changes.test_planned_changes import drafted
from tests.plan.laws.test_laws import AMENDED, JUDGED, LAW as LAW_TOLD, in_force
from tests.visitor import Visitor
from tests.web.browsing import committing, form

LAW = f"{Kind.LAW}-2026-001"
PLACE = f"/plan/laws/{LAW}"
OF_IT = {"laws": (LAW,)}
NEEDED = {"purpose_need": Need.NEEDED, "purpose_due": TODAY + timedelta(days=20)}


def results(page: str) -> dict[Area, list[str]]:
    """Of each area the entries that came of the amendment."""
    (rows,) = re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    named = [re.findall(r'href="/[a-z/]+/([A-Z]+-2026-\d+)"', row) for row in rows.split("<tr>")]
    areas = [area for area in impact_fields.AREAS if area in AREAS]
    return {area: found for area, found in zip(areas, named[1:], strict=True) if found}


def test_an_entry_that_is_begun_from_an_amendment_names_its_norm(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        in_force(**AMENDED, **{**JUDGED, **NEEDED})
    page = visitor.as_("privacy_manager").get(PLACE).get_data(as_text=True)
    (way,) = re.findall(r'href="(/do/purposes/new[^"]*)"', page)
    begun = form(visitor.get(way), "/do/purposes/")
    assert begun["laws"] == LAW
    done = visitor.post("/do/purposes/", **begun | {"text": "連絡のため", "audience": "customer"})
    assert done.status_code == 302
    page = visitor.get(PLACE).get_data(as_text=True)
    assert results(page) == {Area.PURPOSE: ["PU-2026-001"]}


def test_forms_rules_and_risks_stand_beside_their_areas_and_a_planned_change_below(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        in_force(**AMENDED, **JUDGED)
        by = viewer("privacy_manager")
        for kind in (DocumentKind.FORM, DocumentKind.RULE, DocumentKind.POLICY):
            said = {"code": kind, "title": "入会の手続", "kind": kind, **OF_IT}
            entries.enter(DOCUMENTS, said, by=by)
        entered()
        test_risks.a_risk("head", **OF_IT)
        change = drafted()
        entries.change(CHANGES, change, OF_IT, seen=change.version, by=by)
    page = visitor.as_("privacy_manager").get(PLACE).get_data(as_text=True)
    assert results(page) == {
        Area.RULE: ["DC-2026-002", "DC-2026-003"],
        Area.FORM: ["DC-2026-001"],
        Area.RISK: ["RK-2026-001"],
    }
    assert page.count("DC-2026-001") == page.count("DC-2026-002")
    assert 'href="/plan/changes/CH-2026-001"' in page
    # What units hold is told to whoever may know of it, here too.
    assert Area.RISK not in results(visitor.as_("employee").get(PLACE).get_data(as_text=True))


def test_what_names_a_norm_that_nothing_changes_of_is_listed(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        in_force()
        said = {"code": "規程-01", "title": "規程", "kind": DocumentKind.RULE, **OF_IT}
        entries.enter(DOCUMENTS, said, by=viewer("privacy_manager"))
    page = visitor.as_("privacy_manager").get(PLACE).get_data(as_text=True)
    assert 'href="/plan/documents/DC-2026-001"' in page


def test_what_came_of_a_norm_that_was_struck_is_listed(served: Served, visitor: Visitor) -> None:
    with committing(served):
        by = viewer("privacy_manager")
        row = entries.enter(LAWS, {**LAW_TOLD, **AMENDED}, by=by)
        said = {"code": "規程-01", "title": "規程", "kind": DocumentKind.RULE, **OF_IT}
        entries.enter(DOCUMENTS, said, by=by)
        entries.retire(LAWS, row, reason="重複", by=by)
    page = visitor.as_("privacy_manager").get(PLACE).get_data(as_text=True)
    assert "改正の影響" not in page.partition("<main")[2].partition("<dl")[0]
    assert 'href="/plan/documents/DC-2026-001"' in page
