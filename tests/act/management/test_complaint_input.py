"""What a management review is told of complaints: how many of each kind, and the complaints
themselves by number and day."""

from flask import Flask

from pms_tracker.act.management import review_facts
from pms_tracker.act.rules.management_rules import Section
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.rules.contact.complaint_rules import ComplaintKind
from pms_tracker.registers import entries
from pms_tracker.web.act.management import review_words
from tests import reviewing
from tests.cast import TODAY, viewer
from tests.do.test_complaints import GIVEN, entered


def test_complaints_of_the_time_are_told_without_what_they_are(app: Flask) -> None:
    row = entered()
    entered(kind=ComplaintKind.INQUIRY)
    mistaken = entered()
    entries.retire(COMPLAINTS, mistaken, reason="誤記", by=viewer("privacy_manager"))
    facts = review_facts.facts(reviewing.convened(), TODAY)
    found = facts[Section.COMPLAINTS.value]
    assert [each["reference"] for each in found["complaints"]] == [COMPLAINTS.name_of(row)]
    assert found["heard"] == {"complaint": 1, "consultation": 0, "inquiry": 1, "wish": 0}
    assert str(GIVEN["title"]) not in str(facts)
    with app.test_request_context():
        told = {each.section: each for each in review_words.told(facts, {})}[Section.COMPLAINTS]
    assert [(each.label, each.value) for each in told.figures][2:6] == [
        ("苦情", "1件"),
        ("相談", "0件"),
        ("問合せ", "1件"),
        ("要望", "0件"),
    ]
    assert [each.reference for each in told.lines] == [COMPLAINTS.name_of(row)]
