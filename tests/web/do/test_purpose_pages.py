"""Pages of purposes in a browser's requests: from the policy to drafts, and what does not fit."""

import pytest

from pms_tracker.do.registers import purpose_coverage
from pms_tracker.do.registers.purposes import PURPOSES
from tests import builders
from tests.cast import viewer
from tests.databases import Served
from tests.do.test_purposes import entry, purpose
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

FROM_POLICY, COVERAGE = "/do/purposes/from-policy", "/do/purposes/coverage"
pytestmark = pytest.mark.both_databases


def test_purposes_are_chosen_from_the_policy_and_drafted(served: Served, visitor: Visitor) -> None:
    page = visitor.as_("privacy_manager").get(FROM_POLICY)
    with reading(served):
        first, *others = purpose_coverage.candidates(viewer("privacy_manager"))
    fields = form(page, FROM_POLICY)
    assert visitor.post(FROM_POLICY, **fields).status_code == 400
    sent = visitor.post(FROM_POLICY, **{**fields, "chosen": [first.key]})
    assert (sent.status_code, sent.location) == (302, "/do/purposes/drafts")
    assert first.text in words(visitor.get("/do/purposes/drafts"))
    assert visitor.post(FROM_POLICY, **{**fields, "chosen": ["POL-009 1"]}).status_code == 400
    assert len(others) == visitor.get(FROM_POLICY).text.count('name="chosen"')


def test_what_does_not_fit_leads_to_the_records(served: Served, visitor: Visitor) -> None:
    with committing(served):
        used, unused = purpose("教材の発送"), purpose("当社の事業活動")
        names = PURPOSES.name_of(used), PURPOSES.name_of(unused)
        entry(names[0])
        entry()
    page = visitor.as_("privacy_manager").get(COVERAGE)
    assert "/do/ledger/PI-2026-002" in page.text
    assert "/do/ledger/PI-2026-001" not in page.text
    assert "「事業活動」" in words(page)
    record = visitor.get(f"/do/purposes/{names[0]}")
    assert "/do/ledger/PI-2026-001" in record.text
    # Of another unit's entries a head is told nothing, here as everywhere.
    assert "PI-2026" not in visitor.as_("other_head").get(COVERAGE).text
    assert "PI-2026" not in visitor.get(f"/do/purposes/{names[0]}").text


def test_a_draft_of_the_policy_shows_what_the_ledger_loses(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        first, *_others = purpose_coverage.candidates(viewer("privacy_manager"))
        entry(PURPOSES.name_of(purpose(first.text)))
        number = builders.draft(
            f"新しい個人情報保護方針\n1. {'原則'}\n個人情報を守ります。"
        ).edition
    page = visitor.as_("privacy_manager").get(f"/plan/policies/POL-001/versions/{number}")
    assert "/do/purposes/PU-2026-001" in page.text
