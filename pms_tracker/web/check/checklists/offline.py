"""The audit day without a line: its worker, and the page that opens what a tab has kept."""

from pathlib import Path

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from pms_tracker.check.audits import audits
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires

blueprint = Blueprint("offline", __name__, url_prefix="/check/audits/<ref(AU):reference>/checklist")


@blueprint.get("/worker.js")
@requires(Permission.CARRY_OUT_AUDITS)
def worker(reference: Reference) -> Response:
    """The worker under the checklist's own address, so that it has a say beneath that one only."""
    audits.by_reference(reference, seen_by=me())
    script = Path(str(current_app.static_folder)) / "audit_worker.js"
    return Response(script.read_bytes(), mimetype="text/javascript")


@blueprint.get("/without-a-line")
@requires(Permission.CARRY_OUT_AUDITS)
def away(reference: Reference) -> ResponseReturnValue:
    """A page of words alone: it may be kept by a browser, since nobody's records are on it."""
    audit = audits.by_reference(reference, seen_by=me())
    return render_template("check/offline/away.html", audit=audit)
