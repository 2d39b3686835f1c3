"""The representative's instruction (改善指示) on the case, in its paper, and in the follow-up."""

from pathlib import Path

import pytest

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from tests import builders, reporting
from tests.act.cases.test_instructions import ANSWER, ASKED
from tests.databases import Served
from tests.papers import flat, told
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

CASE, AUDIT = "/act/cases/CA-2026-001", "/check/audits/AU-2026-001"
DONE = f"{CASE}/done"


@pytest.fixture
def instructed(served: Served) -> Served:
    with committing(served):
        builders.case_in(CaseState.DOING)
        reporting.audit_in(AuditState.CLOSED, session.get_one(Audit, 1), ASKED)
    return served


def test_the_owner_reads_it_with_their_step_and_answers_it_there(
    instructed: Served, visitor: Visitor, tmp_path: Path
) -> None:
    assert "改善指示は未回答" in words(visitor.as_("audit_manager").get(AUDIT))
    page = visitor.as_("owner").get(CASE)
    assert ASKED in words(page)
    sent = {**form(page, DONE), "result": "登録した。", "no_proof": "台帳にある。"}
    refused = visitor.post(DONE, **sent)
    assert refused.status_code == 409
    assert "改善指示に対してしたことを入力してください。" in words(refused)
    sent = {**form(refused, DONE), "instruction_answer": ANSWER}
    assert visitor.post(DONE, **sent).status_code == 302
    page = words(visitor.get(CASE))
    assert ASKED in page
    assert ANSWER in page
    paper = flat(told(visitor.get(f"{CASE}/report.pdf").data, tmp_path))
    for said in (ASKED, ANSWER, "証拠ファイルがない理由", "台帳にある。"):
        assert flat(said) in paper
    assert "改善指示に回答済み" in words(visitor.as_("audit_manager").get(AUDIT))


def test_the_owner_answers_one_that_came_after_the_report_on_the_case(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        builders.case_in(CaseState.REVIEWING)
        reporting.audit_in(AuditState.CLOSED, session.get_one(Audit, 1), ASKED)
    place = f"{CASE}/instruction"
    assert place not in visitor.as_("audit_manager").get(CASE).text
    home = visitor.as_("owner").get("/")
    assert "改善指示への回答" in words(home)
    page = visitor.get(CASE)
    assert "#instruction" in page.text
    empty = visitor.post(place, **form(page, place))
    assert empty.status_code == 400
    assert "改善指示に対してしたことを入力してください。" in words(empty)
    assert visitor.post(place, **{**form(page, place), "answer": ANSWER}).status_code == 302
    page = visitor.get(CASE)
    assert ANSWER in words(page)
    assert place not in page.text
    paper = flat(told(visitor.get(f"{CASE}/report.pdf").data, tmp_path))
    assert flat(ANSWER) in paper
    assert "改善指示に回答済み" in words(visitor.as_("audit_manager").get(AUDIT))
