"""Rules of reports: their states, and what may be reported by whom."""

from datetime import date

import pytest

from pms_tracker.act.rules import incoming_rules
from pms_tracker.act.rules.incoming_rules import LONGEST, REPORT, ReportMove, ReportState
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken


def test_a_report_is_taken_up_or_answered_once() -> None:
    assert set(REPORT.ends()) == {ReportState.TAKEN_UP, ReportState.ANSWERED}
    for move in ReportMove:
        with pytest.raises(RuleBroken, match="move_not_possible"):
            REPORT.after(REPORT.after(ReportState.RECEIVED, move), move)


def test_only_what_people_notice_is_reported() -> None:
    for source in Source:
        if source in {Source.INCIDENT, Source.SELF_REPORT, Source.COMPLAINT}:
            incoming_rules.check_report(source, "見た")
        else:
            with pytest.raises(BadInput, match="not_reported"):
                incoming_rules.check_report(source, "見た")
    with pytest.raises(BadInput, match="text_needed"):
        incoming_rules.check_report(Source.INCIDENT, " 　\n")
    incoming_rules.check_text("𠮷" * LONGEST)
    with pytest.raises(BadInput, match="text_too_long"):
        incoming_rules.check_text("𠮷" * (LONGEST + 1))


def test_whoever_reports_hears_within_five_business_days() -> None:
    calendar = BusinessCalendar(lambda day: day == date(2026, 11, 23))
    assert incoming_rules.TO_HANDLE.due_on(date(2026, 11, 20), calendar) == date(2026, 11, 30)


def test_nobody_handles_their_own_report() -> None:
    step = Eligible((1, 2))
    incoming_rules.check_handler(1, step, None)
    incoming_rules.check_handler(1, step, 2)
    for person_id, reporter_id in ((3, None), (1, 1)):
        with pytest.raises(NotAllowed, match="reports_handled_by_manager"):
            incoming_rules.check_handler(person_id, step, reporter_id)


def test_a_report_takes_no_more_than_so_many_messages() -> None:
    incoming_rules.check_room(99)
    with pytest.raises(RuleBroken, match="too_many_messages"):
        incoming_rules.check_room(100)
