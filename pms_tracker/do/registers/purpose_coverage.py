"""The ledger held against the published purposes, both ways, and purposes read from the policies.

J.8.1 and J.8.5; Law art. 17, 18 and 21.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.provisions import PROVISIONS
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.rules import joint_use_rules, purpose_rules
from pms_tracker.do.rules.provision_rules import Direction, Ground
from pms_tracker.do.rules.purpose_rules import Audience, Coverage, Purpose
from pms_tracker.do.tables.provision_tables import Provision
from pms_tracker.do.tables.purpose_tables import PurposeOfUse
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.words import Words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.policies import policies
from pms_tracker.plan.tables.policy_tables import Policy, PolicyVersion
from pms_tracker.registers import entries, entry_fields
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.register import Register
from pms_tracker.sheets.office.marks import listed

# Whose information a purpose is about, by words of it; else the customers'.
_AUDIENCES = (
    (Audience.APPLICANT, ("採用", "応募")),
    (Audience.WORKER, ("従業", "雇用", "労務")),
    (Audience.PARTNER, ("取引先", "執筆", "講演")),
    (Audience.INQUIRER, ("お問い合わせをいただいた",)),
)


@dataclass(frozen=True)
class Covered:
    """What does not fit, with the names of all that it tells of, by reference."""

    coverage: Coverage
    entries: Mapping[str, str]
    purposes: Mapping[str, str]
    joint_use: Sequence["Unpublished"] = ()


@dataclass(frozen=True)
class Unpublished:
    """A record of joint use, and the labels of what of it no published text says (art. 27-5-3)."""

    reference: str
    name: str
    lacks: Sequence[Words]


@dataclass(frozen=True)
class Candidate:
    """A purpose that a policy in force states and that is not registered yet."""

    policy: str
    title: str
    clause: str
    text: str
    effective_on: date | None

    @property
    def key(self) -> str:
        """The clause by policy, as `POL-001 1(2)a`."""
        return f"{self.policy} {self.clause}"

    @property
    def audience(self) -> Audience:
        """Whose information it seems to be about; a person may choose another."""
        named = (who for who, words in _AUDIENCES if any(each in self.text for each in words))
        return next(named, Audience.CUSTOMER)


def covered(viewer: Viewer) -> Covered:
    """What of the ledger and of the purposes does not fit, as far as somebody may know of it."""
    ledger, purposes = _in_force(LEDGER, viewer), _in_force(PURPOSES, viewer)
    stated = LEDGER.field("stated")
    texts = [version.text for _policy, version in published()]
    return Covered(
        purpose_rules.coverage(
            {LEDGER.name_of(row): stated.of(row) for row in ledger}, _purposes(purposes), texts
        ),
        {LEDGER.name_of(row): entry_fields.named(LEDGER, row) for row in ledger},
        {PURPOSES.name_of(row): entry_fields.named(PURPOSES, row) for row in purposes},
        list(_unpublished(viewer, texts)),
    )


def _unpublished(viewer: Viewer, texts: Sequence[str]) -> Iterator[Unpublished]:
    """Of each joint use what persons are to be told and no published text says."""
    goes_on = Provision.struck == "", Provision.ended_on.is_(None)
    joint = Provision.ground == Ground.JOINT, Provision.direction == Direction.PROVIDED
    its = select(Provision).where(*joint, *goes_on, PROVISIONS.seen(viewer))
    for row in session.scalars(its.order_by(Provision.id)):
        said = {name: listed(PROVISIONS.field(name).of(row)) for name in joint_use_rules.TOLD}
        lacks = joint_use_rules.unpublished(said, texts)
        if lacks:
            name = PROVISIONS.name_of(row)
            labels = [PROVISIONS.field(each).label for each in lacks]
            yield Unpublished(name, entry_fields.named(PROVISIONS, row), labels)


def lost(policy: Policy, text: str, viewer: Viewer) -> list[tuple[str, str, int]]:
    """The purposes that this policy publishes and a draft of it would not: reference, words, and
    how many entries of the ledger name each."""
    try:
        now = policies.in_force(policy.id).text
    except NotFound:
        return []
    rows = _in_force(PURPOSES, viewer)
    known = _purposes(rows)
    said_now = {each.reference for each in known} - {*purpose_rules.lost(known, [now])}
    gone = [each for each in purpose_rules.lost(known, [text]) if each in said_now]
    named = [LEDGER.field("stated").of(row) for row in _in_force(LEDGER, viewer)] if gone else []
    words = {each.reference: each.text for each in known}
    return [(each, words[each], sum(each in names for names in named)) for each in gone]


def candidates(viewer: Viewer) -> list[Candidate]:
    """What the policies in force state as purposes, those that are registered aside."""
    there = PURPOSES.column("struck") == "", PURPOSES.column("state") != Standing.ENDED
    texts = session.scalars(select(PurposeOfUse.text).where(*there, PURPOSES.seen(viewer)))
    known = "\n".join(texts)
    return [each for each in _stated() if not known or not purpose_rules.is_in(each.text, known)]


def draft(chosen: Sequence[Candidate], *, by: Viewer) -> Sequence[Any]:
    """Draft purposes as the policies state them."""
    made = []
    for each in chosen:
        values = {
            "text": each.text,
            "audience": each.audience,
            "clause": each.key,
            "published_in": each.title,
            "published_on": each.effective_on,
        }
        made.append(entries.enter(PURPOSES, values, by=by))
    return made


def _stated() -> Iterator[Candidate]:
    for policy, version in published():
        read = policies.read_of(version)
        for each in purpose_rules.stated([(clause.path, clause.text) for clause in read.clauses]):
            where = policy.reference, policy.title, each.clause, each.text
            yield Candidate(*where, version.effective_on)


def published() -> Iterator[tuple[Policy, PolicyVersion]]:
    """The policies that are published, each with the version that is."""
    for policy in policies.listed():
        try:
            yield policy, policies.published(policy.id)
        except NotFound:
            continue


def _in_force(register: Register, viewer: Viewer) -> Sequence[Any]:
    stands = register.column("edition") > 0, register.column("state") != Standing.ENDED
    found = select(register.table).where(*stands, register.seen(viewer))
    return session.scalars(found.order_by(register.column("id"))).all()


def _purposes(rows: Sequence[Any]) -> list[Purpose]:
    return [Purpose(PURPOSES.name_of(row), row.text) for row in rows]
