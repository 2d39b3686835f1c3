"""Whose a refusal is: that of us or the server, that of a recipient, or that of one letter."""

import re
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Whose(StrEnum):
    """What a refusal is about, and so what becomes of the letter."""

    # No letter would go out now: all of them wait.
    SERVER = "server"
    # Of one letter or of all of them; several in a row tell which.
    DOUBTFUL = "doubtful"
    RECIPIENT = "recipient"
    LETTER = "letter"
    # The letter could not even be made or offered.
    ODD = "odd"


class Reason(StrEnum):
    """Why no letter goes out, as an administrator is told."""

    SIGN_IN = "sign_in"
    SENDER = "sender"
    OTHER = "other"


class NotOpened(Exception):
    """There is no line to the server: `trouble` says why."""

    def __init__(self, trouble: Exception) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


class NoToken(Exception):
    """There is no token to sign in with: its provider refused it, or did not answer well."""

    def __init__(self, words: str, *, refused: bool) -> None:
        super().__init__(words)
        self.refused = refused


@dataclass(frozen=True)
class Refusal:
    """Whose it is, why, and the server's words, at most 300 characters on one line."""

    whose: Whose
    reason: Reason
    words: str

    @property
    def noted(self) -> str:
        """What a letter keeps of it: with the kind of refusal, where the server's words alone
        would be read as of somebody else."""
        kind = _NOTED.get(self.reason)
        return f"{kind}: {self.words}"[:LONGEST] if kind else self.words


LONGEST = 300
# As smtplib calls them, like the other troubles that letters keep.
_NOTED = {Reason.SENDER: "SMTPSenderRefused", Reason.SIGN_IN: "SMTPAuthenticationError"}
# RFC 5321, 4.2.3: the server is closing. RFC 4954, 6: we did not sign in, or not well enough.
_CLOSING = 421
_SIGN_IN = frozenset({530, 534, 535, 538})
# RFC 1870, 6.1: announced with the sender, but it is the letter that is too large.
_TOO_LARGE = 552
# What servers say of the sender or of our machine only when a recipient is named or the letter was
# handed over: Postfix (smtpd_delay_reject), Exchange Online (5.7.60, 5.2.252).
_OF_SENDER = re.compile(
    r"sender address rejected|client host rejected|send ?as ?denied|\b5\.7\.60\b|\b5\.2\.252\b"
    r"|\b5\.1\.[78]\b",
    re.IGNORECASE,
)


def judge(trouble: Exception, hidden: Sequence[str] = ()) -> Refusal:
    """Whose what smtplib raised is; none of what is `hidden` stays in its words."""
    opening = isinstance(trouble, NotOpened)
    cause = trouble.trouble if isinstance(trouble, NotOpened) else trouble
    code, words = _reply(cause)
    whose = Whose.SERVER if opening else _whose(cause, code, words)
    for each in filter(None, hidden):
        words = words.replace(each, "…")
    return Refusal(whose, _reason(cause, code, words), " ".join(words.split())[:LONGEST])


def _whose(cause: Exception, code: int, words: str) -> Whose:
    if code == _CLOSING or code in _SIGN_IN:
        return Whose.SERVER
    if isinstance(cause, smtplib.SMTPSenderRefused):
        return Whose.LETTER if code == _TOO_LARGE else Whose.SERVER
    if code >= 500:
        if _OF_SENDER.search(words):
            return Whose.SERVER
        to = isinstance(cause, smtplib.SMTPRecipientsRefused)
        return Whose.RECIPIENT if to else Whose.LETTER
    offered = isinstance(cause, (smtplib.SMTPException, OSError))
    if not offered or isinstance(cause, smtplib.SMTPNotSupportedError):
        return Whose.ODD
    return Whose.DOUBTFUL


def _reason(cause: Exception, code: int, words: str) -> Reason:
    refused = isinstance(cause, NoToken) and cause.refused
    if refused or code in _SIGN_IN or isinstance(cause, smtplib.SMTPAuthenticationError):
        return Reason.SIGN_IN
    if code >= 500 and (isinstance(cause, smtplib.SMTPSenderRefused) or _OF_SENDER.search(words)):
        return Reason.SENDER
    return Reason.OTHER


def _reply(cause: Exception) -> tuple[int, str]:
    """The server's code (0 where it gave none) and its words."""
    code, told = 0, f"{type(cause).__name__}: {cause}"
    reply: bytes | str = ""
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(cause.recipients.values()))
    elif isinstance(cause, smtplib.SMTPResponseException):
        code, reply = cause.smtp_code, cause.smtp_error
    if code > 0:
        told = f"{code} {reply.decode(errors='replace') if isinstance(reply, bytes) else reply}"
    return code, told
