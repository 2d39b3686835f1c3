"""Pages of audits of earlier years (移行): all of them, one to enter, and one to see."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.check.findings import grades
from pms_tracker.check.reports import earlier_audits
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.audits.history_forms import PastAuditForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.record import record_history
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.days_in_words import fiscal_year_text

blueprint = Blueprint("history", __name__, url_prefix="/check/history")

# How many earlier years can be entered: more are asked for by nobody.
YEARS = 10


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    rows = earlier_audits.listed(me())
    return render_template("check/history/list.html", rows=rows, Grade=Grade)


@blueprint.get("/new")
@requires(Permission.PLAN_AUDITS)
def form() -> ResponseReturnValue:
    return _form_page(PastAuditForm(place=url_for(".enter")))


def _offer(form: PastAuditForm) -> None:
    this = people.fiscal_year_of(clock.today())
    years = [(year, fiscal_year_text(year)) for year in range(this, this - YEARS, -1)]
    form.fiscal_year.offer(years)
    form.unit_id.offer([(unit.id, unit.name) for unit in people.units()])


def _form_page(form: PastAuditForm) -> ResponseReturnValue:
    _offer(form)
    offered = grades.offered()
    counts = [form[each.value] for each in Grade if each in offered]
    others = [form[each.value] for each in Grade if each not in offered]
    page = render_template("check/history/new.html", form=form, counts=counts, others=others)
    return page, form.status


@blueprint.post("/")
@requires(Permission.PLAN_AUDITS)
@step(PastAuditForm, _form_page, once=True, offer=_offer)
def enter(form: PastAuditForm) -> Done:
    past = earlier_audits.enter(form.told, by=me().actor)
    words = gettext("過去の監査を登録しました。監査実施状況一覧とサマリーに数えます。")
    return Done(words, url_for(".record", number=past.id))


@blueprint.get("/<int:number>")
@requires(Permission.SEE_RECORDS)
def record(number: int) -> ResponseReturnValue:
    past = earlier_audits.by_number(number, seen_by=me())
    return render_template(
        "check/history/record.html",
        past=past,
        unit=people.unit(past.unit_id).name if past.unit_id is not None else "",
        counts=[(grade, past.counts[grade.value]) for grade in Grade if grade.value in past.counts],
        entered_by=people.names([past.entered_by_id]).get(past.entered_by_id or 0, ""),
        history=record_history.of(earlier_audits.reference_of(past)),
    )
