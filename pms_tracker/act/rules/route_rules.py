"""Steps that the full profile adds to a case: a second approval, the done check, the closing.

Which of them a case takes is settled when its plan is handed in, so that a switch turned while it
is open neither strands it nor takes a step away that was promised: it counts from the next plan.
"""

from collections.abc import Callable, Collection
from enum import StrEnum

from pms_tracker.act.rules.case_rules import CaseMove, CaseState, Parties
from pms_tracker.kernel.eligible import Eligible, anybody, with_role
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.kernel.profile import Part


class ExtraStep(StrEnum):
    """A step beyond the light profile."""

    SECOND_APPROVAL = "second_approval"
    DONE_CHECK = "done_check"
    CLOSING_APPROVAL = "closing_approval"


_ROLES = {
    # The representative has the last word on a plan and on the end; the done check is the audit
    # manager's or the privacy manager's (domain.md 3.1, steps 4, 6 and 8).
    ExtraStep.SECOND_APPROVAL: (Role.REPRESENTATIVE, Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER),
    ExtraStep.DONE_CHECK: (Role.AUDIT_MANAGER, Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
    ExtraStep.CLOSING_APPROVAL: (Role.REPRESENTATIVE, Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER),
}
Rule = Callable[[Collection[Candidate], Parties], Eligible]


def first_approval(round_number: int) -> str:
    """The name of the approval that a second one follows."""
    return f"plan-{round_number}-first"


def done_check(round_number: int) -> str:
    return f"done-{round_number}"


def closing(round_number: int) -> str:
    return f"closing-{round_number}"


def approves_plan(step: str) -> bool:
    """Whether a signed step is one of a plan's."""
    return step.startswith("plan-")


def extra_steps(parts: Collection[Part], *, major: bool) -> list[ExtraStep]:
    """What a plan handed in now goes through; `major` is the grade of its nonconformity."""
    second = Part.SECOND_APPROVAL in parts or (major and Part.SECOND_FOR_MAJOR in parts)
    wanted = {
        ExtraStep.SECOND_APPROVAL: second,
        ExtraStep.DONE_CHECK: Part.DONE_CHECK in parts,
        ExtraStep.CLOSING_APPROVAL: Part.CLOSING_APPROVAL in parts,
    }
    return [each for each in ExtraStep if wanted[each]]


def approving(state: CaseState, steps: Collection[str], roles: Collection[Role]) -> CaseMove:
    """The move that an approval makes. The representative's own word needs no second one."""
    asks = state is CaseState.SUBMITTED and ExtraStep.SECOND_APPROVAL in steps
    return CaseMove.ENDORSE if asks and Role.REPRESENTATIVE not in roles else CaseMove.APPROVE


def reporting(steps: Collection[str]) -> CaseMove:
    """The move that a report of what was done makes."""
    confirms = ExtraStep.DONE_CHECK in steps
    return CaseMove.REPORT_TO_CONFIRM if confirms else CaseMove.REPORT_DONE


def judging_effective(steps: Collection[str]) -> CaseMove:
    """The move that an effective verdict makes."""
    approved = ExtraStep.CLOSING_APPROVAL in steps
    return CaseMove.JUDGE_TO_CLOSE if approved else CaseMove.JUDGE_EFFECTIVE


def second_approvers(endorsers: Collection[int]) -> Rule:
    """Who approves a plan after `endorsers` did: nobody who wrote, owns or endorsed it.

    Whoever endorsed it decides again, as an exception, only where nobody else is left.
    """

    def rule(firm: Collection[Candidate], parties: Parties) -> Eligible:
        barred = parties.writers | parties.owners
        return _first(firm, ExtraStep.SECOND_APPROVAL, barred | frozenset(endorsers), barred)

    return rule


def done_checkers(firm: Collection[Candidate], parties: Parties) -> Eligible:
    """Who confirms what was done (完了確認): nobody who did or owns it."""
    barred = parties.doers | parties.owners
    return _first(firm, ExtraStep.DONE_CHECK, barred, barred)


def closers(reviewer_ids: Collection[int]) -> Rule:
    """Who approves the closing (完了承認): nobody who did or owns it, nor who judged the effect.

    Whoever judged it closes it, as an exception, only where nobody else is left.
    """

    def rule(firm: Collection[Candidate], parties: Parties) -> Eligible:
        barred = parties.doers | parties.owners
        return _first(firm, ExtraStep.CLOSING_APPROVAL, barred | frozenset(reviewer_ids), barred)

    return rule


def _first(
    firm: Collection[Candidate], step: ExtraStep, barred: frozenset[int], at_least: frozenset[int]
) -> Eligible:
    for role in _ROLES[step]:
        found = with_role(firm, role, barred)
        if found:
            return Eligible(found, barred=barred)
    for bars in (barred, at_least):
        found = anybody(firm, bars)
        if found:
            break
    return Eligible(found, by_exception=True, barred=bars)
