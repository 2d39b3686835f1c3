"""Signatures on a case: by whom, for whom (不在時代理), or stamped on paper and entered (書面)."""

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.rules import case_rules
from pms_tracker.approvals import approvals, paper
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding.decisions import Waiting
from pms_tracker.trail.trail import Change


def checked(dossier: Dossier, eligible: Eligible, decided: Decided, by: Viewer) -> int | None:
    """For whom a deputy signs; None in own right. What is on paper was stamped in own right.

    Raises NotAllowed and RuleBroken.
    """
    if decided.on_paper_by is not None:
        case_rules.check_eligible(decided.on_paper_by, eligible, decided.exception_reason)
        hands, scanned = hands_in(dossier, eligible), decided.scanned
        paper.check(decided.on_paper_by, hands, scanned=scanned, firm=dossier.firm, by=by)
        return None
    for_id = dossier.firm.principal(by.person_id, eligible)
    case_rules.check_eligible(for_id or by.person_id, eligible, decided.exception_reason)
    return for_id


def hands_in(dossier: Dossier, step: Eligible) -> frozenset[int]:
    """Who had a hand in a case so far: none of them types in what another stamped about it."""
    had = dossier.parties(dossier.rounds)
    return had.writers | had.owners | had.doers | had.auditors | had.approvers | step.barred


def sign(
    dossier: Dossier, waits: Waiting, decided: Decided, by: Viewer
) -> tuple[Approval, dict[str, Change]]:
    """Sign what waits on a case, and what the trail says of it; raises as `checked` does, and Stale
    where it is not what was seen."""
    for_id = checked(dossier, waits.step, decided, by)
    day = waits.submitted_on
    row = approvals.sign(waits.about, decided, by_id=by.person_id, for_id=for_id, submitted_on=day)
    dossier.sign(row)
    return row, told(dossier, row)


def told(dossier: Dossier, row: Approval) -> dict[str, Change]:
    """What the trail says of a signature."""
    changes: dict[str, Change] = {"digest": (None, row.digest)}
    changes |= dossier.firm.on_behalf_of(row.for_id)
    if row.reason:
        changes["reason"] = (None, row.reason)
    if row.entered_by_id is not None:
        decider = row.decided_by_id
        changes["decided_by"] = (None, dossier.firm.names([decider])[decider])
    return changes
