"""Forms and pages for whoever is outside and has no account: no session, no cookie, a signed seed
that says that a form is ours, and is taken once."""

import time
from typing import Any

from flask import Response, current_app, make_response, render_template, request
from flask_babel import force_locale, lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeTimedSerializer

from pms_tracker.do.rules.contact import receipt_codes
from pms_tracker.web.door.agents import network_of
from pms_tracker.web.door.gates import Gate
from pms_tracker.web.forms import shared_forms as shared
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


def begin() -> None:
    """Small, and in nobody's name."""
    request.max_content_length = MOST_BYTES
    sessionless.begin()


def unseen(response: Response) -> Response:
    """Found by nobody who was not told of it, and telling nobody where somebody came from."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A page in the language that is asked for; `home` is the page of its kind that its links to
    the other language lead to."""
    with force_locale(sessionless.begin()):
        return make_response(render_template(template, **values), status)


def passes(gate: Gate) -> bool:
    """Whether not too many come at once from where this one does, or of all together."""
    return gate.passes(network_of(request.remote_addr), time.monotonic())


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
