"""`make bench`: pages, the scan, delivery and a start, each beside a floor of the same run.

`make bench ARGS=quick` measures few records in less than two minutes once they are filled,
`ARGS=100000` more, and without either there are a million; `--only` pages, scan, delivery, start or
reader measures a part, and `--write` puts the tables into docs/performance.md. PMS_TEST_POSTGRES
names a server over whose databases pages are measured too.
"""

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks import instances, reading, report
from benchmarks.delivering import deliveries
from benchmarks.page_rounds import pages_seen
from benchmarks.page_table import MILLION, Place
from benchmarks.report import Run
from benchmarks.scanning import scans
from benchmarks.starting import cold_starts

SIZES = {"quick": (1_000, 10_000), "100000": (1_000, 100_000), "1000000": (1_000, 100_000, MILLION)}
PARTS = ("pages", "scan", "delivery", "start", "reader")


def main() -> None:
    """Measure what was asked for, and print it."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument("size", nargs="?", choices=SIZES, default="1000000")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    server, is_quick = os.environ.get("PMS_TEST_POSTGRES", ""), asked.size == "quick"
    instances.forget_others(server)
    with tempfile.TemporaryDirectory(prefix="pms-bench-") as name:
        run = _measured(asked.only, SIZES[asked.size], server, Path(name), is_quick=is_quick)
    tables = report.text(run, f"make bench ARGS={asked.size}")
    print(tables)
    if asked.write:
        report.write(tables, label_of(asked.size))


def label_of(size: str) -> str:
    """Where the document has the tables of a run: many records share a place."""
    return size if size == "quick" else "full"


def _measured(
    parts: list[str], sizes: tuple[int, ...], server: str, folder: Path, *, is_quick: bool
) -> Run:
    run = Run(sizes)
    # One after the other: nothing else runs while something is measured.
    if "start" in parts:
        run.cold = cold_starts(instances.demo().environment, folder, rounds=2 if is_quick else 7)
    if "delivery" in parts:
        letters, rounds = (100, 3) if is_quick else (500, 7)
        run.delivery = deliveries(folder, letters, rounds)
    if "reader" in parts:
        run.long = 1 if is_quick else 5
        run.layouts, run.lengths = reading.layouts(), reading.lengths(run.long)
    if "scan" in parts:
        run.scans = {size: scans(size, rounds=2 if is_quick else 3) for size in sizes}
    if "pages" in parts:
        places = [Place(size) for size in sizes]
        if server:
            places.append(Place(sizes[1], server))
        rounds, times, seconds = (5, 6, 0.5) if is_quick else (10, 10, 3.0)
        run.pages = pages_seen(places, folder, rounds=rounds, times=times, seconds=seconds)
        if server:
            version = instances.run(server, "SHOW server_version")[0]
            run.postgres = f", PostgreSQL {version.split()[0]}"
    return run


if __name__ == "__main__":
    main()
