"""/metrics: closed by default, right figures, and the sum of what several workers counted."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pms_tracker import config
from pms_tracker.app import create_app
from pms_tracker.config import ROOT
from pms_tracker.database import db
from pms_tracker.environment import BadSetting
from pms_tracker.reminders.running import beats
from tests import builders
from tests.databases import Served
from tests.web.browsing import committing

pytestmark = pytest.mark.both_databases

TOKEN = "a-token-of-some-length"
COUNTING = """
from pms_tracker.app import create_app
client = create_app().test_client()
for _each in range(3):
    client.get("/healthz")
print(client.get("/metrics").text)
"""


def figures(text: str) -> dict[str, float]:
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _blank, value in lines}


def test_nobody_is_answered_but_who_the_settings_name(served: Served, tmp_path: Path) -> None:
    def status(told: str, **headers: str) -> int:
        app = create_app(replace(served.settings, metrics=told))
        try:
            return app.test_client().get("/metrics", headers=headers).status_code
        finally:
            with app.app_context():
                db.engine.dispose()

    assert served.app.test_client().get("/metrics").status_code == 404
    assert status(TOKEN) == 404
    assert status(TOKEN, Authorization="Bearer another") == 404
    assert status(TOKEN, Authorization=f"Bearer {TOKEN}") == 200
    assert status("loopback") == 200
    for name in ("X_Forwarded_For", "X_Forwarded_Proto", "X_Real_IP", "Forwarded", "Via"):
        assert status("loopback", **{name: "192.0.2.1"}) == 404, name
    with pytest.raises(BadSetting, match="PMS_METRICS"):
        config.load({"PMS_INSTANCE": str(tmp_path), "PMS_METRICS": "short"})


def test_the_figures_are_those_of_the_firm(served: Served) -> None:
    with committing(served):
        builders.case()
    with served.app.test_request_context():
        beats.note_faults(beats.BACKUP, [])
    app = create_app(replace(served.settings, metrics="loopback"))
    client = app.test_client()
    client.get("/sign-in")
    found = figures(client.get("/metrics").text)
    with app.app_context():
        db.engine.dispose()
    assert found["pms_duties_open"] >= 1
    assert found["pms_duties_overdue"] <= found["pms_duties_open"]
    assert found['pms_letters{state="waiting"}'] >= 1
    assert (found['pms_letters{state="failed"}'], found["pms_mail_paused"]) == (0, 0)
    assert found["pms_backup_age_seconds"] < 60
    assert found["pms_disk_free_bytes"] > 0
    assert found['pms_requests_total{endpoint="security.login",status="2xx"}'] >= 1
    assert found['pms_request_seconds_count{endpoint="security.login"}'] >= 1
    assert found["pms_request_statements_sum"] >= 1


def test_what_several_workers_counted_is_added_up(served: Served, tmp_path: Path) -> None:
    if served.engine.dialect.name != "sqlite":
        pytest.skip("counters do not ask the database")
    folder = tmp_path / "together"
    folder.mkdir()
    environment = {name: value for name, value in os.environ.items() if "PMS_" not in name} | {
        "PMS_INSTANCE": str(served.settings.instance),
        "PMS_DATABASE_URL": served.settings.database_url,
        "PMS_METRICS": "loopback",
        "PROMETHEUS_MULTIPROC_DIR": str(folder),
    }
    said = [
        subprocess.run(
            [sys.executable, "-c", COUNTING],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _worker in range(2)
    ]
    name = 'pms_requests_total{endpoint="overview.health",status="2xx"}'
    assert [figures(each.strip())[name] for each in said] == [3, 6]
    assert "/healthz" not in said[1]
