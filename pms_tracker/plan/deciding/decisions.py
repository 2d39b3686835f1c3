"""Who decides on what is handed in, who is asked to, and by when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from pms_tracker.duties import duty_sources
from pms_tracker.duties.duty_sources import KeptRow, Taker, asked_first
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.independence import Role
from pms_tracker.mail import outbox
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.plan.rules import policy_rules

# Among the parties of a duty: all who wrote what is to be decided.
WRITERS = duty_sources.WRITERS


def approvers(firm: Firm, writers: Collection[int]) -> Eligible:
    """Who may decide on what these people wrote, as the firm stands."""
    return policy_rules.approvers(firm.candidates, writers)


@dataclass(frozen=True)
class Asked:
    """Who is asked to decide; `for_id` is set where they are somebody's deputy (不在時代理)."""

    person_id: int
    for_id: int | None


def asked(step: Eligible, firm: Firm) -> Asked | None:
    """The first who can sign in, a deputy before the absent person; None where nobody may decide.

    Where none of them can sign in, the first of all.
    """
    return next((Asked(*taker) for taker in asked_first(step, firm)), None)


def deciders(row: KeptRow, firm: Firm) -> list[Taker]:
    """Who is asked to decide on what the writers of a duty's record wrote."""
    return asked_first(approvers(firm, row.parties[WRITERS]), firm)


def writers(row: KeptRow, firm: Firm) -> list[Taker]:
    """Who mends what was sent back to the writers of a duty's record."""
    writer = writer_of(row.parties[WRITERS], firm)
    return [] if writer is None else [(writer, None)]


def writer_of(writers: Sequence[int], firm: Firm) -> int | None:
    """Who goes on with what these people wrote: the first who can sign in, else whoever runs the
    system."""
    managers = [*firm.holders(Role.PRIVACY_MANAGER), *firm.holders(Role.REPRESENTATIVE)]
    return next(iter(firm.who_sign_in([*writers, *managers])), None)


def ask(letter: outbox.Letter, step: Eligible, firm: Firm) -> None:
    """Ask whoever decides, by a letter."""
    first = asked(step, firm)
    if first is not None:
        post(letter, [first.person_id], firm)


def post(letter: outbox.Letter, person_ids: Collection[int], firm: Firm) -> None:
    for person_id in person_ids:
        outbox.post(letter, firm.recipient(person_id))


def due_on(start: date) -> date:
    """The last day for a decision that is asked for on a day."""
    return policy_rules.TO_DECIDE.due_on(start, business_calendar())


def may_decide(person_id: int, step: Eligible, firm: Firm) -> bool:
    """Whether somebody may decide, in their own right or as a deputy."""
    return person_id in step.person_ids or firm.principal(person_id, step) is not None
