"""Letters for the administrator: what was posted, to whom, why one failed; never secret ones."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.database import transaction
from pms_tracker.mail import outbox
from pms_tracker.mail.models import OutboxLetter
from pms_tracker.people.permissions import Permission
from pms_tracker.web import filters, troubles
from pms_tracker.web.access import requires

blueprint = Blueprint("letters", __name__, url_prefix="/letters")


@blueprint.get("/")
@requires(Permission.READ_MAIL)
def index() -> ResponseReturnValue:
    asked = filters.Asked(request.args)
    asked.sort(outbox.SORTS)
    rows = asked.page(outbox.letters(asked.order, filters.ROWS))
    return render_template("letters/list.html", asked=asked, rows=rows, unsent=outbox.unsent())


@blueprint.get("/<int:letter_id>")
@requires(Permission.READ_MAIL)
def record(letter_id: int) -> ResponseReturnValue:
    return _page(_letter(letter_id))


def _page(letter: OutboxLetter) -> ResponseReturnValue:
    why = troubles.in_words(letter.trouble) if letter.trouble else ""
    return render_template("letters/record.html", letter=letter, why=why)


def _letter(letter_id: int) -> OutboxLetter:
    found = outbox.letter(letter_id)
    if found is None:
        abort(404)
    return found


@blueprint.post("/<int:letter_id>/retry")
@requires(Permission.READ_MAIL)
def retry(letter_id: int) -> ResponseReturnValue:
    with transaction():
        outbox.try_again(_letter(letter_id).id)
    flash(gettext("もう一度送るよう、順番に入れました。"), "done")
    return redirect(url_for(".record", letter_id=letter_id))
