"""The last two yearly trainings are approved at the same moment: what the plan asks is done."""

from threading import Thread

import pytest
import time_machine
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.tables.training_tables import Training, TrainingRun
from pms_tracker.do.trainings import trainings_held
from pms_tracker.plan.tables.year_tables import AnnualDuty
from tests.cast import viewer
from tests.databases import Served
from tests.do.test_trainings import course
from tests.do.test_yearly_trainings import OVER, SCHOOL, SHOP, YEARLY, asked_of_year, begun
from tests.web.browsing import committing, reading


# On SQLite nobody writes at the same time.
@pytest.mark.parametrize(
    "served", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_two_reports_that_are_approved_at_once_do_what_the_plan_asks(served: Served) -> None:
    with committing(served):
        course()
        asked_of_year("全従業者の教育")
        ids = [begun(**SHOP, **YEARLY).id, begun(**SCHOOL, **YEARLY).id]

    def confirm(training_id: int) -> None:
        row = session.get_one(Training, training_id)
        version = session.get_one(TrainingRun, training_id).version
        trainings_held.confirm(row, version=version, by=viewer("representative"))

    def in_another() -> None:
        with committing(served):
            confirm(ids[1])

    second = Thread(target=in_another)
    with time_machine.travel(clock.at(OVER, 10)):
        with committing(served):
            for each in ids:
                row = session.get_one(Training, each)
                trainings_held.report(row, "", "", version=1, by=viewer("privacy_manager"))
        with committing(served):
            confirm(ids[0])
            second.start()
            second.join(timeout=1)
            assert second.is_alive()
        second.join(timeout=20)
    with reading(served):
        assert session.scalars(select(AnnualDuty.result)).one() == "TR-2026-002"
