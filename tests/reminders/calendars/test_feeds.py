"""The secret feed of a person's duties: who may read it, what it holds, and what never."""

import re
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar, Component
from sqlalchemy import select

from pms_tracker import clock, database
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.check.audits import audits
from pms_tracker.database import session
from pms_tracker.people.firm import people
from pms_tracker.reminders.calendars import feeds
from pms_tracker.reminders.calendars.feed_text import feed_text, uid
from pms_tracker.reminders.calendars.feeds import Event
from pms_tracker.reminders.running.reminder_tables import CalendarFeed
from pms_tracker.reminders.scan import reminders
from pms_tracker.trail import trail
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

SITE = "https://pms.example.jp"
KINDS = {
    "carry_out_audit": ("監査の実施", "監査してください。"),
    "do_case": ("是正処置の実施報告", "報告してください。"),
}


def made(*events: Event, person_id: int = 4, now: datetime | None = None) -> list[Component]:
    """The events as another program reads them."""
    text = feed_text(
        events, person_id=person_id, site=SITE, name="期限", kinds=KINDS, now=now or clock.now()
    )
    return list(Calendar.from_ical(text).walk("VEVENT"))


def event(**changes: object) -> Event:
    values: dict[str, object] = {
        "kind": "carry_out_audit",
        "reference": "AU-2026-001",
        "due_on": TODAY,
        "cancelled": False,
        "changes": 3,
        "changed_at": clock.at(TODAY, 9),
    }
    return Event(**{**values, **changes})  # type: ignore[arg-type]


def test_only_the_tokens_digest_is_kept_and_the_trail_does_not_know_it(app: Flask) -> None:
    token = feeds.make(viewer("head"))
    row = session.scalars(select(CalendarFeed)).one()
    assert len(token) == 22
    assert re.fullmatch("[0-9a-f]{64}", row.token_hash)
    trail.write_pending()
    (entry,) = trail.history(f"person-{IDS['head']}", limit=1)
    assert (entry.move, entry.values) == ("feed_made", [])
    assert feeds.make(viewer("head")) != token


def test_a_token_opens_its_own_persons_feed_until_it_is_replaced_or_ended(app: Flask) -> None:
    first, others = feeds.make(viewer("head")), feeds.make(viewer("owner"))
    found = feeds.find(first)
    assert found is not None
    assert found.id == IDS["head"]
    second = feeds.make(viewer("head"))
    assert feeds.find(first) is None
    assert feeds.find(second) is found
    feeds.end(viewer("head"))
    assert feeds.find(second) is None
    assert feeds.made_at(IDS["head"]) is None
    assert feeds.find(others) is not None
    assert feeds.find("") is feeds.find("x" * 500) is None


def test_ending_what_is_not_there_leaves_no_trace(app: Flask) -> None:
    before = len(trail.history(f"person-{IDS['head']}"))
    feeds.end(viewer("head"))
    trail.write_pending()
    assert len(trail.history(f"person-{IDS['head']}")) == before


def test_a_feed_dies_with_the_account_and_on_the_day_after_leaving(app: Flask) -> None:
    token = feeds.make(viewer("head"))
    account = people.account_of(IDS["head"])
    assert account is not None
    account.active = False
    assert feeds.find(token) is None
    account.active = True
    who = people.person(IDS["head"])
    who.left_on = TODAY
    assert feeds.find(token) is who
    who.left_on = TODAY - timedelta(days=1)
    assert feeds.find(token) is None


def test_it_holds_ones_own_duties_overdue_and_for_400_days(app: Flask) -> None:
    days = {-800: True, 0: True, 400: True, 401: False}
    wanted = {
        builders.audit(planned_on=TODAY + timedelta(days=away)).reference: there
        for away, there in days.items()
    }
    builders.audit(unit_id=UNIT_IDS["書店"], team_ids=[IDS["second_auditor"]])
    found = {each.reference for each in feeds.events(IDS["auditor"])}
    assert found == {reference for reference, there in wanted.items() if there}


