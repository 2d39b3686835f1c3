"""One row by itself in a browser, and what the audit day's script is told: the same use case."""

import re
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.rules.audit_rules import Grade, Result
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from tests import builders
from tests.cast import IDS, viewer
from tests.check.preparing import a_checklist
from tests.databases import Served
from tests.evidence.samples import png
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

WALK = "/check/audits/AU-2026-001/checklist/"
ROW = f"{WALK}1"
UUID = "0b7e1c52-3a4f-4d1b-9c1e-7f2a6b8c9d10"
PHOTO = png()


@pytest.fixture
def day(served: Served) -> Served:
    """An audit by two auditors."""
    with committing(served):
        builders.audit(team_ids=[IDS["auditor"], IDS["audit_manager"]])
    return served


def send(visitor: Visitor, name: str = "auditor", url: str = ROW, **fields: object) -> TestResponse:
    """What the script sends for somebody: a form with its token in a header, asking for JSON."""
    sent = {"person": IDS[name], "result": "conforms", "note": "", "version": 1, **fields}
    headers = {"X-CSRFToken": visitor.token(), "Accept": "application/json"}
    return visitor.client.post(url, data=sent, headers=headers)


def test_a_rows_page_carries_the_whole_form_and_keeps_what_a_short_one_leaves_out(
    day: Served, visitor: Visitor
) -> None:
    visitor.as_("auditor")
    # What has no result has no mark before its word.
    assert '<span class="result">未確認</span>' in visitor.get(ROW).text
    typed = {"asked": "伊藤", "population": "１,２００"}
    typed |= {"sample_size": "30", "sample_how": "4枚おき"}
    sent = {**form(visitor.get(ROW), ROW), "result": "conforms", "note": "見た", **typed}
    assert visitor.post(ROW, **sent).location == f"{WALK}#row-1"
    short = {**form(visitor.get(WALK), ROW), "note": "見直した"}
    assert visitor.post(ROW, **short).status_code == 302
    again = form(visitor.get(ROW), ROW)
    assert (again["note"], again["asked"], again["population"]) == ("見直した", "伊藤", "1200")
    # Refused, the short form comes back as the long one, with all that the row says.
    refused = visitor.post(ROW, **{**form(visitor.get(WALK), ROW), "note": "あ" * 2001})
    assert refused.status_code == 400
    assert form(refused, ROW)["sample_how"] == "4枚おき"
    page = words(visitor.get(ROW))
    assert "見直した" in page
    assert "確認結果を記入" in page, "its history stands below"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"population": "たくさん"}, "数を入力してください。例：120"),
        ({"population": "-3"}, "数を入力してください。"),
        ({"population": "3", "sample_size": "4"}, "確かめた数が母数を超えています。"),
        ({"population": "1000001"}, "1000000までで入力してください。"),
        ({"asked": "伊\n藤"}, "改行や制御文字は使えません"),
    ],
)
def test_a_sample_is_refused_beside_its_field(
    day: Served, visitor: Visitor, wrong: dict[str, str], told: str
) -> None:
    sent = {**form(visitor.as_("auditor").get(ROW), ROW), "result": "conforms", **wrong}
    refused = visitor.post(ROW, **sent)
    assert refused.status_code == 400
    assert told in words(refused)
    assert form(refused, ROW)["population"] == sent["population"]


def test_the_script_saves_a_row_once_by_its_uuid(day: Served, visitor: Visitor) -> None:
    visitor.as_("auditor")
    taken = send(visitor, uuid=UUID, note="見た", asked="伊藤")
    assert (taken.status_code, taken.json["version"]) == (200, 2)
    assert taken.json["said"].startswith("小口 彩香 10:0")
    again = send(visitor, uuid=UUID, note="見た", asked="伊藤")
    assert (again.status_code, again.json["version"]) == (200, 2)
    with reading(day):
        row = checklists.item(session.get_one(Audit, 1), 1)
        assert (row.result, row.note, row.asked, row.version) == (
            Result.CONFORMS,
            "見た",
            "伊藤",
            2,
        )


