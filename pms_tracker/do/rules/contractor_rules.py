"""Rules of contractors (委託先; J.9.4; Law art. 25; My Number guideline 4-2-(1)), pure.

How far a contractor is, what its contract must say, when it is looked at again, and when it may
leave; and what is wrong where what is entrusted lies with one that may not have it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from unicodedata import normalize

from pms_tracker.do.rules.evaluation_rules import Kind, Verdict
from pms_tracker.kernel.due_dates import add_months


class Trade(StrEnum):
    """What a contractor is."""

    PROFESSIONAL = "professional"
    CLOUD = "cloud"
    PRINTING = "printing"
    SYSTEM = "system"
    EDUCATION = "education"
    DISPOSAL = "disposal"
    OTHER = "other"


class MyNumber(StrEnum):
    """Whether My Number is entrusted."""

    NO = "no"
    YES = "yes"


class Every(StrEnum):
    """How often a contractor is evaluated: each year at least."""

    YEAR = "year"
    HALF_YEAR = "half_year"


_MONTHS = {Every.YEAR: 12, Every.HALF_YEAR: 6}


class Certificate(StrEnum):
    """By which mark a third party speaks for it."""

    PRIVACY_MARK = "privacy_mark"
    ISMS = "isms"
    OTHER = "other"


class Clause(StrEnum):
    """What a contract says (guideline 3-4-4; for My Number 4-2-(1))."""

    SECRECY = "secrecy"
    TAKING_OUT = "taking_out"
    PURPOSE = "purpose"
    SUBCONTRACTING = "subcontracting"
    LIABILITY = "liability"
    RETURN = "return"
    SUPERVISION = "supervision"
    REPORTING = "reporting"
    SAFEGUARDS = "safeguards"
    AUDIT = "audit"
    NOTICE = "notice"


# A contract on My Number holds all of these.
FOR_MY_NUMBER = (
    *(Clause.SECRECY, Clause.TAKING_OUT, Clause.PURPOSE, Clause.SUBCONTRACTING),
    *(Clause.LIABILITY, Clause.RETURN, Clause.SUPERVISION, Clause.REPORTING),
)


class Handing(StrEnum):
    """Whether it may have others do it (再委託)."""

    NO = "no"
    ASKED = "asked"
    YES = "yes"


class Proof(StrEnum):
    """How it is known that a contractor that left holds nothing any more."""

    RETURNED = "returned"
    CERTIFICATE = "certificate"
    ERASED = "erased"
    NOTHING = "nothing"


class State(StrEnum):
    """How far a contractor is: 候補, 評価中, 承認, 契約済, 再評価期, 継続, 条件付, 停止, 終了."""

    CANDIDATE = "candidate"
    EVALUATING = "evaluating"
    APPROVED = "approved"
    CONTRACTED = "contracted"
    DUE = "due"
    CONTINUED = "continued"
    CONDITIONAL = "conditional"
    STOPPED = "stopped"
    ENDED = "ended"


class Wrong(StrEnum):
    """Why what is entrusted may not lie with a contractor."""

    NOT_APPROVED = "not_approved"
    NO_CONTRACT = "no_contract"
    STOPPED = "stopped"
    ENDED = "ended"


# So many days before it is due, an evaluation may begin.
AHEAD = timedelta(days=30)
# An approved contractor that was never evaluated is evaluated within so many days, and one that is
# named in the register of personal information approved; nothing lies with one that failed longer.
FIRST_WITHIN, STOPPED_WITHIN = timedelta(days=30), timedelta(days=14)


@dataclass(frozen=True)
class Judged:
    """The last evaluation of a contractor that was approved; `is_met` once its conditions are."""

    verdict: Verdict
    kind: Kind
    evaluated_on: date
    exception_until: date | None = None
    is_met: bool = False

    def goes_on(self, today: date) -> bool:
        """Whether an exception lets one that failed go on."""
        return self.exception_until is not None and today <= self.exception_until


@dataclass(frozen=True)
class Contract:
    """Since when there is one, and until when."""

    signed_on: date | None = None
    term_until: date | None = None
    renews: bool = False

    def stands(self, today: date) -> bool:
        """Whether there is a contract today."""
        if self.signed_on is None or self.signed_on > today:
            return False
        return self.renews or self.term_until is None or today <= self.term_until


@dataclass(frozen=True)
class Told:
    """What is known of a contractor: `approved` as one, and whether it `is_judged` just now."""

    approved: bool
    judged: Judged | None = None
    is_judged: bool = False
    contract: Contract = Contract()
    every: Every = Every.YEAR
    ended_on: date | None = None


def next_on(evaluated_on: date, every: Every) -> date:
    """By when a contractor is evaluated again."""
    return add_months(evaluated_on, _MONTHS[every])


def state_of(told: Told, today: date) -> State:
    """How far a contractor is; one that failed goes on as long as an exception allows it."""
    if told.ended_on is not None and told.ended_on <= today:
        return State.ENDED
    judged = told.judged
    if judged is None:
        return State.EVALUATING if told.is_judged else State.CANDIDATE
    if judged.verdict is Verdict.FAILED and not judged.goes_on(today):
        return State.STOPPED
    if not told.approved:
        return State.EVALUATING
    if not told.contract.stands(today):
        return State.APPROVED
    return _bound(judged, told.every, today)


def _bound(judged: Judged, every: Every, today: date) -> State:
    """How far one with a contract is."""
    if next_on(judged.evaluated_on, every) - AHEAD <= today:
        return State.DUE
    waits = judged.verdict is Verdict.CONDITIONAL and not judged.is_met
    if waits or judged.verdict is Verdict.FAILED:
        return State.CONDITIONAL
    return State.CONTINUED if judged.kind is Kind.AGAIN else State.CONTRACTED


_WRONG = {
    State.CANDIDATE: Wrong.NOT_APPROVED,
    State.EVALUATING: Wrong.NOT_APPROVED,
    State.APPROVED: Wrong.NO_CONTRACT,
    State.STOPPED: Wrong.STOPPED,
    State.ENDED: Wrong.ENDED,
}


def wrong(state: State) -> Wrong | None:
    """Why a contractor may hold nothing; None where it may."""
    return _WRONG.get(state)


def evaluate_by(told: Told, registered_on: date) -> date | None:
    """By when a contractor is evaluated, the first time or again; None for one that left."""
    if told.ended_on is not None:
        return None
    if told.judged is None:
        return registered_on + FIRST_WITHIN
    return next_on(told.judged.evaluated_on, told.every)


def approve_by(registered_on: date) -> date:
    """By when a contractor is approved that entries of the register name."""
    return registered_on + FIRST_WITHIN


def stop_by(told: Told) -> date | None:
    """By when nothing is to lie any more with a contractor that failed; None for one that an
    exception lets go on, or once let: that is looked at by itself."""
    judged = told.judged
    failed = judged is not None and judged.verdict is Verdict.FAILED
    if judged is None or not failed or judged.exception_until is not None:
        return None
    return judged.evaluated_on + STOPPED_WITHIN


def renew_by(contract: Contract) -> date | None:
    """By when a contract that does not go on by itself is renewed or ended."""
    ends = contract.signed_on is not None and not contract.renews
    return contract.term_until if ends else None


def lacking(clauses: Collection[Clause]) -> tuple[Clause, ...]:
    """What a contract on My Number lacks."""
    return tuple(each for each in FOR_MY_NUMBER if each not in clauses)


_FORMS = re.compile(r"株式会社|有限会社|合同会社|\(株\)|\(有\)|\(同\)|[\s・.,]|様$|御中$")


def plain_name(name: str) -> str:
    """A name of a firm as it is compared: without its legal form, in any width and case."""
    return _FORMS.sub("", normalize("NFKC", name).casefold())
