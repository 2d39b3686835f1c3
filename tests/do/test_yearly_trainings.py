"""Which training is the yearly one (年次教育): what counts for the year, its plan and joiners."""

from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.renewals import readiness
from pms_tracker.act.rules.renewal.readiness_rules import Subject
from pms_tracker.database import session
from pms_tracker.do.rules.training.training_rules import Audience, Occasion
from pms_tracker.do.tables.training_tables import TrainingAssignment
from pms_tracker.do.trainings import learners, trainings_held
from pms_tracker.do.trainings.training_plans import TRAININGS, occasion_of
from pms_tracker.kernel.errors import BadInput
from pms_tracker.plan.rules.year_rules import AnnualKind
from pms_tracker.plan.tables.year_tables import AnnualDuty
from pms_tracker.registers import entries
from pms_tracker.registers.imports import register_sheets
from tests import builders
from tests.act.renewals.test_renewals import registered
from tests.cast import PROGRAMME_YEAR, TODAY, UNIT_IDS, viewer
from tests.do.test_training_newcomers import joined, reported
from tests.do.test_trainings import DAY, PLAN, course, planned

OVER = TODAY + 21 * DAY
MENDING: dict[str, Any] = {"title": "誤送信の後の教育", "occasion": Occasion.OTHER}
SHOP: dict[str, Any] = {"audience": Audience.UNIT, "unit_id": UNIT_IDS["書店"]}
SCHOOL: dict[str, Any] = {"audience": Audience.UNIT, "unit_id": UNIT_IDS["松本教室"]}
YEARLY: dict[str, Any] = {"occasion": Occasion.YEARLY}


@pytest.fixture(autouse=True)
def _taught(app: Flask) -> None:
    course()


def begun(**more: Any) -> Any:
    row = planned(**more)
    trainings_held.start(row, by=viewer("privacy_manager"))
    return row


def asked_of_year(*titles: str) -> list[AnnualDuty]:
    """The rows of an approved plan of the year that ask for trainings."""
    return builders.year_plan(
        *(
            {"kind": AnnualKind.EDUCATION, "title": title, "planned_on": TODAY + at * DAY}
            for at, title in enumerate(titles, start=1)
        )
    )


def done_by(duties: list[AnnualDuty]) -> list[str]:
    return [each.result for each in duties]


@pytest.mark.parametrize(
    ("more", "occasion"),
    [
        ({}, Occasion.YEARLY),
        (MENDING, Occasion.OTHER),
        (SHOP, Occasion.OTHER),
        ({**SHOP, **YEARLY}, Occasion.YEARLY),
        ({"audience": Audience.JOINED, "within": 30}, Occasion.OTHER),
    ],
)
def test_a_training_of_all_is_the_yearly_one_unless_it_is_said_otherwise(
    app: Flask, more: dict[str, Any], occasion: Occasion
) -> None:
    row = entries.enter(TRAININGS, {**PLAN, **more}, by=viewer("head"))
    assert (TRAININGS.values_of(row)["occasion"], occasion_of(row)) == (occasion, occasion)
    # What was planned before anybody was asked for it.
    row.facts = {}
    assert occasion_of(row) is (Occasion.YEARLY if not more or more is MENDING else Occasion.OTHER)


def test_the_yearly_training_is_of_all_or_of_a_unit(app: Flask) -> None:
    for audience in ({"audience": Audience.JOINED, "within": 30}, {"audience": Audience.MY_NUMBER}):
        with pytest.raises(BadInput):
            entries.enter(TRAININGS, {**PLAN, **audience, **YEARLY}, by=viewer("head"))


def test_readiness_asks_for_the_yearly_trainings_alone(app: Flask) -> None:
    begun(**MENDING)
    begun()
    (proof,) = [
        each
        for each in readiness.checked(registered(), viewer("privacy_manager"))
        if each.proof.subject is Subject.EDUCATION and each.proof.year == PROGRAMME_YEAR
    ]
    assert proof.proof.lacks == ("TR-2026-002",)


def test_the_plan_of_the_year_is_done_by_the_yearly_training(app: Flask) -> None:
    (duty,) = asked_of_year("全従業者の教育")
    other, yearly = begun(**MENDING), begun()
    with time_machine.travel(clock.at(OVER, 10)):
        reported(other)
        assert done_by([duty]) == [""]
        reported(yearly)
        assert done_by([duty]) == ["TR-2026-002"]
        assert duty.done_on == OVER


def test_what_the_plan_calls_as_a_training_is_called_is_done_by_that(app: Flask) -> None:
    duties = asked_of_year("監査員研修", "全従業者の教育", MENDING["title"])
    yearly, other = begun(), begun(**MENDING)
    with time_machine.travel(clock.at(OVER, 10)):
        reported(other)
        assert done_by(duties) == ["", "", "TR-2026-002"]
        reported(yearly)
        assert done_by(duties) == ["TR-2026-001", "", "TR-2026-002"]


