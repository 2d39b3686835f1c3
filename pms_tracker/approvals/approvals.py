"""Deciding once, binding a decision to content, and voiding it when the content changes."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError

from pms_tracker import clock
from pms_tracker.approvals import approval_rules, paper
from pms_tracker.approvals.approval_tables import Approval, Decision, Voided
from pms_tracker.database import session
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.questions import Text, as_text, cells_of, instant_in


@dataclass(frozen=True)
class Subject:
    """What is decided: a record, its step, which submission of it, and its content's digest."""

    reference: str
    step: str
    submission: int
    digest: str


@dataclass(frozen=True)
class Verdict:
    """What somebody decided and when; `entered_by_id` is set where it was stamped on paper.

    `for_id` is set where they decided as somebody's deputy (不在時代理).
    """

    decision: Decision
    decided_by_id: int
    decided_on: date
    reason: str = ""
    exception_reason: str = ""
    entered_by_id: int | None = None
    for_id: int | None = None


@dataclass(frozen=True)
class Decided:
    """A decision as it is handed in; `seen_digest` is what the decider had before their eyes.

    `on_paper_by` is set where somebody stamped paper and another person types it in (紙), with
    the scan (`scanned`). Without `decided_on` it is of today.
    """

    decision: Decision
    seen_digest: str
    reason: str = ""
    exception_reason: str = ""
    decided_on: date | None = None
    on_paper_by: int | None = None
    scanned: bool = False

    @property
    def approves(self) -> bool:
        return self.decision is Decision.APPROVED


class Signed(NamedTuple):
    """A decision as pages tell it, read as plain values with what else they ask."""

    id: int
    reference: str
    step: str
    submission: int
    digest: str
    reason: str
    exception_reason: str
    decided_by_id: int
    for_id: int | None
    entered_by_id: int | None
    void_reason: str
    on_paper: bool
    decision: Decision
    void_because: Voided | None
    decided_on: date
    recorded_at: datetime
    voided_at: datetime | None


# A decision, whichever way it was read.
Decisive: TypeAlias = Approval | Signed


def as_signed(*conditions: ColumnElement[bool]) -> Text:
    """Decisions that meet these, in order, as a text for `signed_in`."""
    columns = (getattr(Approval, name) for name in Signed._fields)
    return as_text(select(*columns).where(*conditions).order_by(Approval.id))


def signed_in(said: str) -> list[Signed]:
    """The decisions that a text of `as_signed` says."""
    return [
        Signed._make(
            (
                *(*plain, bool(on_paper), Decision(decision), because and Voided(because)),
                *(date.fromisoformat(on), instant_in(at), voided_at and instant_in(voided_at)),
            )
        )
        for *plain, on_paper, decision, because, on, at, voided_at in cells_of(said)
    ]


def digest(content: Mapping[str, object]) -> str:
    """The SHA-256 of content, independent of the order of its fields."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def sign(
    about: Subject,
    decided: Decided,
    *,
    by_id: int,
    for_id: int | None = None,
    submitted_on: date | None = None,
) -> Approval:
    """Record a decision about exactly what was seen; whether `by_id` may make it was asked before.

    Raises Stale where it is not what was seen, and RuleBroken for a day before it was submitted
    and as `decide` does.
    """
    if about.digest != decided.seen_digest:
        raise Stale("record_changed", reference=about.reference)
    day = decided.decided_on or clock.today()
    approval_rules.check_decided_on(day, submitted_on)
    verdict = Verdict(
        decided.decision,
        decided_by_id=decided.on_paper_by or by_id,
        decided_on=day,
        reason=decided.reason,
        exception_reason=decided.exception_reason,
        entered_by_id=by_id if decided.on_paper_by else None,
        for_id=for_id,
    )
    return decide(about, verdict)


def decide(subject: Subject, verdict: Verdict) -> Approval:
    """Record a decision.

    Raises RuleBroken where the reason for a refusal is missing, the day lies in the future, or
    this submission was decided already.
    """
    if verdict.decision is not Decision.APPROVED and not verdict.reason.strip():
        raise RuleBroken("reason_needed")
    refuse_future(verdict.decided_on, clock.today())
    row = Approval(
        reference=subject.reference,
        step=subject.step,
        submission=subject.submission,
        digest=subject.digest,
        decision=verdict.decision,
        reason=verdict.reason.strip(),
        exception_reason=verdict.exception_reason.strip(),
        decided_by_id=verdict.decided_by_id,
        decided_on=verdict.decided_on,
        recorded_at=clock.now(),
        on_paper=verdict.entered_by_id is not None,
        entered_by_id=verdict.entered_by_id,
        for_id=verdict.for_id,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as taken:
        # The database lets each submission be decided once; the transaction is over with this.
        raise RuleBroken("decided_already") from taken
    if row.on_paper:
        paper.tell(row)
    return row


def standing(reference: str, step: str) -> Approval | None:
    """The approval in force, if any."""
    return session.scalar(
        select(Approval).where(
            Approval.reference == reference,
            Approval.step == step,
            Approval.decision == Decision.APPROVED,
            Approval.voided_at.is_(None),
        )
    )


def sent_back(references: Iterable[str]) -> list[Approval]:
    """What sent records back, of these references, that was not taken back or contested."""
    return list(
        session.scalars(
            select(Approval).where(
                Approval.reference.in_(references),
                Approval.decision == Decision.SENT_BACK,
                Approval.voided_at.is_(None),
            )
        )
    )


def void(reference: str, step: str) -> Approval | None:
    """Void the approval in force, because what it approved was changed; it stays readable."""
    found = standing(reference, step)
    if found is not None:
        paper.void_because(found, Voided.CHANGED)
    return found


def reinstate(reference: str, *, since: datetime) -> list[Approval]:
    """Have approvals stand again that were voided at or after an instant, as their record went
    back: it did not."""
    found = [
        row
        for row in decisions(reference)
        if row.void_because is Voided.CHANGED
        and row.voided_at is not None
        and row.voided_at >= since
    ]
    for row in found:
        row.voided_at = row.void_because = None
    session.flush()
    return found


def replace_reasons(reference: str, by: str) -> None:
    """Put other words where the decisions about a record give reasons: they were erased."""
    for row in decisions(reference):
        row.reason = by if row.reason else ""
        row.void_reason = by if row.void_reason else ""
    session.flush()


def has_reasons(reference: str) -> bool:
    return any(row.reason or row.void_reason for row in decisions(reference))


def decisions(reference: str) -> list[Approval]:
    """Every decision about a record, oldest first, voided ones included."""
    return list(
        session.scalars(
            select(Approval).where(Approval.reference == reference).order_by(Approval.id)
        )
    )
