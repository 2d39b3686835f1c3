"""Coverage (監査実施状況一覧): which unit and requirement was audited when, and what is not."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import normalize

from sqlalchemy import ColumnElement, Row as SqlRow, func, select, true, union

from pms_tracker import clock
from pms_tracker.check.audits import audits
from pms_tracker.check.programmes import programmes
from pms_tracker.check.programmes.programme_proposal import Need
from pms_tracker.check.rules.audit_rules import (
    NONCONFORMITIES,
    OPEN,
    AuditKind,
    AuditState,
    FindingState,
    Result,
)
from pms_tracker.check.rules.coverage_rules import Cell, Covered, Lifetime, Visit, judge
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem, Finding
from pms_tracker.check.tables.history_tables import PastAudit
from pms_tracker.database import Columns, Rows, session
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.policies import mappings, requirements
from pms_tracker.plan.rules.year_rules import Year
from pms_tracker.plan.tables.policy_tables import Policy, PolicyVersion, Requirement, RequirementSet

# A year and two cycles back: what an examiner asks for.
CYCLES = 3
# A requirement is covered by a row that somebody looked at.
NOT_LOOKED_AT = (Result.NOT_YET, Result.NOT_SAMPLED)
# When an audit counts for a year: the day it was held, until then the day it is planned for.
DAY = func.coalesce(Audit.held_on, Audit.planned_on)
WORST = 5


@dataclass(frozen=True)
class Past:
    """An audit brought over from earlier papers, as coverage sees it."""

    fiscal_year: int
    unit_id: int | None
    paths: tuple[str, ...]
    visit: Visit

    def looked_at(self, name: str) -> bool:
        """Whether a conformity audit looked at a requirement, named `POL-001 2(3)`."""
        if self.unit_id is not None:
            return False
        return not self.paths or name in self.paths or name.partition(" ")[2] in self.paths


@dataclass(frozen=True)
class Line:
    """A unit or a requirement through the years, the latest first."""

    name: str
    cells: tuple[Cell, ...]
    note: str = ""
    closed_on: date | None = None


@dataclass(frozen=True)
class Board:
    """Units × years for operation, requirements × years for conformity, the latest year first."""

    years: tuple[int, ...]
    units: tuple[Line, ...]
    requirements: tuple[Line, ...]

    def count(self, covered: Covered) -> int:
        """How many units stand so in the latest year."""
        return sum(line.cells[0].covered is covered for line in self.units)

    def missing(self, today: date) -> list[Line]:
        """Units still there that the latest year has neither audited nor planned (R1)."""
        return [
            line
            for line in self.units
            if line.cells[0].covered is Covered.MISSING
            and (line.closed_on is None or line.closed_on >= today)
        ]

    @property
    def not_looked_at(self) -> list[str]:
        """Requirements that the latest year has neither looked at nor planned to."""
        return [line.name for line in self.requirements if line.cells[0].covered is Covered.MISSING]

    @property
    def conformity(self) -> Covered | None:
        """How the requirements stand in the running year, the worst of them; None without any."""
        order = (Covered.MISSING, Covered.PLANNED, Covered.DONE)
        found = {line.cells[0].covered for line in self.requirements}
        return next((each for each in order if each in found), None)


def past_visible_to(viewer: people.Viewer) -> ColumnElement[bool]:
    """Past audits a person may know of: all for the top roles, else those of units they head."""
    return true() if viewer.sees_all else PastAudit.unit_id.in_(audits.headed_units(viewer))


def years(viewer: people.Viewer) -> list[int]:
    """Years whose board is of use: the running one, and those with a programme, latest first."""
    running = people.fiscal_year_of(clock.today())
    return sorted({running, *(row.fiscal_year for row in programmes.listed(viewer))}, reverse=True)


def board(viewer: people.Viewer, year: int) -> Board:
    """What a person may know of a year and the cycles before it.

    Whoever does not see all is shown the units they head: of others they would see but a part.
    """
    spans = [_span(year - back) for back in range(CYCLES)]
    past = _past(viewer, spans)
    return Board(
        tuple(span.first.year for span in spans),
        tuple(_units(viewer, spans, past)),
        tuple(_requirements(spans, past)) if viewer.sees_all else (),
    )


def _span(year: int) -> Year:
    return Year.of(year, people.the_company().fiscal_start)


def _past(viewer: people.Viewer, spans: Sequence[Year]) -> list[Past]:
    statement = select(
        PastAudit.id, PastAudit.fiscal_year, PastAudit.unit_id, PastAudit.held_on, PastAudit.paths
    ).where(
        PastAudit.fiscal_year.between(spans[-1].first.year, spans[0].first.year),
        past_visible_to(viewer),
    )
    return [
        Past(
            row.fiscal_year,
            row.unit_id,
            tuple(row.paths),
            Visit(row.held_on, row.held_on, "", row.id),
        )
        for row in session.execute(statement)
    ]


def _of_years(columns: Columns, kind: AuditKind, spans: Sequence[Year]) -> Columns:
    """Audits of a kind that count for one of the years, as `_visit` reads them."""
    return (
        columns.add_columns(Audit.fiscal_year, Audit.number, Audit.state)
        .add_columns(Audit.planned_on, Audit.held_on)
        .where(
            Audit.kind == kind,
            Audit.state != AuditState.CANCELLED,
            DAY.between(spans[-1].first, spans[0].last),
        )
        .order_by(DAY, Audit.id)
    )


def _visit(row: SqlRow[*tuple[Any, ...]]) -> Visit:
    name = format_reference(Kind.AUDIT, row.fiscal_year, row.number)
    return Visit(row.planned_on, row.held_on, name, finished=row.state is AuditState.CLOSED)


def _year_of(visit: Visit, spans: Sequence[Year]) -> int:
    day = visit.held_on or visit.planned_on
    return next(span.first.year for span in spans if day in span)


def _units(viewer: people.Viewer, spans: Sequence[Year], past: Sequence[Past]) -> Iterator[Line]:
    visits: dict[tuple[int, int], list[Visit]] = defaultdict(list)
    statement = _of_years(select(Audit.unit_id), AuditKind.OPERATION, spans)
    for row in session.execute(statement.where(audits.visible_to(viewer))):
        visit = _visit(row)
        visits[row.unit_id, _year_of(visit, spans)].append(visit)
    for each in past:
        if each.unit_id is not None:
            visits[each.unit_id, each.fiscal_year].append(each.visit)
    today = clock.today()
    for unit in people.units():
        if not viewer.sees_all and unit.id not in viewer.headed_unit_ids:
            continue
        life = Lifetime(unit.opened_on, unit.closed_on)
        cells = tuple(judge(span, visits[unit.id, span.first.year], today, life) for span in spans)
        if any(cell.covered is not Covered.OUTSIDE for cell in cells):
            yield Line(unit.name, cells, closed_on=unit.closed_on)


def _requirements(spans: Sequence[Year], past: Sequence[Past]) -> Iterator[Line]:
    visits: dict[tuple[str, int], list[Visit]] = defaultdict(list)
    columns = (
        select(ChecklistItem.result, Requirement.path)
        .add_columns(Policy.number.label("policy_number"), RequirementSet.key.label("set_key"))
        .join(Audit, Audit.id == ChecklistItem.audit_id)
        .join(Requirement, Requirement.id == ChecklistItem.requirement_id)
        .outerjoin(PolicyVersion, PolicyVersion.id == Requirement.policy_version_id)
        .outerjoin(Policy, Policy.id == PolicyVersion.policy_id)
        .outerjoin(RequirementSet, RequirementSet.id == Requirement.requirement_set_id)
    )
    for row in session.execute(_of_years(columns, AuditKind.CONFORMITY, spans)):
        visit = _visit(row)
        year = _year_of(visit, spans)
        if row.held_on is not None and row.result in NOT_LOOKED_AT and row.state not in OPEN:
            continue
        visits[name_of(row), year].append(visit)
    today = clock.today()
    in_force = requirements.in_force(most=None)
    for each in programmes.held_against(AuditKind.CONFORMITY, in_force):
        name = name_of(each)
        cells = []
        for span in spans:
            year = span.first.year
            before = [one.visit for one in past if one.fiscal_year == year and one.looked_at(name)]
            cells.append(judge(span, [*visits[name, year], *before], today))
        yield Line(name, tuple(cells), note=each.text.strip().partition("\n")[0])


def name_of(row: SqlRow[*tuple[Any, ...]]) -> str:
    """A requirement whatever its edition: what it is of, and its number there."""
    return f"{mappings.family_of(row)} {normalize('NFKC', row.path)}"


def need(span: Year, units: Collection[int]) -> Need:
    """What a year still needs: of these units the ones, and whether the conformity audit, for
    which no audit is held or planned."""
    found = select(Audit.kind, Audit.unit_id).where(
        Audit.state != AuditState.CANCELLED, DAY.between(span.first, span.last)
    )
    past = select(PastAudit.kind, PastAudit.unit_id).where(PastAudit.fiscal_year == span.first.year)
    known: Rows = session.execute(union(found, past)).all()
    covered = {row.unit_id for row in known if row.kind is AuditKind.OPERATION}
    conformity = any(row.kind is AuditKind.CONFORMITY for row in known)
    return Need([each for each in units if each not in covered], not conformity)


def nonconformities(year: int) -> list[tuple[str, int]]:
    """The units in which a year found most nonconformities, with how many."""
    span, amount = _span(year), func.count(Finding.id)
    statement = (
        select(Unit.name, amount)
        .join(Unit, Unit.id == Finding.unit_id)
        .where(
            Finding.grade.in_(NONCONFORMITIES),
            Finding.state != FindingState.WITHDRAWN,
            Finding.found_on.between(span.first, span.last),
        )
        .group_by(Unit.id)
        .order_by(amount.desc(), Unit.position)
        .limit(WORST)
    )
    return [(name, count) for name, count in session.execute(statement)]
