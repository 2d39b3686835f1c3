"""Taking back one's own decision within minutes: void, and nobody is left with a wrong letter."""

from datetime import datetime

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.approvals import approval_letters, approval_rules, paper
from pms_tracker.approvals.approval_tables import Approval, Decision, Voided
from pms_tracker.approvals.approvals import Decisive
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.mail import outbox
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import TrailEntry


def minutes_left(row: Decisive, person_id: int) -> int:
    """How many minutes somebody may still take a decision back, the last one begun counted in; 0
    where it was not theirs, was typed in from paper, is void already, or is made anew instead."""
    own = row.decided_by_id == person_id and not row.on_paper and row.voided_at is None
    anew = approval_rules.is_made_anew(row.step, sends_back=row.decision is not Decision.APPROVED)
    return approval_rules.minutes_left(row.recorded_at, clock.now()) if own and not anew else 0


def own(number: int, person_id: int) -> Approval:
    """A decision that somebody made themselves, locked; others know of none. Raises NotFound."""
    row = session.get(Approval, number, with_for_update=True, populate_existing=True)
    if row is None or row.on_paper or row.decided_by_id != person_id:
        raise NotFound("no_such_decision", position=number)
    return row


def take_back(row: Approval, *, by: Viewer) -> None:
    """Void a decision of one's own. Letters that wait are withdrawn; whoever got one is told.

    Raises RuleBroken once the minutes are over or where anything happened on the record since.
    """
    if row.voided_at is not None:
        raise RuleBroken("void_already")
    check(row.reference, row.recorded_at, minutes_left(row, by.person_id))
    paper.void_because(row, Voided.TAKEN_BACK)
    changes: dict[str, trail.Change] = {
        "decision": (row.decision, None),
        "digest": (row.digest, None),
    }
    trail.note(row.reference, "decision_taken_back", by=by.actor, changes=changes)
    untell(row.reference, row.recorded_at, by)


def check(reference: str, since: datetime, left: int) -> None:
    """Whatever was decided on a record at an instant is taken back while minutes are left, and
    only where nothing happened on the record since. Raises RuleBroken."""
    if not left:
        raise RuleBroken("minutes_are_over")
    if _happened_since(reference, since):
        raise RuleBroken("built_on_already")


def untell(reference: str, since: datetime, by: Viewer) -> None:
    """Withdraw letters that tell of it; whoever got one hears that it counts no more."""
    firm, letter = Firm(clock.today()), approval_letters.decision_taken_back(reference, by.name)
    for person_id in outbox.withdraw(reference, since=since):
        if person_id != by.person_id:
            outbox.post(letter, firm.recipient(person_id))


def _happened_since(reference: str, since: datetime) -> bool:
    """Whether the record was touched after the transaction that decided: all that one of them
    notes bears one instant."""
    statement = (
        select(TrailEntry.at)
        .where(TrailEntry.reference == reference, TrailEntry.at >= since)
        .distinct()
    )
    return len(session.scalars(statement).all()) > 1
