"""An incident is told again, hours later, until somebody takes it on."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.do.incidents import incidents
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.rules.incidents.incident_rules import AGAIN_AFTER
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.reminders.scan import withdrawing
from tests.cast import IDS, viewer
from tests.databases import Served
from tests.do.test_incidents import change, entered, struck
from tests.visitor import Visitor
from tests.web.browsing import committing, words

pytestmark = pytest.mark.both_databases


def waiting(moment: datetime) -> set[int | None]:
    """Who would hear at a moment that nobody took an incident on."""
    with time_machine.travel(moment):
        withdrawing.withdraw_done()
        rows = session.scalars(
            select(OutboxLetter.person_id).where(
                OutboxLetter.key == "incident_unanswered",
                OutboxLetter.state == LetterState.WAITING,
                OutboxLetter.next_try_at <= clock.now(),
            )
        )
        return set(rows)


def test_what_nobody_takes_on_is_told_again_after_hours(app: Flask) -> None:
    with transaction():
        entered()
    heard = {IDS["privacy_manager"], IDS["representative"]}
    began = clock.now()
    assert waiting(began + timedelta(hours=1, minutes=59)) == set()
    for hours in AGAIN_AFTER:
        assert waiting(began + timedelta(hours=hours)) == heard
    found = session.scalars(
        select(OutboxLetter.body).where(OutboxLetter.key == "incident_unanswered")
    ).all()
    assert len(found) == len(heard) * len(AGAIN_AFTER)
    assert all("電車" not in body for body in found if body)


@pytest.mark.parametrize("how", ["taken on", "gone on with", "struck"])
def test_of_what_somebody_sees_to_nobody_is_told_again(app: Flask, how: str) -> None:
    began = clock.now()
    with transaction():
        row = entered()
    with time_machine.travel(began + timedelta(hours=1)), transaction():
        if how == "taken on":
            incidents.take_on(row, by=viewer("representative"))
        elif how == "gone on with":
            change(row, affected=10)
        else:
            struck(row, "二重に報告した")
    # The last one is due a day after it was posted, a moment after the day began here.
    assert waiting(began + timedelta(hours=24, minutes=1)) == set()
    with pytest.raises(RuleBroken, match="incident_taken_on"):
        incidents.take_on(row, by=viewer("privacy_manager"))


def test_it_is_taken_on_with_one_press_by_whoever_runs_the_pms_alone(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        place = f"/do/incidents/{INCIDENTS.name_of(entered())}"
    shown = visitor.as_("employee").get(place)
    assert "対応を引き受ける" not in words(shown)
    assert visitor.post(f"{place}/take-on").status_code == 403
    visitor.as_("representative")
    assert "対応を引き受ける" in words(visitor.get(place))
    assert visitor.post(f"{place}/take-on").status_code == 302
    after = words(visitor.get(place))
    assert "対応を引き受けました。" in after
    assert "対応を引き受ける" not in after
    assert visitor.as_("privacy_manager").post(f"{place}/take-on").status_code == 409
