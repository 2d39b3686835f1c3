"""Judgements of the effect (有効性) taken back by whoever made them, within minutes (ADR 0035)."""

from pms_tracker import clock
from pms_tracker.act.cases import cases
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import closing, effect_days, interim
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, CaseRound, SetAside, Verdict
from pms_tracker.approvals import approval_rules, taking_back
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail

TAKEN_BACK = "judgement_taken_back"
# Where a case is once it was judged, and nothing was built on that.
_JUDGED = frozenset({CaseState.CLOSED, CaseState.CLOSING, CaseState.PLANNING})


def minutes_left(dossier: Dossier, person_id: int) -> int:
    """How many minutes somebody may still take back what they judged of a case; 0 where there is
    nothing of theirs."""
    found = _own(dossier, person_id)
    if found is None or found.judged_at is None:
        return 0
    return approval_rules.minutes_left(found.judged_at, clock.now())


def _own(dossier: Dossier, person_id: int) -> CaseRound | None:
    """The latest judgement, if it was this person's and stands."""
    judged = [each for each in dossier.rounds if each.judged_at is not None]
    last = judged[-1] if judged and dossier.case.state in _JUDGED else None
    return last if last is not None and last.reviewed_by_id == person_id else None


def take_back(case: Case, *, by: Viewer) -> None:
    """The effect is to be judged anew, as before: what was judged stays readable beside it.

    Raises NotFound for whoever judged nothing of the case, RuleBroken once the minutes are over or
    where anything happened on the case since.
    """
    dossier = Dossier(case)
    judged = _own(dossier, by.person_id)
    if judged is None or judged.judged_at is None or judged.verdict is None:
        raise NotFound("no_such_decision")
    since, due_on = judged.judged_at, judged.review_due_on
    taking_back.check(case.reference, since, minutes_left(dossier, by.person_id))
    changes: dict[str, trail.Change] = {"verdict": (judged.verdict, None)}
    if judged.verdict is Verdict.INEFFECTIVE:
        changes |= _without_next_round(dossier)
    elif case.state is CaseState.CLOSED:
        closing.unteach(case, TAKEN_BACK, by)
    interim.set_aside(case, judged, SetAside.TAKEN_BACK)
    # Who is asked is read anew: the round that was to come is gone.
    fresh = Dossier(case)
    due_on = due_on or effect_days.due_on(fresh)
    after = CaseState.REVIEWING
    cases.put(fresh, after, TAKEN_BACK, by=by.actor, due_on=due_on, changes=changes)
    taking_back.untell(case.reference, since, by)


def _without_next_round(dossier: Dossier) -> dict[str, trail.Change]:
    """The round that was to be planned goes: nothing was written of it yet."""
    case, begun = dossier.case, dossier.current
    if begun.submitted_on is not None or begun.actions:
        raise RuleBroken("built_on_already")
    session.delete(begun)
    case.round -= 1
    session.flush()
    return {"round": (case.round + 1, case.round)}
