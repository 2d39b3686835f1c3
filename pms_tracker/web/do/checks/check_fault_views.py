"""What a check found wanting is put right: said by whoever was to do it."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker.do.checks import check_faults
from pms_tracker.do.checks.check_faults import FAULTS
from pms_tracker.kernel.errors import NotAllowed
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entries
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint("check_fault_steps", __name__, url_prefix="/do/check_faults")
_PLACE = f"/<ref({Kind.CHECK_FAULT}):reference>/mended"


class MendedForm(shared.Form):
    """How it was put right, and when."""

    version = shared.VersionField()
    done = shared.LongField(_l("直したこと"), _l("どう直したかを入力してください。"), longest=2000)
    done_on = shared.DayField(_l("直した日"), past=True)


def _row(reference: Reference, *, for_update: bool = False) -> Any:
    return entries.find(FAULTS, reference, seen_by=me(), for_update=for_update)


def _page(form: MendedForm, reference: Reference) -> ResponseReturnValue:
    row = _row(reference)
    if not check_faults.may_mend(row, me()):
        raise NotAllowed("check_fault_of_another")
    form.version.data = row.version
    page = render_template("do/check_faults/mended.html", row=row, reference=reference, form=form)
    return page, form.status


@blueprint.get(_PLACE)
@requires(Permission.REPORT)
def mended_form(reference: Reference) -> ResponseReturnValue:
    return _page(
        MendedForm(formdata=None, place=url_for(".mended", reference=reference)), reference
    )


@blueprint.post(_PLACE)
@requires(Permission.REPORT)
@step(MendedForm, _page)
def mended(form: MendedForm, reference: Reference) -> Done:
    row, seen = _row(reference, for_update=True), form.version.number
    check_faults.mend(row, form.done.data or "", form.done_on.data, seen=seen, by=me())
    return Done(
        gettext("直したことを記録しました。"), url_for("check_faults.record", which=reference)
    )
