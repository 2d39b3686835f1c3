"""Pages of reports on both databases: written together, signed once by the lead."""

import pytest

from pms_tracker.check.rules.audit_rules import AuditState, Result
from tests import builders, reporting
from tests.cast import IDS, TODAY
from tests.check.preparing import a_checklist
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words
from tests.web.check.reports.report_pages import (
    AUDIT,
    SCAN,
    URL,
    ready_to_sign,
    signed,
    state_of,
    the_audit,
    typed,
    written,
)


@pytest.fixture
def ready(served: Served) -> Served:
    return ready_to_sign(served)


def test_the_lead_writes_and_signs_in_one_submit(ready: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("auditor").get(URL))
    assert "所見と結論を書き、報告書に署名してください。" in page
    sent = typed(visitor, move="sign")
    assert sent["strong_points"] == "毎朝の声かけ（F-2026-002）"
    assert "代表者 宮下 恒一" in str(sent["distribution"])
    assert "部門責任者 髙山 由紀" in str(sent["distribution"])
    done = visitor.post(URL, **sent)
    assert (done.status_code, done.location) == (302, URL)
    assert state_of(ready) is AuditState.REPORTED
    page = words(visitor.get(URL))
    for expected in (
        "受付は手順どおり。\n台帳が弱い。", "不適合1件。", "毎朝の声かけ", builders.FACT, "写真2枚",
        "有賀 俊さんの対応待ちです。報告書の承認を待っています。",
        "みなと学習舎個人情報保護方針 第1版",
        "当日の所属：書店", "当日の所属：教務部", "× 不適合 1", "◎ 良好な点 1",
    ):  # fmt: skip
        assert expected in page, expected
    assert 'name="opinion"' not in page


def test_without_the_signing_button_a_report_is_a_draft(ready: Served, visitor: Visitor) -> None:
    sent = typed(visitor, move="save", opinion="", conclusion="")
    assert visitor.post(URL, **sent).status_code == 302
    assert state_of(ready) is AuditState.UNDER_WAY
    kept = written(ready)
    assert kept is not None
    assert (kept.opinion, kept.strong_points) == ("", "毎朝の声かけ（F-2026-002）")
    assert "下書き：小口 彩香" in words(visitor.get(URL))
    assert visitor.post(URL, **typed(visitor, by="second_auditor")).status_code == 302
    assert "受付は手順どおり。" in words(visitor.as_("auditor").get(URL))


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"opinion": " "}, 400, "監査員の所見を入力してください"),
        ({"conclusion": ""}, 400, "結論を入力してください"),
        ({"opinion": "あ" * 5001}, 400, "5000文字まで"),
        ({"version": "7"}, 409, "AU-2026-001 が変更されました"),
        ({"seen": "forged"}, 409, "次の部分が変わりました"),
    ],
)
def test_a_report_is_refused_in_words_and_keeps_what_was_typed(
    ready: Served, visitor: Visitor, wrong: dict[str, str], status: int, told: str
) -> None:
    refused = visitor.post(URL, **{**typed(visitor, move="sign"), **wrong})
    assert refused.status_code == status
    assert told in words(refused)
    assert "毎朝の声かけ" in words(refused)
    assert wrong.get("conclusion", "不適合1件。") in words(refused)
    assert state_of(ready) is AuditState.UNDER_WAY


def test_a_lead_is_told_what_changed_and_signs_what_is_so_now(
    ready: Served, visitor: Visitor
) -> None:
    sent = typed(visitor, move="sign")
    with committing(ready):
        builders.finding(the_audit(), 3, fact="後から見つけた事実")
    refused = visitor.post(URL, **sent)
    assert refused.status_code == 409
    assert "次の部分が変わりました：チェックリスト、監査所見" in words(refused)
    assert "後から見つけた事実" in words(refused)
    again = {**form(refused, URL), "move": "sign"}
    assert again["opinion"] == "受付は手順どおり。\n台帳が弱い。"
    assert visitor.post(URL, **again).status_code == 302
    assert signed(ready)[0].content["findings"]["counts"]["nonconformity"] == 2


def test_two_who_write_at_once_see_both_versions(ready: Served, visitor: Visitor) -> None:
    first = typed(visitor, move="save")
    second = typed(visitor, by="second_auditor", move="save", opinion="別の所見")
    assert visitor.as_("auditor").post(URL, **first).status_code == 302
    refused = visitor.as_("second_auditor").post(URL, **second)
    assert refused.status_code == 409
    for both in ("別の所見", "受付は手順どおり。"):
        assert both in words(refused)


