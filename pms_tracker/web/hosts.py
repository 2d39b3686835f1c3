"""Which host names are served: others are refused before a page, a session or a log of ours."""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Response

from pms_tracker.web.headers import HEADERS

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

log = logging.getLogger(__name__)

# A watchdog asks by whatever name or address the machine has.
PROBES = {"/healthz", "/readyz", "/metrics"}
# A browser says more than this only to do harm.
LONGEST = 100
REFUSED = (
    "このアドレスでは利用できません。正しいアドレスをシステム管理者に確かめてください。\n"
    "This address is not served here. Ask your administrator for the right one.\n"
)


class TrustedHosts:
    """Lets requests for the hosts named in the settings through, and probes by any host."""

    def __init__(self, app: Application, hosts: Sequence[str]) -> None:
        self._app, self._hosts = app, hosts

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "")
        if environ.get("PATH_INFO") in PROBES or host_is_trusted(host, self._hosts):
            return self._app(environ, start_response)
        log.warning("refused host %r", host[:LONGEST])
        answer = Response(REFUSED, 400, HEADERS, mimetype="text/plain")
        answer.headers["Cache-Control"] = "no-store"
        return answer(environ, start_response)
