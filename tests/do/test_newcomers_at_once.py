"""Two scans at the same moment: whoever joined once a training is over is assigned it once."""

from threading import Thread

import pytest
import time_machine
from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.tables.training_tables import TrainingAssignment
from pms_tracker.do.trainings import learners
from pms_tracker.trail import trail
from tests.cast import TODAY
from tests.databases import Served
from tests.do.test_training_newcomers import joined
from tests.do.test_trainings import DAY, started
from tests.web.browsing import committing, reading

# On SQLite nobody writes at the same time.
pytestmark = pytest.mark.parametrize(
    "served", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@pytest.mark.parametrize("days", [5, 60], ids=["under way", "over"])
def test_the_second_scan_finds_what_the_first_assigned(served: Served, days: int) -> None:
    later = TODAY + days * DAY
    counts: list[int] = []
    with committing(served):
        started()

    def scan() -> None:
        with committing(served):
            counts.append(learners.assign_newcomers(later))

    second = Thread(target=scan)
    with time_machine.travel(clock.at(later, 10)):
        with committing(served):
            new = joined("新田 京", "書店", later)
        with committing(served):
            assert learners.assign_newcomers(later) == 1
            second.start()
            second.join(timeout=1)
            assert second.is_alive()
        second.join(timeout=20)
    assert counts == [0]
    with reading(served):
        its = select(func.count()).where(TrainingAssignment.person_id == new)
        assert session.scalar(its) == 1
        assert list(trail.verify()) == []
