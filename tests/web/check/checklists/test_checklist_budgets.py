"""What a long checklist asks of the database: 300 rows with 2,000 files cost what four rows do."""

import pytest
from sqlalchemy import insert

from pms_tracker import clock
from pms_tracker.check.checklists import checklists
from pms_tracker.check.rules.checklist_rules import Origin
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.database import session
from pms_tracker.evidence.evidence_tables import EvidenceFile
from tests import builders
from tests.cast import IDS
from tests.check.preparing import a_checklist
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form

pytestmark = pytest.mark.both_databases

ROWS, FILES = 300, 2_000
RECORD, SAVE, PULSE = 14, 14, 4
WALK = "/check/audits/AU-2026-002/checklist/"
UUID = "0b7e1c52-3a4f-4d1b-9c1e-7f2a6b8c9d10"
PAGES = {
    WALK: RECORD,
    f"{WALK}?sheet=1": RECORD,
    f"{WALK}1": RECORD,
    f"{WALK}paper/": RECORD,
    f"{WALK}pulse": PULSE,
    f"{WALK}rows?at=1,2,3": RECORD,
    f"{WALK}rows?at=1": RECORD,
    f"{WALK}prepare/": RECORD,
    "/check/question-templates/": RECORD,
    "/check/question-templates/operation": RECORD,
}


@pytest.fixture
def day(served: Served) -> Served:
    """An audit with a paper, a finding, an earlier finding and a template."""
    folder = served.settings.evidence_folder
    with committing(served):
        a_checklist.template()
        builders.finding(builders.audit())
        made = builders.audit()
        a_checklist.paper(folder, made)
        a_checklist.asked_again(made)
        builders.finding(made, 2)
    return served


def lengthen(served: Served) -> None:
    """Bring the checklist to 300 rows with 2,000 files."""
    with committing(served):
        audit = session.get_one(Audit, 2)
        like = checklists.rows(audit.id)
        plain = {"audit_id": audit.id, "origin": Origin.OWN, "question": "鍵は。", "methods": ""}
        session.execute(
            insert(ChecklistItem),
            [
                {
                    **plain,
                    "position": position,
                    "place": position,
                    "requirement_id": like[position % len(like)][0].requirement_id,
                }
                for position in range(len(like) + 1, ROWS + 1)
            ],
        )
        file = {"name": "a.png", "media_type": "image/png", "size": 9, "sha256": "0" * 64}
        file |= {"added_by_id": IDS["auditor"], "added_at": clock.now()}
        session.execute(
            insert(EvidenceFile),
            [
                {
                    **file,
                    "reference": f"{audit.reference}/{each % ROWS + 1}",
                    "number": each // ROWS + 1,
                }
                for each in range(FILES)
            ],
        )


def costs(visitor: Visitor) -> dict[str, int]:
    """What each page costs the auditor, and the three ways to save a row."""
    visitor.as_("auditor")
    spent = {}
    for url in PAGES:
        with visitor.counting() as statements:
            assert visitor.get(url).status_code == 200, url
        spent[url] = len(statements)
    return spent


def test_a_long_checklist_costs_what_a_short_one_does(day: Served, visitor: Visitor) -> None:
    before = costs(visitor)
    lengthen(day)
    after = costs(visitor)
    assert {url: (before[url], after[url]) for url in after if after[url] > before[url]} == {}
    assert {url: cost for url, cost in after.items() if cost > PAGES[url]} == {}


def test_saving_a_row_of_a_long_checklist_stays_within_its_budget(
    day: Served, visitor: Visitor
) -> None:
    lengthen(day)
    visitor.as_("auditor")
    row = f"{WALK}200"
    whole = {**form(visitor.get(row), row), "result": "conforms", "note": "見た", "asked": "伊藤"}
    headers = {"X-CSRFToken": visitor.token(), "Accept": "application/json"}
    with visitor.counting() as by_form:
        assert visitor.post(row, **whole).status_code == 302
    change = {"person": IDS["auditor"], "result": "observation", "note": "雑", "uuid": UUID}
    with visitor.counting() as by_script:
        sent = visitor.client.post(row, data={**change, "version": 2}, headers=headers)
        assert sent.status_code == 200
    with visitor.counting() as again:
        sent = visitor.client.post(row, data={**change, "version": 2}, headers=headers)
        assert sent.status_code == 200
    with visitor.counting() as from_paper:
        typed = {**change, "version": 3, "sheet": 1, "uuid": UUID.replace("0b", "1b")}
        assert visitor.client.post(row, data=typed, headers=headers).status_code == 200
    for statements in (by_form, by_script, again, from_paper):
        assert len(statements) <= SAVE, statements
    assert len(again) < len(by_script), "what was taken before is only looked up"
