"""Deciding what is handed in: versions, postponements, plans, programmes, minutes, all alike."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from pms_tracker.approvals import approvals, paper
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.mail import outbox
from pms_tracker.mail.outbox import Letter
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.plan.rules import policy_rules
from pms_tracker.trail.trail import Change


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
    every = firm.with_deputies(step)
    found = next(iter(firm.who_sign_in(every) or every), None)
    return None if found is None else Asked(found, firm.principal(found, step))


def ask(letter: Letter, step: Eligible, firm: Firm) -> None:
    """Ask whoever decides, by a letter."""
    first = asked(step, firm)
    if first is not None:
        post(letter, [first.person_id], firm)


def post(letter: Letter, person_ids: Collection[int], firm: Firm) -> None:
    for person_id in person_ids:
        outbox.post(letter, firm.recipient(person_id))


def due_on(start: date) -> date:
    """The last day for a decision that is asked for on a day."""
    return policy_rules.TO_DECIDE.due_on(start, business_calendar())


def may_decide(person_id: int, step: Eligible, firm: Firm) -> bool:
    """Whether somebody may decide, in their own right or as a deputy."""
    return person_id in step.person_ids or firm.principal(person_id, step) is not None


@dataclass(frozen=True)
class Waiting:
    """What waits for a decision, since when, and who may make it."""

    about: Subject
    submitted_on: date | None
    step: Eligible


def sign(waits: Waiting, decided: Decided, firm: Firm, *, by: Viewer) -> Approval:
    """Record a decision about exactly what was seen; a deputy's names both.

    Raises NotAllowed for whoever may not decide (R9: who wrote it neither for themselves nor for
    another) or may not enter what was decided on paper, Stale where it is not what was seen,
    RuleBroken without the reason that a refusal or an exception needs, or without the scan.
    """
    for_id = _checked(waits.step, decided, firm, by)
    if not waits.step.by_exception:
        decided = replace(decided, exception_reason="")
    day = waits.submitted_on
    return approvals.sign(waits.about, decided, by_id=by.person_id, for_id=for_id, submitted_on=day)


def _checked(step: Eligible, decided: Decided, firm: Firm, by: Viewer) -> int | None:
    """For whom a deputy decides; None in own right. What is on paper was stamped in own right."""
    if decided.on_paper_by is not None:
        policy_rules.check_approver(decided.on_paper_by, step, decided.exception_reason)
        named_id, scanned = decided.on_paper_by, decided.scanned
        paper.check(named_id, step.barred, scanned=scanned, firm=firm, by=by)
        return None
    for_id = firm.principal(by.person_id, step)
    policy_rules.check_approver(for_id or by.person_id, step, decided.exception_reason)
    return for_id


def told(row: Approval, firm: Firm) -> dict[str, Change]:
    """What the trail says of a decision."""
    changes: dict[str, Change] = {"digest": (None, row.digest), **firm.on_behalf_of(row.for_id)}
    if row.reason:
        changes["reason"] = (None, row.reason)
    if row.on_paper:
        changes["decided_by"] = (None, firm.members[row.decided_by_id].name)
    return changes
