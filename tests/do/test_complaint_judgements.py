"""Complaints for which a corrective action is proposed: who decides, and until when."""

from datetime import date, timedelta
from typing import Any

from flask import Flask

from pms_tracker import clock
from pms_tracker.do.complaints import complaints
from pms_tracker.do.complaints.complaint_duties import CLOSE_WITHIN, JUDGE
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.rules.contact.complaint_rules import Subject, Why
from pms_tracker.duties import kept_duties
from pms_tracker.registers import entries
from tests.cast import IDS, TODAY, viewer
from tests.do.test_complaints import FOUND, approved, change, due, entered

CLOSED = {"closed_on": TODAY}
NO_CASE = {"no_case": "印刷の前に止められる手順がすでにあり、今回だけ外れたため。"}


def judged() -> list[str]:
    kept_duties.write_pending()
    assert list(kept_duties.compare()) == []
    return [reference for reference, _person_id, _day in due(JUDGE)]


def answered(subject: Subject, **more: Any) -> Any:
    row = approved(**more)
    change(row, answered_on=TODAY, subject=subject)
    return row


def test_whoever_runs_the_pms_decides_on_a_founded_complaint_until_it_is_closed(app: Flask) -> None:
    row = answered(Subject.MANNER)
    name = COMPLAINTS.name_of(row)
    assert judged() == []
    change(row, **FOUND)
    assert due(JUDGE) == [(name, IDS["privacy_manager"], TODAY + CLOSE_WITHIN)]
    # That it is closed decides nothing.
    change(row, **CLOSED)
    assert judged() == [name]
    change(row, **NO_CASE)
    assert judged() == []
    assert complaints.proposed(row) is None


def test_a_case_decides_it_as_well(app: Flask) -> None:
    row = answered(Subject.MANNER)
    change(row, **FOUND)
    assert judged() == [COMPLAINTS.name_of(row)]
    change(row, case_reference="CA-2026-001")
    assert judged() == []


def test_the_third_about_the_same_waits_for_whoever_decides_as_long_as_it_is_the_third(
    app: Flask,
) -> None:
    days = [TODAY - timedelta(days=back) for back in (9, 5, 0)]
    first = entered(subject=Subject.MAILINGS, received_on=days[0])
    _second, third = (answered(Subject.MAILINGS, received_on=day) for day in days[1:])
    names = [COMPLAINTS.name_of(third)]
    assert judged() == names
    change(third, subject=Subject.MANNER)
    assert judged() == []
    change(third, subject=Subject.MAILINGS)
    assert judged() == names
    change(first, received_on=TODAY - timedelta(days=400))
    assert judged() == []
    change(first, received_on=days[0])
    assert judged() == names
    entries.retire(COMPLAINTS, first, reason="書き間違い", by=viewer("privacy_manager"))
    assert judged() == []


def test_what_was_over_before_it_was_brought_here_asks_for_nothing(app: Flask) -> None:
    year_ago = TODAY - timedelta(days=365)
    with clock.set_to(clock.at(date(2026, 11, 20))):
        row = approved(received_on=year_ago)
        change(row, answered_on=year_ago, **FOUND)
        change(row, closed_on=year_ago + timedelta(days=9))
    assert complaints.proposed(row)
    assert judged() == []


def test_of_three_about_the_same_on_one_day_the_last_that_was_registered_is_the_third(
    app: Flask,
) -> None:
    rows = [entered(subject=Subject.MAILINGS) for _ in range(3)]
    assert complaints.proposals(rows) == {rows[2].id: Why.REPEATED}
