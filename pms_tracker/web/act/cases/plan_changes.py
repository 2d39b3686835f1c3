"""A page of a case's plans: each as it was handed in, and what changed from one to another."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from pms_tracker.act.cases import cases
from pms_tracker.act.plans import editions
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.record import case_steps
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.lists import filters

blueprint = Blueprint("plan_changes", __name__, url_prefix="/act/cases")


@blueprint.get("/<ref(CA):reference>/plans")
@requires(Permission.SEE_RECORDS)
def table(reference: Reference) -> ResponseReturnValue:
    """The plan as it was and as it became; the last two unless others were chosen."""
    case, asked = cases.by_reference(reference, seen_by=me()), filters.Asked(request.args)
    every = editions.of_case(case)
    if not every:
        raise NotFound("no_such_edition", number=1)
    new = editions.edition(every, asked.asks_for("new") or every[-1].submission)
    before = [each for each in every if each.submission < new.submission] or [new]
    old = editions.edition(every, asked.asks_for("old") or before[-1].submission)
    return render_template(
        "act/plan_changes/table.html",
        case=case,
        editions=every,
        old=old,
        new=new,
        changes=editions.changes(old, new, case_steps.said),
        names=people.names([each.written_by_id for each in every]),
    )
