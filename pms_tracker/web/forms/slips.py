"""A form's slip: to whom it was handed, from which page, where it is sent, and a key used once.

Signed by us and carried by every form as a hidden field. It lets a text typed before a session
ended find back to its writer and to nobody else, and tells a form sent twice.
"""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from pms_tracker.web.door.access import viewer_or_none
from pms_tracker.web.door.sub_path import below, home, this_page
from pms_tracker.web.words.word_cache import once

FIELD = "slip"


@dataclass(frozen=True)
class Slip:
    """What a form's slip says; `page` is where the form is shown, `place` where its text lies."""

    person_id: int
    page: str
    place: str
    key: str


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="pms-slip")


def issue(place: str) -> str:
    """A slip for the form whose text lies at `place`; nothing for somebody not signed in."""
    viewer = viewer_or_none()
    if viewer is None:
        return ""
    key = secrets.token_urlsafe(12)
    return str(_signer().dumps([viewer.person_id, _this_page(), place_of(place), key]))


def _this_page() -> str:
    """The page's address; a form that was refused remembers the page it was first shown on."""
    if request.method == "GET":
        return this_page()
    before = handed_in()
    return before.page if before else home()


def place_of(action: str) -> str:
    """Where the text of a form lies that is sent to this address."""
    return below(urlsplit(action).path)


def handed_in() -> Slip | None:
    """The slip that came with this request's form, if it is one of ours."""
    return once("slip", None, lambda: read(request.form.get(FIELD, "")))


def read(text: str) -> Slip | None:
    """A slip from its text; None unless we signed it."""
    try:
        return Slip(*_signer().loads(text))
    except BadSignature:
        return None


def mine() -> Slip | None:
    """The slip that came with this request's form, if it was handed to whoever is signed in."""
    viewer, slip = viewer_or_none(), handed_in()
    return slip if viewer and slip and slip.person_id == viewer.person_id else None
