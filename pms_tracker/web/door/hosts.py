"""Which host names are served: others are refused before a page, a session or a log of ours."""

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Request, Response

from pms_tracker.web.door.headers import HEADERS

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

log = logging.getLogger(__name__)

# A watchdog asks by whatever name or address the machine has.
PROBES = {"/healthz", "/readyz", "/metrics"}
# A browser says more than this only to do harm.
LONGEST = 100
# What a proxy adds to what it hands on, besides all that begins with the last.
PROXIED, FORWARDED = ("Forwarded", "Via", "X-Real-Ip"), "X-Forwarded-"
LOOPBACK = ("127.0.0.1", "::1")
OWN_NAME = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")
REFUSED = (
    "このアドレスでは利用できません。正しいアドレスをシステム管理者に確かめてください。\n"
    "This address is not served here. Ask your administrator for the right one.\n"
)


class TrustedHosts:
    """Lets requests for the hosts named in the settings through, and probes by any host.

    Where none are named, any that could be one.
    """

    def __init__(self, app: Application, hosts: Sequence[str]) -> None:
        self._app, self._hosts = app, hosts

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "")
        by_any = not self._hosts or environ.get("PATH_INFO") in PROBES
        if could_be_one(host) and (by_any or host_is_trusted(host, self._hosts)):
            return self._app(environ, start_response)
        log.warning("refused host %r", host[:LONGEST])
        answer = Response(REFUSED, 400, HEADERS, mimetype="text/plain")
        answer.headers["Cache-Control"] = "no-store"
        return answer(environ, start_response)


def could_be_one(host: str) -> bool:
    """Whether a host could have this name: addresses of pages cannot be made with another."""
    try:
        host.partition(":")[0].encode("idna")
    except UnicodeError:
        return False
    return True


def asked_here(request: Request, *, by_own_name: bool = False) -> bool:
    """Whether somebody on this machine asks, and no proxy on it for somebody who is not.

    `by_own_name`: under a name that no other machine has.
    """
    proxied = any(
        name.title() in PROXIED or name.title().startswith(FORWARDED)
        for name, _value in request.headers
    )
    named = not by_own_name or OWN_NAME.fullmatch(request.host) is not None
    return request.remote_addr in LOOPBACK and not proxied and named
