"""/metrics for Prometheus: off unless the settings say who may ask (docs/decisions/0043)."""

import hmac
import shutil
from collections.abc import MutableMapping
from importlib import import_module
from importlib.util import find_spec

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from pms_tracker.config import Settings
from pms_tracker.environment import FROM_LOOPBACK, BadSetting
from pms_tracker.web.door import hosts
from pms_tracker.web.door.access import public, settings

blueprint = Blueprint("metrics", __name__)

LIBRARY = "prometheus_client"
MEASURED = "pms_tracker.web.shell.measured"
TOGETHER = "PROMETHEUS_MULTIPROC_DIR"
TEXT = "text/plain; version=0.0.4; charset=utf-8"


@blueprint.get("/metrics")
@public
def shown() -> ResponseReturnValue:
    """The figures, for whoever the settings let ask; there is nothing here for anybody else."""
    if not _may_ask(settings().metrics):
        abort(404)
    measured, firm = current_app.extensions["pms_metrics"]
    return Response(measured.text(firm), content_type=TEXT)


def _may_ask(told: str) -> bool:
    if told == FROM_LOOPBACK:
        return hosts.asked_here(request)
    given = request.headers.get("Authorization", "")
    return bool(told) and hmac.compare_digest(given.encode(), f"Bearer {told}".encode())


def install(app: Flask, settings: Settings) -> None:
    """Count where the settings ask for it. Raises BadSetting where the library is not there."""
    if not settings.metrics:
        return
    if find_spec(LIBRARY) is None:
        raise BadSetting(
            "PMS_METRICS を使うには、pms-tracker[metrics] を入れてください。"
            " PMS_METRICS needs the extra pms-tracker[metrics]."
        )
    measured = import_module(MEASURED)
    measured.install(app)
    app.extensions["pms_metrics"] = (measured, measured.Firm(settings))


def count_together(settings: Settings, environment: MutableMapping[str, str]) -> None:
    """Have the workers that are given this environment add up what each of them counts, from 0."""
    if settings.metrics:
        folder = settings.instance / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        environment[TOGETHER] = str(folder)
