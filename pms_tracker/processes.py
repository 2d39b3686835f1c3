"""The processes that `pms serve` begins and watches: the web server and the scheduler.

SIGTERM, or Ctrl-C, ends both: requests in hand are answered first. SIGHUP has the web server begin
anew behind the same port, with no request refused, and the scheduler as well; from a terminal it
says that the terminal was closed, and ends both. Whatever happens to us, they do not outlive us.
"""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

log = logging.getLogger(__name__)

# The scheduler begins anew so often within an hour; more says that something is to be looked at.
RESTARTS, WITHIN = 5, 3600.0
PATIENCE = 30
# prctl(2): the signal that a process gets when its parent ends.
PR_SET_PDEATHSIG = 1

Command = Sequence[str]


class _Watch:
    """Both processes, and what signals asked for meanwhile."""

    def __init__(self, web: Command, scheduler: Command, environment: Mapping[str, str]) -> None:
        self._scheduler_command, self._environment = scheduler, environment
        self._restarts: list[float] = []
        self.stopping = self.reloading = False
        self._handle_signals()
        self.web = self._begin(web)
        self.scheduler = self._begin(scheduler)

    def _begin(self, command: Command) -> subprocess.Popen[bytes]:
        # We have no thread that could hold a lock while the child is made.
        return subprocess.Popen(
            command,
            env=self._environment,
            preexec_fn=_ends_with(os.getpid()),  # noqa: PLW1509
        )

    def _handle_signals(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self.stopping = True

        def reload(_number: int, _frame: FrameType | None) -> None:
            self.reloading = True

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        at_terminal = sys.stdin is not None and sys.stdin.isatty()
        signal.signal(signal.SIGHUP, stop if at_terminal else reload)

    def go_on(self) -> bool:
        """Look after both; False once they are to end."""
        if self.stopping or self.web.poll() is not None:
            return False
        if self.reloading:
            self.reloading = False
            self.web.send_signal(signal.SIGHUP)
            _end(self.scheduler)
            self.scheduler = self._begin(self._scheduler_command)
        elif self.scheduler.poll() is not None:
            return self._begin_scheduler_anew()
        return True

    def _begin_scheduler_anew(self) -> bool:
        now = time.monotonic()
        self._restarts = [each for each in self._restarts if now - each < WITHIN]
        if len(self._restarts) == RESTARTS:
            log.error("the scheduler ended %d times within an hour: giving up", RESTARTS + 1)
            return False
        self._restarts.append(now)
        log.error("the scheduler ended (%s): beginning it anew", self.scheduler.returncode)
        self.scheduler = self._begin(self._scheduler_command)
        return True


def run(web: Command, scheduler: Command, environment: Mapping[str, str]) -> int:
    """Run both until a signal comes or the web server ends; the exit code to give."""
    watch = _Watch(web, scheduler, environment)
    while watch.go_on():
        time.sleep(0.2)
    children = (watch.web, watch.scheduler)
    failed = next((child.returncode for child in children if child.poll()), 0)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        _await(child)
    return 0 if watch.stopping else abs(failed)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
    _await(child)


def _await(child: subprocess.Popen[bytes]) -> None:
    """Let a child that was told to end do so; it is told once, and killed in the end."""
    try:
        child.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()


def _ends_with(parent: int) -> Callable[[], None] | None:
    """What a child does first: ask to be told to end when we do, however we do."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask
