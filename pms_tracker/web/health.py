"""What a watchdog is told: whether pages can be served, and whether mail goes out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from pms_tracker import clock, migrations
from pms_tracker.database import session
from pms_tracker.mail import outbox, pauses
from pms_tracker.reminders import beats

# Delivery comes round every minute; ten without it are no accident.
SILENT = timedelta(minutes=10)


@dataclass(frozen=True)
class Health:
    """Each check in a word; ages in whole seconds, None where there is nothing to tell."""

    database: str
    migrations: str = "unknown"
    scheduler: str = "unknown"
    scheduler_age: int | None = None
    oldest_unsent_age: int | None = None
    mail: str = "unknown"

    @property
    def ready(self) -> bool:
        """Whether pages can be served.

        A silent scheduler does not count, nor does paused mail: reminders catch up by themselves,
        whereas taking the pages away from people, or starting them anew, would mend nothing. It is
        told, so that a watchdog may look after the scheduler or the mail server itself.
        """
        return self.database == self.migrations == "ok"


def checked() -> Health:
    """How the app stands at this moment; reads only."""
    try:
        session.execute(select(1))
        at_head = migrations.current_revision() == _head()
        if not at_head:
            return Health("ok", "behind")
        beaten, oldest = beats.last_beat(), outbox.oldest_unsent()
        mail = "paused" if pauses.standing() else "ok"
    except SQLAlchemyError:
        return Health("failed")
    finally:
        session.rollback()
    heard = beaten is not None and clock.now() - beaten <= SILENT
    return Health("ok", "ok", "ok" if heard else "silent", _age(beaten), _age(oldest), mail)


@cache
def _head() -> str | None:
    # The code does not change while it runs.
    return migrations.head_revision()


def _age(instant: datetime | None) -> int | None:
    return None if instant is None else max(0, int((clock.now() - instant).total_seconds()))
