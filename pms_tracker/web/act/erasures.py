"""Pages of erasures: asked for by one manager, agreed to and done by the other."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from pms_tracker.act import erasures
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.people import people
from pms_tracker.people.permissions import Permission
from pms_tracker.web import links, trail_words
from pms_tracker.web.access import me, requires
from pms_tracker.web.act.forms import ErasureForm
from pms_tracker.web.forms import refused_into
from pms_tracker.web.pages import settings
from pms_tracker.web.sending import taken_once

blueprint = Blueprint("erasures", __name__, url_prefix="/act/erasures")


@blueprint.get("/")
@requires(Permission.ERASE)
def index() -> ResponseReturnValue:
    waiting, done = erasures.waiting(), erasures.done()
    ids = [each for row in (*waiting, *done) for each in (row.asked_by_id, row.agreed_by_id)]
    return render_template(
        "act/erasures/list.html", waiting=waiting, done=done, names=people.names(ids)
    )


@blueprint.get("/<ref:reference>")
@requires(Permission.ERASE)
def ask_form(reference: Reference) -> ResponseReturnValue:
    return _ask_page(reference, ErasureForm(place=url_for(".ask", reference=reference)))


def _offer(reference: Reference, form: ErasureForm) -> None:
    erasures.check_known(reference, me())
    fields = erasures.FIELDS.get(reference.kind, ())
    files = [each for each in evidence.files(str(reference)) if each.erased_at is None]
    form.target.choices = [
        *(SelectChoice(name, trail_words.field_label(name)) for name in fields),
        *(SelectChoice(f"file-{each.number}", each.name) for each in files),
    ]
    if not form.target.choices:
        raise NotFound("no_such_record", reference=str(reference))


def _ask_page(reference: Reference, form: ErasureForm) -> ResponseReturnValue:
    _offer(reference, form)
    page = render_template("act/erasures/ask.html", reference=reference, form=form)
    return page, form.status


@blueprint.post("/<ref:reference>")
@requires(Permission.ERASE)
def ask(reference: Reference) -> ResponseReturnValue:
    form = ErasureForm()
    _offer(reference, form)
    if form.validate_on_submit():
        with refused_into(form):
            field, number = _target(form.target.data)
            with taken_once(url_for(".index")):
                erasures.ask(
                    reference,
                    field=field,
                    file_number=number,
                    reason=form.reason.data,
                    by=me(),
                )
            flash(gettext("消去を申請しました。もう一方の管理者の同意で消去されます。"), "done")
            return redirect(url_for(".index"))
    return _ask_page(reference, form)


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
        reference = row.reference
        taken.led_to = links.url_of(reference)
    flash(gettext("%(reference)s の内容を消去しました。", reference=reference), "done")
    return redirect(links.url_of(reference))
