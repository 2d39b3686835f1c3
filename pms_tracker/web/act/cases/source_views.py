"""Pages of where cases come from: a light form to open one, the examiner's answer."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act.cases import cases, sources
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import transaction
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.forms.source_forms import AnsweredForm, OpenForm
from pms_tracker.web.act.record import case_page
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.forms.shared_forms import Form, ReasonForm, refused_into
from pms_tracker.web.proofs import evidence_views

blueprint = Blueprint("sources", __name__, url_prefix="/act/cases")


@blueprint.get("/new")
@requires(Permission.OPEN_CASES)
def form() -> ResponseReturnValue:
    return _form_page(OpenForm(place=url_for(".enter")))


def _form_page(form: OpenForm) -> ResponseReturnValue:
    page = render_template(
        "act/sources/new.html", form=form, file_limit=evidence_views.limit_words()
    )
    return page, form.status


@blueprint.post("/")
@requires(Permission.OPEN_CASES)
def enter() -> ResponseReturnValue:
    form = OpenForm()
    if form.validate_on_submit():
        with refused_into(form):
            stated, examined = form.stated, form.examined
            with taken_once() as taken:
                case = sources.open_case(stated, examined, by=me())
                evidence_views.take(case.reference, "files", by=me())
                taken.led_to = url_for("cases.record", reference=case.reference)
                led_to = taken.led_to
            flash(gettext("是正処置を始めました。部門の責任者に知らせます。"), "done")
            return redirect(led_to)
    return _form_page(form)


@blueprint.post("/<ref(CA):reference>/answered")
@requires(Permission.OPEN_CASES)
def answer(reference: Reference) -> ResponseReturnValue:
    form = AnsweredForm()
    if form.validate_on_submit():
        with refused_into(form):
            day, version = form.answered_on.data or clock.today(), form.version.number
            with transaction():
                sources.answer(_locked(reference), day, version=version, by=me())
            flash(gettext("審査機関に回答したことを記録しました。"), "done")
            return redirect(url_for("cases.record", reference=reference))
    return _again(reference, "answered", form)


@blueprint.post("/<ref(CA):reference>/drop")
@requires(Permission.HANDLE_CASES)
def drop(reference: Reference) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form):
            reason, version = form.reason.data, form.version.number
            with transaction():
                sources.drop(_locked(reference), reason=reason, version=version, by=me())
            flash(gettext("是正処置を取り下げました。"), "done")
            return redirect(url_for("cases.record", reference=reference))
    return _again(reference, "withdraw", form)


def _locked(reference: Reference) -> Case:
    return cases.by_reference(reference, seen_by=me(), for_update=True)


def _again(reference: Reference, name: str, form: Form) -> ResponseReturnValue:
    return case_page.show(cases.by_reference(reference, seen_by=me()), name, form)
