"""Rules of evaluating contractors (委託先の評価; J.9.4; guideline 3-4-4), pure.

Sheets by trade, each of a fiscal year, as data: their questions, which of them must be met, and the
mark that is at least as good as our own measures. What is asked lies here, how it is worded with
the register.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.due_dates import add_months


class Kind(StrEnum):
    """Before the first contract, or again."""

    FIRST = "first"
    AGAIN = "again"


class Method(StrEnum):
    PAPER = "paper"
    INTERVIEW = "interview"
    DOCUMENTS = "documents"
    ON_SITE = "on_site"


class Verdict(StrEnum):
    """What came of it; who is `exempt` is so by a written rule."""

    PASSED = "passed"
    CONDITIONAL = "conditional"
    FAILED = "failed"
    EXEMPT = "exempt"


class Answer(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


_POINTS = {Answer.YES: 2, Answer.PARTLY: 1, Answer.NO: 0}
_MOST = 2
_UNMET = frozenset({Answer.NO, Answer.NOT_APPLICABLE})


class Question(StrEnum):
    """What is asked; the value is the name of the field."""

    RULES = "rules"
    OFFICER = "officer"
    TRAINING = "training"
    PLEDGE = "pledge"
    ACCESS = "access"
    LEAK = "leak"
    HANDING = "handing"
    ENDING = "ending"
    LOCKED = "locked"
    NUMBER_AREA = "number_area"
    STABLE = "stable"
    ENCRYPTION = "encryption"
    SIGN_IN = "sign_in"
    BACKUP = "backup"
    COUNTRY = "country"
    ENTRY = "entry"
    COUNTED = "counted"
    SPOILED = "spoiled"
    OWN_IDS = "own_ids"
    REMOTE = "remote"
    TEST_DATA = "test_data"
    WORK_LOG = "work_log"


class SheetId(StrEnum):
    """A sheet, and from which fiscal year on it is used."""

    PROFESSIONAL_2026 = "professional_2026"
    CLOUD_2026 = "cloud_2026"
    PRINTING_2026 = "printing_2026"
    SYSTEM_2026 = "system_2026"


@dataclass(frozen=True)
class Sheet:
    """What is asked of a trade, in its order; without what is `must` nobody passes, nor below the
    mark, in percent of what could be reached."""

    questions: tuple[Question, ...]
    must: frozenset[Question]
    mark: int = 80


_COMMON = (
    *(Question.RULES, Question.OFFICER, Question.TRAINING, Question.PLEDGE),
    *(Question.ACCESS, Question.LEAK, Question.HANDING, Question.ENDING),
)
_MUST = frozenset({Question.OFFICER, Question.PLEDGE, Question.LEAK, Question.ENDING})


def _sheet(*own: Question, must: Question) -> Sheet:
    return Sheet((*_COMMON, *own), _MUST | {must})


SHEETS: Mapping[SheetId, Sheet] = {
    SheetId.PROFESSIONAL_2026: _sheet(
        *(Question.LOCKED, Question.NUMBER_AREA, Question.STABLE), must=Question.LOCKED
    ),
    SheetId.CLOUD_2026: _sheet(
        *(Question.ENCRYPTION, Question.SIGN_IN, Question.BACKUP, Question.COUNTRY),
        must=Question.ENCRYPTION,
    ),
    SheetId.PRINTING_2026: _sheet(
        *(Question.LOCKED, Question.ENTRY, Question.COUNTED, Question.SPOILED),
        must=Question.COUNTED,
    ),
    SheetId.SYSTEM_2026: _sheet(
        *(Question.OWN_IDS, Question.REMOTE, Question.TEST_DATA, Question.WORK_LOG),
        must=Question.OWN_IDS,
    ),
}


@dataclass(frozen=True)
class Scored:
    """What a sheet comes to: `percent` of what could be reached, what was not answered, and what
    must be met and is not: what must be met applies to each contractor of the trade."""

    percent: int
    mark: int
    unanswered: tuple[Question, ...]
    unmet: tuple[Question, ...]

    @property
    def passes(self) -> bool:
        return self.percent >= self.mark and not self.unanswered and not self.unmet


def score(sheet_id: SheetId, answers: Mapping[Question, Answer | None]) -> Scored:
    """What answers come to; what does not apply is left out, what is not answered counts as no."""
    sheet = SHEETS[sheet_id]
    given = {each: answers.get(each) for each in sheet.questions}
    counted = [each for each in given.values() if each is not Answer.NOT_APPLICABLE]
    points = sum(_POINTS[each] for each in counted if each is not None)
    return Scored(
        points * 100 // (_MOST * len(counted)) if counted else 0,
        sheet.mark,
        tuple(each for each, answer in given.items() if answer is None),
        tuple(each for each in sheet.questions if each in sheet.must and given[each] in _UNMET),
    )


class Fault(StrEnum):
    """Why a verdict is not taken; the value is the field beside which it is said."""

    SHEET = "sheet"
    BELOW = "verdict"
    CONDITIONS = "conditions"
    CONDITIONS_DUE = "conditions_due"
    RULE = "exempt_rule"
    EXCEPTION = "exception_reason"
    EXCEPTION_UNTIL = "exception_until"


# An exception lasts a year at most: then the contractor is evaluated again.
LONGEST_EXCEPTION_MONTHS = 12


@dataclass(frozen=True)
class Judging:
    """What an evaluation says beside its answers."""

    evaluated_on: date
    verdict: Verdict | None
    scored: Scored | None
    conditions: str = ""
    conditions_due: date | None = None
    exempt_rule: str = ""
    exception_reason: str = ""
    exception_until: date | None = None


def fault(said: Judging) -> Fault | None:
    """What is wrong with a verdict, if anything: one passes by its sheet, another by conditions
    with a day, who is exempt by a rule, and who failed goes on by an exception with an end."""
    wrong = _of_verdict(said)
    if wrong is not None:
        return wrong
    if said.conditions_due is not None and said.conditions_due < said.evaluated_on:
        return Fault.CONDITIONS_DUE
    until = said.exception_until
    if bool(said.exception_reason) != (until is not None):
        return Fault.EXCEPTION_UNTIL if until is None else Fault.EXCEPTION
    last = add_months(said.evaluated_on, LONGEST_EXCEPTION_MONTHS)
    if until is not None and not said.evaluated_on <= until <= last:
        return Fault.EXCEPTION_UNTIL
    return None


def _of_verdict(said: Judging) -> Fault | None:
    if said.verdict is Verdict.EXEMPT:
        return None if said.exempt_rule else Fault.RULE
    if said.verdict in (Verdict.PASSED, Verdict.CONDITIONAL) and said.scored is None:
        return Fault.SHEET
    if said.verdict is Verdict.PASSED and said.scored is not None and not said.scored.passes:
        return Fault.BELOW
    if said.verdict is Verdict.CONDITIONAL:
        if not said.conditions:
            return Fault.CONDITIONS
        return Fault.CONDITIONS_DUE if said.conditions_due is None else None
    return None
