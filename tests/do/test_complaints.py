"""Complaints: anybody takes one in, the answer is approved, months are told, few know from whom."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.do.complaints import (
    complainants,
    complaint_duties,
    complaint_incidents,
    complaints,
)
from pms_tracker.do.complaints.complaint_reports import COMPLAINT_REPORTS
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.rules.contact.complaint_rules import (
    Channel,
    ComplaintKind,
    Founded,
    Gate,
    Relation,
    Stage,
    Subject,
    Why,
)
from pms_tracker.do.tables.complaint_tables import Complainant
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.duties import kept_duties, reading as duty_reading
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm import contact_desk, people
from pms_tracker.people.firm.contact_desk import Desk
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.trail.trail_tables import TrailValue
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

# TODAY is Tuesday 24 November 2026, the day after 勤労感謝の日.
GIVEN = {
    "received_on": TODAY,
    "channel": Channel.PHONE,
    "relation": Relation.GUARDIAN,
    "kind": ComplaintKind.COMPLAINT,
    "title": "退会した後も案内が届く",
    "what": "夏に退会したのに、冬期講習の案内が届いた。𠮷",
    "unit_id": UNIT_IDS["松本教室"],
    "emergency": Gate.NO,
    "rights": Gate.NO,
}
ANSWER = {"answer": "おわびし、送付を止めたことを伝える。"}
FOUND = {
    "founded": Founded.YES,
    "cause": "退会の処理が名簿に届いていなかった。",
    "prevention": "退会の日に名簿から外す。",
}


def entered(by: str = "employee", **more: Any) -> Any:
    return entries.enter(COMPLAINTS, {**GIVEN, **more}, by=viewer(by))


def change(row: Any, by: str = "privacy_manager", **values: Any) -> None:
    entries.change(COMPLAINTS, row, values, seen=row.version, by=viewer(by))


def hand_in(row: Any, by: str = "head") -> None:
    entry_decisions.hand_in(COMPLAINTS, row, version=row.version, by=viewer(by))


def approve(row: Any, by: str = "privacy_manager") -> None:
    (offer,) = entry_decisions.offered(COMPLAINTS, [row])
    firm = Firm(clock.today())
    digest = entry_decisions.waiting(COMPLAINTS, offer, firm).about.digest
    decided = Decided(Decision.APPROVED, digest)
    entry_decisions.decide(COMPLAINTS, row, decided, firm, version=row.version, by=viewer(by))


def approved(**more: Any) -> Any:
    row = entered(**{**ANSWER, **more})
    hand_in(row)
    approve(row, "representative" if more.get("grave") else "privacy_manager")
    return row


def due(kind: str) -> list[tuple[str, int, date]]:
    found = duty_reading.due(date.max, None, kinds=[kind])
    return [(each.reference, each.person_id, each.due_on) for each in found]


def letters(key: str) -> set[int | None]:
    rows = session.execute(select(OutboxLetter.key, OutboxLetter.person_id)).all()
    return {person_id for found, person_id in rows if found == key}


def refused(row: Any, **values: Any) -> str:
    with pytest.raises(BadInput, match="entry_refused") as told:
        change(row, **values)
    return str(told.value.values["beside"])


def set_desk(by: str = "privacy_manager", **more: Any) -> None:
    told = {"name": "お問合せ窓口", "opens": "10:00", "closes": "17:00", **more}
    contact_desk.change(Desk(**told), seen=people.the_company().version, by=viewer(by))


def test_who_takes_it_in_learns_by_when_it_is_answered(app: Flask) -> None:
    set_desk()
    inside, outside = entered(received_time="１２：００"), entered(received_time="18時30分")
    assert (inside.received_time, outside.received_time) == ("12:00", "18:30")
    assert [complaints.is_in_hours(row) for row in (inside, outside)] == [True, False]
    days = [complaints.answer_by(row) for row in (inside, outside)]
    assert days == [date(2026, 11, 26), date(2026, 11, 27)]
    set_desk(answer_days=5)
    assert complaints.answer_by(inside) == date(2026, 12, 1)
    # The duty follows the desk.
    assert {each[2] for each in due(complaint_duties.ANSWER)} == {
        date(2026, 12, 1),
        date(2026, 12, 2),
    }


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"opens": "17:00"}, "desk_hours"),
        ({"opens": "18:00"}, "desk_hours"),
        ({"answer_days": -1}, "desk_days"),
        ({"answer_days": 31}, "desk_days"),
    ],
)
def test_a_desk_that_cannot_be_is_refused(app: Flask, wrong: dict[str, Any], key: str) -> None:
    with pytest.raises(BadInput, match=key):
        set_desk(**wrong)
    assert contact_desk.desk().since_on is None


def test_two_who_change_the_desk_lose_nothing(app: Flask) -> None:
    seen = people.the_company().version
    set_desk()
    with pytest.raises(Stale):
        contact_desk.change(Desk("別"), seen=seen, by=viewer("representative"))


@pytest.mark.parametrize("typed", ["夕方", "25:00", "18:60"])
def test_what_is_no_time_is_refused(app: Flask, typed: str) -> None:
    with pytest.raises(BadInput, match="entry_time"):
        entered(received_time=typed)


def test_the_answer_is_approved_by_another_and_what_follows_is_recorded_at_once(app: Flask) -> None:
    row = entered(**ANSWER)
    assert complaints.stage_of(row) is Stage.RECEIVED
    hand_in(row)
    with pytest.raises(NotAllowed):
        approve(row, "employee")
    approve(row)
    assert complaints.stage_of(row) is Stage.APPROVED
    change(row, by="head", answered_on=TODAY, answered_by=Channel.PHONE)
    assert (row.state, complaints.stage_of(row)) == (Standing.IN_FORCE, Stage.ANSWERED)


def test_without_an_answer_nothing_is_handed_in(app: Flask) -> None:
    row = entered()
    with pytest.raises(RuleBroken, match="entry_lacks"):
        hand_in(row)


def test_a_grave_one_is_told_at_once_and_its_answer_is_the_representatives(app: Flask) -> None:
    row = entered(grave=True, **ANSWER)
    assert letters("grave_complaint") == {IDS["privacy_manager"], IDS["representative"]}
    for letter in session.scalars(select(OutboxLetter)):
        assert "案内" not in f"{letter.subject}{letter.body}{letter.html}"
    hand_in(row)
    (asked,) = due("approve_complaint_answer")
    assert asked[1] == IDS["representative"]
    with pytest.raises(NotAllowed):
        approve(row, "privacy_manager")
    approve(row, "representative")
    assert row.state is Standing.IN_FORCE


def test_one_that_turns_out_to_be_grave_is_told_then_and_once(app: Flask) -> None:
    row = entered()
    assert letters("grave_complaint") == set()
    change(row, grave=True)
    assert letters("grave_complaint") == {IDS["representative"]}
    change(row, title="退会した後も案内が届いた")
    sent = session.scalars(select(OutboxLetter).where(OutboxLetter.key == "grave_complaint")).all()
    assert len(sent) == 1


def test_a_founded_complaint_closes_with_cause_and_prevention_alone(app: Flask) -> None:
    row = approved()
    assert refused(row, closed_on=TODAY) == "answered_on"
    change(row, answered_on=TODAY)
    assert refused(row, closed_on=TODAY) == "founded"
    assert refused(row, closed_on=TODAY, founded=Founded.YES) == "cause"
    assert refused(row, closed_on=TODAY, founded=Founded.YES, cause="名簿") == "prevention"
    change(row, closed_on=TODAY, **FOUND)
    assert complaints.stage_of(row) is Stage.CLOSED
    assert due(complaint_duties.CLOSE) == []


def test_days_that_run_backwards_are_refused(app: Flask) -> None:
    row = approved()
    assert refused(row, answered_on=TODAY - timedelta(days=1)) == "answered_on"
    row = approved(received_on=TODAY - timedelta(days=3), kind=ComplaintKind.INQUIRY)
    change(row, answered_on=TODAY)
    assert refused(row, closed_on=TODAY - timedelta(days=1)) == "closed_on"


def test_the_duties_lead_from_the_answer_to_the_closing(app: Flask) -> None:
    row = entered(**ANSWER)
    name = COMPLAINTS.name_of(row)
    assert due(complaint_duties.ANSWER) == [(name, IDS["head"], date(2026, 11, 26))]
    hand_in(row)
    assert due(complaint_duties.ANSWER) == []
    (asked,) = due("approve_complaint_answer")
    assert asked[1] == IDS["privacy_manager"]
    approve(row)
    assert [each[0] for each in due(complaint_duties.ANSWER)] == [name]
    change(row, answered_on=TODAY)
    assert due(complaint_duties.ANSWER) == []
    last = TODAY + complaint_duties.CLOSE_WITHIN
    assert due(complaint_duties.CLOSE) == [(name, IDS["privacy_manager"], last)]
    assert list(kept_duties.compare()) == []


def test_an_emergency_becomes_an_incident_once(app: Flask) -> None:
    row = entered(emergency=Gate.YES)
    name = complaint_incidents.report(row, by=viewer("employee"))
    made = session.scalars(select(Incident)).one()
    assert (made.title, made.known_on, made.unit_id) == (row.title, TODAY, row.unit_id)
    assert row.incident_reference == name
    assert letters("incident_reported") == {IDS["privacy_manager"], IDS["representative"]}
    with pytest.raises(RuleBroken, match="incident_named"):
        complaint_incidents.report(row, by=viewer("employee"))
    # Who reports the incident did not write the answer.
    assert row.writer_ids == [IDS["employee"]]


def test_an_emergency_without_an_incident_does_not_close(app: Flask) -> None:
    row = approved(emergency=Gate.YES, kind=ComplaintKind.INQUIRY)
    change(row, answered_on=TODAY)
    assert refused(row, closed_on=TODAY) == "incident_reference"
    change(row, closed_on=TODAY, incident_reference="IN-2026-001")


def test_a_corrective_action_is_proposed_when_founded_or_the_third(app: Flask) -> None:
    first = entered(subject=Subject.MAILINGS)
    second = entered(subject=Subject.MAILINGS, received_on=TODAY - timedelta(days=300))
    entered(subject=Subject.MAILINGS, received_on=TODAY - timedelta(days=400))
    struck = entered(subject=Subject.MAILINGS)
    entries.retire(COMPLAINTS, struck, reason="誤記", by=viewer("privacy_manager"))
    assert [complaints.proposed(row) for row in (first, second)] == [None, None]
    third = entered(subject=Subject.MAILINGS)
    assert complaints.proposed(third) is Why.REPEATED
    change(third, case_reference="CA-2026-001")
    assert complaints.proposed(third) is None
    founded = approved(subject=Subject.MANNER)
    change(founded, **FOUND)
    assert complaints.proposed(founded) is Why.FOUNDED


def test_who_knows_of_a_complaint(app: Flask) -> None:
    row = entered("other_head")

    def knows(name: str) -> bool:
        which = session.scalars(
            select(COMPLAINTS.column("id")).where(COMPLAINTS.seen(viewer(name)))
        )
        return row.id in which.all()

    assert {name for name in IDS if knows(name)} >= {"privacy_manager", "representative", "head"}
    assert knows("other_head")
    assert not knows("employee")
    set_desk(unit_id=next(iter(viewer("employee").unit_ids)))
    assert knows("employee")


def test_who_it_came_from_is_known_to_few_and_written_nowhere_else(app: Flask) -> None:
    row = entered()
    complainants.write(row, "髙山 花子", "026-000-0000", seen=0, by=viewer("employee"))
    knows = {name for name in IDS if complainants.may_see(row, viewer(name))}
    assert {"employee", "privacy_manager"} <= knows
    assert not {"representative", "audit_manager", "head"} & knows
    for name in ("representative", "head"):
        with pytest.raises(NotAllowed):
            complainants.write(row, "", "", seen=1, by=viewer(name))
    with pytest.raises(Stale):
        complainants.write(row, "別", "", seen=0, by=viewer("employee"))
    with pytest.raises(BadInput, match="entry_my_number"):
        complainants.write(row, "別", "123456789018", seen=1, by=viewer("employee"))
    session.flush()
    said = [
        each
        for pair in session.execute(select(TrailValue.before, TrailValue.after))
        for each in pair
    ]
    assert not any("花子" in str(each) or "026-000" in str(each) for each in said)


def test_who_it_came_from_is_emptied_and_the_complaint_stays(app: Flask) -> None:
    row = entered()
    complainants.write(row, "髙山 花子", "026-000-0000", seen=0, by=viewer("employee"))
    with pytest.raises(NotAllowed):
        complainants.erase(row, by=viewer("employee"))
    complainants.erase(row, by=viewer("privacy_manager"))
    kept = session.scalars(select(Complainant)).one()
    assert (kept.name, kept.contact, kept.erased_on) == ("", "", TODAY)
    with pytest.raises(RuleBroken, match="complainant_empty"):
        complainants.erase(row, by=viewer("privacy_manager"))
    assert row.title == GIVEN["title"]


def test_a_month_with_nothing_is_reported_and_confirmed(app: Flask) -> None:
    with clock.set_to(clock.at(date(2026, 10, 15))):
        set_desk()
    (asked,) = due(complaint_duties.REPORT)
    assert asked[1:] == (IDS["privacy_manager"], date(2026, 11, 10))
    made = COMPLAINT_REPORTS.report(date(2026, 10, 1), "", by=viewer("privacy_manager"))
    assert (made.figures["received"], made.named, made.confirmed_on) == (0, [], None)
    ((name, person_id, _day),) = due("confirm_complaint_report")
    assert (name, person_id) == (made.reference, IDS["representative"])
    with pytest.raises(NotAllowed):
        COMPLAINT_REPORTS.confirm(made, version=made.version, by=viewer("privacy_manager"))
    COMPLAINT_REPORTS.confirm(made, version=made.version, by=viewer("representative"))
    assert due("confirm_complaint_report") == []
    with pytest.raises(RuleBroken, match="period_report_confirmed"):
        COMPLAINT_REPORTS.confirm(made, version=made.version, by=viewer("representative"))
    assert due(complaint_duties.REPORT) == []
    with clock.set_to(clock.at(date(2026, 12, 1))):
        assert [each[2] for each in due(complaint_duties.REPORT)] == [date(2026, 12, 10)]


@pytest.mark.parametrize("month", [date(2026, 11, 1), date(2026, 9, 1), date(2027, 1, 1)])
def test_months_are_reported_in_their_order_once_they_are_over(app: Flask, month: date) -> None:
    with clock.set_to(clock.at(date(2026, 10, 15))):
        set_desk()
    with pytest.raises(RuleBroken, match="period_not_next"):
        COMPLAINT_REPORTS.report(month, "", by=viewer("privacy_manager"))


def test_a_report_takes_no_individual_number(app: Flask) -> None:
    with clock.set_to(clock.at(date(2026, 10, 15))):
        set_desk()
    with pytest.raises(BadInput, match="entry_my_number"):
        COMPLAINT_REPORTS.report(date(2026, 10, 1), "1234 5678 9018", by=viewer("privacy_manager"))


def test_a_report_says_what_was_counted_then_and_marks_what_it_told(app: Flask) -> None:
    with clock.set_to(clock.at(date(2026, 10, 15))):
        row = entered(received_on=date(2026, 10, 15), **ANSWER)
    made = COMPLAINT_REPORTS.report(date(2026, 10, 1), "", by=viewer("representative"))
    assert (made.figures["received_complaint"], made.figures["open"]) == (1, 1)
    assert made.named == [COMPLAINTS.name_of(row)]
    assert (made.confirmed_on, row.reported_on) == (TODAY, TODAY)
    with pytest.raises(NotAllowed):
        COMPLAINT_REPORTS.report(date(2026, 11, 1), "", by=viewer("head"))
    reference = Reference(Kind.COMPLAINT_REPORT, 2026, 1)
    with pytest.raises(NotFound):
        COMPLAINT_REPORTS.by_reference(reference, seen_by=viewer("head"))


def test_once_a_year_the_desk_as_it_is_shown_is_looked_at(app: Flask) -> None:
    assert due(complaint_duties.CHECK) == []
    set_desk()
    assert [each[1:] for each in due(complaint_duties.CHECK)] == [
        (IDS["privacy_manager"], date(2027, 11, 24))
    ]
    version = people.the_company().version
    with pytest.raises(BadInput, match="text_needed"):
        contact_desk.check(" ", seen=version, by=viewer("privacy_manager"))
    with clock.set_to(clock.at(date(2027, 10, 1))):
        contact_desk.check("サイトと申込書", seen=version, by=viewer("privacy_manager"))
    assert [each[2] for each in due(complaint_duties.CHECK)] == [date(2028, 10, 1)]


def test_months_begin_with_the_first_complaint_that_stands(app: Flask) -> None:
    first = entered()
    with clock.set_to(clock.at(date(2027, 1, 4), 10)):
        entered()
        entries.retire(COMPLAINTS, first, reason="誤記", by=viewer("privacy_manager"))
    with clock.set_to(clock.at(date(2027, 2, 1), 10)):
        assert due(complaint_duties.REPORT) == [("", IDS["privacy_manager"], date(2027, 2, 10))]
        assert list(kept_duties.compare()) == []
