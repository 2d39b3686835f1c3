"""A real mail server on loopback that keeps what it is handed."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from re import findall

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Postbox:
    """Everybody's mail, in the order it came in."""

    url: str
    received: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"

    def of(self, name: str) -> list[EmailMessage]:
        """The mail of one of the cast."""
        return [each for each in self.received if f"<{name}@" in str(each["To"])]

    def last_of(self, name: str) -> EmailMessage:
        return self.of(name)[-1]

    def keeps_quiet_about(self, typed: Iterable[str]) -> None:
        """No letter says what was found, or anything else that somebody typed."""
        for letter in self.received:
            words = everything_in(letter)
            assert not [each for each in typed if each in words], letter["Subject"]


def text_of(letter: EmailMessage) -> str:
    """What a reader of plain mail sees."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def everything_in(letter: EmailMessage) -> str:
    """Every word of a letter, its subject and both its bodies."""
    parts = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    return "\n".join([str(letter["Subject"]), *parts])


def links_of(letter: EmailMessage) -> list[str]:
    return findall(r"https?://\S+", text_of(letter))


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    """A mail server on a free port for as long as the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    box = Postbox(f"smtp://127.0.0.1:{port}")
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
