"""What the year wants somebody to do: planned duties, one line a day, and decisions that wait."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.database import session, transaction
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.rules.year_rules import AnnualKind, Done, Row
from pms_tracker.plan.years import year_results, year_writing, years
from pms_tracker.reminders.calendars import calendars, feed_text, feeds
from pms_tracker.reminders.running.reminder_tables import ReminderLedger
from pms_tracker.reminders.scan import reminders
from tests import mailed, open_duties
from tests.cast import IDS, TODAY, viewer
from tests.plan.years import a_year

THIS = Reference(Kind.ANNUAL_PLAN, 2026, 1)
EVER = date(2030, 1, 1)
SAME_DAY = (
    *a_year.BOTH,
    Row(AnnualKind.OTHER, "新入社員の教育", a_year.LATE, IDS["owner"]),
    Row(AnnualKind.OTHER, "名簿の確認", a_year.LATE, IDS["head"]),
)


def of_today() -> Firm:
    return Firm(clock.today())


def owed(until: date = EVER, *narrowed: object) -> list[tuple[str, str, int, date]]:
    found = open_duties.of_year(until, *narrowed)  # type: ignore[arg-type]
    return [(each.kind, each.reference, each.person_id, each.due_on) for each in found]


@pytest.mark.parametrize(
    ("until", "count"), [(a_year.LATE - timedelta(days=1), 0), (a_year.LATE, 1), (a_year.AHEAD, 2)]
)
def test_a_planned_duty_is_due_on_its_day(app: Flask, until: date, count: int) -> None:
    a_year.approved()
    found = list(open_duties.of_year(until))
    assert len(found) == count
    for duty in found[:1]:
        assert (duty.kind, duty.reference) == ("annual_duty", "YP-2026")
        assert (duty.person_id, duty.title) == (IDS["owner"], "全従業者の教育")


def test_a_draft_wants_nothing_and_what_is_done_or_dropped_no_more(app: Flask) -> None:
    a_year.drafted(2027)
    assert owed() == []
    plan = a_year.approved()
    assert len(owed()) == 2
    year_results.report_done(plan, 15, Done("済", TODAY), by=viewer("owner"))
    assert len(owed()) == 1
    a_year.decide_amendment(plan, a_year.amended(plan, []))
    assert owed() == []


def test_a_plan_that_waits_asks_the_representative_within_five_business_days(app: Flask) -> None:
    a_year.submitted()
    due_on = date(2026, 12, 1)
    assert owed() == [("decide_year_plan", "YP-2026", IDS["representative"], due_on)]
    assert owed(due_on - timedelta(days=1)) == []
    assert owed(EVER, IDS["owner"]) == []


def test_an_amendment_that_waits_asks_somebody_else_than_who_proposed_it(app: Flask) -> None:
    plan = a_year.approved()
    a_year.amended(plan, a_year.rows_of(plan)[1:], by="representative")
    due_on = date(2026, 12, 1)
    assert owed(EVER, IDS["privacy_manager"]) == [
        ("decide_amendment", "YP-2026", IDS["privacy_manager"], due_on)
    ]
    assert len(owed()) == 3


def test_for_an_exception_one_person_is_asked(app: Flask) -> None:
    plan = a_year.submitted()
    plan.writer_ids = [IDS["privacy_manager"], IDS["representative"]]
    session.flush()
    (duty,) = owed()
    assert duty[2] not in plan.writer_ids


def test_duties_are_narrowed_to_a_person_or_a_record(app: Flask) -> None:
    a_year.approved()
    assert [each[2] for each in owed(EVER, IDS["owner"])] == [IDS["owner"]]
    assert owed(EVER, IDS["employee"]) == []
    assert len(owed(EVER, None, THIS)) == 2
    for reference in (
        Reference(Kind.ANNUAL_PLAN, 2025, 1),
        Reference(Kind.ANNUAL_PLAN, 2026, 2),
        Reference(Kind.POLICY, None, 1),
    ):
        assert owed(EVER, None, reference) == []


def test_what_a_person_has_to_do_on_one_day_is_one_duty(app: Flask) -> None:
    a_year.approved(SAME_DAY)
    found = list(open_duties.of_year(a_year.LATE))
    assert [(each.person_id, each.title) for each in found] == [
        (IDS["owner"], "全従業者の教育 / 新入社員の教育"),
        (IDS["head"], "名簿の確認"),
    ]


def test_the_digest_says_each_day_of_a_person_once(app: Flask) -> None:
    """The ledger is unique per record, person and day, so a second line would undo the letter."""
    with transaction():
        plan = a_year.approved(SAME_DAY)
        later = replace(a_year.BOTH[0], planned_on=date(2026, 12, 4), title="補講")
        a_year.decide_amendment(plan, a_year.amended(plan, [*a_year.rows_of(plan), later]))
    assert reminders.scan() > 0
    rows = session.execute(
        select(ReminderLedger.due_on).where(
            ReminderLedger.reference == "YP-2026",
            ReminderLedger.person_id == IDS["owner"],
            ReminderLedger.rung == 0,
            ReminderLedger.said == "mailed",
        )
    )
    assert sorted(row.due_on for row in rows) == [a_year.LATE, date(2026, 12, 4)]
    letter = session.scalars(
        select(OutboxLetter).where(
            OutboxLetter.person_id == IDS["owner"], OutboxLetter.key == "digest"
        )
    ).one()
    assert letter.body.count("/r/YP-2026\n") == 2
    assert "補講" not in letter.body
    with clock.set_to(clock.at(TODAY + timedelta(days=1), 8)):
        reminders.scan()
    digests = select(OutboxLetter).where(
        OutboxLetter.person_id == IDS["owner"], OutboxLetter.key == "digest"
    )
    assert len(session.scalars(digests).all()) == 1


def test_a_record_tells_which_mails_are_to_come(app: Flask) -> None:
    a_year.approved()
    coming = mailed.coming(THIS)
    assert {each.duty.kind for each, _name in coming} == {"annual_duty"}
    assert {name for _each, name in coming} >= {"原 大地", "有賀 俊"}


def test_a_calendar_holds_every_duty_of_the_year(app: Flask) -> None:
    a_year.approved(SAME_DAY)
    found = calendars.everybodys(viewer("employee"), Days(a_year.LATE, a_year.AHEAD)).duties
    assert len([each for each in found if each.reference == "YP-2026"]) == 3


def test_a_feed_tells_duties_of_one_record_apart(app: Flask) -> None:
    a_year.approved((*a_year.BOTH, replace(a_year.BOTH[0], planned_on=date(2026, 12, 4))))
    events = feeds.events(IDS["owner"])
    assert [(each.due_on, each.number) for each in events] == [
        (a_year.LATE, 1),
        (date(2026, 12, 4), 2),
    ]
    uids = {feed_text.uid("x", each.kind, each.reference, 7, each.number) for each in events}
    assert len(uids) == 2


def test_a_plan_that_was_sent_back_is_a_duty_of_who_wrote_it(app: Flask) -> None:
    plan, by = a_year.submitted(), viewer("representative")
    decided = a_year.decision(plan, Decision.SENT_BACK, reason="教育が遅い")
    years.decide(plan, decided, version=plan.version, by=by)
    (duty,) = owed()
    assert duty[:3] == ("mend_year_plan", "YP-2026", IDS["privacy_manager"])
    year_writing.submit(
        plan, a_year.rows_of(plan), version=plan.version, by=viewer("privacy_manager")
    )
    assert [kind for kind, *_rest in owed()] == ["decide_year_plan"]
