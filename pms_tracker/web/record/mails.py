"""The mails about one record as its page shows them: those to come, then those sent."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import parse_reference
from pms_tracker.mail.mail_tables import LetterState
from pms_tracker.people.firm.firm import Firm
from pms_tracker.reminders.rules import climb_rules
from pms_tracker.reminders.scan import told_of
from pms_tracker.web.words import duty_words, labels
from pms_tracker.web.words.days_in_words import day_text, instant_text

RUNGS = {
    climb_rules.HEAD: Role.DEPARTMENT_HEAD,
    climb_rules.PRIVACY_MANAGER: Role.PRIVACY_MANAGER,
    climb_rules.AUDIT_MANAGER: Role.AUDIT_MANAGER,
    climb_rules.REPRESENTATIVE: Role.REPRESENTATIVE,
}
PICTURES = {
    LetterState.SENT: "check",
    LetterState.FAILED: "warning",
    LetterState.BOUNCED: "warning",
}


@dataclass(frozen=True)
class Mail:
    """One mail: its picture, what it says, to whom, and when (in words)."""

    picture: str
    what: str
    who: str
    when: str


def about(reference: str, firm: Firm | None = None) -> list[Mail]:
    """Mails to come, soonest first, then mails sent, newest first, in four statements.

    A page that has read the firm hands it over. What is to come says the next stage to whose duty
    it is, and the next rung it will climb.
    """
    found = parse_reference(reference)
    posted = told_of.mails_about(reference)
    coming = told_of.coming_about(found, posted, firm) if found else []
    ahead = [
        Mail(
            "clock",
            reminder(each.duty.kind, each.rung),
            name,
            gettext("%(day)s の予定", day=day_text(max(each.on, clock.today()))),
        )
        for each, name in coming
    ]
    return ahead + [_posted(row) for row in posted]


def reminder(kind: str, rung: int) -> str:
    """What a digest says of a duty: to whose it is, or to whoever stands above once it is late."""
    what = str(duty_words.DUTIES[kind][0])
    if rung:
        return gettext("期限超過のお知らせ（%(to)sへ）：%(what)s", to=rung_words(rung), what=what)
    return gettext("期限のお知らせ：%(what)s", what=what)


def rung_words(rung: int) -> str:
    """Who hears of a late duty on a rung of the ladder."""
    return labels.label(RUNGS[rung])


def _posted(row: Any) -> Mail:
    state = labels.label(row.state)
    when = f"{state} {instant_text(row.sent_at or row.created_at)}"
    what = reminder(row.kind, row.rung) if row.kind else row.subject
    return Mail(PICTURES.get(row.state, "clock"), what, row.name, when)