def test_the_script_is_told_both_versions_where_a_colleague_was_first(
    day: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager")
    assert send(visitor, "audit_manager", result="observation", note="雑").status_code == 200
    stale = send(visitor.as_("auditor"), note="見た", uuid=UUID)
    assert stale.status_code == 409
    theirs = stale.json["theirs"]
    assert (theirs["version"], theirs["result"], theirs["note"], theirs["by"]) == (
        2,
        "observation",
        "雑",
        "有賀 俊",
    )
    # Upon their version it is taken, and the refused change was not.
    assert send(visitor, version=2, note="見た", uuid=UUID).json["version"] == 3


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"result": "not_applicable"}, 409, "「該当なし」には理由が必要です。"),
        ({"result": ""}, 400, "結果を選んでください。"),
        ({"result": "splendid"}, 400, ""),
        ({"uuid": "1"}, 400, "この変更には正しい番号がありません。"),
        ({"population": "3", "sample_size": "4"}, 400, "確かめた数が母数を超えています。"),
        ({"url": f"{WALK}9"}, 404, "確認項目 9 は見つかりません。"),
        ({"sheet": "9"}, 404, "紙 9 は見つかりません。"),
    ],
)
def test_a_refusal_comes_to_the_script_as_one_sentence(
    day: Served, visitor: Visitor, fields: dict[str, str], status: int, told: str
) -> None:
    refused = send(visitor.as_("auditor"), **fields)
    assert refused.status_code == status
    assert told in refused.json["words"]


def test_nothing_is_taken_in_anothers_name_nor_without_token_nor_after_the_end(
    day: Served, visitor: Visitor
) -> None:
    """The line comes back after somebody else has signed in at the same browser."""
    visitor.as_("audit_manager")
    for url in (ROW, f"{ROW}/evidence"):
        other = send(visitor, "auditor", url)
        assert (other.status_code, other.json) == (403, {"gone": True})
    visitor.as_("auditor")
    plain = {"person": IDS["auditor"], "result": "conforms", "version": 1}
    assert (
        visitor.client.post(ROW, data=plain, headers={"Accept": "application/json"}).status_code
        == 400
    )
    visitor.client = day.app.test_client()
    assert send(visitor).status_code == 302, "signed out: the script sees a way elsewhere"
    with committing(day):
        audit = session.get_one(Audit, 1)
        audits.cancel(audit, reason="台風", version=audit.version, by=viewer("audit_manager"))
    late = send(visitor.as_("auditor"))
    assert late.status_code == 409
    assert "この監査は報告または終了しているため" in late.json["words"]


def test_the_pulse_tells_who_is_signed_in_and_what_was_written(
    day: Served, visitor: Visitor
) -> None:
    send(visitor.as_("audit_manager"), "audit_manager", url=f"{WALK}3")
    pulse = visitor.as_("auditor").get(f"{WALK}pulse").json
    assert (pulse["person"], pulse["versions"], pulse["also"]) == (
        IDS["auditor"],
        {"3": 2},
        ["有賀 俊"],
    )
    headers = {"X-CSRFToken": pulse["token"], "Accept": "application/json"}
    sent = {"person": IDS["auditor"], "result": "conforms", "version": 1}
    assert visitor.client.post(ROW, data=sent, headers=headers).status_code == 200
    told = visitor.get(f"{WALK}rows?at=1,3,9,x").json
    assert [(row["position"], row["version"], row["by"]) for row in told["rows"]] == [
        (1, 2, "小口 彩香"),
        (3, 2, "有賀 俊"),
    ]
    assert told["known"] is None
    assert visitor.get(f"{WALK}rows?at=99999999999999999999").json["rows"] == []


