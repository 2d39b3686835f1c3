"""Check in the demo: audits planned, carried out and reported, and findings filed from them."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from pms_tracker import clock
from pms_tracker.act.cases import filing
from pms_tracker.act.rules.case_rules import TO_PLAN
from pms_tracker.act.teams import assignments
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.audits import audit_plans, audits, surroundings
from pms_tracker.check.checklists import checklists
from pms_tracker.check.day import checklist_rows
from pms_tracker.check.findings.findings import Observed
from pms_tracker.check.reports import audit_reports, report_content, report_decisions
from pms_tracker.check.rules.audit_rules import Result
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.demo.acts.case_story import CaseActs
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.ground.stories import AuditStory, FindingStory
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.policies import policies, requirements

# Whom the reports of the demo go to.
WITHDRAWN = "異議を受けて所見を取り下げたため、適合に改めた。"
DISTRIBUTION = "代表者 小林 恒雄\n個人情報保護管理者 田中 美緒\n被監査部門の責任者"


class AuditActs:
    """The acts of one audit. `_audit` is there once it was planned, by its programme if of one."""

    def __init__(self, story: AuditStory, desk: Desk) -> None:
        self._story = story
        self._desk = desk
        self._planned: Audit

    def __iter__(self) -> Iterator[Act]:
        story, days = self._story, self._desk.days
        if story.extra is not None:
            planned_on = days.open(story.planned) if story.planned else days.today
            yield Act(planned_on, Hour.PLAN, self._plan)
        if story.cancelled is not None:
            yield Act(days.open(story.cancelled), Hour.CLOSE, self._cancel)
        if story.notified is not None:
            yield Act(days.open(story.notified), Hour.SUBMIT, self._notify)
        if story.held is not None:
            yield Act(days.open(story.held), Hour.FILE, self._hold)
            yield from self._findings(days.open(story.held))
        if story.closed is not None:
            yield from self._report(story.closed)

    @property
    def _audit(self) -> Audit:
        story, desk = self._story, self._desk
        if story.extra is not None:
            return self._planned
        return desk.planned[story.kind, desk.cast.unit_ids[story.unit], story.day(desk.days)]

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
        wanted = audits.Plan(
            unit_id=desk.cast.unit_ids[story.unit],
            theme=story.theme,
            planned_on=story.day(desk.days),
            requirement_ids=[_requirement_id(clause) for clause in story.clauses],
            team_ids=[desk.cast.person_ids[name] for name in story.team],
            extra_because=story.extra,
            extra_reason=story.extra_reason,
            details=self._details(),
        )
        self._planned = assignments.plan(wanted, by=desk.cast.holder(Role.AUDIT_MANAGER))

    def _details(self) -> audit_plans.Details:
        auditees = tuple(self._desk.cast.person_ids[name] for name in self._story.auditees)
        return audit_plans.Details(
            schedule=tuple(audit_plans.slot_of(each) for each in self._story.hours),
            auditee_ids=auditees,
        )

    def _notify(self) -> None:
        by = self._desk.cast.holder(Role.AUDIT_MANAGER)
        audits.notify(self._audit, by=by, version=self._audit.version)

    def _hold(self) -> None:
        """Begin, and answer each row that no finding is filed from; half of them if not closed."""
        by = self._desk.cast.viewer(self._story.lead)
        assignments.start(self._audit, on=clock.today(), by=by)
        found = {_path(finding.clause) for finding in self._story.findings}
        rows = checklists.rows(self._audit.id)
        plain = [(row, each.path) for row, each in rows if each.path not in found]
        if self._story.closed is None:
            plain = plain[: len(plain) // 2]
        for row, path in plain:
            self._answer(row, path, by)

    def _answer(self, row: ChecklistItem, path: str, by: Viewer) -> None:
        reason = self._said(self._story.not_applicable, path)
        result = Result.NOT_APPLICABLE if reason else Result.CONFORMS
        note = reason or self._said(self._story.memos, path)
        checklists.record(self._audit, row, result, note, version=row.version, by=by)

    def _said(self, told: Mapping[str, str], path: str) -> str:
        return next((words for clause, words in told.items() if _path(clause) == path), "")

    def _row(self, clause: str) -> ChecklistItem:
        path = _path(clause)
        rows = checklists.rows(self._audit.id)
        return next(row for row, requirement in rows if requirement.path == path)

    def _file(self, story: FindingStory, held_on: date, case_acts: CaseActs | None) -> None:
        by = self._desk.cast.viewer(self._story.lead)
        seen = Observed(story.grade, story.fact, story.evidence, held_on)
        finding, case = filing.record(self._audit, self._row(story.clause), seen, by=by)
        self._desk.attach(finding.reference, story.file, by=by)
        if case is not None and case_acts is not None:
            case_acts.begin(finding, case)

    def _report(self, closed: int) -> Iterator[Act]:
        """The lead signs, the audit manager approves, and the representative receives the report.

        How far it goes is the story's; an audit that the audit manager leads goes straight on.
        """
        story, day = self._story, self._desk.days.open(closed)
        yield Act(day, Hour.SUBMIT, self._sign)
        if story.report != "reported" and not self._straight:
            yield Act(day, Hour.DECIDE, partial(self._decide, Role.AUDIT_MANAGER))
        if story.report == "received":
            decide = partial(self._decide, Role.REPRESENTATIVE, self._story.instructions)
            yield Act(day, Hour.CLOSE, decide)

    @property
    def _straight(self) -> bool:
        lead = self._desk.cast.viewer(self._story.lead)
        return Role.AUDIT_MANAGER in lead.roles

    def _sign(self) -> None:
        audit, story, by = self._audit, self._story, self._desk.cast.viewer(self._story.lead)
        for position in checklist_rows.unfiled(audit).positions:
            # Its finding was withdrawn, so the row says again what was seen.
            row = checklists.item(audit, position)
            checklists.record(audit, row, Result.CONFORMS, WITHDRAWN, version=row.version, by=by)
        facts = report_content.facts(surroundings.of(audit), Firm(clock.today()))
        written = audit_reports.Written(
            opinion=story.opinion or story.note,
            conclusion=story.note,
            strong_points=report_content.strong_points(facts),
            distribution=DISTRIBUTION,
        )
        audit_reports.sign(audit, written, report_content.seal(facts), version=0, by=by)

    def _decide(self, role: Role, words: str = "") -> None:
        digest = audit_reports.signed(self._audit.id)[0].digest
        decided = Decided(Decision.APPROVED, digest, words)
        by = self._desk.cast.holder(role)
        report_decisions.decide(self._audit, self._audit.state, decided, by=by)

    def _cancel(self) -> None:
        by = self._desk.cast.holder(Role.AUDIT_MANAGER)
        audits.cancel(self._audit, reason=self._story.note, by=by, version=self._audit.version)


def _path(clause: str) -> str:
    """The number of a clause named like `POL-001 1(6)・3`."""
    return clause.partition(" ")[2]


def _requirement_id(clause: str) -> int:
    """A clause of the edition in force, from a name like `POL-001 1(6)・3`."""
    reference, path = clause.partition(" ")[0], _path(clause)
    policy = next(each for each in policies.listed() if each.reference == reference)
    edition = requirements.of_edition(policies.in_force(policy.id).id)
    return next(each.id for each in edition if each.path == path)
