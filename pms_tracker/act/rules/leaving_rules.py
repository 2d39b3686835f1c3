"""Rules of leaving, pure: what may be handed over, by whom, and to whom never."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference


class What(StrEnum):
    """What somebody holds that outlives them: each is handed over in its own way."""

    HEAD = "head"
    OFFICE = "office"
    YEAR = "year"
    DECISION = "decision"
    ACTION = "action"
    AUDIT = "audit"
    UNDER_WAY = "under_way"
    CHECK = "check"
    READING = "reading"
    FAULT = "fault"
    ASSET = "asset"
    CARRIED = "carried"
    ANSWERS = "answers"
    DEPUTY = "deputy"
    DRAFT = "draft"
    TURN = "turn"


# What goes on to somebody else by the rules of its record, once its holder has left.
GOES_ON = frozenset({What.TURN})
# What nobody else may take over: an audit that began is finished by its team.
FINISHED_BY_THEM = frozenset({What.UNDER_WAY})
# Whoever runs the PMS hands over; who audits is chosen by whoever answers for audits.
MANAGERS = frozenset({Role.PRIVACY_MANAGER, Role.REPRESENTATIVE})
# Who stands in for somebody the representative says, as whoever is absent does.
CHOSEN_BY = {
    What.AUDIT: frozenset({Role.AUDIT_MANAGER}),
    What.DEPUTY: frozenset({Role.REPRESENTATIVE}),
}


@dataclass(frozen=True)
class Holding:
    """One thing that is somebody's: a row of `what`, of which record, due when, in which unit."""

    what: What
    id: int
    person_id: int
    kind: Kind | None
    fiscal_year: int | None
    number: int | None
    title: str
    due_on: date | None = None
    unit_id: int | None = None

    @property
    def key(self) -> str:
        """What a form calls it by."""
        return f"{self.what}-{self.id}"

    @property
    def reference(self) -> str:
        """The record that it is part of; none where it is an office."""
        if self.kind is None:
            return ""
        year = self.fiscal_year if self.kind.is_yearly else None
        return str(Reference(self.kind, year, self.number or 1))

    @property
    def is_left(self) -> bool:
        """Whether somebody has to do something, lest it be nobody's."""
        return self.what not in GOES_ON


def seen(holdings: Iterable[Holding]) -> str:
    """What a form was read from: it differs once anything came, went or changed hands."""
    told = sorted(f"{each.key}:{each.person_id}" for each in holdings)
    return sha256("\n".join(told).encode()).hexdigest()[:16]


def may_choose(what: What, roles: Collection[Role]) -> bool:
    """Whether somebody with these roles names the heir of such a thing."""
    if what in GOES_ON | FINISHED_BY_THEM:
        return False
    return bool(CHOSEN_BY.get(what, MANAGERS) & frozenset(roles))


def check_chooses(what: What, roles: Collection[Role]) -> None:
    """Raises NotAllowed for who does not name the heir of such a thing."""
    if not may_choose(what, roles):
        raise NotAllowed("heir_chosen_by_another")


def check_heir(
    heir_id: int, leaver_id: int, *, here: Collection[int], barred: Collection[int] = ()
) -> None:
    """An heir is somebody else who works here and stays, and had no part that bars them.

    Raises RuleBroken.
    """
    if heir_id == leaver_id:
        raise RuleBroken("heir_is_leaver")
    if heir_id not in here:
        raise RuleBroken("heir_not_here")
    if heir_id in barred:
        raise RuleBroken("heir_barred")
