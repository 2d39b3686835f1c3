"""Pages of where cases come from: a light form to open one, the examiner's answer."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act.cases import register_cases, sources
from pms_tracker.act.renewals import renewals
from pms_tracker.act.renewals.examiner_remarks import renewal_of
from pms_tracker.act.tables.renewal_tables import Remark
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.forms.source_forms import AnsweredForm, OpenForm
from pms_tracker.web.act.record import case_page
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import ReasonForm
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("sources", __name__, url_prefix="/act/cases")


@blueprint.get("/new")
@requires(Permission.OPEN_CASES)
def form() -> ResponseReturnValue:
    return _form_page(OpenForm(place=url_for(".enter"), data=_of_entry()))


def _of_entry() -> dict[str, object]:
    """What an entry of a register says of itself, where one is named by the address."""
    which = parse_reference(request.args.get("origin", ""))
    beginning = register_cases.BEGINNINGS.get(which.kind) if which is not None else None
    if which is None or beginning is None:
        return {}
    row, register = register_cases.find(which, me()), beginning.register
    name = say(register.short or register.name)
    return {
        "origin": str(which),
        "source": beginning.source,
        "unit_id": row.unit_id,
        "found_on": register.field(beginning.found_on).of(row),
        "fact": register.field(beginning.fact).of(row),
        "evidence": gettext("%(name)sの記録 %(reference)s", name=name, reference=which),
        **(_of_examination(row) if which.kind is Kind.REMARK else {}),
    }


def _of_examination(row: Remark) -> dict[str, object]:
    """What the renewal and the remark say of the examination: when, by whom, answered by when."""
    renewal = renewal_of(row)
    if renewal is None:
        return {}
    return {
        "examined_on": renewals.days_of(renewal)["on_site_on"] or row.found_on,
        "examiner": say(renewals.BODIES[renewal.body]),
        "answer_due_on": row.due_on,
    }


def _form_page(form: OpenForm) -> ResponseReturnValue:
    page = render_template(
        "act/sources/new.html", form=form, file_limit=evidence_views.limit_words()
    )
    return page, form.status


@blueprint.post("/")
@requires(Permission.OPEN_CASES)
@step(OpenForm, _form_page, once=True)
def enter(form: OpenForm) -> Done:
    began_from = form.began_from
    if began_from is not None:
        case = register_cases.open_for(began_from, form.stated, form.examined, by=me())
    else:
        case = sources.open_case(form.stated, form.examined, by=me())
    evidence_views.take(case.reference, "files", by=me())
    words = gettext("是正処置を始めました。部門の責任者に知らせます。")
    return Done(words, url_for("cases.record", reference=case.reference))


@blueprint.post("/<ref(CA):reference>/answered")
@requires(Permission.OPEN_CASES)
@step(AnsweredForm, case_page.again("answered"))
def answer(form: AnsweredForm, reference: Reference) -> Done:
    day, version = form.answered_on.data or clock.today(), form.version.number
    sources.answer(case_page.locked(reference), day, version=version, by=me())
    return Done(
        gettext("審査機関に回答したことを記録しました。"),
        url_for("cases.record", reference=reference),
    )


@blueprint.post("/<ref(CA):reference>/drop")
@requires(Permission.HANDLE_CASES)
@step(ReasonForm, case_page.again("withdraw"))
def drop(form: ReasonForm, reference: Reference) -> Done:
    reason, version = form.reason.data, form.version.number
    sources.drop(case_page.locked(reference), reason=reason, version=version, by=me())
    return Done(gettext("是正処置を取り下げました。"), url_for("cases.record", reference=reference))
