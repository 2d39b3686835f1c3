"""Rules of complaints and consultations (苦情・相談, J.11; Law art. 40), pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from pms_tracker.kernel.calendar import BusinessCalendar


class ComplaintKind(StrEnum):
    """What somebody turns to the firm with."""

    COMPLAINT = "complaint"
    CONSULTATION = "consultation"
    INQUIRY = "inquiry"
    WISH = "wish"


class Channel(StrEnum):
    """How it came in."""

    PHONE = "phone"
    MAIL = "mail"
    VISIT = "visit"
    LETTER = "letter"
    WEB = "web"
    OTHER = "other"


class Relation(StrEnum):
    """Who it comes from, by what they are to the firm."""

    CUSTOMER = "customer"
    GUARDIAN = "guardian"
    APPLICANT = "applicant"
    STAFF = "staff"
    FORMER = "former"
    BODY = "body"
    OTHER = "other"


class Gate(StrEnum):
    """What is asked of everything that comes in."""

    NO = "no"
    YES = "yes"


class Subject(StrEnum):
    """What it is about, so that the third of a kind is noticed."""

    MAILINGS = "mailings"
    MISSENT = "missent"
    PURPOSE = "purpose"
    PROVISION = "provision"
    SECURITY = "security"
    RIGHTS = "rights"
    MANNER = "manner"
    OTHER = "other"


class Founded(StrEnum):
    """Whether the firm was at fault."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Stage(StrEnum):
    """How far it is, as people say it."""

    RECEIVED = "received"
    APPROVED = "approved"
    ANSWERED = "answered"
    CLOSED = "closed"


FOUNDED = (Founded.YES, Founded.PARTLY)
# The third of a kind within a year asks for a corrective action.
REPEATS, MONTHS = 3, 12
# By which day of the next month the representative is told of a month.
REPORT_DAY = 10


@dataclass(frozen=True)
class Hours:
    """When the desk answers on a working day; at `closes` it does no more."""

    opens: time
    closes: time


def in_hours(day: date, at: time | None, hours: Hours, calendar: BusinessCalendar) -> bool:
    """Whether somebody answers when it arrives; without a time the day alone counts."""
    if calendar.is_closed(day):
        return False
    return at is None or hours.opens <= at < hours.closes


def answering_day(day: date, at: time | None, hours: Hours, calendar: BusinessCalendar) -> date:
    """The day on which the desk takes it up: the same day until it closes, else the next working
    day. When it arrived stays what it was."""
    if at is not None and at >= hours.closes and not calendar.is_closed(day):
        return calendar.add_business_days(day, 1)
    return calendar.next_open(day)


def answer_by(taken_up_on: date, days: int, calendar: BusinessCalendar) -> date:
    """By when it is answered first: so many working days after the day on which it is taken up."""
    return calendar.add_business_days(taken_up_on, days)


def stage(*, approved: bool, answered_on: date | None, closed_on: date | None) -> Stage:
    """How far a complaint is."""
    if closed_on is not None:
        return Stage.CLOSED
    if answered_on is not None:
        return Stage.ANSWERED
    return Stage.APPROVED if approved else Stage.RECEIVED


class ComplaintLack(StrEnum):
    """What keeps a complaint from being closed."""

    ANSWER = "answer"
    INCIDENT = "incident"
    FOUNDED = "founded"
    CAUSE = "cause"
    PREVENTION = "prevention"


def lacking(said: Mapping[str, object]) -> list[ComplaintLack]:
    """What an entry lacks to be closed: it is answered, and an emergency has its own record. Of a
    complaint it is said whether it is founded; a founded one has its cause and what prevents it."""
    is_complaint = said.get("kind") is ComplaintKind.COMPLAINT
    is_founded = is_complaint and said.get("founded") in FOUNDED
    found = {
        ComplaintLack.ANSWER: not said.get("answered_on"),
        ComplaintLack.INCIDENT: said.get("emergency") is Gate.YES
        and not said.get("incident_reference"),
        ComplaintLack.FOUNDED: is_complaint and not said.get("founded"),
        ComplaintLack.CAUSE: is_founded and not said.get("cause"),
        ComplaintLack.PREVENTION: is_founded and not said.get("prevention"),
    }
    return [each for each, lacks in found.items() if lacks]


def year_before(day: date) -> date:
    """The same day a year earlier; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


class Why(StrEnum):
    """Why a corrective action is proposed."""

    FOUNDED = "founded"
    REPEATED = "repeated"


def proposes(
    kind: ComplaintKind, founded: Founded | None, received_on: date, same: Collection[date]
) -> Why | None:
    """Whether a corrective action is proposed, and why: a complaint that is founded, or the third
    about the same within a year, counting the days of all others that came before it."""
    if kind is not ComplaintKind.COMPLAINT:
        return None
    if founded in FOUNDED:
        return Why.FOUNDED
    since = year_before(received_on)
    earlier = sum(since < day <= received_on for day in same)
    return Why.REPEATED if earlier >= REPEATS - 1 else None


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def next_month(first: date) -> date:
    """The first day of the month after one."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def report_by(month: date, calendar: BusinessCalendar) -> date:
    """By when the representative is told of a month; if closed the next open day."""
    return calendar.next_open(next_month(month).replace(day=REPORT_DAY))


@dataclass(frozen=True)
class Counted:
    """What a month's report counts of one complaint."""

    kind: ComplaintKind
    received_on: date
    answer_by: date
    answered_on: date | None
    closed_on: date | None
    founded: Founded | None


def figures(rows: Iterable[Counted], month: date, today: date) -> dict[str, int]:
    """What a month's report says in numbers, of all that was received until its end: how many came
    in by kind, how many were answered late, were founded or are open at its end; nothing is 0. Of a
    month that goes on nothing is late that may still be answered."""
    last = next_month(month)
    told = [row for row in rows if row.received_on < last]
    of_month = [row for row in told if row.received_on >= month]
    kinds = Counter(row.kind for row in of_month)
    return {
        **{f"received_{kind}": kinds[kind] for kind in ComplaintKind},
        "received": len(of_month),
        "founded": sum(row.founded in FOUNDED for row in of_month),
        "late": sum(_is_late(row, min(last, today)) for row in of_month),
        "closed": sum(row.closed_on is not None and month <= row.closed_on < last for row in told),
        "open": sum(row.closed_on is None or row.closed_on >= last for row in told),
    }


def _is_late(row: Counted, last: date) -> bool:
    """Whether its first answer came late, or has not come though its day was over in the month."""
    if row.answered_on is not None:
        return row.answered_on > row.answer_by
    return row.answer_by < last
