"""Requests by their ids: on lines, answers and error pages; the access log, where it is asked."""

import logging
from dataclasses import replace
from typing import Any

import pytest
import structlog
from werkzeug.test import EnvironBuilder
from werkzeug.wsgi import FileWrapper

from pms_tracker.config import Settings
from pms_tracker.web.door.request_log import HEADER, KEY, RequestLog
from tests.databases import Served
from tests.visitor import Visitor

PROXYS = "0af7651916cd43dd8448eb211c80319c"


def around(served: Served, **changes: Any) -> Any:
    """The app with another log around it."""
    settings: Settings = replace(served.settings, **changes)
    app: Any = served.app
    kept = app.wsgi_app
    app.wsgi_app = RequestLog(kept._app, settings)
    try:
        yield app.test_client()
    finally:
        app.wsgi_app = kept


@pytest.fixture
def noting(served: Served) -> Any:
    yield from around(served, access_log=True)


@pytest.fixture
def behind_proxy(served: Served) -> Any:
    yield from around(served, proxies=1, access_log=True)


def test_an_error_page_says_what_its_line_is_called_by(served: Served, visitor: Visitor) -> None:
    def fails() -> str:
        raise LookupError("no such thing")

    kept = served.app.view_functions["help.index"]
    served.app.view_functions["help.index"] = fails
    try:
        answer = visitor.as_("administrator").get("/help/")
    finally:
        served.app.view_functions["help.index"] = kept
    number = answer.headers[HEADER]
    assert answer.status_code == 500
    assert f"問い合わせ番号：{number}" in answer.text
    assert len(number) == 16
    missing = Visitor(served).get("/nowhere", "en")
    assert missing.headers[HEADER] != number
    assert f"Reference for support: {missing.headers[HEADER]}" in missing.text


def test_an_id_is_taken_from_nobody_but_a_proxy_of_the_settings(
    served: Served, behind_proxy: Any
) -> None:
    def called(client: Any, given: str) -> str:
        return str(client.get("/healthz", headers={HEADER: given}).headers[HEADER])

    assert called(behind_proxy, PROXYS) == PROXYS
    for odd in ("short", "x" * 65, "a line\tof its own"):
        assert called(behind_proxy, odd) != odd


def test_what_the_server_says_next_is_of_no_request(served: Served, visitor: Visitor) -> None:
    """A thread that has answered warns of the next connection, which sent nothing of use."""
    log: Any = served.app.wsgi_app
    environ = EnvironBuilder("/sign-in").get_environ()
    answer = log(environ, lambda *_said: None)
    during = structlog.contextvars.get_contextvars()
    b"".join(answer)
    answer.close()
    assert during == {"request_id": environ[KEY]}
    assert structlog.contextvars.get_contextvars() == {}
    visitor.get("/static/pms.css").close()
    assert structlog.contextvars.get_contextvars() == {}


def test_what_fails_below_every_page_leaves_no_id_behind(served: Served) -> None:
    def fails(_environ: object, _start: object) -> list[bytes]:
        raise LookupError("no such thing")

    with pytest.raises(LookupError):
        RequestLog(fails, served.settings)({"PATH_INFO": "/"}, lambda *_said: None)
    assert structlog.contextvars.get_contextvars() == {}


def test_a_file_is_left_to_the_server(served: Served) -> None:
    """It hands it to the system (sendfile) only where nothing is around it."""
    environ = EnvironBuilder("/static/pms.css").get_environ()
    environ["wsgi.file_wrapper"] = FileWrapper
    log: Any = served.app.wsgi_app
    answer = log(environ, lambda *_said: None)
    assert isinstance(answer, FileWrapper)
    answer.close()
    assert structlog.contextvars.get_contextvars() == {}


def test_a_stranger_names_no_request(visitor: Visitor) -> None:
    answer = visitor.client.get("/healthz", headers={HEADER: PROXYS})
    assert answer.headers[HEADER] != PROXYS
    assert len(answer.headers.getlist(HEADER)) == 1


def test_the_access_log_says_how_a_request_went_and_not_what_it_asked(
    noting: Any, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "pms_tracker.access")
    answer = noting.get("/sign-in?next=/trail/?q=Sato", buffered=True)
    for path in ("/feed/abcDEF_-0123456789abcd.ics", "/no%0Asuch", "/report/?x=1", "/report"):
        noting.get(path, buffered=True)
    found = [record for record in caplog.records if record.name == "pms_tracker.access"]
    told = [(each.method, each.path, each.status) for each in found]  # type: ignore[attr-defined]
    assert told == [("GET", "/sign-in", 200), ("GET", "/feed/…", 404), ("GET", "/no%0Asuch", 404)]
    assert found[0].request_id == answer.headers[HEADER]  # type: ignore[attr-defined]
    assert found[0].ms >= 0  # type: ignore[attr-defined]


def test_nothing_of_a_request_is_noted_unless_asked(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "pms_tracker.access")
    visitor.get("/sign-in")
    assert [each for each in caplog.records if each.name == "pms_tracker.access"] == []
