"""How long calls take, measured in turns: a noisy second falls on all of them alike."""

import statistics
import time
from collections.abc import Mapping

from benchmarks.visitors import Call


def medians(calls: Mapping[str, Call], rounds: int) -> dict[str, float]:
    """The median seconds of each call; each is made once before it counts."""
    for call in calls.values():
        call()
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            began = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - began)
    return {name: statistics.median(taken) for name, taken in times.items()}
