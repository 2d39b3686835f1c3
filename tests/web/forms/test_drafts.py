"""Drafts at the door: autosaved, put back into their form, dropped once it is taken."""

import pytest

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.desk import kept_drafts
from tests import builders
from tests.cast import IDS, POLICY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

pytestmark = pytest.mark.both_databases

CASE = "/act/cases/CA-2026-001"
PLAN = f"{CASE}/plan"
TYPED = {
    "correction": "移した。",
    "cause": '<script>alert("棚")</script>',
    "cause_category": "inventory",
    "action": "登録する。\r\n毎月見る。",
    "owner_id": str(IDS["owner"]),
    "due_on": "R8.12.2",
}


def opened(visitor: Visitor, page: str = CASE, action: str = PLAN) -> dict[str, str]:
    return form(visitor.get(page), action, with_slip=True)


def autosave(visitor: Visitor, **fields: str) -> None:
    """What `typing.js` sends: the whole form, to /drafts."""
    answer = visitor.post("/drafts", **fields)
    assert answer.status_code == 200
    assert answer.get_json()["saved"] == f"{clock.local(clock.now()):%H:%M}"


def places(served: Served, name: str = "head") -> set[str]:
    with reading(served):
        return set(kept_drafts.places(IDS[name]))


def test_a_draft_comes_back_with_the_page_says_when_and_is_nobody_elses(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.case()
    visitor.as_("head")
    autosave(visitor, **{**opened(visitor), **TYPED})
    page = visitor.get(CASE)
    assert f"{clock.local(clock.now()):%H:%M} の下書きを入れてあります。" in words(page)
    assert "<script>alert(" not in page.text
    again = form(page, PLAN)
    assert {name: again[name] for name in TYPED} == {**TYPED, "action": "登録する。\n毎月見る。"}
    assert "下書きを入れてあります" not in words(visitor.as_("audit_manager").get(CASE))
    assert "移した" not in words(visitor.as_("owner").get(CASE))


def test_a_form_that_was_taken_drops_its_draft_and_a_refused_one_keeps_it(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.case()
    visitor.as_("head")
    autosave(visitor, **{**opened(visitor), **TYPED})
    sent = opened(visitor)
    assert sent["draft"] == "1", "so the server knows that there is something to drop"
    refused = visitor.post(PLAN, **{**sent, "cause": " "})
    assert refused.status_code == 400
    assert form(refused, PLAN)["draft"] == "1"
    assert places(served) == {PLAN}
    assert visitor.post(PLAN, **sent).status_code == 302
    assert places(served) == set()


def test_a_draft_against_an_older_version_is_shown_beside_what_changed(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        case = builders.case_in(CaseState.SENT_BACK)
        version = case.version
    visitor.as_("head")
    autosave(visitor, **{**opened(visitor), **TYPED})
    with committing(served):
        # The record moves on behind the writer's back.
        session.get_one(Case, 1).version += 1
    sent = opened(visitor)
    assert sent["version"] == str(version), "the version that was typed against"
    stale = visitor.post(PLAN, **sent)
    assert stale.status_code == 409
    assert form(stale, PLAN)["correction"] == TYPED["correction"]
    assert visitor.post(PLAN, **form(stale, PLAN, with_slip=True)).status_code == 302


def test_a_draft_is_thrown_away_by_its_button(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case()
    visitor.as_("head")
    autosave(visitor, **{**opened(visitor), **TYPED})
    button = form(visitor.get(CASE), "/drafts/drop", with_slip=True)
    assert visitor.post("/drafts/drop", token=False, **button).status_code == 400
    answer = visitor.post("/drafts/drop", **button)
    assert (answer.status_code, answer.location) == (302, CASE)
    assert "下書きを破棄しました" in words(visitor.get(CASE))
    assert form(visitor.get(CASE), PLAN)["cause"] == ""
    assert places(served) == set()


def test_nothing_is_kept_without_a_slip_of_ones_own(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case()
    theirs = opened(visitor.as_("head"))
    visitor.as_("privacy_manager")
    for slip in (theirs["slip"], "", "forged", theirs["slip"][:-1] + "x"):
        assert visitor.post("/drafts", **{**TYPED, "slip": slip}).status_code == 400
        assert visitor.post("/drafts/drop", slip=slip).status_code == 400
    assert places(served) == places(served, "privacy_manager") == set()
    visitor.as_("head")
    assert visitor.post("/drafts", token=False, **{**TYPED, **theirs}).status_code == 400
    assert visitor.post("/drafts", **{**theirs, "cause": "あ" * 70_000}).status_code == 400
    assert places(served) == set()


def test_a_draft_holds_no_token_no_password_and_no_file(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case()
    visitor.as_("head")
    autosave(visitor, **{**opened(visitor), "cause": "棚", "password": "x", "new_password": "y"})
    with reading(served):
        found = kept_drafts.find(IDS["head"], PLAN)
        assert found is not None
        assert {name for name, _value in found.typed} == {
            *("version", "correction", "cause", "action", "owner_id", "due_on"),
            *("corrected_by_id", "corrected_on", "spread", "cause_category", "cause_removed"),
            *("resources", "measure", "measured_on"),
        }


def test_a_rows_own_page_shows_what_was_being_written(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.audit()
    row = "/check/audits/AU-2026-001/checklist/2"
    visitor.as_("auditor")
    autosave(visitor, **{**opened(visitor, row, row), "note": "棚を見た", "asked": "伊藤"})
    page = visitor.get(row)
    assert (form(page, row)["note"], form(page, row)["asked"]) == ("棚を見た", "伊藤")
    assert words(page).count("の下書きを入れてあります") == 1
    sent = {**form(page, row, with_slip=True), "result": "conforms", "draft": ""}
    assert visitor.post(row, **sent).status_code == 302
    assert places(served, "auditor") == set()


def test_a_row_sent_when_the_session_had_ended_is_named_on_the_checklist(
    served: Served, visitor: Visitor
) -> None:
    """All rows of the page share one place: the draft itself says which row it is of."""
    with committing(served):
        builders.audit()
    walk = "/check/audits/AU-2026-001/checklist/"
    visitor.as_("auditor")
    autosave(visitor, **{**opened(visitor, walk, f"{walk}2"), "note": "棚を見た"})
    with visitor.counting() as statements:
        page = visitor.get(walk)
    assert len(statements) <= 14
    assert "項目2に、まだ保存していない入力があります。" in words(page)
    assert form(page, f"{walk}2")["note"] == ""
    assert form(visitor.get(f"{walk}1"), f"{walk}1")["note"] == ""
    row = visitor.get(f"{walk}2")
    assert form(row, f"{walk}2")["note"] == "棚を見た"
    sent = {**form(row, f"{walk}2", with_slip=True), "result": "conforms", "draft": ""}
    assert visitor.post(f"{walk}2", **sent).status_code == 302
    assert places(served, "auditor") == set()
    assert "まだ保存していない入力" not in words(visitor.get(walk))


def test_every_form_with_a_text_comes_back_filled(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case_in(CaseState.DOING)
    found, audit = "/check/findings/F-2026-001", "/check/audits/AU-2026-001"
    for name, page, action, field in (
        ("owner", CASE, f"{CASE}/done", "result"),
        ("head", f"{CASE}/amend", f"{CASE}/amend", "cause"),
        ("audit_manager", CASE, f"{CASE}/withdraw", "reason"),
        ("audit_manager", found, f"{found}/withdraw", "reason"),
        ("audit_manager", "/check/audits/new", "/check/audits/", "theme"),
        ("auditor", f"{audit}/checklist/2/finding", f"{audit}/checklist/2/finding", "fact"),
        ("privacy_manager", "/plan/policies/import", "/plan/policies/import", "text"),
        (
            "privacy_manager",
            "/plan/policies/POL-001/review",
            "/plan/policies/POL-001/review",
            "reason",
        ),
        ("privacy_manager", "/act/erasures/F-2026-001", "/act/erasures/F-2026-001", "reason"),
        ("administrator", "/people/new", "/people/", "name"),
        ("administrator", "/people/", "/people/units", "name"),
    ):
        visitor.as_(name)
        autosave(visitor, **{**opened(visitor, page, action), field: "途中まで書いた。"})
        again = visitor.get(page)
        assert form(again, action)[field] == "途中まで書いた。", page
        assert "下書きを入れてあります" in words(again), page


def test_an_answer_to_a_lesson_comes_back_in_the_review(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case_in(CaseState.CLOSED)
    review = "/plan/policies/POL-001/review"
    visitor.as_("privacy_manager")
    autosave(visitor, **{**opened(visitor, review, review), "answer-1": "条文に入れる。"})
    assert form(visitor.get(review), review)["answer-1"] == "条文に入れる。"


def test_an_adopted_policy_takes_the_draft_of_its_text_along(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    imports, policies_list = "/plan/policies/import", "/plan/policies/"
    text = POLICY.replace("個人情報保護方針", "特定個人情報保護方針")
    autosave(visitor, **{**opened(visitor, imports, imports), "text": text})
    preview = visitor.post(imports, **opened(visitor, imports, imports))
    assert places(served, "privacy_manager") == {imports}
    sent = form(preview, policies_list, with_slip=True)
    assert visitor.post(policies_list, **sent).status_code == 302
    assert places(served, "privacy_manager") == set()
