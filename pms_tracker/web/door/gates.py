"""How many may come through a door at once, from one source and of all together; per process."""

import hmac
import secrets
from collections import Counter


class Gate:
    """Lets so many through from one source within so many seconds, and so many of all together.

    Sources are counted by a hash whose key is forgotten with the window, so that nobody is known
    afterwards. Instants come in as seconds, so that no clock is read here.
    """

    def __init__(self, each: int, most: int, seconds: float) -> None:
        self._each, self._most, self._seconds = each, most, seconds
        self._window, self._key = -1, b""
        self._passed: Counter[bytes] = Counter()

    def passes(self, source: str, now: float) -> bool:
        """Whether one more may go through now; counted if so."""
        window = int(now // self._seconds)
        if window != self._window:
            self._window, self._key = window, secrets.token_bytes(32)
            self._passed.clear()
        name = hmac.digest(self._key, source.encode(), "sha256")
        if self._passed[name] >= self._each or self._passed.total() >= self._most:
            return False
        self._passed[name] += 1
        return True
