"""The server of the stories closes what it answers with, also to a browser that has gone."""

import socket
import struct
import threading
from collections.abc import Iterator

from werkzeug.serving import make_server

from tests.stories.living import Answers, Quiet


class Answer:
    """A line that says whether somebody closed it."""

    def __init__(self, gone: threading.Event) -> None:
        self.closed = threading.Event()
        self.gone = gone

    def __iter__(self) -> Iterator[bytes]:
        yield b"one"
        # What is left of the request is read from a browser that is there no longer.
        self.gone.wait(5)

    def close(self) -> None:
        self.closed.set()


def test_an_answer_is_closed_when_the_browser_goes_away_once_it_is_written():
    gone = threading.Event()
    answer = Answer(gone)

    def app(_environ, start_response):
        start_response("200 OK", [("Content-Length", "3")])
        return answer

    server = make_server("127.0.0.1", 0, Answers(app), request_handler=Quiet)
    serving = threading.Thread(target=server.handle_request)
    serving.start()
    with socket.create_connection(("127.0.0.1", server.server_port)) as browser:
        browser.sendall(b"GET / HTTP/1.0\r\n\r\n")
        browser.recv(64)
        # Lingering for no seconds: the connection is reset, as a browser's is that navigates on.
        browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    gone.set()
    serving.join(5)
    server.server_close()
    assert answer.closed.is_set()


def test_an_answer_under_way_is_waited_for():
    begun, goes_on, ended = threading.Event(), threading.Event(), threading.Event()

    def app(_environ, _start_response):
        begun.set()
        goes_on.wait(5)
        ended.set()
        return [b"one"]

    answers = Answers(app)
    reading = threading.Thread(target=lambda: list(answers({}, lambda *_said: None)))
    reading.start()
    begun.wait(5)
    threading.Timer(0.1, goes_on.set).start()
    answers.wait_for_all()
    assert ended.is_set()
    reading.join(5)
