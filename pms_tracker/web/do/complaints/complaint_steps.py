"""Steps of a complaint beside its register: who it came from, and that it is an incident."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.do.complaints import complainants, complaint_incidents
from pms_tracker.do.complaints.complaint_fields import PARTS
from pms_tracker.do.complaints.complaints import COMPLAINTS, answer_by, is_in_hours, proposed
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.rules.contact.complaint_rules import Gate, Why
from pms_tracker.do.tables.complaint_tables import Complainant
from pms_tracker.kernel.errors import NotAllowed
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.words import Words
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.web.do.complaints.complaint_forms import ContactForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.record.steps import Done, pressed, step

blueprint = Blueprint("complaint_steps", __name__, url_prefix="/do/complaints")


@blueprint.app_template_global()
def complaint_parts() -> Sequence[tuple[Words, tuple[str, ...]]]:
    """The fields of a complaint that come after its answer, by what they are about."""
    return [(words, tuple(each.name for each in fields)) for words, fields in PARTS]


@blueprint.app_template_global()
def complaint_hours(row: Any) -> tuple[bool, Any]:
    """Whether the desk was there, and by when it is answered first."""
    return is_in_hours(row), answer_by(row)


@blueprint.app_template_global()
def complainant_of(row: Any) -> Complainant | None:
    """Who it came from, for those who may know."""
    return complainants.of(row, me())


@blueprint.app_template_global()
def erases_complainants() -> bool:
    return Role.PRIVACY_MANAGER in me().roles


@blueprint.app_template_global()
def case_proposed(row: Any) -> Why | None:
    """Why a corrective action is proposed to the reader, once the answer was approved."""
    may = me().may(Permission.OPEN_CASES) and row.state is Standing.IN_FORCE
    return proposed(row) if may and not row.struck else None


@blueprint.app_template_global()
def is_unreported_emergency(row: Any) -> bool:
    return row.emergency is Gate.YES and not complaint_incidents.named_on(row)


def _locked(which: Reference) -> Any:
    return entries.find(COMPLAINTS, which, seen_by=me(), for_update=True)


def _contact_page(form: ContactForm, which: Reference) -> ResponseReturnValue:
    row = entries.find(COMPLAINTS, which, seen_by=me())
    who = complainants.of(row, me())
    if who is None:
        raise NotAllowed("complainant_of_desk")
    form.version.data = who.version
    page = render_template("do/complaints/contact.html", row=row, which=which, form=form)
    return page, form.status


@blueprint.get(f"/<ref({Kind.COMPLAINT}):which>/contact")
@requires(Permission.REPORT)
def contact_form(which: Reference) -> ResponseReturnValue:
    who = complainants.of(entries.find(COMPLAINTS, which, seen_by=me()), me())
    told = {"name": who.name, "contact": who.contact} if who is not None else {}
    return _contact_page(ContactForm(formdata=None, data=told), which)


@blueprint.post(f"/<ref({Kind.COMPLAINT}):which>/contact")
@requires(Permission.REPORT)
@step(ContactForm, _contact_page)
def contact(form: ContactForm, which: Reference) -> Done:
    name, reached = form.name.data or "", form.contact.data or ""
    complainants.write(_locked(which), name, reached, seen=form.version.number, by=me())
    return Done(gettext("申出人の連絡先を記録しました。"), _record(which))


@blueprint.post(f"/<ref({Kind.COMPLAINT}):which>/contact/erase")
@requires(Permission.KEEP_REGISTERS)
@pressed()
def erase(which: Reference) -> Done:
    complainants.erase(_locked(which), by=me())
    return Done(gettext("申出人の連絡先を消去しました。"), _record(which))


@blueprint.post(f"/<ref({Kind.COMPLAINT}):which>/incident")
@requires(Permission.REPORT)
@pressed(once=True)
def incident(which: Reference) -> Done:
    """Report the incident, and go on with it."""
    made = complaint_incidents.report(_locked(which), by=me())
    words = gettext("事故を報告しました。分かったことを、この記録に追加してください。")
    return Done(words, url_for(f"{INCIDENTS.key}.record", which=made))


def _record(which: Reference) -> str:
    return url_for(f"{COMPLAINTS.key}.record", which=which)
