"""What management reviews want somebody to do: convene, hold and write, sign, carry out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Text,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)

from pms_tracker import clock
from pms_tracker.act import review_rules, reviews
from pms_tracker.act.review_models import ManagementReview, ReviewDecision
from pms_tracker.act.review_rules import ReviewState
from pms_tracker.database import Columns, Rows, session
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.kernel.search_text import title_of
from pms_tracker.people.calendar import business_calendar
from pms_tracker.people.firm import Firm
from pms_tracker.people.people import Viewer
from pms_tracker.plan import decisions
from pms_tracker.plan.year_models import AnnualDuty, AnnualPlan

CONVENE, HOLD, WRITE = "convene_review", "hold_review", "write_minutes"
SIGN, CARRY_OUT = "sign_minutes", "carry_out_decision"
# What is said of a decision in one line, and between several of one person and day.
TITLE, BETWEEN = 60, " / "


def due(
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
) -> Iterator[Duty]:
    """Reviews to convene by the end of their month, to hold, to write down and to sign; decisions
    to carry out. One statement, and the firm where somebody's role says whose it is.
    """
    yield from _of(_rows(reference), until, person_id, firm)


def seen(viewer: Viewer, days: Days, limit: int) -> Iterator[Duty]:
    """The same within a run of days, as far as a person may see: who sees all hears of everybody's,
    others of their own.
    """
    last = days.last or date.max
    whose = None if viewer.sees_all else viewer.person_id
    found = (duty for duty in due(last, whose) if days.first is None or duty.due_on >= days.first)
    for count, duty in enumerate(found):
        if count == limit:
            return
        yield duty


def _of(rows: Rows, until: date, person_id: int | None, firm: Firm | None) -> Iterator[Duty]:
    for duty in (*_decisions(rows), *_of_roles(rows, person_id, firm)):
        if duty.due_on <= until and person_id in {None, duty.person_id}:
            yield duty


def _rows(reference: Reference | None) -> Rows:
    """What is open, in one statement: there is little of it at any time."""
    every: CompoundSelect[*tuple[Any, ...]] = union_all(
        _to_convene().where(_about(reference, Kind.ANNUAL_PLAN)),
        _in_hand().where(_about(reference, Kind.MANAGEMENT_REVIEW)),
        _made().where(_about(reference, Kind.MANAGEMENT_REVIEW)),
    )
    return session.execute(every.order_by("day")).all()


def _to_convene() -> Columns:
    """Duties of plans without a review: kind, year and number of the record, `day`, `title`,
    `owner_id`, `state` and `review_id`, which the other two have as well."""
    nobody = cast(null(), Integer)
    return (
        reviews.without_review()
        .with_only_columns(
            literal(CONVENE).label("kind"),
            AnnualPlan.fiscal_year,
            literal(1).label("number"),
            AnnualDuty.planned_on.label("day"),
            AnnualDuty.title.label("title"),
            nobody.label("owner_id"),
            cast(null(), Text).label("state"),
            nobody.label("review_id"),
        )
        .order_by(None)
    )


def _in_hand() -> Columns:
    return select(
        literal(HOLD),
        ManagementReview.fiscal_year,
        ManagementReview.number,
        _day(),
        cast(literal(""), Text),
        cast(null(), Integer),
        cast(ManagementReview.state, Text),
        ManagementReview.id,
    ).where(ManagementReview.state.in_(_IN_HAND))


def _made() -> Columns:
    return (
        select(
            literal(CARRY_OUT),
            ManagementReview.fiscal_year,
            ManagementReview.number,
            ReviewDecision.due_on,
            ReviewDecision.text,
            ReviewDecision.owner_id,
            cast(null(), Text),
            ManagementReview.id,
        )
        .join(ManagementReview, ManagementReview.id == ReviewDecision.review_id)
        .where(ManagementReview.state == ReviewState.SIGNED, ReviewDecision.done_on.is_(None))
    )


_IN_HAND = (ReviewState.CONVENED, ReviewState.SUBMITTED, ReviewState.SENT_BACK)


def _day() -> ColumnElement[Any]:
    """The day of a review to come; of minutes that wait, when the next signature is due."""
    return func.coalesce(ManagementReview.turn_due_on, ManagementReview.planned_on)


def _about(reference: Reference | None, kind: Kind) -> ColumnElement[bool]:
    if reference is None:
        return true()
    if reference.kind is not kind:
        return literal(value=False)
    if kind is Kind.ANNUAL_PLAN:
        of_year = AnnualPlan.fiscal_year == reference.fiscal_year
        return and_(of_year, literal(value=reference.number == 1))
    return and_(
        ManagementReview.fiscal_year == reference.fiscal_year,
        ManagementReview.number == reference.number,
    )


def _decisions(rows: Rows) -> Iterator[Duty]:
    """What one person carries out by one day is one duty: the ledger of reminders knows it by
    record, person and day."""
    together: dict[tuple[str, int, date], list[str]] = {}
    for row in rows:
        if row.kind == CARRY_OUT:
            name = format_reference(Kind.MANAGEMENT_REVIEW, row.fiscal_year, row.number)
            titles = together.setdefault((name, row.owner_id, row.day), [])
            titles.append(title_of(row.title, TITLE))
    for (name, owner_id, day), titles in together.items():
        yield Duty(CARRY_OUT, name, owner_id, day, title=BETWEEN.join(titles))


def _of_roles(rows: Rows, person_id: int | None, firm: Firm | None) -> Iterator[Duty]:
    waiting = [row for row in rows if row.kind != CARRY_OUT]
    if not waiting:
        return
    firm = firm or Firm(clock.today())
    writers = _writers(row.review_id for row in waiting if row.state == ReviewState.SUBMITTED)
    for row in waiting:
        if row.state == ReviewState.SUBMITTED:
            yield from _to_sign(row, writers[row.review_id], firm)
        else:
            kind, name, day = _to_do(row)
            for each in _keepers(firm):
                if person_id in {None, each}:
                    yield Duty(kind, name, each, day, title=row.title)


def _keepers(firm: Firm) -> list[int]:
    """Who keeps reviews: the privacy managers; the representatives where there is none."""
    return firm.holders(Role.PRIVACY_MANAGER) or firm.holders(Role.REPRESENTATIVE)


def _to_do(row: Any) -> tuple[str, str, date]:
    """What the keepers do about a review: its kind, the record's name and the day."""
    if row.kind == CONVENE:
        name = format_reference(Kind.ANNUAL_PLAN, row.fiscal_year, 1)
        return CONVENE, name, review_rules.month_end(row.day)
    name = format_reference(Kind.MANAGEMENT_REVIEW, row.fiscal_year, row.number)
    if row.state == ReviewState.CONVENED and row.day >= clock.today():
        return HOLD, name, row.day
    if row.state == ReviewState.CONVENED:
        return WRITE, name, review_rules.TO_WRITE.due_on(row.day, business_calendar())
    return WRITE, name, row.day


def _to_sign(row: Any, writers: Iterable[int], firm: Firm) -> Iterator[Duty]:
    taker = decisions.asked(decisions.approvers(firm, list(writers)), firm)
    if taker is not None:
        name = format_reference(Kind.MANAGEMENT_REVIEW, row.fiscal_year, row.number)
        yield Duty(SIGN, name, taker.person_id, row.day, for_id=taker.for_id)


def _writers(review_ids: Iterable[int]) -> Mapping[int, list[int]]:
    """Who wrote in the minutes that wait; read for them alone, since they are few."""
    wanted = list(review_ids)
    if not wanted:
        return {}
    columns = (ManagementReview.id, ManagementReview.writer_ids)
    rows = session.execute(select(*columns).where(ManagementReview.id.in_(wanted)))
    return {row.id: row.writer_ids for row in rows}
