"""Rows of a checklist about measures of risks (リスク対策): was what was decided kept up?

What the representative consented to and was carried out (J.3.1.4) is looked at where it is done, in
the operation audit of the unit.
"""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from pms_tracker.check.preparing.checklist_preparing import Criteria, NewRow
from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.checklist_rules import Method, Origin
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.risk_rules import Progress
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.kernel.search_text import title_of
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers.edition_rules import IN_FORCE

# What a measure is held against: security control, else the treatment of risks itself.
_REQUIREMENTS = ("j-items J.9.2", "j-items J.3.1.4")
# Of a measure and of what it is against, as much as one takes in at a glance.
_LONGEST = 120


def done(audit: Audit, viewer: Viewer) -> Sequence[Risk]:
    """The risks of an operation audit's unit whose measure was approved and carried out, as far as
    somebody may know of them."""
    if audit.kind is not AuditKind.OPERATION:
        return ()
    its = (
        Risk.unit_id == audit.unit_id,
        Risk.state.in_(IN_FORCE),
        Risk.progress == Progress.DONE,
        Risk.measure != "",
    )
    return session.scalars(sa.select(Risk).where(*its, RISKS.seen(viewer)).order_by(Risk.id)).all()


def as_rows(risks: Sequence[Risk], criteria: Criteria, asked: Callable[[str], str]) -> list[NewRow]:
    """A row for each, about a criterion of the audit; `asked` says the question about a measure."""
    requirement_id = _requirement(criteria)
    if requirement_id is None:
        return []
    look = checklist_rules.joined([Method.INTERVIEW, Method.ON_SITE])
    return [
        NewRow(
            requirement_id,
            Origin.TEMPLATE,
            asked(title_of(row.measure, _LONGEST)),
            look,
            title_of(row.scenario, _LONGEST),
            risk=RISKS.name_of(row),
        )
        for row in risks
    ]


def _requirement(criteria: Criteria) -> int | None:
    """What such rows are about: one of the criteria, the likeliest first."""
    named = [criteria.requirement(name) for name in _REQUIREMENTS]
    own = [requirement_id for requirement_id, is_own in named if is_own]
    return next(iter([*own, *criteria.ids]), None)
