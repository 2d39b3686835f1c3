"""Drafts at the door: kept while somebody types, put back into the form, dropped once taken."""

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, abort, flash, g, has_request_context, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from pms_tracker import clock
from pms_tracker.database import before_commit, transaction
from pms_tracker.desk import kept_drafts
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires, viewer_or_none
from pms_tracker.web.forms import carried, slips
from pms_tracker.web.words.days_in_words import instant_text
from pms_tracker.web.words.word_cache import once

blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")


def typed_at(place: str) -> MultiDict[str, str] | None:
    """The reader's draft for a form, when its page is opened; forms sent have their own words."""
    viewer = viewer_or_none() if request.method == "GET" else None
    if viewer is None:
        return None
    place = slips.place_of(place)
    if place not in once("draft_places", None, lambda: kept_drafts.places(viewer.person_id)):
        return None
    found = once("draft", place, lambda: kept_drafts.find(viewer.person_id, place))
    if found is None:
        return None
    g.setdefault("filled", {})[place] = found.saved_at
    return MultiDict(found.typed)


def keep_typed(place: str) -> None:
    """Keep, within the transaction, what a form was sent with: its next page reads it there."""
    g.keeps_draft = True
    kept_drafts.keep(me().person_id, slips.place_of(place), carried.typed())


def kept_at(place: str) -> MultiDict[str, str] | None:
    """What the reader's form was sent with or holds so far, for the page that follows it."""
    found = kept_drafts.find(me().person_id, slips.place_of(place))
    return MultiDict(found.typed) if found else None


def keep_on(place: str, values: Mapping[str, str]) -> None:
    """Have the draft of a place, within the transaction, say this instead of what it said there."""
    g.keeps_draft = True
    kept = kept_drafts.find(me().person_id, slips.place_of(place))
    if kept is not None:
        left = [(name, value) for name, value in kept.typed if name not in values]
        kept_drafts.keep(me().person_id, kept.place, [*left, *values.items()])


def drop_kept(place: str) -> None:
    """Forget, within the transaction, what is used up."""
    kept_drafts.drop(me().person_id, [slips.place_of(place)])


def filled_at(place: str) -> str:
    """When the draft was kept that a form of this page was filled with, in words, or nothing."""
    saved_at = g.get("filled", {}).get(slips.place_of(place))
    return _when(saved_at) if saved_at else ""


def has_draft() -> bool:
    """Whether the form that was sent says that a draft of it was kept."""
    return "draft" in request.form


def _when(instant: datetime) -> str:
    local = clock.local(instant)
    return f"{local:%H:%M}" if local.date() == clock.today() else instant_text(instant)


@blueprint.post("")
@requires(Permission.OWN_SETTINGS)
def keep() -> ResponseReturnValue:
    """Keep what the reader has typed so far; answers when, in words, for the note in the form."""
    slip, words = slips.mine(), carried.typed()
    if slip is None:
        abort(400)
    g.keeps_draft = True
    with transaction():
        saved_at = kept_drafts.keep(me().person_id, slip.place, words)
    when = _when(saved_at)
    return jsonify(saved=when, words=gettext("%(when)s に下書きを保存しました。", when=when))


@blueprint.post("/drop")
@requires(Permission.OWN_SETTINGS)
def drop() -> ResponseReturnValue:
    """Forget a draft and show the form as the record has it."""
    slip = slips.mine()
    if slip is None:
        abort(400)
    with transaction():
        kept_drafts.drop(me().person_id, [slip.place])
    flash(gettext("下書きを破棄しました。"), "done")
    return redirect(slip.page)


def _drop_what_was_taken() -> None:
    # A write that was committed took the form: its draft goes in the same transaction. A form
    # says itself that it has one, so that those without cost nothing.
    if not has_request_context() or request.method != "POST" or g.get("keeps_draft"):
        return
    viewer = g.get("viewer")
    if viewer is not None and has_draft():
        slip = slips.mine()
        kept_drafts.drop(viewer.person_id, {request.path, slip.place if slip else request.path})


before_commit(_drop_what_was_taken)
