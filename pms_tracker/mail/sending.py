"""A letter as a MIME message, and the line it goes over: an SMTP connection, or files."""

import base64
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from pathlib import Path
from time import monotonic
from urllib.parse import unquote, urlsplit

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.mail import events, rendering, tokens
from pms_tracker.mail.letter_lines import LINES, Line
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.mail.refusals import NoToken, NotOpened

# A letter, and its bytes: written once, since folding its lines takes longer than all else.
Send = Callable[[EmailMessage, bytes], None]

# Texts travel so that every server takes them and filters can read them: never as base64.
READABLE = "quoted-printable"
# Seconds that a letter may take in all, whatever the server is busy with.
LETTER_LIMIT = 60.0
# Seconds for saying goodbye.
FAREWELL = 1.0
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
    body, html = (
        rendering.moved(text or "", letter.site, settings.base_url)
        for text in (letter.body, letter.html)
    )
    made.set_content(body, cte=READABLE)
    if html:
        made.add_alternative(html, subtype="html", cte=READABLE)
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
    event = {
        name: rendering.moved(each, letter.site, settings.base_url)
        if name in events.WITH_LINKS and isinstance(each, str)
        else each
        for name, each in (letter.event or {}).items()
    }
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
def opened(settings: Settings, within: float = 0) -> Iterator[Send]:
    """What hands letters over while the block lasts; raises what the line raises, or NotOpened.

    Each letter is given up after so many seconds, those for opening the line included.
    """
    if not settings.smtp_url:
        yield lambda made, written: _write_file(settings.mail_folder, made, written)
        return
    line = _SmtpLine(settings, within or LETTER_LIMIT)
    try:
        yield line.send
    finally:
        line.close()


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """What we tell the server to sign in, as it is written on the line; never to be repeated."""
    words = [*tokens.words_of(settings)] if settings.smtp_oauth_token_url else []
    url = urlsplit(settings.smtp_url)
    if url.password:
        word = unquote(url.password)
        words += [f"\0{settings.smtp_user}\0{word}", word]
    on_the_line = [base64.b64encode(each.encode()).decode() for each in words]
    return (*filter(None, on_the_line), *filter(None, words))


def _write_file(folder: Path, made: EmailMessage, written: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = f"{clock.now():%Y%m%d-%H%M%S}"
    path = folder / f"{stamp}-{made['Message-ID'].strip('<>').partition('@')[0]}.eml"
    temporary = path.with_suffix(".new")
    temporary.write_bytes(written)
    temporary.rename(path)


class _SmtpLine:
    """One connection for many letters, opened when first needed and again after it broke."""

    def __init__(self, settings: Settings, limit: float) -> None:
        self._settings = settings
        self._url = urlsplit(settings.smtp_url)
        self._limit = limit
        self._server: Line | None = None

    def send(self, made: EmailMessage, written: bytes) -> None:
        until = monotonic() + self._limit
        server = self._server or self._open(until)
        server.until = until
        try:
            ends = [each.addr_spec for name in ("From", "To") for each in made[name].addresses]
            if all(each.isascii() for each in ends):
                server.sendmail(ends[0], ends[1:], written)
            else:
                # It asks the server whether it takes such addresses, and writes them as they are.
                server.send_message(made)
        except (smtplib.SMTPException, OSError):
            self.close()
            raise

    def _open(self, until: float) -> Line:
        """Connect and sign in; raises NotOpened."""
        try:
            if self._settings.smtp_oauth_token_url:
                return self._by_token(until)
            server = self._connect(until)
            if self._url.username:
                server.login(self._settings.smtp_user, unquote(self._url.password or ""))
        except (smtplib.SMTPException, OSError, ValueError, KeyError, NoToken) as trouble:
            self.close()
            raise NotOpened(trouble) from trouble
        return server

    def _connect(self, until: float) -> Line:
        host, port = self._url.hostname or "localhost", self._url.port or 0
        self._server = server = LINES[self._url.scheme](host, port, until)
        if self._url.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        return server

    def _by_token(self, until: float) -> Line:
        """Sign in by a token; one that was kept may have been taken back, and is fetched anew."""
        word = tokens.kept(self._settings)
        if word:
            try:
                return self._with_token(word, until)
            except smtplib.SMTPAuthenticationError:
                self.close()
        return self._with_token(tokens.fetch(self._settings, until), until)

    def _with_token(self, word: str, until: float) -> Line:
        server = self._connect(until)
        server.ehlo_or_helo_if_needed()
        said = f"user={self._settings.smtp_user}\1auth=Bearer {word}\1\1"
        # Whatever the server asks back holds why it refuses; the answer to it is empty.
        server.auth("XOAUTH2", lambda challenge=None: said if challenge is None else "")
        return server

    def close(self) -> None:
        if self._server is not None:
            try:
                self._server.until = monotonic() + FAREWELL
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()
            self._server = None
