"""The processes that `pms serve` begins and watches: the web server and the scheduler.

Both are forks of it, so that the program and its libraries are in memory once (ADR 70).

SIGTERM, or Ctrl-C, ends both: requests in hand are answered first. SIGHUP has us read program and
settings anew under our own number, while those that were begun before go on answering behind the
same port; they end once the new web server answers, with no request refused. From a terminal SIGHUP
says that it was closed, and ends both. Whatever happens to us, they do not outlive us.
"""

import ctypes
import logging
import multiprocessing
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.context import ForkProcess
from types import FrameType

log = logging.getLogger(__name__)

# The scheduler begins anew so often within an hour; more says that something is to be looked at.
RESTARTS, WITHIN = 5, 3600.0
PATIENCE = 30
# prctl(2): the signal that a process gets when its parent ends; what `top` calls it.
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
SCHEDULER = "pms-scheduler"
# What we listen to; kept until then while we begin.
HEARD = {signal.SIGHUP, signal.SIGTERM, signal.SIGINT}
# Where we tell ourselves, once begun anew, what we had begun before.
BEFORE = "_PMS_BEGUN_BEFORE"

Work = Callable[[], None]
# A web server, which says when it answers.
Web = Callable[[Work], None]
_FORK = multiprocessing.get_context("fork")


class _Watch:
    """Both processes, those of before while they end, and what signals asked for meanwhile."""

    def __init__(self, web: Web, scheduler: Work) -> None:
        self._scheduler_work = scheduler
        self._restarts: list[float] = []
        self.stopping = self.reloading = False
        named = map(int, os.environ.pop(BEFORE, "").split())
        before = [pid for pid in named if not _has_ended(pid)]
        self._handle_signals()
        reads, writes = os.pipe()
        self.web = _begin("pms-web", lambda: web(lambda: _say(writes)))
        os.close(writes)
        if before:
            self._wait_for(reads)
        os.close(reads)
        self.scheduler = _begin(SCHEDULER, scheduler)
        self._leaving = dict.fromkeys(before, time.monotonic() + PATIENCE)
        for pid in before:
            _tell(pid, signal.SIGTERM)

    def _handle_signals(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self.stopping = True

        def reload(_number: int, _frame: FrameType | None) -> None:
            self.reloading = True

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        at_terminal = sys.stdin is not None and sys.stdin.isatty()
        signal.signal(signal.SIGHUP, stop if at_terminal else reload)
        # One that came while we began is heard now.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)

    def _wait_for(self, reads: int) -> None:
        """Until the web server answers, or has ended, or we are to."""
        for _second in range(PATIENCE):
            if self.stopping or select.select([reads], [], [], 1)[0]:
                return

    @property
    def begun(self) -> Sequence[ForkProcess]:
        return self.web, self.scheduler

    def all_begun(self) -> list[int]:
        """By number, those of before included: whoever follows us has to see them off."""
        return [*self._leaving, *(each.pid for each in self.begun if each.pid)]

    def go_on(self) -> bool:
        """Look after all; False once they are to end, or to be followed by others."""
        self.see_off()
        if self.stopping or self.reloading or not self.web.is_alive():
            return False
        return self.scheduler.is_alive() or self._begin_scheduler_anew()

    def _begin_scheduler_anew(self) -> bool:
        now = time.monotonic()
        self._restarts = [each for each in self._restarts if now - each < WITHIN]
        if len(self._restarts) == RESTARTS:
            log.error("the scheduler ended %d times within an hour: giving up", RESTARTS + 1)
            return False
        self._restarts.append(now)
        log.error("the scheduler ended (%s): beginning it anew", self.scheduler.exitcode)
        self.scheduler = _begin(SCHEDULER, self._scheduler_work)
        return True

    def see_off(self) -> bool:
        """Whether any of those of before still runs; one that does not end in time is killed."""
        for pid, until in list(self._leaving.items()):
            if _has_ended(pid):
                del self._leaving[pid]
            elif time.monotonic() > until:
                _tell(pid, signal.SIGKILL)
        return bool(self._leaving)

    def end(self) -> int:
        """End all that run; the exit code to give."""
        failed = next((each.exitcode for each in self.begun if each.exitcode), 0)
        for each in self.begun:
            if each.is_alive():
                each.terminate()
        for each in self.begun:
            each.join(PATIENCE)
            if each.is_alive():
                each.kill()
                each.join()
        while self.see_off():
            time.sleep(0.1)
        # Whoever began us begins us again where nobody told us to end.
        return 0 if self.stopping else abs(failed or 1)


def run(web: Web, scheduler: Work, may_begin_anew: Callable[[], bool]) -> int:
    """Run both until a signal comes or the web server ends; the exit code to give.

    What either needs of files is to be opened by itself: no connection of ours is theirs. We go on
    as we are where `may_begin_anew` says no.
    """
    watch = _Watch(web, scheduler)
    while True:
        while watch.go_on():
            time.sleep(0.2)
        if watch.stopping or not watch.reloading:
            return watch.end()
        watch.reloading = False
        if may_begin_anew():
            _begin_anew(watch.all_begun())
        log.error("program or settings cannot be read: going on with those of before")


def apart(name: str, work: Work) -> None:
    """Do some work in a process of its own, which takes the memory that it needed with it.

    As with those of `run`, no connection of ours is its. Raises SystemExit where it fails, which it
    tells itself.
    """
    child = _begin(name, work)
    child.join()
    if child.exitcode:
        sys.exit(abs(child.exitcode))


def _begin(name: str, work: Work) -> ForkProcess:
    # We have no thread that could hold a lock while the child is made.
    begun = _FORK.Process(target=_work, args=(name, work, os.getpid()), daemon=True)
    begun.start()
    return begun


def _work(name: str, work: Work, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        _stand_by(name, parent)
    work()


def _begin_anew(begun: Sequence[int]) -> None:
    """Read program and settings again, as this very process: its children stay its children.

    Returns only where that cannot be done, as while Python itself is replaced.
    """
    os.environ[BEFORE] = " ".join(map(str, begun))
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
    with suppress(OSError):
        os.execv(sys.executable, sys.orig_argv)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)


def _say(writes: int) -> None:
    # Nobody listens any more to a worker that is begun later.
    with suppress(OSError):
        os.write(writes, b".")


def _tell(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True


def _stand_by(name: str, parent: int) -> None:
    """Bear a name among processes, and ask to be told to end when the parent does, however."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl(PR_SET_NAME, name.encode())
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)
