"""The life cycle of an entry of the register: what is said, at risk and proved at each step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from pms_tracker.database import session
from pms_tracker.do.contractors import contractors, unlisted
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.provisions import PROVISIONS
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.rules.contractor_rules import State, Wrong
from pms_tracker.do.rules.ledger import life_cycle_rules
from pms_tracker.do.rules.ledger.ledger_review_rules import Outcome, PartState
from pms_tracker.do.rules.ledger.life_cycle_rules import SAYS, Danger, Dangers, Step
from pms_tracker.do.rules.risk_rules import level_of
from pms_tracker.do.tables.ledger_review_tables import (
    LedgerReview,
    LedgerReviewRow,
    LedgerReviewUnit,
)
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.fields import Field, Value
from pms_tracker.registers.register import Register

# What names an entry, by its register.
Naming = Mapping[Register, Sequence[Any]]


@dataclass(frozen=True)
class Proof:
    """A record of what was done: its name, and its day where it has one."""

    reference: str
    done_on: date | None


@dataclass(frozen=True)
class Entrusted:
    """A contractor that an entry is entrusted to, how far it is, and why it may not be."""

    reference: str
    name: str
    state: State
    wrong: Wrong | None


@dataclass(frozen=True)
class Told:
    """One step: what the entry says of it and does not, its risks, the last record of it, and who
    does it for the company."""

    step: Step
    facts: tuple[tuple[Field, Value], ...]
    missing: tuple[Field, ...]
    dangers: Dangers
    proof: Proof | None
    entrusted: tuple[Entrusted, ...] = ()


@dataclass(frozen=True)
class Looked:
    """The last confirmed review of the register that looked at an entry."""

    reference: str
    confirmed_on: date
    outcome: Outcome


def of(row: Any, naming: Naming) -> tuple[Told, ...]:
    """The steps of an entry, with what names it as far as somebody may know of it."""
    risks = [_danger(each) for each in naming.get(RISKS, ()) if each.state is not Standing.ENDED]
    proofs = dict(_proofs(naming.get(PROVISIONS, ())))
    entrusted = naming.get(CONTRACTORS, ())
    values = {name: LEDGER.field(name).of(row) for names in SAYS.values() for name in names}
    values["entrusted_to"] = tuple(unlisted.names_without(row, entrusted))
    lacks = life_cycle_rules.missing({name for name, value in values.items() if value})
    return tuple(
        Told(
            step,
            tuple((LEDGER.field(name), values[name]) for name in names if values[name]),
            tuple(map(LEDGER.field, lacks[step])),
            life_cycle_rules.dangers_of(
                step, risks, goes_on=bool(entrusted) or _goes_on(step, values, proofs)
            ),
            proofs.get(step),
            tuple(map(_entrusted, entrusted)) if step is Step.GIVEN else (),
        )
        for step, names in SAYS.items()
    )


def _goes_on(step: Step, values: Mapping[str, Value], proofs: Mapping[Step, Proof]) -> bool:
    """All information is acquired, kept, used and disposed of; not all of it is given to others."""
    return step is not Step.GIVEN or step in proofs or any(values[each] for each in SAYS[step])


def _entrusted(row: Any) -> Entrusted:
    state, wrong = contractors.state_of(row), contractors.wrong_with(row)
    return Entrusted(CONTRACTORS.name_of(row), row.name, state, wrong)


def _danger(risk: Any) -> Danger:
    in_force = risk.state in IN_FORCE
    level = life_cycle_rules.level_now(
        level_of(risk.likelihood, risk.impact),
        level_of(risk.likelihood_after, risk.impact_after),
        risk.progress,
    )
    return Danger(
        RISKS.name_of(risk),
        life_cycle_rules.step_of_risk(risk.stage, risk.scenario),
        level,
        in_force,
        risk.review_on if in_force and risk.residual else None,
    )


def _proofs(provisions: Sequence[Any]) -> Iterator[tuple[Step, Proof]]:
    """The provisions and receipts of an entry with their steps, the latest last."""
    days = [(row.last_on or row.provided_on, row) for row in provisions]
    for day, row in sorted(days, key=lambda each: (each[0] or date.min, each[1].id)):
        step = life_cycle_rules.step_of_provision(row.direction)
        yield step, Proof(PROVISIONS.name_of(row), day)


def last_look(row: Any, viewer: Viewer) -> Looked | None:
    """The last review of an entry that was confirmed, as far as somebody may know of it."""
    confirmed = LedgerReviewUnit.state == PartState.CONFIRMED
    found: Any = session.execute(
        sa.select(LedgerReview, LedgerReviewUnit.confirmed_on, LedgerReviewRow.outcome)
        .join(LedgerReviewUnit, LedgerReviewUnit.review_id == LedgerReview.id)
        .join(LedgerReviewRow, LedgerReviewRow.part_id == LedgerReviewUnit.id)
        .where(LedgerReviewRow.entry_id == row.id, confirmed)
        .where(ledger_parts.part_seen_by(viewer))
        .order_by(LedgerReviewUnit.confirmed_on.desc(), LedgerReviewRow.id.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    review, confirmed_on, outcome = found
    return Looked(review.reference, confirmed_on, outcome)
