"""What a watchdog is told: 503 only where pages cannot be served, the rest in words and ages."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import text

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.mail import mail_letters, outbox
from pms_tracker.mail.mail_tables import LetterState
from pms_tracker.people.firm import people
from pms_tracker.reminders.running import beats
from pms_tracker.upkeep import checks
from tests.cast import IDS, TODAY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing

pytestmark = pytest.mark.both_databases


def test_a_quiet_scheduler_is_told_but_pages_stay_up(served: Served, visitor: Visitor) -> None:
    with committing(served):
        outbox.post(mail_letters.trial(), people.recipient(IDS["administrator"]))
    told = visitor.get("/readyz")
    assert told.status_code == 200
    changing = {"oldest_unsent_age": 0, "disk_free_megabytes": 0}
    assert told.get_json() | changing == {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
        "scheduler": "silent",
        "scheduler_age": None,
        "oldest_unsent_age": 0,
        "mail": "ok",
        "letters_failed": 0,
        "disk": "ok",
        "disk_free_megabytes": 0,
        "backup": "off",
        "backup_age": None,
        "check": "none",
        "check_age": None,
        "advice": None,
    }


def test_disk_failed_letters_backup_and_check_are_told(
    served: Served, visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = replace(served.settings, backup_folder=tmp_path)
    monkeypatch.setitem(served.app.extensions, "pms", on)
    monkeypatch.setattr(checks, "LEAST_ROOM", 2**60)
    noon = clock.at(TODAY, 12)
    with time_machine.travel(noon, tick=False):
        with committing(served):
            row = outbox.post(mail_letters.trial(), people.recipient(IDS["administrator"]))
            assert row is not None
            row.state = LetterState.FAILED
        with served.app.app_context():
            beats.note_faults(beats.BACKUP, [])
            beats.note_faults(beats.CHECK, [["mail", "letters_failed", "1"]])
    for hours, backup in ((48, "ok"), (49, "late")):
        with time_machine.travel(noon + timedelta(hours=hours), tick=False):
            answer = visitor.get("/readyz")
        assert answer.status_code == 200
        told = answer.get_json()
        assert (told["disk"], told["letters_failed"]) == ("full", 1)
        assert (told["backup"], told["backup_age"]) == (backup, hours * 3600)
        assert (told["check"], told["check_age"]) == ("faults", hours * 3600)


def test_ages_are_told_in_seconds(served: Served, visitor: Visitor) -> None:
    noon = clock.at(TODAY, 12)
    with time_machine.travel(noon, tick=False):
        with committing(served):
            outbox.post(mail_letters.trial(), people.recipient(IDS["administrator"]))
        with served.app.app_context():
            beats.beat("deliver")
    for seconds, heard in ((600, "ok"), (601, "silent")):
        with time_machine.travel(noon + timedelta(seconds=seconds), tick=False):
            told = visitor.get("/readyz")
        assert told.status_code == 200
        ages = [told.get_json()[name] for name in ("scheduler_age", "oldest_unsent_age")]
        assert (told.get_json()["scheduler"], ages) == (heard, [seconds, seconds])


def test_another_schema_is_not_ready(served: Served, visitor: Visitor) -> None:
    for revision, word, advice in (
        ("r9999", "behind", "of a newer version"),
        ("0051", "unreleased", "Start with an empty installation"),
    ):
        with committing(served):
            session.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
        told = visitor.get("/readyz")
        assert (told.status_code, told.get_json()["migrations"]) == (503, word)
        assert advice in told.get_json()["advice"]
    with committing(served):
        session.execute(text("DROP TABLE alembic_version"))
    assert visitor.get("/readyz").status_code == 503
    assert visitor.get("/healthz").status_code == 200
