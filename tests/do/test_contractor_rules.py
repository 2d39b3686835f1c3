"""Rules of contractors and of their evaluations: states, days and marks, each counted by hand."""

from dataclasses import replace
from datetime import date

import pytest

from pms_tracker.do.rules import contractor_rules, evaluation_rules
from pms_tracker.do.rules.contractor_rules import (
    FOR_MY_NUMBER,
    Clause,
    Contract,
    Every,
    Judged,
    State,
    Told,
    Wrong,
    plain_name,
)
from pms_tracker.do.rules.evaluation_rules import (
    SHEETS,
    Answer,
    Fault,
    Judging,
    Kind,
    Question,
    Scored,
    SheetId,
    Verdict,
)

TODAY = date(2026, 11, 24)
BOUND = Contract(date(2026, 4, 1), date(2027, 3, 31))
PASSED = Judged(Verdict.PASSED, Kind.FIRST, date(2026, 3, 1))
AGAIN = Judged(Verdict.PASSED, Kind.AGAIN, date(2026, 3, 1))
FAILED = Judged(Verdict.FAILED, Kind.AGAIN, date(2026, 3, 1))
CONDITIONAL = Judged(Verdict.CONDITIONAL, Kind.AGAIN, date(2026, 3, 1))


def exempted(until: date) -> Judged:
    return replace(FAILED, exception_until=until)


@pytest.mark.parametrize(
    ("told", "state", "wrong"),
    [
        (Told(False), State.CANDIDATE, Wrong.NOT_APPROVED),
        (Told(False, is_judged=True), State.EVALUATING, Wrong.NOT_APPROVED),
        # In force without any evaluation it is a candidate all the same.
        (Told(True), State.CANDIDATE, Wrong.NOT_APPROVED),
        (Told(False, PASSED), State.EVALUATING, Wrong.NOT_APPROVED),
        (Told(True, PASSED), State.APPROVED, Wrong.NO_CONTRACT),
        (Told(True, PASSED, contract=BOUND), State.CONTRACTED, None),
        (Told(True, AGAIN, contract=BOUND), State.CONTINUED, None),
        (Told(True, CONDITIONAL, contract=BOUND), State.CONDITIONAL, None),
        (Told(True, FAILED, contract=BOUND), State.STOPPED, Wrong.STOPPED),
        (Told(True, exempted(TODAY), contract=BOUND), State.CONDITIONAL, None),
        (Told(True, exempted(date(2026, 11, 23)), contract=BOUND), State.STOPPED, Wrong.STOPPED),
        # A contract that ran out is none, unless it renews itself.
        (
            Told(True, AGAIN, contract=Contract(date(2026, 4, 1), date(2026, 11, 23))),
            *(State.APPROVED, Wrong.NO_CONTRACT),
        ),
        (
            Told(True, AGAIN, contract=Contract(date(2026, 4, 1), date(2026, 11, 24))),
            *(State.CONTINUED, None),
        ),
        (
            Told(True, AGAIN, contract=Contract(date(2026, 4, 1), date(2026, 11, 23), True)),
            *(State.CONTINUED, None),
        ),
        # Once what was asked for is met, it goes on as any other; and each is looked at again.
        (Told(True, replace(CONDITIONAL, is_met=True), contract=BOUND), State.CONTINUED, None),
        (
            Told(True, replace(CONDITIONAL, evaluated_on=date(2025, 12, 24)), contract=BOUND),
            *(State.DUE, None),
        ),
        # Thirty days before the year is over it is time.
        (
            Told(True, replace(AGAIN, evaluated_on=date(2025, 12, 24)), contract=BOUND),
            *(State.DUE, None),
        ),
        (
            Told(True, replace(AGAIN, evaluated_on=date(2025, 12, 25)), contract=BOUND),
            *(State.CONTINUED, None),
        ),
        (
            Told(
                True,
                replace(AGAIN, evaluated_on=date(2026, 6, 24)),
                contract=BOUND,
                every=Every.HALF_YEAR,
            ),
            *(State.DUE, None),
        ),
        (Told(True, AGAIN, contract=BOUND, ended_on=TODAY), State.ENDED, Wrong.ENDED),
    ],
)
def test_how_far_a_contractor_is(told: Told, state: State, wrong: Wrong | None) -> None:
    found = contractor_rules.state_of(told, TODAY)
    assert (found, contractor_rules.wrong(found)) == (state, wrong)


