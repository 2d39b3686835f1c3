"""Posting letters: rendered at once, kept in the sender's transaction, sent by `delivery` later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import CAP, NEWEST, PAGE, Order, Sorts, session
from pms_tracker.mail import rendering
from pms_tracker.mail.models import LetterState, OutboxLetter

SORTS: Sorts = {"number": OutboxLetter.id}


@dataclass(frozen=True)
class Letter:
    """What to say: the name of its template, the values it needs and the record it is about."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    reference: str = ""
    secret: bool = False


@dataclass(frozen=True)
class Recipient:
    """Whom to say it to, in which language, and whether with years by era (和暦)."""

    person_id: int | None
    name: str
    address: str
    language: str = "ja"
    era_dates: bool = False


def post(letter: Letter, to: Recipient | None) -> OutboxLetter | None:
    """Put a letter into the outbox; nothing happens for somebody without an address."""
    if to is None:
        return None
    values = {**letter.values, "reference": letter.reference, "name": to.name}
    text = rendering.render(letter.key, to.language, values, era_dates=to.era_dates)
    now = clock.now()
    row = OutboxLetter(
        key=letter.key,
        reference=letter.reference,
        person_id=to.person_id,
        name=to.name,
        address=to.address,
        language=to.language,
        subject=text.subject,
        body=text.body,
        html=text.html,
        message_id=f"<{token_hex(16)}@pms-tracker.invalid>",
        secret=letter.secret,
        next_try_at=now,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def letters(order: Order = NEWEST, limit: int = PAGE) -> list[OutboxLetter]:
    """All letters but secret ones, newest first unless told otherwise."""
    shown = select(OutboxLetter).where(OutboxLetter.secret.is_(False))
    return list(session.scalars(order.page(shown, SORTS, limit)))


def about(reference: str, limit: int = 20) -> list[OutboxLetter]:
    """Letters about one record, newest first."""
    return list(
        session.scalars(
            select(OutboxLetter)
            .where(OutboxLetter.reference == reference, OutboxLetter.secret.is_(False))
            .order_by(OutboxLetter.id.desc())
            .limit(limit)
        )
    )


def letter(letter_id: int) -> OutboxLetter | None:
    """One letter; None for an unknown or a secret one."""
    found = session.get(OutboxLetter, letter_id)
    return None if found is None or found.secret else found


def unsent() -> int:
    """How many letters still wait or have failed."""
    waiting = (LetterState.WAITING, LetterState.SENDING, LetterState.FAILED)
    statement = select(func.count(OutboxLetter.id)).where(OutboxLetter.state.in_(waiting))
    return session.scalar(statement) or 0


def counts() -> dict[str, int]:
    """How many letters were sent, wait and have failed; none is counted beyond the cap by much."""
    states = {
        "sent": (LetterState.SENT,),
        "waiting": (LetterState.WAITING, LetterState.SENDING),
        "failed": (LetterState.FAILED,),
    }
    columns = []
    for name, those in states.items():
        few = select(OutboxLetter.id).where(OutboxLetter.state.in_(those)).limit(CAP + 1).subquery()
        columns.append(select(func.count()).select_from(few).scalar_subquery().label(name))
    return dict(session.execute(select(*columns)).one()._mapping)


def oldest_unsent() -> datetime | None:
    """When the oldest letter was posted that still waits to be sent; failed ones wait no longer."""
    waiting = (LetterState.WAITING, LetterState.SENDING)
    oldest = func.min(OutboxLetter.created_at)
    return session.scalar(select(oldest).where(OutboxLetter.state.in_(waiting)))


def try_again(letter_id: int) -> None:
    """Have a failed letter sent with the next delivery."""
    row = session.get(OutboxLetter, letter_id)
    if row is not None and row.state is LetterState.FAILED:
        row.state = LetterState.WAITING
        row.attempts = 0
        row.next_try_at = clock.now()
