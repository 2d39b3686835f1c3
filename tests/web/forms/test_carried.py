"""A session that ended while somebody typed: the text waits on the sign-in page for its writer."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask_security import hash_password
from werkzeug.test import TestResponse

from pms_tracker import clock
from pms_tracker.desk import kept_drafts
from pms_tracker.people.firm import people
from tests import builders
from tests.cast import IDS, PASSWORD, TODAY
from tests.databases import Served
from tests.signed_in import begun_at
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

CASE = "/act/cases/CA-2026-001"
PLAN = f"{CASE}/plan"
CAUSE = '台帳に"登録"されていない。<b>'
NOW = clock.at(TODAY, 10)
KEPT = "もう一度サインインしてください。入力した内容は残っています。"


@pytest.fixture
def cut_off(served: Served, visitor: Visitor) -> tuple[Visitor, TestResponse]:
    """The head typed a plan for hours; the session was gone when it was sent."""
    with committing(served):
        builders.case()
        for name in ("head", "privacy_manager"):
            account = people.account_of(IDS[name])
            assert account is not None
            account.password = hash_password(PASSWORD)
    sent = typed_plan(visitor.as_("head"))
    visitor.client = served.app.test_client()
    return visitor, visitor.post(PLAN, token=False, **sent)


def typed_plan(visitor: Visitor) -> dict[str, str]:
    return {**form(visitor.get(CASE), PLAN, with_slip=True), "cause": CAUSE, "due_on": "来月"}


def carried(page: TestResponse) -> str:
    found = re.search(r'name="carried" value="([^"]*)"', page.text)
    assert found is not None
    return unescape(found[1])


def sign_in(visitor: Visitor, name: str, text: str, password: str = PASSWORD) -> TestResponse:
    mail = f"{name}@example.jp"
    return visitor.post("/sign-in", email=mail, password=password, carried=text, next="/")


def nobody_has_a_draft(served: Served) -> bool:
    with reading(served):
        return not any(kept_drafts.places(person_id) for person_id in IDS.values())


def test_the_form_is_back_as_typed_after_signing_in_again(
    cut_off: tuple[Visitor, TestResponse],
) -> None:
    visitor, page = cut_off
    assert page.status_code == 401
    assert KEPT in words(page)
    assert "台帳" not in page.text, "what was typed is not shown to whoever sits there"
    wrong = sign_in(visitor, "head", carried(page), "wrong password here")
    assert carried(wrong) == carried(page), "a wrong password loses nothing either"
    assert KEPT in words(wrong)
    answer = sign_in(visitor, "head", carried(wrong))
    assert (answer.status_code, answer.location) == (302, CASE)
    again = visitor.get(CASE)
    assert form(again, PLAN)["cause"] == CAUSE
    assert form(again, PLAN)["due_on"] == "来月"
    assert "10:0" in words(again)
    assert "の下書きを入れてあります。" in words(again)
    assert "<b>" not in again.text.split('name="cause"')[1].split("</textarea>")[0]


def test_too_many_wrong_passwords_lose_nothing_either(
    cut_off: tuple[Visitor, TestResponse],
) -> None:
    visitor, page = cut_off
    for _ in range(10):
        sign_in(visitor, "head", carried(page), "wrong password here")
    refused = sign_in(visitor, "head", carried(page))
    assert refused.status_code == 429
    assert carried(refused) == carried(page)
    assert "サインインの失敗が続いた" in words(refused)
    with time_machine.travel(NOW + timedelta(minutes=20)):
        assert sign_in(visitor, "head", carried(refused)).location == CASE


def test_who_signs_in_instead_never_sees_it(
    served: Served, cut_off: tuple[Visitor, TestResponse]
) -> None:
    visitor, page = cut_off
    answer = sign_in(visitor, "privacy_manager", carried(page))
    assert (answer.status_code, answer.location) == (302, "/")
    home = visitor.get("/")
    assert "別の人としてサインインしたため" in words(home)
    assert "台帳に" not in words(home)
    assert nobody_has_a_draft(served)


def test_it_waits_a_day_and_no_longer(
    served: Served, cut_off: tuple[Visitor, TestResponse]
) -> None:
    visitor, page = cut_off
    with time_machine.travel(NOW + timedelta(hours=24, minutes=5)):
        assert sign_in(visitor, "head", carried(page)).location.endswith("/")
    assert nobody_has_a_draft(served)
    visitor.client = served.app.test_client()
    with time_machine.travel(NOW + timedelta(hours=23)):
        assert sign_in(visitor, "head", carried(page)).location == CASE


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "e30.forged.forged"])
def test_nothing_is_taken_that_was_not_signed_here(
    served: Served, cut_off: tuple[Visitor, TestResponse], text: str
) -> None:
    visitor, page = cut_off
    tampered = carried(page)[:-2] + text
    for sent in (text, tampered):
        visitor.client = served.app.test_client()
        assert sign_in(visitor, "head", sent).status_code == 302
    # A slip is signed too, but is none of these.
    visitor.client = served.app.test_client()
    slip = typed_plan(visitor.as_("head"))["slip"]
    visitor.client = served.app.test_client()
    assert sign_in(visitor, "head", slip).location.endswith("/")
    assert nobody_has_a_draft(served)


def test_a_strangers_form_is_carried_nowhere(served: Served, visitor: Visitor) -> None:
    """Without a slip of ours a foreign page could put words into somebody's mouth."""
    with committing(served):
        builders.case()
    for slip in ("", "forged"):
        bare = visitor.post(PLAN, token=False, cause=CAUSE, slip=slip)
        assert bare.status_code == 400
        assert 'name="carried"' not in bare.text
        with_token = visitor.post(PLAN, cause=CAUSE, slip=slip)
        assert with_token.status_code == 302
        assert with_token.location.startswith("/sign-in")


