"""What is counted of requests, and what the database says at the moment of asking, for Prometheus.

Imported only where PMS_METRICS asks for it, since its library is an extra. Counters of several
workers are added up through the files of PROMETHEUS_MULTIPROC_DIR, which `pms serve` sets; figures
of the firm are read from the database, so they are right whichever worker is asked.
"""

import os
import shutil
import time
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask import Flask, g, has_app_context, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import event
from werkzeug.wrappers import Response as BaseResponse

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.database import db, session
from pms_tracker.mail import outbox, pauses
from pms_tracker.reminders.running import beats
from pms_tracker.reminders.scan import reminders
from pms_tracker.web.shell.metrics import TOGETHER

# All duties of a firm are read for two figures, so not at every look of an eager watcher.
KEPT_FOR = 60.0

OWN = CollectorRegistry()
REQUESTS = Counter("pms_requests", "Requests answered.", ["endpoint", "status"], registry=OWN)
SECONDS = Histogram("pms_request_seconds", "Seconds until an answer.", ["endpoint"], registry=OWN)
STATEMENTS = Histogram(
    "pms_request_statements",
    "SQL statements of a request.",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500),
    registry=OWN,
)


class Firm(Collector):
    """Figures of the firm and its machine at this moment."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._duties, self._until = (0, 0), 0.0

    def collect(self) -> Iterator[GaugeMetricFamily]:
        opened, overdue = self._counted()
        yield GaugeMetricFamily("pms_duties_open", "Duties of all people.", value=opened)
        yield GaugeMetricFamily("pms_duties_overdue", "Duties whose day is over.", value=overdue)
        letters = GaugeMetricFamily("pms_letters", "Letters by state.", labels=["state"])
        counts = outbox.counts()
        for state in ("waiting", "failed"):
            letters.add_metric([state], counts[state])
        yield letters
        paused = int(pauses.standing() is not None)
        yield GaugeMetricFamily("pms_mail_paused", "1 while all mail is paused.", value=paused)
        backup = beats.standing(beats.BACKUP)
        for name, words, at in (
            (
                "pms_backup_age_seconds",
                "Since the last good backup.",
                backup.good_at if backup else None,
            ),
            (
                "pms_scheduler_age_seconds",
                "Since the scheduler last did something.",
                beats.last_beat(),
            ),
        ):
            if at is not None:
                yield GaugeMetricFamily(name, words, value=_age(at))
        free = shutil.disk_usage(self._settings.instance).free
        yield GaugeMetricFamily("pms_disk_free_bytes", "Room left for data.", value=free)
        session.rollback()

    def _counted(self) -> tuple[int, int]:
        if time.monotonic() >= self._until:
            days = [duty.due_on for duty in reminders.duties(date.max)]
            today = clock.today()
            self._duties = len(days), sum(day < today for day in days)
            self._until = time.monotonic() + KEPT_FOR
        return self._duties


def _age(instant: datetime) -> float:
    return max(0.0, (clock.now() - instant).total_seconds())


def text(firm: Firm) -> bytes:
    """All figures in Prometheus' text format; needs an app context."""
    now = CollectorRegistry()
    now.register(firm)
    counted: Any = OWN
    if TOGETHER in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    return bytes(generate_latest(counted) + generate_latest(now))


def install(app: Flask) -> None:
    """Count from the next request on."""
    app.before_request(_begin)
    app.after_request(_count)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", _statement)


def _begin() -> None:
    g.measured = [time.perf_counter(), 0]


def _statement(*_of_the_driver: object) -> None:
    if has_app_context() and "measured" in g:
        g.measured[1] += 1


def _count(response: BaseResponse) -> BaseResponse:
    began, statements = g.get("measured", (time.perf_counter(), 0))
    endpoint = request.endpoint or "none"
    REQUESTS.labels(endpoint, f"{response.status_code // 100}xx").inc()
    SECONDS.labels(endpoint).observe(time.perf_counter() - began)
    STATEMENTS.observe(statements)
    return response
