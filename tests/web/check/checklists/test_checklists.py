"""The audit day in a browser: rows answered, a finding filed from its row, nothing typed lost."""

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.audits import audits
from pms_tracker.check.rules.audit_rules import AuditState, Result
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem, Finding
from pms_tracker.database import session
from tests import builders
from tests.cast import IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

WALK = "/check/audits/AU-2026-001/checklist/"
ROW = f"{WALK}1"
FILE = f"{ROW}/finding"
FOUND = {
    "grade": "nonconformity",
    "fact": "受付の棚に申込書41枚。",
    "evidence": "写真2枚",
    "found_on": "R8.11.24",
}


def planned(served: Served) -> None:
    with committing(served):
        builders.audit()


def answer(visitor: Visitor, position: int = 1, **typed: str) -> TestResponse:
    url = f"{WALK}{position}"
    return visitor.post(url, **{**form(visitor.get(WALK), url), **typed})


def test_rows_are_answered_one_by_one_and_the_first_starts_the_audit(
    served: Served, visitor: Visitor
) -> None:
    planned(served)
    visitor.as_("auditor")
    done = answer(visitor, result="conforms", note="台帳を見た。\r\n2行目 𠮷😀")
    assert (done.status_code, done.location) == (302, f"{WALK}#row-1")
    assert answer(visitor, 2, result="not_applicable", note="委託がない").status_code == 302
    with reading(served):
        row = session.scalars(select(ChecklistItem).order_by(ChecklistItem.position)).first()
        assert row is not None
        assert (row.result, row.note) == (Result.CONFORMS, "台帳を見た。\n2行目 𠮷😀")
        assert row.answered_by_id == IDS["auditor"]
        assert session.get_one(Audit, 1).state is AuditState.UNDER_WAY
    assert "<b data-done>2</b> / 4項目" in words(visitor.get(WALK))
    # Answered again: the later answer stands, the trail keeps both.
    assert answer(visitor, result="observation", note="一部だけ").status_code == 302
    assert "一部だけ" in words(visitor.get(WALK))


def test_an_answer_is_refused_with_what_was_typed_and_why(served: Served, visitor: Visitor) -> None:
    planned(served)
    visitor.as_("auditor")
    old = {**form(visitor.get(WALK), ROW), "result": "conforms", "note": "先に開いた画面のメモ"}
    for wrong, status, told in (
        ({"result": ""}, 400, "結果を選んでください"),
        ({"note": "あ" * 2001}, 400, "2000文字までで入力してください（いま2001文字）"),
        ({"result": "not_applicable", "note": "  "}, 409, "「該当なし」には理由が必要です"),
        ({"version": "7"}, 409, "ほかの監査員が確認項目 1 を先に記入しました"),
        ({"version": "x"}, 409, "ほかの監査員が確認項目 1 を先に記入しました"),
    ):
        refused = visitor.post(ROW, **{**old, **wrong})
        assert refused.status_code == status, wrong
        assert told in words(refused)
        assert wrong.get("note", old["note"]) in words(refused)
    assert answer(visitor, result="conforms", note="同僚のメモ").status_code == 302
    stale = visitor.post(ROW, **old)
    assert stale.status_code == 409
    assert "先に開いた画面のメモ" in words(stale)
    assert "同僚のメモ" in words(stale)
    # Sent again from the page that shows both, it is taken.
    assert visitor.post(ROW, **{**old, **form(stale, ROW)}).status_code == 302


def test_a_row_is_for_the_team_alone_and_only_while_the_audit_is_open(
    served: Served, visitor: Visitor
) -> None:
    planned(served)
    visitor.as_("auditor")
    sent = {**form(visitor.get(WALK), ROW), "result": "conforms"}
    for url, fields in ((ROW, sent), (FILE, FOUND)):
        visitor.as_("auditor")
        assert visitor.post(url, token=False, **fields).status_code == 400
        missing = url.replace("/1", "/9")
        assert visitor.post(missing, **fields).status_code == 404
        assert visitor.post(url.replace("2026-001", "2026-009"), **fields).status_code == 404
        # The audit manager may see it and has the role, but is not on this team.
        assert visitor.as_("audit_manager").post(url, **fields).status_code == 403
        assert visitor.as_("second_auditor").post(url, **fields).status_code == 404
        assert visitor.as_("head").post(url, **fields).status_code == 403
    assert visitor.as_("auditor").get(f"{ROW}/up").status_code == 404
    assert "記入できます" in words(visitor.as_("audit_manager").get(WALK))
    with committing(served):
        audit = session.get_one(Audit, 1)
        audits.cancel(audit, reason="台風", version=audit.version, by=viewer("audit_manager"))
    visitor.as_("auditor")
    for url, fields, typed in (
        (ROW, {**sent, "note": "遅れた記入"}, "遅れた記入"),
        (FILE, FOUND, ""),
    ):
        late = visitor.post(url, **fields)
        assert late.status_code == 409
        assert "この監査は報告または終了しているため" in words(late)
        assert (typed or FOUND["fact"]) in words(late)
    with reading(served):
        assert session.scalars(select(Finding)).all() == []


