"""Delivery: claim letters, hand each over, record the outcome; nothing is lost, whatever dies."""

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import select, update

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.mail import kept
from pms_tracker.mail.models import LetterState, OutboxLetter
from pms_tracker.mail.sending import Send, message, opened

# A process that died while sending lets go of its letters after this long.
CLAIM = timedelta(minutes=10)
# No letter of a claim is begun later than this, so that its answer comes while it is still ours.
BEGUN_WITHIN = CLAIM / 2
# Letters claimed in one transaction; each is still marked by itself, so that a crash repeats one.
TOGETHER = 20
# How a letter ends whose server is in order.
ANSWERED = (LetterState.SENT, LetterState.BOUNCED)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))


def deliver(settings: Settings, limit: int = 200) -> int:
    """Send what is due, over one connection; how many letters were handed over."""
    sent = failures = 0
    if not _due(clock.now(), 1):
        return 0
    with opened(settings) as send:
        # A server that refuses three letters in a row is left alone until the next minute.
        while sent < limit and failures < 3 and (letters := _claim(limit - sent)):
            claimed_at = clock.now()
            while letters and failures < 3 and clock.now() - claimed_at < BEGUN_WITHIN:
                outcome = _hand_over(letters.pop(0), send, settings)
                sent += outcome is LetterState.SENT
                # A server that refuses a recipient for good answers well.
                failures = 0 if outcome in ANSWERED else failures + 1
            if clock.now() - claimed_at < CLAIM:
                _let_go(letters)
    return sent


def _due(now: datetime, limit: int) -> list[OutboxLetter]:
    """The oldest letters that wait, or that a dead process left behind."""
    claimable = (LetterState.WAITING, LetterState.SENDING)
    return list(
        session.scalars(
            select(OutboxLetter)
            .where(OutboxLetter.state.in_(claimable), OutboxLetter.next_try_at <= now)
            .order_by(OutboxLetter.next_try_at, OutboxLetter.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )


def _claim(most: int) -> list[OutboxLetter]:
    """The letters that are ours for a while, oldest first; detached, for nobody else has them."""
    with transaction():
        now = clock.now()
        letters = _due(now, min(most, TOGETHER))
        if any(letter.state is LetterState.SENDING for letter in letters):
            # One of these may be what killed its process: alone, it holds up no other letter.
            del letters[1:]
        _set_waiting(letters, LetterState.SENDING, now + CLAIM)
        for letter in letters:
            session.expunge(letter)
    return letters


def _set_waiting(letters: Sequence[OutboxLetter], state: LetterState, until: datetime) -> None:
    ids = [letter.id for letter in letters]
    session.execute(
        update(OutboxLetter)
        .where(OutboxLetter.id.in_(ids))
        .values(state=state, next_try_at=until)
        .execution_options(synchronize_session=False)
    )


def _let_go(letters: Sequence[OutboxLetter]) -> None:
    """Give back what was claimed and not begun, to be taken up by whoever comes next."""
    if letters:
        with transaction():
            _set_waiting(letters, LetterState.WAITING, clock.now())


def _hand_over(letter: OutboxLetter, send: Send, settings: Settings) -> LetterState:
    sent: EmailMessage | None = None
    try:
        made = message(letter, settings)
        send(made)
    except Exception as trouble:  # whatever is wrong with one letter, the others go on
        state, values = _not_sent(letter.attempts + 1, trouble)
    else:
        sent = made
        gone = {"body": None, "html": None} if letter.secret else {}
        state, values = LetterState.SENT, {"sent_at": clock.now(), "trouble": None, **gone}
    with transaction():
        if sent is not None:
            kept.note_sent(letter, sent)
        _mark(letter, state=state, **values)
    return state


def _mark(letter: OutboxLetter, **outcome: object) -> None:
    """Record how a try ended; only then does it count as one, and not where a process died."""
    session.execute(
        update(OutboxLetter)
        .where(OutboxLetter.id == letter.id)
        .values(attempts=letter.attempts + 1, **outcome)
        .execution_options(synchronize_session=False)
    )


def _not_sent(attempts: int, trouble: Exception) -> tuple[LetterState, dict[str, object]]:
    """What becomes of a letter that was not taken: 5xx will not change by waiting.

    Where the recipient was refused so, it has bounced; a server that takes nobody's is at fault.
    """
    code, told = _reply(trouble)
    if code >= 500 and isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return LetterState.BOUNCED, {"trouble": told[:300]}
    if code >= 500 or attempts > len(BACK_OFF):
        return LetterState.FAILED, {"trouble": told[:300]}
    next_try_at = clock.now() + BACK_OFF[attempts - 1]
    return LetterState.WAITING, {"trouble": told[:300], "next_try_at": next_try_at}


def _reply(trouble: Exception) -> tuple[int, str]:
    """The server's code (0 where it gave none) and its words."""
    code, told = 0, f"{type(trouble).__name__}: {trouble}"
    reply: bytes | str = ""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(trouble.recipients.values()))
    elif isinstance(trouble, smtplib.SMTPResponseException):
        code, reply = trouble.smtp_code, trouble.smtp_error
    if code:
        told = f"{code} {reply.decode(errors='replace') if isinstance(reply, bytes) else reply}"
    return code, told
