"""What trainings add to the inputs of minutes: those reported on, and those still under way."""

from datetime import date, timedelta
from typing import Any

import time_machine
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.management import review_facts
from pms_tracker.act.rules.management_rules import Section
from pms_tracker.do.trainings import learners
from pms_tracker.web.act.management import review_words
from tests import reviewing
from tests.cast import TODAY
from tests.do.test_training_newcomers import EVERYBODY, joined, reported
from tests.do.test_trainings import started

MONTH = timedelta(days=30)


def told(until: date) -> Any:
    return review_facts.facts(reviewing.convened(), until)[Section.EDUCATION.value]["trainings"]


def test_minutes_count_a_training_that_is_under_way(app: Flask) -> None:
    started()
    (running,) = told(TODAY)
    asked = len(EVERYBODY)
    assert running == {
        **{"reference": running["reference"], "reported_on": "", "planned": asked},
        **{"attended": 0, "passed": 0, "absent": asked},
    }
    assert told(TODAY - timedelta(days=1)) == []


def test_what_was_reported_stands_as_it_was_and_once(app: Flask) -> None:
    row = started()
    with time_machine.travel(clock.at(TODAY + MONTH, 10)):
        joined("遅井 来", "書店", TODAY + MONTH)
        learners.assign_newcomers(TODAY + MONTH)
        (running,) = told(TODAY + MONTH)
        run = reported(row)
        (done,) = told(TODAY + MONTH)
        assert run.result is not None
        assert done == {**running, "reported_on": (TODAY + MONTH).isoformat()}


def test_minutes_say_in_words_how_far_it_is(app: Flask) -> None:
    started()
    facts = review_facts.facts(reviewing.convened(), TODAY)
    with app.test_request_context():
        inputs = {each.section: each for each in review_words.told(facts, {})}
        (line,) = inputs[Section.EDUCATION].lines
        assert line.detail.startswith(f"対象 {len(EVERYBODY)}人、受講 0人")
        assert line.detail.endswith("実施中")
