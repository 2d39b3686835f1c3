"""Who may audit what: the independence rules of JIS Q 15001 9.2 and P-mark practice (J.6.2)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of a personal information protection management system."""

    REPRESENTATIVE = "representative"
    PRIVACY_MANAGER = "privacy_manager"
    AUDIT_MANAGER = "audit_manager"
    AUDITOR = "auditor"
    DEPARTMENT_HEAD = "department_head"
    EMPLOYEE = "employee"
    ADMINISTRATOR = "administrator"


MANAGEMENT = frozenset({Role.REPRESENTATIVE, Role.PRIVACY_MANAGER})
AUDITING = frozenset({Role.AUDIT_MANAGER, Role.AUDITOR})


def clashing_roles(roles: Collection[Role]) -> frozenset[Role]:
    """The roles among `roles` that one person may not hold together; empty where all is well.

    The representative and the privacy manager neither lead nor carry out audits (J.2.3.2).
    """
    held = frozenset(roles)
    if held & MANAGEMENT and held & AUDITING:
        return held & (MANAGEMENT | AUDITING)
    return frozenset()


@dataclass(frozen=True)
class Candidate:
    """A person as they stood on the day of the audit."""

    person_id: int
    roles: frozenset[Role]
    unit_ids: frozenset[int]


def bar_to_auditing(candidate: Candidate, unit_id: int, unit_count: int = 2) -> str | None:
    """Why this person may not audit this unit, as a message key; None where nothing bars them.

    Nobody audits their own unit. A firm of a single unit (`unit_count` 1) may record a reasoned
    exception instead, so the key differs there.
    """
    if candidate.roles & MANAGEMENT:
        return "auditor_runs_the_pms"
    if not candidate.roles & AUDITING:
        return "auditor_lacks_role"
    if unit_id in candidate.unit_ids:
        return "auditor_of_own_unit" if unit_count > 1 else "auditor_of_only_unit"
    return None


def eligible_auditors(
    candidates: Collection[Candidate], unit_id: int, unit_count: int = 2
) -> tuple[int, ...]:
    """Ids of those whom nothing bars, in the given order."""
    return tuple(
        candidate.person_id
        for candidate in candidates
        if bar_to_auditing(candidate, unit_id, unit_count) is None
    )
