"""Who may not have what somebody leaves: of everybody at once, for the lists that heirs are chosen
from. `heirs.check` judges one of them, and says why not."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import literal, select

from pms_tracker.act.act_registers import BY_KIND
from pms_tracker.act.leaving import heirs
from pms_tracker.act.leaving.heirs import Handing
from pms_tracker.act.rules.leaving_rules import Holding, What
from pms_tracker.act.teams import assignments
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role, clashing_roles
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission, permissions_of
from pms_tracker.people.tables.people_tables import Membership, Person


@dataclass
class Bars:
    """What bars people from what somebody leaves, each asked of everybody in as many statements
    however many they are; of drafts, of those who may write any."""

    leaver: Person
    firm: Firm
    by: Viewer
    _viewers: dict[int, Viewer] = field(default_factory=dict)

    def of(self, each: Holding) -> frozenset[int]:
        """Whom one thing may not go to, of those who stay."""
        handing = Handing(each, self.leaver, self.leaver.id, "", self.by, self.firm)
        if each.what in heirs.PARTIES:
            return frozenset(heirs.PARTIES[each.what](handing))
        ask = _ASKED.get(each.what)
        return frozenset(ask(self, handing)) if ask is not None else frozenset()

    def without(self, permission: Permission) -> list[int]:
        """Who may not do something."""
        return [
            each.person_id
            for each in self.firm.members.values()
            if permission not in permissions_of(frozenset(each.roles))
        ]

    def viewer(self, person_id: int) -> Viewer:
        if person_id not in self._viewers:
            self._viewers[person_id] = people.viewer(person_id)
        return self._viewers[person_id]


def _of_audit(bars: Bars, handing: Handing) -> Collection[int]:
    found = assignments.standing(session.get_one(Audit, handing.holding.id))
    return found.bars([*bars.firm.members])


def _of_head(bars: Bars, handing: Handing) -> Collection[int]:
    """Whoever heads the unit already, or comes to belong to it later."""
    unit_id = session.get_one(Membership, handing.holding.id).unit_id
    since_on = heirs.first_day(handing)
    unit = people.unit(unit_id)
    if unit.closed_on is not None and unit.closed_on < since_on:
        return [*bars.firm.members]
    theirs = select(Membership.person_id).where(
        Membership.unit_id == unit_id,
        Membership.until_on.is_(None) | (Membership.until_on >= since_on),
        Membership.is_head | (Membership.since_on > since_on),
    )
    outside = [each.person_id for each in bars.firm.members.values() if each.affiliation]
    return [*session.scalars(theirs), *outside, bars.by.person_id]


def _of_office(bars: Bars, handing: Handing) -> Collection[int]:
    role = Role(handing.holding.title)
    return [
        each.person_id
        for each in bars.firm.members.values()
        if clashing_roles(frozenset(each.roles) | {role})
    ]


def _of_answers(bars: Bars, _handing: Handing) -> Collection[int]:
    return bars.without(Permission.KEEP_REGISTERS)


def _of_draft(bars: Bars, handing: Handing) -> Collection[int]:
    kind = handing.holding.kind
    if kind is None:
        return [*bars.firm.members]
    register = BY_KIND[kind]
    barred = set(bars.without(register.keeper))
    keepers = [each for each in bars.firm.members if each not in barred]
    its: Any = register.column("id")
    seen = [
        select(literal(each).label("id")).where(
            select(its).where(its == handing.holding.id, register.seen(bars.viewer(each))).exists()
        )
        for each in keepers
    ]
    if not seen:
        return barred
    first, *others = seen
    return barred | ({*keepers} - {*session.scalars(first.union_all(*others))})


_ASKED: Mapping[What, Callable[[Bars, Handing], Collection[int]]] = {
    What.AUDIT: _of_audit,
    What.HEAD: _of_head,
    What.OFFICE: _of_office,
    What.ANSWERS: _of_answers,
    What.DRAFT: _of_draft,
}
