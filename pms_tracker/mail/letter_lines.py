"""Connections to an SMTP server that end at an instant, even where it answers a byte at a time."""

import io
import smtplib
import socket
import ssl
from collections.abc import Mapping
from time import monotonic
from typing import Any

from pms_tracker.mail import timed

# Seconds a server may take for each of its answers.
PATIENCE = 30.0


class _Heard(io.RawIOBase):
    """What a server says, until its line's time is up: a timeout alone begins anew with each byte
    that drips in."""

    def __init__(self, line: "Line", sock: socket.socket) -> None:
        self._line, self._sock = line, sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._line.patience())
        return self._sock.recv_into(buffer)


class Line(smtplib.SMTP):
    """An SMTP connection that may be used until an instant of the monotonic clock; `until` is put
    off for each letter. Raises TimeoutError where smtplib would say it was disconnected."""

    def __init__(self, host: str, port: int, until: float, **more: Any) -> None:
        self.until = until
        named = timed.own_name(until)
        super().__init__(host, port, named, timeout=self.patience(), **more)

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        # Resolving a name has no timeout of its own, and each address gets what is left by then.
        trouble: OSError = OSError("getaddrinfo returns an empty list")
        for address in timed.addresses(host, port, self.until):
            try:
                return super()._get_socket(address, port, self.patience())  # type: ignore[misc]
            except OSError as each:
                trouble = each
        raise trouble

    def patience(self) -> float:
        """How many seconds the next answer may take; raises TimeoutError where there are none."""
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError("timed out: the time for one email is over")
        return min(PATIENCE, left)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Heard(self, self.sock))
        try:
            return super().getreply()
        except smtplib.SMTPServerDisconnected as gone:
            if isinstance(gone.__context__, TimeoutError):
                raise gone.__context__ from None
            raise


class TlsLine(Line, smtplib.SMTP_SSL):
    """The same, encrypted from its first byte."""

    def __init__(self, host: str, port: int, until: float) -> None:
        super().__init__(host, port, until, context=ssl.create_default_context())


# By the scheme of the address that settings name.
LINES: Mapping[str, type[Line]] = {"smtp": Line, "smtp+starttls": Line, "smtps": TlsLine}
