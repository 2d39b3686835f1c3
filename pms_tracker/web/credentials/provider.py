"""The provider's side of signing in (OpenID Connect): the way there, and its answer, verified.

Authorization code flow with PKCE, state and nonce (OpenID Connect Core, section 3.1; RFC 7636).
Nothing but who somebody is, by issuer and subject, is taken from an answer.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from pms_tracker import clock
from pms_tracker.environment import LOOPBACK
from pms_tracker.mail import timed

# Seconds until it has answered a connection, and a request.
PATIENCE = (3.05, 5)
# Seconds for all that is asked of it while somebody waits.
EXCHANGE = 15.0
# Where the provider did not answer, nobody waits for it again so soon.
RESTS = timedelta(seconds=15)
# How long its own description of itself is good.
KNOWN_FOR = timedelta(hours=12)
# How far its clock may be from ours.
LEEWAY = timedelta(minutes=1)
# Signed with a key that only the provider has: a shared secret would prove less.
ALGORITHMS = (*("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), *("ES256", "ES384", "ES512"))
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# What the specification says where the provider does not (OpenID Connect Discovery, section 3).
DEFAULT_ALGORITHMS = ("RS256",)
BASIC, POSTED = "client_secret_basic", "client_secret_post"

Result = TypeVar("Result")

log = logging.getLogger(__name__)


class ProviderAway(Exception):
    """The provider does not answer, or not as one."""


class BadAnswer(Exception):
    """What came back proves nothing; its words are for the log."""


class Declined(Exception):
    """Somebody said no at the provider, or it did not let them in."""


@dataclass(frozen=True)
class Trip:
    """What ties an answer to the browser that was sent to the provider. `began_at`: epoch seconds.

    `afresh`: they are to prove there once more who they are.
    """

    state: str
    nonce: str
    verifier: str
    began_at: float
    afresh: bool = False


@dataclass(frozen=True)
class Vouched:
    """Whom the provider vouches for; when it last saw proof (epoch seconds), if it says so."""

    issuer: str
    subject: str
    proved_at: float | None


class Provider:
    """One provider as this installation knows it; what it says of itself is read when needed."""

    def __init__(
        self, issuer: str, client_id: str, client_secret: str, back: str, within: float = EXCHANGE
    ) -> None:
        self.issuer = issuer
        self._within = within
        self._client_id = client_id
        self._client_secret = client_secret
        self._back = back
        self._known: dict[str, Any] = {}
        self._known_until = self._rests_until = clock.now() - RESTS
        self._keys: KeySet | None = None

    def begin(self, *, afresh: bool = False) -> tuple[str, Trip]:
        """Where to send somebody, and what to keep until they are back. Raises ProviderAway."""
        return self._in_time(lambda: self._begin(afresh))

    def _begin(self, afresh: bool) -> tuple[str, Trip]:
        known = self._description()
        trip = Trip(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(32),
            began_at=clock.now().timestamp(),
            afresh=afresh,
        )
        more = {"prompt": "login", "max_age": "0"} if afresh else {}
        with self._session() as session:
            address, _ = session.create_authorization_url(
                known["authorization_endpoint"],
                state=trip.state,
                nonce=trip.nonce,
                code_verifier=trip.verifier,
                **more,
            )
        return str(address), trip

    def finish(self, answer: Mapping[str, str], trip: Trip) -> Vouched:
        """Whom the provider vouches for, by the answer that came back for this trip.

        Raises Declined, ProviderAway, and BadAnswer for whatever does not prove it.
        """
        return self._in_time(lambda: self._finish(answer, trip))

    def _finish(self, answer: Mapping[str, str], trip: Trip) -> Vouched:
        if not secrets.compare_digest(answer.get("state", "").encode(), trip.state.encode()):
            raise BadAnswer("another state")
        # Which provider answers, where it says so (RFC 9207).
        says_so = self._description().get("authorization_response_iss_parameter_supported")
        if answer.get("iss", "" if says_so else self.issuer) != self.issuer:
            raise BadAnswer("another issuer answered")
        if "error" in answer:
            raise Declined(answer["error"][:100])
        token = self._token(answer.get("code", ""), trip)
        return self._vouched(self._claims(token, trip), trip)

    def _in_time(self, exchange: Callable[[], Result]) -> Result:
        # Patience begins anew with each byte that drips in, and with each of its requests.
        try:
            return timed.within(monotonic() + self._within, exchange)
        except TimeoutError as late:
            self._rests_until = clock.now() + RESTS
            raise ProviderAway(f"no whole answer within {self._within:g} seconds") from late

    def _session(self, method: str = BASIC) -> OAuth2Session:
        session = OAuth2Session(
            self._client_id,
            self._client_secret,
            scope="openid",
            redirect_uri=self._back,
            code_challenge_method="S256",
            token_endpoint_auth_method=method,
            default_timeout=PATIENCE,
        )
        # What leads elsewhere would take the secret along.
        session.max_redirects = 0
        return session

    def _read(self, address: str) -> dict[str, Any]:
        if clock.now() < self._rests_until:
            raise ProviderAway("did not answer a moment ago")
        try:
            with self._session() as session:
                answer = session.get(address, withhold_token=True)
                answer.raise_for_status()
                found = answer.json()
        except requests.RequestException as trouble:
            self._rests_until = clock.now() + RESTS
            raise ProviderAway(f"{address}: {type(trouble).__name__}") from trouble
        if not isinstance(found, dict):
            raise ProviderAway(f"{address}: no description")
        return found

    def _description(self) -> dict[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery, section 4)."""
        if clock.now() < self._known_until:
            return self._known
        found = self._read(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise ProviderAway(f"calls itself {found.get('issuer')!r}, not {self.issuer!r}")
        for name in ENDPOINTS:
            if not _is_safe(found.get(name)):
                raise ProviderAway(f"has no {name} by https")
        self._known, self._keys = found, None
        self._known_until = clock.now() + KNOWN_FOR
        return found

    def _token(self, code: str, trip: Trip) -> dict[str, Any]:
        known = self._description()
        offered = known.get("token_endpoint_auth_methods_supported") or [BASIC]
        # Libraries differ in how they quote a secret in a header; in a form there is one way.
        method = POSTED if POSTED in offered else BASIC
        try:
            with self._session(method) as session:
                token = session.fetch_token(
                    known["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=trip.verifier,
                )
        except OAuthError as refused:
            raise BadAnswer(f"code refused: {refused.error}") from refused
        except requests.RequestException as trouble:
            raise ProviderAway(f"token: {type(trouble).__name__}") from trouble
        return dict(token)

    def _claims(self, token: dict[str, Any], trip: Trip) -> CodeIDToken:
        """The claims of an id token, verified (OpenID Connect Core, section 3.1.3.7)."""
        decoded = self._decoded(str(token.get("id_token", "")))
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": self.issuer},
                "sub": {"essential": True},
                # Authlib takes any audience where the authorised party is ours.
                "aud": {"essential": True, "value": self._client_id},
            },
            {
                "nonce": trip.nonce,
                "client_id": self._client_id,
                "access_token": token.get("access_token"),
            },
        )
        now = int(clock.now().timestamp())
        try:
            claims.validate(now=now, leeway=int(LEEWAY.total_seconds()))
        except (JoseError, TypeError, ValueError) as wrong:
            raise BadAnswer(f"id token: {wrong}") from wrong
        return claims

    def _decoded(self, id_token: str) -> jwt.Token:
        offered = self._description().get("id_token_signing_alg_values_supported")
        registry = JWSRegistry(
            algorithms=[each for each in ALGORITHMS if each in (offered or DEFAULT_ALGORITHMS)],
            strict_check_header=False,
        )
        known, self._keys = self._keys, self._keys or self._read_keys()
        try:
            return jwt.decode(id_token, self._keys, registry=registry)
        except (JoseError, ValueError) as wrong:
            if known is None:
                raise BadAnswer(f"id token: {wrong}") from wrong
        # The provider may have changed its keys since they were read.
        self._keys = self._read_keys()
        try:
            return jwt.decode(id_token, self._keys, registry=registry)
        except (JoseError, ValueError) as wrong:
            raise BadAnswer(f"id token: {wrong}") from wrong

    def _read_keys(self) -> KeySet:
        try:
            found = self._read(self._description()["jwks_uri"])["keys"]
            return KeySet.import_key_set({"keys": [key for key in found if _may_sign(key)]})
        except (JoseError, KeyError, TypeError, ValueError) as wrong:
            raise ProviderAway("its keys cannot be read") from wrong

    def _vouched(self, claims: CodeIDToken, trip: Trip) -> Vouched:
        subject, proved_at = claims["sub"], claims.get("auth_time")
        if not isinstance(subject, str) or not subject:
            raise BadAnswer("id token: no subject")
        if isinstance(proved_at, bool) or not isinstance(proved_at, int | float):
            proved_at = None
        # Authlib looks whether `auth_time` is there, not when it was.
        if trip.afresh and (proved_at or 0) < trip.began_at - LEEWAY.total_seconds():
            raise BadAnswer("not proved afresh")
        return Vouched(self.issuer, subject, proved_at)


def _may_sign(key: Mapping[str, object]) -> bool:
    # Others, of kinds that we do not know perhaps, are nothing to fail for.
    return key.get("kty") in {"RSA", "EC"} and key.get("use", "sig") == "sig"


def _is_safe(address: object) -> bool:
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
