"""Pages of a training beside its register: begun, its sheet, its report, and years together."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pms_tracker import clock
from pms_tracker.do.rules.training.training_rules import OPEN
from pms_tracker.do.tables.training_tables import Training, TrainingAssignment
from pms_tracker.do.trainings import enrolments, training_links, training_years, trainings_held
from pms_tracker.do.trainings.training_plans import TRAININGS, run_of
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entries
from pms_tracker.web.do.trainings import training_page, training_papers as papers
from pms_tracker.web.do.trainings.training_forms import LinksForm, ReportForm, SheetForm, Whom
from pms_tracker.web.do.trainings.training_page import Shown
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import StepForm
from pms_tracker.web.lists import choices
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.words import days_in_words

blueprint = Blueprint("trainings_held", __name__, url_prefix="/do/trainings")
# How many years the application for the PrivacyMark's renewal asks for.
YEARS = 2


@blueprint.app_template_global()
def training_shown(row: Any) -> Shown:
    """How a training goes, for its record."""
    return training_page.shown(row)


def _found(which: Reference, *, for_update: bool = False) -> Training:
    found: Training = entries.find(TRAININGS, which, seen_by=me(), for_update=for_update)
    return found


def _place(which: Reference) -> str:
    return url_for("training_plans.record", which=which)


@blueprint.post("/<ref(TR):which>/start")
@requires(Permission.HANDLE_REPORTS)
@pressed()
def start(which: Reference) -> Done:
    run = trainings_held.start(_found(which, for_update=True), by=me())
    words = ngettext(
        "教育を始めました。%(num)d人に割り当てました。",
        "教育を始めました。%(num)d人に割り当てました。",
        run.planned,
    )
    return Done(words, _place(which), turn=True)


@blueprint.get("/<ref(TR):which>/sheet")
@requires(Permission.KEEP_REGISTERS)
def sheet_form(which: Reference) -> ResponseReturnValue:
    rows = _on_sheet(which)
    form = SheetForm(formdata=None, data={"rows": [{"row": each.id} for each in rows]})
    return _sheet(form, which)


def _on_sheet(which: Reference) -> list[TrainingAssignment]:
    """Whom the reader records for, and of whom something is still asked."""
    row = _found(which)
    found = enrolments.of_training(row, me()) if run_of(row) is not None else ()
    asked = (each for each in found if each.state in OPEN and enrolments.is_under_way(each))
    return [each for each in asked if enrolments.may_record(each, me())]


def _sheet(form: SheetForm, which: Reference) -> ResponseReturnValue:
    row, rows = _found(which), _on_sheet(which)
    run = run_of(row)
    if run is None:
        raise NotFound("no_such_record", reference=str(which))
    page = render_template(
        "do/trainings_held/sheet.html",
        row=row,
        which=which,
        form=form,
        rows={str(each.id): each for each in rows},
        names=choices.told_apart([each.person_id for each in rows]),
        has_test=bool(run.questions),
    )
    return page, form.status


@blueprint.post("/<ref(TR):which>/sheet")
@requires(Permission.KEEP_REGISTERS)
@step(SheetForm, _sheet, once=True)
def sheet(form: SheetForm, which: Reference) -> Done:
    told = form.told
    if not told:
        raise RuleBroken("choose_some")
    open_rows = {each.id for each in _on_sheet(which)}
    for number, (attended, percent) in told.items():
        if number not in open_rows:
            raise NotFound("no_such_record", reference=str(which))
        row = enrolments.locked(number)
        if percent is not None:
            enrolments.enter_score(row, percent, form.on.chosen, by=me())
        elif attended:
            enrolments.attend(row, form.on.chosen, by=me())
    words = ngettext(
        "%(num)d人の記録を登録しました。", "%(num)d人の記録を登録しました。", len(told)
    )
    return Done(words, _place(which))


def _offer_links(form: LinksForm, which: Reference) -> None:
    found = training_links.reach(_found(which), Firm(clock.today()), by=me())
    form.offer(len(found.without_account), len(found.of(everybody=True)))


@blueprint.get("/<ref(TR):which>/links")
@requires(Permission.HANDLE_REPORTS)
def links_form(which: Reference) -> ResponseReturnValue:
    """Whom links for the test would go to, before any is sent."""
    row = _found(which)
    due_on = row.ends_on if row.ends_on > clock.today() else None
    form = LinksForm(place=url_for(".send_links", which=which), data={"due_on": due_on})
    _offer_links(form, which)
    return _links(form, which)


def _links(form: LinksForm, which: Reference) -> ResponseReturnValue:
    row = _found(which)
    found = training_links.reach(row, Firm(clock.today()), by=me())
    groups = (found.without_account, found.with_account, found.waiting, found.without_mail)
    page = render_template(
        "do/trainings_held/links.html",
        row=row,
        which=which,
        form=form,
        reach=found,
        names=choices.told_apart([each.person_id for group in groups for each in group]),
        most=training_links.MOST,
    )
    return page, form.status


@blueprint.post("/<ref(TR):which>/links")
@requires(Permission.HANDLE_REPORTS)
@step(LinksForm, _links, once=True, offer=_offer_links, beside={"questionnaire_due": "due_on"})
def send_links(form: LinksForm, which: Reference) -> Done:
    row, everybody = _found(which, for_update=True), form.whom.data == Whom.EVERYBODY.value
    sent = training_links.send(row, form.due_on.chosen, everybody=everybody, by=me())
    words = ngettext(
        "%(num)d人へのリンクを送信待ちに登録しました。",
        "%(num)d人へのリンクを送信待ちに登録しました。",
        sent,
    )
    return Done(words, _place(which), turn=True)


def _report_again(form: ReportForm, which: Reference) -> ResponseReturnValue:
    row = _found(which)
    run = run_of(row)
    if run is None:
        raise NotFound("no_such_record", reference=str(which))
    form.version.data = str(run.version)
    page = render_template(
        "do/trainings_held/report.html",
        row=row,
        which=which,
        form=form,
        shown=training_page.shown(row),
    )
    return page, form.status


@blueprint.get("/<ref(TR):which>/report")
@requires(Permission.HANDLE_REPORTS)
def report_form(which: Reference) -> ResponseReturnValue:
    form = ReportForm(formdata=None, place=url_for(".report", which=which))
    _offer_rows(form, which)
    return _report_again(form, which)


def _offer_rows(form: ReportForm, which: Reference) -> None:
    rows = trainings_held.open_rows(_found(which))
    form.offer([(each.id, training_page.row_words(each)) for each in rows])


@blueprint.post("/<ref(TR):which>/report")
@requires(Permission.HANDLE_REPORTS)
@step(ReportForm, _report_again, offer=_offer_rows)
def report(form: ReportForm, which: Reference) -> Done:
    row, seen = _found(which, for_update=True), form.version.number
    view, next_time = form.view.data or "", form.next_time.data or ""
    chosen = form.concludes.data if "concludes" in form else None
    trainings_held.report(row, view, next_time, version=seen, by=me(), concludes=chosen)
    return Done(gettext("教育実施報告書を提出しました。"), _place(which), turn=True)


@blueprint.post("/<ref(TR):which>/confirm")
@requires(Permission.HANDLE_REPORTS)
@pressed()
def confirm(which: Reference) -> Done:
    version = StepForm().version.number
    trainings_held.confirm(_found(which, for_update=True), version=version, by=me())
    return Done(gettext("教育実施報告書を承認しました。"), _place(which), turn=True)


@blueprint.get("/<ref(TR):which>/report.pdf")
@requires(Permission.READ_REPORTS)
def report_paper(which: Reference) -> ResponseReturnValue:
    row = _found(which)
    run = run_of(row)
    if run is None:
        raise NotFound("no_such_record", reference=str(which))
    return papers.answer_report(row, run)


def _years() -> list[int]:
    this = people.fiscal_year_of(clock.today())
    asked = request.args.get("year", "")
    last = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else this
    return [max(last, YEARS) - back for back in range(YEARS)]


@blueprint.get("/years")
@requires(Permission.READ_REPORTS)
def years() -> ResponseReturnValue:
    """Two years together, as an application for renewal asks for."""
    shown = _years()
    return render_template(
        "do/trainings_held/years.html",
        years=shown,
        lines=papers.lines(training_years.of_years(shown)),
        heads=papers.heads(),
        auditors=papers.auditor_lines(shown),
        fiscal=days_in_words.fiscal_year_text,
    )


@blueprint.get("/years.pdf")
@requires(Permission.READ_REPORTS)
def years_paper() -> ResponseReturnValue:
    return papers.answer_years(_years())


@blueprint.get("/plan.pdf")
@requires(Permission.READ_REPORTS)
def plan_paper() -> ResponseReturnValue:
    """The plan of a year (教育計画書) as it was approved."""
    return papers.answer_plan(_years()[0])
