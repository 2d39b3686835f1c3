"""All pages of several installations and their floors, served at once and asked in turns."""

import statistics
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from flask import Flask

from benchmarks import instances, signed
from benchmarks.instances import Instance
from benchmarks.page_table import PAGES, Ground, Page, Place, ground
from benchmarks.rounds import Call, Cost, Load, in_turns, ratio, under_load
from benchmarks.servers import Server, floor, product
from benchmarks.visitors import Visitor, at_floor, browser_of, signed_in, token_of
from pms_tracker.database import db
from tests.visitor import counting

# The page of constants, the page of somebody signed in, and the bare create.
FLOORS = B, S, CREATE = "floor (b)", "floor (s)", "bare create"
# Seconds within which every worker has answered a page before that counts.
WARM = 0.3
# Where a figure was seen (floors: nowhere), and of which page or floor.
Key = tuple[str, ...]


@dataclass
class Seen:
    """What was seen of floors and pages: costs, under load, statements and bytes of HTML; and the
    megabytes of all processes of each installation."""

    costs: dict[Key, Cost] = field(default_factory=dict)
    loads: dict[Key, Load] = field(default_factory=dict)
    looks: dict[Key, tuple[int, int]] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)

    def cpu(self, *key: str) -> float:
        return statistics.median(self.costs[key].cpu)

    def wall(self, *key: str) -> float:
        return statistics.median(self.costs[key].wall)

    def beside_floor(self, where: str, name: str) -> float:
        """How fast a page is beside its floor, by processor time; 1.00 is as fast."""
        base = CREATE if PAGES[name].is_save else B
        return ratio(self.costs["", base].cpu, self.costs[where, name].cpu)

    def growth(self, name: str, small: str, large: str) -> float:
        """How often the processor time at one size goes into that at another."""
        return 1 / ratio(self.costs[small, name].cpu, self.costs[large, name].cpu)

    def speed(self, name: str, sqlite: str, other: str) -> float:
        """How fast a page is answered over another database: waited, for its server works too."""
        return ratio(self.costs[sqlite, name].wall, self.costs[other, name].wall)


def pages_seen(
    places: Sequence[Place], folder: Path, *, rounds: int, times: int, seconds: float
) -> Seen:
    """Measure every page of each installation; the second one's under load as well."""
    seen = Seen()
    signed.fill(folder)
    with ExitStack() as stack:
        bare = stack.enter_context(floor("benchmarks.bare:create_app()", folder))
        with_users = stack.enter_context(floor("benchmarks.signed:create_app()", folder))
        calls = _of_floors(seen, bare, with_users, seconds)
        for number, place in enumerate(places):
            instance = instances.filled(place.size, server=place.server)
            server = stack.enter_context(product(instance.environment))
            calls.update(_of_pages(seen, place, instance, server, seconds if number == 1 else 0))
            seen.memory[place.name] = server.memory()
        seen.costs = in_turns(calls, rounds, times)
    return seen


def _of_floors(seen: Seen, bare: Server, with_users: Server, seconds: float) -> dict[Key, Call]:
    nobody, somebody = Visitor(bare.port), at_floor(with_users.port)
    for name, visitor, statements in ((B, nobody, 0), (S, somebody, 2)):
        under_load(visitor, "/", WARM)
        seen.loads["", name] = under_load(visitor, "/", seconds)
        seen.looks["", name] = statements, visitor.ask("/")
    fields = {"result": "conforms", "note": "確認した"}
    return {
        ("", B): Call(bare, nobody, "/"),
        ("", S): Call(with_users, somebody, "/"),
        ("", CREATE): Call(with_users, somebody, "/create", lambda: fields),
    }


def _of_pages(
    seen: Seen, place: Place, instance: Instance, server: Server, seconds: float
) -> dict[Key, Call]:
    with instance.opened() as app:
        its = ground()
        visitors = {who: signed_in(app, server.port, each) for who, each in its.persons.items()}
    calls: dict[Key, Call] = {}
    for name, page in place.pages.items():
        visitor, url = visitors[page.who], its.url(page)
        seen.looks[place.name, name] = _looked_at(app, its, page)
        calls[place.name, name] = Call(server, visitor, url, partial(its.fields, page))
        if not page.is_save:
            under_load(visitor, url, WARM)
            if seconds:
                seen.loads[place.name, name] = under_load(visitor, url, seconds)
    return calls


def _looked_at(app: Flask, its: Ground, page: Page) -> tuple[int, int]:
    """How many statements a page takes and how many bytes it has; outside of any context, which
    requests would share."""
    with app.app_context():
        client = browser_of(app, its.persons[page.who])
        engine = db.engine
    # What a process keeps once read is not read by the second request.
    for _ in range(2):
        fields, url = its.fields(page), its.url(page)
        form = {**(fields or {}), "csrf_token": token_of(app)}
        with counting(engine) as statements:
            answer = client.post(url, data=form) if fields else client.get(url)
        if answer.status_code != (302 if fields else 200):
            raise RuntimeError(f"{url}: {answer.status_code}")
    return len(statements), len(answer.data)
