"""What was typed when a session had ended: carried through signing in, then laid down as a draft.

It travels in a signed hidden field of the sign-in page, for a day at most, and only back to the
person to whom the form's slip was handed. Passwords and files never travel.
"""

from dataclasses import astuple
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from flask import (
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session as cookie,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.wrappers import Response

from pms_tracker.database import session, transaction
from pms_tracker.desk import kept_drafts
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.web.credentials.sign_in_forms import SignInForm
from pms_tracker.web.door.sub_path import home
from pms_tracker.web.forms import slips

FIELD = "carried"
LASTS = timedelta(hours=24)
# Where somebody who was asked to sign in again does so.
SIGN_IN = frozenset({"security.login", "security.wan_signin_response", "sign_in.demo"})
# The field of a preview that has the file (PackedForm).
PACKED = "packed"
# Ours, not theirs.
NEVER = frozenset({"csrf_token", slips.FIELD, FIELD, "next", "draft"})


def typed() -> list[tuple[str, str]]:
    """What somebody typed into the form that was sent: no passwords, no tokens, no files; nothing
    of one that carries a file, which is of no use without."""
    if PACKED in request.form:
        return []
    return without_secrets(list(request.form.items(multi=True)))


def without_secrets(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names and values that may be kept: a form refuses what holds a My Number, and its draft does
    not keep it either."""
    return [
        (name, text)
        for name, text in pairs
        if name not in NEVER and "password" not in name and not holds_my_number(text)
    ]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="pms-carried")


def _slip_of_a_page() -> slips.Slip | None:
    """The slip, where the request goes to a page of ours that takes forms of those signed in."""
    view = current_app.view_functions.get(request.endpoint or "")
    guarded = isinstance(getattr(view, "guard", None), Permission)
    shown = guarded and request.blueprint != "drafts"
    return slips.handed_in() if request.method == "POST" and shown else None


def sign_in_again() -> ResponseReturnValue | None:
    """The sign-in page that carries what was just typed, or None where nothing is to be carried."""
    slip, words = _slip_of_a_page(), typed()
    if slip is None or not words or not kept_drafts.fits(words):
        return None
    g.carried = _signer().dumps([astuple(slip), words])
    return _sign_in_page(SignInForm(formdata=None, next=home())), 401


def sign_in_later(words: str) -> ResponseReturnValue | None:
    """The sign-in page that carries on what it was sent with, for whoever guessed too often."""
    if request.endpoint != "security.login" or not field():
        return None
    form = SignInForm(formdata=None, next=home(), email=request.form.get("email", ""))
    form.form_errors = [words]
    return _sign_in_page(form), 429


def _sign_in_page(form: SignInForm) -> str:
    return render_template("sign_in/sign_in.html", login_user_form=form)


def field() -> str:
    """What the sign-in page carries on: what was packed now, or what it was sent with."""
    return str(g.get("carried") or request.form.get(FIELD, ""))


def rescue() -> ResponseReturnValue | None:
    """Keep the text of somebody signed in whose form is too old, and lead them back to it."""
    slip, words = _slip_of_a_page(), typed()
    if slip is None or slip != slips.mine() or not words or not kept_drafts.fits(words):
        return None
    _lay_down(slip, words)
    return redirect(slip.page, 303)


def _lay_down(slip: slips.Slip, words: list[tuple[str, str]]) -> None:
    g.keeps_draft = True
    with transaction():
        kept_drafts.keep(slip.person_id, slip.place, words)


def keep_for_its_writer(packed: str) -> slips.Slip | None:
    """Lay down what was carried before its writer goes to sign in elsewhere, where no field of ours
    goes along; nobody else ever sees it. None for what we did not pack ourselves."""
    try:
        handed, words = _signer().loads(packed, max_age=int(LASTS.total_seconds()))
    except BadSignature:
        return None
    slip = slips.Slip(*handed)
    _lay_down(slip, [(name, text) for name, text in words])
    return slip


def unpack_after_sign_in(answer: Response) -> Response:
    """Lay down what was carried, once its writer is signed in; anybody else never sees it."""
    signs_in = request.endpoint in SIGN_IN and request.method == "POST"
    # A form that was refused as too large cannot be asked for anything.
    packed = request.form.get(FIELD, "") if signs_in and answer.status_code == 302 else ""
    person_id = who_signs_in() if packed else None
    if person_id is None:
        return answer
    try:
        handed, words = _signer().loads(packed, max_age=int(LASTS.total_seconds()))
    except BadSignature:
        return answer
    slip = slips.Slip(*handed)
    if slip.person_id != person_id:
        flash(gettext("別の人としてサインインしたため、入力されていた内容は破棄しました。"), "info")
        return _leading(answer, url_for("overview.home"))
    _lay_down(slip, [(name, text) for name, text in words])
    return _leading(answer, slip.page)


def who_signs_in() -> int | None:
    """Who is signed in now, or gave the right password and is asked for their second factor."""
    if current_user.is_authenticated:
        return int(current_user.person_id)
    key = cookie.get("tf_user_id")
    account = session.scalar(select(Account).where(Account.fs_uniquifier == key)) if key else None
    return None if account is None else account.person_id


def _leading(answer: Response, page: str) -> Response:
    """The answer, leading to a page: at once, or past the second factor that is asked for first."""
    if current_user.is_authenticated:
        answer.location = page
    else:
        answer.location = f"{urlsplit(answer.location or '').path}?{urlencode({'next': page})}"
    return answer
