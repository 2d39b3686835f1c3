"""Operation checks: filled in by anybody of the unit, read by somebody else, faults put right."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.cases import register_cases
from pms_tracker.act.leaving import holdings
from pms_tracker.act.rules.leaving_rules import What
from pms_tracker.database import session
from pms_tracker.do.checks import (
    check_doors,
    check_duties,
    check_faults,
    check_readings,
    check_reports,
    check_runs,
    check_starters,
)
from pms_tracker.do.checks.check_faults import FAULTS
from pms_tracker.do.checks.check_reports import CHECK_REPORTS
from pms_tracker.do.checks.check_runs import Hand
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.rules.operation.check_rules import Filled, Frequency, Given, Mark, Way, WhyCase
from pms_tracker.do.rules.operation.check_starter_rules import FROM_RISKS, STARTERS
from pms_tracker.do.tables.operation.operation_check_tables import CheckDoor, CheckFault, CheckRun
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.changes import units
from pms_tracker.people.firm import people
from pms_tracker.registers import entries
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

# TODAY is Tuesday 24 November 2026, the day after 勤労感謝の日.
MONTH, NEXT = date(2026, 11, 1), date(2026, 12, 1)
KEY, DESK = "鍵をかけた", "机の上を片付けた"
ALL_FINE = {KEY: Given(Mark.FINE), DESK: Given(Mark.FINE)}
OPEN = {**ALL_FINE, KEY: Given(Mark.FAULT, "書庫が開いていた")}
MENDED = {**ALL_FINE, KEY: Given(Mark.FAULT, "書庫が開いていた", mended=True)}


def checked(**more: Any) -> Any:
    told = {
        "title": "最終退出の点検",
        "unit_id": UNIT_IDS["松本教室"],
        "frequency": Frequency.DAY,
        "items": f"{KEY} RK-2026-001\n{DESK}",
        "owner_id": IDS["owner"],
        "starts_on": MONTH,
        **more,
    }
    return entries.enter(CHECKS, told, by=viewer("privacy_manager"))


def fill(
    template: Any, day: date, given: dict[str, Given] | None = None, by: str = "owner", **more: Any
) -> CheckRun:
    hand = Hand(**{"way": Way.SCREEN, "uuid": str(uuid4()), **more})
    period = check_runs.period_at(template, day)
    who = viewer(by) if by else None
    return check_runs.fill_in(template, period, given or ALL_FINE, hand, by=who)


def on(day: date, hour: int = 19) -> Any:
    return clock.set_to(clock.at(day, hour))


def states(template: Any, month: date = MONTH) -> dict[int, Filled]:
    sheet = check_runs.sheet(template, month)
    return {each.period.first.day: each.state for each in sheet.columns}


def test_a_sheet_shows_blanks_late_ones_and_days_to_come(app: Flask) -> None:
    template = checked()
    with on(date(2026, 11, 2)):
        fill(template, date(2026, 11, 2))
    with on(date(2026, 11, 5)):
        fill(template, date(2026, 11, 4))
    found = states(template)
    assert (found[2], found[4], found[5]) == (Filled.DONE, Filled.LATE, Filled.BLANK)
    assert (found[24], found[25]) == (Filled.OPEN, Filled.TO_COME)
    # Saturdays, Sundays and holidays ask for nothing.
    assert not {1, 3, 7, 8, 23} & found.keys()
    sheet = check_runs.sheet(template, MONTH)
    assert [each.words for each in sheet.items] == [KEY, DESK]
    assert sheet.figures == {
        **{"due": 14, "done": 1, "late": 1, "blank": 12, "faults": 0, "mended": 0}
    }


def test_of_two_of_a_day_the_last_stands_and_both_stay(app: Flask) -> None:
    template = checked()
    fill(template, TODAY, MENDED)
    fill(template, TODAY)
    (column,) = [each for each in check_runs.sheet(template, MONTH).columns if each.run]
    assert (column.times, column.given) == (2, ALL_FINE)
    assert len(session.scalars(select(CheckRun)).all()) == 2


def test_what_is_sent_twice_is_entered_once(app: Flask) -> None:
    template, sent = checked(), str(uuid4())
    first = fill(template, TODAY, OPEN, uuid=sent)
    assert fill(template, TODAY, OPEN, uuid=sent) is first
    assert len(session.scalars(select(CheckFault)).all()) == 1
    # As another check, or that of another day, it would be lost without a word.
    another = checked(title="机の点検")
    for its, day in ((another, TODAY), (template, TODAY - timedelta(days=4))):
        with pytest.raises(RuleBroken, match="check_sent_already"):
            fill(its, day, uuid=sent)


def test_somebody_works_on_a_closed_day(app: Flask) -> None:
    template = checked()
    fill(template, date(2026, 11, 23))
    (extra,) = [each for each in check_runs.sheet(template, MONTH).columns if each.extra]
    assert extra.period.first == date(2026, 11, 23)
    with pytest.raises(RuleBroken, match="check_to_come"):
        fill(template, TODAY + timedelta(1))
    with pytest.raises(RuleBroken, match="check_outside_days"):
        fill(template, date(2026, 10, 30))


def test_another_unit_fills_in_nothing(app: Flask) -> None:
    template = checked()
    with pytest.raises(NotAllowed, match="check_of_other_unit"):
        fill(template, TODAY, by="employee")
    with pytest.raises(NotAllowed, match="check_of_other_unit"):
        fill(template, TODAY, by="auditor")
    fill(template, TODAY, by="head")
    named = Reference(Kind.CHECK_TEMPLATE, 2026, 1)
    with pytest.raises(NotFound):
        entries.find(CHECKS, named, seen_by=viewer("employee"))


def test_nothing_is_answered_for_nobody(app: Flask) -> None:
    template = checked()
    with pytest.raises(BadInput, match="check_unanswered"):
        fill(template, TODAY, {KEY: Given(Mark.FINE)})
    with pytest.raises(BadInput, match="check_who"):
        fill(template, TODAY, by="head", way=Way.PAPER, name=" ")
    with pytest.raises(BadInput, match="check_unanswered"):
        fill(template, TODAY, {KEY: Given()}, by="head", way=Way.PAPER, name="原 大地")


def test_from_paper_blanks_stay_and_the_name_is_known(app: Flask) -> None:
    template = checked()
    run = fill(template, TODAY, {KEY: Given(Mark.FINE)}, by="head", way=Way.PAPER, name="原　大地")
    assert (run.done_by_id, run.recorded_by_id) == (IDS["owner"], IDS["head"])
    (column,) = [each for each in check_runs.sheet(template, MONTH).columns if each.run]
    assert column.given is not None
    assert column.given[DESK] == Given()


def test_a_door_keeps_the_day_and_the_moment_that_a_phone_says(app: Flask) -> None:
    template = checked()
    said = clock.at(date(2026, 11, 20), 19)
    run = fill(template, date(2026, 11, 20), by="", way=Way.DOOR, name="だれか", said_at=said)
    assert (run.done_on, run.done_by_id, run.done_at) == (date(2026, 11, 20), None, said)
    assert states(template)[20] is Filled.DONE
    # A phone that says what is long past is not believed.
    old = fill(
        *(template, date(2026, 11, 10)),
        by="",
        way=Way.DOOR,
        name="だれか",
        said_at=clock.at(date(2026, 11, 10), 19),
    )
    assert old.done_on == TODAY


def test_a_fault_is_put_right_on_the_spot_or_has_an_owner_and_a_day(app: Flask) -> None:
    template = checked()
    fill(template, TODAY, MENDED)
    fill(template, TODAY, OPEN, by="head")
    mended, left = session.scalars(select(CheckFault).order_by(CheckFault.id))
    assert (mended.done_on, mended.owner_id) == (TODAY, None)
    assert (left.done_on, left.owner_id, left.due_on) == (None, IDS["owner"], date(2026, 12, 1))
    wanted = next(check_duties.of_faults([mended.id, left.id]))
    assert (wanted.kind, wanted.person_id) == (check_duties.MEND, IDS["owner"])
    with pytest.raises(BadInput, match="entry_refused"):
        entries.change(FAULTS, left, {"owner_id": None}, seen=1, by=viewer("head"))
    done = {"done_on": TODAY, "done": "鍵を替えた"}
    entries.change(FAULTS, left, done, seen=left.version, by=viewer("head"))
    assert [each.kind for each in check_duties.of_faults([left.id])] == [check_duties.JUDGE]


def test_a_fault_is_counted_in_the_month_whose_sheet_shows_it(app: Flask) -> None:
    template = checked(frequency=Frequency.WEEK)
    with on(date(2026, 11, 30)):
        fill(template, date(2026, 11, 30), OPEN)
        before, shown = (check_runs.sheet(template, month) for month in (MONTH, NEXT))
    assert shown.columns[0].run is not None
    assert (before.figures["faults"], shown.figures["faults"]) == (0, 1)


def test_the_second_fault_of_an_item_proposes_a_nonconformity(app: Flask) -> None:
    template = checked()
    fill(template, date(2026, 11, 20), MENDED)
    fill(template, TODAY, MENDED)
    first, second = session.scalars(select(CheckFault).order_by(CheckFault.id))
    assert check_faults.proposed(first) is None
    assert check_faults.proposed(second) is WhyCase.AGAIN
    first.grave = True
    assert check_faults.proposed(first) is WhyCase.GRAVE
    assert register_cases.BEGINNINGS[Kind.CHECK_FAULT].register is FAULTS
    second.case_reference = "CA-2026-001"
    assert check_faults.proposed(second) is None


def read(template: Any, by: str = "head", month: date = MONTH) -> Any:
    sheet = check_runs.sheet(template, month)
    return check_readings.read(sheet, "", check_readings.digest(sheet), by=viewer(by))


def test_a_sheet_is_read_by_somebody_else_once_its_month_is_over(app: Flask) -> None:
    template = checked()
    fill(template, TODAY)
    with pytest.raises(RuleBroken, match="check_month_open"):
        read(template)
    with on(NEXT, 10):
        with pytest.raises(NotAllowed, match="check_read_by_doer"):
            read(template, "owner")
        with pytest.raises(NotAllowed, match="check_read_by_others"):
            read(template, "audit_manager")
        made = read(template)
        assert (made.figures["blank"], made.read_by_id) == (18, IDS["head"])
        with pytest.raises(RuleBroken, match="check_sheet_read"):
            read(template, "privacy_manager")
        # What was blank stays blank.
        with pytest.raises(RuleBroken, match="check_sheet_read"):
            fill(template, date(2026, 11, 25))


def test_whoever_typed_in_paper_does_not_read_it_either(app: Flask) -> None:
    template = checked()
    fill(template, TODAY, by="head", way=Way.PAPER, name="原 大地")
    with on(NEXT, 10):
        with pytest.raises(NotAllowed, match="check_read_by_doer"):
            read(template)
        read(template, "privacy_manager")


def test_a_sheet_that_changed_meanwhile_is_not_signed(app: Flask) -> None:
    template = checked()
    seen = check_readings.digest(check_runs.sheet(template, MONTH))
    with on(NEXT, 10):
        fill(template, date(2026, 11, 30))
        sheet = check_runs.sheet(template, MONTH)
        with pytest.raises(Stale):
            check_readings.read(sheet, "", seen, by=viewer("head"))


def test_what_is_next_is_asked_of_the_owner_and_the_reader(app: Flask) -> None:
    template = checked(frequency=Frequency.WEEK, starts_on=date(2026, 11, 16))
    fill_in, to_read = check_duties.of_templates([template.id])
    assert (fill_in.kind, fill_in.due_on) == (check_duties.FILL, date(2026, 11, 20))
    assert fill_in.person_id == IDS["owner"]
    assert (to_read.first_on, to_read.due_on) == (NEXT, date(2026, 12, 7))
    fill(template, date(2026, 11, 16))
    (fill_in, _read) = check_duties.of_templates([template.id])
    assert fill_in.due_on == date(2026, 11, 27)
    with on(NEXT, 10):
        read(template)
        fill_in, to_read = check_duties.of_templates([template.id])
    # The blank week of a sheet that was read is asked for no more.
    assert (fill_in.due_on, to_read.first_on) == (date(2026, 12, 4), date(2027, 1, 1))


def test_of_a_daily_check_the_owner_is_asked_the_day_after(app: Flask) -> None:
    template = checked(starts_on=date(2026, 11, 20))
    fill_in, _read = check_duties.of_templates([template.id])
    assert (fill_in.first_on, fill_in.due_on) == (TODAY, TODAY)


def test_the_reader_is_asked_who_did_nothing(app: Flask) -> None:
    template = checked(reader_id=IDS["head"])
    fill(template, TODAY, by="head")
    found = {each.kind: each for each in check_duties.of_templates([template.id])}
    assert found[check_duties.READ].parties == {check_duties.DOERS: [IDS["head"]]}
    with pytest.raises(BadInput, match="entry_refused"):
        checked(reader_id=IDS["owner"])


def test_a_link_opens_one_check_until_a_new_one_is_made(app: Flask) -> None:
    template = checked()
    made = check_doors.make(template, lambda seed: f"one {seed}", by=viewer("head"))
    token = f"one {made.seed}"
    assert check_doors.opened(token, TODAY) is template
    check_doors.make(template, lambda seed: f"two {seed}", by=viewer("head"))
    assert check_doors.opened(token, TODAY) is None
    check_doors.end(template, by=viewer("head"))
    with pytest.raises(RuleBroken, match="check_no_door"):
        check_doors.end(template, by=viewer("head"))
    with pytest.raises(NotFound):
        check_doors.opened("x", TODAY)


def test_examples_are_taken_up_one_by_one(app: Flask) -> None:
    unit_id, owner_id = UNIT_IDS["松本教室"], IDS["owner"]
    for keys in ((), ("nothing",)):
        with pytest.raises(RuleBroken, match="check_starters_none"):
            check_starters.take_up(unit_id, owner_id, keys, str, by=viewer("head"))
    every = [each.key for each in STARTERS]
    made = check_starters.take_up(unit_id, owner_id, every, str, by=viewer("head"))
    assert [each.frequency for each in made] == [
        *(Frequency.DAY, Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER)
    ]
    with pytest.raises(RuleBroken, match="check_no_measures"):
        check_starters.take_up(unit_id, owner_id, [FROM_RISKS], str, by=viewer("head"))


def test_a_quarter_is_told_once_it_is_over(app: Flask) -> None:
    template = checked()
    fill(template, TODAY, MENDED)
    manager, representative = viewer("privacy_manager"), viewer("representative")
    quarter = date(2026, 10, 1)
    assert CHECK_REPORTS.next_period() == quarter
    with pytest.raises(RuleBroken, match="period_not_next"):
        CHECK_REPORTS.report(quarter, "", by=manager)
    with on(date(2027, 1, 5), 10):
        with pytest.raises(NotAllowed, match="period_reported_by_manager"):
            CHECK_REPORTS.report(quarter, "", by=viewer("head"))
        made = CHECK_REPORTS.report(quarter, "12月は空欄が多い。", by=manager)
        (line,) = made.lines
        assert (line["reference"], line["done"], line["faults"]) == ("CT-2026-001", 1, 1)
        assert line["blank"] == line["due"] - 1
        (wanted,) = check_duties.TO_CONFIRM.wants([made.id])
        assert wanted.kind == "confirm_check_report"
        with pytest.raises(NotAllowed, match="period_report_of_representative"):
            CHECK_REPORTS.confirm(made, version=1, by=manager)
        CHECK_REPORTS.confirm(made, version=1, by=representative)
        with pytest.raises(RuleBroken, match="period_report_confirmed"):
            CHECK_REPORTS.confirm(made, version=made.version, by=representative)
        assert CHECK_REPORTS.next_period() == date(2027, 1, 1)


def test_a_risk_knows_which_checks_look_at_it(app: Flask) -> None:
    template = checked()
    fill(template, TODAY)
    ((found, item, runs),) = check_starters.of_risk("RK-2026-001", CHECKS.seen(viewer("head")))
    assert (found, item.words, len(runs)) == (template, KEY, 1)


def test_a_check_ends_with_its_unit(app: Flask) -> None:
    template, other = checked(), checked(unit_id=UNIT_IDS["書店"], owner_id=IDS["employee"])
    check_doors.make(template, lambda seed: f"one {seed}", by=viewer("head"))
    kept_duties.write_pending()
    last = date(2026, 11, 26)
    units.close(people.unit(template.unit_id), until_on=last, by=SYSTEM)
    assert [each.due_on for each in check_runs.due_in(template, MONTH)][-1] == last
    assert check_runs.due_in(template, NEXT) == []
    assert check_runs.due_in(other, NEXT) != []
    assert next(check_duties.of_templates([template.id])).due_on <= last
    kept_duties.write_pending()
    assert list(kept_duties.compare()) == []
    with on(date(2026, 11, 27)):
        with pytest.raises(RuleBroken, match="check_outside_days"):
            fill(template, date(2026, 11, 27), by="privacy_manager")
        (token,) = session.scalars(select(CheckDoor.seed))
        assert check_doors.opened(f"one {token}", clock.today()) is None
        assert What.CHECK not in {each.what for each in holdings.of(IDS["owner"])}
        assert What.CHECK in {each.what for each in holdings.of(IDS["employee"])}
    with on(date(2027, 1, 5)):
        assert check_runs.sheet(template, MONTH).figures["blank"] == 17
        assert check_runs.sheet(template, NEXT).columns == []


def test_quarters_follow_the_fiscal_year(app: Flask) -> None:
    checked(frequency=Frequency.QUARTER)
    kept_duties.write_pending()
    assert asked_of_owner() == [date(2026, 12, 28)]
    people.the_company().fiscal_start_month = 3
    assert asked_of_owner() == [date(2026, 11, 30)]
    assert list(kept_duties.compare()) == []


def test_quarters_of_a_year_that_starts_within_a_month_are_of_the_nearest_months(
    app: Flask,
) -> None:
    checked(frequency=Frequency.QUARTER)
    people.the_company().fiscal_start = FiscalStart(2, 21)
    kept_duties.write_pending()
    assert asked_of_owner() == [date(2026, 11, 30)]
    # September to November, of the year that started on 21 February.
    assert check_reports.quarter_of(date(2026, 11, 24)) == date(2026, 9, 1)


def asked_of_owner() -> list[date]:
    found = reading.due(date.max, IDS["owner"], kinds=[check_duties.FILL])
    return [each.due_on for each in found]
