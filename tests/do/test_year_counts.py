"""What came in a year is counted over all units, with what became of it and without what it was."""

from datetime import timedelta

from flask import Flask

from pms_tracker.do.carried_out import year_counts
from pms_tracker.do.carried_out.year_counts import Came
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.rules.contact.complaint_rules import ComplaintKind
from pms_tracker.do.rules.contact.request_rules import Answering
from pms_tracker.do.rules.incidents.incident_rules import Cause, Nature
from pms_tracker.do.rules.incidents.leak_rules import Class
from pms_tracker.registers import entries
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do import test_contractors
from tests.do.test_complaints import GIVEN, entered
from tests.do.test_incidents import entered as incident, struck
from tests.do.test_person_requests import KNOWN, a_request, held
from tests.visitor import Visitor
from tests.web.browsing import committing, words

LONG_AGO = timedelta(days=40)


def test_complaints_are_counted_by_kind_and_what_was_voided_is_not(app: Flask) -> None:
    entered()
    entered(kind=ComplaintKind.INQUIRY)
    entries.retire(COMPLAINTS, entered(), reason="誤記", by=viewer("privacy_manager"))
    found = year_counts.of_year(2026)
    assert found.came[Came.COMPLAINT] == {"complaint": 1, "inquiry": 1}
    assert found.total(Came.COMPLAINT) == 2
    assert year_counts.of_year(2025).total(Came.COMPLAINT) == 0


def test_requests_are_counted_with_what_was_answered_within_our_limit(app: Flask) -> None:
    held()
    for after in (14, 15, None):
        row = a_request(**{**KNOWN, "arrived_on": TODAY - LONG_AGO, "identified_on": TODAY})
        row.sent_on = None if after is None else row.arrived_on + timedelta(days=after)
    found = year_counts.of_year(2026)
    assert found.total(Came.REQUEST) == 3
    assert found.answered == {Answering.IN_TIME: 1, Answering.LATE: 1, Answering.NOT: 1}


def test_incidents_are_counted_by_why_they_are_reported_and_by_what_led_to_them(app: Flask) -> None:
    incident(affected=3, sensitive=True, malice=True, causes=(Cause.ATTACK, Cause.SETTINGS))
    incident(affected=3, causes=(Cause.ATTACK,))
    incident(nature=Nature.NEAR_MISS, causes=(Cause.LEFT,))
    incident(nature=Nature.DRILL, causes=(Cause.LEFT,))
    struck(incident(affected=3, causes=(Cause.THEFT,)), "重複")
    found = year_counts.of_year(2026)
    assert found.classes == {Class.SENSITIVE: 1, Class.MALICE: 1, Class.EVERY: 1}
    assert found.causes == {
        (Cause.ATTACK, Nature.INCIDENT): 2,
        (Cause.SETTINGS, Nature.INCIDENT): 1,
        (Cause.LEFT, Nature.NEAR_MISS): 1,
    }
    assert found.caused == {Nature.INCIDENT: 2, Nature.NEAR_MISS: 1}
    assert year_counts.of_days(TODAY, TODAY).causes == {}


def test_a_verdict_counts_once_it_was_approved(app: Flask) -> None:
    test_contractors.candidate()
    row = test_contractors.evaluation()
    assert year_counts.of_year(2026).total(Came.EVALUATION) == 0
    test_contractors.through(test_contractors.EVALUATIONS, row)
    assert year_counts.of_year(2026).came[Came.EVALUATION] == {"passed": 1}


def test_the_board_shows_them_to_whoever_sees_all_and_says_no_word_of_what_they_were(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        entered()
    page = visitor.as_("privacy_manager").get("/do/carried-out/")
    assert "苦情 1件" in words(page)
    assert str(GIVEN["title"]) not in page.text
    assert "年度の件数" not in words(visitor.as_("head").get("/do/carried-out/"))
