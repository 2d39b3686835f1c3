"""The mails about one record as its page shows them: those to come, then those sent."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from pms_tracker.kernel.references import parse_reference
from pms_tracker.mail.models import LetterState
from pms_tracker.reminders import reminders
from pms_tracker.web import labels
from pms_tracker.web.days import day_text, instant_text

PICTURES = {LetterState.SENT: "check", LetterState.FAILED: "warning"}


@dataclass(frozen=True)
class Mail:
    """One mail: its picture, what it says, to whom, and when (in words)."""

    picture: str
    what: str
    who: str
    when: str


def about(reference: str) -> list[Mail]:
    """Mails to come, soonest first, then mails sent, newest first, in three statements."""
    found = parse_reference(reference)
    posted = reminders.mails_about(reference)
    coming = reminders.coming_about(found, posted) if found else []
    ahead = [
        Mail(
            "clock",
            _reminder(each.duty.kind),
            name,
            gettext("%(day)s の予定", day=day_text(each.on)),
        )
        for each, name in coming
    ]
    return ahead + [_posted(row) for row in posted]


def _reminder(kind: str) -> str:
    return gettext("期限のお知らせ：%(what)s", what=str(labels.DUTIES[kind][0]))


def _posted(row: Any) -> Mail:
    state = labels.label(row.state)
    when = f"{state} {instant_text(row.sent_at or row.created_at)}"
    what = _reminder(row.kind) if row.kind else row.subject
    return Mail(PICTURES.get(row.state, "clock"), what, row.name, when)
