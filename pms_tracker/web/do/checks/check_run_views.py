"""Pages of checks that are made: what is due today, one check, a month's sheet, and its reading."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.do.checks import check_duties, check_readings, check_runs
from pms_tracker.do.checks.check_runs import Hand, Sheet
from pms_tracker.do.checks.check_templates import CHECKS, visible_to
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.rules.operation.check_rules import FREQUENCIES, Filled, Period, Way
from pms_tracker.do.tables.operation.operation_check_tables import CheckTemplate
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entries
from pms_tracker.web.do.checks import check_fill_forms, check_sheets
from pms_tracker.web.do.checks.check_fill_forms import FillForm, PaperFields, ReadForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words import days_in_words
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("check_runs", __name__, url_prefix="/do/checks")
DAY = "/<ref(CT):reference>/<int:year>-<int:month>-<int:day>"
MONTH = "/<ref(CT):reference>/<int:year>-<int:month>"


def _found(reference: Reference) -> CheckTemplate:
    found: CheckTemplate = entries.find(CHECKS, reference, seen_by=me())
    return found


def _day(reference: Reference, year: int, month: int, day: int = 1) -> date:
    try:
        found = date(year, month, day)
    except ValueError as none:
        raise NotFound("no_such_record", reference=str(reference)) from none
    if abs((found - clock.today()).days) > 366 * 20:
        raise NotFound("no_such_record", reference=str(reference))
    return found


def at(template: CheckTemplate, day: date) -> dict[str, Any]:
    """What the address of a day's check or of a month's sheet is made of."""
    return {"reference": template.reference, "year": day.year, "month": day.month}


@blueprint.get("/today")
@requires(Permission.SEE_RECORDS)
def today() -> ResponseReturnValue:
    """What the reader may fill in, with how its period of now stands."""
    day = check_runs.day_now()
    rows = []
    names = check_sheets.states()
    for template in check_runs.seen(me(), visible_to(me())):
        if not check_runs.may_fill(template, me()):
            continue
        period = check_runs.asked_at(template, day)
        if period is None:
            continue
        run = check_runs.latest(template, period.first)
        state = rules.filled(period, run.done_on if run else None, day)
        rows.append((template, period, names[state], state in (Filled.DONE, Filled.LATE)))
    units = {each.id: each.name for each in people.unit_names()}
    return render_template(
        "do/checks/today.html",
        rows=rows,
        units=units,
        frequencies=FREQUENCIES,
        period_text=check_sheets.period_text,
    )


@blueprint.get("/<ref(CT):reference>/next")
@requires(Permission.SEE_RECORDS)
def next_one(reference: Reference) -> ResponseReturnValue:
    """The way to the check of now, where one is due; once that is made, to the oldest that is open
    or blank."""
    template = _found(reference)
    period = check_runs.asked_at(template, check_runs.day_now())
    waits = period is not None and check_runs.is_due(template, period)
    if period is None or not waits or check_runs.latest(template, period.first) is not None:
        period = check_duties.next_open(template)
    if period is None:
        return redirect(url_for("checks.record", which=reference))
    return redirect(url_for(".form", **at(template, period.first), day=period.first.day))


@blueprint.get("/<ref(CT):reference>/unread")
@requires(Permission.SEE_RECORDS)
def unread(reference: Reference) -> ResponseReturnValue:
    """The way to the oldest sheet that nobody read."""
    template = _found(reference)
    this_month = clock.today().replace(day=1)
    month = check_duties.first_unread(template) or this_month
    if month >= this_month:
        flash(gettext("確認していない月は、ありません。"), "done")
    return redirect(url_for(".sheet", **at(template, month)))


def _asked(kind: type[FillForm]) -> FillForm:
    """The form of the check that the address names, as it was sent."""
    template = _found((request.view_args or {})["reference"])
    return check_fill_forms.of(rules.read_items(template.items), kind)


def _period(reference: Reference, year: int, month: int, day: int) -> Period:
    return check_runs.period_at(_found(reference), _day(reference, year, month, day))


def _fill_page(
    form: FillForm, reference: Reference, year: int, month: int, day: int
) -> ResponseReturnValue:
    template = _found(reference)
    period = _period(reference, year, month, day)
    run = check_runs.latest(template, period.first)
    page = render_template(
        "do/checks/fill.html",
        template=template,
        form=form,
        on_paper=isinstance(form, PaperFields),
        place={**at(template, period.first), "day": period.first.day},
        when=check_sheets.period_text(period, template.frequency),
        is_late=check_runs.day_now() > period.due_on,
        is_asked=check_runs.asked_at(template, period.first) is not None,
        period=period,
        run=run,
        unit=people.unit(template.unit_id).name,
        may_fill=check_runs.may_fill(template, me()),
        read=check_runs.reading_of(template, period.due_on.replace(day=1)),
        risks=[each.item.risk for each in form.rows()],
    )
    return page, form.status


@blueprint.get(DAY)
@requires(Permission.SEE_RECORDS)
def form(reference: Reference, year: int, month: int, day: int) -> ResponseReturnValue:
    items = rules.read_items(_found(reference).items)
    return _fill_page(check_fill_forms.of(items, formdata=None), reference, year, month, day)


@blueprint.post(DAY)
@requires(Permission.REPORT)
@step(lambda: _asked(FillForm), _fill_page)
def fill_in(form: FillForm, reference: Reference, year: int, month: int, day: int) -> Done:
    hand = Hand(Way.SCREEN, uuid=form.sent_as, comment=form.comment.data or "")
    return _filled(form, hand, reference, _day(reference, year, month, day))


@blueprint.get(f"{DAY}/paper")
@requires(Permission.SEE_RECORDS)
def paper_form(reference: Reference, year: int, month: int, day: int) -> ResponseReturnValue:
    items = rules.read_items(_found(reference).items)
    empty = check_fill_forms.of(items, PaperFields, formdata=None)
    return _fill_page(empty, reference, year, month, day)


@blueprint.post(f"{DAY}/paper")
@requires(Permission.REPORT)
@step(lambda: _asked(PaperFields), _fill_page)
def enter_paper(form: PaperFields, reference: Reference, year: int, month: int, day: int) -> Done:
    """What was filled in on paper, typed in afterwards with its scan."""
    hand = Hand(Way.PAPER, form.name.data or "", uuid=form.sent_as, comment=form.comment.data or "")
    is_again = check_runs.sent_as(hand.uuid) is not None
    done = _filled(form, hand, reference, _day(reference, year, month, day))
    if not is_again:
        evidence_views.take(str(reference), "scan", by=me(), step=f"run-{hand.uuid}")
    return done


def _filled(form: FillForm, hand: Hand, reference: Reference, day: date) -> Done:
    template = _found(reference)
    period = check_runs.period_at(template, day)
    run = check_runs.fill_in(template, period, form.given, hand, by=me())
    faults = sum(given.is_fault for _item, given in rules.unpacked(run.answers))
    words = gettext("点検を記録しました。")
    if faults:
        words = gettext("点検を記録しました。×は「点検の×」に登録されています。")
    sheet_url = url_for(".sheet", **at(template, period.due_on))
    return Done(words, sheet_url, turn=True)


def _sheet(reference: Reference, year: int, month: int) -> Sheet:
    return check_runs.sheet(_found(reference), _day(reference, year, month))


@blueprint.get(MONTH)
@requires(Permission.SEE_RECORDS)
def sheet(reference: Reference, year: int, month: int) -> ResponseReturnValue:
    return _sheet_page(ReadForm(formdata=None), reference, year, month)


def _sheet_page(form: Form, reference: Reference, year: int, month: int) -> ResponseReturnValue:
    found = _sheet(reference, year, month)
    template, firm = found.template, Firm(clock.today())
    form["seen_digest"].data = check_readings.digest(found)
    reading = found.reading
    readers = [each for each in check_readings.readers(template, firm) if each not in found.doers]
    scans = [each for each in evidence.files(template.reference) if each.erased_at is None]
    page = render_template(
        "do/checks/sheet.html",
        sheet=found,
        template=template,
        form=form,
        lines=check_sheets.lines(found),
        figures=check_sheets.figures(found.figures),
        month_text=days_in_words.month_text,
        unit=people.unit(template.unit_id).name,
        frequency=say(FREQUENCIES[template.frequency]),
        may_read=check_readings.may_read(found, me(), firm),
        did=me().person_id in found.doers,
        reader=firm.members[readers[0]].name if readers else "",
        reader_id=readers[0] if readers else None,
        names=people.names([template.owner_id, reading.read_by_id if reading else None]),
        place=at(template, found.month),
        before=at(template, rules.months_on(found.month, -1)),
        after=at(template, rules.months_on(found.month, 1)),
        is_last=rules.months_on(found.month, 1) > clock.today(),
        is_first=found.month <= template.starts_on.replace(day=1),
        scans=scans,
        at=at,
        may_fill=check_runs.may_fill(template, me()) and reading is None,
    )
    return page, form.status


@blueprint.post(f"{MONTH}/read")
@requires(Permission.REPORT)
@step(ReadForm, _sheet_page, signs=True)
def read(form: ReadForm, reference: Reference, year: int, month: int) -> Done:
    found = check_readings.sheet_locked(_found(reference), _day(reference, year, month))
    check_readings.read(found, form.comment.data or "", form.seen_digest.data or "", by=me())
    words = gettext("点検表を確認しました。この月には、もう記入できません。")
    return Done(words, url_for(".sheet", **at(found.template, found.month)), turn=True)


@blueprint.get(f"{MONTH}.pdf")
@requires(Permission.SEE_RECORDS)
def paper(reference: Reference, year: int, month: int) -> ResponseReturnValue:
    return check_sheets.answer(_sheet(reference, year, month))


@blueprint.get("/<ref(CT):reference>/scans/<int:number>")
@requires(Permission.SEE_RECORDS)
def file(reference: Reference, number: int) -> ResponseReturnValue:
    """The scan of a check that was made on paper."""
    return evidence_views.give(_found(reference).reference, number)
