"""What the audit day shows of a checklist: its rows in one statement, and what lies around them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.check.audits import audits
from pms_tracker.check.findings import findings
from pms_tracker.check.rules import audit_rules
from pms_tracker.check.rules.checklist_rules import Group, Origin, Placed, groups
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem, Finding
from pms_tracker.check.tables.checklist_tables import ChecklistSheet
from pms_tracker.database import Rows, session
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.tables.policy_tables import Requirement
from pms_tracker.trail import record_numbers

# A colleague who saved a row within this time is said to be writing as well.
LATELY = timedelta(minutes=10)

_EARLIER = aliased(Finding)
_FILES = (
    sa.select(sa.func.count())
    .select_from(EvidenceFile)
    .where(
        EvidenceFile.reference
        == sa.bindparam("audit", type_=sa.String)
        .concat("/")
        .concat(sa.cast(ChecklistItem.position, sa.String)),
        EvidenceFile.erased_at.is_(None),
    )
    .correlate(ChecklistItem)
    .scalar_subquery()
    .label("files")
)
# Made once: with three hundred rows a page has no time to put statements together.
_ROWS = (
    sa.select(
        ChecklistItem.id,
        ChecklistItem.position,
        ChecklistItem.version,
        ChecklistItem.result,
        ChecklistItem.note,
        ChecklistItem.origin,
        ChecklistItem.question,
        ChecklistItem.methods,
        ChecklistItem.hint,
        ChecklistItem.good_evidence,
        ChecklistItem.asked,
        ChecklistItem.population,
        ChecklistItem.sample_size,
        ChecklistItem.sample_how,
        ChecklistItem.answered_by_id,
        ChecklistItem.answered_at,
        ChecklistItem.requirement_id,
        ChecklistItem.earlier_finding_id,
        ChecklistItem.risk,
        Requirement.path,
        Requirement.text,
        Requirement.requirement_set_id,
        Requirement.policy_version_id,
        Person.name.label("answered_by"),
        ChecklistSheet.number.label("sheet"),
        ChecklistSheet.carried_out_on,
        _EARLIER.fiscal_year,
        _EARLIER.number,
        _EARLIER.title,
        _EARLIER.grade,
        _FILES,
    )
    .join(Requirement, Requirement.id == ChecklistItem.requirement_id)
    .outerjoin(Person, Person.id == ChecklistItem.answered_by_id)
    .outerjoin(ChecklistSheet, ChecklistSheet.id == ChecklistItem.sheet_id)
    .outerjoin(_EARLIER, _EARLIER.id == ChecklistItem.earlier_finding_id)
    .where(ChecklistItem.audit_id == sa.bindparam("audit_id"))
    .order_by(ChecklistItem.place, ChecklistItem.position)
)
_SOME = ChecklistItem.position.in_(sa.bindparam("positions", expanding=True))


def rows(
    audit: Audit, positions: Collection[int] | None = None, *, viewer: Viewer | None = None
) -> Rows:
    """Rows of a checklist in order, with their requirement, who answered, and what paper it was.

    Where a row asks about an earlier finding: that finding's year, number, title and grade, and
    whether the viewer may know of it: `sees_earlier`. `files` is how many prove the row, erased
    ones left out.
    """
    statement = _ROWS.add_columns(_sees_earlier(viewer))
    asked: dict[str, object] = {"audit_id": audit.id, "audit": audit.reference}
    if positions is None:
        return session.execute(statement, asked).all()
    return session.execute(statement.where(_SOME), {**asked, "positions": list(positions)}).all()


def _sees_earlier(viewer: Viewer | None) -> sa.ColumnElement[bool]:
    sees: sa.ColumnElement[bool] = sa.false() if viewer is None else sa.true()
    if viewer is not None and not viewer.sees_all:
        sees = sa.exists().where(Finding.id == _EARLIER.id, findings.visible_to(viewer))
    return sees.label("sees_earlier")


def headings(found: Rows) -> list[Group]:
    """Under which headings the rows stand."""
    not_yet = audit_rules.Result.NOT_YET
    return groups(
        [
            Placed(
                row.origin,
                row.requirement_id,
                row.policy_version_id or -(row.requirement_set_id or 0),
                row.path,
                row.result is not not_yet,
            )
            for row in found
        ]
    )


def chapters(found: Rows, named: Sequence[Group]) -> dict[tuple[object, object, str], str]:
    """What chapters are called, by edition, set and path: the text of the requirement itself."""
    paths = {group.chapter for group in named if group.chapter}
    if not paths:
        return {}
    editions = {row.policy_version_id for row in found} - {None}
    sets = {row.requirement_set_id for row in found} - {None}
    statement = sa.select(
        Requirement.policy_version_id,
        Requirement.requirement_set_id,
        Requirement.path,
        Requirement.text,
    ).where(
        Requirement.path.in_(paths),
        Requirement.policy_version_id.in_(editions) | Requirement.requirement_set_id.in_(sets),
    )
    return {
        (row.policy_version_id, row.requirement_set_id, row.path): row.text
        for row in session.execute(statement)
    }


def known_of(audit: Audit, requirement_id: int, since: date, viewer: Viewer) -> int:
    """How many other audits' findings of a requirement, of any edition, the reader may see, found
    since a day."""
    statement = sa.select(sa.func.count()).where(
        Finding.requirement_id.in_(mappings.editions([requirement_id])),
        Finding.audit_id != audit.id,
        Finding.found_on >= since,
        Finding.state != audit_rules.FindingState.WITHDRAWN,
        findings.visible_to(viewer),
    )
    return session.scalar(statement) or 0


_BEFORE, _ASKED, _ITS = aliased(Audit), aliased(ChecklistItem), aliased(Requirement)
# Whatever the edition was: what is asked now is known by its name.
_LAST = (
    sa.select(_ITS.id.label("requirement_id"), ChecklistItem.question, ChecklistItem.result)
    .join(Requirement, Requirement.id == ChecklistItem.requirement_id)
    .join(
        _ITS,
        sa.and_(
            _ITS.path == Requirement.path, mappings.family(_ITS) == mappings.family(Requirement)
        ),
    )
    .where(
        ChecklistItem.audit_id
        == sa.select(_BEFORE.id)
        .where(
            _BEFORE.unit_id == sa.bindparam("unit_id"),
            _BEFORE.kind == sa.bindparam("kind", type_=_BEFORE.kind.type),
            _BEFORE.id != sa.bindparam("audit_id"),
            _BEFORE.state == audit_rules.AuditState.CLOSED,
            _BEFORE.held_on <= sa.bindparam("until", type_=sa.Date),
        )
        .order_by(_BEFORE.held_on.desc(), _BEFORE.id.desc())
        .limit(1)
        .scalar_subquery(),
        ChecklistItem.origin != Origin.FINDING,
        ChecklistItem.result != audit_rules.Result.NOT_YET,
        _ITS.id.in_(
            sa.select(_ASKED.requirement_id).where(_ASKED.audit_id == sa.bindparam("audit_id"))
        ),
    )
)


def last_results(audit: Audit) -> dict[tuple[int, str], audit_rules.Result]:
    """What came out at the last audit of the unit, by requirement of this one and question."""
    asked = {
        "unit_id": audit.unit_id,
        "kind": audit.kind,
        "audit_id": audit.id,
        "until": audit.planned_on,
    }
    found = session.execute(_LAST, asked)
    return {(row.requirement_id, row.question): row.result for row in found}


_UNFILED = (
    sa.select(
        ChecklistItem.position,
        ChecklistItem.result,
        ChecklistItem.question,
        ChecklistItem.origin,
        ChecklistItem.requirement_id,
        Requirement.path,
        Requirement.text,
        Requirement.requirement_set_id,
        _EARLIER.title,
    )
    .join(Requirement, Requirement.id == ChecklistItem.requirement_id)
    .outerjoin(_EARLIER, _EARLIER.id == ChecklistItem.earlier_finding_id)
    .where(
        ChecklistItem.audit_id == sa.bindparam("audit_id"),
        ChecklistItem.result.in_(audit_rules.FILED_BEFORE_SIGNING | audit_rules.BETTER_FILED),
        ~sa.select(Finding.id)
        .where(
            Finding.item_id == ChecklistItem.id, Finding.state != audit_rules.FindingState.WITHDRAWN
        )
        .exists(),
    )
    .order_by(ChecklistItem.place, ChecklistItem.position)
)


@dataclass(frozen=True)
class Unfiled:
    """Rows whose result asks for a finding and that have none standing."""

    needed: Rows
    better: Rows

    @property
    def positions(self) -> list[int]:
        """The numbers of the rows without which no report is signed."""
        return [row.position for row in self.needed]


def unfiled(audit: Audit) -> Unfiled:
    """Rows of an audit that lack their finding, in order, with what they ask."""
    found = session.execute(_UNFILED, {"audit_id": audit.id}).all()
    return Unfiled(
        [row for row in found if row.result in audit_rules.FILED_BEFORE_SIGNING],
        [row for row in found if row.result in audit_rules.BETTER_FILED],
    )


def versions(reference: Reference, viewer: Viewer) -> Rows:
    """Number and version of every row that was ever written, and who wrote it last, when.

    Raises NotFound where there is no such checklist or the person may not know of it.
    """
    found = session.execute(
        sa.select(
            ChecklistItem.position,
            ChecklistItem.version,
            ChecklistItem.answered_by_id,
            ChecklistItem.answered_at,
            Person.name.label("answered_by"),
        )
        .join(Audit, Audit.id == ChecklistItem.audit_id)
        .outerjoin(Person, Person.id == ChecklistItem.answered_by_id)
        .where(
            record_numbers.named(reference, Kind.AUDIT, Audit.fiscal_year, Audit.number),
            audits.visible_to(viewer),
        )
    ).all()
    if not found:
        raise NotFound("no_such_record", reference=str(reference))
    return found


def also_writing(found: Rows, person_id: int) -> list[str]:
    """Names of the others who saved a row lately, whoever did last first."""
    since = clock.now() - LATELY
    lately = [
        row
        for row in found
        if row.answered_by_id not in (None, person_id) and row.answered_at > since
    ]
    ordered = sorted(lately, key=lambda row: row.answered_at, reverse=True)
    return list(dict.fromkeys(row.answered_by for row in ordered))


_TYPIST = aliased(Person)


def sheets(audit_id: int) -> Rows:
    """The papers a checklist was typed in from, with who carried it out and who typed."""
    return session.execute(
        sa.select(
            ChecklistSheet, Person.name.label("carried_out_by"), _TYPIST.name.label("entered_by")
        )
        .join(Person, Person.id == ChecklistSheet.carried_out_by_id)
        .join(_TYPIST, _TYPIST.id == ChecklistSheet.entered_by_id)
        .where(ChecklistSheet.audit_id == audit_id)
        .order_by(ChecklistSheet.number)
    ).all()