def test_passwords_and_tokens_do_not_travel_and_pages_of_passwords_carry_nothing(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.case()
    sent = typed_plan(visitor.as_("head"))
    visitor.client = served.app.test_client()
    for place in ("/password/change", "/sign-in", "/sign-out", "/language", "/demo/sign-in"):
        answer = visitor.post(place, token=False, **sent)
        assert 'name="carried" value="' not in answer.text, place
    only_secrets = {"slip": sent["slip"], "password": "x" * 12, "csrf_token": "x", "next": "/"}
    assert visitor.post(PLAN, token=False, **only_secrets).status_code == 400
    too_long = {**sent, "cause": "あ" * 70_000}
    assert visitor.post(PLAN, token=False, **too_long).status_code == 400


def test_a_session_that_grew_too_old_loses_nothing(served: Served, visitor: Visitor) -> None:
    """The cookie is there and so is its token, but a day is over."""
    with committing(served):
        builders.case()
    visitor.as_("head")
    with served.app.app_context():
        begun_at(IDS["head"], NOW - timedelta(hours=23))
    sent = typed_plan(visitor)
    with time_machine.travel(NOW + timedelta(hours=2)):
        page = visitor.post(PLAN, **sent)
        assert page.status_code == 401
        assert KEPT in words(page)
        assert carried(page)


def test_a_form_with_a_stale_token_is_led_back_to_as_it_was_typed(
    served: Served, visitor: Visitor
) -> None:
    """They signed in again in another tab; the old page is still open in this one."""
    with committing(served):
        builders.case()
    sent = typed_plan(visitor.as_("head"))
    answer = visitor.as_("head").post(PLAN, token=False, **sent)
    assert (answer.status_code, answer.location) == (303, CASE)
    again = visitor.get(CASE)
    assert form(again, PLAN)["cause"] == CAUSE
    assert "の下書きを入れてあります。" in words(again)
    # Somebody else in that other tab gets the plain refusal and nothing of the text.
    other = visitor.as_("privacy_manager").post(PLAN, token=False, **sent)
    assert other.status_code == 400
    assert "台帳に" not in words(other)
    with reading(served):
        assert kept_drafts.places(IDS["privacy_manager"]) == {}


def test_a_refused_form_still_knows_the_page_it_came_from(served: Served, visitor: Visitor) -> None:
    """After a refusal the address is the one forms are sent to, which no one can open."""
    with committing(served):
        builders.case()
    refused = visitor.as_("head").post(PLAN, **typed_plan(visitor))
    assert refused.status_code == 400
    sent = form(refused, PLAN, with_slip=True)
    visitor.client = served.app.test_client()
    page = visitor.post(PLAN, token=False, **sent)
    assert page.status_code == 401
    with committing(served):
        account = people.account_of(IDS["head"])
        assert account is not None
        account.password = hash_password(PASSWORD)
    assert sign_in(visitor, "head", carried(page)).location == CASE


def test_files_are_said_to_be_chosen_again(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.audit()
    row = "/check/audits/AU-2026-001/checklist/1/finding"
    sent = {**form(visitor.as_("auditor").get(row), row, with_slip=True), "fact": "棚"}
    answer = visitor.as_("auditor").post(row, token=False, **{**sent, "files": b"scan"})
    assert answer.location == row
    again = words(visitor.get(row))
    assert "添付するファイルがあれば、もう一度選んでください。" in again
    assert form(visitor.get(row), row)["fact"] == "棚"


def test_a_form_that_carries_a_file_leaves_no_draft(served: Served, visitor: Visitor) -> None:
    visitor.as_("administrator")
    file = "氏名,部門\n井出 光,書店\n".encode()
    take = "/people/import/take"
    sent = form(visitor.post("/people/import", file=file), take, with_slip=True)
    visitor.client = served.app.test_client()
    page = visitor.post(take, token=False, **sent)
    assert 'name="carried"' not in page.text
    assert nobody_has_a_draft(served)
