"""The trail for those who answer for it: everything that happened, and whether the chain holds."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from pms_tracker.people.permissions import Permission
from pms_tracker.trail import trail
from pms_tracker.web import filters, history
from pms_tracker.web.access import requires

blueprint = Blueprint("trail", __name__, url_prefix="/trail")


@blueprint.get("/")
@requires(Permission.READ_TRAIL)
def index() -> ResponseReturnValue:
    asked = filters.Asked(request.args)
    asked.sort(trail.SORTS)
    rows = asked.page(trail.entries(asked.order, filters.ROWS))
    number, digest = trail.head()
    return render_template(
        "trail/list.html",
        rows=[(row, history.happened(row)) for row in rows],
        number=number,
        digest=digest,
        asked=asked,
        faults=list(trail.verify()) if request.args.get("verify") else None,
    )
