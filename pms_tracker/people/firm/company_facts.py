"""What the company says of itself as one value in a column of its own: changed whole, told field by
field."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pms_tracker.database import session
from pms_tracker.kernel.errors import Stale
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail

Facts = Mapping[str, Any]


def kept(column: str) -> dict[str, Any]:
    """What is kept in a column; nothing where nobody said anything."""
    found = people.company()
    return dict(getattr(found, column) or {}) if found is not None else {}


def keep(
    column: str,
    move: str,
    sides: tuple[Facts, Facts],
    told: Callable[[str, Any], object],
    *,
    seen: int,
    by: Viewer,
) -> None:
    """Keep what is said after in place of what was said before; the trail calls each by the name
    that `told` is given. Raises Stale where the company was changed since version `seen`."""
    company = people.the_company()
    session.refresh(company, with_for_update=True)
    if company.version != seen:
        raise Stale("changed_meanwhile", name=company.name)
    before, after = sides
    changes: dict[str, trail.Change] = {
        name: (told(name, before[name]), told(name, value))
        for name, value in after.items()
        if value != before[name]
    }
    if not changes:
        return
    said = {name: _packed(value) for name, value in after.items() if value is not None}
    setattr(company, column, said)
    company.version += 1
    session.flush()
    prefix = column.rsplit("_", 1)[-1]
    named = {f"{prefix}_{name}": pair for name, pair in changes.items()}
    trail.note("company", move, by=by.actor, changes=named)


def _packed(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
