"""Once the reports of an incident are made whoever runs the PMS has its end as the next step."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.incidents import incident_decisions as deciding
from pms_tracker.do.incidents.incident_duties import CLOSE, FINAL, JUDGE
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.rules.incidents.incident_decision_rules import Matter
from pms_tracker.do.rules.incidents.incident_rules import Nature, Reported, ends_by
from pms_tracker.do.rules.incidents.leak_rules import Clock, Office
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.duties import kept_duties, reading as duty_reading
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.do.test_incidents import KNOWN_ON, PLACE, SETTLED, asked, change, decided, due, entered
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

KNOWN = date(2026, 4, 1)
FINAL_DAY = date(2026, 4, 30)
BODY = Clock(Office.BODY, (), KNOWN, "", (date(2026, 4, 3), date(2026, 4, 5)), FINAL_DAY)
LAST = KNOWN_ON + timedelta(days=30)


@pytest.mark.parametrize(
    ("reports", "day"),
    [
        ([], date(2026, 5, 1)),
        ([Reported(BODY, KNOWN, None)], None),
        ([Reported(BODY, None, None)], None),
        ([Reported(BODY, KNOWN, date(2026, 4, 10))], date(2026, 5, 1)),
        ([Reported(BODY, KNOWN, FINAL_DAY)], date(2026, 5, 14)),
        ([Reported(BODY, None, None, settled_on=date(2026, 5, 20))], date(2026, 6, 3)),
    ],
)
def test_it_is_over_a_month_after_it_was_known_or_two_weeks_after_the_last_report(
    reports: list[Reported], day: date | None
) -> None:
    assert ends_by(KNOWN, reports) == day


def test_what_is_reported_everywhere_is_to_be_ended_by_whoever_runs_the_pms(app: Flask) -> None:
    row = entered(sensitive=True)
    assert due(CLOSE) == []
    change(row, commission_final_on=TODAY)
    # What is still to be reported is asked for by its own day alone.
    assert (due(CLOSE), len(due(FINAL))) == ([], 1)
    change(row, body_final_on=TODAY)
    assert due(FINAL) == []
    assert due(CLOSE) == [(INCIDENTS.name_of(row), LAST)]
    (its,) = duty_reading.due(date.max, None, kinds=[CLOSE])
    assert its.person_id == IDS["privacy_manager"]
    assert list(kept_duties.compare()) == []


def test_nothing_is_to_be_ended_whose_facts_nobody_said(app: Flask) -> None:
    entered()
    assert (len(due(JUDGE)), due(CLOSE)) == (1, [])


def test_what_waits_for_an_approval_is_not_asked_of_who_asked_for_it(app: Flask) -> None:
    row = entered(affected=3)
    change(row, **SETTLED)
    decided(row, Matter.UNREPORTED)
    assert len(due(CLOSE)) == 1
    made = asked(row, Matter.CLOSING)
    assert due(CLOSE) == []
    deciding.take_back(row, made, by=viewer("privacy_manager"))
    assert len(due(CLOSE)) == 1
    decided(row, Matter.CLOSING)
    assert due(CLOSE) == []
    assert list(kept_duties.compare()) == []


@pytest.mark.parametrize("nature", [Nature.NEAR_MISS, Nature.DRILL])
def test_a_near_miss_and_a_drill_are_to_be_ended_too(app: Flask, nature: Nature) -> None:
    row = entered(nature=nature)
    assert due(CLOSE) == [(INCIDENTS.name_of(row), LAST)]


def test_the_record_says_what_is_left_and_then_how_it_is_ended(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        row = entered(affected=3)
        change(row, body_final_on=TODAY)
        name = row.reference
    place, closing = f"{PLACE}{name}", f"{PLACE}{name}/closing"
    client = visitor.as_("privacy_manager")
    page = words(client.get(place))
    assert "残っている事項を入力し、完了にしてください。" in page
    for each in (
        "原因を入力してください。",
        "本人に通知した日か、通知しない理由を入力してください。",
    ):
        assert each in page
    assert f'class="btn btn-primary" href="{closing}"' not in page
    with committing(served):
        row = session.scalars(select(Incident)).one()
        change(row, **SETTLED)
        decided(row, Matter.UNREPORTED)
    page = words(client.get(place))
    assert "まだ完了できません" not in page
    assert "完了の承認を求める" in page
    assert "残っている事項" not in words(visitor.as_("representative").get(place))


def test_a_near_miss_has_one_button_to_its_end(served: Served, visitor: Visitor) -> None:
    with committing(served):
        name = entered(nature=Nature.NEAR_MISS, no_case="送る前に気付いた。").reference
    close = f"{PLACE}{name}/close"
    page = visitor.as_("privacy_manager").get(f"{PLACE}{name}")
    assert words(page).count("完了する") == 1
    assert "に完了しました" not in words(page)
    assert visitor.post(close, **form(page, close)).status_code == 302
    assert "に完了しました" in words(visitor.get(f"{PLACE}{name}"))
