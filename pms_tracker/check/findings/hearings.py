"""A finding with all that its dispute is judged by: answer, auditors, the firm of today."""

from sqlalchemy import select
from sqlalchemy.util import memoized_property

from pms_tracker import clock
from pms_tracker.check.audits import audits
from pms_tracker.check.rules import dispute_rules
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Finding, FindingAnswer
from pms_tracker.database import session
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.people.firm.firm import Firm


def answer_of(finding_id: int, *, for_update: bool = False) -> FindingAnswer | None:
    """What the auditee was told of a finding and said to it; None where nobody was asked."""
    statement = select(FindingAnswer).where(FindingAnswer.finding_id == finding_id)
    return session.scalar(statement.with_for_update() if for_update else statement)


class Hearing:
    """One finding as its dispute is judged; each part is read once, when first asked for."""

    def __init__(self, finding: Finding, answer: FindingAnswer, firm: Firm | None = None) -> None:
        self.finding = finding
        self.answer = answer
        if firm is not None:
            self.firm = firm

    @memoized_property
    def firm(self) -> Firm:
        return Firm(clock.today())

    @memoized_property
    def team(self) -> frozenset[int]:
        return frozenset(audits.team_ids(self.finding.audit_id))

    @property
    def step(self) -> Eligible:
        """Who may take the next step, the one to be asked first; nobody once it is over."""
        return self.step_in(self.finding.state)

    def step_in(self, state: FindingState) -> Eligible:
        """Who may take the step of a state; nobody in one where nobody is asked."""
        answer, unit_id, firm = self.answer, self.finding.unit_id, self.firm.candidates
        by, for_id = answer.answered_by_id, answer.answered_for_id
        hands = dispute_rules.Hands(self.finding.recorded_by_id, self.team, by, for_id)
        if state is FindingState.TOLD:
            return dispute_rules.eligible_to_answer(firm, self.firm.heads_of(unit_id), hands)
        if state is FindingState.DISPUTED:
            return dispute_rules.eligible_to_decide(firm, unit_id, hands)
        return Eligible(())

    def asked_in(self, state: FindingState) -> tuple[int, ...]:
        """Takers who can sign in, all where nobody can; a deputy before the absent person."""
        found = self.firm.with_deputies(self.step_in(state))
        return self.firm.who_sign_in(found) or found

    def principal(self, person_id: int) -> int | None:
        """For whom somebody takes the step as a deputy; None in their own right or not at all."""
        return self.firm.principal(person_id, self.step)

    def may_act(self, person_id: int) -> bool:
        return person_id in self.step.person_ids or self.principal(person_id) is not None
