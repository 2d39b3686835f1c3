"""Instructions (改善指示) that came after the last action was reported: answered on the case."""

from collections.abc import Sequence

from pms_tracker.act import act_proofs
from pms_tracker.act.cases import instructions
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.plans import actions
from pms_tracker.act.rules import case_rules
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.approvals import proof
from pms_tracker.approvals.approvals import Decisive
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, check_version
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail


def may_answer(dossier: Dossier, received: Sequence[Decisive], by: Viewer) -> bool:
    """Whether an instruction waits that no report will answer any more, and for this person."""
    action = _last_reported(dossier)
    if action is None or not instructions.waits(dossier.rounds, received):
        return False
    try:
        actions.reporter(dossier, action, by)
    except NotAllowed:
        return False
    return True


def answer(case: Case, text: str, *, version: int, by: Viewer) -> None:
    """Say what was done of an instruction, beside what was reported last.

    Whoever may report an action answers: its owner, the head, or their deputies. What was signed
    of the report goes on being proven: the trail holds its digest before and after.

    Raises Stale, NotAllowed for anybody else, BadInput without words, RuleBroken where none waits.
    """
    check_version(case, version)
    dossier = Dossier(case)
    action = _last_reported(dossier)
    if action is None or not instructions.waits(dossier.rounds, instructions.of_case(case)):
        raise RuleBroken("no_instruction_waits")
    for_id, head_for = actions.reporter(dossier, action, by)
    if not text.strip():
        raise BadInput("instruction_to_answer")
    frozen = proof.digests(act_proofs.REGISTRY, [case.reference])
    action.instruction_answer = text.strip()
    case.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {
        "instruction_answer": (None, action.instruction_answer),
        **dossier.firm.on_behalf_of(for_id or head_for),
    }
    trail.note(case.reference, "instruction_answered", by=by.actor, changes=changes)
    proof.note_erased(act_proofs.REGISTRY, frozen, by=by.actor)


def _last_reported(dossier: Dossier) -> CaseAction | None:
    """The action that was reported last, where no other one is still to be reported."""
    if dossier.case.state not in case_rules.REPORTED:
        return None
    done = [each for each in dossier.current.planned if each.done_on is not None]
    return max(done, key=lambda each: (each.done_on, each.position), default=None)
