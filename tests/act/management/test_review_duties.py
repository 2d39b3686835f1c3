"""What management reviews want somebody to do, on both databases, and how it is reminded of."""

from datetime import date, timedelta

from flask import Flask

from pms_tracker import clock
from pms_tracker.act.management import review_decisions
from pms_tracker.act.rules.management_rules import Resolved, ReviewState
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.reminders.calendars import calendars
from pms_tracker.reminders.scan import reminders
from tests import builders, open_duties, reviewing
from tests.cast import IDS, TODAY, viewer

FOREVER = date(2030, 1, 1)
WEEK = TODAY + timedelta(days=7)


def owed(*asked: object) -> list[tuple[str, str, int, date]]:
    found = open_duties.of_act(*(asked or (FOREVER,)))  # type: ignore[arg-type]
    return [(each.kind, each.reference, each.person_id, each.due_on) for each in found]


def test_a_planned_review_is_convened_before_its_day(app: Flask) -> None:
    duty = reviewing.planned()
    manager, last = IDS["privacy_manager"], reviewing.PLANNED_ON
    assert owed() == [("convene_review", "YP-2026", manager, last)]
    assert owed(last - timedelta(days=1)) == []
    assert owed(FOREVER, IDS["representative"]) == []
    assert len(owed(FOREVER, None, Reference(Kind.ANNUAL_PLAN, 2026, 1))) == 1
    assert owed(FOREVER, None, Reference(Kind.ANNUAL_PLAN, 2027, 1)) == []
    review = reviewing.convened(annual_duty_id=duty.id)
    assert [kind for kind, *_rest in owed()] == ["hold_review"]
    assert owed(FOREVER, None, Reference(Kind.ANNUAL_PLAN, 2026, 1)) == []
    assert review.annual_duty_id == duty.id


def test_a_review_is_held_on_its_day_and_written_down_in_five_business_days(app: Flask) -> None:
    reviewing.convened()
    manager = IDS["privacy_manager"]
    assert owed() == [("hold_review", "MR-2026-01", manager, TODAY)]
    with clock.set_to(clock.at(TODAY + timedelta(days=1))):
        assert owed() == [("write_minutes", "MR-2026-01", manager, date(2026, 12, 1))]


def test_minutes_are_signed_by_whoever_may_and_written_anew_when_they_come_back(app: Flask) -> None:
    review = reviewing.submitted()
    assert owed() == [("sign_minutes", "MR-2026-01", IDS["representative"], WEEK)]
    assert owed(FOREVER, IDS["privacy_manager"]) == []
    assert owed(FOREVER, None, Reference(Kind.CASE, 2026, 1)) == []
    reviewing.decide(review, Decision.SENT_BACK, reason="直すこと。")
    assert owed() == [("write_minutes", "MR-2026-01", IDS["privacy_manager"], WEEK)]


def test_a_deputy_signs_for_the_absent(app: Flask) -> None:
    reviewing.submitted()
    builders.absent("representative", "employee")
    (duty,) = open_duties.of_act(FOREVER)
    assert (duty.person_id, duty.for_id) == (IDS["employee"], IDS["representative"])


def test_a_decision_is_its_owners_duty_from_the_signature_until_it_is_reported(app: Flask) -> None:
    review = reviewing.submitted()
    assert owed(FOREVER, IDS["owner"]) == []
    reviewing.decide(review)
    wanted = [("carry_out_decision", "MR-2026-01", IDS["owner"], reviewing.DUE_ON)]
    assert owed() == wanted
    (duty,) = open_duties.of_act(FOREVER)
    assert duty.title == "教室の棚に鍵を付ける予算を取る"
    done = review_decisions.Done("取った。", TODAY)
    review_decisions.report_done(review, 1, done, by=viewer("owner"))
    assert owed() == []


def test_what_one_person_does_by_one_day_is_one_duty(app: Flask) -> None:
    day = reviewing.DUE_ON
    rows = [Resolved("鍵", IDS["owner"], day), Resolved("教育", IDS["owner"], day)]
    reviewing.signed(decisions=[*rows, Resolved("台帳", IDS["head"], day)])
    found = list(open_duties.of_act(FOREVER))
    assert [(each.person_id, each.title) for each in found] == [
        (IDS["owner"], "鍵 / 教育"),
        (IDS["head"], "台帳"),
    ]


def test_nothing_is_owed_of_what_was_called_off_or_is_done(app: Flask) -> None:
    reviewing.in_state(ReviewState.CANCELLED)
    reviewing.signed(decisions=())
    assert owed() == []


def test_homes_letters_and_calendars_know_of_them(app: Flask) -> None:
    reviewing.signed()
    mine = reminders.duties_of(viewer("owner"), FOREVER)
    assert [each.kind for each in mine] == ["carry_out_decision"]
    month = Days(date(2026, 12, 1), date(2026, 12, 31))
    assert _kinds(calendars.mine(viewer("owner"), month).duties) == {"carry_out_decision"}
    everybodys = calendars.everybodys(viewer("audit_manager"), month).duties
    assert "carry_out_decision" in _kinds(everybodys)
    assert "carry_out_decision" not in _kinds(
        calendars.everybodys(viewer("employee"), month).duties
    )


def _kinds(found: list[Duty]) -> set[str]:
    return {each.kind for each in found}


def test_a_deciders_digest_speaks_of_the_signature_without_what_was_said(app: Flask) -> None:
    reviewing.submitted()
    assert reminders.scan() > 0
    names = reviewing.letters("digest")
    assert "宮下 恒一" in names
