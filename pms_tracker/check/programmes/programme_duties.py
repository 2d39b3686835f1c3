"""Who has still to write the year's audit programme, and who decides on one that waits."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache

from sqlalchemy import Integer, bindparam, func, select

from pms_tracker.check.rules import programme_rules
from pms_tracker.check.tables.programme_tables import Programme, ProgrammeRow
from pms_tracker.database import session
from pms_tracker.duties import duty_sources
from pms_tracker.kernel.duty import Duty, Holder, Wanted
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Company, CompanyHoliday
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.rules.year_rules import PlanState, Year
from pms_tracker.questions import Question, Text, as_text, cells_of

WRITE, DECIDE = "write_programme", "decide_programme"
# That each year wants one, whether anybody began it or not.
YEARLY = "yearly_programme"


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """Programmes that were begun: to be handed in by the audit manager, then to be decided by
    whoever may."""
    first_on = (
        select(func.min(ProgrammeRow.planned_on))
        .where(ProgrammeRow.programme_id == Programme.id)
        .scalar_subquery()
    )
    for programme, first in session.execute(
        select(Programme, first_on).where(Programme.id.in_(ids))
    ):
        named = programme.id, programme.reference
        if programme.state is PlanState.DRAFT:
            due_on = _hand_in_by(programme.fiscal_year, first)
            yield Wanted(*named, WRITE, due_on, Holder.AUDIT_MANAGER)
        elif programme.state is PlanState.SUBMITTED and programme.submitted_on is not None:
            yield Wanted(
                *(*named, DECIDE, decisions.due_on(programme.submitted_on)),
                Holder.RULE,
                parties={decisions.WRITERS: programme.writer_ids},
            )


def _hand_in_by(year: int, first_on: date | None) -> date:
    company = people.the_company()
    span = Year.of(year, company.fiscal_start)
    return programme_rules.approved_by(span, first_on, company.started_on)


def _yearly(ids: Collection[int]) -> Iterator[Wanted]:
    for company in duty_sources.loaded(Company, ids):
        # Always looked at: which year it is, and when that is due, time alone decides.
        yield Wanted(company.id, "", YEARLY, date.min, Holder.AUDIT_MANAGER)


def not_begun(
    rows: Collection[duty_sources.KeptRow], asking: duty_sources.Asking
) -> Question[Iterable[Duty]]:
    """The programme of the running year where nobody began it, for each audit manager."""
    year = people.fiscal_year_of(asking.firm.on)

    def missing(begun: str) -> Iterator[Duty]:
        if cells_of(begun):
            return
        name, due_on = format_reference(Kind.PROGRAMME, year, 1), _hand_in_by(year, None)
        for row in rows:
            if row.person_id is not None:
                yield Duty(WRITE, name, row.person_id, due_on)

    return Question((_begun(),), {"programme_year": year}, missing)


@cache
def _begun() -> Text:
    year = bindparam("programme_year", type_=Integer)
    return as_text(select(Programme.id).where(Programme.fiscal_year == year))


def _undecided() -> Iterable[int]:
    return session.scalars(select(Programme.id).where(Programme.state != PlanState.APPROVED))


TO_WRITE = duty_sources.DutyKind(
    WRITE,
    N_("監査プログラムの作成"),
    N_("今年度の監査プログラムを作り、代表者に提出してください。"),
    N_("プログラムを開く"),
)
PROGRAMMES = duty_sources.Source(
    Kind.PROGRAMME,
    (
        TO_WRITE,
        duty_sources.DutyKind(
            DECIDE,
            N_("監査プログラムの承認"),
            N_("監査プログラムを承認するか、理由を添えて差し戻してください。"),
            N_("内容を見て決める"),
            takers=decisions.deciders,
            decides=True,
        ),
    ),
    wants,
    every=_undecided,
    changes={
        Programme: duty_sources.own("state", "writer_ids", "submitted_on"),
        ProgrammeRow: duty_sources.of("programme_id", "planned_on"),
        Company: duty_sources.Watched(
            lambda _company: _undecided(), ("fiscal_start_month", "fiscal_start_day")
        ),
        CompanyHoliday: duty_sources.Watched(lambda _day: _undecided()),
    },
    sees=duty_sources.seen_at_the_top,
)
EVERY_YEAR = duty_sources.Source(
    Kind.PROGRAMME,
    (duty_sources.DutyKind(YEARLY, asks=not_begun, tells=(TO_WRITE,)),),
    _yearly,
    every=people.company_ids,
    changes={Company: duty_sources.own("id")},
    sees=duty_sources.seen_at_the_top,
)
