"""Letters for the administrator: what was posted, to whom, and why one did not arrive."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, ngettext

from pms_tracker.database import CAP, transaction
from pms_tracker.kernel.errors import BadInput
from pms_tracker.mail import delivery, outbox, pauses
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.people.changes import contacts
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires, settings as app_settings
from pms_tracker.web.forms.form_numbers import id_of
from pms_tracker.web.forms.shared_forms import Form, LongField
from pms_tracker.web.lists import filters
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.words import labels, troubles

# Seconds for a letter whose outcome somebody waits for; they are answered within ten.
ANSWERED_WITHIN = 8.0


class ReturnForm(Form):
    """What the mail says with which a letter came back."""

    words = LongField(
        _l("不達メールの内容"), _l("不達メールに書かれている理由を入力してください。"), longest=300
    )


blueprint = Blueprint("letters", __name__, url_prefix="/letters")


@blueprint.get("/")
@requires(Permission.READ_MAIL)
def index() -> ResponseReturnValue:
    asked = filters.Asked(request.args)
    asked.sort(outbox.SORTS)
    count = outbox.counts(listed=True)
    offered = [(name, _choice(states[0], count[name])) for name, states in outbox.STANDINGS.items()]
    standing = asked.pick("state", gettext("状態"), offered)
    rows = asked.page(outbox.letters(asked.order, filters.ROWS, standing))
    return render_template(
        "letters/list.html",
        asked=asked,
        rows=rows,
        unsent=outbox.unsent(),
        unseen=0 if rows else outbox.unsent(secret=True),
        count=count,
        why_refused=troubles.why_refused,
    )


def _choice(state: LetterState, count: int) -> str:
    """A state with how many letters are in it; beyond the cap nobody counts."""
    more = gettext("以上") if count > CAP else ""
    return gettext(
        "%(what)s（%(count)s）", what=labels.label(state), count=f"{min(count, CAP)}{more}"
    )


@blueprint.get("/<int:letter_id>")
@requires(Permission.READ_MAIL)
def record(letter_id: int) -> ResponseReturnValue:
    return _page(_letter(letter_id))


def _page(letter: OutboxLetter, form: ReturnForm | None = None) -> ResponseReturnValue:
    why = troubles.in_words(letter.trouble, letter.state) if letter.trouble else ""
    shown = form or ReturnForm(formdata=None)
    page = render_template("letters/record.html", letter=letter, why=why, form=shown)
    return page, shown.status


def _letter(letter_id: int) -> OutboxLetter:
    found = outbox.letter(letter_id)
    if found is None:
        abort(404)
    return found


@blueprint.post("/<int:letter_id>/retry")
@requires(Permission.READ_MAIL)
@pressed()
def retry(letter_id: int) -> Done:
    contacts.send_again(_letter(letter_id))
    words = gettext("もう一度送るよう、送信待ちに登録しました。")
    return Done(words, url_for(".record", letter_id=letter_id))


@blueprint.post("/retry")
@requires(Permission.READ_MAIL)
@pressed()
def retry_many() -> Done:
    """Send all chosen ones again; what was sent meanwhile is left alone."""
    chosen = {number for number in map(id_of, request.form.getlist("letter")) if number}
    if not chosen:
        raise BadInput("nothing_chosen")
    if len(chosen) > filters.ROWS:
        raise BadInput("too_many_chosen", most=filters.ROWS)
    found = [each for each in map(outbox.letter, sorted(chosen)) if each is not None]
    again = [each for each in found if each.may_be_retried]
    for each in again:
        contacts.send_again(each)
    told = ngettext(
        "%(num)d通をもう一度送るよう、送信待ちに登録しました。",
        "%(num)d通をもう一度送るよう、送信待ちに登録しました。",
        len(again),
    )
    return Done(told, url_for(".index"))


@blueprint.post("/try-now")
@requires(Permission.READ_MAIL)
def try_now() -> ResponseReturnValue:
    """Have the oldest letter tried at once while mail is paused; the others follow it."""
    with transaction():
        pauses.make_due()
    delivery.deliver(app_settings(), limit=1, within=ANSWERED_WITHIN)
    still = troubles.pause()
    if still is None:
        flash(gettext("メールの送信を再開しました。待っているメールを順に送ります。"), "done")
    else:
        told = gettext("まだ送れません。%(why)s", why=troubles.why_refused(still))
        flash(told, "danger")
    return redirect(url_for(".index"))


@blueprint.post("/<int:letter_id>/returned")
@requires(Permission.READ_MAIL)
@step(ReturnForm, lambda form, letter_id: _page(_letter(letter_id), form))
def returned(form: ReturnForm, letter_id: int) -> Done:
    """Note that a letter came back later: the server had taken it, the one behind it did not."""
    contacts.letter_came_back(_letter(letter_id).id, form.words.data.strip(), by=me().actor)
    words = gettext("不達メールとして記録しました。")
    return Done(words, url_for(".record", letter_id=letter_id))
