"""A certified OpenID Connect provider (idpyoidc) on loopback; its answers can be altered."""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlencode

import requests
from cryptojwt.jws.jws import JWS
from cryptojwt.key_jar import build_keyjar
from idpyoidc.server import Server
from idpyoidc.server.configure import OPConfiguration
from idpyoidc.server.exception import UnAuthorizedClient
from idpyoidc.server.user_authn.user import UserAuthnMethod
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

CLIENT, SECRET = "pms", "a secret / with + signs that must be quoted"
BACK = "http://127.0.0.1:8000/sign-in/oidc/callback"
KEYS = [{"type": "RSA", "use": ["sig"]}, {"type": "EC", "crv": "P-256", "use": ["sig"]}]
SECRETS = [{"type": "oct", "bytes": 24, "use": ["enc"], "kid": kid} for kid in ("code", "token")]
PASSWORD_USED = "urn:oasis:names:tc:SAML:2.0:ac:classes:InternetProtocolPassword"
# A session there that began this morning lets people through without asking them anything.
BEFORE = 3 * 3600

Claims = dict[str, Any]


class Session(UserAuthnMethod):
    """Whoever the test says is signed in at the provider; asked afresh, they prove it at once."""

    person = ""

    def authenticated_as(self, *_args: object, **_kw: object) -> tuple[dict[str, str], int]:
        return {"uid": Session.person}, int(time.time())

    def __call__(self, **_kw: object) -> str:
        return "password, please"


class IdentityProvider:
    """The provider, and how it (or somebody between) misbehaves: set before somebody is sent."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.server = Server(OPConfiguration(conf=_configuration(issuer), base_path=""), cwd="")
        self.server.context.cdb[CLIENT] = {
            "client_secret": SECRET,
            "redirect_uris": [(BACK, None)],
            "response_types_supported": ["code"],
            "allowed_scopes": ["openid"],
        }
        self.behave()

    def behave(self) -> None:
        """Do again what a provider does."""
        Session.person = "diana"
        self.alters: Callable[[Claims], object] | None = None
        self.answers_with = ""
        self.signs_with: Any = None
        self.algorithm = "RS256"
        self.declines = self.ignores_prompt = self.is_down = False
        self.drips = 0.0
        self.last_id_token = ""

    def knows(self, back: str) -> None:
        """Let it send people back to another address as well."""
        self.server.context.cdb[CLIENT]["redirect_uris"].append((back, None))

    def is_at_desk(self, person: str) -> None:
        """Who is signed in at the provider from now on."""
        Session.person = person

    def subject(self) -> str:
        """What it calls who was vouched for last."""
        return str(payload(self.last_id_token)["sub"])

    def changes_keys(self) -> None:
        """Sign with keys from now on that nobody has seen."""
        new = build_keyjar(KEYS, issuer_id=self.issuer)
        for owner in ("", self.issuer):
            issuer = self.server.keyjar.return_issuer(owner)
            issuer._bundles = new.return_issuer(self.issuer)._bundles

    def send(self, address: str) -> str:
        """Go there as a browser does; where it leads back to, as a path of ours."""
        answer = requests.get(address, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        location = answer.headers["Location"]
        assert location.startswith(f"{BACK}?")
        return location.removeprefix("http://127.0.0.1:8000")

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        serve = {
            "/.well-known/openid-configuration": self._describe,
            "/jwks": self._keys,
            "/authorization": self._authorize,
            "/token": self._give,
        }[request.path]
        answer = Response("", 502) if self.is_down else serve(request)
        return (self._dripping(answer) if self.drips else answer)(environ, start)

    def _dripping(self, whole: Response) -> Response:
        """The same answer a byte at a time, so many seconds apart."""
        every = self.drips

        def drip() -> Iterator[bytes]:
            for each in whole.get_data():
                time.sleep(every)
                yield bytes([each])

        return Response(drip(), whole.status, whole.headers)

    def _describe(self, _request: Request) -> Response:
        endpoint = self.server.get_endpoint("provider_config")
        return _json(endpoint.do_response(**endpoint.process_request())["response"])

    def _keys(self, _request: Request) -> Response:
        return _json(json.dumps(self.server.keyjar.export_jwks(issuer_id=self.issuer)))

    def _authorize(self, request: Request) -> Response:
        endpoint = self.server.get_endpoint("authorization")
        asked = request.args.to_dict()
        if self.ignores_prompt:
            asked.pop("prompt", None)
        parsed = endpoint.parse_request(asked)
        if self.declines:
            said = {"error": "access_denied", "state": asked["state"]}
            return Response("", 302, {"Location": f"{BACK}?{urlencode(said)}"})
        answer = endpoint.process_request(parsed)
        if "http_response" in answer:
            method = endpoint.pick_authn_method(parsed, BACK)["method"]
            began = endpoint.create_session(
                parsed, Session.person, PASSWORD_USED, int(time.time()), method
            )
            answer = endpoint.authz_part2(parsed, began)
        else:
            known = self.server.context.session_manager
            event = known.get_authentication_event(answer["session_id"])
            event["authn_time"] -= BEFORE
        told = endpoint.do_response(request=parsed, **answer)["response"]
        return Response("", 302, {"Location": told})

    def _give(self, request: Request) -> Response:
        endpoint = self.server.get_endpoint("token")
        sent = dict(parse_qsl(request.get_data(as_text=True)))
        http = {
            "headers": {"authorization": request.headers.get("Authorization", "")},
            "method": "POST",
            "url": request.url,
        }
        try:
            parsed = endpoint.parse_request(sent, http_info=http)
        except UnAuthorizedClient:
            return _json('{"error": "invalid_client"}', 401)
        if "error" in parsed:
            return _json(parsed.to_json(), 400)
        answer = endpoint.process_request(parsed)
        told = json.loads(endpoint.do_response(request=parsed, **answer)["response"])
        self.last_id_token = told["id_token"]
        told["id_token"] = self._altered(told["id_token"])
        return _json(json.dumps(told))

    def _altered(self, id_token: str) -> str:
        if self.answers_with:
            return self.answers_with
        if self.alters is None and self.signs_with is None and self.algorithm == "RS256":
            return id_token
        claims = payload(id_token)
        if self.alters is not None:
            self.alters(claims)
        jar = self.signs_with or self.server.keyjar
        kinds = {"R": "RSA", "E": "EC"}
        keys = jar.get_signing_key(kinds.get(self.algorithm[0], "oct"), issuer_id=self.issuer)
        if self.algorithm == "none":
            keys = []
        return str(JWS(json.dumps(claims), alg=self.algorithm).sign_compact(keys))


def payload(id_token: str) -> Claims:
    """The claims of a token, whoever signed it."""
    part = id_token.split(".")[1]
    found: Claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def strange_keys(issuer: str) -> Any:
    """Keys that are somebody else's."""
    return build_keyjar(KEYS, issuer_id=issuer)


