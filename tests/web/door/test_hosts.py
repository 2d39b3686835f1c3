"""Host names: those of the settings are served, probes by any, others refused in one line."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from pms_tracker import config, migrations
from pms_tracker.app import create_app
from pms_tracker.database import db, session


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An installation behind one proxy that serves two names; nobody here writes to it."""
    settings = config.load({"PMS_INSTANCE": str(tmp_path_factory.mktemp("hosts"))})
    made = create_app(
        replace(settings, trusted_hosts=("pms.example.jp", ".intra.example.jp"), proxies=1)
    )
    with made.app_context():
        migrations.upgrade_to_head()
    yield made
    with made.app_context():
        session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("host", ["pms.example.jp", "pms.example.jp:8000", "a.intra.example.jp"])
def test_a_host_of_the_settings_is_served(app: Flask, host: str) -> None:
    answer = app.test_client().get("/", base_url=f"http://{host}")
    assert answer.status_code == 302
    assert "/setup/" in answer.headers["Location"]


def test_another_spelling_of_an_address_is_led_to_by_its_path_alone(app: Flask) -> None:
    client = app.test_client()
    for asked, led in (
        ("/act/cases", "/act/cases/"),
        ("/act/cases?state=open&q=a", "/act/cases/?state=open&q=a"),
        ("//act//cases", "/act/cases/"),
    ):
        path, _mark, query = asked.partition("?")
        answer = client.get(
            base_url="https://pms.example.jp:8443",
            environ_overrides={"PATH_INFO": path, "QUERY_STRING": query},
        )
        assert (answer.status_code, answer.headers["Location"]) == (308, led)
        assert "pms.example.jp" not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "pms.example.jp.evil.example", "127.0.0.1", "xpms.example.jp", 'a"b']
)
@pytest.mark.parametrize("path", ["/", "/static/pms.css", "/nothing", "/report"])
def test_another_host_is_refused_with_one_line(
    app: Flask, host: str, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = app.test_client().get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "This address is not served here" in answer.text
    assert "このアドレスでは利用できません" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert [record.getMessage() for record in caplog.records] == [f"refused host {host!r}"]


def test_what_a_proxy_says_of_the_host_counts(app: Flask) -> None:
    headers = {"Host": "pms.example.jp", "X-Forwarded-Host": "evil.example"}
    assert app.test_client().get("/", headers=headers).status_code == 400
    headers = {"Host": "10.0.0.2:8000", "X-Forwarded-Host": "pms.example.jp"}
    assert app.test_client().get("/", headers=headers).status_code == 302


NO_HOSTS = {
    "long label": "a" * 64,
    "very long": "a" * 5000,
    "empty label": "a..b",
    "long once encoded": "x." + "é" * 64 + ".example",
}


@pytest.mark.parametrize("host", NO_HOSTS.values(), ids=NO_HOSTS)
@pytest.mark.parametrize("path", ["/", "/healthz"])
@pytest.mark.parametrize("trusted", [(), (".example",)], ids=["any", "named"])
def test_what_can_be_no_host_is_refused_with_one_line(
    app: Flask, host: str, path: str, trusted: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    made = create_app(replace(app.extensions["pms"], trusted_hosts=trusted))
    with caplog.at_level(logging.INFO):
        answer = made.test_client().get(path, headers={"Host": host})
    with made.app_context():
        db.engine.dispose()
    assert answer.status_code == 400
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("refused host ")
    assert len(line) < 250


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_is_answered_by_any_name(app: Flask, path: str) -> None:
    assert app.test_client().get(path, headers={"Host": "10.0.0.2"}).status_code == 200
