"""Notices of audits (監査実施通知) as a mail server receives them, their invitations read back."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from flask import Flask
from icalendar import Calendar, Event

from pms_tracker import clock
from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audits
from pms_tracker.check.audits.audit_plans import NONE_YET, Details, Slot
from pms_tracker.check.preparing.audit_changes import Amended, Replaced
from pms_tracker.check.rules.audit_plan_rules import SessionKind
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.mail import delivery
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language
from tests import builders
from tests.cast import IDS, TODAY, viewer
from tests.mail.smtp_server import Postbox

SOON = TODAY + timedelta(days=7)
TOKYO = ZoneInfo("Asia/Tokyo")
SECRET = "秘密のテーマ"
DAY = (
    Slot(SessionKind.OPENING, time(10), time(10, 30), "本館 会議室", "秘密の相手"),
    Slot(SessionKind.CLOSING, time(16), time(16, 30)),
)
FULL = Details("秘密の目的", "秘密の範囲", "秘密の方法", DAY, (IDS["owner"],))
TOLD = ("owner", "head", "auditor")


def planned(**changes: object) -> int:
    """An audit that was planned, in full detail unless told otherwise; its id."""
    wanted: dict[str, object] = {"theme": SECRET, "planned_on": SOON, "details": FULL, **changes}
    with transaction():
        return builders.audit(**wanted).id


def notify(audit_id: int) -> None:
    with transaction():
        audit = session.get_one(Audit, audit_id)
        audits.notify(audit, by=viewer("audit_manager"), version=audit.version)


def received(settings: Settings, postbox: Postbox) -> dict[str, EmailMessage]:
    """Everybody's newest mail, by who of the cast got it."""
    postbox.taken.clear()
    delivery.deliver(settings)
    return {str(each["To"]).rpartition("<")[2].partition("@")[0]: each for each in postbox.taken}


def invitation(letter: EmailMessage) -> tuple[str, Event]:
    """Its method and its only event; the part to act on and the file to open say the same."""
    (acted_on,) = [each for each in letter.walk() if each.get_content_type() == "text/calendar"]
    (attached,) = letter.iter_attachments()
    assert attached.get_content_type() == "application/ics"
    assert attached.get_filename() == "invite.ics"
    assert acted_on.get_content().splitlines() == attached.get_content().decode().splitlines()
    calendar = Calendar.from_ical(attached.get_content())
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    method = str(calendar["method"])
    assert acted_on.get_param("method") == method
    return method, event


def whole(letter: EmailMessage) -> str:
    """Every word of a letter, of its invitation as well."""
    parts = [each.get_content() for each in letter.walk() if not each.is_multipart()]
    texts = [each.decode() if isinstance(each, bytes) else each for each in parts]
    return "\n".join([str(letter["Subject"]), *texts])


