"""Delivery: claim letters, hand each over, record the outcome; nothing is lost, whatever dies."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import inf
from time import monotonic

from sqlalchemy import select, update

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.mail import kept, pauses, refusals
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.mail.sending import Send, message, opened, secrets_of

# A process that died while sending lets go of its letters after this long.
CLAIM = timedelta(minutes=10)
# No letter of a claim is begun later than this, so that its answer comes while it is still ours.
BEGUN_WITHIN = CLAIM / 2
# Letters claimed in one transaction; each is still marked by itself, so that a crash repeats one.
TOGETHER = 20
# So many letters put off in a row are the server's state and not theirs.
IN_A_ROW = 3
# For a letter that was put off, while others are taken: eight days (RFC 5321, 4.5.4.1, asks for
# four to five at least), so that no long weekend ends it.
_MINUTES = (1, 5, 15, 60, 240, 720, *(1440 for _day in range(7)))
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in _MINUTES)


def deliver(settings: Settings, limit: int = 200, within: float = 0) -> int:
    """Send what is due, over one connection; how many letters were handed over.

    Where the server refuses us, all letters wait as they are, and delivery pauses (`pauses`):
    after its next try has come, one process tries, and goes on with all of them once it answers.
    `within` so many seconds, if given, the last letter is begun, which may take as long.
    """
    pause = pauses.standing()
    tries = pause.tries if pause else 0
    if tries and not pauses.claim(clock.now() + CLAIM):
        return 0
    if not _due(clock.now(), 1):
        if tries:
            # Nothing waits for it any more; whatever comes next finds out anew.
            pauses.end()
        return 0
    with opened(settings, within) as send:
        run = _Run(settings, send, tries, monotonic() + within if within else inf)
        while run.sent < limit and run.goes_on() and (letters := _claim(limit - run.sent)):
            claimed_at = clock.now()
            while letters and run.goes_on() and clock.now() - claimed_at < BEGUN_WITHIN:
                run.offer(letters.pop(0))
            if clock.now() - claimed_at < CLAIM:
                _give_back(letters, LetterState.SENDING)
        run.end()
    return run.sent


class _Run:
    """One delivery, and what it learns of the server; `tries` were refused before it."""

    def __init__(self, settings: Settings, send: Send, tries: int, until: float) -> None:
        self._settings, self._send, self._tries, self._until = settings, send, tries, until
        self.sent = 0
        self.stopped: refusals.Refusal | None = None
        self._put_off: list[OutboxLetter] = []
        self._last: refusals.Refusal | None = None

    def goes_on(self) -> bool:
        """Whether another letter is begun."""
        return self.stopped is None and monotonic() < self._until

    def offer(self, letter: OutboxLetter) -> None:
        """Hand one letter over and take note of how the server answers."""
        refusal = _hand_over(letter, self._send, self._settings)
        whose = refusal.whose if refusal else None
        self.sent += refusal is None
        if whose is refusals.Whose.SERVER:
            self.stopped = refusal
        elif whose is refusals.Whose.DOUBTFUL:
            self._put_off.append(letter)
            self._last = refusal
            # While mail is paused each try goes further, past letters that no server takes.
            if len(self._put_off) >= min(IN_A_ROW + self._tries, TOGETHER):
                self.stopped = refusal
        elif whose is not refusals.Whose.ODD:
            # A server that refuses a recipient or a letter for good answers well.
            self._put_off.clear()
            if self._tries:
                pauses.end()
                self._tries = 0

    def end(self) -> None:
        """Pause where the server is at fault: then no letter has used up a try."""
        if self._tries and self._put_off:
            self.stopped = self.stopped or self._last
        if self.stopped:
            _give_back(self._put_off, LetterState.WAITING)
            pauses.note(self.stopped)
        elif self._tries:
            pauses.end()


def send_at_once(letter_id: int, settings: Settings, within: float) -> refusals.Refusal | None:
    """Send a letter that was posted with `hold`, in so many seconds; why it was refused.

    A refused one has failed, whoever was refused: whoever waits for the answer is told it.
    """
    letter = session.get_one(OutboxLetter, letter_id, populate_existing=True)
    session.expunge(letter)
    with opened(settings, within) as send:
        refusal = _hand_over(letter, send, settings, is_last=True)
    if refusal is None:
        pauses.end()
    return refusal


def hold(letter: OutboxLetter) -> None:
    """Keep a letter for `send_at_once`; were that to die, it is sent as any other."""
    letter.state, letter.next_try_at = LetterState.SENDING, clock.now() + CLAIM


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
        if not letters:
            return []
        session.execute(
            update(OutboxLetter)
            .where(OutboxLetter.id.in_([letter.id for letter in letters]))
            .values(state=LetterState.SENDING, next_try_at=now + CLAIM)
            .execution_options(synchronize_session=False)
        )
        for letter in letters:
            session.expunge(letter)
    return letters


def _give_back(letters: Iterable[OutboxLetter], found_as: LetterState) -> None:
    """Have letters wait as they did before they were claimed, in their order, with no try used up;
    but for those that are no longer as this delivery left them."""
    kept_by_us = list(letters)
    if not kept_by_us:
        return
    with transaction():
        for each in kept_by_us:
            session.execute(
                update(OutboxLetter)
                .where(OutboxLetter.id == each.id, OutboxLetter.state == found_as)
                .values(
                    state=LetterState.WAITING,
                    attempts=each.attempts,
                    next_try_at=each.next_try_at,
                    trouble=each.trouble,
                )
                .execution_options(synchronize_session=False)
            )


def _hand_over(
    letter: OutboxLetter, send: Send, settings: Settings, *, is_last: bool = False
) -> refusals.Refusal | None:
    """Why a letter was refused, None where it was taken; either is recorded."""
    sent: bytes | None = None
    refusal: refusals.Refusal | None = None
    try:
        made = message(letter, settings)
        written = made.as_bytes()
        send(made, written)
    except Exception as trouble:  # whatever is wrong with one letter, the others go on
        refusal = refusals.judge(trouble, secrets_of(settings))
        state, values = _not_sent(letter.attempts + 1, refusal, is_last=is_last)
    else:
        sent = written
        gone = {"body": None, "html": None} if letter.secret else {}
        state, values = LetterState.SENT, {"sent_at": clock.now(), "trouble": None, **gone}
    if refusal and refusal.whose is refusals.Whose.SERVER and not is_last:
        _give_back([letter], LetterState.SENDING)
        return refusal
    with transaction():
        if sent is not None:
            kept.note_sent(letter, sent)
        _mark(letter, state=state, **values)
    return refusal


def _mark(letter: OutboxLetter, **outcome: object) -> None:
    """Record how a try ended; only then does it count as one, and not where a process died."""
    session.execute(
        update(OutboxLetter)
        .where(OutboxLetter.id == letter.id)
        .values(attempts=letter.attempts + 1, **outcome)
        .execution_options(synchronize_session=False)
    )


def _not_sent(
    attempts: int, refusal: refusals.Refusal, *, is_last: bool
) -> tuple[LetterState, dict[str, object]]:
    """What becomes of a letter that was not taken: what is refused for good will not change by
    waiting."""
    told: dict[str, object] = {"trouble": refusal.noted}
    if refusal.whose is refusals.Whose.RECIPIENT:
        return LetterState.BOUNCED, told
    if refusal.whose is refusals.Whose.LETTER or is_last or attempts > len(BACK_OFF):
        return LetterState.FAILED, told
    return LetterState.WAITING, {**told, "next_try_at": clock.now() + BACK_OFF[attempts - 1]}
