"""Every error as a page of ours: its status, and a plain sentence in the reader's language."""

import re

import pytest
from flask import abort
from werkzeug.test import TestResponse

from pms_tracker.web.shell.error_pages import TITLES, WORDS
from tests.cast import IDS
from tests.databases import Databases, Served
from tests.visitor import Visitor

TELLTALE = re.compile(r"Traceback|\.py\b|sqlalchemy|werkzeug|SELECT |OperationalError", re.I)
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@pytest.fixture
def served(databases: Databases) -> Served:
    """On SQLite alone: no error page asks the database for more than who is looking."""
    return databases.served("sqlite")


def inside(answer: TestResponse) -> str:
    """What the page says, without its frame."""
    main = answer.text.split("<main", 1)[1].split("</main", 1)[0]
    return re.sub(r"<[^>]*>", " ", main)


def check(answer: TestResponse, status: int, language: str) -> None:
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert f'<html lang="{language}">' in answer.text
    assert "pms.css" in answer.text
    assert answer.text.count("<h1>") == 1
    said = inside(answer)
    assert not TELLTALE.search(answer.text), said
    assert bool(JAPANESE.search(said)) is (language == "ja"), said
    assert str(status) in said
    assert answer.headers["Cache-Control"] == "no-store"


def send(visitor: Visitor, text: str, length: int | None = None) -> TestResponse:
    """A field sent in parts, written by hand: the client would lay a large one in a file."""
    part = 'Content-Disposition: form-data; name="language"'
    body = f"--part\r\n{part}\r\n\r\n{text}\r\n--part--\r\n"
    return visitor.client.post(
        "/language",
        data=body,
        content_type="multipart/form-data; boundary=part",
        environ_overrides={"CONTENT_LENGTH": str(length or len(body))},
    )


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("key", [None, "administrator"])
def test_what_goes_wrong_in_ordinary_use_is_said_plainly(
    visitor: Visitor, key: str | None, language: str
) -> None:
    if key:
        visitor.as_(key)
    visitor.post("/language", language=language)
    check(visitor.get("/nowhere", language), 404, language)
    check(visitor.get("/language", language), 405, language)
    check(visitor.post("/language", language="fr"), 400, language)
    check(visitor.post("/language", token=False, language="fr"), 400, language)
    check(send(visitor, "x" * 5_000_000), 413, language)
    check(send(visitor, "en", length=10**9), 413, language)
    visitor.post("/language", language="ja")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_refusal_by_role_or_rule_is_said_plainly(visitor: Visitor, language: str) -> None:
    visitor.as_("administrator").post("/language", language=language)
    own = f"/people/{IDS['administrator']}"
    check(visitor.get("/trail/"), 403, language)
    check(visitor.post(f"{own}/roles", role="auditor"), 403, language)
    check(visitor.get("/people/99999"), 404, language)
    visitor.post("/language", language="ja")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_too_many_failed_sign_ins_are_said_plainly(visitor: Visitor, language: str) -> None:
    visitor.post("/language", language=language)
    for _ in range(10):
        visitor.post("/sign-in", email="guessed@example.jp", password="guess")
    check(visitor.post("/sign-in", email="guessed@example.jp", password="guess"), 429, language)


@pytest.mark.parametrize("language", ["ja", "en"])
# Werkzeug has no exception for a full disk: that one is shown where a database is full.
@pytest.mark.parametrize("status", sorted(TITLES.keys() - {507}))
def test_every_status_has_a_page(
    served: Served, visitor: Visitor, status: int, language: str
) -> None:
    endpoint = "overview.health"
    kept = served.app.view_functions[endpoint]
    served.app.view_functions[endpoint] = lambda: abort(status)
    try:
        check(visitor.get("/healthz", language), status, language)
    finally:
        served.app.view_functions[endpoint] = kept


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("key", [None, "auditor"])
def test_a_fault_of_ours_is_admitted_without_its_details(
    served: Served, visitor: Visitor, key: str | None, language: str
) -> None:
    def fails() -> str:
        raise LookupError("the secret of page.py")

    if key:
        visitor.as_(key)
    endpoint = "overview.health"
    kept = served.app.view_functions[endpoint]
    served.app.view_functions[endpoint] = fails
    try:
        answer = visitor.get("/healthz", language)
    finally:
        served.app.view_functions[endpoint] = kept
    check(answer, 500, language)
    assert "secret" not in answer.text


def test_a_status_without_words_of_its_own_borrows_those_of_its_kind(
    served: Served, visitor: Visitor
) -> None:
    assert TITLES.keys() == WORDS.keys()
    endpoint = "overview.health"
    kept = served.app.view_functions[endpoint]
    for status, shown in ((414, 400), (415, 400), (501, 500), (502, 500)):
        served.app.view_functions[endpoint] = lambda status=status: abort(status)
        try:
            answer = visitor.get("/healthz")
        finally:
            served.app.view_functions[endpoint] = kept
        assert answer.status_code == status
        assert str(TITLES[shown]) in answer.text