def test_a_notice_reaches_auditees_head_and_team_with_an_invitation(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    notify(planned())
    mail = received(settings, postbox)
    assert set(mail) == set(TOLD)
    uids = set()
    for name, letter in mail.items():
        assert str(letter["Subject"]) == "監査のお知らせ（AU-2026-001）"
        method, event = invitation(letter)
        assert method == "REQUEST"
        uids.add(str(event["uid"]))
        assert event["sequence"] == 0
        assert str(event["summary"]) == "運用監査 AU-2026-001（松本教室）"
        assert str(event["location"]) == "本館 会議室"
        assert event.decoded("dtstart") == datetime.combine(SOON, time(10), TOKYO)
        assert event.decoded("dtend") == datetime.combine(SOON, time(16, 30), TOKYO)
        assert event["dtstart"].params["TZID"] == "Asia/Tokyo"
        assert str(event["attendee"]) == f"mailto:{name}@example.jp"
        assert str(event["organizer"]) == f"mailto:{settings.mail_from}"
        assert event["organizer"].params["CN"] == people.the_company().name
        assert "運用監査" in str(event["description"])
        assert "-- " not in str(event["description"])
        (alarm,) = event.walk("VALARM")
        assert alarm["trigger"].dt == -timedelta(days=1)
        assert str(event["status"]) == "CONFIRMED"
        body = letter.get_body(("plain",))
        assert body is not None
        for said in ("運用監査", "松本教室", "2026年12月1日(火) 10:00–16:30", "本館 会議室"):
            assert said in body.get_content()
    assert len(uids) == 1


def test_no_notice_says_what_the_audit_is_about(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    notify(planned())
    for letter in received(settings, postbox).values():
        assert "秘密" not in whole(letter)


def test_who_may_not_open_the_audit_is_not_led_there(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    notify(planned())
    mail = received(settings, postbox)
    for name in ("head", "auditor"):
        assert "/r/AU-2026-001" in whole(mail[name])
    assert "/r/AU-2026-001" not in whole(mail["owner"])
    assert "部門責任者にお尋ねください" in whole(mail["owner"])


def test_the_calendar_holds_the_zone_of_the_company(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    notify(planned())
    (attached,) = received(settings, postbox)["head"].iter_attachments()
    calendar = Calendar.from_ical(attached.get_content())
    assert [str(each["tzid"]) for each in calendar.walk("VTIMEZONE")] == ["Asia/Tokyo"]


def test_a_light_plan_invites_for_the_whole_day(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    notify(planned(details=NONE_YET))
    mail = received(settings, postbox)
    assert set(mail) == {"head", "auditor"}
    _method, event = invitation(mail["head"])
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (SOON, SOON + timedelta(days=1))
    assert type(event.decoded("dtstart")) is date
    assert "location" not in event


def test_an_open_end_is_an_hour(app: Flask, settings: Settings, postbox: Postbox) -> None:
    notify(planned(details=Details(schedule=(Slot(SessionKind.OPENING, time(10)),))))
    letter = received(settings, postbox)["head"]
    _method, event = invitation(letter)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)
    assert "10:00–\r\n" in whole(letter)


def test_each_change_tells_the_same_calendar_entry_more(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    audit_id = planned()
    notify(audit_id)
    _method, first = invitation(received(settings, postbox)["head"])
    by = viewer("audit_manager")
    with transaction():
        audit = session.get_one(Audit, audit_id)
        later = audit.planned_on + timedelta(days=1)
        assignments.move_day(audit, later, reason="台風", version=audit.version, by=by)
    mail = received(settings, postbox)
    assert set(mail) == set(TOLD)
    method, moved = invitation(mail["head"])
    assert str(mail["head"]["Subject"]) == "監査の予定の変更（AU-2026-001）"
    assert (method, moved["uid"], moved["sequence"]) == ("REQUEST", first["uid"], 1)
    assert moved.decoded("dtstart").date() == later
    assert "台風" not in whole(mail["head"])
    with transaction():
        audit = session.get_one(Audit, audit_id)
        asked = builders.requirement_ids()[:4]
        quiet = Amended(audit.theme, asked, replace(FULL, schedule=DAY[:1]))
        assignments.amend(audit, quiet, version=audit.version, by=by)
    _method, amended = invitation(received(settings, postbox)["owner"])
    assert (amended["uid"], amended["sequence"]) == (first["uid"], 2)
    assert amended.decoded("dtend").time() == time(10, 30)


def test_who_drops_out_is_told_it_is_off_and_who_joins_is_invited(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    audit_id = planned()
    notify(audit_id)
    _method, first = invitation(received(settings, postbox)["auditor"])
    with transaction():
        audit = session.get_one(Audit, audit_id)
        wanted = Replaced([IDS["second_auditor"]], "異動")
        by = viewer("audit_manager")
        assignments.replace_team(audit, wanted, version=audit.version, by=by)
    mail = received(settings, postbox)
    method, gone = invitation(mail["auditor"])
    assert (method, str(gone["status"])) == ("CANCEL", "CANCELLED")
    assert (gone["uid"], gone["sequence"]) == (first["uid"], 1)
    assert str(mail["second_auditor"]["Subject"]) == "監査のお知らせ（AU-2026-001）"
    assert str(mail["head"]["Subject"]) == "監査の予定の変更（AU-2026-001）"
    with transaction():
        audit = session.get_one(Audit, audit_id)
        assert audit.told_ids == [IDS["owner"], IDS["head"], IDS["second_auditor"]]
        audits.cancel(audit, reason="閉室", by=viewer("audit_manager"), version=audit.version)
    mail = received(settings, postbox)
    assert set(mail) == {"owner", "head", "second_auditor"}
    for letter in mail.values():
        method, off = invitation(letter)
        assert (method, off["uid"], off["sequence"]) == ("CANCEL", first["uid"], 2)
        assert "閉室" not in whole(letter)


def test_of_an_audit_nobody_was_told_about_nobody_hears(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    audit_id = planned()
    with transaction():
        audit = session.get_one(Audit, audit_id)
        by = viewer("audit_manager")
        later = audit.planned_on + timedelta(days=1)
        assignments.move_day(audit, later, reason="台風", version=audit.version, by=by)
        audits.cancel(audit, reason="閉室", by=by, version=audit.version)
    assert received(settings, postbox) == {}


def test_each_is_told_in_their_own_language(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    with transaction():
        people.person(IDS["head"]).language = Language.EN
    notify(planned())
    mail = received(settings, postbox)
    assert str(mail["head"]["Subject"]) == "Audit notice (AU-2026-001)"
    _method, event = invitation(mail["head"])
    assert str(event["summary"]) == "Operation audit AU-2026-001 (松本教室)"
    _method, event = invitation(mail["owner"])
    assert str(event["summary"]) == "運用監査 AU-2026-001（松本教室）"


def test_an_invitation_tried_again_is_the_same_one(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    postbox.answers[:] = ["451 later", "451 later", "451 later"]
    notify(planned())
    assert received(settings, postbox) == {}
    # Three of them put off in a row pause all mail for a minute.
    with clock.set_to(clock.now() + timedelta(minutes=2)):
        _method, event = invitation(received(settings, postbox)["head"])
    assert event["sequence"] == 0
