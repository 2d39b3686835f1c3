"""Questions to other units (水平展開): who answers them, and who may read what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from pms_tracker import clock
from pms_tracker.act.cases import cases
from pms_tracker.act.rules import elsewhere_rules
from pms_tracker.act.rules.elsewhere_rules import ANSWERED_IN
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.elsewhere_tables import CaseElsewhere
from pms_tracker.database import Rows, session
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Unit


@dataclass(frozen=True)
class Asked:
    """A unit that was asked, and the case whose plan asks it."""

    row: CaseElsewhere
    case: Case
    unit: Unit

    @property
    def reference(self) -> str:
        return self.case.reference

    @property
    def version(self) -> int:
        return self.row.version

    @property
    def open(self) -> bool:
        """Whether the plan as approved asks it still, so that it may be answered or put right."""
        asks = self.row.submission == self.case.submissions
        return asks and self.case.state in ANSWERED_IN and self.row.opened_case_id is None

    @property
    def waits(self) -> bool:
        return self.open and self.row.answered_on is None


def names_of(unit_ids: Sequence[int]) -> str:
    """Units by name, in their order; nothing is looked up for none."""
    units = people.units() if unit_ids else ()
    return "、".join(each.name for each in units if each.id in unit_ids)


def answering(firm: Firm, unit_id: int) -> Eligible:
    """Who answers for a unit today."""
    return elsewhere_rules.answerers(firm.candidates, firm.heads_of(unit_id), firm.at_hand)


def asked_of(firm: Firm, unit_id: int) -> tuple[int, ...]:
    """Those who answer for a unit in order of asking: a deputy before the absent head."""
    found = firm.with_deputies(answering(firm, unit_id))
    return firm.who_sign_in(found) or found


def may_answer(firm: Firm, unit_id: int, person_id: int) -> bool:
    """Whether somebody answers for a unit today, in own right or as a deputy."""
    eligible = answering(firm, unit_id)
    return person_id in eligible.person_ids or firm.principal(person_id, eligible) is not None


def by_unit(
    reference: Reference, unit_id: int, *, seen_by: people.Viewer, for_update: bool = False
) -> Asked:
    """The question to a unit, as it was asked last.

    Raises NotFound where it was not asked, or for whoever neither answers for it nor may know of
    the case.
    """
    rows = _of(reference, CaseElsewhere.unit_id == unit_id, for_update=for_update)
    if not rows:
        raise NotFound("no_such_record", reference=str(reference))
    asked = Asked(rows[-1].CaseElsewhere, rows[-1].Case, rows[-1].Unit)
    knows = cases.knows(reference, seen_by)
    if not knows and not may_answer(Firm(clock.today()), unit_id, seen_by.person_id):
        raise NotFound("no_such_record", reference=str(reference))
    return asked


def mine(reference: Reference, viewer: people.Viewer) -> list[Asked]:
    """What a person answers for of a case, what waits first; nothing where they were not asked."""
    rows = _of(reference)
    firm = Firm(clock.today()) if rows else None
    latest = {row.Unit.id: Asked(row.CaseElsewhere, row.Case, row.Unit) for row in rows}
    found = [
        each
        for each in latest.values()
        if firm is not None and may_answer(firm, each.unit.id, viewer.person_id)
    ]
    return sorted(found, key=lambda each: (not each.waits, each.unit.position, each.unit.id))


def _of(reference: Reference, *conditions: Any, for_update: bool = False) -> Rows:
    """Every row of a case with its unit, the latest edition last."""
    if reference.kind is not Kind.CASE:
        return []
    named = Case.fiscal_year == reference.fiscal_year, Case.number == reference.number
    if for_update:
        # The case alone, and first: whoever changes its plan meanwhile locks it as well.
        session.execute(select(Case.id).where(*named).with_for_update())
    return session.execute(
        select(CaseElsewhere, Case, Unit)
        .join(Case, Case.id == CaseElsewhere.case_id)
        .join(Unit, Unit.id == CaseElsewhere.unit_id)
        .where(*named, *conditions)
        .order_by(CaseElsewhere.submission, CaseElsewhere.id)
    ).all()


def of_case(case: Case, viewer: people.Viewer) -> list[Row[*tuple[Any, ...]]]:
    """Every unit that the plans of a case asked, with its name and the case that came of it.

    `sees_opened` tells whether the reader may know of the latter. What an edition asked that was
    changed before anybody answered is left out.
    """
    opened = (
        select(CaseElsewhere, Unit.name.label("unit"), Case)
        .add_columns(cases.visible_to(viewer).label("sees_opened"))
        .join(Unit, Unit.id == CaseElsewhere.unit_id)
        .outerjoin(Case, Case.id == CaseElsewhere.opened_case_id)
        .where(CaseElsewhere.case_id == case.id)
        .order_by(CaseElsewhere.round, Unit.position, Unit.id, CaseElsewhere.submission)
    )
    rows = session.execute(opened).all()
    last: dict[int, int] = {}
    for row in rows:
        number = row.CaseElsewhere.round
        last[number] = max(last.get(number, 0), row.CaseElsewhere.submission)
    last[case.round] = case.submissions
    return [row for row in rows if _counts(row.CaseElsewhere, last)]


def _counts(row: CaseElsewhere, last: dict[int, int]) -> bool:
    return row.answer is not None or row.submission == last[row.round]


def origin_of(case: Case) -> Case | None:
    """The case whose question led to this one, if any did."""
    if case.source is not Source.SELF_REPORT:
        return None
    return session.scalar(
        select(Case)
        .join(CaseElsewhere, CaseElsewhere.case_id == Case.id)
        .where(CaseElsewhere.opened_case_id == case.id)
    )


def answered(case: Case) -> bool:
    """Whether any unit answered anything."""
    of_this = select(CaseElsewhere.id).where(CaseElsewhere.case_id == case.id)
    return session.scalar(of_this.where(CaseElsewhere.text != "").limit(1)) is not None


# Which field of an erasure stands where.
_HELD = {"elsewhere_question": "question", "elsewhere_text": "text"}


def erase(case: Case, field: str, by: str) -> None:
    """Put other words where the questions or answers say what was erased."""
    name = _HELD.get(field)
    if name is None:
        return
    for row in session.scalars(select(CaseElsewhere).where(CaseElsewhere.case_id == case.id)):
        if getattr(row, name):
            setattr(row, name, by)
    session.flush()
