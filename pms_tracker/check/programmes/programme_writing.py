"""Writing an audit programme: drafted from last year's or from what the year needs, handed in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.check.audits.teams import Setting
from pms_tracker.check.programmes import (
    coverage,
    programme_gaps,
    programme_letters,
    programme_proposal as proposal,
    programmes,
)
from pms_tracker.check.programmes.bench import Bench
from pms_tracker.check.programmes.programme_proposal import Changes, Proposal
from pms_tracker.check.rules import programme_rules
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.programme_rules import PROGRAMME, Row
from pms_tracker.check.tables.programme_tables import Programme, ProgrammeRow
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotAllowed, RuleBroken, check_version
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.plan.deciding import decisions, yearly
from pms_tracker.plan.policies import requirements
from pms_tracker.plan.rules import year_rules
from pms_tracker.plan.rules.year_rules import AnnualKind, PlanState, Year
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.trail import trail

# What a programme says beside its audits.
TEXTS = ("purpose", "scope", "method", "risks", "exception_reason", "gap_reason")


@dataclass(frozen=True)
class Words:
    """What a draft says in the drafter's language; `risks` tells of units with nonconformities."""

    themes: Mapping[AuditKind, str]
    purpose: str
    risks: Callable[[Sequence[tuple[str, int]]], str]
    scope: str = ""
    method: str = ""


@dataclass(frozen=True)
class Written:
    """A programme as it is handed in."""

    purpose: str
    risks: str
    rows: Sequence[Row]
    exception_reason: str = ""
    gap_reason: str = ""
    scope: str = ""
    method: str = ""


def draft(year: int, words: Words, *, bench_of: Callable[[Year], Bench], by: Viewer) -> Programme:
    """Begin the programme of a year: from last year's, else from what the year needs.

    `act.programme_teams` knows who may be asked to audit. Raises NotAllowed for anybody but the
    audit manager, BadInput for any but the running year and the next, RuleBroken where it exists.
    """
    check_writer(by)
    year_rules.check_year(year, people.fiscal_year_of(clock.today()))
    if year not in programmes.open_years():
        raise RuleBroken("programme_begun_already", year=year)
    span = Year.of(year, people.the_company().fiscal_start)
    before = _approved(year - 1)
    programme = Programme(
        fiscal_year=year,
        purpose=before.purpose if before else words.purpose,
        scope=(before and before.scope) or words.scope,
        method=(before and before.method) or words.method,
        risks=words.risks(coverage.nonconformities(year - 1)) or (before.risks if before else ""),
        state=PROGRAMME.start,
        writer_ids=[by.person_id],
        recorded_at=clock.now(),
    )
    yearly.begin(programme, begun_already="programme_begun_already")
    bench = bench_of(span)
    rows = _first_rows(span, before, bench, words)
    _add_rows(programme, rows, after=0)
    changes = {"audits": (None, told(rows, bench))}
    trail.note(programme.reference, "programme_drafted", by=by.actor, changes=changes)
    return programme


def _approved(year: int) -> Programme | None:
    found = programmes.of_year(year)
    return found if found is not None and found.state is PlanState.APPROVED else None


def _first_rows(span: Year, before: Programme | None, bench: Bench, words: Words) -> list[Row]:
    calendar = business_calendar()
    earliest = proposal.earliest_day(span, clock.today())
    days = proposal.days_of(span, _months_of_audits(span), earliest, calendar)
    firm = firm_of(span, bench)
    made = Proposal(firm, words.themes, days, earliest)
    need = coverage.need(span, firm.units)
    rows = [programmes.row_of(each) for each in programmes.rows_of(before)] if before else []
    found = made.following(rows, need, lambda day: span.again(day, calendar))
    # The form holds no more; what is left is covered by extra audits.
    return found[: programme_rules.MOST_ROWS]


def firm_of(span: Year, bench: Bench) -> proposal.Firm:
    """What proposals need of the firm in a year."""
    start = max(span.first, clock.today())
    closes = {each.id: each.closed_on for each in bench.units}
    there = [each.id for each in bench.units if each.closed_on is None or each.closed_on >= start]

    def open_on(unit_id: int, day: date) -> bool:
        closed_on = closes.get(unit_id)
        return unit_id in closes and (closed_on is None or closed_on >= day)

    return proposal.Firm(there, _answers(there), open_on, bench.able)


def _answers(units: Sequence[int]) -> int | None:
    """The unit that answers for the rules: the privacy manager's, else the first there is."""
    firm = Firm(clock.today())
    for role in (Role.PRIVACY_MANAGER, Role.REPRESENTATIVE):
        for person_id in firm.holders(role):
            own = firm.members[person_id].unit_ids & set(units)
            if own:
                return min(own, key=list(units).index)
    return units[0] if units else None


def _months_of_audits(span: Year) -> set[date]:
    """Days for which the plan of the year, however far it is, has audits."""
    statement = (
        select(AnnualDuty.planned_on)
        .join(AnnualPlan, AnnualPlan.id == AnnualDuty.plan_id)
        .where(
            AnnualDuty.kind == AnnualKind.AUDIT,
            AnnualDuty.dropped.is_(False),
            AnnualDuty.planned_on.between(span.first, span.last),
        )
    )
    return set(session.scalars(statement))


