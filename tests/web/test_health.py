"""What a watchdog is told: 503 only where pages cannot be served, the rest in words and ages."""

from datetime import timedelta

import time_machine
from sqlalchemy import text

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.mail import outbox
from pms_tracker.mail.outbox import Letter
from pms_tracker.people import people
from pms_tracker.reminders import beats
from tests.cast import IDS, TODAY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing


def test_a_quiet_scheduler_is_told_but_pages_stay_up(served: Served, visitor: Visitor) -> None:
    with committing(served):
        outbox.post(Letter("test"), people.recipient(IDS["administrator"]))
    told = visitor.get("/readyz")
    assert told.status_code == 200
    assert told.get_json() | {"oldest_unsent_age": 0} == {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
        "scheduler": "silent",
        "scheduler_age": None,
        "oldest_unsent_age": 0,
        "mail": "ok",
    }


def test_ages_are_told_in_seconds(served: Served, visitor: Visitor) -> None:
    noon = clock.at(TODAY, 12)
    with time_machine.travel(noon, tick=False):
        with committing(served):
            outbox.post(Letter("test"), people.recipient(IDS["administrator"]))
        with served.app.app_context():
            beats.beat("deliver")
    for seconds, heard in ((600, "ok"), (601, "silent")):
        with time_machine.travel(noon + timedelta(seconds=seconds), tick=False):
            told = visitor.get("/readyz")
        assert told.status_code == 200
        ages = [told.get_json()[name] for name in ("scheduler_age", "oldest_unsent_age")]
        assert (told.get_json()["scheduler"], ages) == (heard, [seconds, seconds])


def test_an_old_schema_is_not_ready(served: Served, visitor: Visitor) -> None:
    with committing(served):
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    told = visitor.get("/readyz")
    assert (told.status_code, told.get_json()["migrations"]) == (503, "behind")
    with committing(served):
        session.execute(text("DROP TABLE alembic_version"))
    assert visitor.get("/readyz").status_code == 503
    assert visitor.get("/healthz").status_code == 200
