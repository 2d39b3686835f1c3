"""The firm's desk (問合せ窓口): where persons turn to about their information, and when it answers.

Its closed days are those of the company (`working_days`): it keeps no calendar of its own.
"""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from pms_tracker import clock
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.firm import company_facts, people
from pms_tracker.people.firm.people import Viewer

LONGEST = 200
MOST_DAYS = 30


@dataclass(frozen=True)
class Desk:
    """What is said of the desk; `opens` and `closes` as `10:00`. It answers first within so many
    working days. `since_on` is when this was said first, and `checked_on` when it was last looked
    at whether site, letters and forms say the same, with what was `seen`."""

    name: str = ""
    unit_id: int | None = None
    phone: str = ""
    opens: str = "09:00"
    closes: str = "18:00"
    answer_days: int = 2
    body: str = ""
    since_on: date | None = None
    checked_on: date | None = None
    seen: str = ""


_DAYS = ("since_on", "checked_on")


def desk() -> Desk:
    """The desk as it was told; as it is usual where nobody told anything."""
    known = {each.name for each in fields(Desk)}
    kept = company_facts.kept("contact_desk")
    told = {name: value for name, value in kept.items() if name in known}
    for name in _DAYS:
        if told.get(name):
            told[name] = date.fromisoformat(told[name])
    return Desk(**told)


def is_at_desk(who: Viewer) -> bool:
    """Whether somebody belongs to the unit that is the desk."""
    unit_id = desk().unit_id
    return unit_id is not None and unit_id in who.unit_ids


def change(wanted: Desk, *, seen: int, by: Viewer) -> None:
    """Say what the desk is. Raises Stale, BadInput for hours that do not follow one another or too
    many days, NotFound for an unknown unit."""
    _check(wanted)
    before = desk()
    kept = Desk(
        **{
            **asdict(wanted),
            "since_on": before.since_on or clock.today(),
            "checked_on": before.checked_on,
            "seen": before.seen,
        }
    )
    _keep(kept, "contact_desk_changed", seen=seen, by=by)


def check(seen_where: str, *, seen: int, by: Viewer) -> None:
    """Record that site, letters and forms were looked at, and what was seen there. Raises Stale,
    BadInput where nothing is said."""
    if not seen_where.strip():
        raise BadInput("text_needed")
    told = {**asdict(desk()), "checked_on": clock.today(), "seen": seen_where.strip()}
    _keep(Desk(**told), "contact_desk_checked", seen=seen, by=by)


def _check(wanted: Desk) -> None:
    if wanted.opens >= wanted.closes:
        raise BadInput("desk_hours")
    if not 0 <= wanted.answer_days <= MOST_DAYS:
        raise BadInput("desk_days", most=MOST_DAYS)
    if wanted.unit_id is not None:
        people.unit(wanted.unit_id)


def _keep(wanted: Desk, move: str, *, seen: int, by: Viewer) -> None:
    sides = asdict(desk()), asdict(wanted)
    company_facts.keep("contact_desk", move, sides, _told, seen=seen, by=by)


def _told(name: str, value: Any) -> object:
    if name == "unit_id" and value is not None:
        return people.unit(value).name
    return value if value != "" else None
