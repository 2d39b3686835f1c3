"""The audits of a year in the shape an examiner's form asks for: day, target, result, counts."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from pms_tracker.check.audits import audits
from pms_tracker.check.programmes import coverage
from pms_tracker.check.rules import audit_report_rules, audit_rules
from pms_tracker.check.tables.audit_report_tables import SignedReport
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember, Finding
from pms_tracker.check.tables.history_tables import PastAudit
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.kernel.search_text import title_of
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Person, Unit
from pms_tracker.plan.rules.year_rules import Year

# Of a note on old papers, what fits in a line.
NOTE_LENGTH = 60
# An examiner asks for two years (domain.md 2.4 no. 7).
YEARS = 2


@dataclass(frozen=True)
class Line:
    """One audit that was held. `reference` names its record, `past_id` one brought over (移行);
    without a unit it is the company's conformity audit.

    `reported_on` is when the representative received its report, `manager` the audit manager who
    approved that or led it, `settled` how many of its nonconformities are corrected, or None where
    the records of earlier years do not tell.
    """

    held_on: date
    kind: audit_rules.AuditKind
    unit: str
    theme: str
    auditors: tuple[str, ...]
    counts: Mapping[audit_rules.Grade, int]
    reference: str = ""
    past_id: int | None = None
    finished: bool = True
    reported_on: date | None = None
    manager: str = ""
    settled: int | None = None

    @property
    def to_settle(self) -> int:
        """How many nonconformities its corrective actions have to settle."""
        return sum(
            amount
            for grade, amount in self.counts.items()
            if audit_rules.needs_corrective_action(grade)
        )


@dataclass(frozen=True)
class OfYear:
    """A year's finished audits, the earliest first, and the names of those still under way."""

    year: int
    lines: tuple[Line, ...]
    under_way: tuple[str, ...] = ()

    @property
    def total(self) -> Counter[audit_rules.Grade]:
        found: Counter[audit_rules.Grade] = Counter()
        for line in self.lines:
            found.update(line.counts)
        return found


def of_two_years(viewer: people.Viewer, year: int) -> list[OfYear]:
    """A year and the one before it, as far as a person may know of its audits."""
    start = people.the_company().fiscal_start
    spans = [Year.of(year - back, start) for back in range(YEARS)]
    lines = [*_held(viewer, spans), *_brought_over(viewer, spans)]
    found = []
    for span in spans:
        own = [line for of, line in lines if of == span.first.year]
        own.sort(key=lambda line: (line.held_on, line.reference))
        ahead = tuple(line.reference for line in own if not line.finished)
        finished = tuple(line for line in own if line.finished)
        found.append(OfYear(span.first.year, finished, ahead))
    return found


def grades_shown(years: Sequence[OfYear]) -> list[audit_rules.Grade]:
    """Those of the light profile, and whatever else was found."""
    found = {grade for each in years for grade, amount in each.total.items() if amount}
    return [
        grade for grade in audit_rules.Grade if grade in found or grade in audit_rules.LIGHT_GRADES
    ]


def _held(viewer: people.Viewer, spans: Sequence[Year]) -> list[tuple[int, Line]]:
    statement = (
        select(Audit.id, Audit.fiscal_year, Audit.number, Audit.kind, Audit.theme, Audit.held_on)
        .add_columns(Unit.name.label("unit"), Audit.state, Audit.closed_on)
        .join(Unit, Unit.id == Audit.unit_id)
        .where(
            Audit.held_on.between(spans[-1].first, spans[0].last),
            Audit.state != audit_rules.AuditState.CANCELLED,
            audits.visible_to(viewer),
        )
    )
    rows = session.execute(statement).all()
    ids = [row.id for row in rows]
    (counts, settled), (teams, managers), approvers = _counts(ids), _teams(ids), _approvers(ids)
    found = []
    for row in rows:
        name = format_reference(Kind.AUDIT, row.fiscal_year, row.number)
        team = tuple(teams[row.id])
        unit = "" if row.kind is audit_rules.AuditKind.CONFORMITY else row.unit
        told = (row.held_on, row.kind, unit, row.theme, team, counts[row.id], name)
        line = Line(
            *told,
            finished=row.state is audit_rules.AuditState.CLOSED,
            reported_on=row.closed_on,
            manager=approvers.get(row.id, "") or managers.get(row.id, ""),
            settled=settled[row.id],
        )
        year = next(span.first.year for span in spans if row.held_on in span)
        found.append((year, line))
    return found


_Counts = Mapping[int, Counter[audit_rules.Grade]]


def _counts(audit_ids: Sequence[int]) -> tuple[_Counts, Mapping[int, int]]:
    """Findings by grade, and how many nonconformities are settled, by audit."""
    statement = (
        select(Finding.audit_id, Finding.grade, Finding.state, func.count())
        .where(Finding.audit_id.in_(audit_ids), Finding.state != audit_rules.FindingState.WITHDRAWN)
        .group_by(Finding.audit_id, Finding.grade, Finding.state)
    )
    found: dict[int, Counter[audit_rules.Grade]] = defaultdict(Counter)
    settled: Counter[int] = Counter()
    for audit_id, grade, state, amount in session.execute(statement):
        found[audit_id][grade] += amount
        is_settled = state is audit_rules.FindingState.SETTLED
        if is_settled and audit_rules.needs_corrective_action(grade):
            settled[audit_id] += amount
    return found, settled


def _approvers(audit_ids: Sequence[int]) -> Mapping[int, str]:
    """Who approved the report that stands as audit manager, as they were called then."""
    statement = (
        select(SignedReport.audit_id, SignedReport.signers)
        .where(SignedReport.audit_id.in_(audit_ids))
        .order_by(SignedReport.number)
    )
    rows = session.execute(statement).all()
    return {
        audit_id: approved["name"]
        for audit_id, signers in rows
        if (approved := signers.get(audit_report_rules.APPROVAL)) and "office" not in approved
    }


def _teams(audit_ids: Sequence[int]) -> tuple[Mapping[int, list[str]], Mapping[int, str]]:
    """Who was in the team, the lead first, and who of them was audit manager on the day: where
    the lead is, nobody else approves the report."""
    statement = (
        select(AuditTeamMember.audit_id, AuditTeamMember.roles_then, Person.name)
        .join(Person, Person.id == AuditTeamMember.person_id)
        .where(AuditTeamMember.audit_id.in_(audit_ids))
        .order_by(AuditTeamMember.audit_id, AuditTeamMember.position)
    )
    found: dict[int, list[str]] = defaultdict(list)
    managers: dict[int, str] = {}
    for audit_id, roles, name in session.execute(statement):
        found[audit_id].append(name)
        if Role.AUDIT_MANAGER.value in roles.split(","):
            managers.setdefault(audit_id, name)
    return found, managers


def _brought_over(viewer: people.Viewer, spans: Sequence[Year]) -> list[tuple[int, Line]]:
    statement = (
        select(PastAudit, Unit.name)
        .outerjoin(Unit, Unit.id == PastAudit.unit_id)
        .where(
            PastAudit.fiscal_year.between(spans[-1].first.year, spans[0].first.year),
            coverage.past_visible_to(viewer),
        )
    )
    found = []
    for past, unit in session.execute(statement):
        counts = {audit_rules.Grade(name): amount for name, amount in past.counts.items()}
        note = title_of(past.note, NOTE_LENGTH)
        told = (past.held_on, past.kind, unit or "", note, (past.auditors,), counts)
        found.append((past.fiscal_year, Line(*told, past_id=past.id)))
    return found
