"""Audit programmes in the demo: each year's approved before its first audit, the next one begun."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from pms_tracker.act.teams import programme_teams
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.programmes import programme_gaps, programmes
from pms_tracker.check.programmes.programme_writing import Words, Written
from pms_tracker.check.reports.earlier_audits import EARLIER_AUDITS
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.programme_rules import Row
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.database import session
from pms_tracker.demo.ground.demo_company import UNITS
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.ground.stories import AuditStory
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.plan.rules.year_rules import Year
from pms_tracker.registers.imports import register_sheets

WORDS = Words(
    {
        AuditKind.OPERATION: "個人情報の取扱いの運用状況",
        AuditKind.CONFORMITY: "規程と要求事項の適合状況",
    },
    "すべての部門が、定めたとおりに個人情報を取り扱っていることと、定めたことが要求事項に合っていることを確かめる。",
    lambda found: (
        "前年度に不適合があった部門：" + "、".join(unit for unit, _amount in found) if found else ""
    ),
    scope="運用：各部門で個人情報を取り扱うすべての業務と、そこで使う書類、記録媒体及び情報システム。適合：すべての内部規程。",
    method="記録の閲覧、ヒアリング及び現場確認による。",
)
GAPS = "前年度に不適合がなかった部門は、下期に臨時監査を計画して補う。"
RISKS = "入会申込みの受付と、委託先への名簿の受渡しが増えている。"
# Days before the first audit on which a programme is handed in, and days until it is approved.
WRITTEN, DECIDED = 30, 4
# What is usual: in the first days of the year.
USUALLY = 7
# Papers of the year before last were brought over lately.
BROUGHT_OVER = -20
OLD_TEAM = "髙橋 正行、鈴木 彩乃"
JUST_BEFORE = ("総務部", "教務部", "諏訪教室")


class ProgrammeActs:
    """One programme for each year that has audits, and the draft of the next one."""

    def __init__(self, audits: Sequence[AuditStory], desk: Desk, started_on: date) -> None:
        self._desk = desk
        self._started_on = started_on
        self._stories: dict[int, list[AuditStory]] = defaultdict(list)
        for story in audits:
            if not story.extra:
                year = people.fiscal_year_of(story.day(desk.days))
                self._stories[year].append(story)

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        for year, stories in self._stories.items():
            first_on = min(story.day(days) for story in stories)
            usual = self._span(year).first + timedelta(days=USUALLY)
            early = first_on - timedelta(days=WRITTEN)
            written_on = max(self._started_on, days.open_day(min(usual, early)))
            decided_on = days.open_day(written_on + timedelta(days=DECIDED))
            yield Act(written_on, Hour.SUBMIT, partial(self._write, year))
            yield Act(decided_on, Hour.DECIDE, partial(self._approve, year))
        yield Act(days.open(BROUGHT_OVER), Hour.PLAN, self._bring_over)
        yield Act(days.today, Hour.PLAN, self._begin_the_next)

    def _span(self, year: int) -> Year:
        return Year.of(year, people.the_company().fiscal_start)

    def _write(self, year: int) -> None:
        cast, days = self._desk.cast, self._desk.days
        by = cast.holder(Role.AUDIT_MANAGER)
        programme = programme_teams.draft(year, WORDS, by=by)
        rows = [
            Row(
                story.kind,
                cast.unit_ids[story.unit],
                story.day(days),
                tuple(cast.person_ids[name] for name in story.team),
                story.theme,
            )
            for story in self._stories[year]
        ]
        why = GAPS if programme_gaps.of(programme, rows) else ""
        told = {"scope": programme.scope, "method": programme.method, "gap_reason": why}
        written = Written(programme.purpose, programme.risks or RISKS, rows, **told)
        programme_teams.submit(programme, written, version=programme.version, by=by)

    def _approve(self, year: int) -> None:
        programme = self._of(year)
        by = self._desk.cast.holder(Role.REPRESENTATIVE)
        rows = programmes.rows_of(programme)
        digest = programmes.subject(programme, rows).digest
        decided = Decided(Decision.APPROVED, digest)
        programme_teams.decide(programme, decided, version=programme.version, by=by)
        for row in rows:
            audit = session.get_one(Audit, row.audit_id)
            self._desk.planned[row.kind, row.unit_id, row.planned_on] = audit

    def _of(self, year: int) -> Programme:
        found = programmes.of_year(year)
        if found is None:
            raise LookupError(year)
        return found

    def _bring_over(self) -> None:
        """What lies on paper, the year before last and just before the app, from one table."""
        span = self._span(people.fiscal_year_of(self._desk.days.today) - 2)
        lines = ["種別,部門,実施日,監査員,不適合,観察事項,良好な点,保管場所"]
        lines.append(f"適合,,{self._day(span, 0)},{OLD_TEAM},1,2,0,総務部の書庫")
        held = [
            (unit, self._day(span, place)) for place, (unit, _kind) in enumerate(UNITS, start=1)
        ]
        held += zip(JUST_BEFORE, self._last_papers(), strict=True)
        for place, (unit, day) in enumerate(held):
            found = f"{place % 3},{place % 2},1"
            lines.append(f"運用,{unit},{day},{OLD_TEAM},{found},総務部の書庫")
        by = self._desk.cast.holder(Role.AUDIT_MANAGER)
        plan = register_sheets.plan(EARLIER_AUDITS, "\n".join(lines).encode(), by=by)
        register_sheets.take_all(EARLIER_AUDITS, plan, by=by)

    def _last_papers(self) -> Iterator[date]:
        """Days of the weeks before the app began: what was then audited lies on paper as well."""
        for place in range(len(JUST_BEFORE)):
            yield self._desk.days.open_day(self._started_on - timedelta(days=30 + 7 * place))

    def _day(self, span: Year, place: int) -> date:
        return self._desk.days.open_day(span.first + timedelta(days=215 + 6 * place))

    def _begin_the_next(self) -> None:
        following = people.fiscal_year_of(self._desk.days.today) + 1
        if following in programmes.open_years():
            by = self._desk.cast.holder(Role.AUDIT_MANAGER)
            programme_teams.draft(following, WORDS, by=by)
