"""Calls that are given up at an instant, whatever they wait for: names to be resolved, a server
that answers a byte at a time."""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from time import monotonic
from typing import TypeVar

Result = TypeVar("Result")


def within(until: float, call: Callable[[], Result]) -> Result:
    """What a call gives or raises by an instant of the monotonic clock; raises TimeoutError then.

    The call goes on by itself, and is to end some day; nobody waits for it, not even at the end of
    the process.
    """
    promised: Future[Result] = Future()

    def run() -> None:
        try:
            promised.set_result(call())
        except BaseException as trouble:
            promised.set_exception(trouble)

    threading.Thread(target=run, daemon=True).start()
    return promised.result(max(0.0, until - monotonic()))


def addresses(host: str, port: int, until: float) -> list[str]:
    """The addresses of a host, each once, in the order in which they are to be tried. Raises
    TimeoutError, or OSError where there is none."""
    found = within(until, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def own_name(until: float) -> str:
    """What this machine calls itself before a mail server (RFC 5321, 4.1.1.1): its full name, or
    its address where it has none. Raises TimeoutError."""

    def ask() -> str:
        name = socket.getfqdn()
        if "." in name:
            return name
        try:
            return f"[{socket.gethostbyname(socket.gethostname())}]"
        except OSError:
            return "[127.0.0.1]"

    return within(until, ask)
