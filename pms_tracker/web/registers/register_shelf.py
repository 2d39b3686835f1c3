"""The records of the do phase (実施の記録), by shelf, with a line for each not used yet."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers.register import Register
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.door.reached import keeps
from pms_tracker.web.shell.shelves import DO, SHELVES, Shelf

blueprint = Blueprint("registers", __name__, url_prefix="/do")


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    used = [
        each
        for each in DO
        if keeps(each) and each.kind in people.used_kinds() and me().may(each.reader)
    ]
    return render_template(
        "registers/index.html",
        shelves=[each for each in map(partial(_of, used), SHELVES) if each.registers or each.pages],
        unused=[each for each in DO if each not in used and me().may(each.reader) and keeps(each)],
    )


def _of(used: Collection[Register], shelf: Shelf) -> Shelf:
    """What is in use of a shelf; a page beside its registers comes with the first of them."""
    registers = tuple(each for each in shelf.registers if each in used)
    return replace(shelf, registers=registers, pages=shelf.pages if registers else ())
