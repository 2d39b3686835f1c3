"""Pages of purposes in a browser's requests: from the policy to drafts, and what does not fit."""

import re

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.registers import purpose_coverage
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.registers import entries
from tests import builders
from tests.cast import UNIT_IDS, viewer
from tests.databases import Served
from tests.do.test_ledger import STUDENTS
from tests.do.test_purposes import entry, purpose
from tests.registers import samples
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

FROM_POLICY, COVERAGE = "/do/purposes/from-policy", "/do/purposes/coverage"


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


@pytest.mark.both_databases
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


@pytest.mark.both_databases
def test_a_form_names_nothing_that_its_reader_may_not_know_of(
    served: Served, visitor: Visitor
) -> None:
    """A risk of one unit may name what another holds: it stays named, without its name."""
    with committing(served):
        shop = {**STUDENTS, "unit_id": UNIT_IDS["書店"], "name": "書店の顧客名簿"}
        far, near = entries.enter(LEDGER, shop, by=viewer("privacy_manager")), entry()
        named = (LEDGER.name_of(far), LEDGER.name_of(near))
        risk = samples.values_of(RISKS) | {"rows": named, "unit_id": near.unit_id}
        which = RISKS.name_of(entries.enter(RISKS, risk, by=viewer("privacy_manager")))
    place = f"/do/risks/{which}"
    for page in (visitor.as_("head").get(place), visitor.get(f"{place}/edit")):
        assert page.status_code == 200
        assert "生徒名簿" in words(page)
        assert "書店の顧客名簿" not in page.text
    page = visitor.get(f"{place}/edit")
    boxes = [tag for tag in re.findall(r"<input[^>]*>", page.text) if 'name="rows"' in tag]
    rows = [box.split('value="')[1].partition('"')[0] for box in boxes if "checked" in box]
    fields = form(page, f"{place}/edit") | {"scenario": "ほかの筋書き"}
    sent = visitor.post(f"{place}/edit", **{**fields, "rows": rows})
    assert sent.status_code == 302
    with reading(served):
        row = session.scalars(select(Risk)).one()
        assert ({*row.rows}, row.scenario) == ({*named}, "ほかの筋書き")
