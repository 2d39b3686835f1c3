"""What audits saw of a risk: the rows that asked about its measure, and the findings from them."""

from collections.abc import Sequence

import sqlalchemy as sa

from pms_tracker.check.audits import audits
from pms_tracker.check.findings import findings
from pms_tracker.check.rules.audit_rules import FindingState, Result
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem, Finding
from pms_tracker.database import Rows, session
from pms_tracker.people.firm.people import Viewer

# Rows that the page of a risk shows.
MOST = 20


def asked(risk: str, viewer: Viewer) -> Rows:
    """Every answered row about a risk's measure that somebody may know of, the latest first: its
    audit's year, number and day, its position and result."""
    its = (
        sa.select(
            Audit.fiscal_year,
            Audit.number,
            Audit.held_on,
            ChecklistItem.position,
            ChecklistItem.result,
        )
        .join(Audit, Audit.id == ChecklistItem.audit_id)
        .where(
            ChecklistItem.risk == risk,
            ChecklistItem.result != Result.NOT_YET,
            audits.visible_to(viewer),
        )
    )
    return session.execute(its.order_by(ChecklistItem.id.desc()).limit(MOST)).all()


def found(risk: str, viewer: Viewer) -> Rows:
    """The findings filed from such rows that stand and somebody may know of, the latest first."""
    its = (
        sa.select(Finding)
        .join(ChecklistItem, ChecklistItem.id == Finding.item_id)
        .where(
            ChecklistItem.risk == risk,
            Finding.state != FindingState.WITHDRAWN,
            findings.visible_to(viewer),
        )
    )
    return session.execute(its.order_by(Finding.id.desc()).limit(MOST)).all()


def risks_of(filed: Sequence[Finding]) -> list[str]:
    """The risks whose measures the rows of findings asked about, by reference."""
    ids = [each.item_id for each in filed]
    its = sa.select(ChecklistItem.risk).where(ChecklistItem.id.in_(ids), ChecklistItem.risk != "")
    return list(dict.fromkeys(session.scalars(its))) if ids else []
