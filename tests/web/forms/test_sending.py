"""Sent twice is taken once: a doubled click creates one record and leads to it both times."""

import threading

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from pms_tracker.act.tables.case_tables import Erasure
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.database import session
from pms_tracker.people.tables.people_tables import Membership, Person, Proposal, Unit
from pms_tracker.plan.tables.policy_tables import Policy
from tests import builders
from tests.cast import IDS, POLICY, UNIT_IDS, let_top_roles_sign_in
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

pytestmark = pytest.mark.both_databases

ROW = "/check/audits/AU-2026-001/checklist/1/finding"
FOUND = {"grade": "nonconformity", "fact": "棚", "evidence": "写真"}
ADMIN = "administrator"
PERSON = f"/people/{IDS['nobody']}"
CREATIONS = {
    "finding": ("auditor", ROW, ROW, FOUND, Finding),
    "audit": (
        "audit_manager",
        "/check/audits/new",
        "/check/audits/",
        {
            "unit_id": str(UNIT_IDS["書店"]),
            "planned_on": "2026/12/24",
            "lead_id": str(IDS["second_auditor"]),
            "extra_because": "other",
            "extra_reason": "棚卸しの前に確かめる。",
            "theme": "棚",
            "requirement_ids": "1",
        },
        Audit,
    ),
    "person": (
        ADMIN,
        "/people/new",
        "/people/",
        {"name": "新井 花", "unit_id": "1", "account": "y", "mail": "hana@example.jp"},
        Person,
    ),
    "unit": (ADMIN, "/people/", "/people/units", {"name": "通信販売部"}, Unit),
    "membership": (ADMIN, PERSON, f"{PERSON}/memberships", {"unit_id": "2"}, Membership),
    "proposal": (ADMIN, PERSON, f"{PERSON}/roles", {"role": "representative"}, Proposal),
    "erasure": (
        "privacy_manager",
        "/act/erasures/F-2026-001",
        "/act/erasures/F-2026-001",
        {"target": "fact", "reason": "氏名"},
        Erasure,
    ),
}


def count(served: Served, table: type) -> int:
    with reading(served):
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def ready(served: Served) -> Served:
    with committing(served):
        builders.case(builders.audit(), 2)
        let_top_roles_sign_in()
    return served


@pytest.mark.parametrize("name", CREATIONS)
def test_a_creation_sent_twice_is_made_once_and_leads_there_twice(
    ready: Served, visitor: Visitor, name: str
) -> None:
    by, page, action, typed, table = CREATIONS[name]
    sent = {**form(visitor.as_(by).get(page), action, with_slip=True), **typed}
    before = count(ready, table)
    first = visitor.post(action, **sent)
    assert first.status_code == 302, words(first)
    assert count(ready, table) == before + 1
    second = visitor.post(action, **sent)
    assert (second.status_code, second.location) == (302, first.location)
    assert count(ready, table) == before + 1
    assert "同じ内容を、すでに受け付けています。" in words(
        visitor.get(first.location.split("#")[0])
    )


def test_the_same_words_in_a_new_form_are_a_new_record(ready: Served, visitor: Visitor) -> None:
    visitor.as_("auditor")
    for number in (2, 3):
        sent = {**form(visitor.get(ROW), ROW, with_slip=True), **FOUND}
        assert visitor.post(ROW, **sent).status_code == 302
        assert count(ready, Finding) == number


def test_a_refused_form_is_not_yet_taken(ready: Served, visitor: Visitor) -> None:
    visitor.as_("auditor")
    sent = {**form(visitor.get(ROW), ROW, with_slip=True), **FOUND}
    assert visitor.post(ROW, **{**sent, "found_on": "2027/01/01"}).status_code in {400, 409}
    assert visitor.post(ROW, **sent).status_code == 302
    assert count(ready, Finding) == 2


def test_a_policy_is_adopted_once_from_one_preview(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    text = POLICY.replace("個人情報保護方針", "特定個人情報保護方針")
    page = visitor.post("/plan/policies/import", text=text)
    sent = form(page, "/plan/policies/", with_slip=True)
    led = {visitor.post("/plan/policies/", **sent).location for _ in range(2)}
    assert led == {"/plan/policies/POL-002"}
    assert count(served, Policy) == 2


def test_an_agreement_pressed_twice_leads_on_quietly(ready: Served, visitor: Visitor) -> None:
    _by, page, action, typed, _table = CREATIONS["erasure"]
    visitor.as_("privacy_manager")
    visitor.post(action, **{**form(visitor.get(page), action, with_slip=True), **typed})
    visitor.as_("audit_manager")
    agree = "/act/erasures/1/agree"
    sent = form(visitor.get("/act/erasures/"), agree, with_slip=True)
    led = [visitor.post(agree, **sent) for _ in range(2)]
    assert [(each.status_code, each.location) for each in led] == [
        (302, "/check/findings/F-2026-001")
    ] * 2


def test_two_at_the_same_moment_make_one_finding(ready: Served, visitor: Visitor) -> None:
    sent = {**form(visitor.as_("auditor").get(ROW), ROW, with_slip=True), **FOUND}
    start, told = threading.Barrier(2), []

    def send() -> None:
        mine = Visitor(ready).as_("auditor")
        mine.token()
        start.wait(10)
        answer: TestResponse = mine.post(ROW, **sent)
        told.append((answer.status_code, answer.location))

    both = [threading.Thread(target=send) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(30)
    assert told == [(302, ROW.removesuffix("1/finding") + "#row-1")] * 2
    assert count(ready, Finding) == 2, "the one of the ground and one more"
