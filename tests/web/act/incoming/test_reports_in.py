"""Pages of reports by name: one form, one record, handled once, seen by few."""

import pytest
from sqlalchemy import func, select

from pms_tracker.act.incoming import reports_in
from pms_tracker.act.incoming.reports_in import Told
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.database import session
from tests.cast import UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LIST, NEW, URL = "/act/reports/", "/act/reports/new", "/act/reports/RP-2026-001"
TYPED = {"source": "complaint", "text": "窓口で苦情を受けた。"}
CASE = {
    "unit_id": str(UNIT_IDS["松本教室"]),
    "rule": "規程 第12条",
    "fact": "別の生徒に渡した。",
    "evidence": "受付簿",
}


@pytest.fixture
def reported(served: Served) -> Served:
    with committing(served):
        reports_in.report(Told(Source.INCIDENT, "渡しそうになった。"), by=viewer("employee"))
    return served


def count(served: Served, kind: type) -> int:
    with reading(served):
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_any_employee_reports_once_on_one_form(served: Served, visitor: Visitor) -> None:
    sent = {**form(visitor.as_("employee").get(NEW), LIST, with_slip=True), **TYPED}
    assert [visitor.post(LIST, **sent).status_code for _ in range(2)] == [302, 302]
    assert count(served, IncomingReport) == 1
    assert "窓口で苦情を受けた。" in words(visitor.get(URL))
    assert "RP-2026-001" in words(visitor.get(LIST))
    assert visitor.client.get("/r/RP-2026-001", follow_redirects=True).status_code == 200
    assert "報告への対応" in words(visitor.as_("privacy_manager").get("/"))


@pytest.mark.parametrize("typed", [{"text": " "}, {"source": "examination"}, {"unit_id": "999"}])
def test_what_is_missing_is_said(served: Served, visitor: Visitor, typed: dict[str, str]) -> None:
    answer = visitor.as_("employee").post(LIST, **{**TYPED, **typed})
    assert answer.status_code == 400
    assert count(served, IncomingReport) == 0


def test_who_may_not_know_of_it_finds_nothing(reported: Served, visitor: Visitor) -> None:
    for name in ("head", "owner", "auditor", "other_head", "administrator"):
        visitor.as_(name)
        assert visitor.get(URL).status_code == 404, name
        assert visitor.post(f"{URL}/messages", text="何か").status_code == 404, name
        assert "RP-2026-001" not in words(visitor.get(LIST))
    assert visitor.as_("nobody").get(LIST).status_code == 403
    assert visitor.post(LIST, **TYPED).status_code == 403


def test_one_button_reports_and_one_leads_to_the_decision(
    reported: Served, visitor: Visitor
) -> None:
    assert words(visitor.as_("head").get(LIST)).count(f'href="{NEW}"') == 1
    assert words(visitor.as_("employee").get(LIST)).count(f'href="{NEW}"') == 1
    assert 'href="#take-up">読んで決める' in words(visitor.as_("privacy_manager").get(URL))
    assert "読んで決める" not in words(visitor.as_("audit_manager").get(URL))


def test_it_is_taken_up_once(reported: Served, visitor: Visitor) -> None:
    take = f"{URL}/case"
    page = visitor.as_("privacy_manager").get(URL)
    sent = {**form(page, take, with_slip=True), **CASE}
    assert visitor.as_("employee").post(take, **sent).status_code == 403
    assert visitor.as_("audit_manager").post(take, **sent).status_code == 403
    visitor.as_("privacy_manager")
    assert visitor.post(take, token=False, **{**sent, "slip": ""}).status_code == 400
    assert visitor.post(take, **{**sent, "rule": ""}).status_code == 400
    assert [visitor.post(take, **sent).status_code for _ in range(2)] == [302, 302]
    assert count(reported, Case) == 1
    assert visitor.post(take, **{**sent, "slip": "", "version": "2"}).status_code == 409
    told = words(visitor.as_("employee").get(URL))
    assert "是正処置として取り上げ" in told
    # Whoever reported it hears that it was taken up, and not where.
    assert "CA-2026-001" not in told


def test_or_answered_once(reported: Served, visitor: Visitor) -> None:
    close = f"{URL}/answer"
    sent = {
        **form(visitor.as_("privacy_manager").get(URL), close, with_slip=True),
        "answer": "改めた。",
    }
    assert visitor.as_("employee").post(close, **sent).status_code == 403
    visitor.as_("privacy_manager")
    assert visitor.post(close, token=False, **{**sent, "slip": ""}).status_code == 400
    assert visitor.post(close, **{**sent, "answer": ""}).status_code == 400
    assert visitor.post(close, **sent).status_code == 302
    assert visitor.post(close, **{**sent, "slip": "", "version": "2"}).status_code == 409
    assert "改めた。" in words(visitor.as_("employee").get(URL))


def test_both_sides_write(reported: Served, visitor: Visitor) -> None:
    say = f"{URL}/messages"
    for name, text in (("privacy_manager", "いつですか。"), ("employee", "昨日です。")):
        sent = {**form(visitor.as_(name).get(URL), say, with_slip=True), "text": text}
        assert visitor.post(say, token=False, **{**sent, "slip": ""}).status_code == 400
        assert visitor.post(say, **sent).status_code == 302
        assert text in words(visitor.get(URL))
    assert visitor.as_("audit_manager").post(say, text="わたしも").status_code == 403
