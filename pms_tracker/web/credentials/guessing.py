"""Who is limited in guessing passwords: an account, a source, or a browser its owner has used.

Guesses at an account are counted together, however its address is spelled, and so are guesses from
one source. A browser in which somebody has signed in before has a count of its own for that
account, so that nobody else's guesses lock its owner out. See the decision on guessing.
"""

import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import cast
from unicodedata import normalize

from flask import Flask, current_app, g, request
from flask_security import lookup_identity
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from pms_tracker.database import transaction
from pms_tracker.kernel.errors import TooMany
from pms_tracker.people.accounts import sign_in_failures
from pms_tracker.people.accounts.sign_in_failures import Limit
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.web.door import cookies
from pms_tracker.web.door.agents import network_of

BY_ACCOUNT, BY_SOURCE, BY_BROWSER, INSIDE = 10, 20, 10, 10
# Password letters to one address within the window.
LETTERS = 3
# The cookie of a browser: the accounts that signed in with it last, each with a number of its own.
KNOWN, KEPT, ACCOUNTS = "known", timedelta(days=180), 5


def install(app: Flask) -> None:
    """Have a browser known from then on when somebody has shown in it who they are."""
    app.after_request(_remember)


def find(address: str) -> Account | None:
    """The account that signing in with an address finds, however it is spelled."""
    return cast(Account | None, lookup_identity(address))


def of_account(account: Account) -> Limit:
    """The limit that all unknown browsers share for an account."""
    return Limit(_key("account", account.id), BY_ACCOUNT)


def of_sign_in(address: str) -> Sequence[Limit]:
    """What a try to sign in with an address is counted under; unknown ones like known ones."""
    account = find(address)
    if account is None:
        mine = Limit(_key("address", normalize("NFKC", address).strip().casefold()), BY_ACCOUNT)
        return mine, _of_source()
    browser = _known().get(str(account.id))
    if browser is not None:
        return (Limit(_key("browser", account.id, browser), BY_BROWSER),)
    return of_account(account), _of_source()


def of_insider(account: Account) -> Sequence[Limit]:
    """What the password of somebody signed in is counted under, apart from guesses outside."""
    return (Limit(_key("inside", account.id), INSIDE),)


def of_code(account: Account) -> Sequence[Limit]:
    """What codes of a second factor are counted under: they follow upon the right password."""
    return (Limit(_key("code", account.id), INSIDE),)


def of_letters(address: str) -> Sequence[Limit]:
    """What password letters to an address are counted under."""
    return (Limit(_key("letters", address.casefold()), LETTERS),)


def claim(limits: Sequence[Limit]) -> None:
    """Count a try before it is made; raises TooMany where it must not be made any more."""
    with transaction():
        within = sign_in_failures.count(limits)
    if not within:
        raise TooMany("too_many_sign_ins")


def forgive(limits: Sequence[Limit]) -> None:
    """Take back a claimed try that succeeded."""
    with transaction():
        sign_in_failures.forgive(limits)


def owner_was_here(account: Account) -> None:
    """Somebody has shown that the account is theirs: this browser is known with the answer."""
    g.known_account = account.id


def _remember(response: Response) -> Response:
    account_id = g.pop("known_account", None)
    if account_id is not None:
        known = _known()
        mine = known.pop(str(account_id), None) or secrets.token_hex(8)
        latest = {str(account_id): mine, **known}
        value = str(_signer().dumps(dict(list(latest.items())[:ACCOUNTS])))
        cookies.keep(response, KNOWN, value, within=KEPT)
    return response


def _known() -> dict[str, str]:
    try:
        read = _signer().loads(cookies.read(KNOWN), max_age=int(KEPT.total_seconds()))
    except BadSignature:
        return {}
    return dict(read)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="pms-known-browser")


def _of_source() -> Limit:
    return Limit(_key("source", network_of(request.remote_addr)), BY_SOURCE)


def _key(*parts: object) -> str:
    # Keyed, so that neither an address nor a network can be found by trying all there are.
    words = "\n".join(str(part) for part in parts)
    return hmac.digest(str(current_app.secret_key).encode(), words.encode(), "sha256").hex()
