"""A judgement of the effect is taken back within five minutes, on both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from pms_tracker import clock
from pms_tracker.act import act_proofs
from pms_tracker.act.cases.dossier import Dossier, rounds_of
from pms_tracker.act.effect import interim, judgements
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, SetAside, Verdict
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.kernel.profile import Part
from pms_tracker.mail.mail_tables import LetterState
from pms_tracker.plan.policies import review_inputs
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.years import lessons
from pms_tracker.trail import trail
from tests import builders, mailed
from tests.cast import ACCOUNTS, viewer

JUDGE = "audit_manager"


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    """What happens at one instant, until the test moves on."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def wait(traveller: time_machine.Traveller, **long: int) -> None:
    trail.write_pending()
    traveller.shift(timedelta(**long))


def judged(traveller: time_machine.Traveller, verdict: Verdict, *inboxes: Inbox) -> Case:
    case = builders.case_in(CaseState.REVIEWING)
    wait(traveller, minutes=1)
    builders.judge(case, verdict, lesson_for=inboxes)
    wait(traveller, minutes=4)
    return case


@pytest.mark.parametrize("verdict", [Verdict.EFFECTIVE, Verdict.INEFFECTIVE])
def test_a_wrong_verdict_is_taken_back_and_the_case_waits_for_it_as_before(
    app: Flask, moment: time_machine.Traveller, verdict: Verdict
) -> None:
    case = builders.case_in(CaseState.REVIEWING)
    due_on, turn_of = case.turn_due_on, case.turn_of_id
    wait(moment, minutes=1)
    builders.judge(case, verdict)
    wait(moment, minutes=4)
    assert judgements.minutes_left(Dossier(case), viewer(JUDGE).person_id) == 1
    judgements.take_back(case, by=viewer(JUDGE))
    assert (case.state, case.round, case.closed_on) == (CaseState.REVIEWING, 1, None)
    assert (case.turn_due_on, case.turn_of_id) == (due_on, turn_of)
    assert (case.first_judged_on, case.first_effective) == (None, None)
    (only,) = rounds_of(case.id)
    assert (only.verdict, only.grounds, only.judged_at) == (None, "", None)
    (kept,) = interim.of_case(case)
    assert (kept.verdict, kept.set_aside) == (verdict, SetAside.TAKEN_BACK)
    assert kept.grounds
    assert session.get_one(Finding, case.finding_id).state is FindingState.OPEN
    trail.write_pending()
    assert trail.history(case.reference)[0].move == "judgement_taken_back"
    assert list(act_proofs.verify()) == []
    builders.judge(case)
    assert case.state is CaseState.CLOSED


def test_what_was_learnt_of_it_is_taken_out_of_the_inboxes(
    app: Flask, moment: time_machine.Traveller
) -> None:
    case = judged(moment, Verdict.EFFECTIVE, Inbox.POLICY, Inbox.EDUCATION)
    assert review_inputs.from_record(case.reference)
    assert lessons.from_record(case.reference)
    judgements.take_back(case, by=viewer(JUDGE))
    assert review_inputs.from_record(case.reference) is None
    assert lessons.from_record(case.reference) == []


def test_where_the_closing_is_to_be_approved_it_is_not_asked_for_any_more(
    app: Flask, moment: time_machine.Traveller
) -> None:
    builders.profile(Part.CLOSING_APPROVAL)
    case = judged(moment, Verdict.EFFECTIVE)
    assert case.state is CaseState.CLOSING
    judgements.take_back(case, by=viewer(JUDGE))
    assert case.state is CaseState.REVIEWING
    letters = [each for each in mailed.about(case.reference) if each.key == "closing_asked"]
    assert {each.state for each in letters} == {LetterState.WITHDRAWN}


def test_letters_of_the_next_round_are_withdrawn_and_told_ones_put_right(
    app: Flask, moment: time_machine.Traveller
) -> None:
    case = judged(moment, Verdict.INEFFECTIVE)
    (letter,) = [each for each in mailed.about(case.reference) if each.key == "next_round"]
    judgements.take_back(case, by=viewer(JUDGE))
    assert letter.state is LetterState.WITHDRAWN
    assert mailed.about(case.reference)[0].key != "decision_taken_back"
    wait(moment, minutes=1)
    builders.judge(case, Verdict.INEFFECTIVE)
    letter = next(each for each in mailed.about(case.reference) if each.key == "next_round")
    letter.state, letter.sent_at = LetterState.SENT, clock.now()
    wait(moment, minutes=1)
    judgements.take_back(case, by=viewer(JUDGE))
    last = mailed.about(case.reference)[0]
    assert (last.key, last.person_id) == ("decision_taken_back", letter.person_id)


def test_after_five_minutes_it_stands(app: Flask, moment: time_machine.Traveller) -> None:
    case = judged(moment, Verdict.EFFECTIVE)
    wait(moment, minutes=1)
    assert judgements.minutes_left(Dossier(case), viewer(JUDGE).person_id) == 0
    with pytest.raises(RuleBroken, match="minutes_are_over"):
        judgements.take_back(case, by=viewer(JUDGE))
    assert case.state is CaseState.CLOSED


def test_nobody_takes_back_what_another_judged_nor_twice(
    app: Flask, moment: time_machine.Traveller
) -> None:
    case = judged(moment, Verdict.INEFFECTIVE)
    for key in ACCOUNTS:
        if key != JUDGE:
            assert judgements.minutes_left(Dossier(case), viewer(key).person_id) == 0
            with pytest.raises(NotFound):
                judgements.take_back(case, by=viewer(key))
    judgements.take_back(case, by=viewer(JUDGE))
    with pytest.raises(NotFound):
        judgements.take_back(case, by=viewer(JUDGE))


def test_once_the_next_plan_was_handed_in_the_verdict_stands(
    app: Flask, moment: time_machine.Traveller
) -> None:
    case = judged(moment, Verdict.INEFFECTIVE)
    builders.submit(case)
    wait(moment, seconds=10)
    with pytest.raises(NotFound):
        judgements.take_back(case, by=viewer(JUDGE))
    builders.send_back(case)
    assert (case.state, case.round) == (CaseState.SENT_BACK, 2)
