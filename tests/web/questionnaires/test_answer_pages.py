"""The pages that outsiders answer on: the whole way, and whatever somebody may try against it."""

import io
import logging
import re
import zipfile
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.logs.masks import LogMask, without_secrets
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.questionnaires import questionnaires
from pms_tracker.web.door.gates import Gate
from pms_tracker.web.questionnaires import answer_pages
from tests.cast import viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words
from tests.web.questionnaires.asked import (
    ABOUT,
    ASKED,
    DUE,
    REFERENCE,
    Outsider,
    answers,
    kept,
    link,
)

DEAD = "このリンクは使えません"


@pytest.fixture(autouse=True)
def fresh_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOOKS", "MISSES", "OF_LINK"):
        monkeypatch.setattr(answer_pages, name, Gate(500, 5000, 600))


def test_a_link_is_exchanged_for_a_cookie_and_a_clean_address(asked: Served) -> None:
    browser, address = Visitor(asked), link(asked)
    answer = browser.get(address)
    assert (answer.status_code, answer.location) == (302, "/answer/")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    for part in ("answer=", "HttpOnly", "SameSite=Lax", "Path=/answer", "Max-Age="):
        assert part in cookie
    token = address.rpartition("/")[2]
    assert token not in cookie
    page = browser.get("/answer/")
    assert token not in page.text
    assert page.headers.getlist("Set-Cookie") == []
    for each in (answer, page):
        assert each.headers["Referrer-Policy"] == "no-referrer"
        assert each.headers["Cache-Control"] == "no-store"
        assert "noindex" in each.headers["X-Robots-Tag"]
    shown = words(page)
    for said in ("個人情報の取扱いに関する確認", "みなと学習舎株式会社", "規程や手順書"):
        assert said in shown
    for hidden in (ABOUT, REFERENCE, "信州印刷", "髙山", "yoshino@"):
        assert hidden not in shown


def test_the_cookie_opens_nothing_else(outsider: Outsider) -> None:
    for address in ("/", "/do/contractors/", f"/do/questionnaires/{REFERENCE}"):
        assert outsider.browser.get(address).status_code == 302


@pytest.mark.both_databases
def test_a_draft_is_kept_resumed_and_handed_in(outsider: Outsider, asked: Served) -> None:
    saved = outsider.sends(value_0="yes", note_0="就業規則　第１２条", value_13="𠮷")
    assert (saved.status_code, saved.location) == (302, "/answer/?said=saved")
    # From another device, by the same link.
    other = Outsider(asked)
    page = words(other.comes(link(asked)))
    assert "就業規則　第１２条" in page
    assert "𠮷" in page
    partly = {**answers("partly", {3: ""}), "note_0": "就業規則　第１２条"}
    missing = other.sends("submit", **partly)
    assert missing.status_code == 400
    assert words(missing).count("回答してください。") == 2
    assert re.search(r"4\. [^：]+：回答してください。", words(missing))
    done = other.sends("submit", **{**partly, "value_3": "no"})
    assert (done.status_code, done.location) == (302, "/answer/")
    receipt = words(other.page())
    assert "回答を受け付けました" in receipt
    assert "就業規則　第１２条" in receipt
    assert "<form" not in receipt
    made = kept(asked)
    assert made.answers is not None
    assert (made.answers["pledge"], made.answers["rules"][0]) == (["no", ""], "partly")


@pytest.mark.both_databases
def test_what_was_handed_in_is_locked(outsider: Outsider, asked: Served) -> None:
    proof = outsider.proof()
    assert outsider.sends("submit", proof, **answers()).location == "/answer/"
    before = kept(asked).answers
    for do in ("submit", "save"):
        again = outsider.sends(do, proof, **answers("no"))
        assert (again.status_code, again.location) == (302, "/answer/?said=already")
    assert "すでに提出されています" in words(outsider.browser.get("/answer/?said=already"))
    assert kept(asked).answers == before
    with reading(asked):
        told = select(func.count(OutboxLetter.id)).where(OutboxLetter.person_id.is_not(None))
        assert session.scalar(told.where(OutboxLetter.reference == REFERENCE)) == 1


@pytest.mark.both_databases
def test_unknown_expired_and_revoked_are_told_in_the_same_words(asked: Served) -> None:
    good = link(asked)
    token = good.rpartition("/")[2]
    near = token[:-1] + ("A" if token[-1] != "A" else "B")
    unknown = [Visitor(asked).get(f"/answer/{each}") for each in (near, "x", "𠮷", "x" * 2000)]
    unknown.append(Visitor(asked).get("/answer/"))
    assert {each.status_code for each in unknown} == {404}
    with time_machine.travel(clock.at(DUE + timedelta(days=8), 9)):
        expired = Visitor(asked).get(good)
        assert expired.status_code == 410
    with committing(asked):
        made = session.merge(kept(asked))
        questionnaires.revoke(made, version=made.version, by=viewer("head"))
    revoked = Visitor(asked).get(good)
    assert revoked.status_code == 410
    bodies = {each.text for each in (*unknown, expired, revoked)}
    assert len(bodies) == 1
    assert DEAD in bodies.pop()


