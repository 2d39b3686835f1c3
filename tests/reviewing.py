"""Management reviews as tests need them, made by the use cases that make them in life."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.management import management_reviews, review_minutes
from pms_tracker.act.management.management_reviews import Called
from pms_tracker.act.management.review_minutes import Written
from pms_tracker.act.rules.management_rules import Remark, Resolved, ReviewState, Section
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.plan.rules.year_rules import AnnualKind, Row
from pms_tracker.plan.tables.year_tables import AnnualDuty
from tests.cast import IDS, TODAY, viewer
from tests.plan.years import a_year

AGENDA = "1. 実績\n2. 改善の機会"
PLACE = "本部会議室"
# Who is asked to attend, and who of them was there.
ASKED = ("representative", "privacy_manager", "head", "other_head")
PRESENT = ("representative", "privacy_manager", "head")
DECIDED = "教室の棚に鍵を付ける予算を取る。"
DUE_ON = TODAY + timedelta(days=30)
PLANNED_ON = date(2027, 2, 12)
REMARKS = {each: Remark(unchanged=True) for each in Section} | {
    Section.CASES: Remark("期限超過がない。このまま続ける。")
}


def called(**changes: object) -> Called:
    wanted = Called(clock.today(), PLACE, AGENDA, [IDS[each] for each in ASKED])
    return replace(wanted, **changes)  # type: ignore[arg-type]


def convened(by: str = "privacy_manager", **changes: object) -> ManagementReview:
    return management_reviews.convene(called(**changes), by=viewer(by))


def written(**changes: object) -> Written:
    """Minutes that may be handed in: every input said, one decision of the owner's."""
    said = Written(
        clock.today(),
        PLACE,
        [IDS[each] for each in PRESENT],
        "顧問 田中",
        REMARKS,
        "仕組みは有効に働いている。",
        [Resolved(DECIDED, IDS["owner"], DUE_ON)],
    )
    made = replace(said, **changes)  # type: ignore[arg-type]
    return made if made.decisions or "no_decisions" in changes else replace(made, no_decisions=True)


def saved(review: ManagementReview, by: str = "privacy_manager", **changes: object) -> None:
    said = written(**changes)
    review_minutes.save(review, said, version=review.version, by=viewer(by))


def submitted(
    review: ManagementReview | None = None, by: str = "privacy_manager", **changes: object
) -> ManagementReview:
    review = review or convened()
    said = written(**changes)
    review_minutes.submit(review, said, version=review.version, by=viewer(by))
    return review


def decide(
    review: ManagementReview,
    made: Decision = Decision.APPROVED,
    by: str = "representative",
    **changes: object,
) -> Approval:
    decided = Decided(made, review_minutes.subject(review).digest)
    decided = replace(decided, **changes)  # type: ignore[arg-type]
    return review_minutes.decide(review, decided, version=review.version, by=viewer(by))


def signed(review: ManagementReview | None = None, **changes: object) -> ManagementReview:
    review = submitted(review, **changes)
    decide(review)
    return review


def in_state(state: ReviewState) -> ManagementReview:
    """A review brought to a state by the moves that lead there."""
    if state is ReviewState.CONVENED:
        return convened()
    if state is ReviewState.CANCELLED:
        review = convened()
        by = viewer("privacy_manager")
        management_reviews.cancel(
            review, reason="監査が先になった。", version=review.version, by=by
        )
        return review
    review = submitted()
    if state is ReviewState.SENT_BACK:
        decide(review, Decision.SENT_BACK, reason="欠席者の扱いを書くこと。")
    elif state is ReviewState.SIGNED:
        decide(review)
    return review


def planned(planned_on: date = PLANNED_ON) -> AnnualDuty:
    """The duty of an approved plan that a review is held for; the representative owns it."""
    kind = AnnualKind.MANAGEMENT_REVIEW
    a_year.approved((Row(kind, "マネジメントレビュー", planned_on, IDS["representative"]),))
    of_kind = AnnualDuty.kind == AnnualKind.MANAGEMENT_REVIEW
    return session.scalars(select(AnnualDuty).where(of_kind)).one()


def letters(key: str) -> list[str]:
    """To whom letters of a kind were posted, in the order of posting."""
    found = select(OutboxLetter.name).where(OutboxLetter.key == key).order_by(OutboxLetter.id)
    return list(session.scalars(found))