def test_a_row_tells_what_other_audits_found_of_its_requirement(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.finding(builders.audit())
        builders.audit()
    walk = WALK.replace("001", "002")
    known = visitor.as_("auditor").get(f"{walk}rows?at=1").json["known"]
    assert (known["before"], known["link"], known["after"]) == (
        "同じ要求事項の所見が過去24か月に",
        "1件",
        "あります。",
    )
    assert visitor.get(known["place"]).status_code == 200
    assert known["place"].replace("&", "&amp;") in visitor.get(f"{walk}1").text
    assert visitor.get(f"{walk}rows?at=2").json["known"] is None


def test_a_key_lives_as_long_as_its_sign_in(day: Served, visitor: Visitor) -> None:
    def key(name: str) -> str:
        return str(visitor.as_(name).get(f"{WALK}pulse").json["key"])

    first = key("auditor")
    assert visitor.get(f"{WALK}pulse").json["key"] == first, "the same as long as it lasts"
    assert visitor.post("/sign-out").status_code == 302
    with visitor.client.session_transaction() as cookie:
        assert "queue" not in cookie
    assert len({first, key("auditor"), key("audit_manager")}) == 3


def test_evidence_comes_with_its_row_and_goes_out_only_through_the_audit(
    day: Served, visitor: Visitor
) -> None:
    visitor.as_("auditor")
    attach = f"{ROW}/evidence"
    assert visitor.post(attach, files=b"seen").location == ROW
    assert "files.txt" in words(visitor.get(ROW))
    with visitor.get(f"{attach}/1") as file:
        assert file.get_data() == b"seen"
        assert file.headers["Content-Disposition"].startswith("attachment")
    for name, status in (
        ("audit_manager", 200),
        ("second_auditor", 404),
        ("head", 403),
        ("owner", 403),
    ):
        with visitor.as_(name).get(f"{attach}/1") as file:
            assert file.status_code == status, name
    visitor.as_("auditor")
    assert visitor.get(f"{WALK}2/evidence/1").status_code == 404
    assert visitor.get(f"{attach}/2").status_code == 404
    nothing = visitor.post(attach)
    assert nothing.status_code == 400
    assert "ファイルを選んでください。" in words(nothing)
    assert "証拠 1" in words(visitor.get(WALK))


def test_the_script_attaches_a_file_once_and_is_told_why_not(day: Served, visitor: Visitor) -> None:
    visitor.as_("auditor")
    url = f"{ROW}/evidence"

    def attach(content: bytes, name: str = "棚.png", **fields: str) -> TestResponse:
        sent = {"person": IDS["auditor"], **fields, "files": (BytesIO(content), name)}
        headers = {"X-CSRFToken": visitor.token(), "Accept": "application/json"}
        return visitor.client.post(url, data=sent, headers=headers)

    for _ in range(2):
        taken = attach(PHOTO, uuid=UUID)
        assert taken.status_code == 200
        (file,) = taken.json["files"]
        assert (file["name"], file["image"], file["url"]) == ("棚.png", True, f"{url}/1")
    refused = attach(b"<html>", uuid=UUID.replace("0b", "1b"))
    assert refused.status_code == 400
    assert "棚.png" in refused.json["words"]
    assert attach(PHOTO, uuid="1").status_code == 400
    with reading(day):
        assert len(evidence.files("AU-2026-001/1")) == 1


def test_a_row_about_an_earlier_finding_leads_to_it(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.finding(builders.audit(), grade=Grade.OBSERVATION, fact="棚に鍵がない。")
        a_checklist.asked_again(builders.audit())
    walk = WALK.replace("001", "002")
    page = words(visitor.as_("auditor").get(walk))
    assert "前回の所見「棚に鍵がない」は、原因が除去され、再発していないか。" in page
    assert 'href="/check/findings/F-2026-001"' in page
    assert re.search(r'<h2 id="heading-1">前回までの所見の確認', page)
    assert 'href="/check/findings/F-2026-001"' in words(visitor.get(f"{walk}5"))


def test_words_of_people_are_words_on_the_page(served: Served, visitor: Visitor) -> None:
    nasty = '<script>alert("&")</script>'
    with committing(served):
        audit = builders.audit()
        a_checklist.ask(audit, nasty, hint=nasty, good_evidence=nasty)
        a_checklist.record(audit, 5, note=nasty, asked=nasty)
    for name in ("auditor", "audit_manager"):
        page = visitor.as_(name).get(WALK).text
        found = page.count("&lt;script&gt;alert(&#34;&amp;&#34;)&lt;/script&gt;")
        assert ("<script>alert" not in page, found >= 4) == (True, True), name


def test_whoever_is_not_of_the_team_reads_the_checklist_without_forms(
    day: Served, visitor: Visitor, app: Flask
) -> None:
    with committing(day):
        audit = builders.audit()
        a_checklist.record(audit, 1, Result.OBSERVATION, "雑")
    page = visitor.as_("audit_manager").get(WALK.replace("001", "002"))
    assert "△</span> 観察事項" in words(page)
    assert "雑" in words(page)
    assert "<form" not in page.text.split("<main", 1)[1]


def test_a_cleared_result_and_a_removed_question_are_brought_back_without_script(
    day: Served, visitor: Visitor
) -> None:
    page = visitor.as_("auditor")
    page.post(f"{WALK}2", result="conforms", note="見た。", version="1")
    done = page.post(f"{WALK}2", result="not_yet", note="", version="2")
    assert done.location == f"{WALK}#undo"
    shown = page.get(WALK)
    assert "項目2の結果を取り消しました。" in words(shown)
    assert f'action="{WALK}2/undo"' in shown.text
    assert f'action="{WALK}2/undo"' not in visitor.as_("audit_manager").get(WALK).text
    assert visitor.post(f"{WALK}2/undo", back="checklist").status_code == 409
    back = visitor.as_("auditor").post(f"{WALK}2/undo", back="checklist")
    assert back.location == f"{WALK}#row-2"
    with reading(day):
        audit = session.get_one(Audit, 1)
        row = checklists.item(audit, 2)
        assert (row.result, row.note) == (Result.CONFORMS, "見た。")
    assert visitor.post(f"{WALK}prepare/3/remove").location == f"{WALK}prepare/#undo"
    assert "項目3を外しました。" in words(visitor.get(f"{WALK}prepare/"))
    back = visitor.post(f"{WALK}3/undo", back="preparing")
    assert back.location == f"{WALK}prepare/#row-3"
    assert 'id="row-3"' in visitor.get(f"{WALK}prepare/").text
