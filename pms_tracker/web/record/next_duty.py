"""What is the viewer's turn next, told beside the word that a step was recorded."""

from dataclasses import dataclass
from datetime import timedelta

from flask import flash

from pms_tracker import clock
from pms_tracker.kernel.duty import Duty
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.reminders.scan import reminders
from pms_tracker.web.door.access import viewer_or_none
from pms_tracker.web.words import duty_words

# As far as home looks.
AHEAD = timedelta(days=60)
# What a message is whose page tells what comes next.
STEP = "step"


def say(words: str) -> None:
    """Tell that a step was recorded; the page that is shown then says what comes next."""
    flash(words, STEP)


@dataclass(frozen=True)
class NextDuty:
    """The most urgent duty of a person: with its sentence, as home has it, and what it is about:
    a record, or several of which home names the first."""

    duty: Duty
    sentence: str

    @property
    def about(self) -> str:
        return self.duty.reference or self.duty.title


def most_urgent() -> NextDuty | None:
    """The duty that stands first on the viewer's home; None for nothing to do."""
    viewer = viewer_or_none()
    if viewer is None or not viewer.may(Permission.SEE_RECORDS):
        return None
    found = list(reminders.duties_of(viewer, clock.today() + AHEAD))
    if not found:
        return None
    # What was overdue before the tool was there stands apart at home, below all else.
    start = people.the_company().started_on
    first = min(found, key=lambda duty: (duty.due_on < start, duty.due_on, duty.reference))
    _kind, sentence, _button = duty_words.said(first.kind)
    return NextDuty(first, sentence)
