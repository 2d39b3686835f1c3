"""Questionnaires inside: sent by a press, shown to few, revoked, sent again, taken over."""

import io

import pytest
import time_machine

from pms_tracker import clock
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.contractors.evaluations import EVALUATIONS
from pms_tracker.do.rules.evaluation_rules import Method, SheetId
from pms_tracker.evidence import evidence
from pms_tracker.kernel.references import parse_reference
from pms_tracker.registers import entries
from pms_tracker.web.door.gates import Gate
from pms_tracker.web.questionnaires import answer_pages
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.questionnaires.asked import (
    ABOUT,
    DUE,
    MAIL,
    NAME,
    REFERENCE,
    Outsider,
    answers,
    contractor,
    kept,
    link,
    send,
)

RECORD = f"/do/questionnaires/{REFERENCE}"


@pytest.fixture(autouse=True)
def fresh_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOOKS", "MISSES", "OF_LINK"):
        monkeypatch.setattr(answer_pages, name, Gate(500, 5000, 600))


@pytest.fixture
def head(served: Served, visitor: Visitor) -> Visitor:
    contractor(served)
    return visitor.as_("head")


@pytest.fixture
def sent(head: Visitor) -> Visitor:
    assert send(head).location == RECORD
    return head


def answered(served: Served, value: str = "yes", **more: str) -> None:
    outsider = Outsider(served)
    outsider.comes(link(served))
    data = {
        "csrf_token": outsider.proof(),
        "do": "submit",
        **answers(value),
        **more,
        "files_12": (io.BytesIO(b"P-mark"), "登録証.txt"),
    }
    assert outsider.browser.client.post("/answer/", data=data).location == "/answer/"