def test_a_moved_day_changes_the_event_and_a_change_raises_its_number(app: Flask) -> None:
    case = builders.case_in(CaseState.DOING)
    trail.write_pending()
    (before,) = feeds.events(IDS["owner"])
    case.turn_due_on = before.due_on + timedelta(days=5)
    trail.note(case.reference, "due_day_moved", by=viewer("privacy_manager").actor)
    trail.write_pending()
    (after,) = feeds.events(IDS["owner"])
    assert after.due_on == before.due_on + timedelta(days=5)
    assert after.changes == before.changes + 1
    assert before.changed_at is not None
    assert after.changed_at is not None
    assert after.changed_at >= before.changed_at
    one, other = made(before)[0], made(after)[0]
    assert one["UID"] == other["UID"]
    assert int(other["SEQUENCE"]) > int(one["SEQUENCE"])


def test_what_was_mailed_about_and_is_done_is_cancelled_for_a_month(app: Flask) -> None:
    audit = builders.audit(planned_on=TODAY)
    untold = builders.audit(planned_on=TODAY + timedelta(days=100))
    database.commit()
    reminders.scan()
    by = viewer("audit_manager")
    for each in (audit, untold):
        audits.cancel(each, reason="重複", by=by, version=each.version)
    (found,) = feeds.events(IDS["auditor"])
    assert (found.reference, found.due_on, found.cancelled) == (audit.reference, TODAY, True)
    assert feeds.events(IDS["second_auditor"]) == []
    for away, there in ((30, 1), (31, 0)):
        with clock.set_to(clock.at(TODAY + timedelta(days=away))):
            assert len(feeds.events(IDS["auditor"])) == there


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2027, 1, 31), date(2027, 2, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
        (date(2028, 2, 28), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 1)),
        (date(2027, 2, 28), date(2027, 3, 1)),
    ],
)
def test_an_event_is_the_whole_day_and_ends_with_it(day: date, following: date) -> None:
    (found,) = made(event(due_on=day))
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (day, following)
    assert found["DTSTART"].params["VALUE"] == "DATE"


def test_an_event_says_kind_and_reference_and_leads_to_the_record() -> None:
    (found,) = made(event())
    assert found["SUMMARY"] == "AU-2026-001 監査の実施"
    assert found["URL"] == f"{SITE}/r/AU-2026-001"
    assert found["STATUS"] == "CONFIRMED"
    assert found["LAST-MODIFIED"].dt == clock.at(TODAY, 9)
    assert set(found) == {
        *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS"),
        *("TRANSP", "CLASS", "URL", "UID", "DESCRIPTION"),
    }
    (over,) = made(event(cancelled=True, changed_at=None))
    assert (over["STATUS"], over["LAST-MODIFIED"].dt) == ("CANCELLED", over["DTSTAMP"].dt)


def test_a_kind_nobody_has_words_for_is_left_out() -> None:
    assert made(event(kind="of_old"), event()) == made(event())


def test_no_two_duties_share_an_event() -> None:
    every = {
        uid(SITE, kind, reference, person)
        for kind in KINDS
        for reference in ("AU-2026-001", "AU-2026-002")
        for person in (1, 2)
    }
    assert len(every) == 8
    assert uid(SITE, "a", "b", 1) == uid(SITE, "a", "b", 1)


def test_the_calendar_says_what_it_is_called_and_when_to_come_again() -> None:
    text = feed_text([], person_id=1, site=SITE, name="PMSの期限", kinds={}, now=clock.now())
    found = Calendar.from_ical(text)
    assert found["X-WR-CALNAME"] == "PMSの期限"
    assert found["METHOD"] == "PUBLISH"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text


def test_a_deputys_calendar_reads_what_they_stand_in_for(app: Flask) -> None:
    assert feeds.events(IDS["other_head"]) == []
    builders.absent("privacy_manager", "other_head")
    (found,) = feeds.events(IDS["other_head"])
    assert (found.kind, found.reference) == ("review_policy", "POL-001")
    with clock.set_to(clock.at(TODAY + builders.AWAY + timedelta(days=1), 10)):
        assert feeds.events(IDS["other_head"]) == []
