"""Appointments that letters bring along: kept as plain values, sent as iCalendar (RFC 5545)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from icalendar import Alarm, Calendar, Event as Entry, vCalAddress

from pms_tracker import clock
from pms_tracker.mail.wording import Sentence

PRODUCT = "-//PMS Tracker//Invitations//EN"
SENDER = "PMS Tracker"
A_DAY = timedelta(days=1)


class Method(StrEnum):
    """What a calendar is to do with it (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Event:
    """An appointment: `called` is looked up in the reader's language.

    `ends` is the first moment after it. Days are whole days; instants are aware. `uid` stays while
    `sequence` grows.
    """

    uid: str
    sequence: int
    starts: date
    ends: date
    called: Sentence
    place: str = ""
    method: Method = Method.REQUEST


Kept = dict[str, str | int]
# What of it may hold the address of a page.
WITH_LINKS = frozenset({"description", "url"})


def kept(
    event: Event, summary: str, *, description: str = "", url: str = "", company: str = ""
) -> Kept:
    """What the outbox keeps of it, in the reader's language; `company` is who invites."""
    return {
        "uid": event.uid,
        "sequence": event.sequence,
        "starts": event.starts.isoformat(),
        "ends": event.ends.isoformat(),
        "place": event.place,
        "method": event.method.value,
        "summary": summary,
        "description": description,
        "url": url,
        "company": company,
    }


def written(told: Kept, *, sender: str, name: str, address: str, at: datetime) -> str:
    """The iCalendar file that a letter to this address carries."""
    entry = Entry()
    entry.add("uid", told["uid"])
    entry.add("sequence", told["sequence"])
    entry.add("dtstamp", at)
    entry.add("summary", told["summary"])
    starts, ends = (_moment(str(told[each])) for each in ("starts", "ends"))
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    if told["place"]:
        entry.add("location", told["place"])
    for field in ("description", "url"):
        if text := told.get(field):
            entry.add(field, text)
    if told["method"] != Method.CANCEL:
        entry.add_component(alarm(str(told["summary"]), before=A_DAY))
    entry.add("status", "CANCELLED" if told["method"] == Method.CANCEL else "CONFIRMED")
    entry.add("class", "PRIVATE")
    entry.add("organizer", _party(str(told.get("company") or SENDER), sender))
    entry.add("attendee", _party(name, address, RSVP="FALSE", ROLE="REQ-PARTICIPANT"))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", told["method"])
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical()).decode()


def alarm(words: str, *, before: timedelta) -> Alarm:
    """A reminder that a calendar shows so long before an appointment begins."""
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", words)
    made.add("trigger", -before)
    return made


def _moment(text: str) -> date:
    """A day, or an instant by the company's clock."""
    if "T" in text:
        return clock.local(datetime.fromisoformat(text))
    return date.fromisoformat(text)


def _party(name: str, address: str, **parameters: str) -> vCalAddress:
    party = vCalAddress(f"mailto:{address}")
    party.params["CN"] = name
    party.params.update(parameters)
    return party
