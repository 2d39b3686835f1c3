"""gunicorn's own lines, those of its parent process included, in the form of all others."""

from typing import Any

from gunicorn.glogging import Logger

from pms_tracker import config
from pms_tracker.logs import log_lines


class ServerLog(Logger):  # type: ignore[misc] # it ships no types
    """What `gunicorn --logger-class` is given."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        log_lines.set_up(config.load())
