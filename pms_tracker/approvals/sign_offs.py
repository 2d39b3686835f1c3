"""One sign-off for every kind: a version, a plan, a done check, a closing, a report, minutes.

    waits = Waiting(subject(plan), plan.submitted_on, approvers)
    row = sign_offs.sign(waits, decided, firm, by=by)
    trail.note(plan.reference, move, by=by.actor, changes=sign_offs.told(row, firm))

Whoever decides is one of `step` or their deputy (不在時代理), and decides on what they saw. What
somebody stamped on paper (書面) is typed in with its scan by another of the top roles who had no
hand in the record, and was stamped in own right. What is said of a reason for an exception counts
only where it is one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from pms_tracker.approvals import approval_rules, approvals, paper
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail.trail import Change


@dataclass(frozen=True)
class Waiting:
    """What waits for a decision, since when, and who may make it.

    `hands` had one in the record, beside those whom `step` bars; `check` says in the record's own
    words who may not decide, and raises RuleBroken where an exception has no reason.
    """

    about: approvals.Subject
    submitted_on: date | None
    step: Eligible
    hands: frozenset[int] = frozenset()
    check: Callable[[int, Eligible, str], None] = approval_rules.check_decider

    @property
    def every_hand(self) -> frozenset[int]:
        """Whoever had one in the record: none of them types in what another stamped about it."""
        return self.hands | self.step.barred


def signs_for(waits: Waiting, decided: approvals.Decided, firm: Firm, *, by: Viewer) -> int | None:
    """For whom a deputy decides; None in own right.

    Raises NotAllowed for whoever may not decide (R9: who wrote it neither for themselves nor for
    another) or may not enter what was decided on paper, RuleBroken without the reason that an
    exception needs, or without the scan.
    """
    step, named_id = waits.step, decided.on_paper_by
    if named_id is not None:
        waits.check(named_id, step, decided.exception_reason)
        paper.check(named_id, waits.every_hand, scanned=decided.scanned, firm=firm, by=by)
        return None
    for_id = firm.principal(by.person_id, step)
    waits.check(for_id or by.person_id, step, decided.exception_reason)
    return for_id


def sign(waits: Waiting, decided: approvals.Decided, firm: Firm, *, by: Viewer) -> Approval:
    """Record a decision about exactly what was seen; a deputy's names both.

    Raises as `signs_for` does, Stale where it is not what was seen, RuleBroken without the reason
    that a refusal needs or for a day before it was handed in.
    """
    for_id = signs_for(waits, decided, firm, by=by)
    if not waits.step.by_exception:
        decided = replace(decided, exception_reason="")
    day = waits.submitted_on
    return approvals.sign(waits.about, decided, by_id=by.person_id, for_id=for_id, submitted_on=day)


def told(row: Approval, firm: Firm) -> dict[str, Change]:
    """What the trail says of a decision."""
    changes: dict[str, Change] = {"digest": (None, row.digest), **firm.on_behalf_of(row.for_id)}
    if row.reason:
        changes["reason"] = (None, row.reason)
    if row.on_paper:
        changes["decided_by"] = (None, firm.members[row.decided_by_id].name)
    return changes
