"""The audit day beside its floors: 300 rows with 2,000 files, drawn, saved and asked for."""

import tempfile
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert, select, text

from benchmarks.servers import both_served
from benchmarks.timing import medians
from benchmarks.visitors import Call, Visitor, guarded_in, signed_in
from pms_tracker import clock, config, migrations
from pms_tracker.app import create_app
from pms_tracker.check.audits import audits
from pms_tracker.check.rules.audit_rules import AuditState, Result
from pms_tracker.check.rules.checklist_rules import Origin
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.database import session
from pms_tracker.demo.acts import load
from pms_tracker.evidence.evidence_tables import EvidenceFile

ROWS, FILES = 300, 2_000
ROUNDS = 60
# What a row shows: number, question, about it, who said it when, six results, note, three links.
CELLS = 14
# How often the floor's time each may take (docs/decisions/0029).
GOALS = {"page": 2.0, "save": 3.0, "autosave": 3.0}


def report() -> None:
    """Measure and print each figure as a multiple of its floor of the same run."""
    with tempfile.TemporaryDirectory(prefix="pms-bench-") as name:
        settings = config.load({"PMS_INSTANCE": name})
        app = create_app(settings)
        with app.test_request_context():
            migrations.upgrade_to_head()
            load.load(settings)
            reference, person_id = _fill()
        with both_served(Path(name)) as (ours, floor), app.app_context():
            nobody, writer = Visitor(HTTPConnection("127.0.0.1", floor)), guarded_in(floor)
            auditor = signed_in(app, ours, person_id)
            calls = _calls(nobody, writer, auditor, f"/check/audits/{reference}/checklist/")
            times = medians(calls, ROUNDS)
    _print(times)


def _fill() -> tuple[str, int]:
    """An audit under way with all its rows and files; its reference, and somebody of its team."""
    under_way = select(Audit).where(Audit.state == AuditState.UNDER_WAY).limit(1)
    audit = session.scalars(under_way).one()
    reference, person_id = audit.reference, audits.team_ids(audit.id)[0]
    own = select(ChecklistItem).where(ChecklistItem.audit_id == audit.id)
    items = session.scalars(own.order_by(ChecklistItem.position)).all()
    requirement_ids = [item.requirement_id for item in items]
    session.execute(
        insert(ChecklistItem),
        [
            _row(
                audit.id,
                position,
                requirement_ids[position * len(requirement_ids) // (ROWS + 1)],
                person_id,
            )
            for position in range(len(items) + 1, ROWS + 1)
        ],
    )
    session.execute(
        insert(EvidenceFile),
        [_file(f"{reference}/{each % ROWS + 1}", each, person_id) for each in range(FILES)],
    )
    session.execute(text("ANALYZE"))
    session.commit()
    session.info.clear()
    return reference, person_id


def _row(audit_id: int, position: int, requirement_id: int, person_id: int) -> dict[str, object]:
    answered = position % 2 == 0
    return {
        "audit_id": audit_id,
        "position": position,
        "place": position,
        "requirement_id": requirement_id,
        "origin": Origin.TEMPLATE,
        "question": f"保管期限を過ぎた書類が、棚{position}に残っていないか。",
        "methods": "document on_site",
        "hint": "3つ以上を見る",
        "good_evidence": "日付の入った廃棄の記録",
        "result": Result.CONFORMS if answered else Result.NOT_YET,
        "note": "台帳と照らし合わせた。" if answered else "",
        "sample_how": "",
        "asked": "伊藤 大輔" if answered else "",
        "answered_by_id": person_id if answered else None,
        "answered_at": clock.now() if answered else None,
        "version": 2 if answered else 1,
    }


def _file(reference: str, each: int, person_id: int) -> dict[str, object]:
    return {
        "reference": reference,
        "number": each // ROWS + 1,
        "name": f"写真{each}.png",
        "media_type": "image/png",
        "size": 100_000,
        "sha256": f"{each:064x}",
        "added_by_id": person_id,
        "added_at": clock.now(),
    }


def _calls(nobody: Visitor, writer: Visitor, auditor: Visitor, walk: str) -> dict[str, Call]:
    versions, autosaved = count(1), count(1)
    answered: dict[str, object] = {"result": "conforms", "note": "見た"}
    row = ROWS - 1

    def save() -> None:
        answer = {
            "result": Result.CONFORMS.value,
            "note": "見た",
            "asked": "伊藤",
            "population": "9",
        }
        auditor.post(f"{walk}{row}", {**answer, "version": next(versions)})

    def autosave() -> None:
        change = {"uuid": str(uuid4()), "version": next(autosaved)}
        auditor.post(f"{walk}{row - 2}", {**answered, **change})

    return {
        "table": nobody.get(f"/table?rows={ROWS}&columns={CELLS}"),
        "floor": nobody.get("/checklist"),
        "bare save": lambda: nobody.post("/save", {}, 200),
        "guarded save": lambda: writer.post("/guarded-save", answered, 200),
        "page": auditor.get(walk),
        "save": save,
        "autosave": autosave,
        "pulse": auditor.get(f"{walk}pulse"),
    }


# Each figure and its floor. The page is set beside the same rows in a bare Flask app, drawn as
# plainly as may be; and, though no such page could be worked with, beside a table of bare words.
# A save is set beside one that is signed in and guarded as well, and beside an unguarded UPDATE.
BASES = {
    "page": "floor",
    "page beside bare words": "table",
    "save": "guarded save",
    "autosave": "guarded save",
    "save beside bare UPDATE": "bare save",
    "autosave beside bare UPDATE": "bare save",
    "pulse": "guarded save",
}


def _print(times: dict[str, float]) -> None:
    print(
        f"audit day, {ROWS} rows with {FILES:,} files: how often the floor's time (less is better)"
    )
    for name, base in BASES.items():
        goal = f"at most {GOALS[name]:.1f}" if name in GOALS else ""
        print(f"{name:<28} {times[name.split()[0]] / times[base]:>6.2f}   {goal}")
