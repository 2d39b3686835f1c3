"""Plans that wait for somebody's approval, oldest first; several of one grade approved at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from pms_tracker.act.cases import grounds
from pms_tracker.act.plans import plans
from pms_tracker.act.rules import queue_rules
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.several.batches import Batch
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import session
from pms_tracker.people.firm.people import Viewer

WAITING = (CaseState.SUBMITTED, CaseState.ENDORSED)


@dataclass(frozen=True)
class Waiting:
    """A plan that waits for the reader: all they decide on, and what their approval is bound to."""

    case: Case
    plan: CaseRound
    ground: grounds.Ground
    submitted_on: date
    digest: str


def of(viewer: Viewer) -> list[Waiting]:
    """What waits for somebody's decision, whatever was handed in first at the top.

    No more than can be read and approved together; the rest follows once these are decided.
    """
    rows = session.execute(
        select(Case, CaseRound)
        .join(CaseRound, (CaseRound.case_id == Case.id) & (CaseRound.number == Case.round))
        .where(Case.turn_of_id == viewer.person_id, Case.state.in_(WAITING))
        .order_by(CaseRound.submitted_on, Case.id)
        .limit(queue_rules.MOST)
    ).all()
    about = grounds.of_cases([case for case, _plan in rows], viewer)
    return [
        Waiting(
            case,
            plan,
            min(about[case.id], key=lambda each: queue_rules.gravity(each.grade)),
            plan.submitted_on or case.opened_on,
            plans.subject(case, plan).digest,
        )
        for case, plan in rows
    ]


def by_grade(waiting: Sequence[Waiting]) -> dict[Grade, list[Waiting]]:
    """What waits by the grade of its nonconformity, the gravest first (R11), each in its order."""
    found: dict[Grade, list[Waiting]] = {}
    for each in sorted(waiting, key=lambda each: queue_rules.gravity(each.ground.grade)):
        found.setdefault(each.ground.grade, []).append(each)
    return found


@dataclass(frozen=True)
class Seen:
    """What the decider had before their eyes of one case."""

    version: int
    digest: str


def approve(batch: Batch, seen: Mapping[str, Seen], *, by: Viewer) -> int:
    """Approve the plans of several cases of one grade, all of them or none; says how many.

    Raises BadInput for none, too many or several grades, and as `plans.decide` does for each.
    """
    found = [each.case for each in batch.dossiers]
    queue_rules.check_together(_grades(found))
    for case in found:
        what = seen.get(case.reference, Seen(-1, ""))
        decided = Decided(Decision.APPROVED, what.digest)
        plans.decide(case, decided, version=what.version, by=by)
    return len(found)


def _grades(found: Sequence[Case]) -> list[Grade]:
    of_these = select(grounds.grade_of(Case.id)).where(Case.id.in_([each.id for each in found]))
    return list(session.scalars(of_these))
