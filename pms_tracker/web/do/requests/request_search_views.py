"""The search for what is held of a person: units are asked, and each says whether it holds any."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from wtforms import RadioField, SelectChoice

from pms_tracker import clock
from pms_tracker.do.disclosure_requests import request_searches
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.disclosure_requests.request_searches import Search
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entries, entry_fields
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.register_words import said_by, say, title_of, unseen

blueprint = Blueprint("request_searches", __name__, url_prefix="/do/requests")
ENTRY = f"/<ref({Kind.PERSON_REQUEST}):reference>/search"
# What a unit is told of a request.
TOLD = ("kinds", "arrived_on", "concerns", "clue")
FOUND, NONE = "found", "none"


class AskForm(shared.Form):
    """Which entries may hold something of the person."""

    version = shared.VersionField()
    rows = shared.TicksField(_l("探す台帳の記録"))


class AnswerForm(shared.Form):
    """Whether a unit holds anything."""

    version = shared.VersionField()
    found = RadioField(
        _l("請求の対象となる個人情報"),
        choices=[SelectChoice(FOUND, _l("ある")), SelectChoice(NONE, _l("ない"))],
        validators=[shared.Filled(_l("あるか、ないかを選んでください。"))],
    )
    note = shared.LongField(_l("場所や探した範囲"), longest=request_searches.LONGEST)


@blueprint.get(ENTRY)
@requires(REQUESTS.keeper)
def form(reference: Reference) -> ResponseReturnValue:
    row = entries.find(REQUESTS, reference, seen_by=me())
    offered = request_searches.candidates(row, me())
    ticked = [name for name, _words, is_likely in offered if is_likely]
    asked = AskForm(formdata=None, data={"version": str(row.version), "rows": ticked})
    return _form_page(asked, reference)


def _offer(form: AskForm, reference: Reference) -> None:
    row = entries.find(REQUESTS, reference, seen_by=me())
    form.rows.choices = [
        (name, words) for name, words, _likely in request_searches.candidates(row, me())
    ]


def _form_page(form: AskForm, reference: Reference) -> ResponseReturnValue:
    _offer(form, reference)
    row = entries.find(REQUESTS, reference, seen_by=me())
    page = render_template(
        "do/requests/search.html",
        register=REQUESTS,
        which=reference,
        row=row,
        form=form,
        title=title_of(REQUESTS, row),
        clue=REQUESTS.field("clue").of(row),
    )
    return page, form.status


@blueprint.post(ENTRY)
@requires(REQUESTS.keeper)
@step(AskForm, _form_page, offer=_offer)
def ask(form: AskForm, reference: Reference) -> Done:
    row = entries.find(REQUESTS, reference, seen_by=me(), for_update=True)
    request_searches.ask(row, form.rows.data or (), version=form.version.number, by=me())
    words = gettext("部門に確認を依頼しました。部門の責任者にメールで知らせます。")
    return Done(words, url_for("requests.record", which=reference))


@blueprint.get(f"{ENTRY}/mine")
@requires(Permission.CARRY_OUT_YEAR)
def mine(reference: Reference) -> ResponseReturnValue:
    """The way to the reader's own turn."""
    unit_id = request_searches.mine(reference, me())
    if unit_id is None:
        entries.find(REQUESTS, reference, seen_by=me())
        return redirect(url_for("requests.record", which=reference))
    return redirect(url_for(".part", reference=reference, unit_id=unit_id))


def _found(reference: Reference, unit_id: int, *, for_update: bool = False) -> Search:
    return request_searches.by_unit(reference, unit_id, viewer=me(), for_update=for_update)


@blueprint.get(f"{ENTRY}/<int:unit_id>")
@requires(Permission.CARRY_OUT_YEAR)
def part(reference: Reference, unit_id: int) -> ResponseReturnValue:
    row = _found(reference, unit_id).row
    said = None if row.found is None else FOUND if row.found else NONE
    told = {"version": str(row.version), "found": said, "note": row.note}
    return _part_page(AnswerForm(formdata=None, data=told), reference, unit_id)


def _part_page(form: AnswerForm, reference: Reference, unit_id: int) -> ResponseReturnValue:
    search, firm = _found(reference, unit_id), Firm(clock.today())
    if request.method == "POST":
        form["version"].data = str(search.row.version)
    over = search.request.closed_on is not None or bool(search.request.struck)
    answers = ledger_parts.may_answer(firm, unit_id, me().person_id) and not over
    page = render_template(
        "do/requests/part.html",
        search=search,
        form=form if answers else None,
        facts=[
            (say(field.label), said_by(field, field.of(search.request)))
            for field in map(REQUESTS.field, TOLD)
        ],
        rows=_rows(search),
        due_on=request_searches.due_on(search.request, search.row.asked_on),
        answered_by=people.names([search.row.answered_by_id]).get(
            search.row.answered_by_id or 0, ""
        ),
        sees_record=_sees_record(reference),
    )
    return page, form.status


def _rows(search: Search) -> list[tuple[str, str, bool]]:
    """The entries that a unit is asked about: reference, name, and whether the reader may open."""
    there = entry_fields.rows(LEDGER, search.row.rows, me())
    return [
        (
            each,
            entry_fields.named(LEDGER, there[each]) if each in there else unseen(),
            each in there,
        )
        for each in search.row.rows
    ]


def _sees_record(reference: Reference) -> bool:
    try:
        entries.find(REQUESTS, reference, seen_by=me())
    except NotFound:
        return False
    return True


@blueprint.post(f"{ENTRY}/<int:unit_id>")
@requires(Permission.CARRY_OUT_YEAR)
@step(AnswerForm, _part_page)
def answer(form: AnswerForm, reference: Reference, unit_id: int) -> Done:
    search = _found(reference, unit_id, for_update=True)
    found, note = form.found.data == FOUND, form.note.data or ""
    request_searches.answer(search, found, note, version=form.version.number, by=me())
    place = url_for(".part", reference=reference, unit_id=unit_id)
    return Done(gettext("回答を記録しました。"), place, turn=True)
