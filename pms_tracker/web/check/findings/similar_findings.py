"""Findings like the one that is being written, as a piece of its page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import StringField

from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.findings import finding_lists
from pms_tracker.database import Rows
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form

blueprint = Blueprint(
    "similar", __name__, url_prefix="/check/audits/<ref(AU):reference>/checklist/<int:position>"
)
# Enough to tell what a finding is about.
READ = 2000


class WrittenForm(Form):
    """What somebody has written so far; nothing of it is kept."""

    fact = StringField()
    evidence = StringField()


def to(requirement_id: int, unit_id: int, *texts: str | None) -> Rows:
    """Findings that the reader may see, those most like what is written first."""
    written = " ".join(text or "" for text in texts)[:READ]
    return finding_lists.similar(requirement_id, unit_id, written, me())


@blueprint.post("/similar")
@requires(Permission.CARRY_OUT_AUDITS)
def found(reference: Reference, position: int) -> ResponseReturnValue:
    """Sent by POST although it changes nothing: an address with facts in it would be logged."""
    audit = audits.by_reference(reference, seen_by=me())
    row = checklists.item(audit, position)
    form = WrittenForm()
    alike = to(row.requirement_id, audit.unit_id, form.fact.data, form.evidence.data)
    return render_template("check/findings/similar.html", similar=alike)
