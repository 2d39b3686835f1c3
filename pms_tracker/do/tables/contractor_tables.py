"""Tables of contractors (委託先) and of their evaluations (委託先の評価)."""

from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column

from pms_tracker.database import choice
from pms_tracker.do.rules.contractor_rules import Every, MyNumber, Proof, Trade
from pms_tracker.do.rules.evaluation_rules import Kind, SheetId, Verdict
from pms_tracker.registers.edition_rules import DRAFTED, IN_FORCE, WAITS
from pms_tracker.registers.edition_tables import Approved, EntryLink

# The keys of both registers, as their rows say.
CONTRACTORS, EVALUATIONS = "contractors", "evaluations"


class Contractor(Approved):
    """Whom the handling of personal information is entrusted to; what of it is neither sought nor
    reckoned with is kept in `facts`, by field. What its last approved evaluation says is read with
    it: `verdict`, `judged_as`, `evaluated_on`, `exception_until`, `conditions_met_on`, and
    how many are `under_way`."""

    __tablename__ = "contractor"
    CHECKS = (
        ("term_in_order", "term_until >= signed_on"),
        ("ended_after_signed", "ended_on >= signed_on"),
        ("ended_with_proof", "ended_on IS NULL OR proof IS NOT NULL"),
    )

    name: Mapped[str] = mapped_column(sa.String(200), index=True)
    trade: Mapped[Trade] = mapped_column(choice(Trade, "contractor_trade"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    work: Mapped[str] = mapped_column(sa.Text, default="")
    rows: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    my_number: Mapped[MyNumber] = mapped_column(choice(MyNumber, "entrusts_number"), index=True)
    every: Mapped[Every] = mapped_column(choice(Every, "evaluated_every"))
    signed_on: Mapped[date | None]
    term_until: Mapped[date | None] = mapped_column(index=True)
    renews: Mapped[bool] = mapped_column(default=False)
    certified_until: Mapped[date | None]
    ended_on: Mapped[date | None] = mapped_column(index=True)
    proof: Mapped[Proof | None] = mapped_column(choice(Proof, "leaving_proof"))
    proved_on: Mapped[date | None]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")

    verdict: ClassVar[Any]
    judged_as: ClassVar[Any]
    evaluated_on: ClassVar[Any]
    exception_until: ClassVar[Any]
    conditions_met_on: ClassVar[Any]
    under_way: ClassVar[Any]


class Evaluation(Approved):
    """That a contractor was evaluated: the answers to a sheet, what came of it, and under which
    conditions or exception it goes on; the rest is in `facts`, by field. The name of the contractor
        is read with it: `contractor_name`."""

    __tablename__ = "contractor_evaluation"
    CHECKS = (
        ("conditions_in_order", "conditions_due >= evaluated_on"),
        ("exception_in_order", "exception_until >= evaluated_on"),
    )

    contractor: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    kind: Mapped[Kind] = mapped_column(choice(Kind, "evaluation_kind"), index=True)
    evaluated_on: Mapped[date] = mapped_column(index=True)
    sheet: Mapped[SheetId | None] = mapped_column(choice(SheetId, "evaluation_sheet"))
    answers: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    verdict: Mapped[Verdict | None] = mapped_column(
        choice(Verdict, "evaluation_verdict"), index=True
    )
    conditions: Mapped[str] = mapped_column(sa.Text, default="")
    conditions_due: Mapped[date | None]
    conditions_met_on: Mapped[date | None]
    exception_until: Mapped[date | None]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")

    contractor_name: ClassVar[Any]


def evaluations_of(*columns: Any) -> sa.Select[Any]:
    """Columns of the evaluations that stand, each with the contractor that it is of, as SQL."""
    named = (
        *(EntryLink.register == EVALUATIONS, EntryLink.entry_id == Evaluation.id),
        EntryLink.of_register == CONTRACTORS,
    )
    joined = sa.select(*columns).select_from(Evaluation).join(EntryLink, sa.and_(*named))
    return joined.where(Evaluation.struck == "")


def _of_this(found: sa.Select[Any]) -> sa.Select[Any]:
    its = found.where(EntryLink.of_id == Contractor.id)
    return its.correlate_except(Evaluation, EntryLink)


def _last(column: Any, name: str = "") -> Any:
    its = evaluations_of(column).where(Evaluation.state.in_(IN_FORCE))
    newest = its.order_by(Evaluation.evaluated_on.desc(), Evaluation.id.desc()).limit(1)
    return column_property(_of_this(newest).label(name or column.key))


_not_decided = Evaluation.state.in_((*DRAFTED, *WAITS))
Contractor.verdict = _last(Evaluation.verdict)
Contractor.judged_as = _last(Evaluation.kind, "judged_as")
Contractor.evaluated_on = _last(Evaluation.evaluated_on)
Contractor.exception_until = _last(Evaluation.exception_until)
Contractor.conditions_met_on = _last(Evaluation.conditions_met_on)
Contractor.under_way = column_property(
    _of_this(evaluations_of(sa.func.count(Evaluation.id)).where(_not_decided)).label("under_way")
)
_named = (
    sa.select(Contractor.name)
    .join(EntryLink, EntryLink.of_id == Contractor.id)
    .where(EntryLink.of_register == CONTRACTORS, EntryLink.register == EVALUATIONS)
    .where(EntryLink.entry_id == Evaluation.id)
    .limit(1)
)
Evaluation.contractor_name = column_property(
    _named.correlate_except(Contractor, EntryLink).label("contractor_name")
)
