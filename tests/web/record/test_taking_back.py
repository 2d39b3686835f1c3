"""The button beside one's own decision: for five minutes, without a script, for nobody else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.database import session
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

CASE = "/act/cases/CA-2026-001"
BUTTON = "取り消す（あと5分）"
PLACE = "/in-your-name/1/take-back"


@pytest.fixture
def decided(served: Served) -> Iterator[time_machine.Traveller]:
    """A plan that the privacy manager approved a moment ago."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        with committing(served):
            builders.approve(builders.submit(builders.case()))
        traveller.shift(timedelta(seconds=20))
        yield traveller


def test_whoever_decided_takes_it_back_with_one_button(
    served: Served, visitor: Visitor, decided: time_machine.Traveller
) -> None:
    page = visitor.as_("privacy_manager").get(CASE)
    assert BUTTON in words(page)
    sent = form(page, PLACE, with_slip=True)
    answer = visitor.post(PLACE, **sent)
    assert (answer.status_code, answer.location) == (302, CASE)
    page = words(visitor.get(CASE))
    assert "本人が取り消したため無効" in page
    assert "取り消す（あと" not in page
    with reading(served):
        assert session.get_one(Case, 1).state is CaseState.SUBMITTED
    assert visitor.post(PLACE, **sent).status_code == 409


def test_others_see_no_button_and_press_none(
    served: Served, visitor: Visitor, decided: time_machine.Traveller
) -> None:
    for name in ("head", "representative", "audit_manager"):
        assert "取り消す（あと" not in words(visitor.as_(name).get(CASE))
        assert visitor.post(PLACE).status_code == 404


def test_after_five_minutes_the_button_is_gone_and_says_so(
    served: Served, visitor: Visitor, decided: time_machine.Traveller
) -> None:
    visitor.as_("privacy_manager")
    sent = form(visitor.get(CASE), PLACE, with_slip=True)
    decided.shift(timedelta(minutes=5))
    assert "取り消す（あと" not in words(visitor.get(CASE))
    late = visitor.post(PLACE, **sent)
    assert late.status_code == 409
    assert "5分以内" in words(late)


@pytest.mark.parametrize("verdict", [Verdict.EFFECTIVE, Verdict.INEFFECTIVE])
def test_whoever_judged_the_effect_takes_it_back_with_one_button(
    served: Served, visitor: Visitor, verdict: Verdict
) -> None:
    place = f"{CASE}/verdict/take-back"
    with time_machine.travel(clock.now(), tick=False) as traveller:
        with committing(served):
            builders.case_in(CaseState.REVIEWING)
        traveller.shift(timedelta(seconds=20))
        with committing(served):
            builders.judge(session.get_one(Case, 1), verdict)
        traveller.shift(timedelta(seconds=20))
        for name in ("head", "privacy_manager"):
            assert place not in visitor.as_(name).get(CASE).text
            assert visitor.post(place).status_code == 404
        page = visitor.as_("audit_manager").get(CASE)
        assert BUTTON in words(page)
        sent = form(page, place, with_slip=True)
        answer = visitor.post(place, **sent)
        assert (answer.status_code, answer.location) == (302, CASE)
        page = words(visitor.get(CASE))
        assert "本人が取り消しました" in page
        assert "取り消す（あと" not in page
        with reading(served):
            assert session.get_one(Case, 1).state is CaseState.REVIEWING
