"""What is looked at once a year, and what a change, an amendment and the renewal ask for, done."""

from datetime import date, timedelta

from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.do.reviews import ledger_parts, ledger_reviews
from pms_tracker.do.reviews.ledger_parts import Part as Asked
from pms_tracker.do.tables.ledger_review_tables import LedgerReview
from pms_tracker.kernel.references import parse_reference
from pms_tracker.plan.laws import law_checks
from pms_tracker.plan.laws.law_checks import Found
from pms_tracker.plan.rules.law_rules import CheckResult
from pms_tracker.plan.rules.planned_change_rules import Ending
from tests.do import test_complaints, test_ledger_reviews, test_risks
from tests.do.years.year_days import months_on
from tests.do.years.year_firm import MANAGER, Due
from tests.do.years.year_happenings import Happenings
from tests.do.years.year_oracle import Part, Review
from tests.do.years.year_script import CLASS

DAY = timedelta(days=1)


class Reviewing(Happenings):
    def do_open_ledger_review(self, _due: Due, day: date) -> None:
        due_on = day + 30 * DAY
        made = ledger_reviews.open_review(due_on, by=self.who(MANAGER))
        parts = {unit: Part(rows) for unit, rows in self.oracle.rows().items()}
        self.oracle.reviews.append(Review(day, due_on, parts))
        self.rows[f"{len(self.oracle.reviews)}"] = made.id

    def _part(self, about: str, unit: str) -> Asked:
        named = parse_reference(self.reviewed(about).reference)
        assert named is not None
        return ledger_parts.by_unit(named, self.units[unit], seen_by=None)

    def reviewed(self, about: str) -> LedgerReview:
        return session.get_one(LedgerReview, self.rows[about])

    def do_answer_ledger_review(self, due: Due, day: date) -> None:
        for unit, part in self.oracle.reviews[-1].parts.items():
            mine = self.oracle.staff.answers_for(unit, day) == due.who
            if mine and part.answered is None:
                asked = self._part(due.about, unit)
                told = test_ledger_reviews.whole(asked)
                by = self.who(due.who)
                ledger_reviews.hand_in(asked, told, version=asked.version, by=by)
                part.answered, part.by = day, due.who

    def do_confirm_ledger_review(self, due: Due, day: date) -> None:
        for unit, part in self.oracle.reviews[-1].parts.items():
            waits = part.answered is not None and part.confirmed is None
            if waits and self.oracle.confirms(part.by) == due.who:
                asked = self._part(due.about, unit)
                decided = Decided(Decision.APPROVED, ledger_reviews.subject(asked).digest)
                by = self.who(due.who)
                ledger_reviews.decide(asked, decided, version=asked.version, by=by)
                part.confirmed = day

    def do_close_ledger_review(self, due: Due, day: date) -> None:
        row, review = self.reviewed(due.about), self.oracle.reviews[-1]
        ledger_reviews.close(row, version=row.version, by=self.who(MANAGER))
        assert row.result is not None
        assert {line["unit"]: line["rows"] for line in row.result} == {
            unit: part.rows for unit, part in review.parts.items()
        }
        review.closed = day

    def do_evaluate_contractor(self, _due: Due, _day: date) -> None:
        self.evaluate()

    def do_check_laws(self, _due: Due, day: date) -> None:
        row = self.row("law")
        found = Found(row.id, row.version, CheckResult.UNCHANGED)
        law_checks.record([found], by=self.who(MANAGER))
        self.oracle.law_checked = day

    def do_meet_law_impact(self, _due: Due, day: date) -> None:
        self.change("law", rule_done=day)
        del self.oracle.amendment["due"]

    def do_reflect_law(self, due: Due, day: date) -> None:
        if "due" in self.oracle.amendment:
            self.do_meet_law_impact(due, day)
        self.change("law", reflected_on=day)
        self.oracle.amendment = {}

    def do_meet_change_impact(self, _due: Due, day: date) -> None:
        first = next(each for each in ("rule", "ledger") if each in self.oracle.change)
        self.change("change", **{f"{first}_done": day})
        del self.oracle.change[first]

    def do_close_change(self, due: Due, day: date) -> None:
        while self.oracle.change.keys() & {"rule", "ledger"}:
            self.do_meet_change_impact(due, day)
        self.change("change", closed_on=day, ending=Ending.DONE, result="統合した。")
        self.oracle.change = {}

    def do_review_risks(self, _due: Due, day: date) -> None:
        again = months_on(day, 12)
        by, _who = self.two(CLASS)
        self.change("risk", by, review_on=again)
        self.approved("risk", by)
        self.oracle.risk = again

    def do_answer_complaint(self, due: Due, day: date) -> None:
        self.change(due.about, due.who, **test_complaints.ANSWER)
        row, register = self.row(due.about), self.registers[due.about]
        test_risks.hand_in(row, due.who, register)
        test_risks.approve(row, MANAGER, register)
        self.change(due.about, answered_on=day)
        self.oracle.complaints[due.about].answered = day

    def do_close_complaint(self, due: Due, day: date) -> None:
        self.change(due.about, **test_complaints.FOUND)
        self.change(due.about, closed_on=day)
        its = self.oracle.complaints[due.about]
        its.closed, its.founded = day, True

    def do_judge_complaint(self, due: Due, _day: date) -> None:
        self.change(due.about, no_case="宛先の確認を手順に加えた。")
        self.oracle.complaints[due.about].judged = True

    def do_apply_renewal(self, _due: Due, day: date) -> None:
        self.change("renewal", submitted_on=day)
        self.oracle.submitted = day

    def do_answer_remark(self, _due: Due, day: date) -> None:
        self.change("remark", answer="改めた。", answered_on=day)
        self.oracle.remark = None
