"""Links for the test of a training, sent to several at once: whom they would go to, and sending.

Each is a questionnaire of its own, as one that is sent singly: its mail, its reminders, its days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.rules.training.training_rules import OPEN
from pms_tracker.do.tables.training_tables import Training, TrainingAssignment
from pms_tracker.do.trainings import enrolments, training_tests
from pms_tracker.do.trainings.training_plans import TRAININGS, run_of
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.kernel.independence import MANAGEMENT
from pms_tracker.people.changes import account_links
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.questionnaires import questionnaires
from pms_tracker.questionnaires.questionnaire_rules import Purpose
from pms_tracker.questionnaires.questionnaires import To
from pms_tracker.trail import trail

# Links that one press sends; the next press sends the rest.
MOST = 50


@dataclass(frozen=True)
class Reach:
    """Whom links would go to: those who cannot sign in and those who can, and to whom none would:
    one is on its way already, or there is no address."""

    without_account: Sequence[TrainingAssignment] = ()
    with_account: Sequence[TrainingAssignment] = ()
    waiting: Sequence[TrainingAssignment] = ()
    without_mail: Sequence[TrainingAssignment] = ()

    def of(self, *, everybody: bool) -> Sequence[TrainingAssignment]:
        """Whom a press sends to; those who cannot sign in come first."""
        both = (*self.without_account, *self.with_account)
        return both if everybody else self.without_account


def reach(row: Training, firm: Firm, *, by: Viewer) -> Reach:
    """Who of a training is still asked for its test, by how they may be reached; never `by`."""
    run = run_of(row)
    if run is None or not run.questions:
        return Reach()
    found = [
        each
        for each in enrolments.of_training(row, by)
        if each.state in OPEN and each.person_id != by.person_id
        if enrolments.is_under_way(each) and _is_here(each, firm)
    ]
    alive = questionnaires.alive([each.reference for each in found])
    here = _who_come_in([each.person_id for each in found])
    parts: dict[str, list[TrainingAssignment]] = {}
    for each in found:
        member = firm.members[each.person_id]
        if each.reference in alive:
            part = "waiting"
        elif not member.mail:
            part = "without_mail"
        else:
            part = "with_account" if each.person_id in here else "without_account"
        parts.setdefault(part, []).append(each)
    return Reach(**parts)


def _who_come_in(person_ids: Sequence[int]) -> set[int]:
    """Who signs in; whoever was invited and has not come in yet gets a link as well."""
    its = Account.person_id.in_(person_ids), account_links.has_come_in()
    return set(session.scalars(select(Account.person_id).where(*its)))


def _is_here(row: TrainingAssignment, firm: Firm) -> bool:
    member = firm.members.get(row.person_id)
    return member is not None and member.here


def send(row: Training, due_on: date, *, everybody: bool, by: Viewer) -> int:
    """Send links to those who cannot sign in, or to `everybody` who has not answered; how many.
    Who is to be done earlier than the others is told their own day.

    Raises NotAllowed for anybody but whoever runs the PMS, BadInput for the day, RuleBroken where
    there is nobody to send one to, as after a second press.
    """
    if not by.roles & MANAGEMENT:
        raise NotAllowed("training_run_by_manager")
    today = clock.today()
    firm = Firm(today)
    chosen = reach(row, firm, by=by).of(everybody=everybody)[:MOST]
    run = run_of(row)
    if run is None or not chosen:
        raise RuleBroken("training_links_to_nobody")
    asked = training_tests.as_asked(enrolments.questions(run))
    for each in chosen:
        member = firm.members[each.person_id]
        until = min(due_on, each.due_on) if each.due_on >= today else due_on
        to = To(member.name, member.mail or "", until, member.language.value)
        questionnaires.send(each.reference, Purpose.COMPREHENSION, asked, to, by=by)
    changes: dict[str, trail.Change] = {"training_links": (None, len(chosen))}
    trail.note(TRAININGS.name_of(row), "training_links_sent", by=by.actor, changes=changes)
    return len(chosen)
