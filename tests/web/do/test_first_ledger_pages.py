"""The first ledger in a browser's requests: ten answers, what they propose, drafts in one press."""

import re

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from pms_tracker.database import session
from pms_tracker.desk import kept_drafts
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.rules.ledger.first_answer_rules import Question, Tick
from pms_tracker.do.rules.ledger.ledger_rules import Medium
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.do.tables.purpose_tables import PurposeOfUse
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing
from tests.cast import IDS, UNIT_IDS, viewer
from tests.databases import Served
from tests.do.test_ledger import STUDENTS
from tests.visitor import Visitor
from tests.web.browsing import attribute, committing, form, reading, words

FIRST, PROPOSED = "/do/ledger/first/", "/do/ledger/first/entries"
ANSWERS = {
    "customers_unit": str(UNIT_IDS["松本教室"]),
    "office_unit": str(UNIT_IDS["書店"]),
    Question.JOINING: [Tick.CONTACT, Tick.SCHOOL],
    Question.PLACES: [Tick.CABINET],
    Question.WORKERS: [Tick.PAYROLL],
    Question.ENTRUSTED: [Tick.NONE_ENTRUSTED],
    Question.PROVIDED: [Tick.NONE_GIVEN],
}
ALL = ["application", "payroll"]
# What the page of the proposals may ask: the answers, units, purposes, policies and what is held.
MOST = 12


def answered(visitor: Visitor, by: str = "privacy_manager", **more: object) -> TestResponse:
    """The page that shows what the answers propose."""
    visitor.as_(by).get(FIRST)
    sent = visitor.post(FIRST, **{**ANSWERS, **more})
    assert (sent.status_code, sent.location) == (302, PROPOSED)
    return visitor.get(PROPOSED)


def ticked(page: TestResponse) -> list[str]:
    boxes = [tag for tag in re.findall(r"<input[^>]*>", page.text) if 'name="chosen"' in tag]
    return [attribute(box, "value") or "" for box in boxes if "checked" in box]


def sent_from(page: TestResponse, chosen: list[str], **more: object) -> dict[str, object]:
    return {**form(page, PROPOSED, with_slip=True), "chosen": chosen, **more}


def held(served: Served) -> list[PersonalInformation]:
    with reading(served):
        rows = session.scalars(select(PersonalInformation).order_by(PersonalInformation.id)).all()
        # They outlast the session in which they were read.
        session.expunge_all()
        return list(rows)


def count(served: Served, table: type[Risk] | type[PurposeOfUse]) -> int:
    with reading(served):
        return session.scalar(select(func.count(table.id))) or 0


def test_the_answers_are_drafted_in_one_press_and_lead_to_the_list(
    served: Served, visitor: Visitor
) -> None:
    page = answered(visitor)
    assert ticked(page) == ALL
    assert "要確認" in words(page)
    assert held(served) == []
    drafted = visitor.post(PROPOSED, **sent_from(page, ALL))
    assert (drafted.status_code, drafted.location) == (302, "/do/ledger/")
    application, payroll = held(served)
    assert (application.name, payroll.name) == ("申込書", "賃金台帳・勤怠の記録")
    assert [application.unit_id, payroll.unit_id] == [
        int(ANSWERS["customers_unit"]),
        int(ANSWERS["office_unit"]),
    ]
    assert {each.state for each in (application, payroll)} == {Standing.DRAFT}
    assert LEDGER.field("medium").of(application) == (Medium.PAPER,)
    # What is to be confirmed is said beside the draft, and does not go into force with it.
    assert "access" in application.doubts
    assert application.note == ""
    with reading(served):
        risks = session.scalars(select(Risk)).all()
        assert {each.unit_id for each in risks} == {application.unit_id, payroll.unit_id}
        assert all(len(each.rows) == 1 for each in risks)
        assert kept_drafts.find(IDS["privacy_manager"], FIRST) is None
    listed = words(visitor.get("/do/ledger/"))
    assert "2件を台帳の下書きにしました。" in listed
    assert "/do/ledger/PI-2026-002" in listed
    place = "/do/ledger/PI-2026-001"
    assert "要確認" in words(visitor.get(place))
    visitor.post(f"{place}/hand-in", **form(visitor.get(place), f"{place}/hand-in"))
    visitor.as_("representative")
    assert "要確認" in words(visitor.get(place))
    assert "要確認" in words(visitor.get("/do/ledger/waiting"))


