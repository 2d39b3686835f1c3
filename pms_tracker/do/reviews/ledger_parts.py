"""What each unit is asked in a review of the register: who answers, and who knows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select, true

from pms_tracker.database import Rows, session
from pms_tracker.do.registers import ledger
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger import ledger_review_rules
from pms_tracker.do.rules.ledger.ledger_review_rules import Outcome, PartAnswer, RowAnswer
from pms_tracker.do.tables.ledger_review_tables import (
    LedgerReview,
    LedgerReviewRow,
    LedgerReviewUnit,
)
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.duties.duty_sources import KeptRow, Taker, asked_first
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.listings import Numbered
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.registers import entry_editions
from pms_tracker.registers.edition_tables import Edition
from pms_tracker.registers.fields import Value
from pms_tracker.trail import record_numbers

# Parts a person may know of, as of the register itself.
part_seen_by = ledger.of_units(LedgerReviewUnit.unit_id)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Reviews a person may know of: all who see the whole register, and of whose unit it asks."""
    asked = LedgerReviewUnit.review_id == LedgerReview.id
    whole = ledger.sees_whole(viewer)
    return true() if whole else exists().where(asked, part_seen_by(viewer))


def answering(firm: Firm, unit_id: int) -> Eligible:
    """Who answers for a unit today."""
    heads, managers = firm.heads_of(unit_id), firm.managers()
    return ledger_review_rules.answerers(heads, managers, firm.at_hand)


def takers(row: KeptRow, firm: Firm) -> list[Taker]:
    """Whoever is asked for what is to be done for a unit."""
    return asked_first(answering(firm, row.unit_id), firm)


def may_answer(firm: Firm, unit_id: int, person_id: int) -> bool:
    """Whether somebody answers for a unit today, in own right or as a deputy."""
    eligible = answering(firm, unit_id)
    return person_id in eligible.person_ids or firm.principal(person_id, eligible) is not None


@dataclass(frozen=True)
class Part:
    """What one unit is asked, and in which review."""

    review: LedgerReview
    row: LedgerReviewUnit
    unit: str

    @property
    def reference(self) -> str:
        return self.review.reference

    @property
    def version(self) -> int:
        return self.row.version

    @property
    def step(self) -> str:
        """The name of what is confirmed: `unit-3`."""
        return step_of(self.row.unit_id)


def step_of(unit_id: int) -> str:
    return f"unit-{unit_id}"


@dataclass(frozen=True)
class Looked:
    """One row of a part: the entry as it stands, and what it said when the unit was asked."""

    row: LedgerReviewRow
    entry: PersonalInformation
    said: dict[str, Value]


def _named(reference: Reference) -> ColumnElement[bool]:
    year, number = LedgerReview.fiscal_year, LedgerReview.number
    return record_numbers.named(reference, Kind.LEDGER_REVIEW, year, number)


by_reference = Numbered(LedgerReview, Kind.LEDGER_REVIEW, visible_to).by_reference


def by_unit(
    reference: Reference, unit_id: int, *, seen_by: Viewer | None, for_update: bool = False
) -> Part:
    """What a unit is asked. Raises NotFound where it is not, or for whoever may not know of it."""
    if for_update:
        # The review first: whoever closes it meanwhile locks it as well.
        session.execute(select(LedgerReview.id).where(_named(reference)).with_for_update())
    seen = true() if seen_by is None else part_seen_by(seen_by)
    found = session.execute(
        select(LedgerReview, LedgerReviewUnit, Unit.name)
        .join(LedgerReviewUnit, LedgerReviewUnit.review_id == LedgerReview.id)
        .join(Unit, Unit.id == LedgerReviewUnit.unit_id)
        .where(_named(reference), LedgerReviewUnit.unit_id == unit_id, seen)
    ).one_or_none()
    if found is None:
        raise NotFound("no_such_record", reference=str(reference))
    return Part(*found)


def parts_of(review: LedgerReview, viewer: Viewer) -> Rows:
    """The parts of a review that somebody may know of, in the order of the units: each with the
    unit's name and how many of its rows there are, are answered, change and end."""
    said = LedgerReviewRow.outcome
    counts = {
        "rows": said.is_(None) | said.is_not(None),
        "answered": said.is_not(None),
        "changed": said == Outcome.CHANGED,
        "ended": said == Outcome.ENDED,
    }
    return session.execute(
        select(LedgerReviewUnit, Unit.name.label("unit"))
        .add_columns(*(func.count(case((each, 1))).label(name) for name, each in counts.items()))
        .join(Unit, Unit.id == LedgerReviewUnit.unit_id)
        .join(LedgerReviewRow, LedgerReviewRow.part_id == LedgerReviewUnit.id)
        .where(LedgerReviewUnit.review_id == review.id, part_seen_by(viewer))
        .group_by(LedgerReviewUnit.id, Unit.id)
        .order_by(Unit.position, Unit.id)
    ).all()


def rows_of(part: LedgerReviewUnit) -> list[LedgerReviewRow]:
    """The rows of a part in the order in which they are asked."""
    its = select(LedgerReviewRow).where(LedgerReviewRow.part_id == part.id)
    return list(session.scalars(its.order_by(LedgerReviewRow.id)))


def looked_at(parts: Sequence[LedgerReviewUnit]) -> dict[int, list[Looked]]:
    """The rows of parts by the ids of these, each beside its entry, in one statement."""
    then = and_(
        Edition.register == LEDGER.key,
        Edition.entry_id == LedgerReviewRow.entry_id,
        Edition.number == LedgerReviewRow.edition,
    )
    found = session.execute(
        select(LedgerReviewRow, PersonalInformation, Edition)
        .join(PersonalInformation, PersonalInformation.id == LedgerReviewRow.entry_id)
        .outerjoin(Edition, then)
        .where(LedgerReviewRow.part_id.in_([each.id for each in parts]))
        .order_by(LedgerReviewRow.id)
    )
    by_part: dict[int, list[Looked]] = {each.id: [] for each in parts}
    for row, entry, edition in found:
        # An approval that was taken back leaves no edition; then what is drafted was seen.
        gone = edition is None
        told = LEDGER.values_of(entry) if gone else entry_editions.said(LEDGER, edition)
        by_part[row.part_id].append(Looked(row, entry, told))
    return by_part


def answer_of(part: LedgerReviewUnit, rows: Sequence[LedgerReviewRow]) -> PartAnswer:
    """What a unit has said so far."""
    told = {each.id: RowAnswer(each.outcome, each.note) for each in rows}
    return PartAnswer(told, part.missing, part.words)


def content(part: Part, rows: Sequence[LedgerReviewRow]) -> dict[str, Any]:
    """What a confirmation would be bound to."""
    return {
        "review": part.reference,
        "unit": part.row.unit_id,
        "missing": part.row.missing,
        "words": part.row.words,
        "rows": [[each.entry_id, each.edition, each.outcome, each.note] for each in rows],
    }
