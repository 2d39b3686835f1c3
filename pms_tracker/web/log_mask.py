"""What never reaches a log: addresses that are secret, and who asks for the public form."""

import logging
import re

from flask import Flask

SECRET = re.compile(r"(/(?:feed|welcome|password/reset)/)[^/\s?\"']+")
HIDDEN = r"\1…"
# A line that says who asked for the public form, or when, is written nowhere.
NAMELESS = r"[A-Z]+ (?:%s)?/report[/? ]"
# Whoever writes a request's address down: gunicorn (where its access log is turned on), and Flask.
LOGGERS = ("gunicorn.access", "gunicorn.error", "werkzeug")


class LogMask(logging.Filter):
    """Replaces the token of a secret address in what a logger says; drops the public form's."""

    nameless = re.compile(NAMELESS % "")

    def serve_below(self, sub_path: str) -> None:
        """Know the public form below this path as well."""
        self.nameless = re.compile(NAMELESS % re.escape(sub_path))

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if self.nameless.search(said):
            return False
        masked = SECRET.sub(HIDDEN, said)
        if masked != said:
            record.msg, record.args = masked, ()
        return True


MASK = LogMask()


def install(app: Flask, sub_path: str) -> None:
    """Mask what this process logs, however it was started."""
    MASK.serve_below(sub_path)
    for logger in (app.logger, *map(logging.getLogger, LOGGERS)):
        logger.addFilter(MASK)