def test_purposes_of_the_policy_are_drafted_with_what_names_them(
    served: Served, visitor: Visitor
) -> None:
    page = answered(visitor, **{Question.RECORDS: [Tick.ORDERS]})
    assert "POL-001 1(2)a" in words(page)
    visitor.post(PROPOSED, **sent_from(page, ["application", "orders"]))
    application, orders = held(served)
    stated = LEDGER.field("stated").of(orders)
    with reading(served):
        rows = session.scalars(select(PurposeOfUse)).all()
        assert stated
        assert {*stated} == {PURPOSES.name_of(row) for row in rows}
        assert orders.purposes == "\n".join(row.text for row in rows)
    # None of the published purposes covers it: its own is to be confirmed.
    assert LEDGER.field("stated").of(application) == ()
    assert "purposes" in application.doubts


def test_what_is_not_wanted_is_left_out(served: Served, visitor: Visitor) -> None:
    page = answered(visitor)
    visitor.post(PROPOSED, **{**sent_from(page, ["payroll"]), "risks": ""})
    assert [each.name for each in held(served)] == ["賃金台帳・勤怠の記録"]
    assert count(served, Risk) == 0


def test_nothing_ticked_is_said_on_its_own_page(served: Served, visitor: Visitor) -> None:
    page = answered(visitor)
    refused = visitor.post(PROPOSED, **sent_from(page, []))
    assert refused.status_code == 409
    assert "1件以上選んでください" in words(refused)
    assert ticked(refused) == []
    assert held(served) == []


@pytest.mark.both_databases
def test_a_doubled_click_drafts_once(served: Served, visitor: Visitor) -> None:
    page = answered(visitor)
    sent = sent_from(page, ALL)
    places = [visitor.post(PROPOSED, **sent).location for _click in range(2)]
    assert places == ["/do/ledger/"] * 2
    assert len(held(served)) == 2


def test_a_second_time_only_what_is_not_there_is_proposed(served: Served, visitor: Visitor) -> None:
    visitor.post(PROPOSED, **sent_from(answered(visitor), ["application"]))
    page = answered(visitor)
    assert ticked(page) == ["payroll"]
    assert "登録済みの1件" in words(page)
    # In English the same is there, under the name that it was given in Japanese.
    assert ticked(visitor.get(PROPOSED, "en")) == ["payroll"]
    elsewhere = answered(visitor, customers_unit=str(UNIT_IDS["書店"]))
    assert ticked(elsewhere) == ALL


@pytest.mark.both_databases
def test_a_stale_form_drafts_nothing_and_shows_what_is_proposed_now(
    served: Served, visitor: Visitor
) -> None:
    page = answered(visitor)
    with committing(served):
        same = {**STUDENTS, "name": "申込書", "unit_id": int(ANSWERS["customers_unit"])}
        entries.enter(LEDGER, same, by=viewer("privacy_manager"))
    refused = visitor.post(PROPOSED, **sent_from(page, ALL))
    assert refused.status_code == 409
    assert "提案が変わりました" in words(refused)
    assert ticked(refused) == ["payroll"]
    assert len(held(served)) == 1
    assert visitor.post(PROPOSED, **sent_from(refused, ["payroll"])).status_code == 302
    assert len(held(served)) == 2


@pytest.mark.both_databases
def test_answers_that_were_changed_meanwhile_are_not_drafted(
    served: Served, visitor: Visitor
) -> None:
    page = answered(visitor)
    answered(visitor, **{Question.WORKERS: [Tick.PAYROLL, Tick.MY_NUMBER]})
    assert visitor.post(PROPOSED, **sent_from(page, ALL)).status_code == 409
    assert held(served) == []


