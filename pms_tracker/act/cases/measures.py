"""What figures ask of a case: taken with every move, and what lists of cases are narrowed to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from pms_tracker import clock
from pms_tracker.act.cases import grounds
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.rules import cause_rules, measure_rules
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, CaseRound, Verdict
from pms_tracker.act.tables.source_tables import CaseStatement
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import equal, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.plan.policies import mappings

DAYS: dict[measure_rules.Step, InstrumentedAttribute[int]] = {
    measure_rules.Step.PLAN: Case.plan_days,
    measure_rules.Step.APPROVAL: Case.approval_days,
    measure_rules.Step.DOING: Case.doing_days,
    measure_rules.Step.EFFECT: Case.effect_days,
}


def begin(case: Case, grade: Grade, requirement_id: int | None) -> None:
    """What is known of a case as it is opened, before it is kept."""
    case.grade = grade
    case.step_began_on = case.opened_on
    case.plan_days = case.approval_days = case.doing_days = case.effect_days = 0
    if requirement_id is not None:
        with session.no_autoflush:
            case.again_requirement_id = _again(case.unit_id, requirement_id, case.opened_on)


def recount_repeats() -> int:
    """Ask of every case anew whether the unit had failed there before it was opened: what asks for
    the same may have been mapped since. How many it changed; whoever calls counts figures anew."""
    said = select(CaseStatement.requirement_id).where(CaseStatement.case_id == Case.id)
    found = select(Finding.requirement_id).where(Finding.id == Case.finding_id)
    about = func.coalesce(found.scalar_subquery(), said.scalar_subquery())
    changed = 0
    for case, requirement_id in session.execute(select(Case, about).order_by(Case.id)).all():
        if requirement_id is None:
            continue
        again = _again(case.unit_id, requirement_id, case.opened_on, before=case.id)
        changed += again != case.again_requirement_id
        case.again_requirement_id = again
    session.flush()
    return changed


def _again(
    unit_id: int, requirement_id: int, opened_on: date, before: int | None = None
) -> int | None:
    """The requirement, if the unit had a case about it lately; a withdrawn one was none. `before`
    is the case itself, where it is kept already."""
    alike = select(Case.id).where(
        Case.id.in_(grounds.about(mappings.same_as([requirement_id]))),
        Case.unit_id == unit_id,
        Case.opened_on >= cause_rules.looked_at_since(opened_on),
        Case.state != CaseState.WITHDRAWN,
    )
    if before is not None:
        alike = alike.where(Case.id < before)
    return requirement_id if session.scalar(alike.limit(1)) is not None else None


def take(dossier: Dossier, after: CaseState) -> None:
    """Take what a move to this state says, while the case is still in the state before."""
    case, today = dossier.case, clock.today()
    step = measure_rules.STEP_OF.get(case.state)
    if step is not None:
        name = DAYS[step].key
        setattr(case, name, getattr(case, name) + (today - case.step_began_on).days)
    case.step_began_on = today
    if after is CaseState.WITHDRAWN:
        case.again_cause = None
        return
    case.again_cause = _again_cause(dossier.rounds)
    if measure_rules.was_done(case.state, after) and case.turn_due_on is not None:
        case.done_on = dossier.current.done_on or today
        case.on_time = case.done_on <= case.turn_due_on
    elif measure_rules.was_returned(case.state, after):
        case.done_on = case.on_time = None
    first = dossier.rounds[0]
    judged = first.verdict is not None
    case.first_judged_on = first.reviewed_on if judged else None
    case.first_effective = first.verdict is Verdict.EFFECTIVE if judged else None


def _again_cause(rounds: Sequence[CaseRound]) -> cause_rules.CauseCategory | None:
    """The cause that the latest plan had again: until the next one is written, that of the last."""
    planned = next((each for each in reversed(rounds) if each.cause_category), None)
    return planned.cause_category if planned is not None and planned.repeats else None


@dataclass(frozen=True)
class Measure:
    """What a list of cases is narrowed to by figures; withdrawn ones count nowhere.

    `took` is a step and the fewest days it took; `again_of_id` a requirement that failed again.
    """

    grade: Grade | None = None
    done: Days | None = None
    on_time: bool | None = None
    judged: Days | None = None
    effective: bool | None = None
    again: bool | None = None
    again_of_id: int | None = None
    took: tuple[measure_rules.Step, int] | None = None
    # The step that an open case is in, and when it began.
    step: measure_rules.Step | None = None
    began: Days | None = None
    # Without withdrawn ones, as any figure is.
    standing: bool = False


def conditions(wanted: Measure) -> Iterator[ColumnElement[bool]]:
    """The conditions that cases are narrowed by."""
    yield from equal(
        (Case.grade, wanted.grade),
        (Case.on_time, wanted.on_time),
        (Case.first_effective, wanted.effective),
    )
    yield from within((Case.done_on, wanted.done), (Case.first_judged_on, wanted.judged))
    if wanted.again_of_id is not None:
        yield Case.again_requirement_id.in_(mappings.editions([wanted.again_of_id]))
    if wanted.again is not None:
        yield Case.again_requirement_id.is_(None) != wanted.again
    if wanted.step is not None:
        yield Case.state.in_(measure_rules.states_of(wanted.step))
    if wanted.began is not None:
        yield from within((Case.step_began_on, wanted.began))
    if wanted.took is not None:
        step, days = wanted.took
        yield DAYS[step] >= days
    if wanted != Measure():
        yield Case.state != CaseState.WITHDRAWN
