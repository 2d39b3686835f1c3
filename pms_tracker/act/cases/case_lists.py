"""The list of cases: what it is narrowed to, what it shows, and who owns their actions."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, tuple_

from pms_tracker.act.cases import grounds, measures
from pms_tracker.act.cases.cases import visible_to
from pms_tracker.act.rules.case_rules import CASE, CaseState
from pms_tracker.act.rules.cause_rules import CauseCategory
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.act.tables.source_tables import CaseStatement
from pms_tracker.check.findings import findings
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import CAP, Columns, Sorts, equal, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.search_text import like_pattern
from pms_tracker.people.firm import named
from pms_tracker.people.firm.listings import Listing, for_all_alike
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person, Unit
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.tables.policy_tables import Requirement
from pms_tracker.questions import Text

SORTS: Sorts = {
    "number": Case.id,
    "due": Case.turn_due_on,
    "opened": Case.opened_on,
    "unit": Case.unit_id,
    # Not offered on the page: what happened in a period is listed by that day, as its index lies.
    "closed": Case.closed_on,
    "done": Case.done_on,
    "judged": Case.first_judged_on,
}


@dataclass(frozen=True)
class Filter:
    """What a list of cases is narrowed to.

    `turn_of_id` has the next step or a further action to do, `holder_id` the next step itself;
    `owner_id` owns an action of the latest round; `due` is the run of days the next step is due
    in, so it leaves out what has ended, as `open` does; `closed` asks for cases that were closed
    then, and withdrawn ones only together with that state; `repeat` for the same cause again, where
    `cause_category` is asked for as well for that one.
    """

    state: CaseState | None = None
    source: Source | None = None
    unit_id: int | None = None
    turn_of_id: int | None = None
    holder_id: int | None = None
    owner_id: int | None = None
    requirement_id: int | None = None
    due: Days | None = None
    opened: Days | None = None
    closed: Days | None = None
    open: bool = False
    measure: measures.Measure = field(default_factory=measures.Measure)
    cause_category: CauseCategory | None = None
    repeat: bool = False
    text: str = ""


def _narrowed(viewer: Viewer, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    yield visible_to(viewer)
    yield from measures.conditions(wanted.measure)
    yield from equal(
        (Case.state, wanted.state),
        (Case.source, wanted.source),
        (Case.unit_id, wanted.unit_id),
        (Case.turn_of_id, wanted.holder_id),
    )
    yield from within(
        (Case.turn_due_on, wanted.due),
        (Case.opened_on, wanted.opened),
        (Case.closed_on, wanted.closed),
    )
    yield from _of_person(wanted)
    yield from _of_cause(wanted)
    if wanted.requirement_id is not None:
        yield Case.id.in_(grounds.about(mappings.editions([wanted.requirement_id])))
    if wanted.open:
        # Only what is open is due; said so, because by that day few are found among many.
        yield Case.turn_due_on >= date.min
        yield Case.state.not_in(CASE.ends())
    if wanted.closed is not None and wanted.state is None:
        yield Case.state == CaseState.CLOSED
    if wanted.text.strip():
        yield Case.search_text.like(like_pattern(wanted.text), escape="!")


def _of_person(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """Conditions on who owns an action, or has something to do."""
    if wanted.owner_id is not None:
        owned = _rounds_with(CaseAction.held_by(wanted.owner_id))
        yield tuple_(Case.id, Case.round).in_(owned)
    if wanted.turn_of_id is not None:
        beside = _rounds_with(CaseAction.turn_of_id == wanted.turn_of_id)
        held = tuple_(Case.id, Case.round).in_(beside)
        yield or_(Case.turn_of_id == wanted.turn_of_id, held)


def _of_cause(wanted: Filter) -> list[ColumnElement[bool]]:
    """Conditions on the cause: of the latest round, or the one that was there before."""
    cause = wanted.cause_category
    if wanted.repeat:
        return [Case.again_cause.is_not(None) if cause is None else Case.again_cause == cause]
    if cause is None:
        return []
    rounds = select(CaseRound.case_id, CaseRound.number).where(CaseRound.cause_category == cause)
    return [tuple_(Case.id, Case.round).in_(rounds)]


def _rounds_with(condition: ColumnElement[bool]) -> Select[int, int]:
    """Case and number of the rounds with such an action."""
    return (
        select(CaseRound.case_id, CaseRound.number)
        .join(CaseAction, CaseAction.round_id == CaseRound.id)
        .where(condition)
    )


def _row(_viewer: Viewer) -> Columns:
    return (
        select(
            Case.id,
            Case.fiscal_year,
            Case.number,
            Case.title,
            Case.unit_id,
            Unit.name.label("unit"),
            Case.state,
            Case.source,
            Case.round,
            Person.name.label("turn_of"),
            Case.turn_due_on,
            Case.opened_on,
            *(Case.closed_on, Case.done_on, Case.first_judged_on),
        )
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(Person, Person.id == Case.turn_of_id)
    )


def _whole_row(viewer: Viewer) -> Columns:
    """With the finding and what it is about, and of the latest round cause, owners and verdict; the
    days of each step are those before `step_began_on`."""
    of_round = (
        select(Person.name)
        .join(CaseAction, CaseAction.owner_id == Person.id)
        .where(CaseAction.round_id == CaseRound.id)
        .distinct()
        .correlate(CaseRound)
        .subquery()
    )
    owners = select(func.aggregate_strings(of_round.c.name, "、")).scalar_subquery()
    about = func.coalesce(Finding.requirement_id, CaseStatement.requirement_id)
    return (
        _row(viewer)
        .add_columns(
            *(Case.grade, Case.step_began_on, *measures.DAYS.values()),
            *(Requirement.path, CaseStatement.rule, CaseRound.cause, CaseRound.cause_category),
            *(CaseRound.verdict, owners.label("owners")),
            # Whoever owns an action reads the case, and not always what it came from.
            case((findings.visible_to(viewer), Finding.fiscal_year)).label("finding_year"),
            case((findings.visible_to(viewer), Finding.number)).label("finding_number"),
        )
        .join(CaseRound, and_(CaseRound.case_id == Case.id, CaseRound.number == Case.round))
        .outerjoin(Finding, Finding.id == Case.finding_id)
        .outerjoin(CaseStatement, CaseStatement.case_id == Case.id)
        .outerjoin(Requirement, Requirement.id == about)
    )


CASES = Listing(Case.id, SORTS, _narrowed, _row)
# As a file has them.
WHOLE_CASES = replace(CASES, row=_whole_row)


@for_all_alike
def owners(viewer: Viewer) -> Text:
    """Who owns the action of a case the person may know of, as `named.persons` says.

    Asked by person: one action is enough, so that it stays cheap however many cases there are.
    """
    owned = exists().where(CaseAction.kept_by(Person.id))
    # Few ever are heirs: found once, not for each person.
    heirs = select(CaseAction.heir_id).where(CaseAction.heir_id.is_not(None))
    if not viewer.sees_all:
        of_case = (CaseRound.id == CaseAction.round_id, Case.id == CaseRound.case_id)
        seen = visible_to(viewer)
        owned, heirs = owned.where(*of_case, seen), heirs.where(*of_case, seen)
    return named.persons(or_(owned, Person.id.in_(heirs)), CAP)
