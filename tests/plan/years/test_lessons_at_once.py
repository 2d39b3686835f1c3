"""A lesson answered at the moment in which the case that laid it takes it out: the answer stays."""

from threading import Thread

import pytest
from sqlalchemy import text

from pms_tracker import clock
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.years import lessons
from tests.cast import IDS, viewer
from tests.databases import Served
from tests.web.browsing import committing, reading

CASE = "CA-2026-001"


# On SQLite nobody writes at the same time.
@pytest.mark.parametrize(
    "served", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_an_answer_that_is_being_given_is_not_taken_out_with_the_lesson(served: Served) -> None:
    with committing(served):
        by = viewer("audit_manager").actor
        lessons.receive(Inbox.EDUCATION, "鍵の扱い", because_of=CASE, on=clock.today(), by=by)

    def take_out() -> None:
        with committing(served):
            lessons.take_out(CASE, by=viewer("audit_manager").actor)

    taking_out = Thread(target=take_out)
    with served.engine.begin() as other:
        other.execute(
            text("UPDATE lesson SET answer = '教える', answered_on = :day, answered_by_id = :who"),
            {"day": clock.today(), "who": IDS["privacy_manager"]},
        )
        taking_out.start()
        taking_out.join(timeout=1)
        assert taking_out.is_alive()
    taking_out.join(timeout=20)
    with reading(served):
        assert [each.answer for each in lessons.from_record(CASE)] == ["教える"]
