"""Rules of horizontal deployment (水平展開): which units are asked, and who answers for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay
from pms_tracker.kernel.eligible import Eligible, anybody, with_role
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role


class Elsewhere(StrEnum):
    """Whether similar nonconformities exist with the unit that was asked (JIS Q 15001 10.2 b)."""

    NOT_HERE = "not_here"
    HERE_TOO = "here_too"
    OUT_OF_SCOPE = "out_of_scope"


# From the approval of the plan; the customary pace, the standard names no number of days.
TO_ANSWER = Deadline(Counting.BUSINESS_DAYS, 10, OnClosedDay.NEXT_OPEN)
# While these last an answer may be given, and put right.
ANSWERED_IN = frozenset({CaseState.DOING, CaseState.CONFIRMING, CaseState.REVIEWING})
# Whose it is where no head of the unit is at hand, the first that there is.
_INSTEAD = (Role.PRIVACY_MANAGER, Role.REPRESENTATIVE, Role.AUDIT_MANAGER)
FIELDS = ("elsewhere_question", "elsewhere_unit_ids", "elsewhere_reason")


@dataclass(frozen=True)
class Asking:
    """What a plan asks of other units: `everywhere` of all there are, whatever else was chosen.

    `reason` says why none, or not every one, is asked.
    """

    question: str = ""
    unit_ids: tuple[int, ...] = ()
    reason: str = ""
    everywhere: bool = False


def chosen(asking: Asking, offered: Sequence[int]) -> list[int]:
    """The units that are asked, in their order. Raises BadInput for one that cannot be."""
    if not set(asking.unit_ids) <= set(offered):
        raise BadInput("unit_not_asked")
    return [each for each in offered if asking.everywhere or each in asking.unit_ids]


def check_question(asking: Asking) -> None:
    """Who asks says what; raises BadInput."""
    if (asking.everywhere or asking.unit_ids) and not asking.question.strip():
        raise BadInput("elsewhere_question_needed")


def check_none(asking: Asking, *, wanted: bool, others: bool) -> None:
    """Asking nobody has a reason, where the profile has the part and there are others to ask.

    Raises BadInput.
    """
    asks = asking.everywhere or asking.unit_ids
    if wanted and others and not asks and not asking.reason.strip():
        raise BadInput("elsewhere_reason_needed")


def answerers(
    firm: Collection[Candidate], heads: Sequence[int], at_hand: Collection[int]
) -> Eligible:
    """Who answers for a unit: its heads; where none of them is at hand, the privacy manager too.

    `at_hand` are those who can sign in and are not away, or whose deputy can. Never empty for a
    firm in which anybody acts: after the privacy manager come representative and audit manager.
    """
    here = tuple(each for each in heads if each in at_hand)
    others = tuple(each for each in heads if each not in at_hand)
    return Eligible((*here, *others) if here else (*_instead(firm, at_hand), *others))


def _instead(firm: Collection[Candidate], at_hand: Collection[int]) -> tuple[int, ...]:
    present = [each for each in firm if each.person_id in at_hand]
    for role in _INSTEAD:
        found = with_role(present, role, ())
        if found:
            return found
    return anybody(present, ()) or anybody(firm, ())


def check_answerer(person_id: int, eligible: Eligible) -> None:
    """Raises NotAllowed for anybody else."""
    if person_id not in eligible.person_ids:
        raise NotAllowed("head_answers")


def check_open(state: CaseState, *, asked: bool, opened: bool) -> None:
    """An answer is given, or put right, while the plan is carried out and its effect looked at.

    `asked` is whether the plan as approved still asks the unit, `opened` whether a case was opened
    from the answer. Raises RuleBroken.
    """
    if state not in ANSWERED_IN or not asked:
        raise RuleBroken("nobody_is_asked")
    if opened:
        raise RuleBroken("answer_became_case")


def check_answer(text: str) -> None:
    """How it was checked, what was found, or why it is no matter of theirs. Raises BadInput."""
    if not text.strip():
        raise BadInput("elsewhere_text_needed")


def check_found(answer: Elsewhere | None, *, opened: bool) -> None:
    """Only the same fault becomes a case, and once. Raises RuleBroken."""
    if answer is not Elsewhere.HERE_TOO:
        raise RuleBroken("nothing_found_elsewhere")
    if opened:
        raise RuleBroken("answer_became_case")


def check_complete(missing: Sequence[str]) -> None:
    """No effect is judged good while a unit that was asked has not answered (10.2 b).

    `missing` are the units' names. Raises RuleBroken.
    """
    if missing:
        raise RuleBroken("elsewhere_unanswered", count=len(missing), units=tuple(missing))
