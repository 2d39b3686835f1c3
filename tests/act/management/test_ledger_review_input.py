"""What a review of the register of personal information adds to the inputs of minutes."""

from datetime import date, timedelta

from flask import Flask

from pms_tracker.act.management import review_facts
from pms_tracker.act.rules.management_rules import Section
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.web.act.management import review_words
from tests import reviewing
from tests.cast import TODAY
from tests.do.test_ledger_reviews import close, reviewed

TOLD = {"rows": 1, "changed": 0, "new": 0, "ended": 0}


def told(review: ManagementReview, until: date) -> object:
    found = review_facts.facts(review, until)
    return found[Section.RISKS.value]["ledger_reviews"]


def test_a_review_counts_among_the_inputs_once_it_is_closed(app: Flask) -> None:
    minutes = reviewing.convened()
    its = reviewed()
    assert told(minutes, TODAY) == []
    close(its)
    day = TODAY.isoformat()
    assert told(minutes, TODAY) == [{"reference": its.reference, "closed_on": day, **TOLD}]
    assert told(minutes, TODAY - timedelta(days=1)) == []


def test_minutes_say_it_in_words_and_older_ones_say_nothing(app: Flask) -> None:
    minutes = reviewing.convened()
    close(reviewed())
    facts = review_facts.facts(minutes, TODAY)
    with app.test_request_context():
        risks = {each.section: each for each in review_words.told(facts, {})}[Section.RISKS]
        assert risks.lines[0].detail.startswith("1件を確認（変更 0件、追加 0件、廃止 0件）")
        del facts[Section.RISKS.value]["ledger_reviews"]
        older = {each.section: each for each in review_words.told(facts, {})}[Section.RISKS]
        assert older.lines == risks.lines[1:]
