"""What a management review is told of requests by persons: how many, and how many in time."""

from datetime import timedelta

from flask import Flask

from pms_tracker.act.management import review_facts
from pms_tracker.act.rules.management_rules import Section
from pms_tracker.web.act.management import review_words
from tests import reviewing
from tests.cast import TODAY
from tests.do.test_person_requests import KNOWN, a_request, held

LONG_AGO = timedelta(days=40)


def test_requests_of_the_time_are_counted_with_what_was_answered_in_time(app: Flask) -> None:
    held()
    for arrived, after in ((LONG_AGO, 14), (LONG_AGO, 15), (LONG_AGO, None), (2 * LONG_AGO, 1)):
        row = a_request(**{**KNOWN, "arrived_on": TODAY - arrived, "identified_on": TODAY})
        row.sent_on = None if after is None else row.arrived_on + timedelta(days=after)
    mistaken = a_request()
    mistaken.struck = "誤記"
    facts = review_facts.facts(reviewing.convened(), TODAY)
    found = facts[Section.COMPLAINTS.value]
    assert found["requests"] == {"arrived": 4, "answered": 3, "in_time": 2}
    with app.test_request_context():
        told = {each.section: each for each in review_words.told(facts, {})}[Section.COMPLAINTS]
    assert [(each.label, each.value) for each in told.figures][-2:] == [
        ("開示等の請求", "4件"),
        ("期限内に回答した請求", "2件"),
    ]
