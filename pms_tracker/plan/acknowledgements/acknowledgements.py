"""That everybody read what was made known (周知): on screen or on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import and_, exists, func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.tables.people_tables import Membership, Person
from pms_tracker.plan.acknowledgements import readers
from pms_tracker.plan.acknowledgements.readers import Stood
from pms_tracker.plan.policies import policies
from pms_tracker.plan.rules import acknowledgement_rules as rules
from pms_tracker.plan.rules.acknowledgement_rules import Signer
from pms_tracker.plan.tables.policy_tables import (
    Acknowledgement,
    Announcement,
    Policy,
    PolicyVersion,
)
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Known:
    """A version of a policy that was made known, as one reader stands to it.

    `due_on` is the reader's own last day; `read` is None while they have still to read it. `asked`
    counts everybody who is to read it, `readers` those of them who have. Since `superseded_on`
    another text is in force, and nobody is asked to read this one.
    """

    version: PolicyVersion
    announcement: Announcement
    due_on: date
    read: Acknowledgement | None
    asked: int
    readers: int
    superseded_on: date | None

    @property
    def stood(self) -> Stood:
        """The version as it stands today or, superseded, as it stood on its last day."""
        if self.superseded_on is None:
            return Stood(self.version.id, clock.today())
        return Stood(self.version.id, self.superseded_on - timedelta(days=1))


def made_known(policy_id: int, reader_id: int) -> list[Known]:
    """Every version of a policy that was made known, the newest first, in one statement."""
    today = clock.today()
    asked, have_read = readers.counts(today)
    rows = session.execute(
        select(PolicyVersion, Announcement, Acknowledgement, readers.first_on.label("first_on"))
        .add_columns(asked.label("asked"), have_read.label("have_read"))
        .add_columns(readers.ever_read.label("ever_read"))
        .add_columns(policies.superseded_on(today).label("superseded_on"))
        .join(Announcement, Announcement.policy_version_id == PolicyVersion.id)
        .join(Person, Person.id == reader_id)
        .outerjoin(
            Acknowledgement,
            and_(
                Acknowledgement.policy_version_id == PolicyVersion.id,
                Acknowledgement.person_id == Person.id,
            ),
        )
        .where(PolicyVersion.policy_id == policy_id)
        .order_by(PolicyVersion.edition.desc())
    ).all()
    return [_known(row) for row in rows]


def _known(row: Any) -> Known:
    told = row.Announcement
    first_on = row.first_on or told.announced_on
    return Known(
        row.PolicyVersion,
        told,
        rules.read_by(told.due_on, announced_on=told.announced_on, first_on=first_on),
        row.Acknowledgement,
        row.asked,
        row.have_read if row.superseded_on is None else row.ever_read,
        row.superseded_on,
    )


def to_read(made: Sequence[Known]) -> Known | None:
    """What of these everybody is asked to read: the newest, unless another text is in force."""
    return next((each for each in made[:1] if each.superseded_on is None), None)


def announced(policy_id: int, reader_id: int) -> Known | None:
    """What of a policy everybody is asked to read now, and whether somebody has."""
    return to_read(made_known(policy_id, reader_id))


def the_announced(policy_id: int, reader_id: int, edition: int | None = None) -> Known:
    """As `announced`, or an edition that may be superseded; raises NotFound where there is none."""
    made = made_known(policy_id, reader_id)
    its = (each for each in made if each.version.edition == edition)
    found = to_read(made) if edition is None else next(its, None)
    if found is None:
        raise NotFound("not_announced")
    return found


def acknowledge(known: Known, *, seen_edition: int, by: Viewer) -> Acknowledgement:
    """That `by` read what was made known; a second time changes nothing.

    Raises Stale where another edition was made known since the one they were shown.
    """
    rules.check_edition(seen_edition, known.version.edition)
    _lock([by.person_id])
    there = session.scalar(
        select(Acknowledgement).where(
            Acknowledgement.policy_version_id == known.version.id,
            Acknowledgement.person_id == by.person_id,
        )
    )
    if there is not None:
        return there
    made = Acknowledgement(
        policy_version_id=known.version.id,
        person_id=by.person_id,
        acknowledged_on=clock.today(),
        recorded_at=clock.now(),
    )
    session.add(made)
    session.flush()
    _note(known.version, made, by)
    return made


def _note(version: PolicyVersion, made: Acknowledgement, by: Viewer) -> None:
    # In the reader's own history: ten thousand of them would bury that of the policy.
    policy = session.get_one(Policy, version.policy_id)
    changes = {
        "policy": (None, policy.reference),
        "edition": (None, version.edition),
        "acknowledged_on": (None, made.acknowledged_on),
    }
    trail.note(f"person-{made.person_id}", "policy_read", by=by.actor, changes=changes)


def _lock(person_ids: Sequence[int]) -> None:
    """Have whoever records the same persons' reading wait: a doubled click, a second list."""
    found = select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id)
    session.execute(found.with_for_update()).all()