def test_drafts_are_the_teams_alone(ready: Served, visitor: Visitor) -> None:
    visitor.post(URL, **typed(visitor, move="save"))
    for name in ("representative", "privacy_manager", "head"):
        page = visitor.as_(name).get(URL)
        assert page.status_code == 200
        assert "台帳が弱い" not in words(page), name
        assert "報告書は、監査員が署名すると、ここで読めます。" in words(page)
        assert visitor.get(f"{URL}report.pdf").status_code == 404
    assert "台帳が弱い" not in words(visitor.as_("representative").get(AUDIT))
    assert visitor.as_("other_head").get(URL).status_code == 404


def test_only_the_lead_signs_and_only_the_team_writes(ready: Served, visitor: Visitor) -> None:
    sent = typed(visitor, move="sign")
    assert visitor.post(URL, token=False, **sent).status_code == 400
    for name, status in {"second_auditor": 403, "audit_manager": 403, "head": 403}.items():
        assert visitor.as_(name).post(URL, **sent).status_code == status, name
    assert visitor.as_("audit_manager").post(URL, **{**sent, "move": "save"}).status_code == 403
    assert state_of(ready) is AuditState.UNDER_WAY


def test_a_report_is_not_offered_for_signing_while_rows_are_open(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.finding()
    page = words(visitor.as_("auditor").get(URL))
    assert "残り3項目です。" in page
    assert "署名して報告する" not in page
    refused = visitor.post(URL, **typed(visitor, move="sign"))
    assert refused.status_code == 409
    assert "未記入の確認項目が3件あります" in words(refused)
    assert "台帳が弱い" in words(refused)


def test_a_stamped_report_is_entered_for_its_lead(ready: Served, visitor: Visitor) -> None:
    sent = typed(visitor, by="audit_manager", move="sign")
    paper = {"on_paper_by": str(IDS["auditor"]), "stamped_on": "R8.11.24", "scan": SCAN}
    assert visitor.post(URL, **{**sent, **paper}).status_code == 302
    row = signed(ready)[0]
    assert (row.signed_by_id, row.entered_by_id) == (IDS["auditor"], IDS["audit_manager"])
    assert state_of(ready) is AuditState.REPORTED


def test_an_audit_that_was_closed_before_there_were_reports_says_so(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        audit = reporting.done()
        audit.state, audit.closing_note, audit.closed_on = AuditState.CLOSED, "適合", TODAY
    assert "報告書の機能を使う前に終了しています" in words(visitor.as_("head").get(URL))
    assert visitor.get(f"{URL}report.pdf").status_code == 404
    assert f'href="{URL}"' not in words(visitor.get(AUDIT))


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_a_report_of_an_audit_not_under_way_is_a_page_without_a_form(
    served: Served, visitor: Visitor, state: str
) -> None:
    with committing(served):
        audit = builders.audit()
        if state == "cancelled":
            audit.state, audit.closing_note = AuditState.CANCELLED, "台風"
    page = visitor.as_("auditor").get(URL)
    assert page.status_code == 200
    assert 'name="opinion"' not in words(page)


def test_rows_that_lack_their_finding_are_named_and_lead_to_filing_one(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        audit = builders.audit()
        a_checklist.record(audit, 2, Result.NONCONFORMING)
        a_checklist.record(audit, 3, Result.OBSERVATION)
        reporting.answer_all(audit)
    page = visitor.as_("auditor").get(URL)
    told = words(page)
    assert "不適合とした1項目に所見がありません。" in told
    assert "所見のない観察事項があります。" in told
    for row in (2, 3):
        assert f'href="{AUDIT}/checklist/{row}/finding"' in page.text
    assert "署名して報告する" not in told
    assert "不適合とした1項目に所見がありません。" in words(visitor.get(AUDIT))
    refused = visitor.post(URL, **typed(visitor, move="sign"))
    assert refused.status_code == 409
    assert "不適合とした項目2に、所見がありません。" in words(refused)
    with committing(served):
        builders.finding(the_audit(), 2)
    assert visitor.post(URL, **typed(visitor, move="sign")).status_code == 302
    shown = visitor.as_("audit_manager").get(URL)
    assert "所見のない観察事項があります。" in words(shown)
    assert "/checklist/3/finding" not in shown.text
