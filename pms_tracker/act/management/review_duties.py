"""What management reviews want somebody to do: convene, hold and write, sign, carry out."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.elements import SQLCoreOperations

from pms_tracker import clock
from pms_tracker.act.management import management_reviews
from pms_tracker.act.rules import management_rules
from pms_tracker.act.rules.management_rules import WRITING, ReviewState
from pms_tracker.act.tables.management_tables import ManagementReview, ReviewDecision
from pms_tracker.database import Columns, reference_of, session
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.search_text import title_of
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.standing import manages
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.tables.people_tables import RoleGrant
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.trail import record_numbers

CONVENE, HOLD, WRITE = "convene_review", "hold_review", "write_minutes"
SIGN, CARRY_OUT = "sign_minutes", "carry_out_decision"
KINDS = frozenset({CONVENE, HOLD, WRITE, SIGN, CARRY_OUT})
# What is said of a decision in one line, and between several of one person and day.
TITLE, BETWEEN = 60, " / "
REFERENCE = reference_of(
    Kind.MANAGEMENT_REVIEW, ManagementReview.fiscal_year, ManagementReview.number
)


def due(
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
) -> Iterator[Duty]:
    """Reviews to convene by the end of their month, to hold, to write down and to sign; decisions
    to carry out. One statement, and the firm where minutes wait to be signed.
    """
    rows = session.execute(union_all(*halves(person_id, reference)).order_by("due_on")).all()
    yield from told(rows, until, person_id, firm)


def seen(viewer: Viewer, days: Days, limit: int, firm: Firm | None = None) -> Iterator[Duty]:
    """The same within a run of days, as far as a person may see: who sees all hears of everybody's,
    others of their own.
    """
    last = days.last or date.max
    whose = None if viewer.sees_all else viewer.person_id
    found = (
        duty
        for duty in due(last, whose, firm=firm)
        if days.first is None or duty.due_on >= days.first
    )
    for count, duty in enumerate(found):
        if count == limit:
            return
        yield duty


def halves(person_id: int | None, reference: Reference | None) -> list[Columns]:
    """What is open, of which there is little at any time: kind, `reference`, whose it is, the day,
    title, unit and its id as the steps of cases have them, then state and writers of a review."""
    of_plan = _about(reference, Kind.ANNUAL_PLAN, AnnualPlan.fiscal_year, literal(1))
    review = (ManagementReview.fiscal_year, ManagementReview.number)
    of_review = _about(reference, Kind.MANAGEMENT_REVIEW, *review)
    mine = true() if person_id is None else RoleGrant.person_id == person_id
    owned = true() if person_id is None else ReviewDecision.owner_id == person_id
    return [
        _to_convene().where(of_plan, mine),
        _to_write().where(of_review, mine),
        _to_sign().where(of_review),
        _to_carry_out().where(of_review, owned),
    ]


def _about(
    reference: Reference | None,
    kind: Kind,
    fiscal_year: SQLCoreOperations[int],
    number: SQLCoreOperations[int],
) -> ColumnElement[bool]:
    return (
        true() if reference is None else record_numbers.named(reference, kind, fiscal_year, number)
    )


def _columns(
    kind: str,
    name: ColumnElement[str],
    whose: Any,
    day: Any,
    title: Any,
    *,
    of_review: bool = True,
) -> tuple[ColumnElement[Any], ...]:
    """One half's columns, named by the first of them."""
    state = cast(ManagementReview.state, String) if of_review else cast(null(), String)
    # As text, since no database compares JSON, as a union does.
    writers = cast(ManagementReview.writer_ids, String) if of_review else cast(null(), String)
    return (
        literal(kind).label("kind"),
        name.label("reference"),
        whose.label("person_id"),
        day.label("due_on"),
        title.label("title"),
        literal("").label("unit"),
        cast(null(), Integer).label("unit_id"),
        state.label("state"),
        writers.label("writers"),
    )


