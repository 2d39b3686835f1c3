"""What the year wants somebody to do: its planned duties, and decisions about it that wait."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select, true

from pms_tracker.database import session
from pms_tracker.duties import duty_sources
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import CompanyHoliday
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.rules.year_rules import AmendmentState, PlanState
from pms_tracker.plan.tables.year_tables import AnnualAmendment, AnnualDuty, AnnualPlan
from pms_tracker.plan.years import year_results, years

DO, CONFIRM = "annual_duty", "confirm_duty"
DECIDE_PLAN, DECIDE_AMENDMENT = "decide_year_plan", "decide_amendment"
MEND_PLAN = "mend_year_plan"
NAMED, HANDS = "named", "hands"


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """Duties of approved plans still to be done, by owner, or to be confirmed, by whoever is named
    for it; plans and amendments, by who decides; plans that were sent back, by who wrote them."""
    plans = {plan.id: plan for plan in duty_sources.loaded(AnnualPlan, ids)}
    for plan in plans.values():
        if plan.state is PlanState.SUBMITTED and plan.submitted_on is not None:
            yield Wanted(
                *(plan.id, plan.reference, DECIDE_PLAN, decisions.due_on(plan.submitted_on)),
                Holder.RULE,
                parties={decisions.WRITERS: plan.writer_ids},
            )
    for plan, sent_back_on in years.sent_back(list(plans.values())):
        yield Wanted(
            *(plan.id, plan.reference, MEND_PLAN, decisions.due_on(sent_back_on), Holder.RULE),
            parties={decisions.WRITERS: plan.writer_ids},
        )
    duties = session.scalars(
        select(AnnualDuty)
        .where(AnnualDuty.plan_id.in_(plans), AnnualDuty.dropped.is_(False))
        .order_by(AnnualDuty.planned_on, AnnualDuty.plan_id, AnnualDuty.position)
    )
    for duty in duties:
        plan = plans[duty.plan_id]
        if plan.state is PlanState.APPROVED:
            yield from _of_duty(plan, duty)
    amendments = session.scalars(
        select(AnnualAmendment).where(
            AnnualAmendment.plan_id.in_(plans), AnnualAmendment.state == AmendmentState.SUBMITTED
        )
    )
    for each in amendments:
        yield Wanted(
            each.plan_id,
            plans[each.plan_id].reference,
            DECIDE_AMENDMENT,
            decisions.due_on(each.proposed_on),
            Holder.RULE,
            parties={decisions.WRITERS: [each.proposed_by_id]},
        )


def _of_duty(plan: AnnualPlan, duty: AnnualDuty) -> Iterator[Wanted]:
    named = plan.id, plan.reference
    if duty.done_on is None:
        yield Wanted(*(*named, DO, duty.planned_on), person_id=duty.holder_id, title=duty.title)
    elif None not in {duty.approver_id, duty.reported_on} and duty.confirmed_on is None:
        yield Wanted(
            *(*named, CONFIRM, decisions.due_on(duty.reported_on or duty.done_on)),
            Holder.RULE,
            parties={
                NAMED: [each for each in (duty.approver_id,) if each is not None],
                HANDS: [each for each in (duty.holder_id, duty.done_by_id) if each is not None],
            },
            title=duty.title,
        )


def confirmers(row: duty_sources.KeptRow, firm: Firm) -> list[duty_sources.Taker]:
    """Who is asked to confirm what was done."""
    (approver_id,) = row.parties[NAMED]
    return duty_sources.asked_first(
        year_results.confirmers(approver_id, row.parties[HANDS], firm), firm
    )


def every_plan() -> Iterable[int]:
    return session.scalars(select(AnnualPlan.id))


YEARS = duty_sources.Source(
    Kind.ANNUAL_PLAN,
    (
        duty_sources.DutyKind(
            DO,
            N_("年度計画の予定"),
            N_("年度計画の予定を実施し、結果を報告してください。"),
            N_("予定を開く"),
        ),
        duty_sources.DutyKind(
            CONFIRM,
            N_("予定の実施の確認"),
            N_("予定がどう実施されたかを読み、確かめるか、理由を添えて差し戻してください。"),
            N_("結果を見て確かめる"),
            takers=confirmers,
        ),
        duty_sources.DutyKind(
            DECIDE_PLAN,
            N_("年度計画の承認"),
            N_("年度計画を承認するか、理由を添えて差し戻してください。"),
            N_("内容を見て決める"),
            takers=decisions.deciders,
            decides=True,
        ),
        duty_sources.DutyKind(
            MEND_PLAN,
            N_("差し戻された年度計画"),
            N_("差し戻された理由を読み、直して、もう一度提出してください。"),
            N_("理由を読んで直す"),
            takers=decisions.writers,
        ),
        duty_sources.DutyKind(
            DECIDE_AMENDMENT,
            N_("年度計画の変更の承認"),
            N_("計画の変更を承認するか、理由を添えて差し戻してください。"),
            N_("内容を見て決める"),
            takers=decisions.deciders,
            decides=True,
        ),
    ),
    wants,
    every=every_plan,
    changes={
        AnnualPlan: duty_sources.own("state", "writer_ids", "submitted_on"),
        AnnualDuty: duty_sources.of("plan_id"),
        AnnualAmendment: duty_sources.of("plan_id", "state"),
        CompanyHoliday: duty_sources.Watched(lambda _day: every_plan()),
    },
    sees=lambda _viewer: true(),
)
