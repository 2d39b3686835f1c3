"""Making a version of a policy known (周知), and that everybody read it: on screen or on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import and_, exists, func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
from pms_tracker.people.models import Membership, Person
from pms_tracker.people.people import Viewer
from pms_tracker.people.standing import lasts
from pms_tracker.plan import acknowledgement_rules as rules
from pms_tracker.plan import policies, readers
from pms_tracker.plan.acknowledgement_rules import Signer
from pms_tracker.plan.models import Acknowledgement, Announcement, Policy, PolicyVersion
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Known:
    """The newest version of a policy that was made known, as one reader stands to it.

    `due_on` is the reader's own last day; `read` is None while they have still to read it. `asked`
    counts everybody who is to read it, `readers` those of them who have.
    """

    version: PolicyVersion
    announcement: Announcement
    due_on: date
    read: Acknowledgement | None
    asked: int
    readers: int


def announced(policy_id: int, reader_id: int) -> Known | None:
    """What of a policy was last made known, and whether somebody has read it; one statement."""
    asked, have_read = readers.counts(clock.today())
    row = session.execute(
        select(PolicyVersion, Announcement, Acknowledgement, readers.first_on.label("first_on"))
        .add_columns(asked.label("asked"), have_read.label("have_read"))
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
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    told = row.Announcement
    first_on = row.first_on or told.announced_on
    due_on = rules.read_by(told.due_on, announced_on=told.announced_on, first_on=first_on)
    return Known(row.PolicyVersion, told, due_on, row.Acknowledgement, row.asked, row.have_read)


def the_announced(policy_id: int, reader_id: int) -> Known:
    """As `announced`; raises NotFound where nothing was made known yet."""
    found = announced(policy_id, reader_id)
    if found is None:
        raise NotFound("not_announced")
    return found


def announce(policy: Policy, *, due_on: date, way: str, by: Viewer) -> Announcement:
    """Make the version in force known today; from now on everybody is asked to read it.

    Raises BadInput where it is not said in which way, RuleBroken where that was done before, and
    as `rules.check_announcement` does.
    """
    today = clock.today()
    rules.check_announcement(by.roles, due_on, today=today)
    if not way.strip():
        raise BadInput("way_needed")
    version = policies.published(policy.id)
    if session.get(Announcement, version.id) is not None:
        raise RuleBroken("announced_already", edition=version.edition)
    made = Announcement(
        policy_version_id=version.id,
        announced_on=today,
        due_on=due_on,
        way=way.strip(),
        announced_by_id=by.person_id,
        recorded_at=clock.now(),
    )
    session.add(made)
    session.flush()
    changes = {
        "edition": (None, version.edition),
        "due_on": (None, due_on),
        "way": (None, made.way),
    }
    trail.note(policy.reference, "made_known", by=by.actor, changes=changes)
    return made


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
    scan: Upload | None


def enter_list(
    policy: Policy, signed: SignedList, folder: Path, *, limit_bytes: int, by: Viewer
) -> int:
    """Enter a signed list (紙) for people who cannot sign in, with its scan; how many signed.

    Raises NotFound where nothing was made known or somebody on it is not here, BadInput without a
    scan or with one that cannot be taken, and as the rules of day, edition and signers do.
    """
    known = the_announced(policy.id, by.person_id)
    rules.check_edition(signed.edition, known.version.edition)
    rules.check_signed_on(
        signed.signed_on, announced_on=known.announcement.announced_on, today=clock.today()
    )
    person_ids = sorted(set(signed.person_ids))
    _lock(person_ids)
    signers = _signers(known.version.id, person_ids)
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


def _signers(version_id: int, person_ids: Sequence[int]) -> dict[int, Signer]:
    """Those on a list as they stand today; raises NotFound for somebody who is not here."""
    today = clock.today()
    has_read = exists().where(
        Acknowledgement.person_id == Person.id, Acknowledgement.policy_version_id == version_id
    )
    statement = select(
        Person.id,
        Person.name,
        readers.signs_in.label("signs_in"),
        has_read.label("has_read"),
        func.coalesce(Membership.unit_id, 0).label("unit_id"),
    ).outerjoin(Membership, and_(Membership.person_id == Person.id, lasts(Membership, today)))
    rows = session.execute(
        statement.where(Person.id.in_(person_ids), readers.is_asked(today)).order_by(Person.id)
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
