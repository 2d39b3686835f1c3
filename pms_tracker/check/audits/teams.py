"""Teams of audits: judged as they stood on the day, with what was checked kept for the report."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import Select, select

from pms_tracker import clock
from pms_tracker.check.rules import audit_rules
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember, ChecklistItem
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.kernel.independence import (
    MANAGEMENT,
    Candidate,
    Role,
    Share,
    Tie,
    bar_to_auditing,
    eligible_auditors,
    looked_at_since,
    tied,
)
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.policies import requirements
from pms_tracker.plan.tables.policy_tables import Policy, PolicyVersion, Requirement
from pms_tracker.questions import Text, as_text, cells_of, instant_in, json_in

LONGEST = 500


def never_audit(firm: Firm) -> set[int]:
    """The representative and the privacy manager, who enter nothing of what auditors say (R3)."""
    return {each for role in MANAGEMENT for each in firm.holders(role)}


class Somebody(Protocol):
    """Where a person belongs on a day; those from outside are affiliated elsewhere."""

    @property
    def affiliation(self) -> str: ...

    @property
    def unit_ids(self) -> Collection[int]: ...


class Roster(Protocol):
    """Everybody as they stand on a day: a `Firm`, or a day of those read over time."""

    @property
    def on(self) -> date: ...

    @property
    def members(self) -> Mapping[int, Somebody]: ...

    @property
    def candidates(self) -> list[Candidate]: ...

    def names(self, person_ids: Iterable[int | None]) -> dict[int, str]: ...


@dataclass(frozen=True)
class Setting:
    """What a team is judged for. `criteria` are the ids of what the audit is held against."""

    unit_id: int
    on: date
    kind: audit_rules.AuditKind = audit_rules.AuditKind.OPERATION
    criteria: Sequence[int] = ()
    exception_reason: str = ""


def setting_of(audit: Audit, on: date) -> Setting:
    """What the team of an audit is judged for, were it held on a day."""
    criteria: list[int] = []
    if audit.kind is audit_rules.AuditKind.CONFORMITY:
        chosen = select(ChecklistItem.requirement_id).where(ChecklistItem.audit_id == audit.id)
        criteria = list(session.scalars(chosen))
    return Setting(audit.unit_id, on, audit.kind, criteria, audit.exception_reason)


@dataclass(frozen=True)
class Standing:
    """The firm as it stood on the day of an audit, with all that ties anybody to the unit."""

    setting: Setting
    firm: Roster
    candidates: list[Candidate]
    unit_names: Mapping[int, str]
    unit_count: int

    @property
    def eligible(self) -> tuple[int, ...]:
        """Ids of those whom nothing bars."""
        return eligible_auditors(self.candidates, self.setting.unit_id, self.unit_count)

    def bars(self, person_ids: Sequence[int]) -> dict[int, str]:
        """Why those among `person_ids` who may not be on the team may not, as message keys."""
        by_id = {each.person_id: each for each in self.candidates}
        wanted, found = self.setting, {}
        for person_id in person_ids:
            candidate = by_id.get(person_id)
            bar: str | None = "auditor_has_left"
            if candidate is not None:
                reason = wanted.exception_reason
                bar = audit_rules.bar_to_team(candidate, wanted.unit_id, self.unit_count, reason)
            if bar is not None:
                found[person_id] = bar
        return found

    def refusal(self, person_id: int, bar: str) -> RuleBroken:
        """Why somebody may not audit, in what about, and who would be eligible."""
        ties = [each for who in self.candidates if who.person_id == person_id for each in who.ties]
        names = self.firm.names([person_id, *self.eligible])
        values: dict[str, object] = {
            "name": names.get(person_id, ""),
            "eligible": [names[each] for each in self.eligible],
        }
        if ties:
            values["about"] = list(dict.fromkeys(each.reference for each in ties))
        return RuleBroken(bar, **values)


def standing(
    setting: Setting,
    ties: Collection[Tie],
    firm: Roster | None = None,
    units: Sequence[Unit] | None = None,
) -> Standing:
    """Everybody as they stand to an audit: members and roles on its day, and what they did.

    `ties` are shares in the work of units, as `act` knows them; who wrote the text of a policy is
    known here. `firm` spares reading it, where it was read for the day, `units` where they were.
    """
    on = setting.on
    firm = firm if firm is not None and firm.on == on else Firm(on)
    held_against = setting.criteria if setting.kind is audit_rules.AuditKind.CONFORMITY else ()
    wrote = criterion_ties(held_against) if held_against else []
    candidates = tied(firm.candidates, [*ties, *wrote], setting.unit_id, on)
    every = people.units() if units is None else units
    names = {each.id: each.name for each in every}
    return Standing(setting, firm, candidates, names, count_of(every, on))


def count_of(units: Iterable[Unit], on: date) -> int:
    """How many units there are on a day."""
    return sum(unit.closed_on is None or unit.closed_on >= on for unit in units)


def criterion_ties(requirement_ids: Collection[int]) -> list[Tie]:
    """Who wrote the policy versions that these requirements are clauses of."""
    clauses = select(Requirement.policy_version_id).where(Requirement.id.in_(requirement_ids))
    return [
        tie
        for each in requirements.written(clauses)
        for tie in _ties_of(each.writer_ids, each.reference, each.recorded_on)
    ]


def criteria(audit_ids: Select[int]) -> Text:
    """Which audits are held against which versions of policies, and who wrote these."""
    pairs = (
        select(ChecklistItem.audit_id, Requirement.policy_version_id)
        .join(Requirement, Requirement.id == ChecklistItem.requirement_id)
        .where(ChecklistItem.audit_id.in_(audit_ids), Requirement.policy_version_id.is_not(None))
        .distinct()
        .subquery()
    )
    return as_text(
        select(pairs.c.audit_id, Policy.number, PolicyVersion.writer_ids, PolicyVersion.recorded_at)
        .join(PolicyVersion, PolicyVersion.id == pairs.c.policy_version_id)
        .join(Policy, Policy.id == PolicyVersion.policy_id)
    )


def criterion_ties_of(told: str) -> dict[int, list[Tie]]:
    """Who wrote the policy versions that audits are held against, by audit, as `criteria` tells."""
    found: dict[int, list[Tie]] = defaultdict(list)
    for audit_id, number, writers, recorded_at in cells_of(told):
        recorded_on = clock.local(instant_in(recorded_at)).date()
        reference = format_reference(Kind.POLICY, None, number)
        found[audit_id] += _ties_of(json_in(writers), reference, recorded_on)
    return found


def _ties_of(writer_ids: Iterable[int], reference: str, recorded_on: date) -> Iterator[Tie]:
    for person_id in writer_ids:
        yield Tie(person_id, Share.WROTE_CRITERION, reference, recorded_on, None)


def judge(team_ids: Sequence[int], found: Standing) -> list[Candidate]:
    """The team, where all of it is independent of the unit (R2, R3).

    Raises NotFound for a person there is none of, and RuleBroken: its values name the person, what
    bars them and who would be eligible.
    """
    wanted = found.setting
    missing = [each for each in team_ids if each not in found.firm.members]
    if missing:
        raise NotFound("no_such_person", number=missing[0])
    for person_id, bar in found.bars(team_ids).items():
        raise found.refusal(person_id, bar)
    by_id = {each.person_id: each for each in found.candidates}
    team = [by_id[each] for each in dict.fromkeys(team_ids)]
    audit_rules.check_team(team, wanted.unit_id, found.unit_count, wanted.exception_reason)
    return team


def enter(
    audit: Audit, team: Sequence[Candidate], found: Standing, before: Sequence[AuditTeamMember] = ()
) -> None:
    """Make this the team of an audit instead of those `before`, with what was checked of each."""
    rows = {each.person_id: each for each in before}
    for person_id in rows.keys() - {each.person_id for each in team}:
        session.delete(rows[person_id])
    session.flush()
    for position, candidate in enumerate(team):
        row = rows.get(candidate.person_id)
        if row is None:
            row = AuditTeamMember(audit_id=audit.id, person_id=candidate.person_id)
            session.add(row)
        row.position = position
        _prove(row, candidate, found)
    session.flush()


def _prove(row: AuditTeamMember, candidate: Candidate, found: Standing) -> None:
    wanted = found.setting
    affiliation = found.firm.members[candidate.person_id].affiliation
    units = sorted(found.unit_names[each] for each in candidate.unit_ids)
    row.units_then = "、".join(filter(None, [affiliation, *units]))[:LONGEST]
    roles = sorted(candidate.roles - {Role.EMPLOYEE}, key=list(Role).index)
    row.roles_then = ",".join(roles)
    row.judged_for = wanted.on
    row.work_since = looked_at_since(wanted.on)
    excused = bar_to_auditing(candidate, wanted.unit_id, found.unit_count) is not None
    references = dict.fromkeys(each.reference for each in candidate.ties) if excused else ()
    row.work_then = "、".join(references)[:LONGEST]


def told_roles(row: AuditTeamMember) -> list[Role]:
    """The roles that a member held on the day, as they were kept."""
    return [Role(each) for each in row.roles_then.split(",") if each]
