"""What calls cost, measured in turns so that a noisy second falls on all alike; and under load."""

import statistics
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from benchmarks.servers import Server
from benchmarks.visitors import Visitor

Name = TypeVar("Name")
LINES = 8


@dataclass(frozen=True)
class Call:
    """One request of a visitor to a server; what it sends is asked for anew each time."""

    server: Server
    visitor: Visitor
    url: str
    fields: Callable[[], Mapping[str, object] | None] = lambda: None


@dataclass
class Cost:
    """Milliseconds, a figure for each round: of the server's processors, and waited."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Load:
    """Requests a second over several connections at once, and p95/p50 of the time they took."""

    rate: float
    spread: float


def in_turns(calls: Mapping[Name, Call], rounds: int, times: int) -> dict[Name, Cost]:
    """The cost of each call; in each round every one of them is made so many times in a row."""
    costs: dict[Name, Cost] = {name: Cost() for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            # Servers close connections on which nothing was asked for two seconds.
            call.visitor.line.close()
            used, waited = call.server.cpu(), []
            for _ in range(times):
                fields, began = call.fields(), time.perf_counter()
                call.visitor.ask(call.url, fields)
                waited.append(time.perf_counter() - began)
            costs[name].cpu.append((call.server.cpu() - used) / times * 1000)
            costs[name].wall.append(statistics.median(waited) * 1000)
    return costs


def ratio(floor: list[float], ours: list[float]) -> float:
    """How fast ours is beside its floor (1.00: as fast): the median over rounds."""
    return statistics.median(base / own for base, own in zip(floor, ours, strict=True))


def under_load(visitor: Visitor, url: str, seconds: float) -> Load:
    """One page, asked for over eight connections without a pause."""
    waited: list[float] = []
    start = time.perf_counter()

    def ask(own: Visitor) -> None:
        while (began := time.perf_counter()) < start + seconds:
            own.ask(url)
            waited.append(time.perf_counter() - began)
        own.line.close()

    threads = [threading.Thread(target=ask, args=(visitor.again(),)) for _ in range(LINES)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    cuts = statistics.quantiles(waited, n=20)
    return Load(len(waited) / (time.perf_counter() - start), cuts[18] / cuts[9])
