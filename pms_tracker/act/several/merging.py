"""Findings that share a case: two cases become one, or some findings leave for one of their own."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, select

from pms_tracker.act.cases import case_figures, cases, grounds
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.rules import source_rules
from pms_tracker.act.rules.case_rules import PLANNED, CaseMove
from pms_tracker.act.several import batches
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.source_tables import CaseFinding
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import CAP, session
from pms_tracker.kernel.errors import RuleBroken, check_version
from pms_tracker.kernel.search_text import fold
from pms_tracker.people.firm.people import Viewer
from pms_tracker.tally import tallies
from pms_tracker.trail import trail


def merge(one: Case, other: Case, *, reason: str, version: int, by: Viewer) -> Case:
    """Have the older of two cases deal with the findings of both; the other one is withdrawn.

    The case that stays is due when the first of both was. `version` is that of `one`. Raises
    NotAllowed for anybody but the two managers, RuleBroken where the cases cannot share.
    """
    check_version(one, version)
    source_rules.check_opener(by.roles)
    source_rules.check_reason(reason)
    if one.id == other.id:
        raise RuleBroken("merged_with_itself")
    source_rules.check_shareable([_shared(one), _shared(other)])
    stays, goes = sorted((one, other), key=lambda case: case.id)
    moving, due_on = grounds.held(goes), goes.turn_due_on
    _move(CaseFinding.case_id == goes.id, stays)
    goes.merged_into_id, goes.withdrawal = stays.id, reason.strip()
    told: dict[str, trail.Change] = {
        "merged_into": (None, stays.reference),
        "withdrawal": (None, goes.withdrawal),
    }
    cases.move(Dossier(goes), CaseMove.WITHDRAW, by=by.actor, due_on=None, changes=told)
    _moved(moving, goes, stays, reason, by)
    trail.note(stays.reference, "merged", by=by.actor, changes=_names(moving, reason))
    # Found from now on by what it was opened for alone, as its title says.
    goes.search_text = fold(session.get_one(Finding, goes.finding_id).fact)
    _reworded(stays)
    if due_on is not None and stays.turn_due_on is not None and due_on < stays.turn_due_on:
        batches.give_day(stays, due_on, reason=reason.strip(), by=by.actor)
    session.flush()
    return stays


def split(
    case: Case, finding_ids: Collection[int], *, reason: str, version: int, by: Viewer
) -> Case:
    """Give some findings of a case one of their own, as old and due as the one they leave.

    Raises NotAllowed for anybody but the two managers, BadInput where none or all would leave,
    RuleBroken once the case is further on.
    """
    check_version(case, version)
    source_rules.check_opener(by.roles)
    source_rules.check_shareable([_shared(case)])
    held = grounds.held(case)
    source_rules.check_part(finding_ids, [each.id for each in held], reason)
    leave = [each for each in held if each.id in finding_ids]
    stay = [each for each in held if each.id not in finding_ids]
    made = _part(case, leave, reason, by)
    if case.finding_id in finding_ids:
        case.finding_id, case.title = stay[0].id, stay[0].title
    _moved(leave, case, made, reason, by)
    trail.note(case.reference, "split", by=by.actor, changes=_names(leave, reason, made))
    _reworded(case)
    session.flush()
    return made


def _part(case: Case, leave: Sequence[Finding], reason: str, by: Viewer) -> Case:
    first = leave[0]
    made = Case(
        fiscal_year=case.fiscal_year,
        finding_id=first.id,
        unit_id=case.unit_id,
        title=first.title,
        search_text=fold(" ".join(each.fact for each in leave)),
    )
    told: dict[str, trail.Change] = {"split_from": (None, case.reference), **_names(leave, reason)}
    cases.start(
        made,
        grade=source_rules.gravest(each.grade for each in leave),
        requirement_id=first.requirement_id,
        by=by.actor,
        changes=told,
        part_of=case,
    )
    ids = [each.id for each in leave]
    _move(CaseFinding.finding_id.in_(ids), made)
    return made


def _move(findings: ColumnElement[bool], case: Case) -> None:
    for row in session.scalars(select(CaseFinding).where(findings)):
        row.case_id = case.id
    session.flush()


def _shared(case: Case) -> source_rules.Shared:
    return source_rules.Shared(case.reference, case.source, case.state, case.round, case.unit_id)


def _names(
    found: Sequence[Finding], reason: str, made: Case | None = None
) -> dict[str, trail.Change]:
    names = "、".join(each.reference for each in found)
    told: dict[str, trail.Change] = {"finding": (None, names) if made is None else (names, None)}
    if made is not None:
        told["split_into"] = (None, made.reference)
    return {**told, "reason": (None, reason.strip())}


def _moved(found: Sequence[Finding], left: Case, to: Case, reason: str, by: Viewer) -> None:
    """Each finding tells which case deals with it now."""
    for each in found:
        told: dict[str, trail.Change] = {
            "case": (left.reference, to.reference),
            "reason": (None, reason.strip()),
        }
        trail.note(each.reference, "case_changed", by=by.actor, changes=told)


def _reworded(case: Case) -> None:
    """A case is found by the words of what it deals with now, and as grave as the gravest."""
    held, counted = grounds.held(case), case_figures.keys(case)
    case.search_text = fold(" ".join(each.fact for each in held))
    case.grade = source_rules.gravest(each.grade for each in held)
    tallies.moved(counted, case_figures.keys(case))
    case.version += 1


def candidates(case: Case, viewer: Viewer) -> list[Case]:
    """The cases that a case could be made one with, the oldest first."""
    return list(
        session.scalars(
            select(Case)
            .where(
                Case.unit_id == case.unit_id,
                Case.id != case.id,
                Case.source == source_rules.Source.INTERNAL_AUDIT,
                Case.state.in_(PLANNED),
                Case.round == 1,
                cases.visible_to(viewer),
            )
            .order_by(Case.id)
            .limit(CAP)
        )
    )


def shareable(case: Case) -> bool:
    """Whether findings may come to a case or leave it now."""
    planned = case.state in PLANNED and case.round == 1
    return planned and case.source is source_rules.Source.INTERNAL_AUDIT


def went_to(case: Case) -> str:
    """The case that a merged one was made part of; empty where it was not merged."""
    found = session.get(Case, case.merged_into_id) if case.merged_into_id else None
    return found.reference if found else ""
