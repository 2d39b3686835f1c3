"""Processes of their own, forked from one that has imported everything: that is most of a start.

The one they come from holds no connection and no app, and runs by the real clock, as a start does.
"""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import pytest

FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["tests.writing_process", "tests.migrating_process"])
# Whoever forks does so from one worker, so that one process is enough for them all.
FORKED = pytest.mark.xdist_group("forked")
# Seconds after which what does not come is missed: a bound for a busy machine.
PATIENCE = 300


@dataclass(frozen=True)
class Forked:
    """A process, and our end of what it is told and says."""

    process: BaseProcess
    end: Connection

    def tell(self, word: str) -> None:
        self.end.send(word)

    def said(self) -> Any:
        """The next that it says; raises EOFError where it ended without."""
        assert self.end.poll(PATIENCE), "the process says nothing"
        return self.end.recv()

    def code(self) -> int | None:
        """How it ended."""
        self.process.join(PATIENCE)
        return self.process.exitcode


def fork(does: Callable[..., None], *words: object) -> Forked:
    """A process that does this with its end of a pipe and these words."""
    ours, theirs = FORKING.Pipe()
    process = FORKING.Process(target=does, args=(theirs, *words), daemon=True)
    process.start()
    theirs.close()
    return Forked(process, ours)
