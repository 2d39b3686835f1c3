"""A gunicorn worker for a server without a proxy: threads see whole requests only.

Gunicorn's threaded worker gives a thread to whoever has sent one byte, so that a few connections
that send half a request, or a byte a minute, stop a site. Here the loop that accepts connections
reads requests, into a file where they are large, and gives up on those that take too long; then a
thread takes one over. A reply that nobody takes is given up as well.
"""

import re
import socket
import time
from collections.abc import Iterator
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any

from gunicorn import http, util
from gunicorn.workers.gthread import TConn, ThreadWorker

# Seconds for a request's head, and for its body beside what its length takes at the slowest rate.
HEAD_WITHIN, BODY_WITHIN = 10, 20
BYTES_A_SECOND = 16 * 1024
# Seconds until a reply of which nobody takes anything is given up.
REPLY_WITHIN = 30
# Seconds left to requests that are on their way when the worker is to end.
AT_THE_END = 2
LONGEST_HEAD = 64 * 1024
IN_MEMORY = 256 * 1024
AT_ONCE = 64 * 1024
HEAD_ENDS = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
NO_LENGTH = b"HTTP/1.1 411 Length Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Arrived:
    """What came of a request so far; read like a socket that ends with it."""

    def __init__(self) -> None:
        self._kept: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self._begins = b""
        self._came = self._read = 0
        self.wanted: int | None = None
        self.chunked = False

    def add(self, data: bytes) -> None:
        self._kept.seek(self._came)
        self._kept.write(data)
        self._came += len(data)
        if self.wanted is None:
            self._begins += data
            self._look_for_its_end()

    def _look_for_its_end(self) -> None:
        head, end, _rest = self._begins.partition(HEAD_ENDS)
        if end:
            length = LENGTH.search(head + end)
            self.chunked = bool(CHUNKED.search(head + end))
            self.wanted = len(head) + len(end) + (int(length[1]) if length else 0)
            self._begins = b""

    @property
    def is_whole(self) -> bool:
        """Whether all has come; a head that is too long is gunicorn's to refuse."""
        if self.wanted is None:
            return self._came > LONGEST_HEAD
        return self._came >= self.wanted

    def recv(self, size: int) -> bytes:
        self._kept.seek(self._read)
        data = self._kept.read(size)
        self._read += len(data)
        return data

    def close(self) -> None:
        self._kept.close()


class Connection(TConn):  # type: ignore[misc] # gunicorn has no types
    """A connection whose requests are read before a thread has it."""

    initialized: bool
    parser: Any

    def __init__(self, *words: Any) -> None:
        super().__init__(*words)
        self.data_ready = True
        self.arrived = Arrived()

    def init(self) -> None:
        """As gunicorn asks before each request: it parses what has arrived, and nothing else."""
        if not self.initialized:
            self.parser = http.get_parser(self.cfg, self, self.client)
            self.initialized = True
        self.sock.settimeout(REPLY_WITHIN)

    def recv(self, size: int) -> bytes:
        return self.arrived.recv(size)

    def close(self, graceful: bool = False) -> None:
        self.arrived.close()
        super().close(graceful=graceful)


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """Gunicorn's threaded worker, which waits for whole requests without a thread."""

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self._arriving: dict[socket.socket, Connection] = {}

    def accept(self, listener: socket.socket) -> None:
        try:
            sock, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        self._wait_for(Connection(self.cfg, sock, client, listener.getsockname()))

    def on_client_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """A kept connection goes on with another request."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        conn.arrived.close()
        conn.arrived = Arrived()
        self._wait_for(conn)

    def _wait_for(self, conn: Connection) -> None:
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + HEAD_WITHIN
        self._arriving[conn.sock] = conn
        self.poller.register(conn.sock, 1, partial(self._read, conn))

    def _read(self, conn: Connection, sock: socket.socket) -> None:
        knew = conn.arrived.wanted
        try:
            data = sock.recv(AT_ONCE)
            if data:
                conn.arrived.add(data)
        except BlockingIOError:
            return
        except OSError:
            # Cut off, or no room left for a large request.
            data = b""
        if not data or conn.arrived.chunked:
            self._give_up(conn, NO_LENGTH if data else b"")
            return
        wanted = conn.arrived.wanted
        if wanted is not None and knew is None:
            conn.timeout = time.monotonic() + BODY_WITHIN + wanted / BYTES_A_SECOND
        if conn.arrived.is_whole or (wanted or 0) > self._largest():
            self._forget(conn)
            self.enqueue_req(conn)

    def _largest(self) -> int:
        # What is larger is refused by its head.
        return int(self.wsgi.config["MAX_CONTENT_LENGTH"]) + LONGEST_HEAD

    def _forget(self, conn: Connection) -> None:
        self.poller.unregister(conn.sock)
        del self._arriving[conn.sock]

    def _give_up(self, conn: Connection, words: bytes = b"") -> None:
        self._forget(conn)
        self.nr_conns -= 1
        if words:
            util.write_nonblock(conn.sock, words)
        conn.close()

    def murder_pending(self) -> None:
        """Give up on requests that take too long; asked once a second."""
        super().murder_pending()
        for conn in list(self._late()):
            self._give_up(conn)

    def _late(self) -> Iterator[Connection]:
        now = time.monotonic()
        for conn in self._arriving.values():
            if not self.alive:
                conn.timeout = min(conn.timeout, now + AT_THE_END)
            if conn.timeout <= now:
                yield conn
