"""Management reviews in the demo: last year's signed with a decision open, this year's called."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from pms_tracker import clock
from pms_tracker.act.management import management_reviews, review_decisions, review_minutes
from pms_tracker.act.management.management_reviews import Called
from pms_tracker.act.rules.management_rules import Remark, Resolved, Section
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.kernel.independence import Role
from pms_tracker.plan.rules.year_rules import Done

# Days counted from the day the demo is loaded.
CALLED, HELD, DONE, CALLED_AGAIN = -290, -276, -221, -6
FIRST_DUE, OPEN_DUE = -214, 20
# How many days ahead a review is called that no plan asks for.
AHEAD = 21

PLACE = "本社2階 会議室"
AGENDA = """1. 前回の決定事項の状況
2. 監査・是正処置・教育などの実績
3. 内外の課題とリスクの変化
4. 改善の機会と決定事項"""
ASKED = ("小林 恒雄", "田中 美緒", "髙橋 正行", "渡辺 千恵", "中村 由紀江", "山本 亮介")
ABSENT = "山本 亮介"
OTHERS = "顧問 宮坂 信夫"
FIRST_DECISION = "申込書の保管場所と廃棄の時期を、全教室で同じ手順にそろえる。"
OPEN_DECISION = "教材配送の委託先について、個人情報の取扱いを現地で確かめる。"
RESULT = "手順書を改め、全教室の責任者に説明した。保管棚の写真を事務局に集めた。"
CONCLUSION = (
    "仕組みは全体として有効に働いている。教室ごとの差を小さくすることを、次の年度の重点とする。"
)
COMMENTS = {
    Section.ISSUES: "個人情報保護法の改正の動きを、法令一覧で追っている。",
    Section.AUDITS: "教室の監査で、書類の保管についての指摘が続いた。",
    Section.CASES: "期限を過ぎた処置はない。計画の承認までの日数が短くなった。",
    Section.EDUCATION: "新しく入った講師の受講が遅れた。入社の月のうちに行う。",
    Section.RISKS: "教材配送の委託先で、持出しのリスクを高く見直した。",
    Section.OPPORTUNITIES: "教室の責任者から、手順書を1冊にまとめる提案があった。",
}


@dataclass
class ReviewActs:
    """Last year's review through its decisions, and this year's convened."""

    desk: Desk
    held: list[ManagementReview] = field(default_factory=list)

    def __iter__(self) -> Iterator[Act]:
        days = self.desk.days
        yield Act(days.open(CALLED), Hour.PLAN, self._convene)
        # The same day, so that no run of closed days turns the order round.
        yield Act(days.open(HELD), Hour.DONE, self._write)
        yield Act(days.open(HELD), Hour.CLOSE, self._sign)
        yield Act(days.open(DONE), Hour.DONE, self._report)
        yield Act(days.open(CALLED_AGAIN), Hour.DECIDE, self._convene_again)

    def _convene(self) -> None:
        called = self._called(self.desk.days.open(HELD))
        by = self.desk.cast.holder(Role.PRIVACY_MANAGER)
        self.held.append(management_reviews.convene(called, by=by))

    def _called(self, planned_on: date, duty_id: int | None = None) -> Called:
        ids = self.desk.cast.person_ids
        return Called(planned_on, PLACE, AGENDA, [ids[name] for name in ASKED], OTHERS, duty_id)

    def _write(self) -> None:
        review, ids, days = self.held[0], self.desk.cast.person_ids, self.desk.days
        written = review_minutes.Written(
            clock.today(),
            PLACE,
            [ids[name] for name in ASKED if name != ABSENT],
            OTHERS,
            {each: _remark(each) for each in Section},
            CONCLUSION,
            [
                Resolved(FIRST_DECISION, ids["渡辺 千恵"], days.open(FIRST_DUE)),
                Resolved(OPEN_DECISION, ids["田中 美緒"], days.open(OPEN_DUE)),
            ],
        )
        by = self.desk.cast.holder(Role.PRIVACY_MANAGER)
        review_minutes.submit(review, written, version=review.version, by=by)

    def _sign(self) -> None:
        review, by = self.held[0], self.desk.cast.holder(Role.REPRESENTATIVE)
        decided = Decided(Decision.APPROVED, review_minutes.subject(review).digest)
        review_minutes.decide(review, decided, version=review.version, by=by)

    def _report(self) -> None:
        by = self.desk.cast.viewer("渡辺 千恵")
        review_decisions.report_done(self.held[0], 1, Done(RESULT, clock.today()), by=by)

    def _convene_again(self) -> None:
        """On the day that the plan names, where it asks for a review still to come."""
        by = self.desk.cast.holder(Role.PRIVACY_MANAGER)
        ahead = [
            row for row in management_reviews.offered_duties() if row.planned_on > clock.today()
        ]
        planned_on = ahead[0].planned_on if ahead else self.desk.days.open(AHEAD)
        management_reviews.convene(self._called(planned_on, ahead[0].id if ahead else None), by=by)


def _remark(section: Section) -> Remark:
    comment = COMMENTS.get(section, "")
    return Remark(comment, unchanged=not comment)
