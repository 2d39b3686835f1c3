"""The secret address a calendar subscribes to: no sign-in, no cookie, and nothing if unknown."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from pms_tracker import clock
from pms_tracker.people.firm import people
from pms_tracker.reminders.calendars import feeds
from pms_tracker.reminders.calendars.feed_text import feed_text
from pms_tracker.web.door.access import public, settings
from pms_tracker.web.sign_in import sessionless
from pms_tracker.web.words import duty_words

blueprint = Blueprint("feeds", __name__, url_prefix="/feed")

HEADERS = {"X-Robots-Tag": "noindex, nofollow"}


@blueprint.get("/<token>.ics")
@public
def calendar(token: str) -> ResponseReturnValue:
    """The duties of whoever made the address, in their language."""
    sessionless.begin()
    who = feeds.find(token)
    if who is None:
        # Not the page that others get: it would ask who looks, and a calendar has no use for it.
        return Response("", 404, HEADERS, content_type="text/plain; charset=utf-8")
    with force_locale(who.language.value):
        text = feed_text(
            feeds.events(who.id),
            person_id=who.id,
            site=settings().base_url.rstrip("/"),
            name=" ".join((gettext("PMSの期限"), people.the_company().name)),
            kinds={kind: (str(it[0]), str(it[1])) for kind, it in duty_words.DUTIES.items()},
            now=clock.now(),
        )
    return Response(text, headers=HEADERS, content_type="text/calendar; charset=utf-8")
