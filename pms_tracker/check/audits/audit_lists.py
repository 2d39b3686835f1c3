"""Lists of audits: narrowed, sorted and counted within what a person may know of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, func, or_, select

from pms_tracker.check.audits.audits import visible_to
from pms_tracker.check.rules import audit_rules
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.database import CAP, Columns, Sorts, equal, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.search_text import holds
from pms_tracker.people.firm import named
from pms_tracker.people.firm.listings import Listing, for_all_alike
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.questions import Text

SORTS: Sorts = {"number": Audit.id, "planned": Audit.planned_on, "unit": Audit.unit_id}


@dataclass(frozen=True)
class Filter:
    """What a list of audits is narrowed to; `themes` come from `themes_with`.

    `due` is when the next step of an audit in hand is due, `planned` its planned day.
    """

    state: audit_rules.AuditState | None = None
    unit_id: int | None = None
    due: Days | None = None
    planned: Days | None = None
    closed: Days | None = None
    themes: tuple[str, ...] | None = None


def due_within(days: Days) -> ColumnElement[bool]:
    """Audits whose next step is due on one of these days: `rules.audit_due_on`, as a condition."""
    begun = days.moved(-audit_rules.DAYS_TO_FINISH)
    unsigned = Audit.state == audit_rules.AuditState.UNDER_WAY, Audit.signature_due_on.is_(None)
    return or_(
        and_(Audit.state.in_(audit_rules.BEFORE_THE_DAY), *within((Audit.planned_on, days))),
        and_(*unsigned, *within((Audit.held_on, begun))),
        and_(Audit.signature_due_on.is_not(None), *within((Audit.signature_due_on, days))),
    )


def _narrowed(viewer: Viewer, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    yield visible_to(viewer)
    yield from equal((Audit.state, wanted.state), (Audit.unit_id, wanted.unit_id))
    yield from within((Audit.planned_on, wanted.planned), (Audit.closed_on, wanted.closed))
    if wanted.due is not None:
        yield due_within(wanted.due)
    if wanted.themes is not None:
        yield Audit.theme.in_(wanted.themes)


def themes_with(text: str, viewer: Viewer) -> tuple[str, ...] | None:
    """The themes of audits the person may know of that hold a text; None where it is blank."""
    if not text.strip():
        return None
    # The same themes come round every year: few enough to fold, which no database can do alike.
    known = select(Audit.theme).where(visible_to(viewer)).distinct().limit(CAP)
    return tuple(theme for theme in session.scalars(known) if holds(theme, text))


def _row(_viewer: Viewer) -> Columns:
    return select(
        Audit.id,
        Audit.fiscal_year,
        Audit.number,
        Audit.unit_id,
        Unit.name.label("unit"),
        Audit.theme,
        Audit.state,
        Audit.planned_on,
        Audit.held_on,
        Audit.signature_due_on,
    ).join(Unit, Unit.id == Audit.unit_id)


def _whole_row(viewer: Viewer) -> Columns:
    """With how many rows of the checklist there are, and how many have a result."""
    made = select(func.count()).select_from(ChecklistItem).where(ChecklistItem.audit_id == Audit.id)
    answered = made.where(ChecklistItem.result != audit_rules.Result.NOT_YET)
    return _row(viewer).add_columns(
        made.scalar_subquery().label("rows"), answered.scalar_subquery().label("rows_done")
    )


@for_all_alike
def units(viewer: Viewer) -> Text:
    """The units that lists of audits may be narrowed to: whoever does not work here is told those
    of the audits they know of, and of no other."""
    if viewer.may(Permission.SEE_PEOPLE):
        return named.UNITS
    known = select(Audit.unit_id).where(visible_to(viewer))
    return named.units(Unit.id.in_(known))


AUDITS = Listing(Audit.id, SORTS, _narrowed, _row)
# As a file has them.
WHOLE_AUDITS = replace(AUDITS, row=_whole_row)