@pytest.mark.both_databases
def test_a_link_that_dies_while_it_is_answered(outsider: Outsider, asked: Served) -> None:
    proof = outsider.proof()
    with committing(asked):
        made = session.merge(kept(asked))
        questionnaires.revoke(made, version=made.version, by=viewer("head"))
    late = outsider.sends("submit", proof, **answers())
    assert late.status_code == 410
    assert "answer=;" in late.headers["Set-Cookie"]
    assert kept(asked).answers is None


@pytest.mark.parametrize("proof", ["", "forged", "0" * 64, "é"])
def test_another_site_sends_nothing(outsider: Outsider, asked: Served, proof: str) -> None:
    refused = outsider.sends("submit", proof, **answers())
    assert refused.status_code == 400
    assert kept(asked).answers is None
    assert kept(asked).draft == {}


@pytest.mark.parametrize("cookie", ["", "x", "eyJhIjoxfQ.abc.def"])
def test_a_forged_cookie_is_no_link(outsider: Outsider, asked: Served, cookie: str) -> None:
    outsider.browser.client.set_cookie("answer", cookie, path="/answer")
    page = outsider.page()
    assert page.status_code == 404
    assert DEAD in words(page)


def test_the_digest_itself_opens_nothing(asked: Served) -> None:
    digest = kept(asked).digest
    browser = Visitor(asked)
    assert browser.get(f"/answer/{digest}").status_code == 404
    browser.client.set_cookie("answer", digest, path="/answer")
    assert browser.get("/answer/").status_code == 404


def test_a_cookie_is_of_no_use_for_long(outsider: Outsider) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=13)):
        assert outsider.page().status_code == 404


@pytest.mark.both_databases
def test_guessing_is_stopped_where_it_comes_from(
    asked: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_pages, "MISSES", Gate(3, 100, 600))
    browser = Visitor(asked)
    tries = [browser.get(f"/answer/{'x' * 42}{each}").status_code for each in range(5)]
    assert tries == [404, 404, 404, 429, 429]
    # Whoever holds a link is not kept out by others.
    assert browser.get(link(asked)).status_code == 302


@pytest.mark.both_databases
def test_so_many_at_once_are_too_many(outsider: Outsider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_pages, "OF_LINK", Gate(2, 100, 600))
    found = [outsider.page().status_code for _ in range(3)]
    assert found == [200, 200, 429]
    monkeypatch.setattr(answer_pages, "LOOKS", Gate(1, 100, 600))
    monkeypatch.setattr(answer_pages, "OF_LINK", Gate(9, 100, 600))
    stranger = Outsider(outsider.served)
    assert [stranger.page().status_code for _ in range(2)] == [404, 429]
    # Whoever came by a link is counted by it alone; tries of others by where they come from.
    assert outsider.page().status_code == 200
    assert outsider.comes("/answer/x").status_code == 429
    stranger.browser.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert stranger.page().status_code == 404


@pytest.mark.both_databases
def test_a_look_up_costs_the_same_however_near_it_is(asked: Served) -> None:
    token = link(asked).rpartition("/")[2]
    asked_of = []
    for wrong in (f"{token[:-1]}-", "x" * 43, "x"):
        browser = Visitor(asked)
        with browser.counting() as statements:
            assert browser.get(f"/answer/{wrong}").status_code == 404
        asked_of.append(list(statements))
    assert all(each == asked_of[0] for each in asked_of)


# Bodies of more than half a megabyte lie in files, which clients of tests leave open.
SMALL = 10_000