def changes_of(programme: Programme, bench: Bench) -> Changes:
    """How a programme differs from last year's; nothing where there was none."""
    before = _approved(programme.fiscal_year - 1)
    if before is None:
        return Changes((), (), ())
    was, now = (
        [programmes.row_of(row) for row in programmes.rows_of(each)] for each in (before, programme)
    )
    return proposal.changes(was, now, firm_of(yearly.year_of(programme), bench))


def save(programme: Programme, written: Written, bench: Bench, *, version: int, by: Viewer) -> None:
    """Write a draft anew.

    Raises Stale, NotAllowed, RuleBroken once it was handed in or where somebody is not independent
    (R2, R3), BadInput as `check_rows` does.
    """
    _write(programme, written, bench, version, by)
    programme.version += 1
    session.flush()


def submit(
    programme: Programme, written: Written, bench: Bench, *, version: int, by: Viewer
) -> None:
    """Write the programme and ask the representative to approve it.

    Raises as `save` does, BadInput without a purpose, RuleBroken where an audit has no auditor or
    lies in the past, something of the year is left out without a reason, or there is nothing to
    audit against.
    """
    programme_rules.check_submission(written.purpose, written.rows, clock.today())
    programme_gaps.check(programme, written.rows, written.gap_reason)
    if not requirements.in_force(most=1):
        raise RuleBroken("no_requirements_in_force")
    _write(programme, written, bench, version, by, complete=True)
    letter = programme_letters.asked(programme, yearly.hand_in(programme, by))
    firm = Firm(clock.today())
    decisions.ask(letter, decisions.approvers(firm, programme.writer_ids), firm)


def _write(
    programme: Programme,
    written: Written,
    bench: Bench,
    version: int,
    by: Viewer,
    *,
    complete: bool = False,
) -> None:
    check_version(programme, version)
    check_writer(by)
    if programme.state is not PlanState.DRAFT:
        raise RuleBroken("programme_locked")
    span = yearly.year_of(programme)
    programme_rules.check_rows(written.rows, span, {each.id for each in bench.units})
    for row in written.rows:
        if row.team_ids or complete:
            bench.judge(row.team_ids, _setting(row, written.exception_reason))
    known = {each.id: each for each in programmes.rows_of(programme)}
    before = [programmes.row_of(each) for each in known.values()]
    rows = [replace(row, theme=row.theme.strip()) for row in written.rows]
    _keep(programme, rows, known)
    changes = {"audits": _changed(before, rows, bench)}
    for name in TEXTS:
        after = getattr(written, name).strip()
        changes[name] = (getattr(programme, name), after)
        setattr(programme, name, after)
    programme.writer_ids = list(dict.fromkeys([*programme.writer_ids, by.person_id]))
    session.flush()
    different = {name: both for name, both in changes.items() if both[0] != both[1]}
    if different:
        trail.note(programme.reference, "programme_saved", by=by.actor, changes=different)


def _setting(row: Row, exception_reason: str) -> Setting:
    return Setting(row.unit_id, row.planned_on, row.kind, exception_reason=exception_reason)


def _keep(programme: Programme, rows: Sequence[Row], known: Mapping[int, ProgrammeRow]) -> None:
    """Raises Stale where a row is one that the programme has not (or no longer)."""
    ids = [row.row_id for row in rows if row.row_id is not None]
    yearly.check_known(programme, ids, known)
    for row_id, each in known.items():
        if row_id not in ids:
            session.delete(each)
    for row in rows:
        if row.row_id is not None:
            _enter(row, known[row.row_id])
    last = max((each.position for each in known.values()), default=0)
    _add_rows(programme, [row for row in rows if row.row_id is None], after=last)


def _enter(row: Row, kept: ProgrammeRow) -> None:
    for name in programmes.FIELDS:
        setattr(kept, name, getattr(row, name))
    kept.team_ids = list(row.team_ids)


def _add_rows(programme: Programme, rows: Sequence[Row], *, after: int) -> None:
    for position, row in enumerate(rows, start=after + 1):
        made = ProgrammeRow(programme_id=programme.id, position=position)
        _enter(row, made)
        session.add(made)
    session.flush()


def told(rows: Sequence[Row], bench: Bench) -> str | None:
    """Audits as the trail tells them: planned day, unit, theme, team."""
    units = {each.id: each.name for each in bench.units}
    said = []
    for row in rows:
        team = "、".join(bench.names.get(each, "") for each in row.team_ids)
        said.append(f"{row.planned_on} {units.get(row.unit_id, '')} {row.theme} ({team})")
    return "\n".join(said) or None


def _changed(before: Sequence[Row], after: Sequence[Row], bench: Bench) -> trail.Change:
    gone = [row for row in before if row not in after]
    new = [replace(row, row_id=None) for row in after if row not in before]
    return told(gone, bench), told(new, bench)


def check_writer(by: Viewer) -> None:
    """Raises NotAllowed for anybody but the audit manager."""
    if not programme_rules.WRITERS & by.roles:
        raise NotAllowed("audit_manager_only")
