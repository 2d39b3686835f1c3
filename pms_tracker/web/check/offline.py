"""The audit day without a line: its worker, and the page that opens what a tab has kept."""

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from pms_tracker.check import audits
from pms_tracker.kernel.references import Reference
from pms_tracker.people.permissions import Permission
from pms_tracker.web.access import me, requires

blueprint = Blueprint("offline", __name__, url_prefix="/check/audits/<ref:reference>/checklist")


@blueprint.get("/worker.js")
@requires(Permission.CARRY_OUT_AUDITS)
def worker(reference: Reference) -> Response:
    """The worker under the checklist's own address, so that it has a say beneath that one only."""
    audits.by_reference(reference, seen_by=me())
    return current_app.send_static_file("audit_worker.js")


@blueprint.get("/without-a-line")
@requires(Permission.CARRY_OUT_AUDITS)
def away(reference: Reference) -> ResponseReturnValue:
    """A page of words alone: it may be kept by a browser, since nobody's records are on it."""
    audit = audits.by_reference(reference, seen_by=me())
    return render_template("check/offline/away.html", audit=audit)
