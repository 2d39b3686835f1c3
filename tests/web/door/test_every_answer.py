"""What holds for every answer, whatever was asked and however it went wrong."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from pms_tracker.app import create_app
from pms_tracker.web.door.headers import HEADERS
from tests.databases import Served
from tests.visitor import Visitor

pytestmark = pytest.mark.parametrize("served", ["sqlite"], indirect=True)

# What is text says in which characters.
TEXT = ("text/", "application/xml")
ASKED = (
    *(("GET", each) for each in ("/", "/sign-in", "/nowhere", "/static/", "/static/pms.css")),
    *(("GET", each) for each in ("/static/pms.js", "/static/no.css", "/healthz", "/readyz")),
    *(("GET", each) for each in ("/feed/unknown.ics", "/report/", "/policy/", "/people/")),
    *(("GET", each) for each in ("/check/findings/export.csv", "/check/findings/export.xlsx")),
    *(("POST", each) for each in ("/sign-out", "/language", "/check/findings/", "/nowhere")),
    *(("PUT", "/sign-in"), ("TRACE", "/sign-in"), ("TRACE", "/static/pms.css")),
)


def test_every_answer_forbids_and_says_what_it_is(served: Served, visitor: Visitor) -> None:
    visitor.as_("audit_manager")
    seen = set()
    for method, url in ASKED:
        with visitor.client.open(url, method=method) as answer:
            where = f"{method} {url}"
            seen.add(answer.status_code)
            for name, value in HEADERS.items():
                if name != "Referrer-Policy":
                    assert answer.headers[name] == value, where
            assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, where
            kind = answer.headers["Content-Type"]
            assert not kind.startswith(TEXT) or "charset=utf-8" in kind, where
    assert {200, 302, 400, 404, 405} <= seen


def test_trace_is_not_answered(served: Served, visitor: Visitor) -> None:
    for url in ("/", "/sign-in", "/static/pms.css", "/healthz"):
        with visitor.client.open(url, method="TRACE", headers={"X-Said": "echo"}) as answer:
            assert answer.status_code == 405
            assert b"echo" not in answer.get_data()


def test_a_refused_host_gets_no_less(served: Served, tmp_path: Path) -> None:
    settings = replace(served.settings, instance=tmp_path, trusted_hosts=("pms.example.jp",))
    app: Flask = create_app(settings)
    answer = app.test_client().get("/sign-in", base_url="http://evil.example")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
