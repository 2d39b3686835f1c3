"""Who has still to write the year's audit programme, and who decides on one that waits."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, func, or_, select

from pms_tracker import clock
from pms_tracker.check.rules import programme_rules
from pms_tracker.check.tables.programme_tables import Programme, ProgrammeRow
from pms_tracker.database import Rows, session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.tables.people_tables import Company, RoleGrant
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.rules.year_rules import PlanState, Year

WRITE, DECIDE = "write_programme", "decide_programme"


def due(
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
) -> Iterator[Duty]:
    """The programme of the running year, and any other that was begun: to be handed in by the audit
    manager, then to be decided by whoever may. One statement, and the firm where one waits.
    """
    if reference is not None and (reference.kind is not Kind.PROGRAMME or reference.number != 1):
        return
    asked = None if reference is None else reference.fiscal_year
    for duty in _every(firm):
        of = asked is None or duty.reference == format_reference(Kind.PROGRAMME, asked, 1)
        if of and duty.due_on <= until and person_id in {None, duty.person_id}:
            yield duty


def _every(firm: Firm | None) -> Iterator[Duty]:
    today = clock.today()
    running = people.fiscal_year_of(today)
    rows = _rows(running, today)
    if not any(row.fiscal_year == running for row in rows):
        # Nobody began it yet.
        yield from _to_write(running, None, rows)
    for year, alike in _by_year(rows).items():
        row = alike[0]
        if row.state is PlanState.DRAFT:
            yield from _to_write(year, row.first_on, alike)
        elif row.state is PlanState.SUBMITTED:
            firm = firm or Firm(today)
            name = format_reference(Kind.PROGRAMME, year, 1)
            taker = decisions.asked(decisions.approvers(firm, row.writer_ids), firm)
            if taker is not None:
                due_on = decisions.due_on(row.submitted_on)
                yield Duty(DECIDE, name, taker.person_id, due_on, for_id=taker.for_id)


def _to_write(year: int, first_on: date | None, rows: Rows) -> Iterator[Duty]:
    span = Year.of(year, people.the_company().fiscal_start_month)
    due_on = programme_rules.approved_by(span, first_on)
    name = format_reference(Kind.PROGRAMME, year, 1)
    for manager_id in dict.fromkeys(row.manager_id for row in rows):
        if manager_id is not None:
            yield Duty(WRITE, name, manager_id, due_on)


def _by_year(rows: Rows) -> dict[int, Rows]:
    years = dict.fromkeys(row.fiscal_year for row in rows if row.fiscal_year is not None)
    return {year: [row for row in rows if row.fiscal_year == year] for year in years}


def _rows(running: int, today: date) -> Rows:
    """Programmes beside each audit manager: one row of nothing but managers where there is none."""
    first_on = (
        select(func.min(ProgrammeRow.planned_on))
        .where(ProgrammeRow.programme_id == Programme.id)
        .scalar_subquery()
    )
    wanted = or_(Programme.fiscal_year == running, Programme.state != PlanState.APPROVED)
    manages = and_(RoleGrant.role == Role.AUDIT_MANAGER, lasts(RoleGrant, today))
    statement = (
        select(Programme.fiscal_year, Programme.state, Programme.writer_ids)
        .add_columns(Programme.submitted_on, first_on.label("first_on"))
        .add_columns(RoleGrant.person_id.label("manager_id"))
        .select_from(Company)
        .outerjoin(Programme, wanted)
        .outerjoin(RoleGrant, manages)
        .order_by(Programme.fiscal_year, RoleGrant.since_on, RoleGrant.id)
    )
    return session.execute(statement).all()
