"""Pages of complaints: who they came from, the incident, the case, months' reports and the desk."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.complaints import complainants
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.rules.contact.complaint_rules import Founded, Gate
from pms_tracker.do.tables.complaint_tables import Complaint
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.people.firm import contact_desk
from pms_tracker.registers import entries
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do.test_complaints import FOUND, GIVEN, approved, change, entered, set_desk
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

PLACE, DESK, REPORTS = "/do/complaints/", "/do/complaints/desk/", "/do/complaints/reports/"
RECORD = f"{PLACE}CP-2026-001"
CONTACT, ERASE, INCIDENT = f"{RECORD}/contact", f"{RECORD}/contact/erase", f"{RECORD}/incident"
REPORT = f"{REPORTS}CM-2026-001"


def a_complaint(served: Served, **more: Any) -> None:
    with committing(served):
        entered(**more)


def test_a_clerk_types_a_call_and_is_told_that_it_was_out_of_hours(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        set_desk()
    page = visitor.as_("employee").get(f"{PLACE}new")
    assert "回答の後に記録すること" not in words(page)
    given = {**GIVEN, "received_on": TODAY.isoformat(), "received_time": "１８：３０"}
    made = visitor.post(PLACE, **{**form(page, PLACE), **given})
    assert (made.status_code, made.location) == (302, RECORD)
    record = words(visitor.get(RECORD))
    assert "受付時間外" in record
    assert "2026年11月27日" in record
    refused = visitor.post(PLACE, **{**form(page, PLACE), **given, "received_time": "夕方"})
    assert refused.status_code == 400
    assert "18:30のように" in words(refused)
    assert GIVEN["what"] in words(refused)


@pytest.mark.both_databases
def test_who_it_came_from_is_typed_apart_and_shown_to_few(served: Served, visitor: Visitor) -> None:
    a_complaint(served)
    page = visitor.as_("employee").get(CONTACT)
    sent = {**form(page, CONTACT), "name": "髙山 花子", "contact": "026-000-0000"}
    assert visitor.post(CONTACT, **sent).location == RECORD
    assert "花子" in words(visitor.get(RECORD))
    stale = visitor.post(CONTACT, **{**sent, "name": "別の人"})
    assert stale.status_code == 409
    assert "別の人" in words(stale)
    long = {**form(visitor.get(CONTACT), CONTACT), "name": "長" * 101}
    assert visitor.post(CONTACT, **long).status_code == 400
    for name in ("representative", "audit_manager", "head"):
        assert "花子" not in words(visitor.as_(name).get(RECORD)), name
        assert visitor.get(CONTACT).status_code == 403, name
    assert visitor.as_("other_head").get(CONTACT).status_code == 404
    visitor.as_("privacy_manager")
    for place in (PLACE, f"{PLACE}export.csv", "/trail/", f"{RECORD}/edit"):
        assert "花子" not in visitor.get(place).get_data(as_text=True), place
    assert visitor.post(ERASE, token=False).status_code == 400
    assert visitor.post(ERASE).location == RECORD
    record = words(visitor.get(RECORD))
    assert "花子" not in record
    assert "に消去しました" in record
    assert visitor.post(ERASE).status_code == 409


@pytest.mark.both_databases
def test_who_a_struck_complaint_came_from_is_erased_too(served: Served, visitor: Visitor) -> None:
    with committing(served):
        row = entered()
        complainants.write(row, "髙山 花子", "", seen=0, by=viewer("employee"))
        entries.retire(COMPLAINTS, row, reason="誤記", by=viewer("privacy_manager"))
    page = visitor.as_("privacy_manager").get(RECORD)
    assert CONTACT not in re.findall(r'href="([^"]+)"', words(page))
    assert visitor.post(ERASE, **form(page, ERASE)).location == RECORD
    again = words(visitor.get(RECORD))
    assert "花子" not in again
    assert ERASE not in again


def test_an_emergency_offers_to_report_the_incident(served: Served, visitor: Visitor) -> None:
    a_complaint(served, emergency=Gate.YES)
    record = visitor.as_("employee").get(RECORD)
    assert "緊急事態に当たる申出です" in words(record)
    assert visitor.post(INCIDENT, **form(record, INCIDENT)).location == "/do/incidents/IN-2026-001"
    again = words(visitor.get(RECORD))
    assert "IN-2026-001" in again
    assert "緊急事態に当たる申出です" not in again
    assert visitor.post(INCIDENT).status_code in {302, 409}
    with reading(served):
        assert len(session.scalars(select(Incident)).all()) == 1


def test_a_request_says_what_to_do_until_its_number_is_there(
    served: Served, visitor: Visitor
) -> None:
    a_complaint(served, rights=Gate.YES)
    assert "開示等の請求に当たる申出です" in words(visitor.as_("head").get(RECORD))
    with committing(served):
        row = session.get_one(Complaint, 1)
        change(row, by="head", request_reference="RQ-2026-001")
    assert "開示等の請求に当たる申出です" not in words(visitor.get(RECORD))


def test_a_request_that_is_received_from_a_complaint_is_named_on_it(
    served: Served, visitor: Visitor
) -> None:
    a_complaint(served, rights=Gate.YES)
    page = words(visitor.as_("head").get(RECORD))
    way = re.search(r'href="(/do/requests/new[^"]+)"', page)
    assert way is not None
    offered = visitor.get(way[1].replace("&amp;", "&"))
    sent = form(offered, "/do/requests/")
    received_on = GIVEN["received_on"]
    assert sent["complaint"] == "CP-2026-001"
    assert sent["arrived_on"] == f"{received_on:%Y/%m/%d}"
    assert sent["unit_id"] == str(GIVEN["unit_id"])
    made = visitor.post("/do/requests/", **{**sent, "kinds": "disclosure"})
    assert made.location == "/do/requests/RQ-2026-001"
    again = words(visitor.get(RECORD))
    assert 'href="/r/RQ-2026-001"' in again
    assert "開示等の請求に当たる申出です" not in again
    # A second one that names it leaves the first there; who may not know of it changes nothing.
    more = form(visitor.get(way[1].replace("&amp;", "&")), "/do/requests/")
    assert visitor.post("/do/requests/", **{**more, "kinds": "disclosure"}).status_code == 302
    assert 'href="/r/RQ-2026-001"' in words(visitor.get(RECORD))


@pytest.mark.both_databases
@pytest.mark.parametrize("named", ["CP-2026-009", "CP-2026-001", "CA-2026-001", "そのときの苦情"])
def test_a_request_that_names_no_complaint_one_may_know_of_names_it_all_the_same(
    named: str, served: Served, visitor: Visitor
) -> None:
    a_complaint(served, rights=Gate.YES)
    page = visitor.as_("other_head").get("/do/requests/new")
    told = {"arrived_on": TODAY.isoformat(), "unit_id": str(GIVEN["unit_id"])}
    sent = {**form(page, "/do/requests/"), **told, "kinds": "disclosure", "complaint": named}
    assert visitor.post("/do/requests/", **sent).status_code == 302
    with reading(served):
        row = session.get_one(Complaint, 1)
        assert COMPLAINTS.field("request_reference").of(row) == ""


def test_what_an_address_fills_in_is_a_day_or_a_record(visitor: Visitor) -> None:
    manager = visitor.as_("privacy_manager")
    for asked, told in (
        ("complaint=CP-2026-001&arrived_on=2026-11-02", ("CP-2026-001", "2026/11/02")),
        # What is no day leaves what the form begins with.
        ("complaint=%3Cb%3E&arrived_on=2026-13-01&clue=CP-2026-001", (None, "2026/11/24")),
    ):
        sent = form(manager.get(f"/do/requests/new?{asked}"), "/do/requests/")
        assert (sent.get("complaint"), sent["arrived_on"]) == told


def test_a_founded_complaint_begins_a_case_that_it_names(served: Served, visitor: Visitor) -> None:
    with committing(served):
        row = approved()
        change(row, answered_on=TODAY, **FOUND)
    way = "/act/cases/new?origin=CP-2026-001"
    assert f'href="{way}"' not in words(visitor.as_("head").get(RECORD))
    assert f'href="{way}"' in words(visitor.as_("privacy_manager").get(RECORD))
    page = visitor.get(way)
    # A requirement or a rule in words: neither is simply optional.
    assert words(page).count("どちらかは必須") == 2
    sent = form(page, "/act/cases/")
    assert (sent["source"], sent["fact"]) == ("complaint", GIVEN["what"])
    begun = visitor.post("/act/cases/", **{**sent, "rule": "個人情報取扱規程 第12条"})
    assert begun.status_code == 302
    again = words(visitor.get(RECORD))
    assert 'href="/r/CA-2026-001"' in again
    assert way not in again
    assert f'href="{RECORD}"' in words(visitor.get("/act/cases/CA-2026-001"))


def test_a_draft_says_in_one_box_whose_turn_it_is(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entered(rights=Gate.YES)
    page = words(visitor.as_("head").get(RECORD))
    assert page.count(">次の手順<") == 1
    assert "提出までに入力：回答案" in page
    manager = words(visitor.as_("privacy_manager").get(RECORD))
    assert manager.count(">次の手順<") == 1
    assert f'href="{RECORD}/edit"' in manager
    assert "代わりに続けることもできます。" in manager
    # What is a request by a person is taken in from here.
    assert re.search(r'href="/do/requests/new\?[^"]*complaint=CP-2026-001', manager)


def reported(served: Served) -> None:
    with committing(served), clock.set_to(clock.at(date(2026, 10, 15))):
        set_desk()


@pytest.mark.both_databases
def test_a_month_is_reported_confirmed_and_printed(served: Served, visitor: Visitor) -> None:
    reported(served)
    page = visitor.as_("privacy_manager").get(REPORTS)
    assert "0件" in words(page)
    sent = {**form(page, REPORTS), "words": "受付はありませんでした。"}
    assert visitor.post(REPORTS, **sent).location == REPORT
    assert visitor.post(REPORTS, **sent).status_code in {302, 409}
    assert visitor.post(f"{REPORT}/confirm", **form(page, REPORTS)).status_code in {400, 403}
    record = visitor.as_("representative").get(REPORT)
    assert "受付はありませんでした。" in words(record)
    confirm = f"{REPORT}/confirm"
    assert visitor.post(confirm, **form(record, confirm)).location == REPORT
    assert "代表者が確認した報告です。" in words(visitor.get(REPORT))
    assert visitor.post(confirm, **form(record, confirm)).status_code == 409
    for place in (f"{REPORT}/paper.pdf", f"{REPORTS}2026-10.pdf", f"{REPORTS}2025-01.pdf"):
        paper = visitor.get(place)
        assert (paper.status_code, paper.data[:5]) == (200, b"%PDF-"), place
    for month in ("2026-13", "99999999999-1", "9999-12", "0-1"):
        assert visitor.get(f"{REPORTS}{month}.pdf").status_code == 404, month
    assert visitor.as_("head").get(REPORT).status_code == 404


@pytest.mark.parametrize("month", ["", "2026-13-01", "2026-11-01", "x" * 10_000])
def test_another_month_than_the_next_is_refused(
    served: Served, visitor: Visitor, month: str
) -> None:
    reported(served)
    page = visitor.as_("privacy_manager").get(REPORTS)
    refused = visitor.post(REPORTS, **{**form(page, REPORTS), "period": month, "words": "控え"})
    assert refused.status_code == 409
    assert "控え" in words(refused)


def test_the_desk_is_told_and_looked_at(served: Served, visitor: Visitor) -> None:
    page = visitor.as_("privacy_manager").get(DESK)
    told = {**form(page, DESK), "name": "お問合せ窓口", "opens": "１０時", "closes": "17:00"}
    assert visitor.post(DESK, **{**told, "closes": "9:00"}).status_code == 400
    assert visitor.post(DESK, **{**told, "opens": "朝"}).status_code == 400
    assert visitor.post(DESK, **told).location == DESK
    assert visitor.post(DESK, **{**told, "name": "別"}).status_code == 409
    page = visitor.get(DESK)
    check = f"{DESK}check"
    assert visitor.post(check, **form(page, check)).status_code == 400
    sent = {**form(page, check), "seen": "サイトと申込書"}
    assert visitor.post(check, **sent).location == DESK
    assert "サイトと申込書" in words(visitor.get(DESK))
    shown = visitor.as_("employee").get(DESK)
    assert "お問合せ窓口" in words(shown)
    assert visitor.post(DESK, **told).status_code == 403
    with reading(served):
        desk = contact_desk.desk()
        assert (desk.opens, desk.closes, desk.checked_on) == ("10:00", "17:00", TODAY)


def test_what_came_of_it_is_shown_where_the_firm_is_not_at_fault(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        change(approved(), answered_on=TODAY, founded=Founded.NO)
    facts = words(visitor.as_("privacy_manager").get(RECORD)).partition("承認の記録")[0]
    assert "当社に問題はなかった" in facts
    # The two questions say something only where the answer was yes.
    assert "緊急事態（漏えいなど）に当たりますか" not in facts


def test_whoever_decides_begins_a_case_or_says_why_there_is_none(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        row = approved()
        change(row, answered_on=TODAY)
        change(row, closed_on=TODAY, **FOUND)
    visitor.as_("privacy_manager")
    page = visitor.get(RECORD).text
    lead = page.partition('class="next-step')[2].partition("</section>")[0]
    assert "是正処置を始めるか、是正処置をしない理由を記録してください。" in lead
    assert f'href="{RECORD}/edit#no_case"' in page
    assert page.count("是正処置を始める</a>") == 1
    assert "是正処置を始めるか" in words(visitor.get("/"))
    # Whoever does not decide is offered nothing, and reads that it is over.
    for_others = words(visitor.as_("head").get(RECORD))
    assert "是正処置を始めるか" not in for_others
    assert "この申出への対応は" in for_others
