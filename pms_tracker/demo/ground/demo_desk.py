"""What every act of the demo needs at hand: the cast, the days, and where evidence lies."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.config import MEGABYTE
from pms_tracker.demo.ground.demo_company import Cast
from pms_tracker.demo.ground.schedule import Days
from pms_tracker.evidence import evidence
from pms_tracker.people.firm.people import Viewer


@dataclass(frozen=True)
class Desk:
    cast: Cast
    days: Days
    evidence_folder: Path
    # What programmes planned, by kind, unit and day.
    planned: dict[tuple[AuditKind, int, date], Audit] = field(default_factory=dict)

    def attach(
        self, reference: str, file: tuple[str, str] | None, *, by: Viewer, step: str = ""
    ) -> None:
        """Attach a file (name and text) to a record or its step, if there is one."""
        if file is not None:
            upload = evidence.Upload(file[0], file[1].encode())
            limit = MEGABYTE
            evidence.attach(
                reference, [upload], self.evidence_folder, limit_bytes=limit, by=by, step=step
            )
