"""What management reviews want somebody to do: convene, hold and write, sign, carry out."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select

from pms_tracker.act.management import management_reviews
from pms_tracker.act.rules import management_rules
from pms_tracker.act.rules.management_rules import WRITING, ReviewState
from pms_tracker.act.tables.management_tables import ManagementReview, ReviewDecision
from pms_tracker.database import session
from pms_tracker.duties import duty_sources
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.search_text import title_of
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.tables.people_tables import CompanyHoliday
from pms_tracker.plan.deciding.decisions import WRITERS, deciders
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.plan.years.year_duties import every_plan

CONVENE, HOLD, WRITE = "convene_review", "hold_review", "write_minutes"
SIGN, CARRY_OUT = "sign_minutes", "carry_out_decision"
# What is said of a decision in one line.
TITLE = 60


def of_plans(ids: Collection[int]) -> Iterator[Wanted]:
    """Reviews that plans ask for and nobody convened, until the day that they are planned for."""
    rows = session.execute(
        management_reviews.without_review()
        .with_only_columns(AnnualPlan, AnnualDuty.planned_on, AnnualDuty.title)
        .where(AnnualPlan.id.in_(ids))
    )
    for plan, planned_on, title in rows:
        yield Wanted(*(plan.id, plan.reference, CONVENE, planned_on), Holder.MANAGER, title=title)


def of_reviews(ids: Collection[int]) -> Iterator[Wanted]:
    """Reviews to hold until their day and to write down from the next; minutes that came back or
    wait to be signed; decisions to carry out, each its owner's."""
    reviews = {review.id: review for review in duty_sources.loaded(ManagementReview, ids)}
    for review in reviews.values():
        if review.state in WRITING:
            yield from _to_write(review)
        elif review.state is ReviewState.SUBMITTED and review.turn_due_on is not None:
            yield Wanted(
                *(review.id, review.reference, SIGN, review.turn_due_on),
                Holder.RULE,
                parties={WRITERS: review.writer_ids},
            )
    signed = [each.id for each in reviews.values() if each.state is ReviewState.SIGNED]
    for decision in session.scalars(
        select(ReviewDecision)
        .where(ReviewDecision.review_id.in_(signed), ReviewDecision.done_on.is_(None))
        .order_by(ReviewDecision.review_id, ReviewDecision.position)
    ):
        yield Wanted(
            decision.review_id,
            reviews[decision.review_id].reference,
            CARRY_OUT,
            decision.due_on,
            person_id=decision.holder_id,
            title=title_of(decision.text, TITLE),
        )


def _to_write(review: ManagementReview) -> Iterator[Wanted]:
    named = review.id, review.reference
    day = review.turn_due_on or review.planned_on
    if review.state is ReviewState.SENT_BACK:
        yield Wanted(*named, WRITE, day, Holder.MANAGER)
        return
    yield Wanted(*named, HOLD, day, Holder.MANAGER, last_on=day)
    written_by = management_rules.TO_WRITE.due_on(day, business_calendar())
    yield Wanted(*named, WRITE, written_by, Holder.MANAGER, first_on=day + ONE_DAY)


def _open() -> Iterable[int]:
    ended = ManagementReview.state == ReviewState.CANCELLED
    return session.scalars(select(ManagementReview.id).where(~ended))


CONVENING = duty_sources.Source(
    Kind.ANNUAL_PLAN,
    (
        duty_sources.DutyKind(
            CONVENE,
            N_("マネジメントレビューの招集"),
            N_("年度計画のマネジメントレビューを、予定の月のうちに招集してください。"),
            N_("招集する"),
            page="management_reviews.convene_form",
        ),
    ),
    of_plans,
    every=every_plan,
    changes={
        AnnualPlan: duty_sources.own("state"),
        AnnualDuty: duty_sources.of("plan_id"),
        ManagementReview: duty_sources.Watched(
            lambda _review: every_plan(), ("state", "annual_duty_id")
        ),
    },
    sees=duty_sources.seen_at_the_top,
)

REVIEWS = duty_sources.Source(
    Kind.MANAGEMENT_REVIEW,
    (
        # What was to be held is to be written down, from the day after.
        duty_sources.DutyKind(
            HOLD,
            N_("マネジメントレビューの開催"),
            N_("マネジメントレビューを行い、議事録を提出してください。"),
            N_("レビューを開く"),
            lapses=True,
        ),
        duty_sources.DutyKind(
            WRITE,
            N_("議事録の提出"),
            N_("マネジメントレビューの議事録を書き、署名を求めてください。"),
            N_("議事録を書く"),
            page="review_minutes.form",
        ),
        duty_sources.DutyKind(
            SIGN,
            N_("議事録の署名"),
            N_("マネジメントレビューの議事録に署名するか、理由を添えて差し戻してください。"),
            N_("内容を見て決める"),
            takers=deciders,
            decides=True,
        ),
        duty_sources.DutyKind(
            CARRY_OUT,
            N_("決定事項の実施"),
            N_("マネジメントレビューの決定事項を実施し、結果を報告してください。"),
            N_("決定事項を開く"),
        ),
    ),
    of_reviews,
    every=_open,
    changes={
        ManagementReview: duty_sources.own("state", "planned_on", "turn_due_on", "writer_ids"),
        ReviewDecision: duty_sources.of("review_id"),
        CompanyHoliday: duty_sources.Watched(lambda _day: _open()),
    },
    sees=duty_sources.seen_at_the_top,
)