def test_the_record_of_a_contractor_leads_there(head: Visitor) -> None:
    page = words(head.get(f"/do/contractors/{ABOUT}"))
    assert f"/do/questionnaires/about/{ABOUT}" in page
    asked = words(head.get(f"/do/questionnaires/about/{ABOUT}"))
    for said in (MAIL, "規程や手順書", "期限の7日前", "14問"):
        assert said in asked
    assert send(head).status_code == 302
    assert REFERENCE in words(head.get(f"/do/contractors/{ABOUT}"))
    assert REFERENCE in words(head.get("/do/questionnaires/"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"mail": "a@b.example, c@d.example"}, "1つだけ正しく"),
        ({"mail": "ｙ＠example"}, "1つだけ正しく"),
        ({"name": " 　"}, "宛先の名前を入力してください。"),
        ({"due_on": "2026-11-01"}, "今日から"),
        ({"due_on": ""}, "回答の期限を入力してください。"),
        ({"language": "fr"}, ""),
        ({"name": "x\nBcc: y"}, "1行で"),
        ({"name": "x" * 10_000}, "100文字まで"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_goes_out(
    head: Visitor, served: Served, typed: dict[str, str], said: str
) -> None:
    answer = send(head, **typed)
    assert answer.status_code in (400, 409)
    assert said in words(answer)
    assert "QN-" not in words(head.get("/do/questionnaires/"))


def test_full_width_is_read(head: Visitor, served: Served) -> None:
    assert send(head, due_on="令和８年１２月１８日").status_code == 302
    assert kept(served).due_on.isoformat() == "2026-12-18"


def test_who_is_not_to_know_finds_nothing(sent: Visitor, served: Served) -> None:
    for name, status in (("privacy_manager", 200), ("other_head", 404), ("employee", 404)):
        other = Visitor(served).as_(name)
        page = other.get(RECORD)
        assert page.status_code == status
        assert (NAME in words(page)) is (status == 200)
        assert (REFERENCE in words(other.get("/do/questionnaires/"))) is (status == 200)
        assert (REFERENCE in words(other.get(f"/do/contractors/{ABOUT}"))) is (status == 200)
    for step in ("revoke", "again", "take", "close"):
        refused = Visitor(served).as_("other_head").post(f"{RECORD}/{step}", version="1")
        assert refused.status_code in (400, 404)
    assert kept(served).revoked_on is None
    stranger = Visitor(served).as_("head")
    assert stranger.get("/do/questionnaires/about/CO-2026-099").status_code == 404


def test_it_is_the_senders_turn_once_it_is_due_or_was_answered(
    sent: Visitor, served: Served
) -> None:
    for reader in (sent, Visitor(served).as_("privacy_manager")):
        waits = words(reader.get(RECORD))
        assert "宛先の回答を待っています。" in waits
        assert "対応が必要です" not in waits
    with time_machine.travel(clock.at(DUE, 10)):
        due = words(Visitor(served).as_("head").get(RECORD))
        assert "届いていなければ、相手に連絡するか送り直してください。" in due
        assert "対応が必要です" in due
    answered(served)
    assert "届いた回答を読み、記録に取り込んでください。" in words(sent.get(RECORD))


def test_what_is_drafted_outside_is_nobodys_to_read(sent: Visitor, served: Served) -> None:
    outsider = Outsider(served)
    outsider.comes(link(served))
    outsider.sends(value_13="まだ書きかけ", files_12=b"x")
    page = words(sent.get(RECORD))
    assert "まだ書きかけ" not in page
    assert "回答中" in page
    assert sent.get(f"{RECORD}/files/1").status_code == 404


def test_answers_become_a_draft_that_somebody_judges(sent: Visitor, served: Served) -> None:
    answered(served, value_3="no", note_3="来月から", value_13="倉庫を移転します。𠮷")
    page = sent.get(RECORD)
    for said in (
        "できていない",
        "来月から",
        "登録証.txt",
        "社外からの回答",
        "倉庫を移転します。𠮷",
    ):
        assert said in words(page)
    taken = sent.post(f"{RECORD}/take", **form(page, f"{RECORD}/take"))
    assert taken.location == "/do/evaluations/CE-2026-001"
    assert "CE-2026-001" in words(sent.get(RECORD))
    assert sent.post(f"{RECORD}/take", **form(page, f"{RECORD}/take")).status_code == 409
    reference = parse_reference("CE-2026-001")
    assert reference is not None
    with reading(served):
        row = entries.find(EVALUATIONS, reference, seen_by=viewer("privacy_manager"))
        state, values = row.state, EVALUATIONS.values_of(row)
        files = [(each.name, each.whose) for each in evidence.files("CE-2026-001")]
    assert state == "draft"
    assert values["contractor"] == (ABOUT,)
    assert values["evaluated_on"] == TODAY
    assert values["methods"] == (Method.PAPER,)
    assert values["sheet"] is SheetId.PRINTING_2026
    assert (values["rules"], values["pledge"], values["verdict"]) == ("yes", "no", None)
    for said in (REFERENCE, "来月から", "倉庫を移転します。𠮷"):
        assert said in values["note"]
    assert files == [("登録証.txt", "")]
    assert "社外からの回答" in words(sent.get("/do/evaluations/CE-2026-001"))


def test_next_years_answers_are_marked_where_they_changed(sent: Visitor, served: Served) -> None:
    answered(served)
    send(sent)
    outsider = Outsider(served)
    page = words(outsider.comes(link(served, "QN-2026-002")))
    assert page.count("前回の回答：できている") == 12
    sent_in = outsider.sends("submit", **answers("yes", {2: "partly"}))
    assert sent_in.location == "/answer/"
    record = words(sent.get("/do/questionnaires/QN-2026-002"))
    assert record.count("前回から変更") == 1


def test_a_revoked_link_and_one_sent_again(sent: Visitor, served: Served) -> None:
    first = link(served)
    page = sent.get(RECORD)
    again = {**form(page, f"{RECORD}/again"), "mail": "other@insatsu.example.jp"}
    assert sent.post(f"{RECORD}/again", **again).location == "/do/questionnaires/QN-2026-002"
    assert Outsider(served).comes(first).status_code == 410
    assert Outsider(served).comes(link(served, "QN-2026-002")).status_code == 200
    stale = sent.post(f"{RECORD}/again", **again)
    assert stale.status_code == 409
    second = sent.get("/do/questionnaires/QN-2026-002")
    place = "/do/questionnaires/QN-2026-002/revoke"
    assert sent.post(place, **form(second, place)).status_code == 302
    assert Outsider(served).comes(link(served, "QN-2026-002")).status_code == 410


def struck(served: Served) -> None:
    """The contractor was entered by mistake."""
    with committing(served):
        about = parse_reference(ABOUT)
        assert about is not None
        row = entries.find(CONTRACTORS, about, seen_by=viewer("head"), for_update=True)
        entries.retire(CONTRACTORS, row, reason="重複", by=viewer("head"))


def test_nobody_is_asked_again_about_a_contractor_that_was_struck(
    sent: Visitor, served: Served
) -> None:
    typed = {**form(sent.get(RECORD), f"{RECORD}/again"), "due_on": DUE.isoformat()}
    struck(served)
    assert sent.post(f"{RECORD}/again", **typed).status_code == 404
    assert sent.get("/do/questionnaires/QN-2026-002").status_code == 404
    assert kept(served).revoked_on is None


def test_answers_about_one_that_was_struck_are_closed(sent: Visitor, served: Served) -> None:
    answered(served)
    struck(served)
    page = sent.get(RECORD)
    assert sent.post(f"{RECORD}/take", **form(page, f"{RECORD}/take")).status_code == 404
    typed = form(page, f"{RECORD}/close")
    assert Visitor(served).as_("other_head").post(f"{RECORD}/close", **typed).status_code == 404
    assert sent.post(f"{RECORD}/close", **typed).location == RECORD
    closed = words(sent.get(RECORD))
    assert "回答を取り込まずに終えました。" in closed
    for gone in (
        "対応が必要です",
        "取込み済み",
        "に取り込まれました",
        f"{RECORD}/close",
        f"{RECORD}/take",
    ):
        assert gone not in closed
    assert sent.post(f"{RECORD}/close", **typed).status_code == 409
    assert "確認票の回答を取り込まずに終了" in words(
        Visitor(served).as_("privacy_manager").get(RECORD)
    )
    assert kept(served).taken_as == ""


def test_pressed_twice_it_goes_out_once(head: Visitor, served: Served) -> None:
    page = head.get(f"/do/questionnaires/about/{ABOUT}")
    typed = form(page, f"/do/questionnaires/about/{ABOUT}", with_slip=True)
    typed |= {"name": NAME, "due_on": DUE.isoformat(), "language": "en"}
    places = [
        head.post(f"/do/questionnaires/about/{ABOUT}", **typed).location for _each in range(2)
    ]
    assert places == [RECORD, RECORD]
    assert kept(served).language == "en"


def test_the_recipient_is_erased_by_whoever_may(sent: Visitor, served: Served) -> None:
    answered(served)
    manager = Visitor(served).as_("privacy_manager")
    page = manager.get(RECORD)
    assert manager.post(f"{RECORD}/forget", **form(page, f"{RECORD}/forget")).status_code == 302
    gone = words(manager.get(RECORD))
    assert NAME not in gone
    assert MAIL not in gone
    assert "できている" in gone
    assert sent.post(f"{RECORD}/forget", version="3").status_code == 403


def test_pages_need_few_statements(sent: Visitor, served: Served) -> None:
    answered(served)
    for address, most in (("/do/questionnaires/", 5), (RECORD, 12)):
        sent.get(address)
        with sent.counting() as statements:
            assert sent.get(address).status_code == 200
        assert len(statements) <= most, statements
