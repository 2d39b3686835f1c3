"""The form of every line: JSON or text, with its level, its time in UTC and its request's id.

`set_up` is the one place that configures logging: for pages, for the scheduler and for commands.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

from pms_tracker.config import Settings
from pms_tracker.logs import masks

# These tell of their inner workings at every look at a clock or a database.
QUIET = ("apscheduler", "alembic")


class _Lines(logging.StreamHandler[TextIO]):
    """Writes to whatever the standard error is at that moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.addFilter(masks.MASK)

    @property
    def stream(self) -> TextIO:  # type: ignore[override] # there it is set once
        return sys.stderr


_HANDLER = _Lines()


def set_up(settings: Settings) -> None:
    """Have every logger of this process write as the settings say; again, after they changed."""
    masks.MASK.serve_below(settings.sub_path)
    _HANDLER.setFormatter(_formatter(settings))
    root = logging.getLogger()
    if _HANDLER not in root.handlers:
        root.addHandler(_HANDLER)
    root.setLevel(settings.log_level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in masks.LOGGERS:
        logger = logging.getLogger(name)
        logger.addFilter(masks.MASK)
        # gunicorn's have handlers of their own, perhaps to a file.
        for handler in logger.handlers:
            handler.setFormatter(_formatter(settings))


def speak_up_only_to_warn() -> None:
    """Beside what a command says itself, only warnings are said, unless more was asked for."""
    root = logging.getLogger()
    if root.level == logging.INFO:
        root.setLevel(logging.WARNING)


def _formatter(settings: Settings) -> logging.Formatter:
    in_json = settings.log_format == "json"
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if in_json
        else structlog.dev.ConsoleRenderer(
            colors=False, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
        )
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            _said_once,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            renderer,
            _mask(with_people=settings.log_people),
        ],
    )


def _said_once(_logger: object, _method: str, line: Any) -> Any:
    # Another handler that formats a line leaves its text on the record, where extras are.
    line.pop("message", None)
    return line


def _mask(*, with_people: bool) -> Any:
    # Last of all, so that nothing slips by: neither a value of a line nor a line of a traceback.
    def masked(_logger: object, _method: str, line: str | MutableMapping[str, Any]) -> str:
        said = masks.without_secrets(str(line))
        return said if with_people else masks.without_addresses(said)

    return masked
