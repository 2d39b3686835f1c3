"""Requests by persons in a browser's requests: what is shown to whom, and what is refused."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.disclosure_requests import request_searches
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.rules.contact.request_rules import Asked, Ending, Ground, Outcome
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.registers import entries
from pms_tracker.trail.trail_tables import TrailValue
from tests import papers
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do import test_complaints
from tests.do.test_person_requests import (
    ANSWERED,
    KNOWN,
    a_request,
    approve,
    ask,
    change,
    eased,
    hand_in,
    held,
)
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

PLACE = "/do/requests/"
NUMBER = Reference(Kind.PERSON_REQUEST, 2026, 1)
RECORD = f"{PLACE}{NUMBER}"
SEARCH = f"{RECORD}/search"
PART = f"{SEARCH}/{UNIT_IDS['松本教室']}"
NAME = "𠮷村"


def arrived(served: Served, *, asked: bool = False, **more: Any) -> None:
    with committing(served):
        held()
        row = a_request(**more)
        if asked:
            ask(row, ["PI-2026-001"])


def found(served: Served) -> list[bool | None]:
    with reading(served):
        row = entries.find(REQUESTS, NUMBER, seen_by=viewer("privacy_manager"))
        return [search.found for search, _unit in request_searches.of(row)]


@pytest.mark.both_databases
def test_an_employee_enters_what_arrived_once(served: Served, visitor: Visitor) -> None:
    page = visitor.as_("employee").get(f"{PLACE}new")
    assert "identity" not in form(page, PLACE)
    told: dict[str, object] = {
        **form(page, PLACE, with_slip=True),
        "kinds": ["disclosure"],
        "arrived_on": "令和８年１１月２４日",
        "unit_id": UNIT_IDS["本部"],
        "requester_name": "𠮷村 太一",
        "wanted": "あ" * 4000,
    }
    assert visitor.post(PLACE, **told).location == RECORD
    assert visitor.post(PLACE, **told).location == RECORD
    assert NAME in words(visitor.get(RECORD))
    # Whoever entered it reads it, and goes on with it no more.
    assert visitor.get(f"{RECORD}/edit").status_code == 403


@pytest.mark.both_databases
def test_who_audits_reads_the_record_without_a_name(served: Served, visitor: Visitor) -> None:
    arrived(served)
    visitor.as_("audit_manager")
    for page in (RECORD, f"{RECORD}/edit", f"{RECORD}/drafts", PLACE, f"{PLACE}drafts"):
        assert NAME not in words(visitor.get(page)), page
    assert "S-1042" in words(visitor.get(RECORD))
    assert "（担当者だけに表示）" in words(visitor.get(RECORD))
    assert NAME not in visitor.get(f"{PLACE}export.csv").get_data().decode("utf-8-sig")
    book = load_workbook(io.BytesIO(visitor.get(f"{PLACE}export.xlsx").get_data()))
    assert not any(NAME in str(cell) for row in book.active.values for cell in row)
    assert NAME in words(visitor.as_("privacy_manager").get(RECORD))


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("place", "record"), [(PLACE, RECORD), ("/do/complaints/", "/do/complaints/CP-2026-001")]
)
def test_who_audits_opens_no_file_of_whoever_turned_to_the_firm(
    served: Served, visitor: Visitor, place: str, record: str
) -> None:
    arrived(served)
    with committing(served):
        test_complaints.entered()
    edit = f"{record}/edit"
    sent = form(visitor.as_("privacy_manager").get(edit), edit)
    assert visitor.post(edit, **{**sent, "files": "請求書".encode()}).location == record
    assert f"{record}/files/1" in words(visitor.get(record))
    with visitor.get(f"{record}/files/1") as file:
        assert file.get_data().decode() == "請求書"
    page = words(visitor.as_("audit_manager").get(record))
    assert f"{record}/files/1" not in page
    assert "（担当者だけに表示）" in page
    assert visitor.get(f"{record}/files/1").status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize("who", ["other_head", "owner", "auditor", "administrator"])
def test_others_find_nothing(served: Served, visitor: Visitor, who: str) -> None:
    arrived(served, asked=True)
    visitor.as_(who)
    for page in (RECORD, f"{RECORD}/drafts", PART, f"{SEARCH}/mine"):
        assert visitor.get(page).status_code in {403, 404}, page
    assert NAME not in words(visitor.get(PLACE))


@pytest.mark.both_databases
def test_units_are_asked_and_the_head_answers_without_a_name(
    served: Served, visitor: Visitor
) -> None:
    arrived(served)
    page = visitor.as_("privacy_manager").get(SEARCH)
    assert (
        visitor.post(SEARCH, **{**form(page, SEARCH), "rows": ["PI-2026-001"]}).status_code == 302
    )
    assert visitor.as_("head").get(f"{SEARCH}/mine").location == PART
    assert visitor.get("/r/RQ-2026-001").location == f"{SEARCH}/mine"
    assert visitor.as_("other_head").get(PART).status_code == 404
    page = visitor.as_("head").get(PART)
    assert NAME not in words(page)
    sent = form(page, PART)
    assert visitor.post(PART, token=False, **{**sent, "found": "found"}).status_code == 400
    assert visitor.post(PART, **sent).status_code == 400
    assert visitor.post(PART, **{**sent, "found": "perhaps"}).status_code == 400
    assert found(served) == [None]
    assert visitor.post(PART, **{**sent, "found": "found", "note": "棚𠮷"}).location == PART
    stale = visitor.post(PART, **{**sent, "found": "none"})
    assert stale.status_code == 409
    assert found(served) == [True]
    # The letter that asked leads there still; whoever sees the request is led to that.
    assert visitor.get("/r/RQ-2026-001").location == f"{SEARCH}/mine"
    assert visitor.get(f"{SEARCH}/mine").location == PART
    assert "棚𠮷" in words(visitor.as_("privacy_manager").get(RECORD))
    assert visitor.get(f"{SEARCH}/mine").location == RECORD


def test_nothing_is_asked_without_an_entry_or_by_a_form_that_is_old(
    served: Served, visitor: Visitor
) -> None:
    arrived(served)
    sent = form(visitor.as_("privacy_manager").get(SEARCH), SEARCH)
    refused = visitor.post(SEARCH, **{**sent, "rows": []})
    assert "探す台帳の記録を1件以上選んでください。" in words(refused)
    assert visitor.post(SEARCH, **{**sent, "rows": ["PI-2026-999"]}).status_code == 400
    with committing(served):
        row = entries.find(REQUESTS, NUMBER, seen_by=viewer("privacy_manager"))
        change(row, note="電話があった")
    assert visitor.post(SEARCH, **{**sent, "rows": ["PI-2026-001"]}).status_code == 409
    assert found(served) == []


def test_letters_follow_from_what_is_answered(served: Served, visitor: Visitor) -> None:
    arrived(served, **KNOWN, kinds=(Asked.DISCLOSURE, Asked.STOP), fee=500)
    drafts = words(visitor.as_("privacy_manager").get(f"{RECORD}/drafts"))
    assert "受付票" in drafts
    assert "手数料のご案内" in drafts
    assert "お応えできない旨の通知書" not in drafts
    with committing(served):
        row = entries.find(REQUESTS, NUMBER, seen_by=viewer("privacy_manager"))
        change(
            row,
            paid_on=TODAY,
            disclosure_outcome=Outcome.REFUSED,
            disclosure_ground=Ground.HINDRANCE,
            disclosure_reason="同じ請求が繰り返されているため",
            stop_outcome=Outcome.NONE,
        )
    drafts = words(visitor.get(f"{RECORD}/drafts"))
    for each in (
        *("お応えできない旨の通知書", "不存在の通知書", "法33条2項2号"),
        *("同じ請求が繰り返されているため", "𠮷村 太一 様"),
    ):
        assert each in drafts, each
    assert "手数料のご案内" not in drafts


def test_a_letter_of_what_is_granted_in_part_says_so_to_the_person(
    served: Served, visitor: Visitor
) -> None:
    part = {
        "disclosure_outcome": Outcome.PARTLY,
        "disclosure_ground": Ground.RIGHTS,
        "disclosure_reason": "ほかの生徒の記録を除くため",
    }
    arrived(served, **KNOWN, kinds=(Asked.DISCLOSURE,), **part)
    drafts = words(visitor.as_("privacy_manager").get(f"{RECORD}/drafts"))
    assert "その全部または一部についてお応えできません" in drafts
    assert "一部について対応します" in drafts
    assert "一部応諾" not in drafts


def test_a_letter_is_printed_to_be_mended_and_sent(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    arrived(served, **KNOWN, kinds=(Asked.DISCLOSURE,))
    visitor.as_("privacy_manager")
    paper = visitor.get(f"{RECORD}/drafts/1.pdf")
    told = papers.flat(papers.told(paper.get_data(), tmp_path))
    for each in ("受付票", "𠮷村太一様", "保有個人データの開示", "以上"):
        assert each in told, each
    for number in (0, 99):
        assert visitor.get(f"{RECORD}/drafts/{number}.pdf").status_code == 404
    # Whoever audits sees that there was a letter, and not to whom.
    audited = visitor.as_("audit_manager").get(f"{RECORD}/drafts/1.pdf").get_data()
    assert NAME not in papers.told(audited, tmp_path)


def test_a_form_shows_the_answers_to_what_is_asked_alone(served: Served, visitor: Visitor) -> None:
    arrived(served, **ANSWERED)
    fields = form(visitor.as_("privacy_manager").get(f"{RECORD}/edit"), f"{RECORD}/edit")
    assert "disclosure_outcome" in fields
    assert "stop_outcome" not in fields
    assert "sent_on" not in fields


def test_what_is_published_of_requests_is_held_against_the_policies(visitor: Visitor) -> None:
    page = words(visitor.as_("employee").get(f"{PLACE}publication/"))
    assert "・ご本人からの請求に、所定の手続で応じます。" in page
    assert "見当たらない" in page


@pytest.mark.both_databases
def test_drafts_and_what_waits_stand_on_their_pages(served: Served, visitor: Visitor) -> None:
    arrived(served, **ANSWERED)
    assert str(NUMBER) in words(visitor.as_("privacy_manager").get(f"{PLACE}drafts"))
    with committing(served):
        row = entries.find(REQUESTS, NUMBER, seen_by=viewer("privacy_manager"))
        hand_in(row)
    page = visitor.as_("representative").get(f"{PLACE}waiting")
    assert str(NUMBER) in words(page)
    assert page.status_code == 200


@pytest.mark.both_databases
def test_the_trail_tells_of_a_scan_without_what_it_is_called(
    served: Served, visitor: Visitor
) -> None:
    arrived(served)
    edit = f"{RECORD}/edit"
    sent = form(visitor.as_("privacy_manager").get(edit), edit)
    scan = (io.BytesIO("免許証".encode()), f"{NAME}太一の委任状.txt")
    assert visitor.post(edit, **{**sent, "files": scan}).location == RECORD
    with reading(served):
        told = [
            *session.scalars(select(TrailValue.after)),
            *session.scalars(select(TrailValue.before)),
        ]
        assert not any(NAME in (each or "") for each in told)
        assert session.scalar(select(EvidenceFile.sha256)) in told


def test_a_request_that_is_over_is_no_draft(served: Served, visitor: Visitor) -> None:
    arrived(served)
    with committing(served):
        row = entries.find(REQUESTS, NUMBER, seen_by=viewer("privacy_manager"))
        eased(row, ending=Ending.WITHDRAWN, closed_on=TODAY)
    visitor.as_("privacy_manager")
    # The list has a tab of drafts above.
    for shown in (words(visitor.get(RECORD)), words(visitor.get(PLACE)).partition("<tbody>")[2]):
        assert "取下げ" in shown
        assert ">下書き<" not in shown


def test_the_days_of_a_request_say_what_they_follow_from(served: Served, visitor: Visitor) -> None:
    why = {"disclosure_ground": Ground.RIGHTS, "disclosure_reason": "ほかの人の氏名がある。"}
    arrived(served, **{**ANSWERED, "disclosure_outcome": Outcome.REFUSED, **why})
    page = words(visitor.as_("privacy_manager").get(RECORD))
    assert "届いた日の翌日から2週間が過ぎた日。休日も数えます。" in page
    assert "法律に日数の定めはなく、社内の期限です。" in page
    with committing(served):
        row = entries.find(REQUESTS, NUMBER, seen_by=viewer("privacy_manager"))
        hand_in(row)
        approve(row)
        change(row, sent_on=TODAY)
    page = words(visitor.get(RECORD))
    assert "拒否を知らせた日から" in page
    assert "社内の期限です" not in page


def test_a_draft_says_all_that_it_lacks_and_leads_there(served: Served, visitor: Visitor) -> None:
    arrived(served, fee=500)
    page = words(visitor.as_("privacy_manager").get(RECORD))
    assert "提出までに入力：" in page
    for each in ("identity", "papers", "paid_on", "disclosure_outcome"):
        assert f'href="{RECORD}/edit#{each}"' in page
    assert f'action="{RECORD}/hand-in"' not in page
    with committing(served):
        row = entries.find(REQUESTS, NUMBER, seen_by=viewer("privacy_manager"))
        change(row, **ANSWERED, paid_on=TODAY)
    page = words(visitor.get(RECORD))
    assert "提出までに入力：" not in page
    assert f'action="{RECORD}/hand-in"' in page


def test_what_is_to_be_recorded_is_led_to(served: Served, visitor: Visitor) -> None:
    arrived(served, **ANSWERED)
    with committing(served):
        row = entries.find(REQUESTS, NUMBER, seen_by=viewer("privacy_manager"))
        hand_in(row)
    # Whoever decides sends back; whoever handed it in takes it back.
    taken_back = f'action="{RECORD}/take-back"'
    assert taken_back in words(visitor.as_("privacy_manager").get(RECORD))
    assert taken_back not in words(visitor.as_("representative").get(RECORD))
    with committing(served):
        approve(entries.find(REQUESTS, NUMBER, seen_by=viewer("privacy_manager")))
    page = words(visitor.as_("privacy_manager").get(RECORD))
    assert f'href="{RECORD}/edit#sent_on"' in page
    assert 'id="sent_on"' in words(visitor.get(f"{RECORD}/edit"))
