"""The page of the desk (問合せ窓口): its name and hours, and whether it is shown so."""

from dataclasses import asdict

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.people.firm import contact_desk, people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.do.complaints.complaint_forms import CheckForm, DeskForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint("contact_desk", __name__, url_prefix="/do/complaints/desk")
BESIDE = {"desk_hours": "closes", "desk_days": "answer_days"}


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def show() -> ResponseReturnValue:
    return _page(None, None)


def _page(desk: DeskForm | None, check: CheckForm | None) -> ResponseReturnValue:
    told, version = contact_desk.desk(), people.the_company().version
    if desk is None:
        desk = DeskForm(formdata=None, data={**asdict(told), "version": version})
    if check is None:
        check = CheckForm(formdata=None, data={"version": version})
    desk.version.data = check.version.data = version
    page = render_template(
        "do/contact_desk/show.html",
        desk=told,
        form=desk,
        check=check,
        unit=people.unit(told.unit_id).name if told.unit_id else "",
        keeps=me().may(Permission.HANDLE_REPORTS),
    )
    return page, max(desk.status, check.status)


@blueprint.post("/")
@requires(Permission.HANDLE_REPORTS)
@step(DeskForm, lambda form: _page(form, None), beside=BESIDE)
def save(form: DeskForm) -> Done:
    contact_desk.change(form.desk, seen=form.version.number, by=me())
    return Done(gettext("問合せ窓口を保存しました。"), url_for(".show"))


@blueprint.post("/check")
@requires(Permission.HANDLE_REPORTS)
@step(CheckForm, lambda form: _page(None, form))
def check(form: CheckForm) -> Done:
    contact_desk.check(form.seen.data or "", seen=form.version.number, by=me())
    return Done(gettext("窓口表示の確認を記録しました。"), url_for(".show"), turn=True)
