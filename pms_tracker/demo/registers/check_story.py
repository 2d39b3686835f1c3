"""What the demo company checks: the last leaver of its classroom, desks, accounts; with blanks."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.do.checks import check_faults, check_readings, check_reports, check_runs
from pms_tracker.do.checks.check_faults import FAULTS
from pms_tracker.do.checks.check_runs import Hand
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.rules.operation.check_rules import Answered, Frequency, Given, Mark, Way
from pms_tracker.do.tables.operation.operation_check_tables import CheckFault
from pms_tracker.kernel.independence import Role
from pms_tracker.registers import entries

# So long ago that one quarter at least is over.
SINCE = -130
LEAVER, HEAD = "伊藤 雄大", "中村 由紀江"
WHERE = "松本教室"
FRIDAY = 4
LAST = ("書庫と引出しに鍵をかけた RK-2026-001", "机の上に書類が残っていない", "出入口に鍵をかけた")
DESKS = ("離席したときに画面がロックされる", "持ち出した媒体がすべて戻っている", "台数［数値］")
# Every so many days nobody wrote anything down, or only the next day.
BLANK_EVERY, LATE_EVERY = 23, 17
# Days on which something was found, and whether it was put right on the spot.
FOUND = {-61: True, -20: True, -3: False}
# On which day it was decided that the second of them is no nonconformity; the third is open.
JUDGED = -17
# Late enough in a month for any closed days at its beginning.
READ_ON, REPORT_ON = 12, 15


class CheckActs:
    """How checks were taken up, filled in day by day, read each month, and reported."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: dict[Frequency, Any] = {}

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        since = days.open(SINCE)
        yield Act(since, Hour.PLAN, partial(self._take_up, Frequency.DAY, "最終退出の点検", LAST))
        yield Act(since, Hour.PLAN, partial(self._take_up, Frequency.WEEK, "机の点検", DESKS))
        for back in range(SINCE, 0):
            day = days.exactly(back)
            if not days.is_open(day) or day < since:
                continue
            yield from self._day(back, day)
        yield Act(days.open(JUDGED), Hour.JUDGE, self._judge)
        for month in self._months(since):
            read_on = days.open_day(month.replace(day=READ_ON))
            if read_on < days.today:
                yield Act(read_on, Hour.JUDGE, partial(self._read, rules.months_on(month, -1)))
            report_on = days.open_day(month.replace(day=REPORT_ON))
            if report_on < days.today:
                yield Act(report_on, Hour.CLOSE, self._report)

    def _months(self, since: date) -> Iterator[date]:
        month = rules.months_on(since.replace(day=1), 1)
        while month <= self._desk.days.today:
            yield month
            month = rules.months_on(month, 1)

    def _day(self, back: int, day: date) -> Iterator[Act]:
        if back % BLANK_EVERY == 0:
            return
        on = self._desk.days.exactly(back + 1) if back % LATE_EVERY == 0 and back < -1 else day
        yield Act(on, Hour.CLOSE, partial(self._fill, Frequency.DAY, day, FOUND.get(back)))
        if day.weekday() == FRIDAY:
            yield Act(day, Hour.CLOSE, partial(self._fill, Frequency.WEEK, day, None))

    def _take_up(self, frequency: Frequency, title: str, items: tuple[str, ...]) -> None:
        cast = self._desk.cast
        told = {
            **{"title": title, "frequency": frequency, "items": "\n".join(items)},
            **{"unit_id": cast.unit_ids[WHERE], "owner_id": cast.person_ids[LEAVER]},
            **{"reader_id": cast.person_ids[HEAD], "starts_on": clock.today()},
        }
        by = cast.holder(Role.PRIVACY_MANAGER)
        self._made[frequency] = entries.enter(CHECKS, told, by=by)

    def _fill(self, frequency: Frequency, day: date, mended: bool | None) -> None:
        template = self._made[frequency]
        given = {each.words: _answer(each) for each in rules.read_items(template.items)}
        if mended is not None:
            words = rules.read_items(template.items)[1].words
            note = "講師の机に、採点前の答案が残っていた。"
            given[words] = Given(Mark.FAULT, note, mended=mended)
        period = check_runs.period_at(template, day)
        known = str(uuid5(NAMESPACE_OID, f"{template.reference} {day}"))
        hand = Hand(Way.DOOR, LEAVER, uuid=known)
        check_runs.fill_in(template, period, given, hand, by=None)

    def _judge(self) -> None:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        done = session.scalars(select(CheckFault).where(CheckFault.done_on.is_not(None))).all()
        proposed = check_faults.proposals(done)
        said = {"no_case": "模試の採点の日に限られ、その場で片付けた。続くときは是正処置とする。"}
        # Where one of them fell on a closed day it was not found, and nothing is proposed.
        for row in done:
            if row.id in proposed:
                entries.change(FAULTS, row, said, seen=row.version, by=by)

    def _read(self, month: date) -> None:
        by = self._desk.cast.viewer(HEAD)
        for template in self._made.values():
            sheet = check_runs.sheet(template, month)
            comment = "空欄の日は、早く閉めた日と聞いた。" if sheet.figures["blank"] else ""
            if sheet.columns and sheet.reading is None:
                check_readings.read(sheet, comment, check_readings.digest(sheet), by=by)

    def _report(self) -> None:
        reports = check_reports.CHECK_REPORTS
        quarter = reports.next_period()
        if quarter is None or not reports.is_over(quarter):
            return
        cast = self._desk.cast
        words = "空欄の日があった。ポスターを出入口に貼り直した。"
        made = reports.report(quarter, words, by=cast.holder(Role.PRIVACY_MANAGER))
        reports.confirm(made, version=made.version, by=cast.holder(Role.REPRESENTATIVE))


def _answer(item: rules.Item) -> Given:
    return Given(Mark.FINE if item.answered is Answered.MARK else "4")
