"""Forms and pages for whoever is outside and has no account: no session, no cookie, a signed seed
that says that a form is ours, and is taken once."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request
from flask_babel import force_locale, lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.exc import IntegrityError
from wtforms import HiddenField

from pms_tracker.database import transaction
from pms_tracker.do.rules.contact import receipt_codes
from pms_tracker.kernel.errors import BadInput, NotFound, Refusal, TooMany
from pms_tracker.web.door.agents import network_of
from pms_tracker.web.door.gates import Gate
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.sign_in import sessionless

# A page is open for a day at most; a text of the longest, encoded, is far smaller than this.
OPEN_FOR = 86_400
MOST_BYTES = 100_000
STALE = _l("ページを開いてから時間がたちました。内容は残っています。もう一度送ってください。")


class NoSession:
    """Forms without a session carry no token of one: there is no right that could be misused."""

    csrf = False


class CodeForm(shared.Form):
    """The receipt code."""

    class Meta(NoSession):
        pass

    code = shared.LineField(_l("受付番号"), _l("受付番号を入力してください。"))


class SeededForm(shared.Form):
    """A form that is sent once; `seed` says that it is ours."""

    class Meta(NoSession):
        pass

    seed = HiddenField()


def keep(
    blueprint: Blueprint, is_open: Callable[[], bool], home: str, longest: int = shared.LONGEST
) -> None:
    """Pages for outsiders: closed unless the company opened them, small, in nobody's name, found by
    nobody who was not told of them. What is refused is said on a page of its own that leads
    `home`; a text has at most so many characters as `longest`."""

    def begin() -> None:
        if not is_open():
            abort(404)
        request.max_content_length = MOST_BYTES
        sessionless.begin()

    def refused(refusal: Refusal, status: int) -> Response:
        return page(
            "shell/outside_refused.html", status, home=home, refusal=refusal, sentence=sentence
        )

    blueprint.before_request(begin)
    blueprint.after_request(unseen)
    blueprint.register_error_handler(TooMany, lambda refusal: refused(refusal, 429))
    too_long = BadInput("text_too_long", longest=longest)
    blueprint.register_error_handler(413, lambda _error: refused(too_long, 413))


def unseen(response: Response) -> Response:
    """Found by nobody who was not told of it, and telling nobody where somebody came from."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def page(name: str, status: int = 200, /, **values: Any) -> Response:
    """A page in the language that is asked for; `home` is the page of its kind that its links to
    the other language lead to."""
    with force_locale(sessionless.begin()):
        return make_response(render_template(name, **values), status)


def let_through(gate: Gate, refusal: Callable[[], TooMany]) -> None:
    """Raises the refusal where too many come at once from where this one does, or of
    all together."""
    if not gate.passes(network_of(request.remote_addr), time.monotonic()):
        raise refusal()


def received(
    form: SeededForm,
    seeds: "Seeds",
    let_in: Callable[[], None],
    take: Callable[[str], object],
    known: Callable[[str], object],
) -> str:
    """The receipt code under which what a form says was taken in, once; "" where the form is to be
    shown again, with what is wrong. Raises what `let_in` does of one that is right."""
    code = seeds.code_of(form.seed.data)
    if not form.validate_on_submit():
        return ""
    if not code:
        form.refuse(str(STALE), 400)
        return ""
    let_in()
    with shared.refused_into(form):
        _taken_once(partial(take, code), partial(known, code))
    return "" if form.form_errors else code


def _taken_once(take: Callable[[], object], known: Callable[[], object]) -> None:
    """Take something in, though a doubled click sends it twice at the same moment: what is `known`
    by then was taken by the other; else it raises NotFound, and this IntegrityError."""
    try:
        with transaction():
            take()
    except IntegrityError as taken:
        try:
            known()
        except NotFound:
            raise taken from None


class Seeds:
    """What forms of one kind are handed out with, signed."""

    def __init__(self, salt: str) -> None:
        self._salt = salt

    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(str(current_app.secret_key), salt=self._salt)

    def new(self) -> str:
        return str(self._signer().dumps(receipt_codes.new_seed()))

    def code_of(self, typed: str | None) -> str:
        """The receipt code of a form by its seed; "" where that was not ours or is too old."""
        try:
            seed = str(self._signer().loads(typed or "", max_age=OPEN_FOR))
        except BadSignature:
            return ""
        return receipt_codes.code_of(seed, str(current_app.secret_key))
