"""A letter as a MIME message, and the line it goes over: an SMTP connection, or files."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.mail import events, rendering
from pms_tracker.mail.models import OutboxLetter

Send = Callable[[EmailMessage], None]

# Texts travel so that every server takes them and filters can read them: never as base64.
READABLE = "quoted-printable"
# Seconds a server may take for each of its answers.
PATIENCE = 30.0
# Letters that come by themselves, whose hour and rhythm a person chooses on their own page.
CHOSEN = frozenset({"digest"})


def message(letter: OutboxLetter, settings: Settings) -> EmailMessage:
    """The letter as a MIME message; its Message-ID stays the same however often it is tried."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = letter.subject
    made["From"] = formataddr(("PMS Tracker", settings.mail_from))
    made["To"] = formataddr((letter.name, letter.address))
    if letter.reply_to:
        made["Reply-To"] = letter.reply_to
    made["Date"] = format_datetime(letter.created_at)
    made["Message-ID"] = letter.message_id
    if letter.reference:
        # No letter has this id: a root that all letters about one record share makes them a thread.
        root = rendering.message_id(letter.reference.lower())
        made["In-Reply-To"] = made["References"] = root
    if letter.key in CHOSEN:
        made["List-Unsubscribe"] = f"<{settings.base_url}/me/>"
    made["Auto-Submitted"] = "auto-generated"
    # What Exchange asks for; reports that a letter could not be delivered are still wanted.
    made["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    made.set_content(letter.body or "", cte=READABLE)
    if letter.html:
        made.add_alternative(letter.html, subtype="html", cte=READABLE)
    if letter.event:
        _bring(made, letter, settings)
    # Last, since setting content clears every header that begins with Content.
    made["Content-Language"] = letter.language
    # The same bytes however often it is made, so that one digest stands for them.
    for number, part in enumerate(each for each in made.walk() if each.is_multipart()):
        part.set_boundary(f"=={letter.message_id.strip('<>').partition('@')[0]}-{number}==")
    return made


def _bring(made: EmailMessage, letter: OutboxLetter, settings: Settings) -> None:
    """Add the invitation twice, as calendars expect: to be acted on, and to be opened as a file."""
    event = letter.event or {}
    text = events.written(
        event,
        sender=settings.mail_from,
        name=letter.name,
        address=letter.address,
        at=letter.created_at,
    )
    method = str(event["method"])
    made.add_alternative(text, subtype="calendar", params={"method": method}, cte=READABLE)
    made.add_attachment(text.encode(), maintype="application", subtype="ics", filename="invite.ics")


@contextmanager
def opened(settings: Settings) -> Iterator[Send]:
    """What hands letters over while the block lasts; raises what the line raises."""
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
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=secured)
        else:
            server = smtplib.SMTP(host, port, timeout=PATIENCE)
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
