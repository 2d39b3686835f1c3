"""The page behind a QR code at a door (/door): no account, no session, no JavaScript needed.

The secret stands in the address, since a phone must open it without a line (ADR 78); whoever knows
it may fill in one check, and reads nothing of what others filled in. Forms need no other proof.
"""

import hashlib
import hmac
import re
from base64 import b64encode
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from pms_tracker import clock
from pms_tracker.config import MEGABYTE
from pms_tracker.database import transaction
from pms_tracker.do.checks import check_doors, check_runs
from pms_tracker.do.checks.check_runs import Hand
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.rules.operation.check_rules import Way
from pms_tracker.do.tables.operation.operation_check_tables import CheckTemplate
from pms_tracker.kernel.errors import BadInput, NotFound, Refusal, RuleBroken, TooMany
from pms_tracker.people.firm import people
from pms_tracker.web.do.checks import check_fill_forms
from pms_tracker.web.do.checks.check_fill_forms import DoorFields
from pms_tracker.web.door.access import public
from pms_tracker.web.door.gates import Gate
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.sign_in import outside_forms, sessionless

blueprint = Blueprint("doors", __name__, url_prefix="/door")
# As a link is made; anything else is no link of ours.
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
# From one source and from all together within so many seconds; misses count for more.
LOOKS, MISSES = Gate(120, 2400, 60), Gate(20, 400, 600)
# For how long a browser keeps what it could not send.
LASTS = 7 * 24 * 3600
NOBODY = 0
DONE = "done"
_page = outside_forms.page
_let_through = partial(outside_forms.let_through, refusal=lambda: TooMany("too_many_answers"))


@blueprint.before_request
def _begin() -> None:
    """In nobody's name, and no larger than answers are."""
    request.max_content_length = MEGABYTE
    sessionless.begin()
    _let_through(LOOKS)


blueprint.after_request(outside_forms.unseen)


@blueprint.errorhandler(TooMany)
def _flooded(refusal: TooMany) -> ResponseReturnValue:
    return _page("do/checks/door_dead.html", 429, words=sentence(refusal), place="")


def _opened(token: str) -> CheckTemplate | None:
    """The check that a link opens, or None for what opens nothing; one that ended as long as a
    browser may hold an answer of its last days."""
    if TOKEN.fullmatch(token) is None:
        _let_through(MISSES)
        return None
    try:
        return check_doors.opened(token, check_runs.day_now() - rules.KEPT_FOR)
    except NotFound:
        _let_through(MISSES)
        return None


def _dead(token: str) -> Response:
    """In the same words whether there never was one or it is over; what a browser kept under it is
    shown there, and known to nobody else."""
    place = url_for(".form", token=token) if TOKEN.fullmatch(token) else ""
    return _page("do/checks/door_dead.html", 404, words="", place=place, **_queue_of(token))


def _queue_of(token: str) -> dict[str, object]:
    """What a browser locks what it keeps of a link with, and reckons its days by."""
    zone = str(clock.local(clock.now()).tzinfo)
    return {"key": _key(token), "zone": zone, "night": rules.NIGHT_ENDS}


def shape_of(template: CheckTemplate) -> str:
    """What of the items a page was made for: answers to other items are not taken for these."""
    return hashlib.sha256(template.items.encode()).hexdigest()[:16]


def _key(token: str) -> str:
    """What a browser locks with what it keeps of this link."""
    secret = str(current_app.secret_key).encode()
    return b64encode(hmac.digest(secret, f"door queue {token}".encode(), "sha256")).decode()


def _form_page(
    template: CheckTemplate, form: DoorFields, token: str, *, away: bool = False
) -> Response:
    day = check_runs.day_now()
    period, is_over = check_runs.asked_at(template, day), check_runs.is_over(template, day)
    stands = check_runs.latest(template, period.first) if period and not away else None
    return _page(
        "do/checks/door.html",
        form.status,
        template=template,
        form=form,
        token=token,
        away=away,
        unit=people.unit(template.unit_id).name,
        day=day,
        shape=shape_of(template),
        said=request.args.get("said", ""),
        # What a browser keeps may be filled in on any later day.
        is_asked=period is not None or (away and not is_over),
        over_on=check_runs.last_day(template) if is_over else None,
        # By whom it was recorded is nobody's business here.
        recorded_at=stands.done_at if stands is not None else None,
        **_queue_of(token),
    )


