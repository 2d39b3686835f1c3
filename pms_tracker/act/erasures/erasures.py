"""Erasing contents, never records: agreed by both managers; a tombstone stays, the chain holds."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.act import act_proofs
from pms_tracker.act.act_registers import BY_KIND
from pms_tracker.act.cases import cases
from pms_tracker.act.erasures import erased_audits, erased_people, erased_records, erased_reviews
from pms_tracker.act.incoming import reports_in
from pms_tracker.act.management import management_reviews
from pms_tracker.act.rules import case_rules
from pms_tracker.act.tables.case_tables import Erasure
from pms_tracker.approvals import proof
from pms_tracker.check.findings import findings
from pms_tracker.check.programmes import programmes
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import after_commit, forget_replaced, session
from pms_tracker.desk import kept_drafts
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.plan.policies import policies, policy_reviews
from pms_tracker.plan.years import years
from pms_tracker.registers import entries
from pms_tracker.trail import trail

log = logging.getLogger(__name__)

# What stands where something was erased; no language, so that nobody takes it for content.
TOMBSTONE = "[×]"


@dataclass(frozen=True)
class Agreed:
    """An erasure that was agreed to and done, as a later backup tells it."""

    reference: str
    field: str
    file_number: int | None
    reason: str
    asked_by_id: int
    asked_at: datetime
    agreed_by_id: int


def fields_of(reference: Reference, part: str = "") -> tuple[str, ...]:
    """Which fields of a record, or of a part of it, may be erased."""
    if reference.kind is Kind.AUDIT:
        return erased_audits.fields_of(part)
    if reference.kind is Kind.MANAGEMENT_REVIEW:
        return erased_reviews.REVIEW_FIELDS
    return erased_records.FIELDS.get(reference.kind, ())


def name_of(reference: Reference, part: str = "") -> str:
    """What trail and evidence call a record or a part of it: `AU-2026-004/3`."""
    return f"{reference}/{part}" if part else str(reference)


def ask(
    reference: Reference,
    *,
    field: str,
    file_number: int | None,
    reason: str,
    by: people.Viewer,
    part: str = "",
) -> Erasure:
    """Ask for a field of a record or of a part of it to be erased, or a file of these.

    Raises BadInput for a field that is empty or cannot be erased or a missing reason, NotFound for
    a record the person may not know of.
    """
    case_rules.check_asked(field, file_number, reason)
    check_known(reference, by, part)
    if field and not (field in fields_of(reference, part) and _says(reference, part, field, by)):
        raise BadInput("nothing_to_erase")
    name = name_of(reference, part)
    if file_number is not None:
        evidence.file(name, file_number)
    row = Erasure(
        reference=name,
        field=field,
        file_number=file_number,
        reason=reason.strip(),
        asked_by_id=by.person_id,
        asked_at=clock.now(),
    )
    session.add(row)
    session.flush()
    changes = {"field": (None, field or f"file {file_number}")}
    trail.note(name, "erasure_asked", by=by.actor, changes=changes)
    return row


def agree(erasure_id: int, folder: Path, *, by: people.Viewer) -> Erasure:
    """Agree to an erasure as the other manager, and erase.

    Raises NotFound where it is not waiting, RuleBroken where the other role did not ask for it.
    """
    row = session.get(Erasure, erasure_id, with_for_update=True)
    if row is None or row.erased_at is not None:
        raise NotFound("no_such_erasure")
    if row.asked_by_id == by.person_id:
        raise RuleBroken("erasure_needs_both")
    who = erased_people.person_of(row.reference)
    if who is not None:
        erased_people.check_not_own(who, by)
        erased_people.check_left(who)
    case_rules.check_agreement(people.viewer(row.asked_by_id).roles, by.roles)
    _erase(row, folder, by)
    return row


def redo(agreed: Agreed, folder: Path) -> bool:
    """Erase again what both managers had agreed to before an older backup was restored.

    True where nothing of it is left: erased now, or its record is of after the backup. False where
    it is there and nobody could be found in whose name to erase it.
    """
    row = session.scalar(
        select(Erasure).where(
            Erasure.reference == agreed.reference,
            Erasure.field == agreed.field,
            Erasure.file_number.is_not_distinct_from(agreed.file_number),
            Erasure.asked_at == agreed.asked_at,
        )
    )
    if row is not None and row.erased_at is not None:
        return True
    people_of_it = select(func.count(Person.id)).where(
        Person.id.in_({agreed.asked_by_id, agreed.agreed_by_id})
    )
    if session.scalar(people_of_it) != 2:
        return False
    try:
        with session.begin_nested():
            if row is None:
                row = Erasure(
                    **{key: value for key, value in vars(agreed).items() if key != "agreed_by_id"}
                )
                session.add(row)
                _note_asked(row)
            # In those rows they may not hold yet the office in which both agreed.
            manager = people.viewer(agreed.agreed_by_id)
            _erase(row, folder, replace(manager, roles=manager.roles | case_rules.ERASERS))
    except NotFound:
        # The record came after the backup, and so did what it said.
        return True
    return True


def _note_asked(row: Erasure) -> None:
    """Of a person, the trail tells who asked: after the backup, so that it does not know yet."""
    who = erased_people.person_of(row.reference)
    if who is not None:
        asking = people.viewer(row.asked_by_id)
        erased_people.note_asked(row, asking.actor)
        erased_people.had_left(who, clock.local(row.asked_at).date(), asking.actor)


def _erase(row: Erasure, folder: Path, by: people.Viewer) -> None:
    who = erased_people.person_of(row.reference)
    if who is not None:
        erased_people.erase(who, folder, by=by.actor)
    else:
        _erase_of_record(row, folder, by)
    after_commit(_forget_replaced)
    row.agreed_by_id = by.person_id
    row.erased_at = clock.now()
    session.flush()
    changes = {"field": (None, row.field or f"file {row.file_number}")}
    trail.note(row.reference, "erased", by=by.actor, changes=changes)


def _erase_of_record(row: Erasure, folder: Path, by: people.Viewer) -> None:
    whole, _, part = row.reference.partition("/")
    reference = parse_reference(whole)
    if reference is None:
        raise NotFound("no_such_record", reference=row.reference)
    check_known(reference, by, part)
    frozen = proof.digests(act_proofs.REGISTRY, _frozen_with(reference, by))
    if row.file_number is not None:
        _erase_file(row.reference, row.file_number, folder)
    elif reference.kind is Kind.AUDIT:
        erased_audits.erase(reference, part, row.field, TOMBSTONE, by=by)
    elif reference.kind is Kind.MANAGEMENT_REVIEW:
        review = management_reviews.by_reference(reference, seen_by=by, for_update=True)
        erased_reviews.erase(review, row.field, TOMBSTONE)
    else:
        erased_records.erase(_record(reference, by), row.field, TOMBSTONE)
    proof.note_erased(act_proofs.REGISTRY, frozen, by=by.actor)
    _forget_typed(reference, part, by)


def _forget_replaced() -> None:
    if not forget_replaced():
        # Tried again with the files that are left, every hour.
        log.warning("what was erased stays in the database's log of changes while others read")


def finish(folder: Path) -> int:
    """Remove what is left of what was erased; how many files are gone now that were not before."""
    gone = evidence.finish_erasures(folder)
    _forget_replaced()
    return gone


def unfinished() -> set[tuple[str, int]]:
    """Record and number of each file that is erased and not gone yet."""
    return set(evidence.unfinished())


def _frozen_with(reference: Reference, by: people.Viewer) -> list[str]:
    """The records whose frozen contents may say the same: with a finding its report and case."""
    names = [str(reference)]
    if reference.kind is Kind.FINDING:
        found = findings.by_reference(reference, seen_by=by)
        names.append(session.get_one(Audit, found.audit_id).reference)
        case = cases.of_finding(found.id)
        names += [case.reference] if case is not None else []
    return names


def waiting() -> list[Erasure]:
    """Requests that wait for the other manager, oldest first."""
    statement = select(Erasure).where(Erasure.erased_at.is_(None)).order_by(Erasure.id)
    return list(session.scalars(statement))


def done(limit: int = 50) -> list[Erasure]:
    """What was erased, newest first."""
    statement = select(Erasure).where(Erasure.erased_at.is_not(None))
    return list(session.scalars(statement.order_by(Erasure.id.desc()).limit(limit)))


def last_of(reference: str) -> datetime | None:
    """When something that a record says was last erased."""
    of_text = (Erasure.reference == reference, Erasure.field != "")
    return session.scalar(select(func.max(Erasure.erased_at)).where(*of_text))


def check_known(reference: Reference, by: people.Viewer, part: str = "") -> None:
    """Raises NotFound for a record without anything to erase, or that the person may not know of.

    Of what is planned only files are erased: signed lists, and scans of decisions.
    """
    if reference.kind is Kind.AUDIT:
        erased_audits.check_known(reference, part, by)
    elif part:
        raise NotFound("no_such_record", reference=name_of(reference, part))
    elif reference.kind is Kind.POLICY:
        policies.by_reference(reference)
    elif reference.kind is Kind.POLICY_REVIEW:
        policy_reviews.by_reference(reference)
    elif reference.kind is Kind.ANNUAL_PLAN:
        years.by_reference(reference, seen_by=by)
    elif reference.kind is Kind.MANAGEMENT_REVIEW:
        management_reviews.by_reference(reference, seen_by=by)
    elif reference.kind is Kind.PROGRAMME:
        programmes.by_reference(reference, seen_by=by)
    else:
        _record(reference, by)


def _record(reference: Reference, by: people.Viewer) -> Any:
    if reference.kind is Kind.FINDING:
        return findings.by_reference(reference, seen_by=by, for_update=True)
    if reference.kind is Kind.REPORT:
        return reports_in.by_reference(reference, seen_by=by, for_update=True)
    if reference.kind in BY_KIND:
        return entries.find(BY_KIND[reference.kind], reference, seen_by=by, for_update=True)
    return cases.by_reference(reference, seen_by=by, for_update=True)


def _forget_typed(reference: Reference, part: str, by: people.Viewer) -> None:
    if reference.kind is Kind.AUDIT:
        erased_audits.forget_typed(reference, part, by)
    else:
        kept_drafts.drop_about([str(reference)])


def _says(reference: Reference, part: str, field: str, by: people.Viewer) -> bool:
    if reference.kind is Kind.AUDIT:
        return erased_audits.holds(reference, part, field, by)
    if reference.kind is Kind.MANAGEMENT_REVIEW:
        review = management_reviews.by_reference(reference, seen_by=by)
        return erased_reviews.holds(review, field)
    return erased_records.holds(_record(reference, by), field)


def _erase_file(reference: str, number: int, folder: Path) -> None:
    row = evidence.file(reference, number)
    name = row.name
    evidence.erase(reference, number, folder)
    row.name = TOMBSTONE
    trail.erase_values(reference, "file", only=name)
