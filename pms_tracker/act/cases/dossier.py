"""A case with all its rules are judged by: rounds, decisions, auditors, the firm of today."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import cache
from operator import attrgetter

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import joinedload
from sqlalchemy.util import memoized_property

from pms_tracker import clock
from pms_tracker.act.rules import case_rules, route_rules
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound, InterimReview
from pms_tracker.act.tables.source_tables import CaseFinding
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Decisive
from pms_tracker.check.tables.audit_tables import AuditTeamMember, Finding
from pms_tracker.database import Columns, Rows, session
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.people.firm.firm import Firm

Rule = Callable[[Collection[Candidate], case_rules.Parties], Eligible]


def rounds_of(case_id: int) -> list[CaseRound]:
    """Every round, the first one first."""
    return list(
        session.scalars(
            select(CaseRound).where(CaseRound.case_id == case_id).order_by(CaseRound.number)
        )
    )


@cache
def _rounds() -> Columns:
    """Built once: every step and every page of a case asks it."""
    return (
        select(CaseRound, AuditTeamMember.person_id)
        .select_from(CaseRound)
        .outerjoin(CaseFinding, CaseFinding.case_id == CaseRound.case_id)
        .outerjoin(Finding, Finding.id == CaseFinding.finding_id)
        .outerjoin(AuditTeamMember, AuditTeamMember.audit_id == Finding.audit_id)
        .options(
            joinedload(CaseRound.actions).joinedload(CaseAction.due_changes),
            joinedload(CaseRound.looks),
            joinedload(CaseRound.writers),
        )
        .where(CaseRound.case_id == bindparam("case_id", type_=Integer))
        .order_by(CaseRound.number)
    )


class Dossier:
    """One case as it is judged; each part is read once, when first asked for.

    Not by functools.cached_property: until Python 3.12 that holds one lock for all cases while it
    reads, so that two threads, one of which waits for the other's row, would wait for ever.
    """

    def __init__(self, case: Case, firm: Firm | None = None) -> None:
        self.case = case
        if firm is not None:
            self.firm = firm

    @memoized_property
    def firm(self) -> Firm:
        return Firm(clock.today())

    @property
    def rounds(self) -> list[CaseRound]:
        return self._rounds_and_auditors[0]

    @memoized_property
    def decisions(self) -> Sequence[Decisive]:
        return approvals.decisions(self.case.reference)

    @property
    def interim(self) -> list[InterimReview]:
        """Looks at the effect that settled nothing, the earliest first."""
        return [look for each in self.rounds for look in each.looks]

    @property
    def auditors(self) -> frozenset[int]:
        return self._rounds_and_auditors[1]

    @memoized_property
    def _rounds_and_auditors(self) -> tuple[list[CaseRound], frozenset[int]]:
        # Every rule asks for both, and they are few: each round beside each auditor in one reading.
        if not self.case.id:
            # A case that is just being opened has auditors, but no round yet.
            return [], _auditors_of(self.case.finding_id)
        rows: Rows = session.execute(_rounds(), {"case_id": self.case.id}).unique().all()
        return list(dict.fromkeys(row[0] for row in rows)), _ids(row[1] for row in rows)

    @property
    def current(self) -> CaseRound:
        return self.rounds[-1]

    def parties(self, rounds: Collection[CaseRound]) -> case_rules.Parties:
        """Who had a hand in these rounds of the case: whoever owns any action of them as well."""
        actions = [action for each in rounds for action in each.actions]
        return case_rules.Parties(
            writers=frozenset(writer for each in rounds for writer in each.writer_ids),
            owners=_ids(who for each in actions for who in (each.owner_id, each.heir_id)),
            doers=_ids(who for each in actions for who in (each.done_by_id, each.done_for_id)),
            auditors=self.auditors,
            approvers=self.approved_by if any(each.done_on for each in rounds) else frozenset(),
        )

    def approval(self, step: str) -> Decisive | None:
        """The approval of a step that stands, if any."""
        standing = (
            row
            for row in self.decisions
            if row.step == step and row.decision is Decision.APPROVED and row.voided_at is None
        )
        return next(standing, None)

    def know(self, decisions: Sequence[Decisive]) -> None:
        """Be given the decisions about the case by whoever read them along with others."""
        self.__dict__["decisions"] = decisions

    def know_rounds(self, rounds: list[CaseRound], auditors: frozenset[int]) -> None:
        """Be given rounds and auditors by whoever read them along with others."""
        self.__dict__["_rounds_and_auditors"] = rounds, auditors

    def sign(self, row: Approval) -> None:
        """Know of a decision that was just made, for whoever is asked next."""
        known: list[Decisive] | None = self.__dict__.get("decisions")
        if known is not None:
            known.append(row)

    @property
    def approved_by(self) -> frozenset[int]:
        # Asked for only once something was done: who approved bars from reviewing, no more.
        return _ids(
            who
            for row in self.decisions
            if row.decision is Decision.APPROVED
            and row.voided_at is None
            and route_rules.approves_plan(row.step)
            for who in (row.decided_by_id, row.for_id)
        )

    @property
    def approvers(self) -> Eligible:
        return self._eligible(case_rules.eligible_approvers)

    @property
    def reviewers(self) -> Eligible:
        return self._eligible(case_rules.eligible_reviewers)

    @property
    def second_approvers(self) -> Eligible:
        """Who approves after another did, where the route has two."""
        first = self.approval(route_rules.first_approval(self.case.round))
        endorsers = _ids((first.decided_by_id, first.for_id)) if first else ()
        return self._eligible(route_rules.second_approvers(endorsers))

    @property
    def checkers(self) -> Eligible:
        """Who confirms that it was done (完了確認)."""
        return self._eligible(route_rules.done_checkers)

    @property
    def closers(self) -> Eligible:
        """Who approves the closing (完了承認)."""
        judged = self.current.reviewed_by_id, self.current.reviewed_for_id
        return self._eligible(route_rules.closers(_ids(judged)))

    def _eligible(self, rule: Rule) -> Eligible:
        found = rule(self.firm.candidates, self.parties(self.rounds))
        if found.person_ids:
            return found
        # Rounds with other owners use a small firm up; then only the current round bars.
        return rule(self.firm.candidates, self.parties(self.rounds[-1:]))

    @property
    def planners(self) -> tuple[int, ...]:
        """The heads of the unit; where it has none, or none who signs in or is stood in for, the
        privacy manager writes as well, or the representative."""
        heads = tuple(self.firm.heads_of(self.case.unit_id))
        if self.firm.who_sign_in(self.firm.with_deputies(Eligible(heads))):
            return heads
        others = self.firm.holders(Role.PRIVACY_MANAGER) or self.firm.holders(Role.REPRESENTATIVE)
        return (*heads, *(each for each in others if each not in heads))

    @property
    def planning(self) -> Eligible:
        """Who may write the plan; those who audited stand in for none of them."""
        found = self.planners
        return Eligible(found, barred=self.auditors if self._absent(found) else frozenset())

    @property
    def open_actions(self) -> list[CaseAction]:
        """What is still to be done of the current round, the soonest due first."""
        planned = (each for each in self.current.planned if each.done_on is None)
        return sorted(planned, key=lambda each: (each.turn_due_on or date.max, each.position))

    @property
    def doing(self) -> Eligible:
        """Who may do the next of what was approved."""
        return self.doing_of(*self.open_actions[:1])

    def doing_of(self, *actions: CaseAction) -> Eligible:
        """Who may do these actions: their owners; whoever approved them stands in for nobody."""
        found = tuple(each.holder_id for each in actions if each.holder_id is not None)
        return Eligible(found, barred=self.approved_by if self._absent(found) else frozenset())

    @property
    def reporting(self) -> Eligible:
        """Who may enter for the owner what was done: the heads; nobody who audited or approved it
        stands in for them."""
        found = self.planners
        barred = self.auditors | self.approved_by if self._absent(found) else frozenset[int]()
        return Eligible(found, barred=barred)

    def _absent(self, person_ids: Collection[int]) -> bool:
        # Only then is it asked, and read, whom it would be barred to.
        return not self.firm.deputies.keys().isdisjoint(person_ids)

    @property
    def step(self) -> Eligible:
        """Who may take the next step, the one to be asked first; nobody once the case has ended."""
        taken = _TAKEN_BY.get(self.case.state)
        return taken(self) if taken is not None else Eligible(())

    def acts_on(self, action: CaseAction, person_id: int) -> bool:
        """Whether somebody owns an open action, or stands in for its owner today."""
        step = self.doing_of(action)
        return person_id in step.person_ids or self.firm.principal(person_id, step) is not None

    @property
    def actions_beside(self) -> list[CaseAction]:
        """Actions that are duties of their own: all but the one whose turn the case carries."""
        return self.open_actions[1:] if self.case.state is case_rules.CaseState.DOING else []

    @property
    def turns(self) -> list[tuple[Case | CaseAction, Eligible]]:
        """Every turn of the case, and who may take it."""
        beside = ((each, self.doing_of(each)) for each in self.actions_beside)
        return [(self.case, self.step), *beside]

    @property
    def takers(self) -> tuple[int, ...]:
        return self.step.person_ids

    @property
    def asked(self) -> tuple[int, ...]:
        return self.asked_for(self.step)

    def asked_for(self, step: Eligible) -> tuple[int, ...]:
        """Takers who can sign in, or the head for an owner who cannot; all where nobody can.

        A deputy comes before the absent person.
        """
        able = self.firm.who_sign_in(self.firm.with_deputies(step))
        if not able and self.case.state is case_rules.CaseState.DOING:
            able = self.firm.who_sign_in(self.firm.with_deputies(self.reporting))
        return able or self.firm.with_deputies(step)


# Whose each state's step is; nobody's where the case has ended.
_TAKEN_BY: dict[case_rules.CaseState, Callable[[Dossier], Eligible]] = {
    case_rules.CaseState.PLANNING: attrgetter("planning"),
    case_rules.CaseState.SENT_BACK: attrgetter("planning"),
    case_rules.CaseState.SUBMITTED: attrgetter("approvers"),
    case_rules.CaseState.ENDORSED: attrgetter("second_approvers"),
    case_rules.CaseState.DOING: attrgetter("doing"),
    case_rules.CaseState.CONFIRMING: attrgetter("checkers"),
    case_rules.CaseState.REVIEWING: attrgetter("reviewers"),
    case_rules.CaseState.CLOSING: attrgetter("closers"),
}


def dossiers(found: Sequence[Case], firm: Firm) -> list[Dossier]:
    """The dossiers of many cases, whose rounds and auditors are read in two statements."""
    rounds: dict[int, list[CaseRound]] = {case.id: [] for case in found}
    of_these = select(CaseRound).where(CaseRound.case_id.in_(rounds)).order_by(CaseRound.number)
    for each in session.scalars(of_these):
        rounds[each.case_id].append(each)
    auditors: dict[int, set[int]] = {case.id: set() for case in found}
    for case_id, person_id in session.execute(
        select(CaseFinding.case_id, AuditTeamMember.person_id)
        .join(Finding, Finding.id == CaseFinding.finding_id)
        .join(AuditTeamMember, AuditTeamMember.audit_id == Finding.audit_id)
        .where(CaseFinding.case_id.in_(auditors))
    ):
        auditors[case_id].add(person_id)
    made = [Dossier(case, firm) for case in found]
    for dossier in made:
        case_id = dossier.case.id
        dossier.know_rounds(rounds[case_id], frozenset(auditors[case_id]))
    return made


def _auditors_of(finding_id: int | None) -> frozenset[int]:
    if finding_id is None:
        return frozenset()
    team = (
        select(AuditTeamMember.person_id)
        .join(Finding, Finding.audit_id == AuditTeamMember.audit_id)
        .where(Finding.id == finding_id)
    )
    return frozenset(session.scalars(team))


def _ids(found: Iterable[int | None]) -> frozenset[int]:
    return frozenset(each for each in found if each is not None)
