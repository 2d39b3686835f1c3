"""What was stamped on paper (書面): who may type it in, who hears of it, how it is contested."""

from collections.abc import Collection, Iterable

from pms_tracker import clock
from pms_tracker.approvals import approval_letters, approval_rules
from pms_tracker.approvals.approval_tables import Approval, Voided
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.independence import Role
from pms_tracker.mail import outbox
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail


def check(named_id: int, hands: Collection[int], *, scanned: bool, firm: Firm, by: Viewer) -> None:
    """Asked before anything that somebody stamped is typed in; `hands` had one in the record.

    Raises NotAllowed, which says who could, and RuleBroken without the scan.
    """
    able = firm.names(approval_rules.typists(firm.candidates, named_id, hands))
    approval_rules.check_paper(by.person_id, able, scanned=scanned)


def may_type_in(
    named_ids: Iterable[int], hands: Collection[int], *, firm: Firm, by: Viewer
) -> list[int]:
    """Those of the named whose stamped paper somebody may type in."""
    able = ((each, approval_rules.typists(firm.candidates, each, hands)) for each in named_ids)
    return [each for each, typists in able if by.person_id in typists]


def tell(row: Approval) -> None:
    """Whoever is named hears at once of what was entered in their name."""
    firm = Firm(clock.today())
    outbox.post(approval_letters.entered_in_your_name(row), firm.recipient(row.decided_by_id))


def in_the_name_of(person_id: int, number: int, *, for_update: bool = False) -> Approval:
    """A decision that was typed in from paper in somebody's name; others know of none.

    Raises NotFound.
    """
    row = session.get(Approval, number, with_for_update=for_update, populate_existing=for_update)
    if row is None or not row.on_paper or row.decided_by_id != person_id:
        raise NotFound("no_such_decision", position=number)
    return row


def contest(row: Approval, reason: str, *, by: Viewer) -> None:
    """Void a decision because whoever is named says that it was not theirs.

    Told to whoever typed it in and to the privacy manager. Raises NotAllowed for anybody else,
    RuleBroken where it is void already or without a reason.
    """
    is_open = row.voided_at is None
    approval_rules.check_contest(by.person_id, row.decided_by_id, reason, open_to_it=is_open)
    void_because(row, Voided.CONTESTED, reason)
    firm = Firm(clock.today())
    changes: dict[str, trail.Change] = {
        "entered_by": (None, firm.members[row.entered_by_id or 0].name),
        "digest": (row.digest, None),
        "reason": (None, row.void_reason),
    }
    trail.note(row.reference, "paper_contested", by=by.actor, changes=changes)
    concerned = dict.fromkeys((row.entered_by_id, *firm.holders(Role.PRIVACY_MANAGER)))
    letter = approval_letters.paper_contested(row, firm.members[row.decided_by_id].name)
    for person_id in concerned:
        if person_id != by.person_id:
            outbox.post(letter, firm.recipient(person_id))


def void_because(row: Approval, because: Voided, reason: str = "") -> None:
    """Void one decision; it stays readable, with why."""
    row.voided_at, row.void_because = clock.now(), because
    row.void_reason = reason.strip()
    session.flush()
