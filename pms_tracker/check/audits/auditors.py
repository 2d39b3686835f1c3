"""Auditors: what qualifies them and until when, and those named from outside (外部監査員)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from pms_tracker.check.tables.audit_tables import AuditTeamMember
from pms_tracker.check.tables.auditor_tables import AuditorTraining
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.independence import AUDITING
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm.firm import Firm, Member
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.trail import trail

_LONGEST_LAST = (
    AuditorTraining.valid_until.is_(None),
    AuditorTraining.valid_until,
    AuditorTraining.id,
)


def qualified(person_ids: Sequence[int]) -> Mapping[int, AuditorTraining]:
    """The training of each that is valid longest, in one statement."""
    rows = session.scalars(
        select(AuditorTraining)
        .where(AuditorTraining.person_id.in_(person_ids), AuditorTraining.struck == "")
        .order_by(*_LONGEST_LAST)
    )
    return {row.person_id: row for row in rows}


def on_team(audit_id: int) -> list[tuple[AuditTeamMember, AuditorTraining | None]]:
    """The team of an audit, its lead first, each with the training that is valid longest."""
    counts = and_(
        AuditorTraining.person_id == AuditTeamMember.person_id, AuditorTraining.struck == ""
    )
    rows = session.execute(
        select(AuditTeamMember, AuditorTraining)
        .outerjoin(AuditorTraining, counts)
        .where(AuditTeamMember.audit_id == audit_id)
        .order_by(AuditTeamMember.position, *_LONGEST_LAST)
    )
    return list({member.person_id: (member, training) for member, training in rows}.values())


def of(firm: Firm) -> list[Member]:
    """Who may be named an auditor, in order of reading; those from outside last."""
    able = [each for each in firm.members.values() if each.here and each.roles & AUDITING]
    return sorted(able, key=lambda each: bool(each.affiliation))


@dataclass(frozen=True)
class Outsider:
    """An auditor from outside as the audit manager names them."""

    name: str
    affiliation: str
    reading: str = ""
    mail: str = ""


def name_outsider(wanted: Outsider, *, by: Viewer) -> Person:
    """Name an auditor from outside: a person of no unit, who sees the audits they are on alone.

    Raises BadInput without affiliation, for that is what tells them from those who work here.
    """
    if not wanted.affiliation.strip():
        raise BadInput("affiliation_needed")
    made = staffing.add_person(
        wanted.name.strip(),
        reading=wanted.reading.strip(),
        mail=wanted.mail.strip() or None,
        affiliation=wanted.affiliation.strip(),
        by=by.actor,
    )
    changes = {"affiliation": (None, made.affiliation)}
    trail.note(f"person-{made.id}", "outsider_named", by=by.actor, changes=changes)
    return made