def _json(text: str, status: int = 200) -> Response:
    return Response(text, status, mimetype="application/json")


def _configuration(issuer: str) -> dict[str, Any]:
    room = "idpyoidc.server"
    return {
        "issuer": issuer,
        "key_conf": {"key_defs": KEYS, "uri_path": "jwks"},
        "token_handler_args": {
            "key_conf": {"key_defs": SECRETS},
            "code": {"lifetime": 60},
            "token": {"class": f"{room}.token.jwt_token.JWTToken", "kwargs": {"lifetime": 600}},
            "id_token": {"class": f"{room}.token.id_token.IDToken", "kwargs": {}},
        },
        "endpoint": {
            "provider_config": {
                "path": ".well-known/openid-configuration",
                "class": f"{room}.oidc.provider_config.ProviderConfiguration",
                "kwargs": {},
            },
            "authorization": {
                "path": "authorization",
                "class": f"{room}.oidc.authorization.Authorization",
                "kwargs": {},
            },
            "token": {
                "path": "token",
                "class": f"{room}.oidc.token.Token",
                "kwargs": {"client_authn_method": ["client_secret_basic", "client_secret_post"]},
            },
        },
        "authentication": {
            "session": {"acr": PASSWORD_USED, "class": f"{__name__}.Session", "kwargs": {}}
        },
        "userinfo": {
            "class": f"{room}.user_info.UserInfo",
            # The address is one of the cast's: nobody is let in by it.
            "kwargs": {"db": {who: {"email": "head@example.jp"} for who in ("diana", "other")}},
        },
        "add_on": {
            "pkce": {
                "function": f"{room}.oauth2.add_on.pkce.add_support",
                "kwargs": {"essential": True, "code_challenge_methods": {"S256": True}},
            }
        },
    }


@contextmanager
def running() -> Iterator[IdentityProvider]:
    """The provider, served from a thread of this process, whose clock is the test's."""
    server = make_server("127.0.0.1", 0, Response(), threaded=True)
    server.app = made = IdentityProvider(f"http://127.0.0.1:{server.port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
