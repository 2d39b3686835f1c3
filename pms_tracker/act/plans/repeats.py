"""Same cause again: earlier cases of the unit and requirement, and what was done about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload

from pms_tracker.act.cases import cases, grounds
from pms_tracker.act.rules import cause_rules
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.database import session
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.policies import mappings

# As many as a page shows; whoever has had more knows without reading them all.
MOST_SHOWN = 10


@dataclass(frozen=True)
class Earlier:
    """An earlier case as somebody may read it, with the round that says what was done."""

    case: Case
    round: CaseRound

    @property
    def category(self) -> cause_rules.CauseCategory | None:
        return self.round.cause_category


@dataclass(frozen=True)
class Before:
    """Earlier cases of the same unit and requirement: those to read, and how many others."""

    shown: Sequence[Earlier] = ()
    hidden: int = 0

    def of(self, category: cause_rules.CauseCategory | None) -> list[Earlier]:
        """Those to read that had this cause."""
        return [each for each in self.shown if category and each.category is category]


def count(case: Case, category: cause_rules.CauseCategory) -> int:
    """How many earlier cases had the same cause at the same requirement in the same unit, whoever
    may read them."""
    same = _same(case)
    found = (select(func.count()).select_from(Case).join(CaseRound, _latest()).where(same)).where(
        CaseRound.cause_category == category
    )
    return session.scalar(found) or 0


def before(case: Case, viewer: Viewer) -> Before:
    """Earlier cases of the unit and requirement, the newest first, whatever their cause.

    Of those the person may not know of only the number is told. In one statement.
    """
    rows = session.execute(
        select(Case, CaseRound, cases.visible_to(viewer).label("seen"))
        .join(CaseRound, _latest())
        .options(joinedload(CaseRound.actions))
        .where(_same(case))
        .order_by(Case.id.desc())
    ).unique()
    found = rows.all()
    seen = [Earlier(row.Case, row.CaseRound) for row in found if row.seen]
    return Before(seen[:MOST_SHOWN], len(found) - len(seen))


def _latest() -> ColumnElement[bool]:
    return and_(CaseRound.case_id == Case.id, CaseRound.number == Case.round)


def _same(case: Case) -> ColumnElement[bool]:
    """Cases opened before this one within 24 months, of the same unit and a same requirement,
    whatever its edition, or one mapped to it.

    One that was withdrawn had no cause.
    """
    return and_(
        Case.id < case.id,
        Case.unit_id == case.unit_id,
        Case.state != CaseState.WITHDRAWN,
        Case.opened_on.between(cause_rules.looked_at_since(case.opened_on), case.opened_on),
        Case.id.in_(grounds.about(mappings.same_as(grounds.requirement_ids(case)))),
    )
