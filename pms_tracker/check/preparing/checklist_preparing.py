"""Preparing a checklist: rows from criteria, earlier findings, measures of risks, template, last
year, own questions.

Rows come, go and change places until the audit is reported; a row that says something stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists, kept_rows
from pms_tracker.check.day import checklist_rows
from pms_tracker.check.findings import findings
from pms_tracker.check.rules import audit_rules, checklist_rules
from pms_tracker.check.rules.audit_rules import FindingState, Grade
from pms_tracker.check.rules.checklist_rules import Method, Origin
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem, Finding
from pms_tracker.database import Rows, session
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.policies import mappings, requirements
from pms_tracker.trail import trail

# What is asked about again: what was wrong, or nearly so.
ASKED_AGAIN = (*sorted(audit_rules.NONCONFORMITIES), Grade.OBSERVATION, Grade.OPPORTUNITY)


@dataclass(frozen=True)
class NewRow:
    """A row to be added; a blank question asks what the requirement or finding says itself."""

    requirement_id: int
    origin: Origin
    question: str = ""
    methods: str = ""
    hint: str = ""
    good_evidence: str = ""
    earlier_finding_id: int | None = None
    risk: str = ""

    @property
    def same(self) -> tuple[object, ...]:
        """What makes two rows ask the same."""
        return asked_by(self)


def asked_by(row: Any) -> tuple[object, ...]:
    """What a row asks, as rows are told apart; of the measure of a risk, however it is worded."""
    if row.risk:
        return (row.risk,)
    return row.requirement_id, row.question, row.earlier_finding_id


class Criteria:
    """What an audit is held against, and how requirements of other editions and sets map to it.

    `rows` spares reading the checklist again.
    """

    def __init__(self, audit: Audit, rows: Rows | None = None) -> None:
        asked = checklist_rows.rows(audit) if rows is None else rows
        self._asked = {asked_by(row) for row in asked}
        self.ids = list(dict.fromkeys(row.requirement_id for row in asked))
        # The criteria in reading order, each with the set or policy it is from.
        self.told = requirements.told(self.ids)
        standing = requirements.in_force(most=None)
        self._by_name = {mappings.name_of(row): row.id for row in self.told}
        self._in_force = {mappings.name_of(row): row.id for row in standing}
        self._by_id = {row.id: row for row in (*standing, *self.told)}
        self._partners = mappings.partners([*self.ids, *self._in_force.values()])

    def of(self, requirement_id: int) -> Any:
        """A criterion, or a requirement that may become one, as `requirements.told` has it."""
        return self._by_id[requirement_id]

    def requirement(self, name: str) -> tuple[int | None, bool]:
        """Which requirement a name means here, and whether it is one of the criteria.

        The criterion of that name, else the first one mapped to it, else the requirement itself
        where audits of today may be held against it; None for a name that nothing bears.
        """
        if name in self._by_name:
            return self._by_name[name], True
        known = self._in_force.get(name)
        if known is None:
            return None, False
        found = checklist_rules.mapped_criterion(known, self._partners.get(known, ()), self.ids)
        return (found, True) if found is not None else (known, False)

    def lacks(self, new: NewRow) -> bool:
        """Whether the checklist does not ask this yet."""
        return new.same not in self._asked


def _rows(audit: Audit) -> list[ChecklistItem]:
    return list(
        session.scalars(
            select(ChecklistItem)
            .where(ChecklistItem.audit_id == audit.id)
            .order_by(ChecklistItem.place, ChecklistItem.position)
        )
    )


def check_may(audit: Audit, by: Viewer) -> None:
    """Raises NotAllowed for anybody but team and audit manager, RuleBroken once it is reported."""
    checklist_rules.check_preparer(by.person_id, by.roles, audits.team_ids(audit.id))
    checklist_rules.check_preparing(audit.state)


def add(audit: Audit, new: Iterable[NewRow], *, by: Viewer) -> list[ChecklistItem]:
    """Add rows, each behind those that ask about the same; what is asked already is left out.

    Raises BadInput where nothing was chosen, and as `check_may` does.
    """
    check_may(audit, by)
    rows, chosen = _rows(audit), list(new)
    asked = {asked_by(row) for row in rows}
    fresh = [each for each in {one.same: one for one in chosen}.values() if each.same not in asked]
    checklist_rules.check_room(len(rows), len(chosen))
    number = max([audit.last_row_removed, *(row.position for row in rows)])
    made = []
    for position, each in enumerate(fresh, start=number + 1):
        row = ChecklistItem(audit_id=audit.id, position=position, place=0, **vars(each))
        rows.insert(_place_for(each, rows), row)
        made.append(row)
    session.add_all(made)
    _renumber(rows)
    for row in made:
        changes = {"question": (None, row.question or None), "origin": (None, row.origin)}
        trail.note(checklists.name_of(audit, row), "row_added", by=by.actor, changes=changes)
    return made


def _place_for(new: NewRow, rows: Sequence[ChecklistItem]) -> int:
    """Behind the last row that asks about the same; findings first, strangers last."""
    alike = [
        place
        for place, row in enumerate(rows, start=1)
        if (row.origin is Origin.FINDING) == (new.origin is Origin.FINDING)
        and (new.origin is Origin.FINDING or row.requirement_id == new.requirement_id)
    ]
    if alike:
        return alike[-1]
    return 0 if new.origin is Origin.FINDING else len(rows)


def _renumber(rows: Sequence[ChecklistItem]) -> None:
    """Have places follow each other in this order."""
    session.flush()
    moved = [
        {"id": row.id, "place": place}
        for place, row in enumerate(rows, start=1)
        if row.place != place
    ]
    if moved:
        session.execute(update(ChecklistItem), moved)
    session.expire_all()


def move(audit: Audit, row: ChecklistItem, *, up: bool, by: Viewer) -> None:
    """Let a row change places with its neighbour; the first does not go up, the last not down."""
    check_may(audit, by)
    rows = _rows(audit)
    here = next(place for place, each in enumerate(rows) if each.id == row.id)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        _renumber(rows)
        trail.note(checklists.name_of(audit, row), "row_moved", by=by.actor)


def remove(audit: Audit, row: ChecklistItem, *, by: Viewer) -> None:
    """Take a row out; its number is not given again. Raises RuleBroken for an answered one."""
    check_may(audit, by)
    filed = select(func.count()).where(Finding.item_id == row.id)
    checklist_rules.check_removal(
        answered=row.answered_at is not None,
        findings=session.scalar(filed) or 0,
        files=len(evidence.files(checklists.name_of(audit, row))),
    )
    audit.last_row_removed = max(audit.last_row_removed, row.position)
    changes = {"question": (row.question or None, None)}
    trail.note(checklists.name_of(audit, row), "row_removed", by=by.actor, changes=changes)
    kept_rows.keep(row, kept_rows.stands(row), by, version=None)
    session.delete(row)
    session.flush()


def earlier_findings(audit: Audit, viewer: Viewer) -> Rows:
    """What was found at the unit within two years before, and is to be looked at again."""
    since = checklist_rules.two_years_before(audit.planned_on)
    return session.execute(
        select(
            Finding.id,
            Finding.fiscal_year,
            Finding.number,
            Finding.title,
            Finding.grade,
            Finding.state,
            Finding.found_on,
            Finding.requirement_id,
        )
        .where(
            Finding.unit_id == audit.unit_id,
            Finding.audit_id != audit.id,
            Finding.found_on >= since,
            Finding.found_on <= audit.planned_on,
            Finding.state != FindingState.WITHDRAWN,
            Finding.grade.in_(ASKED_AGAIN),
            findings.visible_to(viewer),
        )
        .order_by(Finding.id)
    ).all()


def from_findings(found: Rows) -> list[NewRow]:
    """A row for each earlier finding: was it really put right?"""
    look = checklist_rules.joined([Method.DOCUMENT, Method.ON_SITE])
    return [
        NewRow(row.requirement_id, Origin.FINDING, methods=look, earlier_finding_id=row.id)
        for row in found
    ]


@dataclass(frozen=True)
class Last:
    """An earlier checklist: the day of its audit, and what it asked, earlier findings left out."""

    held_on: date
    rows: Sequence[ChecklistItem]


def last_checklist(audit: Audit) -> Last | None:
    """The checklist whose questions may be copied: the unit's last one of the same kind."""
    last = (
        select(Audit.id)
        .where(
            Audit.unit_id == audit.unit_id,
            Audit.kind == audit.kind,
            Audit.id != audit.id,
            Audit.held_on <= audit.planned_on,
        )
        .order_by(Audit.held_on.desc(), Audit.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = session.execute(
        select(ChecklistItem, Audit.held_on)
        .join(Audit, Audit.id == ChecklistItem.audit_id)
        .where(ChecklistItem.audit_id == last, ChecklistItem.origin != Origin.FINDING)
        .order_by(ChecklistItem.place, ChecklistItem.position)
    ).all()
    if not found:
        return None
    return Last(found[0].held_on or audit.planned_on, [row.ChecklistItem for row in found])


def from_last(before: Last, criteria: Criteria) -> list[NewRow]:
    """The questions of an earlier checklist, as they may be asked again: never an answer.

    What was asked of another edition is asked of the requirement of the same name, or mapped to.
    """
    told = requirements.told(list({row.requirement_id for row in before.rows}))
    names = {row.id: mappings.name_of(row) for row in told}
    found = []
    for row in before.rows:
        requirement_id, _own = criteria.requirement(names[row.requirement_id])
        if requirement_id is not None:
            found.append(replace(_copied(row), requirement_id=requirement_id))
    return found


def _copied(row: ChecklistItem) -> NewRow:
    asked = row.question, row.methods, row.hint, row.good_evidence
    return NewRow(row.requirement_id, row.origin, *asked, risk=row.risk)


def ask(audit: Audit, new: NewRow, *, by: Viewer) -> ChecklistItem:
    """Add a question of the auditor's own, about one of the audit's criteria (R5).

    Raises BadInput for a blank one or another requirement, RuleBroken where it is asked already,
    and as `check_may` does.
    """
    criteria = {row.requirement_id for row in _rows(audit)}
    checklist_rules.check_own_question(new.question, new.requirement_id, criteria)
    made = add(audit, [new], by=by)
    if not made:
        raise RuleBroken("asked_already")
    return made[0]
