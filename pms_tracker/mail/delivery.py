"""Delivery: claim a letter, hand it over, record the outcome; nothing is lost, whatever dies."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import select, update

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.mail.models import LetterState, OutboxLetter

Send = Callable[[EmailMessage], None]

# A process that died while sending lets go of its letter after this long.
CLAIM = timedelta(minutes=10)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))


def deliver(settings: Settings, limit: int = 200) -> int:
    """Send what is due, over one connection; how many letters were handed over."""
    sent = failures = 0
    if _next_id(clock.now()) is None:
        return 0
    with _opened(settings) as send:
        # A server that refuses three letters in a row is left alone until the next minute.
        while sent < limit and failures < 3 and (letter_id := _claim()) is not None:
            handed_over = _hand_over(letter_id, send, settings)
            sent += handed_over
            failures = 0 if handed_over else failures + 1
    return sent


def _next_id(now: datetime) -> int | None:
    """The oldest letter that waits, or that a dead process left behind."""
    claimable = (LetterState.WAITING, LetterState.SENDING)
    return session.scalar(
        select(OutboxLetter.id)
        .where(OutboxLetter.state.in_(claimable), OutboxLetter.next_try_at <= now)
        .order_by(OutboxLetter.next_try_at, OutboxLetter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _claim() -> int | None:
    with transaction():
        now = clock.now()
        letter_id = _next_id(now)
        if letter_id is None:
            return None
        session.execute(
            update(OutboxLetter)
            .where(OutboxLetter.id == letter_id)
            .values(
                state=LetterState.SENDING,
                attempts=OutboxLetter.attempts + 1,
                next_try_at=now + CLAIM,
            )
        )
    return letter_id


def _hand_over(letter_id: int, send: Send, settings: Settings) -> int:
    letter = session.get_one(OutboxLetter, letter_id)
    attempts = letter.attempts
    try:
        send(message(letter, settings))
    except (smtplib.SMTPException, OSError, ValueError) as trouble:
        with transaction():
            _mark_failed(letter_id, attempts, trouble)
        return 0
    with transaction():
        _mark_sent(letter_id)
    return 1


def _mark_sent(letter_id: int) -> None:
    letter = session.get_one(OutboxLetter, letter_id)
    letter.state = LetterState.SENT
    letter.sent_at = clock.now()
    letter.trouble = None
    if letter.secret:
        letter.body = letter.html = None


def _mark_failed(letter_id: int, attempts: int, trouble: Exception) -> None:
    letter = session.get_one(OutboxLetter, letter_id)
    code, told = _reply(trouble)
    letter.trouble = told[:300]
    if code >= 500 or attempts > len(BACK_OFF):
        letter.state = LetterState.FAILED
        return
    letter.state = LetterState.WAITING
    letter.next_try_at = clock.now() + BACK_OFF[attempts - 1]


def _reply(trouble: Exception) -> tuple[int, str]:
    """The server's code (0 where it gave none) and its words; 5xx will not change by waiting."""
    code, told = 0, f"{type(trouble).__name__}: {trouble}"
    reply: bytes | str = ""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(trouble.recipients.values()))
    elif isinstance(trouble, smtplib.SMTPResponseException):
        code, reply = trouble.smtp_code, trouble.smtp_error
    if code:
        told = f"{code} {reply.decode(errors='replace') if isinstance(reply, bytes) else reply}"
    return code, told


def message(letter: OutboxLetter, settings: Settings) -> EmailMessage:
    """The letter as a MIME message; its Message-ID stays the same however often it is tried."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = letter.subject
    made["From"] = formataddr(("PMS Tracker", settings.mail_from))
    made["To"] = formataddr((letter.name, letter.address))
    made["Date"] = format_datetime(letter.created_at)
    made["Message-ID"] = letter.message_id
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.body or "")
    if letter.html:
        made.add_alternative(letter.html, subtype="html")
    # Last, since setting content clears every header that begins with Content.
    made["Content-Language"] = letter.language
    return made


@contextmanager
def _opened(settings: Settings) -> Iterator[Send]:
    if not settings.smtp_url:
        yield lambda made: _write_file(settings.mail_folder, made)
        return
    line = _SmtpLine(settings.smtp_url)
    try:
        yield line.send
    finally:
        line.close()


def _write_file(folder: Path, made: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = f"{clock.now():%Y%m%d-%H%M%S}"
    path = folder / f"{stamp}-{made['Message-ID'].strip('<>').partition('@')[0]}.eml"
    temporary = path.with_suffix(".new")
    temporary.write_bytes(made.as_bytes())
    temporary.rename(path)


class _SmtpLine:
    """One connection for many letters, opened when first needed and again after it broke."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def send(self, made: EmailMessage) -> None:
        try:
            self._open().send_message(made)
        except (smtplib.SMTPException, OSError):
            self.close()
            raise

    def _open(self) -> smtplib.SMTP:
        if self._server is not None:
            return self._server
        host, port = self._url.hostname or "localhost", self._url.port or 0
        secured = ssl.create_default_context()
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=30, context=secured)
        else:
            server = smtplib.SMTP(host, port, timeout=30)
        if self._url.scheme == "smtp+starttls":
            server.starttls(context=secured)
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        self._server = server
        return server

    def close(self) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()
            self._server = None
