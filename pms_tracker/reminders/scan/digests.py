"""What a digest says: the reader's own duties, then late ones of others; no record's content."""

from collections.abc import Iterable, Sequence
from datetime import date

from pms_tracker.kernel.duty import Duty
from pms_tracker.mail import outbox
from pms_tracker.people.firm.firm import Firm

KEY = "digest"


def letter(
    own: Iterable[Duty], others: Iterable[tuple[Duty, Sequence[int]]], firm: Firm, today: date
) -> outbox.Letter:
    """One person's digest, most urgent first; with each late duty whose it is."""
    lines = [_line(duty, today) for duty in sorted(own, key=_urgency)]
    late = [
        {**_line(duty, today), "who": list(firm.names(owners).values())}
        for duty, owners in sorted(others, key=lambda each: _urgency(each[0]))
    ]
    return outbox.Letter(KEY, {"lines": lines, "others": late, "today": today})


def _urgency(duty: Duty) -> tuple[date, str]:
    return duty.due_on, duty.reference


def _line(duty: Duty, today: date) -> dict[str, object]:
    days = (duty.due_on - today).days
    return {
        "kind": duty.kind,
        "reference": duty.reference,
        "due_on": duty.due_on,
        "days": days,
        "title": duty.title if outbox.sender().titles else "",
    }
