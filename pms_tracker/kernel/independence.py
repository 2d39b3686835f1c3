"""Who may audit what: the independence rules of JIS Q 15001 9.2 and P-mark practice (J.6.2)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.due_dates import add_months


class Role(StrEnum):
    """The roles of a personal information protection management system."""

    REPRESENTATIVE = "representative"
    PRIVACY_MANAGER = "privacy_manager"
    AUDIT_MANAGER = "audit_manager"
    AUDITOR = "auditor"
    DEPARTMENT_HEAD = "department_head"
    EMPLOYEE = "employee"
    ADMINISTRATOR = "administrator"
    # 外部監査員: named from outside, for the audits they are on; never granted.
    EXTERNAL_AUDITOR = "external_auditor"


MANAGEMENT = frozenset({Role.REPRESENTATIVE, Role.PRIVACY_MANAGER})
AUDITING = frozenset({Role.AUDIT_MANAGER, Role.AUDITOR, Role.EXTERNAL_AUDITOR})


def clashing_roles(roles: Collection[Role]) -> frozenset[Role]:
    """The roles among `roles` that one person may not hold together; empty where all is well.

    The representative and the privacy manager neither lead nor carry out audits (J.2.3.2).
    """
    held = frozenset(roles)
    if held & MANAGEMENT and held & AUDITING:
        return held & (MANAGEMENT | AUDITING)
    return frozenset()


class Share(StrEnum):
    """What somebody had to do with the work that an audit looks at."""

    OWNED = "owned"
    DID = "did"
    WROTE = "wrote"
    APPROVED = "approved"
    # The policy version that a conformity audit is held against.
    WROTE_CRITERION = "wrote_criterion"


# How long somebody's own work bars them from auditing the unit it was done for.
MONTHS_APART = 12


@dataclass(frozen=True)
class Tie:
    """Somebody's share in a record, from one day to another; None where it goes on.

    `unit_id` is whose work it was; None for the text of a policy, which belongs to no unit.
    """

    person_id: int
    share: Share
    reference: str
    since_on: date
    until_on: date | None
    unit_id: int | None = None

    def touches(self, first: date, last: date) -> bool:
        """Whether any of it lies within these days."""
        return self.since_on <= last and (self.until_on is None or self.until_on >= first)


@dataclass(frozen=True)
class Candidate:
    """A person as they stood on the day of the audit, with what ties them to what is audited."""

    person_id: int
    roles: frozenset[Role]
    unit_ids: frozenset[int]
    ties: tuple[Tie, ...] = ()


def looked_at_since(on: date) -> date:
    """The first day whose work still bars from an audit on a day."""
    return add_months(on, -MONTHS_APART)


def tied(
    candidates: Collection[Candidate], ties: Collection[Tie], unit_id: int, on: date
) -> list[Candidate]:
    """The candidates, each with the ties that count for an audit of the unit on the day.

    Work of the unit counts for twelve months; a criterion stays whoever's text it is.
    """
    first = looked_at_since(on)
    counting = [
        each
        for each in ties
        if each.share is Share.WROTE_CRITERION
        or (each.unit_id == unit_id and each.touches(first, on))
    ]
    return [
        replace(who, ties=tuple(each for each in counting if each.person_id == who.person_id))
        for who in candidates
    ]


def bar_to_auditing(candidate: Candidate, unit_id: int, unit_count: int = 2) -> str | None:
    """Why this person may not audit this unit, as a message key; None where nothing bars them.

    Nobody audits their own unit, nor work they owned, did, wrote or approved (JIS Q 15001 9.2). A
    firm of a single unit (`unit_count` 1) may record a reasoned exception instead, so the keys
    differ there (`EXCUSABLE`).
    """
    if candidate.roles & MANAGEMENT:
        return "auditor_runs_the_pms"
    if not candidate.roles & AUDITING:
        return "auditor_lacks_role"
    if unit_id in candidate.unit_ids:
        return "auditor_of_own_unit" if unit_count > 1 else "auditor_of_only_unit"
    if any(each.share is Share.WROTE_CRITERION for each in candidate.ties):
        return "auditor_wrote_criterion" if unit_count > 1 else "auditor_wrote_only_criterion"
    if candidate.ties:
        return "auditor_of_own_work" if unit_count > 1 else "auditor_of_only_work"
    return None


# What a reason lets pass where there is no other unit to send an auditor from.
EXCUSABLE = frozenset(
    {"auditor_of_only_unit", "auditor_wrote_only_criterion", "auditor_of_only_work"}
)


def eligible_auditors(
    candidates: Collection[Candidate], unit_id: int, unit_count: int = 2
) -> tuple[int, ...]:
    """Ids of those whom nothing bars, in the given order."""
    return tuple(
        candidate.person_id
        for candidate in candidates
        if bar_to_auditing(candidate, unit_id, unit_count) is None
    )
