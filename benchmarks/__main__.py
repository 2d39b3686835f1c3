"""`make bench`: pages and a save at 1,000 and 100,000 findings, as ratios to floors; the voice.

`make bench ARGS=10000` measures at a smaller size, `make bench ARGS="voice 10000"` only the voice.
"""

import sys
import tempfile
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import count
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from benchmarks import checklist, voice
from benchmarks.filling import fill
from benchmarks.servers import both_served
from benchmarks.timing import medians
from benchmarks.visitors import Call, Visitor, signed_in
from pms_tracker import clock, config, migrations
from pms_tracker.app import create_app
from pms_tracker.check.rules.audit_rules import AuditState, Result
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember, ChecklistItem
from pms_tracker.database import session
from pms_tracker.demo.acts import load
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.firm import Firm

SIZES = (1_000, 100_000)
ROUNDS = 100
# Pages of cases, each of which may cost 1.3 times as much at the larger size (issue 6).
OF_CASES = ("cases", "late cases", "figures", "figure's list")
GOALS = {
    "list": 0.30,
    "cases": 0.30,
    "figures": 0.35,
    "record": 0.35,
    "home": 0.35,
    "overview": 0.35,
    "save": 0.60,
}


def main() -> None:
    """Measure and print tables; a number lowers the larger size, a word names one part alone."""
    words = sys.argv[1:]
    if words == ["checklist"]:
        checklist.report()
        return
    only_voice = words[:1] == ["voice"]
    size = next((int(each) for each in words[only_voice:]), SIZES[1])
    with tempfile.TemporaryDirectory(prefix="pms-bench-") as name:
        settings = config.load({"PMS_INSTANCE": name})
        app = create_app(settings)
        with app.test_request_context():
            migrations.upgrade_to_head()
            load.load(settings)
        if not only_voice:
            with both_served(Path(name)) as (ours, floor):
                results = [_measured(app, ours, floor, each) for each in (SIZES[0], size)]
            _report((SIZES[0], size), results)
        # Last, and without the servers: it opens every case that was copied.
        with app.app_context():
            fill(size)
            voice.report(settings, size)


def _measured(app: Flask, ours: int, floor: int, size: int) -> dict[str, float]:
    with app.app_context():
        fill(size)
        calls = _calls(app, ours, floor)
    return medians(calls, ROUNDS)


def _calls(app: Flask, ours: int, floor: int) -> dict[str, Call]:
    nobody = Visitor(HTTPConnection("127.0.0.1", floor))
    manager = signed_in(app, ours, Firm(clock.today()).holders(Role.PRIVACY_MANAGER)[0])
    auditor_id, url, version = _open_row()
    auditor, versions = signed_in(app, ours, auditor_id), count(version)
    return {
        "floor": nobody.get("/table"),
        "bare save": lambda: nobody.post("/save", {}, 200),
        "list": manager.get("/check/findings/"),
        "deep page": manager.get("/check/findings/?after=1000100"),
        "record": manager.get("/act/cases/CA-2000-500"),
        "cases": manager.get("/act/cases/"),
        "late cases": manager.get("/act/cases/?due=late&sort=due"),
        "figures": manager.get("/act/figures/"),
        "figure's list": manager.get(f"/act/cases/?done={_last_months()}&ontime=1"),
        "home": manager.get("/"),
        "overview": manager.get("/cycle/"),
        "save": lambda: auditor.post(url, _answer(versions)),
    }


def _last_months() -> Days:
    """A year to today, as the figures lead to their lists."""
    return Days(add_months(clock.today(), -12), None)


def _answer(versions: Iterator[int]) -> dict[str, object]:
    return {"version": next(versions), "result": Result.CONFORMS.value, "note": ""}


def _open_row() -> tuple[int, str, int]:
    """Somebody of the team of an audit under way, the address of its first row, its version."""
    statement = (
        select(Audit, AuditTeamMember.person_id, ChecklistItem.version)
        .join(AuditTeamMember, AuditTeamMember.audit_id == Audit.id)
        .join(ChecklistItem, ChecklistItem.audit_id == Audit.id)
        .where(Audit.state == AuditState.UNDER_WAY, ChecklistItem.position == 1)
        .limit(1)
    )
    row = session.execute(statement).one()
    return row.person_id, f"/check/audits/{row.Audit.reference}/checklist/1", row.version


def _report(sizes: tuple[int, int], results: list[dict[str, float]]) -> None:
    small, large = results
    print(f"ratio to the floor of the same run (1.00 = as fast); growth {sizes[0]} → {sizes[1]}")
    print(f"{'page':<14} {sizes[0]:>9,} {sizes[1]:>9,}   goal   growth")
    for name in ("list", "deep page", "record", *OF_CASES, "home", "overview", "save"):
        base = "bare save" if name == "save" else "floor"
        ratios = [result[base] / result[name] for result in results]
        growth = (large[name] / large[base]) / (small[name] / small[base])
        goal = f"{GOALS[name]:.2f}" if name in GOALS else "    "
        print(f"{name:<14} {ratios[0]:>9.2f} {ratios[1]:>9.2f}   {goal}   {growth:.2f}")
    print(f"deep page / first page: {large['deep page'] / large['list']:.2f}")


if __name__ == "__main__":
    main()
