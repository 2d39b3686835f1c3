"""Tables of what was seen, each figure with its goal; and the same in docs/performance.md."""

import os
import platform
import re
import sqlite3
import statistics
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.page_rounds import FLOORS, Seen
from benchmarks.page_table import MILLION, PAGES, POSTGRES, Place
from benchmarks.reading import Layout, Length
from benchmarks.rounds import ratio
from benchmarks.scanning import Scan

DOCUMENT = Path("docs/performance.md")
HEADS = ("CPU ms", "wall ms", "beside its floor", "statements", "kB", "requests/s", "p95/p50")
LAYOUT_HEADS = ("layout", "texts", "clauses", "right")
LENGTH_HEADS = ("lines of a long text", "MB", "CPU s", "MiB more", "times a fifth of it")
SCAN_HEADS = ("scan", "duties", "times the bare query", "statements", "MiB more")
# What a floor and ours cost, round by round.
Pair = tuple[list[float], list[float]]


@dataclass
class Run:
    """All that one run saw; parts that were not asked for stay empty."""

    sizes: Sequence[int]
    pages: Seen = field(default_factory=Seen)
    scans: Mapping[int, Mapping[str, Scan]] = field(default_factory=dict)
    delivery: Pair | None = None
    cold: Pair | None = None
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    lengths: Mapping[str, Length] = field(default_factory=dict)
    # How long these texts are, in megabytes.
    long: int = 0
    # Said after SQLite, where there was one.
    postgres: str = ""


def text(run: Run, command: str) -> str:
    """The tables of a run, as Markdown, and how many goals are met."""
    words = ("git", "describe", "--always", "--dirty", "--exclude=*")
    commit = subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    parts = [
        f"`{command}` at {commit}: {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}{run.postgres}; {load:.1f} processes a core at its end."
    ]
    if run.pages.costs:
        parts.append(_pages(run.pages, *run.sizes))
    if run.scans:
        parts.append(_table(SCAN_HEADS, _scans(run.scans)))
    if others := list(_others(run)):
        parts.append(_table(("beside", "seen"), others))
    if run.layouts:
        parts.append(_table(LAYOUT_HEADS, _layouts(run.layouts)))
        parts.append(_table(LENGTH_HEADS, _lengths(run.lengths, run.long)))
    tables = "\n\n".join(parts)
    met, missed = tables.count(" met)"), tables.count(" missed)")
    return f"{tables}\n\nOf {met + missed} goals {met} are met."


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ("---", *["---:"] * (len(heads) - 1)), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def most(seen: float, bound: float, digits: int = 2) -> str:
    """A figure that is to be so much at most, as it reads, and whether it is."""
    met = "met" if round(seen, digits) <= bound else "missed"
    return f"{seen:,.{digits}f} (≤ {bound:g} {met})"


def least(seen: float, bound: float) -> str:
    """A figure that is to be so much at least."""
    return f"{seen:,.2f} (≥ {bound:g} {'met' if round(seen, 2) >= bound else 'missed'})"


def _pages(seen: Seen, small: int, large: int, *more: int) -> str:
    """Floors and pages with so many findings; growth from few to as many, and to more."""
    places = [Place(size) for size in (small, large, *more)]
    if Place(large, POSTGRES).name in seen.memory:
        places.append(Place(large, POSTGRES))
    growths = (f"{small:,} → {size:,}" for size in (large, *more))
    heads = [f"{large:,} findings", *HEADS, *growths, "over PostgreSQL"][: len(HEADS) + len(places)]
    floors = ((name, *_floor(seen, name)) for name in FLOORS)
    rows = (*floors, *(tuple(_page(seen, name, *places)) for name in PAGES))
    return _table(heads, (row + ("",) * (len(heads) - len(row)) for row in rows))


def _floor(seen: Seen, name: str) -> Iterator[str]:
    yield from (f"{seen.cpu('', name):.2f}", f"{seen.wall('', name):.2f}", "")
    if load := seen.loads.get(("", name)):
        statements, size = seen.looks["", name]
        yield from (str(statements), f"{size / 1000:.1f}")
        yield from (f"{load.rate:,.0f}", f"{load.spread:.2f}")


def _page(seen: Seen, name: str, small: Place, large: Place, *others: Place) -> Iterator[str]:
    page, key = PAGES[name], (large.name, name)
    statements, size = seen.looks[key]
    load = seen.loads.get(key)
    yield from (name, f"{seen.cpu(*key):.2f}", f"{seen.wall(*key):.2f}")
    yield least(seen.beside_floor(*key), page.least)
    yield most(statements, page.statements, 0) if page.statements else str(statements)
    yield most(size / 1000, 45, 1) if page.is_list else f"{size / 1000:.1f}"
    yield from (f"{load.rate:,.0f}", most(load.spread, 1.5)) if load else ("", "")
    for place in (large, *others):
        if name not in place.pages:
            yield ""
        elif place.server:
            speed = seen.speed(name, large.name, place.name)
            yield least(speed, 0.9 if page.is_save else 0.55)
        else:
            bound = 1.10 if place.size < MILLION else 1.25
            yield most(seen.growth(name, small.name, place.name), bound)


def _scans(scans: Mapping[int, Mapping[str, Scan]]) -> Iterator[Sequence[str]]:
    """With the most duties each is held to its goals; with few it takes as many statements."""
    few, largest = next(iter(scans.values())), max(scans)
    for size, looks in scans.items():
        for name, scan in looks.items():
            if size < largest:
                figures = f"{scan.times:.2f}", str(scan.statements), f"{scan.memory:.0f}"
            else:
                statements = most(scan.statements, few[name].statements, 0)
                figures = most(scan.times, 1.5), statements, most(scan.memory, 100, 0)
            yield name, f"{size:,}", *figures


def _others(run: Run) -> Iterator[Sequence[str]]:
    if run.delivery:
        yield "delivery beside bare smtplib", least(ratio(*run.delivery), 0.85)
    if run.cold:
        yield "cold start, times the bare app's", most(1 / ratio(*run.cold), 1.5)
        yield "cold start, seconds of CPU", f"{statistics.median(run.cold[1]):.2f}"
    for number, (where, memory) in enumerate(run.pages.memory.items()):
        held = f"{memory:,.0f}" if number else most(memory, 220, 0)
        yield f"memory of all processes (PSS) with {where} findings, MB", held


def _layouts(layouts: Mapping[str, Layout]) -> Iterator[Sequence[str]]:
    for name, each in layouts.items():
        yield name, str(each.texts), str(each.clauses), least(each.right / each.clauses, 0.95)


def _lengths(lengths: Mapping[str, Length], long: int) -> Iterator[Sequence[str]]:
    """What grows with the text takes five times the time; twice that would be another growth."""
    for name, each in lengths.items():
        cost = f"{each.seconds:.2f}", f"{each.memory:.0f}"
        yield name, str(long), *cost, most(each.growth, 10, 1)


def write(tables: str, label: str) -> None:
    """Put the tables between the marks of their run in the document."""
    marks = re.compile(rf"(<!-- {label} begins -->\n).*?(<!-- {label} ends -->)", re.DOTALL)
    document = DOCUMENT.read_text(encoding="utf-8")
    written = marks.sub(lambda found: f"{found[1]}\n{tables}\n\n{found[2]}", document)
    DOCUMENT.write_text(written, encoding="utf-8")
