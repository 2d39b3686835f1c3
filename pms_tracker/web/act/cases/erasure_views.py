"""Pages of erasures: asked for by one manager, agreed to and done by the other."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from pms_tracker.act.erasures import erased_audits, erasures
from pms_tracker.act.erasures.erased_people import FIELD
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.mail import kept
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.trail import names
from pms_tracker.web.act.forms.case_forms import ErasureForm
from pms_tracker.web.door.access import me, requires, settings
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.record import links, subjects
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.trail import trail_words

blueprint = Blueprint("erasures", __name__, url_prefix="/act/erasures")

# Parts of an audit that something is erased of, and how their names begin after its reference.
PARTS = {"rows": "", "papers": erased_audits.PAPER}
WITHIN = "/<ref(AU):reference>/<any(rows,papers):within>/<int:number>"


@blueprint.get("/")
@requires(Permission.ERASE)
def index() -> ResponseReturnValue:
    waiting, done = erasures.waiting(), erasures.done()
    ids = [each for row in (*waiting, *done) for each in (row.asked_by_id, row.agreed_by_id)]
    return render_template(
        "act/erasures/list.html",
        waiting=waiting,
        done=done,
        unfinished=erasures.unfinished(),
        names=people.names(ids),
        people=subjects.of({each.reference for each in (*waiting, *done) if each.field == FIELD}),
    )


@blueprint.get("/<ref:reference>")
@blueprint.get(WITHIN)
@requires(Permission.ERASE)
def ask_form(
    reference: Reference, within: str | None = None, number: int | None = None
) -> ResponseReturnValue:
    part = _part(within, number)
    return _ask_page(reference, part, ErasureForm(place=_place(reference, part)))


def _part(within: str | None, number: int | None) -> str:
    """What a part of an audit is called after its reference: a row 3, a paper P1."""
    return "" if within is None else f"{PARTS[within]}{number}"


def _place(reference: Reference, part: str) -> str:
    """Where the form of a record, or of a part of it, is sent to."""
    if not part:
        return url_for(".ask", reference=reference)
    within = "papers" if part.startswith(PARTS["papers"]) else "rows"
    number = int(part.removeprefix(PARTS[within]))
    return url_for(".ask", reference=reference, within=within, number=number)


def _offer(reference: Reference, part: str, form: ErasureForm) -> None:
    erasures.check_known(reference, me(), part)
    name = erasures.name_of(reference, part)
    files = [each for each in evidence.files(name) if each.erased_at is None]
    form.target.choices = [
        *(
            SelectChoice(field, trail_words.field_label(field))
            for field in erasures.fields_of(reference, part)
        ),
        *(SelectChoice(f"file-{each.number}", each.name) for each in files),
    ]
    if not form.target.choices:
        raise NotFound("no_such_record", reference=name)


def _ask_page(reference: Reference, part: str, form: ErasureForm) -> ResponseReturnValue:
    _offer(reference, part, form)
    page = render_template(
        "act/erasures/ask.html",
        reference=erasures.name_of(reference, part),
        place=_place(reference, part),
        of_row=part.isdecimal(),
        form=form,
    )
    return page, form.status


def _offer_parts(
    form: ErasureForm, reference: Reference, within: str | None = None, number: int | None = None
) -> None:
    _offer(reference, _part(within, number), form)


def _ask_again(
    form: ErasureForm, reference: Reference, within: str | None = None, number: int | None = None
) -> ResponseReturnValue:
    return _ask_page(reference, _part(within, number), form)


@blueprint.post("/<ref:reference>")
@blueprint.post(WITHIN)
@requires(Permission.ERASE)
@step(ErasureForm, _ask_again, offer=_offer_parts, once=True)
def ask(
    form: ErasureForm, reference: Reference, within: str | None = None, number: int | None = None
) -> Done:
    field, file_number = _target(form.target.data)
    erasures.ask(
        reference,
        part=_part(within, number),
        field=field,
        file_number=file_number,
        reason=form.reason.data,
        by=me(),
    )
    words = gettext(
        "消去を申請しました。個人情報保護管理者と監査責任者のうち、申請していない方が同意すると消去されます。"
    )
    return Done(words, url_for(".index"))


def _target(chosen: str) -> tuple[str, int | None]:
    kind, _, number = chosen.partition("-")
    if kind == "file" and number.isdecimal():
        return "", int(number)
    return chosen, None


@blueprint.post("/<int:erasure_id>/agree")
@requires(Permission.ERASE)
def agree(erasure_id: int) -> ResponseReturnValue:
    with taken_once() as taken:
        row = erasures.agree(erasure_id, settings().evidence_folder, by=me())
        reference, number = row.reference, row.file_number
        person_id = names.person_in(reference)
        taken.led_to = _led_to(reference, person_id)
    if person_id is not None:
        kept.forget_files(settings().mail_folder)
        number_of = names.number_of(person_id)
        flash(
            gettext("個人データを消去しました。今後は%(number)sと表示します。", number=number_of),
            "done",
        )
        return redirect(_led_to(reference, person_id))
    if (reference, number) in erasures.unfinished():
        flash(
            gettext(
                "%(reference)s のファイルは、だれにも表示されなくなりましたが、"
                "まだ削除できていません。"
                "1時間ごとに自動で削除を試み、終わるまで「削除待ち」と表示します。",
                reference=reference,
            )
        )
    else:
        flash(gettext("%(reference)s の内容を消去しました。", reference=reference), "done")
    return redirect(links.url_of(reference))


def _led_to(reference: str, person_id: int | None) -> str:
    if person_id is not None:
        return url_for("people.record", person_id=person_id)
    return links.url_of(reference)
