"""The yearly check of laws and norms (法令の確認): what is due, and what was found, all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.laws.laws import LAWS, check_by, visible_to
from pms_tracker.plan.rules.law_rules import CheckResult
from pms_tracker.plan.tables.law_tables import Law
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing

# Norms that one page checks; a firm of thirty has some twenty.
MOST = 200


@dataclass(frozen=True)
class Found:
    """What a check of one norm found, as of the version that was read, and from what."""

    row_id: int
    version: int
    result: CheckResult
    checked_at: str = ""


def shown(viewer: Viewer) -> Sequence[Any]:
    """The norms in force that somebody may check, the earliest due first."""
    its = Law.struck == "", Law.state == Standing.IN_FORCE, visible_to(viewer)
    rows = session.scalars(select(Law).where(*its).order_by(Law.id).limit(MOST)).all()
    return sorted(rows, key=lambda row: (check_by(row), row.id))


def record(found: Sequence[Found], *, by: Viewer) -> int:
    """Record what was found of several norms today; how many.

    Raises RuleBroken where nothing was found, Stale where one was changed meanwhile, NotFound for
    one that is not there.
    """
    if not found:
        raise RuleBroken("choose_some")
    chosen: Mapping[int, Found] = {each.row_id: each for each in found}
    rows = entries.find_all(LAWS, list(chosen), seen_by=by)
    for row in rows:
        one = chosen[row.id]
        if row.state is not Standing.IN_FORCE:
            raise Stale("record_changed", reference=LAWS.name_of(row))
        entries.change(LAWS, row, _said(one, clock.today()), seen=one.version, by=by)
    return len(rows)


def _said(found: Found, today: date) -> dict[str, Any]:
    said: dict[str, Any] = {"checked_on": today, "result": found.result}
    return {**said, "checked_at": found.checked_at} if found.checked_at else said
