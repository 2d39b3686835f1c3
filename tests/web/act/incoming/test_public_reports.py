"""The public form: closed by default, no cookie, nothing kept but words and days; attacked."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from pms_tracker import clock
from pms_tracker.act.incoming import reports_in
from pms_tracker.act.tables.incoming_tables import IncomingReport, ReportMessage
from pms_tracker.database import session
from pms_tracker.kernel.profile import Part
from pms_tracker.logs.masks import LogMask
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.web.act.incoming import public_reports
from tests import builders
from tests.cast import viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

TEXT = "棚の鍵が、いつも開いています。𠮷🍎"
SEED = re.compile(r'name="seed"[^>]*value="([^"]+)"')
CODE = re.compile(r"<b>([0-9A-Z]{4}(?:-[0-9A-Z]{2,4}){6})</b>")


@pytest.fixture(autouse=True)
def fresh_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_reports, "REPORTS", public_reports.Gate(30, 600, 3600))
    monkeypatch.setattr(public_reports, "LOOKS", public_reports.Gate(60, 1200, 60))


@pytest.fixture
def opened(served: Served) -> Served:
    with committing(served):
        builders.profile(Part.PUBLIC_REPORTS)
    return served


def seed(visitor: Visitor) -> str:
    found = SEED.search(words(visitor.get("/report/")))
    assert found
    return found[1]


def send(visitor: Visitor, **typed: object) -> TestResponse:
    sent = {"source": "incident", "text": TEXT, "seed": seed(visitor), **typed}
    return visitor.post("/report/", token=False, **sent)


def code_of(answer: TestResponse) -> str:
    found = CODE.search(words(answer))
    assert found
    return found[1]


def count(served: Served, kind: type = IncomingReport) -> int:
    with reading(served):
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_it_is_closed_until_the_company_opens_it(served: Served, visitor: Visitor) -> None:
    for address in ("/report/", "/report/receipt"):
        assert visitor.get(address).status_code == 404
    for address in ("/report/", "/report/receipt", "/report/reply"):
        assert visitor.post(address, token=False, text=TEXT).status_code == 404
    assert "/report/" not in words(visitor.get("/policy"))
    visitor.as_("administrator")
    assert visitor.post("/company/profile/", all="full").status_code == 302
    assert visitor.get("/report/").status_code == 404


@pytest.mark.both_databases
def test_somebody_reports_is_answered_and_writes_on(opened: Served, visitor: Visitor) -> None:
    assert 'href="/report/' in words(visitor.get("/policy"))
    code = code_of(send(visitor))
    with committing(opened):
        made = reports_in.by_code(code)
        reports_in.say(made, "どの棚ですか。", by=viewer("privacy_manager"))
    thread = visitor.post("/report/receipt", token=False, code=code.lower().replace("-", " "))
    assert "どの棚ですか。" in words(thread)
    assert "藤森" not in words(thread)
    reply = visitor.post("/report/reply", token=False, code=code, text="2階です。")
    assert reply.status_code == 200
    assert "2階です。" in words(reply)
    assert count(opened, ReportMessage) == 2
    page = words(visitor.as_("privacy_manager").get("/act/reports/RP-2026-001"))
    assert "2階です。" in page
    assert "匿名" in page
    assert code not in page


def test_no_cookie_goes_out_and_nobody_may_keep_or_find_it(
    opened: Served, visitor: Visitor
) -> None:
    for name in (None, "employee"):
        if name:
            visitor.as_(name)
        answers = [visitor.get("/report/"), visitor.get("/report/receipt"), send(visitor)]
        answers.append(visitor.post("/report/receipt", token=False, code="x"))
        for answer in answers:
            assert answer.headers.getlist("Set-Cookie") == []
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "noindex" in answer.headers["X-Robots-Tag"]
            assert answer.headers["Cache-Control"] == "no-store"
            # Who is signed in is shown to nobody, not even to themselves.
            assert "北原" not in words(answer)
    with reading(opened):
        assert {each.reporter_id for each in session.scalars(select(IncomingReport))} == {None}


@pytest.mark.both_databases
def test_sent_twice_or_replayed_it_is_one_report_with_one_code(
    opened: Served, visitor: Visitor
) -> None:
    once = seed(visitor)
    first, second = send(visitor, seed=once), send(visitor, seed=once, text="ほかのこと")
    assert code_of(first) == code_of(second)
    assert count(opened) == 1
    # What was written since is not lost without a word.
    assert "受け付けていません" not in words(first)
    assert "いま送った内容は、受け付けていません" in words(second)


@pytest.mark.parametrize(
    "typed",
    [
        {"seed": ""},
        {"seed": "forged.by.hand"},
        {"text": ""},
        {"text": "𠮷" * 5001},
        {"source": "internal_audit"},
        {"source": ""},
    ],
)
def test_what_is_not_from_our_form_or_not_whole_is_refused(
    opened: Served, visitor: Visitor, typed: dict[str, str]
) -> None:
    answer = send(visitor, **typed)
    assert answer.status_code == 400
    assert count(opened) == 0


def test_words_are_words_and_files_are_none(opened: Served, visitor: Visitor) -> None:
    script = "<script>alert(1)</script>" + "あ" * 4000
    assert send(visitor, text=script, files=b"EXIF").status_code == 200
    page = visitor.as_("privacy_manager").get("/act/reports/RP-2026-001").get_data(as_text=True)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'type="file"' not in words(visitor.get("/report/"))


def test_far_too_much_is_not_even_read(opened: Served, visitor: Visitor) -> None:
    assert send(visitor, text="x" * 200_000).status_code == 413
    assert count(opened) == 0


@pytest.mark.both_databases
def test_a_flood_is_stopped_where_it_comes_from_and_nobody_is_remembered(
    opened: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_reports, "REPORTS", public_reports.Gate(2, 9, 3600))
    assert [send(visitor).status_code for _ in range(3)] == [200, 200, 429]
    assert count(opened) == 2
    visitor.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert send(visitor).status_code == 200
    assert count(opened) == 3
    monkeypatch.setattr(public_reports, "LOOKS", public_reports.Gate(1, 9, 60))
    tries = [visitor.post("/report/receipt", token=False, code="x").status_code for _ in range(2)]
    assert tries == [404, 429]


@pytest.mark.both_databases
def test_a_flood_is_one_letter_an_hour_with_a_count(opened: Served, visitor: Visitor) -> None:
    def told() -> list[tuple[timedelta, str]]:
        with reading(opened):
            letters = select(OutboxLetter).where(OutboxLetter.key == "report_received")
            rows = session.scalars(letters.order_by(OutboxLetter.id))
            return [(each.next_try_at - began, each.body) for each in rows]

    began = clock.now()
    with time_machine.travel(began, tick=False):
        for _each in range(4):
            send(visitor)
        first, second = told()
        assert first[0] == timedelta(0)
        assert second[0] == timedelta(hours=1)
        assert "気付いたことの報告が届きました。" in first[1]
        assert "報告が3件届きました" in second[1]
        assert "RP-2026-002" in second[1]
    with time_machine.travel(began + timedelta(minutes=90), tick=False):
        send(visitor)
        assert [at for at, _body in told()] == [timedelta(hours=each) for each in (0, 1, 2)]
    with time_machine.travel(began + timedelta(hours=4), tick=False):
        send(visitor)
        assert told()[-1][0] == timedelta(hours=4)


def test_a_wrong_code_asks_the_same_whether_nearly_right_or_not(
    opened: Served, visitor: Visitor
) -> None:
    """Codes are looked up by digest alone, so that no answer comes sooner the nearer a guess is."""
    code = code_of(send(visitor))
    near = code[:-1] + ("0" if code[-1] != "0" else "1")
    asked, shown = [], []
    for wrong in (near, "Z" * 26, "🍎", "x" * 199):
        with visitor.counting() as statements:
            answer = visitor.post("/report/receipt", token=False, code=wrong)
        assert answer.status_code == 404
        asked.append(list(statements))
        shown.append(words(answer).replace(wrong, ""))
    assert all(each == asked[0] for each in asked)
    assert all(each == shown[0] for each in shown)


def test_a_mishap_is_told_plainly_and_without_a_session(opened: Served, visitor: Visitor) -> None:
    def fails() -> str:
        raise LookupError("the secret of page.py")

    kept = opened.app.view_functions["public_reports.ask_code"]
    opened.app.view_functions["public_reports.ask_code"] = fails
    try:
        answer = visitor.get("/report/receipt")
    finally:
        opened.app.view_functions["public_reports.ask_code"] = kept
    assert answer.status_code == 500
    assert "うまく処理できませんでした" in words(answer)
    assert "Set-Cookie" not in answer.headers
    assert "csrf_token" not in answer.text


def test_what_is_asked_for_stands_in_no_log() -> None:
    mask = LogMask()
    for said, kept in (
        ('10.0.0.7 - - "POST /report/ HTTP/1.1" 200 -', False),
        ('10.0.0.7 - - "GET /report/receipt?lang=ja HTTP/1.1" 200 -', False),
        ('10.0.0.7 - - "GET /report HTTP/1.1" 308 -', False),
        ('10.0.0.7 - - "GET /check/audits/AU-2026-001/report/ HTTP/1.1" 200 -', True),
        ('10.0.0.7 - - "GET /policy HTTP/1.1" 200 -', True),
    ):
        record = logging.LogRecord("werkzeug", logging.INFO, "", 0, said, (), None)
        assert mask.filter(record) is kept, said


def test_it_speaks_english_too(opened: Served, visitor: Visitor) -> None:
    page = words(visitor.get("/report/?lang=en"))
    assert "Report anonymously" in page
    assert '<html lang="en">' in page
