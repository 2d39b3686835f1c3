"""A real SMTP server on loopback, which takes letters or answers what a test tells it to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Postbox:
    """Takes letters and answers what it is told to; answers run out with 250."""

    answers: list[str] = field(default_factory=list)
    refused: str = ""
    taken: list[EmailMessage] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, said: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        return said

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refused and address.startswith(self.refused):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == "drop":
            assert server.transport is not None
            server.transport.abort()
        elif answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.taken.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return answer


@contextmanager
def listening(postbox: object, port: int = 0, **options: object) -> Iterator[int]:
    """A server on loopback that takes letters into the postbox; its port, a free one by default."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", port))
        port = int(free.getsockname()[1])
    server = Controller(postbox, hostname="127.0.0.1", port=port, **options)  # type: ignore[arg-type]
    server.start()
    try:
        yield port
    finally:
        server.stop()