@dataclass(frozen=True)
class SignedList:
    """A list signed on paper: of which edition, by whom, on which day, and its scan."""

    edition: int
    person_ids: Sequence[int]
    signed_on: date
    scan: evidence.Upload | None


def enter_list(
    policy: Policy, signed: SignedList, folder: Path, *, limit_bytes: int, by: Viewer
) -> int:
    """Enter a signed list (紙) for people who cannot sign in, with its scan; how many signed.

    It may be of a version that is superseded by now. Raises NotFound where that edition was not
    made known or somebody on it was not here, BadInput without a scan or with one that cannot be
    taken, and as the rules of day and signers do.
    """
    known = the_announced(policy.id, by.person_id, signed.edition)
    rules.check_signed_on(
        signed.signed_on, announced_on=known.announcement.announced_on, today=clock.today()
    )
    person_ids = sorted(set(signed.person_ids))
    _lock(person_ids)
    signers = _signers(known.stood, person_ids)
    rules.check_signers(signers.values(), roles=by.roles, headed_unit_ids=by.headed_unit_ids)
    if signed.scan is None:
        raise BadInput("list_needs_scan")
    (file,) = evidence.attach(
        policy.reference, [signed.scan], folder, limit_bytes=limit_bytes, by=by
    )
    made = [
        Acknowledgement(
            policy_version_id=known.version.id,
            person_id=person_id,
            acknowledged_on=signed.signed_on,
            recorded_at=clock.now(),
            entered_by_id=by.person_id,
            scan_number=file.number,
        )
        for person_id in person_ids
    ]
    session.add_all(made)
    session.flush()
    for each in made:
        _note(known.version, each, by)
    return len(made)


def _signers(of: Stood, person_ids: Sequence[int]) -> dict[int, Signer]:
    """Those on a list as they stand that day; raises NotFound for somebody who is not here."""
    has_read = exists().where(
        Acknowledgement.person_id == Person.id, Acknowledgement.policy_version_id == of.version_id
    )
    statement = select(
        Person.id,
        Person.name,
        readers.has_come_in.label("signs_in"),
        has_read.label("has_read"),
        func.coalesce(Membership.unit_id, 0).label("unit_id"),
    ).outerjoin(Membership, and_(Membership.person_id == Person.id, lasts(Membership, of.on)))
    rows = session.execute(
        statement.where(Person.id.in_(person_ids), readers.is_asked(of.on)).order_by(Person.id)
    ).all()
    found = {
        row.id: Signer(
            row.name,
            frozenset(each.unit_id for each in rows if each.id == row.id),
            bool(row.signs_in),
            bool(row.has_read),
        )
        for row in rows
    }
    missing = set(person_ids) - found.keys()
    if missing:
        raise NotFound("no_such_person", number=min(missing))
    return found
