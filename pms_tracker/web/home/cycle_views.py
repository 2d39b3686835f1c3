"""The overview: where the cycle stands, and what a figure of it counts."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pms_tracker import clock
from pms_tracker.kernel.days import Due
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.reminders.running.every_source import ACT, CHECK, DO, PLAN
from pms_tracker.reminders.start import open_work
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.home import cycle_standing
from pms_tracker.web.home.home_views import lines
from pms_tracker.web.record.links import url_if_opened
from pms_tracker.web.shell import navigation

blueprint = Blueprint("cycle", __name__, url_prefix="/cycle")

STANDING = (PLAN, DO, CHECK, ACT)


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def wheel() -> ResponseReturnValue:
    standing = cycle_standing.read(request.args.get("year", ""), me())
    return render_template("cycle/wheel.html", standing=standing)


@blueprint.get("/duties/")
@requires(Permission.SEE_RECORDS)
def duties() -> ResponseReturnValue:
    """What is to be done in a phase, by whom and by when: what a figure of the wheel counts."""
    offered = {name: str(label) for name, label, _families in navigation.PHASES if name in STANDING}
    phase = request.args.get("phase", "")
    phase = phase if phase in offered else PLAN
    asked = request.args.get("due", "")
    due = Due(asked) if asked in set(Due) else Due.LATE
    found = open_work.listed(phase, me(), due.days(clock.today()))
    names = people.names(duty.person_id for duty in found)
    shown = lines(found[: open_work.MOST], lambda duty: names.get(duty.person_id, ""))
    return render_template(
        "cycle/duties.html",
        phase=phase,
        phase_name=offered[phase],
        standing_due=due,
        phase_tabs=[
            (name, text, url_for(".duties", phase=name, due=due.value))
            for name, text in offered.items()
        ],
        due_tabs=[(each, url_for(".duties", phase=phase, due=each.value)) for each in Due],
        rows=[(line, url_if_opened(line.duty)) for line in shown],
        more=len(found) > open_work.MOST,
        all_url=url_for("cases.index", due=due.value) if phase == ACT else "",
    )
