"""The company's own settings: its name, its fiscal year, and how it writes years."""

from dataclasses import dataclass

from sqlalchemy import exists, literal, select

from pms_tracker.database import session
from pms_tracker.people import people
from pms_tracker.trail import trail
from pms_tracker.trail.models import NumberSeries
from pms_tracker.trail.trail import Actor


@dataclass(frozen=True)
class Settings:
    """What may be changed; `fiscal_start_month` 1 to 12, `era_dates` years by era (和暦)."""

    name: str
    fiscal_start_month: int
    era_dates: bool


def change(wanted: Settings, *, by: Actor) -> None:
    """Change the company's settings.

    A new start month counts from the next record on: numbers already given stay as they are.
    """
    found = people.the_company()
    changes: dict[str, tuple[object, object]] = {
        "name": (found.name, wanted.name),
        "fiscal_start_month": (found.fiscal_start_month, wanted.fiscal_start_month),
        "era_dates": (found.era_dates, wanted.era_dates),
    }
    found.name = wanted.name
    found.fiscal_start_month = wanted.fiscal_start_month
    found.era_dates = wanted.era_dates
    session.flush()
    if any(before != after for before, after in changes.values()):
        trail.note("company", "company_changed", by=by, changes=changes)


def has_numbered_records() -> bool:
    """Whether any record has a number that names a fiscal year."""
    named = exists(select(literal(1)).where(NumberSeries.fiscal_year > 0))
    return bool(session.scalar(select(named)))
