"""The process that test_kills kills: forks a delivering child for every line it is told.

A line is the instant at which to deliver; it answers
with the child's process id, then with how it ended.
"""

import os
import sys
from datetime import UTC, datetime

from pms_tracker import clock, config
from pms_tracker.app import create_app
from pms_tracker.database import db, session
from pms_tracker.mail import delivery, letter_lines


def main(database: str, instance: str, smtp_url: str) -> None:
    """Start once, since that is the slow part; a fork has everything but a connection."""
    settings = config.load(
        {"PMS_INSTANCE": instance, "PMS_DATABASE_URL": database, "PMS_SMTP_URL": smtp_url}
    )
    # A stalled server is given up on within the test, a busy machine is not.
    letter_lines.PATIENCE = 1.5
    app = create_app(settings)
    with app.app_context():
        # Once with nothing due, so that children find every statement compiled.
        with clock.set_to(datetime(2000, 1, 1, tzinfo=UTC)):
            delivery.deliver(settings)
        session.remove()
        db.engine.dispose()
        for line in sys.stdin:
            child = os.fork()
            if child == 0:
                with clock.set_to(datetime.fromisoformat(line.strip())):
                    delivery.deliver(settings)
                os._exit(0)
            print(child, flush=True)
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:4])
