"""The year in the demo: planned before it began, done day by day, amended once, one duty late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.rules.year_rules import AnnualKind, Done, Row, Year
from pms_tracker.plan.tables.year_tables import AnnualPlan
from pms_tracker.plan.years import year_amendments, year_results, year_writing, years
from pms_tracker.plan.years.year_proposal import TYPICAL

TITLES = {
    AnnualKind.PROGRAMME: "監査プログラムの策定",
    AnnualKind.LEDGER_CHECK: "個人情報管理台帳の見直し",
    AnnualKind.RISK_REVIEW: "リスクアセスメントの見直し",
    AnnualKind.LAW_LIST: "法令一覧の見直し",
    AnnualKind.POLICY_REVIEW: "個人情報保護方針・内部規程の見直し",
    AnnualKind.CONTRACTORS: "委託先の評価",
    AnnualKind.EDUCATION: "全従業者の教育",
    AnnualKind.OPERATION_CHECK: "運用の確認",
    AnnualKind.AUDIT: "内部監査",
    AnnualKind.MANAGEMENT_REVIEW: "マネジメントレビュー",
    AnnualKind.DISPOSAL: "記録の廃棄",
}
RESULT = "計画のとおりに実施し、記録を事務局の棚に保管した。"
REASON = "担当者の都合がつかず、期日を移すため。"
# Days before the year begins on which its plan is written, and days until it is approved.
WRITTEN, DECIDED = 24, 4
# A duty is done some days before it was planned; the last one is moved, and late once more.
EARLY = 3
MOVED_TO, PROPOSED, CONFIRMED = -5, -16, -14


class YearActs:
    """The running year, and the next one begun as a draft."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        days = desk.days
        company = people.the_company()
        year = people.fiscal_year_of(days.today)
        self._year = year
        self._span = Year.of(year, company.fiscal_start)
        self._plan: AnnualPlan

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        written = days.open_day(self._span.first - timedelta(days=WRITTEN))
        yield Act(written, Hour.PLAN, self._write)
        yield Act(days.open_day(written + timedelta(days=DECIDED)), Hour.DECIDE, self._approve)
        ends = sorted(self._month_end(each.month) for each in TYPICAL)
        past = [day for day in dict.fromkeys(ends) if day < days.exactly(PROPOSED)]
        for day in past[:-1]:
            done_on = days.open_day(day - timedelta(days=EARLY))
            yield Act(done_on, Hour.DONE, partial(self._report, day))
            yield Act(done_on, Hour.JUDGE, self._check)
        if past and self._span.first < days.open(PROPOSED):
            yield Act(days.open(PROPOSED), Hour.PLAN, partial(self._amend, past[-1]))
            yield Act(days.open(CONFIRMED), Hour.DECIDE, self._confirm)
            yield Act(days.open(CONFIRMED), Hour.JUDGE, self._check)
        yield Act(days.today, Hour.PLAN, self._begin_the_next)

    def _month_end(self, month: int) -> date:
        return self._desk.days.month_end(self._span, month)

    def _write(self) -> None:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        self._plan = year_writing.draft(self._year, TITLES, by=by)
        rows = self._to_do()
        year_writing.submit(self._plan, rows, version=self._plan.version, by=by)

    def _to_do(self) -> list[Row]:
        duties = years.duties_of(self._plan)
        return [years.row_of(each) for each in duties if year_amendments.may_amend(each)]

    def _approve(self) -> None:
        plan, by = self._plan, self._desk.cast.holder(Role.REPRESENTATIVE)
        digest = years.subject(plan, years.duties_of(plan)).digest
        years.decide(plan, Decided(Decision.APPROVED, digest), version=plan.version, by=by)

    def _report(self, planned_on: date) -> None:
        done = Done(RESULT, clock.today())
        for duty in years.duties_of(self._plan):
            # What the programme showed done is done.
            if duty.planned_on == planned_on and duty.done_on is None:
                by = people.viewer(duty.owner_id)
                year_results.report_done(self._plan, duty.position, done, by=by)

    def _check(self) -> None:
        """Whoever is named for it confirms what was reported."""
        firm = Firm(clock.today())
        for duty in filter(year_results.waits, years.duties_of(self._plan)):
            asked = decisions.asked(year_results.of_duty(duty, firm), firm)
            digest = year_results.subject(self._plan, duty).digest
            if asked is not None:
                by = people.viewer(asked.person_id)
                decided = Decided(Decision.APPROVED, digest)
                year_results.decide(self._plan, duty, decided, by=by)

    def _amend(self, planned_on: date) -> None:
        """The last duties before today were not done in time: one gets a new day."""
        by, moved_to = self._desk.cast.holder(Role.PRIVACY_MANAGER), self._desk.days.open(MOVED_TO)
        late = [row for row in self._to_do() if row.planned_on == planned_on]
        if not late:
            return
        for row in late[1:]:
            duty = next(d for d in years.duties_of(self._plan) if d.id == row.duty_id)
            owner = people.viewer(duty.owner_id)
            year_results.report_done(
                self._plan, duty.position, Done(RESULT, clock.today()), by=owner
            )
        rows = [
            replace(row, planned_on=moved_to) if row.duty_id == late[0].duty_id else row
            for row in self._to_do()
        ]
        year_amendments.propose(self._plan, rows, REASON, version=self._plan.version, by=by)

    def _confirm(self) -> None:
        plan, by = self._plan, self._desk.cast.holder(Role.REPRESENTATIVE)
        amendment = year_amendments.open_amendment(plan)
        if amendment is None:
            return
        digest = year_amendments.subject(plan, amendment).digest
        decided = Decided(Decision.APPROVED, digest)
        year_amendments.decide(plan, amendment, decided, version=plan.version, by=by)

    def _begin_the_next(self) -> None:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        year_writing.draft(self._year + 1, TITLES, by=by)
