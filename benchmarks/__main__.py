"""`make bench`: list, record, home and save at 1,000 and 100,000 findings, as ratios to floors."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarks.filling import fill
from benchmarks.floors import bare_app
from pms_tracker import clock, config, migrations
from pms_tracker.app import create_app
from pms_tracker.check.models import Audit, AuditTeamMember, ChecklistItem
from pms_tracker.check.rules import AuditState, Result
from pms_tracker.database import session
from pms_tracker.demo import load
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import Firm
from pms_tracker.people.models import Account

SIZES = (1_000, 100_000)
ROUNDS = 60
GOALS = {"list": 0.30, "record": 0.35, "home": 0.35, "save": 0.60}
GROWTH = 1.10

Call = Callable[[], None]


def main() -> None:
    """Measure and print a table; the second argument may lower the larger size."""
    sizes = (SIZES[0], int(sys.argv[1])) if len(sys.argv) > 1 else SIZES
    with tempfile.TemporaryDirectory(prefix="pms-bench-") as name:
        folder = Path(name)
        settings = config.load({"PMS_INSTANCE": name})
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        with app.test_request_context():
            migrations.upgrade_to_head()
            load.load(settings)
        floor = bare_app(folder).test_client()
        results = [_measured(app, floor, size) for size in sizes]
    _report(sizes, results)


def _measured(app: Flask, floor: FlaskClient, size: int) -> dict[str, float]:
    with app.app_context():
        fill(size)
    calls = _calls(app, floor)
    for call in calls.values():
        call()
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        # Taken in turns, so that a noisy second falls on all of them alike.
        for name, call in calls.items():
            began = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - began)
    return {name: statistics.median(taken) for name, taken in times.items()}


def _calls(app: Flask, floor: FlaskClient) -> dict[str, Call]:
    with app.app_context():
        manager = Firm(clock.today()).holders(Role.PRIVACY_MANAGER)[0]
        auditor, audit, position = _open_row()
        clients = {who: _client(app, who) for who in (manager, auditor)}
    version = iter(range(_version(app, audit, position), 10_000))

    def get(client: FlaskClient, url: str) -> Call:
        def call() -> None:
            answer = client.get(url)
            assert answer.status_code == 200, (url, answer.status)

        return call

    def save() -> None:
        form = {"version": next(version), "result": Result.CONFORMS.value, "note": ""}
        answer = clients[auditor].post(f"/check/audits/{audit}/checklist/{position}", data=form)
        assert answer.status_code == 302, answer.status

    def bare_save() -> None:
        assert floor.post("/save").status_code == 200

    return {
        "floor": get(floor, "/table"),
        "bare save": bare_save,
        "list": get(clients[manager], "/check/findings/"),
        "deep page": get(clients[manager], "/check/findings/?before=1000100"),
        "record": get(clients[manager], "/act/cases/CA-2000-500"),
        "home": get(clients[manager], "/"),
        "save": save,
    }


def _open_row() -> tuple[int, str, int]:
    audit = session.scalars(
        select(Audit).where(Audit.state == AuditState.UNDER_WAY).order_by(Audit.id)
    ).first()
    assert audit is not None
    member = session.scalars(
        select(AuditTeamMember.person_id).where(AuditTeamMember.audit_id == audit.id)
    ).first()
    assert member is not None
    return member, audit.reference, 1


def _version(app: Flask, reference: str, position: int) -> int:
    number = int(reference.rpartition("-")[2])
    with app.app_context():
        statement = (
            select(ChecklistItem.version)
            .join(Audit, Audit.id == ChecklistItem.audit_id)
            .where(Audit.number == number, ChecklistItem.position == position)
            .where(Audit.state == AuditState.UNDER_WAY)
        )
        return session.scalars(statement).one()


def _client(app: Flask, person_id: int) -> FlaskClient:
    key = session.scalars(select(Account.fs_uniquifier).where(Account.person_id == person_id)).one()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = key
        cookie["_fresh"] = True
    return client


def _report(sizes: tuple[int, int], results: list[dict[str, float]]) -> None:
    small, large = results
    print(f"ratio to the floor of the same run (1.00 = as fast); growth {sizes[0]} → {sizes[1]}")
    print(f"{'page':<10} {sizes[0]:>9,} {sizes[1]:>9,}   goal   growth")
    for name in ("list", "deep page", "record", "home", "save"):
        base = "bare save" if name == "save" else "floor"
        ratios = [result[base] / result[name] for result in results]
        growth = (large[name] / large[base]) / (small[name] / small[base])
        goal = f"{GOALS[name]:.2f}" if name in GOALS else "    "
        print(f"{name:<10} {ratios[0]:>9.2f} {ratios[1]:>9.2f}   {goal}   {growth:.2f}")
    print(f"deep page / first page: {large['deep page'] / large['list']:.2f}")


if __name__ == "__main__":
    main()
