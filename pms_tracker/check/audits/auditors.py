"""Auditors: what qualifies them and until when, and those named from outside (外部監査員)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select

from pms_tracker import clock
from pms_tracker.check.tables.audit_tables import AuditTeamMember
from pms_tracker.check.tables.auditor_tables import AuditorTraining
from pms_tracker.database import session
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
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


@dataclass(frozen=True)
class Trained:
    """A training that somebody went through. Without `valid_until` it does not run out."""

    name: str
    obtained_on: date
    valid_until: date | None = None
    note: str = ""
    certificate_number: int | None = None


def about(person_id: int) -> str:
    """What trail and files call somebody's training: not the person, whom administrators keep."""
    return f"auditor-{person_id}"


def enter_training(who: Person, wanted: Trained, *, by: Viewer) -> AuditorTraining:
    """Enter what qualifies somebody to audit.

    Raises RuleBroken for a day to come, BadInput where it ran out before it was obtained.
    """
    refuse_future(wanted.obtained_on, clock.today())
    check_validity(wanted.obtained_on, wanted.valid_until)
    made = AuditorTraining(
        person_id=who.id,
        name=wanted.name.strip(),
        obtained_on=wanted.obtained_on,
        valid_until=wanted.valid_until,
        note=wanted.note.strip(),
        certificate_number=wanted.certificate_number,
        recorded_by_id=by.person_id,
        recorded_at=clock.now(),
    )
    session.add(made)
    session.flush()
    changes = {
        "training": (None, made.name),
        "obtained_on": (None, made.obtained_on),
        "valid_until_on": (None, made.valid_until),
    }
    trail.note(about(who.id), "training_entered", by=by.actor, changes=changes)
    return made


def check_validity(obtained_on: date, valid_until: date | None) -> None:
    """A training is valid from the day it was obtained; raises BadInput."""
    if valid_until is not None and valid_until < obtained_on:
        raise BadInput("training_ends_first")


def strike_training(who: Person, training_id: int, *, reason: str, by: Viewer) -> None:
    """Strike a training that was entered by mistake; it stays, with the reason.

    Raises NotFound where it is not theirs, RuleBroken without a reason.
    """
    row = session.get(AuditorTraining, training_id)
    if row is None or row.person_id != who.id or row.struck:
        raise NotFound("no_such_training")
    if not reason.strip():
        raise RuleBroken("reason_needed")
    row.struck = reason.strip()
    session.flush()
    changes: dict[str, trail.Change] = {"training": (row.name, None), "reason": (None, row.struck)}
    trail.note(about(who.id), "training_struck", by=by.actor, changes=changes)


def trainings(person_id: int) -> list[AuditorTraining]:
    """Every training of a person, the latest first, struck ones too."""
    mine = select(AuditorTraining).where(AuditorTraining.person_id == person_id)
    return list(
        session.scalars(
            mine.order_by(AuditorTraining.obtained_on.desc(), AuditorTraining.id.desc())
        )
    )


def training(person_id: int, training_id: int) -> AuditorTraining:
    """Raises NotFound where it is not theirs."""
    row = session.get(AuditorTraining, training_id)
    if row is None or row.person_id != person_id:
        raise NotFound("no_such_training")
    return row


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
