"""Erasing for tests: asked for by one manager, agreed to by the other."""

from pathlib import Path

from pms_tracker.act.erasures import erasures
from pms_tracker.act.tables.case_tables import Erasure
from pms_tracker.database import session
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.trail import trail
from tests.cast import viewer

FINDING = Reference(Kind.FINDING, 2026, 1)


def ask(
    reference: Reference = FINDING,
    field: str = "fact",
    number: int | None = None,
    reason: str = "本人の求め",
    by: str = "privacy_manager",
    part: str = "",
) -> Erasure:
    who = viewer(by)
    return erasures.ask(
        reference, field=field, file_number=number, reason=reason, by=who, part=part
    )


def erase(
    folder: Path,
    reference: Reference = FINDING,
    field: str = "fact",
    number: int | None = None,
    part: str = "",
) -> Erasure:
    """Ask and agree; what was noted before lies in the trail already."""
    trail.write_pending()
    asked = ask(reference, field, number, part=part)
    return erasures.agree(asked.id, folder, by=viewer("audit_manager"))


def told(reference: str) -> str:
    """Everything the trail still says about a record."""
    trail.write_pending()
    session.expire_all()
    values = [value for entry in trail.history(reference) for value in entry.values]
    return " ".join(f"{value.before} {value.after}" for value in values)
