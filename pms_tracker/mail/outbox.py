"""Posting letters: rendered at once, kept in the sender's transaction, sent by `delivery` later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.database import CAP, NEWEST, PAGE, Order, Sorts, session
from pms_tracker.mail import events, rendering
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.mail.wording import Wording

SORTS: Sorts = {"number": OutboxLetter.id}
# How letters stand, as a list of them is narrowed and counted.
STANDINGS = {
    "waiting": (LetterState.WAITING, LetterState.SENDING),
    "sent": (LetterState.SENT,),
    "failed": (LetterState.FAILED,),
    "bounced": (LetterState.BOUNCED,),
    "withdrawn": (LetterState.WITHDRAWN,),
}


@dataclass(frozen=True)
class Letter:
    """What to say: its row, the values it needs and the record it is about.

    A letter of another shape than rows have is said by the name of its templates.

    `title` is the record's, if it has one, said only where the company wants titles in mails. With
    an `event` it brings an invitation along, which its values name as the text does.
    """

    says: Wording | str
    values: Mapping[str, object] = field(default_factory=dict)
    reference: str = ""
    secret: bool = False
    event: events.Event | None = None
    title: str = ""

    @property
    def key(self) -> str:
        """Its name in the outbox."""
        return self.says if isinstance(self.says, str) else self.says.key


@dataclass(frozen=True)
class Sender:
    """In whose name letters go out: the company, where answers go, and whether titles are said."""

    company: str = ""
    contact: str = ""
    titles: bool = False


_SENDER: list[Callable[[], Sender]] = [Sender]


def use_sender(asked: Callable[[], Sender]) -> None:
    """Set who is asked in whose name a letter goes out; it is asked for each."""
    _SENDER[:] = [asked]


def sender() -> Sender:
    """In whose name a letter goes out now."""
    return _SENDER[0]()


@dataclass(frozen=True)
class Recipient:
    """Whom to say it to, in which language, and whether with years by era (和暦)."""

    person_id: int | None
    name: str
    address: str
    language: str = "ja"
    era_dates: bool = False


def post(
    letter: Letter, to: Recipient | None, not_before: datetime | None = None
) -> OutboxLetter | None:
    """Put a letter into the outbox; nothing happens for somebody without an address."""
    if to is None:
        return None
    values = _values(letter, to)
    text = rendering.render(letter.says, to.language, values, era_dates=to.era_dates)
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
        message_id=rendering.message_id(token_hex(16)),
        secret=letter.secret,
        next_try_at=not_before or now,
        created_at=now,
        event=_kept_event(letter, to, values, text.body),
        reply_to=sender().contact,
        site=rendering.site(),
    )
    session.add(row)
    session.flush()
    return row


def rewrite(row: OutboxLetter, letter: Letter, to: Recipient) -> None:
    """Say something else in a letter that was not sent yet."""
    text = rendering.render(letter.says, to.language, _values(letter, to), era_dates=to.era_dates)
    row.subject, row.body, row.html = text.subject, text.body, text.html
    row.site = rendering.site()


def _values(letter: Letter, to: Recipient) -> dict[str, object]:
    house = sender()
    return {
        **letter.values,
        "reference": letter.reference,
        "name": to.name,
        "title": _title(letter, to) if house.titles else "",
        "company": house.company,
        "contact": house.contact,
        "outside": to.person_id is None,
    }


def _title(letter: Letter, to: Recipient) -> str:
    """What the record is called: by its title, or by its kind where it has none of its own."""
    named = {"reference": letter.reference}
    return letter.title or rendering.line("record_title", to.language, named)


def _kept_event(
    letter: Letter, to: Recipient, values: Mapping[str, object], body: str
) -> events.Kept | None:
    if letter.event is None:
        return None
    summary = rendering.line(letter.event.called, to.language, values)
    told = body.partition(rendering.SIGNATURE)[0].strip()
    url = rendering.link(letter.reference)
    # Whoever may not open the record is given no address of it.
    return events.kept(
        letter.event,
        summary,
        description=told,
        url=url if url in told else "",
        company=str(values["company"]),
    )


def letters(order: Order = NEWEST, limit: int = PAGE, standing: str = "") -> list[OutboxLetter]:
    """All letters but secret ones, newest first unless told otherwise; of one of STANDINGS only."""
    shown = select(OutboxLetter).where(OutboxLetter.secret.is_(False))
    if standing:
        shown = shown.where(OutboxLetter.state.in_(STANDINGS[standing]))
    return list(session.scalars(order.page(shown, SORTS, limit)))


def letter(letter_id: int) -> OutboxLetter | None:
    """One letter; None for an unknown or a secret one."""
    found = session.get(OutboxLetter, letter_id)
    return None if found is None or found.secret else found


def withdraw(reference: str, *, since: datetime) -> list[int]:
    """Take back what waits to be told of a record since an instant; who was told already."""
    told: list[int] = []
    statement = (
        select(OutboxLetter)
        .where(OutboxLetter.reference == reference, OutboxLetter.created_at >= since)
        .order_by(OutboxLetter.id)
        .with_for_update()
    )
    for row in session.scalars(statement):
        if row.state in (LetterState.WAITING, LetterState.FAILED):
            row.state = LetterState.WITHDRAWN
        elif row.person_id is not None and row.state is not LetterState.WITHDRAWN:
            told.append(row.person_id)
    session.flush()
    return list(dict.fromkeys(told))


def unsent(*, secret: bool = False) -> int:
    """How many letters still wait or have failed; `secret` counts those alone, no list has them."""
    waiting = (LetterState.WAITING, LetterState.SENDING, LetterState.FAILED)
    statement = select(func.count(OutboxLetter.id)).where(OutboxLetter.state.in_(waiting))
    if secret:
        statement = statement.where(OutboxLetter.secret.is_(True))
    return session.scalar(statement) or 0


def one_is_urgent() -> bool:
    """Whether a secret letter waits that nobody tried to send: somebody sits and waits for it."""
    fresh = select(OutboxLetter.id).where(
        OutboxLetter.state == LetterState.WAITING,
        OutboxLetter.secret.is_(True),
        OutboxLetter.attempts == 0,
    )
    return session.scalar(fresh.limit(1)) is not None


def counts(*, listed: bool = False) -> dict[str, int]:
    """How many letters stand how (STANDINGS); none is counted beyond the cap by much.

    `listed` leaves out secret ones, as lists do.
    """
    columns = []
    for name, those in STANDINGS.items():
        few = select(OutboxLetter.id).where(OutboxLetter.state.in_(those)).limit(CAP + 1)
        few = few.where(OutboxLetter.secret.is_(False)) if listed else few
        counted = select(func.count()).select_from(few.subquery())
        columns.append(counted.scalar_subquery().label(name))
    return dict(session.execute(select(*columns)).one()._mapping)


def oldest_unsent() -> datetime | None:
    """When the oldest letter was posted that still waits to be sent; failed ones wait no longer."""
    waiting = (LetterState.WAITING, LetterState.SENDING)
    oldest = func.min(OutboxLetter.created_at)
    return session.scalar(select(oldest).where(OutboxLetter.state.in_(waiting)))


def try_again(letter_id: int, address: str | None = None) -> None:
    """Have a failed or bounced letter sent with the next delivery, to another address if given."""
    row = session.get(OutboxLetter, letter_id)
    if row is not None and row.may_be_retried:
        row.state = LetterState.WAITING
        row.address = address or row.address
        row.attempts = 0
        row.next_try_at = clock.now()


def came_back(letter_id: int, words: str) -> OutboxLetter | None:
    """Mark a letter that was sent as bounced; None where there is none or it was not sent."""
    row = session.get(OutboxLetter, letter_id, with_for_update=True, populate_existing=True)
    if row is None or row.state is not LetterState.SENT:
        return None
    row.state, row.trouble = LetterState.BOUNCED, words[:300]
    session.flush()
    return row


_LATER = aliased(OutboxLetter)


def bouncing(person_id: int | None = None) -> Select[int | None, str, datetime]:
    """Whose letters do not arrive, with the address and since when: the last one that ended there
    bounced."""
    arrived = exists().where(
        _LATER.person_id == OutboxLetter.person_id,
        _LATER.address == OutboxLetter.address,
        _LATER.state == LetterState.SENT,
        _LATER.id > OutboxLetter.id,
    )
    whose = OutboxLetter.person_id, OutboxLetter.address
    found = (
        select(*whose, func.min(OutboxLetter.created_at).label("since"))
        .where(
            OutboxLetter.state == LetterState.BOUNCED, OutboxLetter.person_id.is_not(None), ~arrived
        )
        .group_by(*whose)
    )
    return found if person_id is None else found.where(OutboxLetter.person_id == person_id)


def bounced(person_id: int | None = None) -> set[tuple[int, str]]:
    """Whose letters do not arrive, with the address."""
    return {(row[0] or 0, row[1]) for row in session.execute(bouncing(person_id))}
