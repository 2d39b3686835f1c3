"""Preparing a checklist in a browser: rows chosen from every source, moved, taken out, refused."""

import re

import pytest

from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.kernel.references import Kind, Reference
from tests import builders
from tests.cast import viewer
from tests.check.preparing import a_checklist
from tests.check.preparing.test_risk_questions import done_risk
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

PREPARE = "/check/audits/AU-2026-002/checklist/prepare/"
OWN = f"{PREPARE}own"


@pytest.fixture
def day(served: Served) -> Served:
    """An audit after another one of the same unit, with a template of two questions."""
    with committing(served):
        a_checklist.template()
        before = builders.audit()
        a_checklist.ask(before, "前回だけの質問。")
        builders.finding(before, 2)
        builders.audit()
    return served


def numbers(served: Served) -> list[int]:
    with reading(served):
        return [row.position for row, _clause in checklists.rows(2)]


def offered(page: str, source: str) -> dict[str, bool]:
    """The boxes of a source's form: each value, and whether it is ticked."""
    found = re.search(rf'action="{PREPARE}{source}".*?</form>', page, re.DOTALL)
    boxes = re.findall(r'name="pick" value="(\w+)"( checked)?', found[0]) if found else []
    return {value: bool(ticked) for value, ticked in boxes}


def test_rows_come_from_findings_template_and_last_checklist(day: Served, visitor: Visitor) -> None:
    page = visitor.as_("auditor").get(PREPARE).text
    assert offered(page, "findings") == {"1": True}
    # The second question is about a clause outside the criteria, so it is not ticked.
    assert offered(page, "template") == {"1": True, "2": False}
    assert offered(page, "last") == {"1": True}, "its own question; the criteria are there already"
    for source, picks in (("findings", ["1"]), ("template", ["1", "2"]), ("last", ["1"])):
        done = visitor.post(f"{PREPARE}{source}", pick=picks)
        assert (done.status_code, done.location) == (302, PREPARE)
    page = words(visitor.get(PREPARE))
    for told in (
        "前回までの所見",
        "法令の一覧は新しいか。",
        "鍵はかかっているか。",
        "前回だけの質問。",
    ):
        assert told in page
    assert numbers(day)[0] == 5, "the earlier finding is looked at first"
    assert len(numbers(day)) == 8
    assert {source: offered(page, source) for source in ("findings", "template", "last")} == {
        "findings": {},
        "template": {},
        "last": {},
    }


def test_an_own_question_is_typed_and_refused_with_what_was_typed(
    day: Served, visitor: Visitor
) -> None:
    begun = form(visitor.as_("auditor").get(PREPARE), OWN)
    asked = {**begun, "question": "鍵は戻っているか。", "requirement_id": "1", "hint": "3本以上"}
    for wrong, status, told in (
        ({"question": " "}, 400, "質問を入力してください。"),
        ({"requirement_id": ""}, 400, "要求事項を選んでください。"),
        ({"requirement_id": "9"}, 400, "この監査の基準から、要求事項を選んでください。"),
        ({"question": "あ" * 501}, 400, "500文字までで入力してください"),
    ):
        refused = visitor.post(OWN, **{**asked, **wrong})
        assert refused.status_code == status, wrong
        assert told in words(refused)
        assert form(refused, OWN)["hint"] == "3本以上"
    assert visitor.post(OWN, methods=["document", "on_site"], **asked).location == PREPARE
    assert "自分の質問 · 条項 1 · 文書・現場 · 3本以上" in words(visitor.get(PREPARE))
    again = visitor.post(OWN, **asked)
    assert again.status_code == 409
    assert "同じ質問が、もうあります。" in words(again)


def test_rows_are_moved_and_taken_out_with_a_button_each(day: Served, visitor: Visitor) -> None:
    visitor.as_("audit_manager")
    assert visitor.post(f"{PREPARE}2/up").location == f"{PREPARE}#row-2"
    assert visitor.post(f"{PREPARE}3/down").status_code == 302
    assert numbers(day) == [2, 1, 4, 3]
    assert visitor.post(f"{PREPARE}4/remove").status_code == 302
    assert numbers(day) == [2, 1, 3]
    with committing(day):
        a_checklist.record(session.get_one(Audit, 2), 1)
    kept = visitor.post(f"{PREPARE}1/remove")
    assert kept.status_code == 409
    assert "記入した項目は外せません。" in words(kept)
    assert visitor.post(f"{PREPARE}9/remove").status_code == 404


def test_nothing_chosen_is_said_and_a_stranger_sees_no_form(day: Served, visitor: Visitor) -> None:
    nothing = visitor.as_("auditor").post(f"{PREPARE}template")
    assert nothing.status_code == 400
    assert "追加する項目を1つ以上選んでください。" in words(nothing)
    assert visitor.post(f"{PREPARE}elsewhere").status_code == 404
    assert visitor.as_("second_auditor").get(PREPARE).status_code == 404
    with committing(day):
        audit = session.get_one(Audit, 2)
        audits.cancel(audit, reason="台風", version=audit.version, by=viewer("audit_manager"))
    over = visitor.as_("auditor").get(PREPARE)
    assert OWN not in over.text
    assert "報告するまでです。" in words(over)
    late = visitor.post(OWN, question="鍵は。", requirement_id="1")
    assert late.status_code == 409
    assert "この監査は報告または終了しているため" in words(late)


def test_a_measure_of_a_risk_is_asked_about_and_named_from_then_on(
    day: Served, visitor: Visitor
) -> None:
    with committing(day):
        audit = audits.by_reference(Reference(Kind.AUDIT, 2026, 2), seen_by=viewer("auditor"))
        risk = RISKS.name_of(done_risk(audit))
    page = visitor.as_("auditor").get(PREPARE)
    assert f'value="{risk}" checked' in page.text
    sent = {**form(page, f"{PREPARE}measures"), "pick": risk}
    assert visitor.post(f"{PREPARE}measures", **sent).status_code == 302
    prepared = words(visitor.get(PREPARE))
    assert f"リスク対策 {risk}" in prepared
    assert f'action="{PREPARE}measures"' not in prepared
    row = "/check/audits/AU-2026-002/checklist/5"
    assert f'href="/do/risks/{risk}"' in words(visitor.get("/check/audits/AU-2026-002/checklist/"))
    assert f'href="/do/risks/{risk}"' in words(visitor.get(row))
    with committing(day):
        audit = audits.by_reference(Reference(Kind.AUDIT, 2026, 2), seen_by=viewer("auditor"))
        filed = builders.finding(audit, 5).reference
    assert f'href="/do/risks/{risk}"' in words(visitor.get(f"/check/findings/{filed}"))
    seen = words(visitor.get(f"/do/risks/{risk}"))
    assert f'href="/check/findings/{filed}"' in seen
    assert f'href="{row}"' in seen