def test_a_yearly_training_of_each_unit_is_done_with_the_last(app: Flask) -> None:
    duties = asked_of_year("全従業者の教育")
    first, second = begun(**SHOP, **YEARLY), begun(**SCHOOL, **YEARLY)
    with time_machine.travel(clock.at(OVER, 10)):
        reported(first)
        assert done_by(duties) == [""]
        reported(second)
        assert done_by(duties) == ["TR-2026-002"]


def test_a_yearly_training_that_is_still_drafted_is_to_come(app: Flask) -> None:
    duties = asked_of_year("全従業者の教育")
    first = begun(**SHOP, **YEARLY)
    draft = entries.enter(TRAININGS, {**PLAN, **SCHOOL, **YEARLY}, by=viewer("head"))
    with time_machine.travel(clock.at(OVER, 10)):
        reported(first)
        assert done_by(duties) == [""]
        entries.retire(TRAININGS, draft, reason="実施しない", by=viewer("head"))
        second = begun(**SCHOOL, **YEARLY, starts_on=OVER, ends_on=OVER)
    with time_machine.travel(clock.at(OVER + DAY, 10)):
        reported(second)
        assert done_by(duties) == ["TR-2026-003"]


def test_who_joins_between_two_takes_the_yearly_training_and_no_other(app: Flask) -> None:
    yearly = begun()
    with time_machine.travel(clock.at(OVER, 10)):
        other = begun(**MENDING, starts_on=OVER, ends_on=OVER + 5 * DAY)
        joined("遅井 来", "書店", OVER)
        # What is under way for all is for them too, and does not stand for what every joiner takes.
        assert learners.assign_newcomers(OVER) == 2
    later = OVER + 30 * DAY
    with time_machine.travel(clock.at(later, 10)):
        new = joined("新田 京", "書店", later)
        assert [learners.assign_newcomers(later) for _ in range(2)] == [1, 0]
        mine = select(TrainingAssignment).where(TrainingAssignment.person_id == new)
        assert session.scalars(mine).one().training_id == yearly.id != other.id


def test_who_joins_a_unit_takes_the_yearly_training_of_that_unit(app: Flask) -> None:
    shop, school = begun(**SHOP, **YEARLY), begun(**SCHOOL, **YEARLY)
    with time_machine.travel(clock.at(OVER, 10)):
        found = {joined("遅井 来", "書店", OVER): shop, joined("新田 京", "松本教室", OVER): school}
        assert [learners.assign_newcomers(OVER) for _ in range(2)] == [2, 0]
        for person_id, row in found.items():
            mine = select(TrainingAssignment).where(TrainingAssignment.person_id == person_id)
            assert session.scalars(mine).one().training_id == row.id


@pytest.mark.parametrize(
    ("cell", "occasion"),
    [("年次", "yearly"), ("定期教育", "yearly"), ("臨時", "other"), ("", "yearly")],
)
def test_a_sheet_says_it_in_words_of_an_office_or_leaves_it_open(
    app: Flask, cell: str, occasion: str
) -> None:
    heads = "研修名,教材,実施日,期限,対象者,方法,教育区分"
    line = f"全社教育,TC-2026-001,令和8年12月1日,２０２６/１２/３１,全員,集合,{cell}"
    by = viewer("privacy_manager")
    plan = register_sheets.plan(TRAININGS, f"{heads}\n{line}\n".encode(), by=by)
    assert [each.key for each in plan.troubles] == []
    register_sheets.take_all(TRAININGS, plan, by=by)
    row = session.scalars(select(TRAININGS.table)).one()
    assert occasion_of(row) == occasion


def test_whoever_reports_says_which_row_of_the_plan_is_done(app: Flask) -> None:
    duties = asked_of_year("監査員研修", "全従業者の教育", "フォローアップ")
    yearly, other, third = begun(), begun(**MENDING), begun(**{**MENDING, "title": "別の教育"})
    with time_machine.travel(clock.at(OVER, 10)):
        reported(yearly, concludes=duties[1].id)
        reported(other, concludes=duties[2].id)
        reported(third, concludes=trainings_held.NO_ROW)
        assert done_by(duties) == ["", "TR-2026-001", "TR-2026-002"]


def test_a_report_concludes_no_row_that_is_done_or_of_something_else(app: Flask) -> None:
    (duty,) = asked_of_year("全従業者の教育")
    (audit,) = builders.year_plan(
        {"kind": AnnualKind.AUDIT, "title": "監査", "planned_on": TODAY}, year=PROGRAMME_YEAR + 1
    )
    first, second = begun(), begun(**MENDING)
    with time_machine.travel(clock.at(OVER, 10)):
        reported(first, concludes=duty.id)
        for wrong in (duty.id, audit.id, 999):
            with pytest.raises(BadInput):
                reported(second, concludes=wrong)


def test_a_training_is_called_as_its_row_however_it_is_spaced(app: Flask) -> None:
    duties = asked_of_year("誤送信 の後の教育（Ａ）")
    other = begun(**{**MENDING, "title": "誤送信の後の教育(A)"})
    with time_machine.travel(clock.at(OVER, 10)):
        reported(other)
        assert done_by(duties) == ["TR-2026-001"]
