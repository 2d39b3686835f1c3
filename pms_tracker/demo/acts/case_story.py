"""Act in the demo: corrective action cases, each taken as far as its story goes."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from pms_tracker import clock
from pms_tracker.act.cases import case_signing, filing, instructions
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import effectiveness
from pms_tracker.act.plans import plans
from pms_tracker.act.rules.action_rules import Action
from pms_tracker.act.rules.case_rules import TO_CLOSE, TO_CONFIRM, TO_DECIDE, TO_PLAN, TO_REVIEW
from pms_tracker.act.rules.cause_rules import CauseCategory
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.approvals.approval_rules import typists
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.demo.acts import elsewhere_story
from pms_tracker.demo.ground.demo_company import has_account
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.scans import stamped_page
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.ground.stories import CaseStory
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import company_profile, people
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.trail.trail import SYSTEM

# The usual pace: a plan three days after filing, its approval two days later.
TO_SUBMIT = timedelta(days=3)
TO_APPROVE = timedelta(days=5)
# Plans that nobody carries out yet end a fortnight from now, the others soon after they were done.
LATER = 14
SPARE = 5
SCAN = ("承認印の写し.pdf", stamped_page())


class CaseActs:
    """The acts of one case. `_finding` and `_case` are there once it was opened."""

    def __init__(self, story: CaseStory, desk: Desk, filed_on: date) -> None:
        self._story = story
        self._desk = desk
        self._filed_on = filed_on
        self._finding: Finding
        self._case: Case

    def begin(self, finding: Finding, case: Case) -> None:
        self._finding, self._case = finding, case

    def __iter__(self) -> Iterator[Act]:
        story, days = self._story, self._desk.days
        if story.ends == "planning":
            return
        usual = days.open_day(self._filed_on + TO_SUBMIT)
        due = days.start_of(TO_DECIDE, story.due) if story.ends == "submitted" else usual
        submitted_on = max(self._filed_on, due)
        if story.asks:
            submitted_on = elsewhere_story.asked_on(story.asks, days)
        yield Act(submitted_on, Hour.SUBMIT, partial(self._submit, story.action))
        if story.ends == "submitted":
            return
        if story.ends == "withdrawn":
            yield Act(days.open(story.ended), Hour.CLOSE, self._withdraw)
            return
        if story.ends == "sent_back":
            sent_back_on = max(submitted_on, days.start_of(TO_PLAN, story.due))
            yield Act(sent_back_on, Hour.DECIDE, partial(self._decide, Decision.SENT_BACK))
            return
        approved_on = max(submitted_on, days.open_day(self._filed_on + TO_APPROVE))
        if story.ends == "endorsed":
            approved_on = max(submitted_on, days.start_of(TO_DECIDE, story.due))
        yield Act(approved_on, Hour.DECIDE, partial(self._decide, Decision.APPROVED))
        yield from self._after_approval()

    def _after_approval(self) -> Iterator[Act]:
        story, days = self._story, self._desk.days
        if story.ends == "amended":
            yield Act(days.start_of(TO_DECIDE, story.due), Hour.SUBMIT, self._amend)
        if story.asks:
            yield from elsewhere_story.answers(story.asks, self._desk, lambda: self._case)
        if story.ends in ("amended", "doing", "endorsed"):
            return
        asked = {"reviewing": TO_REVIEW, "confirming": TO_CONFIRM}.get(story.ends)
        done_on = days.start_of(asked, story.due) if asked else days.open(story.done)
        yield Act(done_on, Hour.DONE, self._report_done)
        if story.ends == "closed":
            yield Act(days.open(story.judged), Hour.JUDGE, partial(self._judge, Verdict.EFFECTIVE))
        elif story.ends == "closing":
            judged_on = days.start_of(TO_CLOSE, story.due)
            yield Act(judged_on, Hour.JUDGE, partial(self._judge, Verdict.EFFECTIVE))
        elif story.ends == "round_two":
            judged_on = days.start_of(TO_PLAN, story.due)
            yield Act(judged_on, Hour.JUDGE, partial(self._judge, Verdict.INEFFECTIVE))

    def _head(self) -> people.Viewer:
        return people.viewer(Dossier(self._case).planners[0])

    def _plan(self, action: str) -> plans.Plan:
        story, days = self._story, self._desk.days
        offset = story.done + SPARE if story.done else LATER
        if story.ends == "doing":
            offset = story.due
        owner_id = self._desk.cast.person_ids[story.owner]
        planned = Action(action, owner_id, days.exactly(offset))
        category = CauseCategory(story.category)
        written = story.correction, story.cause, (planned,), category, story.again
        asks = elsewhere_story.asking(story.asks)
        return plans.Plan(*written, fishbone=story.fishbone, elsewhere=asks)

    def _submit(self, action: str) -> None:
        plan, kept = self._plan(action), company_profile.parts()
        # What is switched on when a plan is handed in holds for it to the end.
        if self._story.tried:
            company_profile.switch({*kept, Part(self._story.tried)}, by=SYSTEM)
        plans.submit(self._case, plan, version=self._case.version, by=self._head())
        company_profile.switch(kept, by=SYSTEM)

    def _amend(self) -> None:
        plan = self._plan(self._story.amended)
        plans.amend(self._case, plan, version=self._case.version, by=self._head())

    def _decide(self, decision: Decision) -> None:
        story, cast = self._story, self._desk.cast
        written = Dossier(self._case).current
        decided = Decided(
            decision,
            seen_digest=plans.subject(self._case, written).digest,
            reason=story.reason if decision is Decision.SENT_BACK else "",
            on_paper_by=cast.person_ids[story.on_paper_by] if story.on_paper_by else None,
            scanned=bool(story.on_paper_by),
        )
        by = self._typist() if story.on_paper_by else self._decider()
        row = plans.decide(self._case, decided, version=self._case.version, by=by)
        if story.on_paper_by:
            self._desk.attach(self._case.reference, SCAN, by=by, step=row.step)

    def _decider(self) -> people.Viewer:
        return people.viewer(Dossier(self._case).approvers.person_ids[0])

    def _typist(self) -> people.Viewer:
        """What was stamped on paper is typed in at the top, by somebody without a hand in it."""
        dossier, named = Dossier(self._case), self._desk.cast.person_ids[self._story.on_paper_by]
        hands = case_signing.hands_in(dossier, dossier.approvers)
        return people.viewer(typists(dossier.firm.candidates, named, hands)[0])

    def _report_done(self) -> None:
        owner = self._story.owner
        # The head reports for somebody who cannot sign in.
        by = self._desk.cast.viewer(owner) if has_account(owner) else self._head()
        instructed = instructions.of_case(self._case)
        asked = instructions.waits(Dossier(self._case).rounds, instructed)
        answer = self._story.answer if asked else ""
        done = effectiveness.Done(self._story.result, clock.today(), instruction_answer=answer)
        effectiveness.report_done(self._case, done, version=self._case.version, by=by)
        self._desk.attach(self._case.reference, self._story.file, by=by)

    def _judge(self, verdict: Verdict) -> None:
        by = people.viewer(Dossier(self._case).reviewers.person_ids[0])
        judged = effectiveness.Judged(
            verdict,
            self._story.grounds,
            self._story.lesson,
            how_seen=self._story.how_seen,
            data_seen=self._story.data_seen,
            lesson_for=tuple(Inbox(each) for each in self._story.lesson_for),
        )
        effectiveness.judge(self._case, judged, version=self._case.version, by=by)

    def _withdraw(self) -> None:
        by = self._desk.cast.holder(Role.AUDIT_MANAGER)
        version = self._finding.version
        filing.withdraw(self._finding, reason=self._story.reason, version=version, by=by)
