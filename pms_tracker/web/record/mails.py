"""The mails about one record as its page shows them: those to come, then those sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.duties import reading
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference, parse_reference
from pms_tracker.mail.mail_tables import LetterState
from pms_tracker.people.firm.firm import Firm
from pms_tracker.questions import Question, together
from pms_tracker.reminders.rules import climb_rules
from pms_tracker.reminders.scan import told_of
from pms_tracker.reminders.scan.told_of import Posted
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


class Ahead(NamedTuple):
    """A mail to come: of which duty, on which rung of the ladder, on which day, to whom."""

    kind: str
    rung: int
    on: date
    name: str


@dataclass(frozen=True)
class Mails:
    """The mails about a record: those to come, soonest first, then those sent, newest first."""

    ahead: tuple[Ahead, ...]
    posted: tuple[Posted, ...]

    def values(self) -> Mapping[str, object]:
        """What the template is given."""
        return {"mails": [*map(_ahead, self.ahead), *map(_posted, self.posted)]}


def about(reference: str, firm: Firm | None = None) -> Mails:
    """The mails about a record.

    A page that has read the firm hands it over. What is to come says the next stage to whose duty
    it is, and the next rung it will climb.
    """
    return question(reference, firm).answer()


def question(reference: str, firm: Firm | None = None) -> Question[Mails]:
    """The same, to be read with what else is asked."""
    posted, found = told_of.posted(reference), parse_reference(reference)
    if found is None:
        return posted.then(lambda said: Mails((), tuple(said)))
    wanted = reading.asked(date.max, reference=found, firm=firm)
    return together(posted, wanted).then(lambda both: _mails(found, firm, *both))


def _mails(
    reference: Reference, firm: Firm | None, posted: Sequence[Posted], wanted: Sequence[Duty]
) -> Mails:
    today = clock.today()
    coming = told_of.coming_of(wanted, reference, posted, firm)
    ahead = (Ahead(each.duty.kind, each.rung, max(each.on, today), name) for each, name in coming)
    return Mails(tuple(ahead), tuple(posted))


def _ahead(mail: Ahead) -> Mail:
    when = gettext("%(day)s の予定", day=day_text(mail.on))
    return Mail("clock", reminder(mail.kind, mail.rung), mail.name, when)


def reminder(kind: str, rung: int) -> str:
    """What a digest says of a duty: to whose it is, or to whoever stands above once it is late."""
    what = duty_words.said(kind)[0]
    if rung:
        return gettext("期限超過のお知らせ（%(to)sへ）：%(what)s", to=rung_words(rung), what=what)
    return gettext("期限のお知らせ：%(what)s", what=what)


def rung_words(rung: int) -> str:
    """Who hears of a late duty on a rung of the ladder."""
    return labels.label(RUNGS[rung])


def _posted(mail: Posted) -> Mail:
    state = labels.label(mail.state)
    when = f"{state} {instant_text(mail.sent_at or mail.created_at)}"
    what = reminder(mail.kind, mail.rung or 0) if mail.kind else mail.subject
    return Mail(PICTURES.get(mail.state, "clock"), what, mail.name, when)