def _to_convene() -> Columns:
    """Duties of plans without a review, for those who run the PMS."""
    name = literal(f"{Kind.ANNUAL_PLAN}-") + cast(AnnualPlan.fiscal_year, String)
    whose, day = RoleGrant.person_id, AnnualDuty.planned_on
    columns = _columns(CONVENE, name, whose, day, AnnualDuty.title, of_review=False)
    found = management_reviews.without_review().with_only_columns(*columns).order_by(None)
    return found.join(RoleGrant, manages(clock.today()))


def _to_write() -> Columns:
    """Reviews to come, by their day, and minutes that came back, for those who run the PMS."""
    day = func.coalesce(ManagementReview.turn_due_on, ManagementReview.planned_on)
    columns = _columns(HOLD, REFERENCE, RoleGrant.person_id, day, literal(""))
    found = select(*columns).join(RoleGrant, manages(clock.today()))
    return found.where(ManagementReview.state.in_(WRITING))


def _to_sign() -> Columns:
    nobody = cast(null(), Integer)
    columns = _columns(SIGN, REFERENCE, nobody, ManagementReview.turn_due_on, literal(""))
    return select(*columns).where(ManagementReview.state == ReviewState.SUBMITTED)


def _to_carry_out() -> Columns:
    whose, day = ReviewDecision.owner_id, ReviewDecision.due_on
    columns = _columns(CARRY_OUT, REFERENCE, whose, day, ReviewDecision.text)
    return (
        select(*columns)
        .join(ReviewDecision, ReviewDecision.review_id == ManagementReview.id)
        .where(ManagementReview.state == ReviewState.SIGNED, ReviewDecision.done_on.is_(None))
    )


def told(
    rows: Iterable[Any], until: date, person_id: int | None, firm: Firm | None
) -> Iterator[Duty]:
    """The duties that rows of `halves` tell of, due until a day."""
    every = list(rows)
    found = (*_decisions(every), *_turns(every), *_signatures(every, firm))
    for duty in found:
        if duty.due_on <= until and person_id in {None, duty.person_id}:
            yield duty


def _decisions(rows: Iterable[Any]) -> Iterator[Duty]:
    """What one person carries out by one day is one duty: the ledger of reminders knows it by
    record, person and day."""
    together: dict[tuple[str, int, date], list[str]] = {}
    for row in rows:
        if row.kind == CARRY_OUT:
            titles = together.setdefault((row.reference, row.person_id, row.due_on), [])
            titles.append(title_of(row.title, TITLE))
    for (name, owner_id, day), titles in together.items():
        yield Duty(CARRY_OUT, name, owner_id, day, title=BETWEEN.join(titles))


def _turns(rows: Iterable[Any]) -> Iterator[Duty]:
    """What those who run the PMS do: convene, hold, write down."""
    for row in rows:
        if row.kind in {CONVENE, HOLD}:
            kind, day = _step(row)
            # What was to be held is to be written down, from the day after.
            lapses = kind == HOLD
            yield Duty(kind, row.reference, row.person_id, day, title=row.title, lapses=lapses)


def _step(row: Any) -> tuple[str, date]:
    """What is next of a review that is to be convened, held or written down, and by when."""
    if row.kind == CONVENE:
        return CONVENE, management_rules.month_end(row.due_on)
    if row.state == ReviewState.SENT_BACK:
        return WRITE, row.due_on
    if row.due_on >= clock.today():
        return HOLD, row.due_on
    return WRITE, management_rules.TO_WRITE.due_on(row.due_on, business_calendar())


def _signatures(rows: Iterable[Any], firm: Firm | None) -> Iterator[Duty]:
    """Minutes that wait, for whoever is asked to sign."""
    for row in rows:
        if row.kind == SIGN:
            firm = firm or Firm(clock.today())
            taker = decisions.asked(decisions.approvers(firm, json.loads(row.writers)), firm)
            if taker is not None:
                yield Duty(SIGN, row.reference, taker.person_id, row.due_on, for_id=taker.for_id)
