"""Rules are looked at once a year with their forms; what was found is recorded at once."""

from datetime import timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from pms_tracker.plan.documents import document_looks
from pms_tracker.plan.documents.document_looks import LOOK, MEND, Looked
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.rules.document_rules import DocumentKind, LookResult
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.do import test_risks
from tests.plan.documents.test_documents import FORM, RULE, entered
from tests.plan.laws.test_laws import due
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

YEAR = TODAY.replace(year=2027)
LOOKS = "/plan/documents/looks/"
BY = "privacy_manager"


def test_a_rule_is_looked_at_every_year_and_a_form_with_its_rule(app: Flask) -> None:
    rule = entered(DOCUMENTS, RULE)
    form = entered(DOCUMENTS, {**FORM, "under": "規程-01"})
    entered(DOCUMENTS, {**RULE, "code": "方針-01", "kind": DocumentKind.POLICY})
    (line,) = document_looks.shown(viewer(BY))
    assert (line.row, list(line.forms), line.due_on) == (rule, [form], YEAR)
    assert due(LOOK, on=YEAR - timedelta(days=30)) == [(IDS[BY], YEAR)]
    found = Looked(rule.id, rule.version, LookResult.UNCHANGED)
    assert document_looks.record([found], by=viewer("head")) == 1
    # It stays in force.
    assert (rule.state, DOCUMENTS.field("looked_on").of(rule)) == (Standing.IN_FORCE, TODAY)
    with pytest.raises(Stale):
        document_looks.record([found], by=viewer("head"))


def test_what_it_found_wanting_is_asked_for_until_it_is_mended(app: Flask) -> None:
    rule = entered(DOCUMENTS, RULE)
    by = TODAY.replace(year=2027, month=2)
    document_looks.record([Looked(rule.id, rule.version, LookResult.TO_REVISE)], by=viewer(BY))
    assert due(MEND, on=by) == [(IDS[BY], by)]
    with clock.set_to(clock.at(TODAY + timedelta(days=9))):
        entries.change(DOCUMENTS, rule, {"issue": "第2版"}, seen=rule.version, by=viewer(BY))
        # A draft alone mends nothing.
        assert due(MEND, on=by)
        test_risks.hand_in(rule, BY, DOCUMENTS)
        test_risks.approve(rule, "representative", DOCUMENTS)
        assert due(MEND, on=by) == []
    assert due(LOOK, on=YEAR) == [(IDS[BY], YEAR)]


def test_only_what_may_be_looked_at_is_recorded(app: Flask) -> None:
    form, draft = entered(DOCUMENTS, FORM), entered(DOCUMENTS, RULE, approved=False)
    for row in (form, draft):
        with pytest.raises(Stale):
            document_looks.record(
                [Looked(row.id, row.version, LookResult.UNCHANGED)], by=viewer(BY)
            )
    with pytest.raises(NotFound):
        document_looks.record([Looked(999, 1, LookResult.UNCHANGED)], by=viewer(BY))
    with pytest.raises(RuleBroken):
        document_looks.record([], by=viewer(BY))
    with pytest.raises(BadInput):
        entries.change(DOCUMENTS, draft, {"looked_on": TODAY}, seen=draft.version, by=viewer(BY))


def test_several_are_recorded_on_one_page(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entered(DOCUMENTS, RULE)
        entered(DOCUMENTS, {**RULE, "code": "手順-01", "kind": DocumentKind.PROCEDURE})
        entered(DOCUMENTS, {**FORM, "under": "手順-01"})
    page = visitor.as_("head").get(LOOKS)
    assert "様式-01" in words(page)
    fields = form(page, LOOKS)
    # Nothing is ticked beforehand, and to send nothing is refused.
    assert visitor.post(LOOKS, **fields).status_code == 409
    sent = {**fields, "rows-0-result": "unchanged", "rows-1-result": "to_revise"}
    assert visitor.post(LOOKS, **sent).status_code == 302
    assert "改定が必要" in words(visitor.get(LOOKS))
    # A doubled click records nothing twice.
    assert visitor.post(LOOKS, **sent).status_code == 409
    # The trail says who looked at it when.
    record = visitor.as_("privacy_manager").get("/plan/documents/DC-2026-001").text
    assert "変更なし" in record.partition(">履歴 ")[2]
    assert visitor.as_("auditor").get(LOOKS).status_code == 200
    assert visitor.post(LOOKS, **sent).status_code == 403
