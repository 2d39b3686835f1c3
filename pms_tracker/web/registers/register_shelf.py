"""The records of the do phase (実施の記録): its registers, a line for each one not used yet."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("registers", __name__, url_prefix="/do")


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    rows = [each for each in REGISTERS if each.place.startswith("do/") and me().may(each.reader)]
    used = people.used_kinds()
    return render_template(
        "registers/index.html",
        say=say,
        used=[each for each in rows if each.kind in used],
        unused=[each for each in rows if each.kind not in used],
    )
