"""Tokens to sign in to a mail server with instead of a password (OAuth 2.0, RFC 6749): fetched from
the provider, kept until shortly before they end."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pms_tracker.config import Settings
from pms_tracker.mail import timed
from pms_tracker.mail.refusals import NoToken

# A token that ends within so many seconds is not used any more.
SPARE = 60.0
# What a provider does not say how long it lasts is used for so many seconds.
SHORT = 300.0
# No answer with a token is longer, in bytes.
LONGEST = 65_536
# The newest refresh token, where a provider gives another with each use, as a file.
RENEWED = "smtp_refresh_token.secret"


@dataclass(frozen=True)
class Token:
    """`ends_at` by the monotonic clock, its spare time taken off."""

    word: str
    ends_at: float


_KEPT: dict[Settings, Token] = {}


def kept(settings: Settings) -> str | None:
    """The token that may still be used; None where one has to be fetched."""
    found = _KEPT.get(settings)
    return found.word if found and found.ends_at > monotonic() else None


def fetch(settings: Settings, until: float) -> str:
    """A new token, kept for the next time. Raises NoToken, or TimeoutError at that instant."""
    answer = timed.within(until, lambda: _asked(settings, until))
    word = answer.get("access_token")
    if not isinstance(word, str) or not word.isascii() or not word.isprintable():
        raise NoToken("no access_token in the answer", refused=True)
    lasts = str(answer.get("expires_in"))
    seconds = float(lasts) if lasts.isdecimal() else SHORT
    _KEPT.clear()
    _KEPT[settings] = Token(word, monotonic() + seconds - min(SPARE, seconds / 2))
    renewed = answer.get("refresh_token")
    if settings.smtp_oauth_refresh_token and isinstance(renewed, str) and renewed:
        _keep_refresh_token(settings, renewed)
    return word


def words_of(settings: Settings) -> tuple[str, ...]:
    """What nobody may read of it: secrets that were set, and those that were given for them."""
    found = _KEPT.get(settings)
    said = f"user={settings.smtp_user}\1auth=Bearer {found.word}\1\1" if found else ""
    return (
        said,
        found.word if found else "",
        settings.smtp_oauth_client_secret,
        settings.smtp_oauth_refresh_token,
        _refresh_token(settings) if settings.smtp_oauth_refresh_token else "",
    )


class _Straight(HTTPRedirectHandler):
    """What is asked holds secrets, and is for the configured address alone."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


def _asked(settings: Settings, until: float) -> Mapping[str, Any]:
    request = Request(settings.smtp_oauth_token_url, urlencode(_form(settings)).encode())
    request.add_header("Accept", "application/json")
    try:
        patience = max(0.1, until - monotonic())
        with build_opener(_Straight).open(request, timeout=patience) as answer:
            return _read(answer.read(LONGEST))
    except HTTPError as refused:
        # RFC 6749, 5.2: why, as a word and perhaps as a sentence.
        told = _read(refused.read(LONGEST), {})
        said = ": ".join(str(told[each]) for each in ("error", "error_description") if each in told)
        by_us = refused.code in {400, 401, 403}
        raise NoToken(f"{refused.code} {said or refused.reason}", refused=by_us) from None
    except (OSError, HTTPException) as trouble:
        raise NoToken(str(trouble), refused=False) from trouble


def _read(content: bytes, otherwise: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found
    if otherwise is None:
        raise NoToken("the answer is no JSON object", refused=False)
    return otherwise


def _form(settings: Settings) -> dict[str, str]:
    asked = {"client_id": settings.smtp_oauth_client_id}
    if settings.smtp_oauth_client_secret:
        asked["client_secret"] = settings.smtp_oauth_client_secret
    if settings.smtp_oauth_scope:
        asked["scope"] = settings.smtp_oauth_scope
    if settings.smtp_oauth_refresh_token:
        return {**asked, "grant_type": "refresh_token", "refresh_token": _refresh_token(settings)}
    return {**asked, "grant_type": "client_credentials"}


def _refresh_token(settings: Settings) -> str:
    """The newest that followed from the one that was set, or that one itself."""
    try:
        said = json.loads((settings.instance / RENEWED).read_text(encoding="ascii"))
        if said["of"] == _digest(settings):
            return str(said["token"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return settings.smtp_oauth_refresh_token


def _keep_refresh_token(settings: Settings, token: str) -> None:
    # The old one ends after a while, perhaps with the use of the new one.
    path: Path = settings.instance / RENEWED
    half = path.with_suffix(f".{token_hex(8)}.new")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump({"of": _digest(settings), "token": token}, file)
    half.replace(path)


def _digest(settings: Settings) -> str:
    return hashlib.sha256(settings.smtp_oauth_refresh_token.encode()).hexdigest()