def test_far_too_much_and_what_is_no_answer_is_refused(
    outsider: Outsider, asked: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    for typed, said in (
        ({"value_13": "𠮷" * 10_000}, "2000文字まで"),
        ({"note_0": "x" * 501}, "500文字まで"),
        ({"value_0": "maybe"}, "選択肢から選んでください"),
        ({"value_13": "１２３４５６７８９０１８"}, "マイナンバー"),
    ):
        refused = outsider.sends(**typed)
        assert refused.status_code == 400
        assert said in words(refused)
        assert kept(asked).draft == {}
    # What was typed stays.
    assert "𠮷" * 10_000 in words(outsider.sends(value_13="𠮷" * 10_000))
    monkeypatch.setattr(answer_pages, "MEGABYTE", SMALL)
    too_large = outsider.sends(value_13="x" * 31 * SMALL)
    assert too_large.status_code == 413
    assert "30 MBまで" in words(too_large)


def test_words_are_words(outsider: Outsider, asked: Served) -> None:
    script = "<script>alert(1)</script>"
    outsider.sends(value_13=script, value_0="yes", note_0=script)
    assert script not in outsider.page().text
    assert outsider.sends("submit", **answers(), value_13=script).status_code == 302
    assert script not in outsider.page().text
    assert script not in Visitor(asked).as_("head").get(f"/do/questionnaires/{REFERENCE}").text


def bomb() -> bytes:
    """A package that unpacks to a hundred times its size."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 30_000_000)
    return made.getvalue()


def test_files_are_as_hostile_as_any(
    outsider: Outsider, asked: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_pages, "MEGABYTE", SMALL)

    def sends(name: str, content: bytes) -> int:
        data = {
            "csrf_token": outsider.proof(),
            "do": "save",
            "files_12": (io.BytesIO(content), name),
        }
        return outsider.browser.client.post("/answer/", data=data).status_code

    for name, content in (
        ("a.pdf", b"MZ\x90\x00 a program"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg onload='alert(1)'/>"),
        ("empty.txt", b""),
        ("a.exe", b"MZ\x90"),
        ("1234 5678 9018.txt", b"x"),
    ):
        assert sends(name, content) == 400, name
    assert sends("large.txt", b"x" * 11 * SMALL) == 413
    with reading(asked):
        assert session.scalar(select(func.count(EvidenceFile.id))) == 0
    assert sends("../../.𠮷野.txt", b"ok") == 302
    with reading(asked):
        (file,) = session.scalars(select(EvidenceFile)).all()
        assert (file.name, file.reference, file.step) == ("𠮷野.txt", REFERENCE, "proof")
        assert file.added_by_id is None
    assert "𠮷野.txt" in words(outsider.page())
    # Outsiders put files in and never take any out.
    assert outsider.browser.get(f"/do/questionnaires/{REFERENCE}/files/1").status_code == 302
    assert outsider.sends(remove="1").location == "/answer/?said=removed"
    assert "𠮷野.txt" not in words(outsider.page())
    assert outsider.sends(remove="99999999999999999999").status_code == 302
    assert outsider.sends(remove="7").location == "/answer/?said=removed"


def test_a_package_that_unpacks_to_far_too_much_is_never_unpacked(outsider: Outsider) -> None:
    data = {
        "csrf_token": outsider.proof(),
        "do": "save",
        "files_12": (io.BytesIO(bomb()), "a.xlsx"),
    }
    assert outsider.browser.client.post("/answer/", data=data).status_code in (302, 400)


def test_the_host_header_leads_nowhere(asked: Served) -> None:
    browser = Visitor(asked)
    answer = browser.client.get(link(asked), headers={"Host": "evil.example"})
    assert answer.location is None or answer.location.startswith("/answer/")
    with reading(asked):
        assert "evil" not in (session.scalars(select(OutboxLetter)).first() or OutboxLetter()).body


def test_whoever_is_signed_in_answers_as_an_outsider(asked: Served) -> None:
    staff = Visitor(asked).as_("privacy_manager")
    answer = staff.get(link(asked))
    assert "session" not in "".join(answer.headers.getlist("Set-Cookie"))
    page = words(staff.get("/answer/"))
    assert "藤森" not in page
    assert "csrf_token" in page


def test_a_token_stands_in_no_line(asked: Served) -> None:
    address = link(asked)
    token = address.rpartition("/")[2]
    for said in (
        f'10.0.0.7 - - "GET {address} HTTP/1.1" 302 -',
        f"Exception on {address} [GET]",
        f"https://pms.example{address}?lang=en",
    ):
        assert token not in without_secrets(said)
        record = logging.LogRecord("werkzeug", logging.INFO, "", 0, said, (), None)
        assert LogMask().filter(record)
        assert token not in record.getMessage()


def test_a_mishap_tells_nothing(asked: Served, caplog: pytest.LogCaptureFixture) -> None:
    def fails(token: str) -> str:
        raise LookupError("the secret of page.py")

    address = link(asked)
    known = asked.app.view_functions["answers.enter"]
    asked.app.view_functions["answers.enter"] = fails
    try:
        answer = Visitor(asked).get(address)
    finally:
        asked.app.view_functions["answers.enter"] = known
    assert answer.status_code == 500
    assert "Set-Cookie" not in answer.headers
    assert address.rpartition("/")[2] not in answer.text
    assert address.rpartition("/")[2] not in without_secrets(caplog.text)


def test_it_speaks_the_browsers_language_and_another_by_a_switch(asked: Served) -> None:
    outsider = Outsider(asked)
    page = words(outsider.comes(link(asked), "en-GB,en;q=0.9"))
    for said in ("Handling of personal information", "Save for now", 'lang="en"'):
        assert said in page
    assert "回答してください" not in page
    assert "途中まで保存する" in words(outsider.browser.get("/answer/?lang=ja", "en"))
    assert outsider.browser.get(f"{link(asked)}?lang=en").location == "/answer/?lang=en"
    token = outsider.proof()
    data = {"csrf_token": token, "do": "submit"}
    refused = outsider.browser.client.post("/answer/?lang=en", data=data)
    assert "Please answer this question." in words(refused)
    assert words(refused).count("Please answer this question.") == 2 * ASKED


def test_nothing_is_chosen_beforehand(outsider: Outsider) -> None:
    assert "checked" not in outsider.page().text


@pytest.mark.both_databases
def test_the_pages_need_few_statements(outsider: Outsider) -> None:
    outsider.page()
    with outsider.browser.counting() as statements:
        outsider.page()
    assert len(statements) <= 5