def test_whoever_goes_back_finds_their_answers(served: Served, visitor: Visitor) -> None:
    page = answered(visitor, joining_words="体験申込票")
    assert FIRST in words(page)
    back = visitor.get(FIRST)
    filled = form(back, FIRST)
    assert filled["joining_words"] == "体験申込票"
    assert filled["customers_unit"] == ANSWERS["customers_unit"]
    # Nobody else does.
    assert form(visitor.as_("head").get(FIRST), FIRST)["joining_words"] == ""


def test_without_answers_the_questions_come_first(served: Served, visitor: Visitor) -> None:
    sent = visitor.as_("privacy_manager").get(PROPOSED)
    assert (sent.status_code, sent.location) == (302, FIRST)
    pressed = visitor.post(PROPOSED, chosen=ALL, seal="x")
    assert (pressed.status_code, pressed.location) == (302, FIRST)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"customers_unit": ""}, "お客様の情報を扱う部門を選んでください。"),
        ({Question.ENTRUSTED: []}, "「頼んでいない」を選んでください。"),
        ({Question.PROVIDED: []}, "「渡さない」を選んでください。"),
        ({Question.PROVIDED: [Tick.NONE_GIVEN, Tick.WORKERS_GIVEN]}, "一緒には選べません"),
    ],
)
def test_what_must_be_answered_is_said_in_place(
    served: Served, visitor: Visitor, more: dict[str, object], told: str
) -> None:
    visitor.as_("privacy_manager").get(FIRST)
    refused = visitor.post(FIRST, **{**ANSWERS, "joining_words": "体験申込票", **more})
    assert refused.status_code == 400
    assert told in words(refused)
    assert form(refused, FIRST)["joining_words"] == "体験申込票"


def test_answers_that_propose_nothing_say_so(served: Served, visitor: Visitor) -> None:
    page = answered(visitor, **{Question.JOINING: [], Question.WORKERS: []})
    assert "提案できる個人情報はありません" in words(page)
    assert ticked(page) == []


@pytest.mark.both_databases
def test_more_proposals_ask_no_more_of_the_database(served: Served, visitor: Visitor) -> None:
    counts = []
    for more in ({}, {Question.RECORDS: [Tick.ROSTER, Tick.ORDERS, Tick.TALKS, Tick.CAMERA]}):
        page = answered(visitor, **more)
        with visitor.counting() as statements:
            page = visitor.get(PROPOSED)
        counts.append((len(statements), len(ticked(page))))
    (few, proposed), (many, more_proposed) = counts
    assert (proposed, more_proposed) == (2, 6)
    assert few == many <= MOST


@pytest.mark.both_databases
def test_a_head_is_offered_their_own_units(served: Served, visitor: Visitor) -> None:
    page = visitor.as_("head").get(FIRST)
    select_box = page.text.split('name="customers_unit"')[1].partition("</select>")[0]
    assert str(UNIT_IDS["松本教室"]) in re.findall(r'value="(\d+)"', select_box)
    assert str(UNIT_IDS["書店"]) not in re.findall(r'value="(\d+)"', select_box)
    refused = visitor.post(FIRST, **{**ANSWERS, "customers_unit": str(UNIT_IDS["書店"])})
    assert refused.status_code == 400


@pytest.mark.parametrize("who", ["auditor", "owner", "employee"])
def test_whoever_keeps_no_register_is_not_let_in(
    served: Served, visitor: Visitor, who: str
) -> None:
    visitor.as_(who)
    assert visitor.get(FIRST).status_code == 403
    assert visitor.post(FIRST, **ANSWERS).status_code == 403
    assert visitor.post(PROPOSED, chosen=ALL).status_code == 403


def test_the_list_offers_the_way(served: Served, visitor: Visitor) -> None:
    assert FIRST in words(visitor.as_("privacy_manager").get("/do/ledger/"))
    assert FIRST not in words(visitor.as_("auditor").get("/do/ledger/"))
    with committing(served):
        entries.enter(LEDGER, STUDENTS, by=viewer("head"))
    assert FIRST in words(visitor.as_("privacy_manager").get("/do/ledger/"))
