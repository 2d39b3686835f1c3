"""What a management review is told of incidents: how many, when, and how they stand."""

from datetime import timedelta
from typing import Any

from flask import Flask

from pms_tracker.act.management import review_facts
from pms_tracker.act.rules.management_rules import Section
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.rules.incidents.incident_rules import Nature
from pms_tracker.web.act.management import review_words
from tests import reviewing
from tests.cast import TODAY
from tests.do.test_incidents import entered, settle, struck


def told() -> dict[str, Any]:
    facts = review_facts.facts(reviewing.convened(), TODAY)
    return dict(facts[Section.COMPLAINTS.value])


def test_incidents_of_the_time_are_told_without_what_they_are(app: Flask) -> None:
    closed, still = entered(affected=10), entered()
    settle(closed)
    entered(nature=Nature.NEAR_MISS)
    entered(nature=Nature.DRILL)
    entered(known_on=TODAY - timedelta(days=800))
    mistaken = entered()
    struck(mistaken, "誤記")
    found = told()
    assert [(each["reference"], bool(each["closed_on"])) for each in found["incidents"]] == [
        (INCIDENTS.name_of(closed), True),
        (INCIDENTS.name_of(still), False),
    ]
    assert found["near_misses"] == 1
    assert "電車" not in str(found)


def test_the_input_counts_and_leads_to_them(app: Flask) -> None:
    row = entered()
    facts = review_facts.facts(reviewing.convened(), TODAY)
    with app.test_request_context():
        found = {each.section: each for each in review_words.told(facts, {})}[Section.COMPLAINTS]
        del facts[Section.COMPLAINTS.value]
        older = {each.section: each for each in review_words.told(facts, {})}[Section.COMPLAINTS]
    assert [(each.label, each.value) for each in found.figures][:2] == [
        ("事故", "1件"),
        ("ヒヤリハット", "0件"),
    ]
    (line,) = found.lines
    assert (line.reference, line.detail) == (INCIDENTS.name_of(row), "対応中")
    # Minutes that were signed before tell of none.
    assert (older.figures, older.lines) == ([], [])
