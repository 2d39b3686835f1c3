"""Each unit by each requirement of do in a year: what is open is read from the kept duties, what is
done from the records, each in one statement however many units there are."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa

from pms_tracker import clock
from pms_tracker.database import Columns, read
from pms_tracker.do.checks import check_duties
from pms_tracker.do.contractors import contractor_duties
from pms_tracker.do.disposals import disposal_duties
from pms_tracker.do.registers import risk_reviews
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.reviews import ledger_review_duties
from pms_tracker.do.rules.carried_out_rules import Carried, Cell, Exempted, Judged, Required, judge
from pms_tracker.do.rules.ledger.ledger_review_rules import PartState
from pms_tracker.do.rules.training.training_rules import Learning
from pms_tracker.do.tables.contractor_tables import Contractor, Evaluation, evaluations_of
from pms_tracker.do.tables.disposal_tables import Disposal
from pms_tracker.do.tables.ledger_review_tables import LedgerReview, LedgerReviewUnit
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.do.tables.operation.exemption_tables import Exemption
from pms_tracker.do.tables.operation.operation_check_tables import CheckReading, CheckTemplate
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.do.tables.training_tables import Training, TrainingAssignment
from pms_tracker.do.trainings import training_duties
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.duties.kept_duties import write_pending
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.locales.fiscal_years import fiscal_year_bounds
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Membership, Unit
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.edition_tables import Edition, EntryLink

# Which duties are still open of which requirement; each names the unit that it comes from.
OPEN = {
    ledger_review_duties.ANSWER: Required.LEDGER,
    ledger_review_duties.CONFIRM: Required.LEDGER,
    risk_reviews.REVIEW: Required.RISKS,
    contractor_duties.EVALUATE: Required.CONTRACTORS,
    contractor_duties.MEET: Required.CONTRACTORS,
    training_duties.TAKE: Required.TRAINING,
    training_duties.COLLECT: Required.TRAINING,
    training_duties.AGAIN: Required.TRAINING,
    check_duties.FILL: Required.CHECKS,
    check_duties.READ: Required.CHECKS,
    check_duties.MEND: Required.CHECKS,
    disposal_duties.RECORD: Required.DISPOSALS,
    disposal_duties.DISPOSE: Required.DISPOSALS,
    disposal_duties.RELEASE: Required.DISPOSALS,
    disposal_duties.PROVE: Required.DISPOSALS,
}
# What the company is to begin, and each unit that it concerns is then asked.
BEGINS = {ledger_review_duties.OPEN: Required.LEDGER, training_duties.START: Required.TRAINING}

_FIRST, _LAST = sa.bindparam("first", type_=sa.Date), sa.bindparam("last", type_=sa.Date)
_YEAR, _TODAY = sa.bindparam("year", type_=sa.Integer), sa.bindparam("today", type_=sa.Date)


@dataclass(frozen=True)
class Line:
    """A unit with how it stands, by requirement."""

    unit_id: int
    name: str
    closed_on: date | None
    cells: Mapping[Required, Judged]


@dataclass(frozen=True)
class Board:
    """All units that somebody may know of in a year."""

    year: int
    lines: Sequence[Line]

    def count(self, carried: Carried) -> int:
        """How many cells stand so."""
        return sum(cell.carried is carried for line in self.lines for cell in line.cells.values())


def years() -> list[int]:
    """The years that may be asked for, the latest first: from when the company began here."""
    this = people.fiscal_year_of(clock.today())
    earliest = min(people.fiscal_year_of(people.the_company().started_on), this)
    return list(range(this, earliest - 1, -1))


def board(viewer: Viewer, year: int) -> Board:
    """A year as somebody may know of it: who does not see all, the units that they head."""
    whole, headed = viewer.sees_all, viewer.headed_unit_ids
    write_pending()
    return _board(year, lambda unit: whole or unit.id in headed)


def whole(year: int) -> Board:
    """A year of all units, for whoever is handed whole records only; as it stood before the step
    that asks, which is none of do."""
    return _board(year, lambda _unit: True)


def stands(unit_id: int, required: Required, year: int) -> Judged | None:
    """How one unit stands with a requirement; None where it was not there in that year."""
    write_pending()
    for line in _board(year, lambda unit: unit.id == unit_id).lines:
        return line.cells[required]
    return None


def _board(year: int, may_know: Callable[[Unit], bool]) -> Board:
    span = Days(*fiscal_year_bounds(year, people.the_company().fiscal_start))
    units = [unit for unit in people.units() if _was_there(unit, span) and may_know(unit)]
    cells: dict[tuple[int, Required], Cell] = defaultdict(Cell)
    if units:
        _enter_done(cells, year, span)
        _enter_open(cells, [unit.id for unit in units], span)
        _enter_exempted(cells, year)
    today = clock.today()
    return Board(
        year,
        [
            Line(
                *(unit.id, unit.name, unit.closed_on),
                {each: judge(cells[unit.id, each], span, today) for each in Required},
            )
            for unit in units
        ],
    )


def _was_there(unit: Unit, span: Days) -> bool:
    there = unit.opened_on is None or unit.opened_on <= (span.last or date.max)
    return there and (unit.closed_on is None or unit.closed_on >= (span.first or date.min))


def _enter_done(cells: dict[tuple[int, Required], Cell], year: int, span: Days) -> None:
    asked = {"year": year, "first": span.first, "last": span.last}
    for row in read(_done(), asked):
        cells[row.unit_id, Required(row.required)].did(row.amount, row.last)


def _enter_open(cells: dict[tuple[int, Required], Cell], units: list[int], span: Days) -> None:
    asked = {"last": span.last, "kinds": sorted({*OPEN, *BEGINS}), "today": clock.today()}
    rows = read(_open(), asked)
    holding = {row.unit_id for row in rows if row.kind == _HOLDS}
    for row in rows:
        if row.kind in OPEN and row.unit_id is not None:
            cells[row.unit_id, OPEN[row.kind]].open_days.append(row.due_on)
    for row in rows:
        if row.kind in BEGINS:
            for unit_id in _concerned(row, units, holding):
                cell = cells[unit_id, BEGINS[row.kind]]
                if BEGINS[row.kind] is Required.TRAINING or not cell.done:
                    cell.open_days.append(row.due_on)


def _enter_exempted(cells: dict[tuple[int, Required], Cell], year: int) -> None:
    for row in read(_exempted(), {"year": year}):
        called = format_reference(Kind.EXEMPTION, row.fiscal_year, row.number)
        its = Exempted(called, approved=row.state in IN_FORCE)
        cell = cells[row.unit_id, row.required]
        # What is proposed once more takes nothing from what was approved.
        if cell.exempted is None or not cell.exempted.approved:
            cell.exempted = its


@cache
def _exempted() -> Columns:
    """What was proposed for a year as not concerning a unit, and did not end."""
    columns = (Exemption.unit_id, Exemption.required, Exemption.state)
    return (
        sa.select(*columns, Exemption.fiscal_year, Exemption.number)
        .where(
            *(Exemption.of_year == _YEAR, Exemption.struck == ""), Exemption.state != Standing.ENDED
        )
        .order_by(Exemption.id)
    )


# Marks a row that tells which units hold personal information.
_HOLDS = "holds"


def _concerned(row: Any, units: list[int], holding: set[int]) -> Iterator[int]:
    """The units that something to be begun concerns: a training of one unit that alone, a review
    of the register those that hold anything."""
    for unit_id in units:
        of_review = row.kind == ledger_review_duties.OPEN
        if (of_review and unit_id in holding) or (not of_review and row.unit_id in (None, unit_id)):
            yield unit_id


@cache
def _open() -> sa.CompoundSelect[Any]:
    """Duties that are open, with the unit they come from; and which units hold anything."""
    of_risk = sa.and_(KeptDuty.kind == risk_reviews.REVIEW, Risk.id == KeptDuty.record_id)
    of_start = sa.and_(KeptDuty.kind == training_duties.START, Training.id == KeptDuty.record_id)
    unit_id = sa.func.coalesce(KeptDuty.unit_id, Risk.unit_id, Training.unit_id)
    duties = (
        sa.select(KeptDuty.kind, KeptDuty.due_on, unit_id.label("unit_id"))
        .outerjoin(Risk, of_risk)
        .outerjoin(Training, of_start)
        .where(
            KeptDuty.kind.in_(sa.bindparam("kinds", expanding=True)),
            KeptDuty.due_on <= _LAST,
            sa.or_(KeptDuty.last_on.is_(None), KeptDuty.last_on >= _TODAY),
            KeptDuty.place == 0,
        )
    )
    holds = (
        sa.select(sa.literal(_HOLDS), sa.cast(sa.null(), sa.Date), PersonalInformation.unit_id)
        .where(PersonalInformation.state.in_(IN_FORCE), PersonalInformation.struck == "")
        .distinct()
    )
    return sa.union_all(duties, holds)


@cache
def _done() -> sa.CompoundSelect[Any]:
    """What was done in a year, by unit and requirement: how much, and on which day last."""
    return sa.union_all(*(part.group_by(unit_id) for part, unit_id in _parts()))


def _part(required: Required, unit_id: Any, day: Any) -> Columns:
    amount = sa.func.count().label("amount")
    named = sa.literal(str(required)).label("required"), unit_id.label("unit_id")
    return sa.select(*named, amount, sa.func.max(day).label("last"))


def _parts() -> Iterator[tuple[Columns, Any]]:
    part = _part(Required.LEDGER, LedgerReviewUnit.unit_id, LedgerReviewUnit.confirmed_on)
    yield (
        part.join(LedgerReview, LedgerReview.id == LedgerReviewUnit.review_id).where(
            LedgerReview.fiscal_year == _YEAR, LedgerReviewUnit.state == PartState.CONFIRMED
        ),
        LedgerReviewUnit.unit_id,
    )
    part = _part(Required.RISKS, Risk.unit_id, Edition.from_on).select_from(Risk)
    accepted = sa.and_(Edition.register == RISKS.key, Edition.entry_id == Risk.id)
    yield (
        part.join(Edition, accepted).where(
            Risk.struck == "", Edition.from_on.between(_FIRST, _LAST)
        ),
        Risk.unit_id,
    )
    evaluated = evaluations_of(
        sa.literal(str(Required.CONTRACTORS)).label("required"),
        Contractor.unit_id.label("unit_id"),
        sa.func.count().label("amount"),
        sa.func.max(Evaluation.evaluated_on).label("last"),
    )
    yield (
        evaluated.join(Contractor, Contractor.id == EntryLink.of_id).where(
            Evaluation.state.in_(IN_FORCE), Evaluation.evaluated_on.between(_FIRST, _LAST)
        ),
        Contractor.unit_id,
    )
    yield from _of_days()


def _of_days() -> Iterator[tuple[Columns, Any]]:
    part = _part(Required.TRAINING, Membership.unit_id, TrainingAssignment.done_on)
    day = TrainingAssignment.done_on
    member = sa.and_(
        Membership.person_id == TrainingAssignment.person_id,
        Membership.since_on <= day,
        sa.or_(Membership.until_on.is_(None), Membership.until_on >= day),
    )
    yield (
        part.select_from(TrainingAssignment)
        .join(Training, Training.id == TrainingAssignment.training_id)
        .join(Membership, member)
        .where(
            Training.fiscal_year == _YEAR,
            Training.struck == "",
            TrainingAssignment.state == Learning.PASSED,
        ),
        Membership.unit_id,
    )
    part = _part(Required.CHECKS, CheckTemplate.unit_id, CheckReading.read_on)
    yield (
        part.select_from(CheckReading)
        .join(CheckTemplate, CheckTemplate.id == CheckReading.template_id)
        .where(CheckTemplate.struck == "", CheckReading.month.between(_FIRST, _LAST)),
        CheckTemplate.unit_id,
    )
    part = _part(Required.DISPOSALS, Disposal.unit_id, Disposal.done_on)
    yield (
        part.where(
            Disposal.struck == "",
            Disposal.state.in_(IN_FORCE),
            Disposal.done_on.between(_FIRST, _LAST),
        ),
        Disposal.unit_id,
    )