def _empty(template: CheckTemplate) -> DoorFields:
    with force_locale(sessionless.begin()):
        form = check_fill_forms.of(rules.read_items(template.items), DoorFields, formdata=None)
    assert isinstance(form, DoorFields)
    return form


@blueprint.get("/<token>/")
@public
def form(token: str) -> ResponseReturnValue:
    template = _opened(token)
    return _dead(token) if template is None else _form_page(template, _empty(template), token)


@blueprint.get("/<token>/without-a-line")
@public
def away(token: str) -> ResponseReturnValue:
    """The same page as a browser keeps it: its items, and nobody's answers."""
    template = _opened(token)
    if template is None:
        return _dead(token)
    return _form_page(template, _empty(template), token, away=True)


@blueprint.get("/<token>/worker.js")
@public
def worker(token: str) -> ResponseReturnValue:
    """The worker under the link's own address, so that it has a say beneath that one only."""
    if _opened(token) is None:
        return _dead(token)
    script = Path(str(current_app.static_folder)) / "audit_worker.js"
    return Response(script.read_bytes(), mimetype="text/javascript")


@blueprint.get("/<token>/pulse")
@public
def pulse(token: str) -> ResponseReturnValue:
    """What the queue asks before it sends: that the link still opens, and the time here."""
    if _opened(token) is None:
        # Nobody's: the queue gives up what it holds, and says so.
        return jsonify(person=-1, token="", key="", lasts=0, now=clock.now().timestamp())
    now = clock.now().timestamp()
    return jsonify(person=NOBODY, token="", key=_key(token), lasts=LASTS, now=now)


@blueprint.post("/<token>/")
@public
def answer(token: str) -> ResponseReturnValue:
    """A check from a browser without a script."""
    template = _opened(token)
    if template is None:
        return _dead(token)
    language = sessionless.begin()
    day = check_runs.day_now()
    with force_locale(language):
        sent, words, status = _taken(token, template, day)
        if words is None:
            asked = request.args.get("lang") and language
            return redirect(url_for(".form", token=token, said=DONE, lang=asked or None))
        if words:
            sent.refuse(words, status)
        return _form_page(template, sent, token)


@blueprint.post("/<token>/<int:year>-<int:month>-<int:day>")
@public
def queued(token: str, year: int, month: int, day: int) -> ResponseReturnValue:
    """A check that the queue of a browser sends, perhaps kept for a while."""
    template = _opened(token)
    if template is None:
        return jsonify(gone=True), 404
    with force_locale(sessionless.begin()):
        try:
            on = rules.day_kept(year, month, day, clock.today())
        except RuleBroken as refusal:
            return jsonify(words=sentence(refusal)), 409
        sent, words, status = _taken(token, template, on)
        if words is not None:
            told = words or next((str(each[0]) for each in sent.errors.values() if each), "")
            return jsonify(words=told), status
    return jsonify(version=0, when=f"{clock.local(clock.now()):%H:%M}")


def _taken(token: str, template: CheckTemplate, day: date) -> tuple[DoorFields, str | None, int]:
    """The form that was sent; why it was refused (empty where that is said beside fields), or None
    where it was taken, and with which status."""
    sent = check_fill_forms.of(rules.read_items(template.items), DoorFields)
    assert isinstance(sent, DoorFields)
    if request.form.get("shape") != shape_of(template):
        return sent, sentence(RuleBroken("check_items_changed")), 409
    if not sent.validate_on_submit():
        return sent, "", 400
    hand = Hand(Way.DOOR, sent.name.data or "", said_at=_said_at(sent), uuid=sent.sent_as)
    try:
        with transaction():
            found = check_doors.opened(token, day)
            if found is None:
                raise RuleBroken("check_no_door")
            period = check_runs.period_at(found, day)
            check_runs.fill_in(found, period, sent.given, hand, by=None)
    except Refusal as refusal:
        return sent, sentence(refusal), 400 if isinstance(refusal, BadInput) else 409
    return sent, None, 200


def _said_at(sent: DoorFields) -> datetime | None:
    try:
        said = datetime.fromisoformat(sent.at.data or "")
        return said.astimezone(UTC) if said.tzinfo is not None else None
    except (ValueError, OverflowError):
        # No moment, or one that no clock of ours knows.
        return None