def test_a_nonconformity_filed_from_its_row_opens_a_case_and_others_do_not(
    served: Served, visitor: Visitor
) -> None:
    planned(served)
    visitor.as_("auditor")
    assert answer(visitor, result="nonconforming", note="棚の写真").status_code == 302
    # The form begins with what the row says already.
    begun = form(visitor.get(FILE), FILE)
    assert begun["grade"] == "nonconformity"
    assert begun["evidence"] == "棚の写真"
    done = visitor.post(FILE, **{**begun, "fact": FOUND["fact"]})
    assert (done.status_code, done.location) == (302, f"{WALK}#row-1")
    page = words(visitor.get(WALK))
    assert "所見 F-2026-001 を記録し、是正処置 CA-2026-001 を始めました" in page
    assert 'href="/check/findings/F-2026-001"' in page
    for grade, evidence in (("observation", ""), ("good_practice", "")):
        url = f"{WALK}2/finding"
        seen = {**FOUND, "grade": grade, "evidence": evidence, "found_on": ""}
        assert visitor.post(url, **seen).status_code == 302
    with reading(served):
        assert len(session.scalars(select(Finding)).all()) == 3
        assert len(session.scalars(select(Case)).all()) == 1
    # Filed twice are two findings, said so by the list of what is near.
    assert "F-2026-003" in words(visitor.get(f"{WALK}2/finding"))


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"grade": ""}, 400, "等級を選んでください"),
        ({"grade": "worst"}, 400, "等級"),
        ({"fact": " \r\n "}, 400, "事実を入力してください"),
        ({"fact": "あ" * 10_001}, 400, "10000文字までで入力してください（いま10001文字）"),
        ({"evidence": "あ" * 5001}, 400, "5000文字まで"),
        ({"evidence": " "}, 400, "客観的証拠が必要です"),
        ({"found_on": "令和8年11月31日"}, 400, "11月は30日まで"),
        ({"found_on": "２０２６年２月３０日"}, 400, "2月は28日まで"),
        ({"found_on": "きのう"}, 400, "日付として読み取れません"),
        ({"found_on": "2026/11/25"}, 400, "未来の日は記録できません"),
    ],
)
def test_a_finding_is_refused_in_words_and_keeps_what_was_typed(
    served: Served, visitor: Visitor, wrong: dict[str, str], status: int, told: str
) -> None:
    planned(served)
    refused = visitor.as_("auditor").post(FILE, **{**FOUND, **wrong})
    assert refused.status_code == status
    assert told in words(refused)
    for name in ("fact", "evidence", "found_on"):
        assert {**FOUND, **wrong}[name].strip() in words(refused)
    with reading(served):
        assert session.scalars(select(Finding)).all() == []


def test_ten_thousand_characters_of_any_kind_are_kept_to_the_last(
    served: Served, visitor: Visitor
) -> None:
    planned(served)
    fact = "𠮷野家の😀\r\n" + "<script>alert('&')</script>" + "\x00髙﨑\r\n"
    typed = fact + "あ" * (10_000 - len(fact))
    seen = {**FOUND, "fact": typed, "found_on": "平成３１年４月３０日"}
    assert visitor.as_("auditor").post(FILE, **seen).status_code == 302
    expected = typed.replace("\r\n", "\n").replace("\x00", "")
    with reading(served):
        found = session.get_one(Finding, 1)
        assert found.fact == expected.strip()
        assert found.found_on.isoformat() == "2019-04-30"
    page = visitor.get("/check/findings/F-2026-001")
    assert "<script>alert" not in page.get_data(as_text=True)
    assert expected in words(page)