@pytest.mark.parametrize(
    ("evaluated_on", "every", "by"),
    [
        (date(2026, 3, 1), Every.YEAR, date(2027, 3, 1)),
        (date(2024, 2, 29), Every.YEAR, date(2025, 2, 28)),
        (date(2026, 8, 31), Every.HALF_YEAR, date(2027, 2, 28)),
    ],
)
def test_when_it_is_evaluated_again(evaluated_on: date, every: Every, by: date) -> None:
    told = Told(True, replace(PASSED, evaluated_on=evaluated_on), every=every)
    assert contractor_rules.evaluate_by(told, TODAY) == by
    assert contractor_rules.evaluate_by(replace(told, ended_on=TODAY), TODAY) is None


def test_the_first_evaluation_is_within_thirty_days() -> None:
    assert contractor_rules.evaluate_by(Told(True), TODAY) == date(2026, 12, 24)


def test_a_contract_is_renewed_unless_it_renews_itself() -> None:
    assert contractor_rules.renew_by(BOUND) == date(2027, 3, 31)
    assert contractor_rules.renew_by(replace(BOUND, renews=True)) is None
    assert contractor_rules.renew_by(Contract()) is None


def test_a_contract_on_my_number_holds_eight_clauses() -> None:
    assert len(FOR_MY_NUMBER) == len(set(FOR_MY_NUMBER)) == 8
    assert contractor_rules.lacking(FOR_MY_NUMBER) == ()
    others = (Clause.SAFEGUARDS, Clause.AUDIT, Clause.NOTICE)
    assert contractor_rules.lacking(others) == FOR_MY_NUMBER
    for each in FOR_MY_NUMBER:
        assert contractor_rules.lacking([one for one in Clause if one is not each]) == (each,)


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("株式会社つばめ便", "つばめ便", True),
        ("(株)つばめ便", "㈱つばめ便", True),
        ("ＡＢＣ Ｃｌｏｕｄ", "ABC cloud", True),
        ("つばめ便 様", "有限会社つばめ便", True),
        ("つばめ便", "すずめ便", False),
    ],
)
def test_names_are_compared_without_their_form(name: str, other: str, *, same: bool) -> None:
    assert (plain_name(name) == plain_name(other)) is same


def met(sheet: SheetId, **but: Answer | None) -> Scored:
    answers: dict[Question, Answer | None] = dict.fromkeys(SHEETS[sheet].questions, Answer.YES)
    return evaluation_rules.score(sheet, answers | {Question(k): v for k, v in but.items()})


@pytest.mark.parametrize(("sheet_id", "sheet"), SHEETS.items())
def test_sheets_are_short_and_what_must_be_met_is_asked(sheet_id: SheetId, sheet: object) -> None:
    asked = SHEETS[sheet_id]
    assert 8 <= len(asked.questions) == len(set(asked.questions)) <= 12
    assert asked.must <= set(asked.questions)
    assert met(sheet_id).percent == 100
    assert met(sheet_id).passes


