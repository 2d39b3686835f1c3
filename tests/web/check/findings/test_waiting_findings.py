"""Findings that waited in a browser without a line: filed once, for whoever wrote them."""

from io import BytesIO

import pytest

from pms_tracker.check.checklists import checklists
from pms_tracker.evidence import evidence
from tests import builders
from tests.cast import IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading
from tests.web.check.checklists.test_rows import PHOTO, ROW, UUID, WALK, send


@pytest.fixture
def day(served: Served) -> Served:
    """An audit by two auditors."""
    with committing(served):
        builders.audit(team_ids=[IDS["auditor"], IDS["audit_manager"]])
    return served


FOUND = {"grade": "nonconformity", "fact": "棚の𠮷", "evidence": "写真", "found_on": ""}


def test_a_finding_that_waited_is_filed_once_however_often_it_is_sent(
    day: Served, visitor: Visitor
) -> None:
    visitor.as_("auditor")
    place = f"{ROW}/finding"
    for _ in range(2):
        photo = (BytesIO(PHOTO), "棚.png")
        told = send(visitor, url=place, uuid=UUID, files=photo, **FOUND)
        assert told.status_code == 200, told.text
        assert [each["name"] for each in told.json["findings"]] == ["F-2026-001"]
    with reading(day):
        filed = checklists.findings_by_item(1)
        assert [len(each) for each in filed.values()] == [1]
        assert len(evidence.files("F-2026-001")) == 1


def test_a_finding_that_waited_is_refused_in_words_and_for_nobody_else(
    day: Served, visitor: Visitor
) -> None:
    visitor.as_("auditor")
    place = f"{ROW}/finding"
    empty = send(visitor, url=place, uuid=UUID, **{**FOUND, "fact": ""})
    assert empty.status_code == 400
    assert "事実を入力してください。" in empty.json["words"]
    assert send(visitor, url=place, uuid="nonsense", **FOUND).status_code == 400
    tomorrow = send(visitor, url=place, uuid=UUID, **{**FOUND, "found_on": "2030-01-01"})
    assert tomorrow.status_code == 400
    gone = send(visitor, "audit_manager", url=place, uuid=UUID, **FOUND)
    assert (gone.status_code, gone.json) == (403, {"gone": True})
    # A key that another person's form bore is no key of one's own.
    assert send(visitor, url=place, uuid=UUID, **FOUND).status_code == 200
    visitor.as_("audit_manager")
    other = send(visitor, "audit_manager", url=f"{WALK}2/finding", uuid=UUID, **FOUND)
    assert other.status_code == 200
    assert len(other.json["findings"]) == 1


def test_what_a_browser_keeps_for_a_day_without_a_line_names_nobody(
    day: Served, visitor: Visitor
) -> None:
    visitor.as_("auditor")
    away = visitor.get(f"{WALK}without-a-line")
    assert "小口" not in away.text
    assert "data-me" not in away.text
    worker = visitor.get(f"{WALK}worker.js")
    assert worker.mimetype in {"text/javascript", "application/javascript"}
    assert worker.headers["Cache-Control"] == "no-store"
    assert visitor.get("/check/audits/AU-2026-009/checklist/worker.js").status_code == 404
