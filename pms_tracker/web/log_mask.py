"""Secret addresses never reach a log: whoever reads one could subscribe to somebody's calendar."""

import logging
import re

from flask import Flask

SECRET = re.compile(r"(/feed/)[^/\s?\"']+")
HIDDEN = r"\1…"
# Whoever writes a request's address down: gunicorn (where its access log is turned on), and Flask.
LOGGERS = ("gunicorn.access", "gunicorn.error", "werkzeug")


class LogMask(logging.Filter):
    """Replaces the token of a feed's address in everything a logger says."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        masked = SECRET.sub(HIDDEN, said)
        if masked != said:
            record.msg, record.args = masked, ()
        return True


MASK = LogMask()


def install(app: Flask) -> None:
    """Mask what this process logs, however it was started."""
    for logger in (app.logger, *map(logging.getLogger, LOGGERS)):
        logger.addFilter(MASK)