@pytest.mark.parametrize(
    ("answers", "percent", "passes"),
    [
        # Of the printers' twelve questions 24 points can be had.
        ({}, 100, True),
        ({"entry": Answer.PARTLY}, 95, True),
        ({"entry": Answer.NO}, 91, True),
        ({"entry": Answer.NO, "rules": Answer.NO, "locked": Answer.PARTLY}, 79, False),
        ({"entry": Answer.NO, "rules": Answer.NO}, 83, True),
        # One that does not apply takes its points along: 20 of 22.
        ({"entry": Answer.NOT_APPLICABLE, "rules": Answer.NO}, 90, True),
        # What is not answered, and what must be met and is not, keep from passing.
        ({"entry": None}, 91, False),
        ({"counted": Answer.NO}, 91, False),
        ({"counted": Answer.NOT_APPLICABLE}, 100, False),
        ({"counted": Answer.PARTLY}, 95, True),
    ],
)
def test_the_mark(answers: dict[str, Answer | None], percent: int, *, passes: bool) -> None:
    found = met(SheetId.PRINTING_2026, **answers)
    assert (found.percent, found.passes) == (percent, passes)


@pytest.mark.parametrize("sheet_id", SheetId)
@pytest.mark.parametrize("name", ["officer", "pledge", "leak", "ending"])
def test_no_contractor_of_any_trade_passes_without_these(sheet_id: SheetId, name: str) -> None:
    found = met(sheet_id, **{name: Answer.NO})
    assert (found.unmet, found.passes) == ((Question(name),), False)


def test_nothing_that_applies_is_no_mark() -> None:
    nothing = dict.fromkeys(Question, Answer.NOT_APPLICABLE)
    assert evaluation_rules.score(SheetId.CLOUD_2026, nothing).percent == 0


GOOD = met(SheetId.PRINTING_2026)
BAD = met(SheetId.PRINTING_2026, counted=Answer.NO)
CONDITIONS = {"conditions": "件数を照合する", "conditions_due": TODAY}


@pytest.mark.parametrize(
    ("verdict", "scored", "more", "fault"),
    [
        (None, None, {}, None),
        (Verdict.PASSED, GOOD, {}, None),
        (Verdict.PASSED, BAD, {}, Fault.BELOW),
        (Verdict.PASSED, None, {}, Fault.SHEET),
        (Verdict.CONDITIONAL, BAD, CONDITIONS, None),
        (Verdict.CONDITIONAL, None, CONDITIONS, Fault.SHEET),
        (Verdict.CONDITIONAL, BAD, {"conditions_due": TODAY}, Fault.CONDITIONS),
        (Verdict.CONDITIONAL, BAD, {"conditions": "照合"}, Fault.CONDITIONS_DUE),
        (
            *(Verdict.CONDITIONAL, BAD),
            *({**CONDITIONS, "conditions_due": date(2026, 11, 23)}, Fault.CONDITIONS_DUE),
        ),
        # Whatever the verdict, no condition is met before it was set.
        *(
            (verdict, BAD, {"conditions_due": date(2026, 11, 23)}, Fault.CONDITIONS_DUE)
            for verdict in (None, Verdict.FAILED)
        ),
        (Verdict.PASSED, GOOD, {"conditions_due": TODAY}, None),
        (Verdict.EXEMPT, None, {}, Fault.RULE),
        (Verdict.EXEMPT, None, {"exempt_rule": "第12条"}, None),
        (Verdict.FAILED, None, {}, None),
        (Verdict.FAILED, BAD, {"exception_reason": "代わりがない"}, Fault.EXCEPTION_UNTIL),
        (Verdict.FAILED, BAD, {"exception_until": TODAY}, Fault.EXCEPTION),
        (
            *(Verdict.FAILED, BAD),
            *({"exception_reason": "代わりがない", "exception_until": date(2027, 11, 24)}, None),
        ),
        (
            *(Verdict.FAILED, BAD),
            {"exception_reason": "代わりがない", "exception_until": date(2027, 11, 25)},
            Fault.EXCEPTION_UNTIL,
        ),
    ],
)
def test_what_a_verdict_needs(
    verdict: Verdict | None, scored: Scored | None, more: dict[str, object], fault: Fault | None
) -> None:
    assert evaluation_rules.fault(Judging(TODAY, verdict, scored, **more)) is fault  # type: ignore[arg-type]
