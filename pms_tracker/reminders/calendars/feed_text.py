"""A person's duties as an iCalendar file (RFC 5545, 7986), as calendars subscribe to it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event as Entry

from pms_tracker.mail.events import alarm
from pms_tracker.reminders.calendars.feeds import Event

PRODUCT = "-//PMS Tracker//Duties//EN"
REFRESH = timedelta(hours=6)
ONE_DAY = timedelta(days=1)
# A whole day begins at midnight: at nine in the morning of the day before.
MORNING_BEFORE = timedelta(hours=15)


def feed_text(
    events: Iterable[Event],
    *,
    person_id: int,
    site: str,
    name: str,
    kinds: Mapping[str, tuple[str, str]],
    now: datetime,
) -> bytes:
    """The file. `site` is the base of links, `name` the calendar's, `kinds` what each
    duty is called and its next step as a sentence.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    # A kind that an older version mailed about and this one does not know is left out.
    for event in (each for each in events if each.kind in kinds):
        called, next_step = kinds[event.kind]
        entry = _entry(event, f"{event.reference} {called}".strip(), next_step, site, now)
        entry.add("uid", uid(site, event.kind, event.reference, person_id, event.number))
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def uid(site: str, kind: str, reference: str, person_id: int, number: int = 1) -> str:
    """Stays the same while a duty's day moves, so that calendars move the event they know."""
    which = f"/{number}" if number > 1 else ""
    return str(uuid5(NAMESPACE_URL, f"{site}/{kind}/{reference}/{person_id}{which}"))


def _entry(event: Event, summary: str, next_step: str, site: str, now: datetime) -> Entry:
    entry = Entry()
    entry.add("summary", summary)
    # A due day ends at 24:00, so it is a whole day; DTEND is the first day after it.
    entry.add("dtstart", event.due_on)
    entry.add("dtend", event.due_on + ONE_DAY)
    entry.add("dtstamp", now)
    entry.add("last-modified", event.changed_at or now)
    entry.add("sequence", event.changes)
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    # Having something due does not make anybody busy.
    entry.add("transp", "TRANSPARENT")
    entry.add("class", "PRIVATE")
    url = f"{site}/r/{event.reference or event.kind}"
    entry.add("url", url)
    # Some calendars show no URL, so the text says it too.
    entry.add("description", f"{next_step}\n{url}")
    if not event.cancelled:
        entry.add_component(alarm(summary, before=MORNING_BEFORE))
    return entry
