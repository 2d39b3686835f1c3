"""Half a request holds nobody up: gunicorn with our worker, real sockets, and a tiny app."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest

from pms_tracker.config import ROOT
from tests.cli.test_serving import free_port

PATIENCE = 60
APP = """
class App:
    config = {"MAX_CONTENT_LENGTH": 3_000_000}
    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Length", str(len(body) + 3))])
        return [b"ok ", body]
app = App()
"""
HALF = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


class Server:
    """One worker with two threads."""

    def __init__(self, folder: Path) -> None:
        (folder / "tiny.py").write_text(APP)
        self.place = ("127.0.0.1", free_port())
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "tiny:app", "--no-control-socket"),
                *("--bind", f"127.0.0.1:{self.place[1]}", "--workers", "1", "--threads", "2"),
                *("--worker-class", "pms_tracker.arrivals.Worker", "--log-level", "error"),
                *("--pythonpath", f"{folder},{ROOT}"),
            ],
            cwd=folder,
        )

    def ask(self, body: bytes = b"") -> bytes:
        asked = HTTPConnection(*self.place, timeout=PATIENCE)
        asked.request("POST", "/", body)
        answer = asked.getresponse().read()
        asked.close()
        return answer

    def answers(self) -> bool:
        try:
            return self.ask() == b"ok "
        except OSError:
            return False


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    found = Server(tmp_path)
    began = time.monotonic()
    while not found.answers():
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.05)
    yield found
    found.process.kill()
    found.process.wait()


def test_half_requests_hold_nobody_up(server: Server) -> None:
    with ExitStack() as stack:
        for begun in (b"POST / HTTP/1.1\r\nHo", HALF, b"", b"P"):
            for _each in range(10):
                half = stack.enter_context(socket.create_connection(server.place))
                half.sendall(begun)
        assert server.ask() == b"ok "
        # Large, in many parts, and one after the other over one connection.
        asked = HTTPConnection(*server.place, timeout=PATIENCE)
        for _each in range(2):
            asked.putrequest("POST", "/")
            asked.putheader("Content-Length", "2000000")
            asked.endheaders()
            for part in range(20):
                asked.send(bytes([65 + part]) * 100_000)
            body = asked.getresponse().read()
            assert body == b"ok " + b"".join(bytes([65 + part]) * 100_000 for part in range(20))
        asked.close()
        # What is larger than anything that is taken is not waited for, nor what has no length.
        for head, answer in ((CHUNKED, b"HTTP/1.1 411"), (b"\r\n\r\n", b"HTTP/1.1 400")):
            other = stack.enter_context(socket.create_connection(server.place))
            other.sendall(head)
            assert other.recv(100).startswith(answer)


def test_a_reload_refuses_nobody_and_a_stop_lets_requests_end(server: Server) -> None:
    answers: list[bool] = []
    enough = threading.Event()

    def ask() -> None:
        while not enough.is_set():
            answers.append(server.answers())

    thread = threading.Thread(target=ask)
    thread.start()
    server.process.send_signal(signal.SIGHUP)
    time.sleep(1.5)
    enough.set()
    thread.join()
    assert len(answers) > 5
    assert all(answers)
    with socket.create_connection(server.place) as last:
        last.sendall(HALF + b"x" * 50)
        time.sleep(0.2)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        last.sendall(b"y" * 10)
        assert last.recv(100).startswith(b"HTTP/1.1 200")
        assert server.process.wait(timeout=PATIENCE) == 0
