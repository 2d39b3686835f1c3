"""Check in the demo: audits planned, carried out and closed, and findings filed from them."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from pms_tracker import clock
from pms_tracker.act import filing
from pms_tracker.act.rules import TO_PLAN
from pms_tracker.check import audits, checklists
from pms_tracker.check.audits import Plan
from pms_tracker.check.findings import Observed
from pms_tracker.check.models import Audit, ChecklistItem
from pms_tracker.check.rules import Result
from pms_tracker.demo.cases import CaseActs
from pms_tracker.demo.desk import Desk
from pms_tracker.demo.schedule import Act, Hour
from pms_tracker.demo.stories import AuditStory, FindingStory
from pms_tracker.kernel.independence import Role
from pms_tracker.people.people import Viewer
from pms_tracker.plan import policies, requirements


class AuditActs:
    """The acts of one audit. `_audit` is there once it was planned."""

    def __init__(self, story: AuditStory, desk: Desk) -> None:
        self._story = story
        self._desk = desk
        self._audit: Audit

    def __iter__(self) -> Iterator[Act]:
        story, days = self._story, self._desk.days
        planned_on = days.open(story.planned) if story.planned else days.today
        yield Act(planned_on, Hour.PLAN, self._plan)
        if story.cancelled is not None:
            yield Act(days.open(story.cancelled), Hour.CLOSE, self._cancel)
        if story.held is not None:
            yield Act(days.open(story.held), Hour.FILE, self._hold)
            yield from self._findings(days.open(story.held))
        if story.closed is not None:
            yield Act(days.open(story.closed), Hour.CLOSE, self._close)

    def _findings(self, held_on: date) -> Iterator[Act]:
        for story in self._story.findings:
            filed_on = self._filed_on(story, held_on)
            case_acts = CaseActs(story.case, self._desk, filed_on) if story.case else None
            yield Act(filed_on, Hour.FILE, partial(self._file, story, held_on, case_acts))
            if case_acts is not None:
                yield from case_acts

    def _filed_on(self, story: FindingStory, held_on: date) -> date:
        days = self._desk.days
        if story.step_due is not None:
            return max(held_on, days.start_of(TO_PLAN, story.step_due))
        return held_on if story.filed is None else days.open(story.filed)

    def _plan(self) -> None:
        story, desk = self._story, self._desk
        if story.held is not None:
            planned_on = desk.days.open(story.held)
        else:
            planned_on = desk.days.exactly(story.on or 0)
        wanted = Plan(
            unit_id=desk.cast.unit_ids[story.unit],
            theme=story.theme,
            planned_on=planned_on,
            requirement_ids=[_requirement_id(clause) for clause in story.clauses],
            team_ids=[desk.cast.person_ids[name] for name in story.team],
        )
        self._audit = audits.plan(wanted, by=desk.cast.holder(Role.AUDIT_MANAGER))

    def _hold(self) -> None:
        """Begin, and answer each row that no finding is filed from; half of them if not closed."""
        by = self._desk.cast.viewer(self._story.lead)
        audits.start(self._audit, on=clock.today(), by=by)
        found = {finding.clause for finding in self._story.findings}
        plain = [clause for clause in self._story.clauses if clause not in found]
        if self._story.closed is None:
            plain = plain[: len(plain) // 2]
        for clause in plain:
            self._answer(clause, by)

    def _answer(self, clause: str, by: Viewer) -> None:
        row = self._row(clause)
        reason = self._story.not_applicable.get(clause, "")
        result = Result.NOT_APPLICABLE if reason else Result.CONFORMS
        note = reason or self._story.memos.get(clause, "")
        checklists.record(self._audit, row, result, note, version=row.version, by=by)

    def _row(self, clause: str) -> ChecklistItem:
        path = clause.partition(" ")[2]
        rows = checklists.rows(self._audit.id)
        return next(row for row, requirement in rows if requirement.path == path)

    def _file(self, story: FindingStory, held_on: date, case_acts: CaseActs | None) -> None:
        by = self._desk.cast.viewer(self._story.lead)
        seen = Observed(story.grade, story.fact, story.evidence, held_on)
        finding, case = filing.record(self._audit, self._row(story.clause), seen, by=by)
        self._desk.attach(finding.reference, story.file, by=by)
        if case is not None and case_acts is not None:
            case_acts.begin(finding, case)

    def _close(self) -> None:
        by = self._desk.cast.viewer(self._story.lead)
        audits.close(self._audit, note=self._story.note, by=by, version=self._audit.version)

    def _cancel(self) -> None:
        by = self._desk.cast.holder(Role.AUDIT_MANAGER)
        audits.cancel(self._audit, reason=self._story.note, by=by, version=self._audit.version)


def _requirement_id(clause: str) -> int:
    """A clause of the edition in force, from a name like `POL-001 1(6)・3`."""
    reference, _, path = clause.partition(" ")
    policy = next(each for each in policies.listed() if each.reference == reference)
    edition = requirements.of_edition(policies.in_force(policy.id).id)
    return next(each.id for each in edition if each.path == path)
