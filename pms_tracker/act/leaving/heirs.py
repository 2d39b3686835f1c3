"""Handing over: who takes what over from somebody who leaves, judged as its own rules say.

What was signed keeps its owner and names the heir beside them; entries of registers are changed as
anybody changes them; teams and appointments go by their own use cases, with two persons where they
need two. All that is chosen is handed over at once, or nothing (docs/decisions/0082).
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.act_registers import BY_KIND
from pms_tracker.act.cases import turns
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.leaving import holdings, leaving_letters
from pms_tracker.act.rules import leaving_rules
from pms_tracker.act.rules.leaving_rules import Holding, What
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.act.tables.management_tables import ManagementReview, ReviewDecision
from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audits
from pms_tracker.check.preparing.audit_changes import Replaced
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.do.tables.operation.log_tables import CarryOut
from pms_tracker.do.tables.operation.operation_check_tables import CheckTemplate
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.errors import BadInput, RuleBroken, Stale
from pms_tracker.kernel.independence import clashing_roles
from pms_tracker.mail import outbox
from pms_tracker.people.changes import deputies, proposals, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Deputy, Membership, Person, Proposal, RoleGrant
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.registers import entries
from pms_tracker.registers.register import Register
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Handing:
    """One thing that goes from who leaves to an heir, by whom and why."""

    holding: Holding
    leaver: Person
    heir_id: int
    reason: str
    by: Viewer
    firm: Firm

    @property
    def heir_name(self) -> str:
        return self.firm.members[self.heir_id].name

    @property
    def told(self) -> dict[str, trail.Change]:
        """What the trail says of it, in the record that it is part of."""
        words: dict[str, trail.Change] = {"owner": (self.leaver.name, self.heir_name)}
        if self.holding.title and self.holding.what is not What.DRAFT:
            words = {"title": (None, self.holding.title), **words}
        return {**words, "reason": (None, self.reason)}


def possible(leaver: Person, firm: Firm) -> list[tuple[int, str]]:
    """Who may be an heir at all: everybody of the firm who stays."""
    going = set(session.scalars(select(Person.id).where(Person.left_on.is_not(None))))
    return [pair for pair in firm.here() if pair[0] not in {*going, leaver.id}]


def waiting(held: Collection[Holding]) -> dict[str, int]:
    """Offices for which somebody was proposed and nobody agreed yet: by key, who is to have it."""
    rows = session.scalars(select(Proposal).where(Proposal.decided_at.is_(None))).all()
    units = {row.unit_id: row.person_id for row in rows if row.unit_id and row.is_head}
    roles = {str(row.role): row.person_id for row in rows if row.role}
    return {
        **{
            each.key: units[each.unit_id] for each in held if each.unit_id in units and _heads(each)
        },
        **{
            each.key: roles[each.title]
            for each in held
            if each.what is What.OFFICE and each.title in roles
        },
    }


def _heads(each: Holding) -> bool:
    return each.what is What.HEAD


def check(handing: Handing) -> None:
    """Raises where this person may not hand this over, or this heir may not have it."""
    what = handing.holding.what
    leaving_rules.check_chooses(what, handing.by.roles)
    here = {each for each, _name in possible(handing.leaver, handing.firm)}
    judge = _JUDGED.get(what)
    barred = judge(handing) if judge is not None else ()
    leaving_rules.check_heir(handing.heir_id, handing.leaver.id, here=here, barred=barred)


def hand_over(
    leaver: Person, chosen: Mapping[str, int], *, reason: str, seen: str, by: Viewer
) -> int:
    """Hand over what was chosen, by key; says how many things. Each heir is told once.

    Raises Stale where anything came, went or changed hands since `seen` was read, BadInput where
    nothing was chosen or no reason given, and as `check` and each thing's own use case do.
    """
    staffing.lock(leaver)
    held = holdings.of(leaver.id)
    if leaving_rules.seen(held) != seen:
        raise Stale("holdings_changed", name=leaver.name)
    known = {each.key: each for each in held}
    if not chosen or not chosen.keys() <= known.keys():
        raise BadInput("no_heir_chosen")
    if not reason.strip():
        raise BadInput("reason_needed")
    firm = Firm(clock.today())
    for key, heir_id in chosen.items():
        handing = Handing(known[key], leaver, heir_id, reason.strip(), by, firm)
        check(handing)
        _GIVEN[handing.holding.what](handing)
    session.flush()
    _note(leaver, Counter(chosen.values()), firm, reason.strip(), by)
    return len(chosen)


def _note(leaver: Person, heirs: Counter[int], firm: Firm, reason: str, by: Viewer) -> None:
    names = firm.names(heirs)
    told = "、".join(f"{names[each]} ({count})" for each, count in sorted(heirs.items()))
    changes: dict[str, trail.Change] = {"heirs": (None, told), "reason": (None, reason)}
    trail.note(f"person-{leaver.id}", "handed_over", by=by.actor, changes=changes)
    for heir_id, count in heirs.items():
        if heir_id != by.person_id:
            letter = leaving_letters.handed_over(leaver.name, count, by=by.name)
            outbox.post(letter, firm.recipient(heir_id))


# What bars an heir, by what is handed over: their ids, or a refusal of its own.


def _confirms_it(handing: Handing) -> Collection[int]:
    duty = session.get_one(AnnualDuty, handing.holding.id)
    return [duty.approver_id] if duty.approver_id is not None else []


def _judged_it(handing: Handing) -> Collection[int]:
    dossier = Dossier(_case_of(handing), handing.firm)
    return dossier.auditors | dossier.approved_by


def _other_side_of_check(handing: Handing) -> Collection[int]:
    row = session.get_one(CheckTemplate, handing.holding.id)
    other = row.reader_id if handing.holding.what is What.CHECK else row.owner_id
    return [other] if other is not None else []


def _permitted_it(handing: Handing) -> Collection[int]:
    return [session.get_one(CarryOut, handing.holding.id).permitted_by_id]


def _audits_own_work(handing: Handing) -> Collection[int]:
    found = assignments.standing(session.get_one(Audit, handing.holding.id))
    for person_id, bar in found.bars([handing.heir_id]).items():
        raise found.refusal(person_id, bar)
    return ()


def _may_not_head(handing: Handing) -> Collection[int]:
    row = session.get_one(Membership, handing.holding.id)
    heir, unit = people.person(handing.heir_id), people.unit(row.unit_id)
    by, since_on = handing.by.actor, first_day(handing)
    staffing.check_enrolment(heir, unit, since_on=since_on, by=by, is_head=True)
    return ()


def _may_not_hold(handing: Handing) -> Collection[int]:
    row = session.get_one(RoleGrant, handing.holding.id)
    roles = frozenset(handing.firm.members[handing.heir_id].roles)
    if clashing_roles(roles | {row.role}):
        raise RuleBroken("roles_clash", name=handing.heir_name)
    return ()


def _may_not_write(handing: Handing) -> Collection[int]:
    heir, register = people.viewer(handing.heir_id), _register(handing)
    row: Any = session.get_one(register.table, handing.holding.id)
    its = select(register.column("id")).where(register.column("id") == row.id, register.seen(heir))
    writes = heir.may(register.keeper) and session.scalar(its) is not None
    return () if writes else [handing.heir_id]


def _may_not_stand_in(handing: Handing) -> Collection[int]:
    return [session.get_one(Deputy, handing.holding.id).principal_id]


def _may_not_read(handing: Handing) -> Collection[int]:
    heir = people.viewer(handing.heir_id)
    return () if heir.may(Permission.KEEP_REGISTERS) else [handing.heir_id]


# Whom their part in a thing bars, whoever is to have it.
PARTIES: Mapping[What, Callable[[Handing], Collection[int]]] = {
    What.YEAR: _confirms_it,
    What.ACTION: _judged_it,
    What.CHECK: _other_side_of_check,
    What.READING: _other_side_of_check,
    What.CARRIED: _permitted_it,
    What.DEPUTY: _may_not_stand_in,
}
_JUDGED: Mapping[What, Callable[[Handing], Collection[int]]] = {
    **PARTIES,
    What.AUDIT: _audits_own_work,
    What.HEAD: _may_not_head,
    What.OFFICE: _may_not_hold,
    What.DRAFT: _may_not_write,
    What.ANSWERS: _may_not_read,
}


# How each is handed over.


def first_day(handing: Handing) -> Any:
    """The first day on which a unit would have no head: until then the leaver heads it."""
    last, today = handing.leaver.left_on, clock.today()
    return today if last is None or last < today else last + ONE_DAY


def _head(handing: Handing) -> None:
    row = session.get_one(Membership, handing.holding.id)
    heir, unit = people.person(handing.heir_id), people.unit(row.unit_id)
    proposals.enrol_by(handing.by, heir, unit, since_on=first_day(handing), is_head=True)


def _office(handing: Handing) -> None:
    row = session.get_one(RoleGrant, handing.holding.id)
    proposals.grant_by(handing.by, people.person(handing.heir_id), row.role, on=clock.today())


def _year(handing: Handing) -> None:
    duty = session.get_one(AnnualDuty, handing.holding.id)
    duty.heir_id = _beside(duty.owner_id, handing.heir_id)
    plan = session.get_one(AnnualPlan, duty.plan_id)
    _note_of(plan, handing)


def _decision(handing: Handing) -> None:
    decision = session.get_one(ReviewDecision, handing.holding.id)
    decision.heir_id = _beside(decision.owner_id, handing.heir_id)
    _note_of(session.get_one(ManagementReview, decision.review_id), handing)


def _action(handing: Handing) -> None:
    action = session.get_one(CaseAction, handing.holding.id)
    action.heir_id = _beside(action.owner_id, handing.heir_id)
    case = _case_of(handing)
    _note_of(case, handing)
    turns.hand_over(case_ids=[case.id])


def _case_of(handing: Handing) -> Case:
    action = session.get_one(CaseAction, handing.holding.id)
    return session.get_one(Case, session.get_one(CaseRound, action.round_id).case_id)


def _beside(owner_id: int | None, heir_id: int) -> int | None:
    """Nobody is their own heir."""
    return None if heir_id == owner_id else heir_id


def _note_of(record: Any, handing: Handing) -> None:
    """The record is another one now: who had it open before learns of it."""
    record.version += 1
    session.flush()
    trail.note(record.reference, "handed_over", by=handing.by.actor, changes=handing.told)


def _audit(handing: Handing) -> None:
    audit = session.get_one(Audit, handing.holding.id)
    leaver_id, heir_id = handing.leaver.id, handing.heir_id
    team = [each.person_id for each in audits.team_of(audit.id)]
    after = list(dict.fromkeys(heir_id if each == leaver_id else each for each in team))
    wanted = Replaced(after, handing.reason, audit.exception_reason)
    assignments.replace_team(audit, wanted, version=audit.version, by=handing.by)


def _entry(name: str) -> Callable[[Handing], None]:
    """An entry of a register whose `name` names who leaves: changed as anybody changes it."""

    def give(handing: Handing) -> None:
        register = _register(handing)
        row: Any = session.get_one(register.table, handing.holding.id)
        values = {name: handing.heir_id}
        entries.change(register, row, values, seen=row.version, by=handing.by)

    return give


def _draft(handing: Handing) -> None:
    """Who writes on is a writer: they approve it no more than whoever began."""
    register = _register(handing)
    row: Any = session.get_one(register.table, handing.holding.id)
    row.writer_ids = [*row.writer_ids, handing.heir_id]
    row.version += 1
    session.flush()
    trail.note(register.name_of(row), "handed_over", by=handing.by.actor, changes=handing.told)


def _answers(handing: Handing) -> None:
    """Whoever sent it stays on the record; the heir reads what comes of it."""
    made = session.get_one(Questionnaire, handing.holding.id)
    made.heir_id = _beside(made.sent_by_id, handing.heir_id)
    _note_of(made, handing)


def _deputy(handing: Handing) -> None:
    row = session.get_one(Deputy, handing.holding.id)
    deputies.replace(row, handing.heir_id, handing.reason, by=handing.by)


def _register(handing: Handing) -> Register:
    if handing.holding.kind is None:
        raise RuleBroken("heir_barred")
    return BY_KIND[handing.holding.kind]


_GIVEN: Mapping[What, Callable[[Handing], None]] = {
    What.HEAD: _head,
    What.OFFICE: _office,
    What.YEAR: _year,
    What.DECISION: _decision,
    What.ACTION: _action,
    What.AUDIT: _audit,
    What.CHECK: _entry("owner_id"),
    What.READING: _entry("reader_id"),
    What.FAULT: _entry("owner_id"),
    What.ASSET: _entry("holder_id"),
    What.CARRIED: _entry("carrier_id"),
    What.DRAFT: _draft,
    What.ANSWERS: _answers,
    What.DEPUTY: _deputy,
}
