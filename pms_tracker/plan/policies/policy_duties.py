"""What policies want somebody to do: to be reviewed, handed in and decided, and postponements."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import and_, select, true
from sqlalchemy.orm import lazyload

from pms_tracker.database import session
from pms_tracker.duties import duty_sources
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import CompanyHoliday
from pms_tracker.plan.deciding.decisions import WRITERS, deciders
from pms_tracker.plan.policies import policies, postponements, versions
from pms_tracker.plan.rules.policy_rules import ReviewState, VersionState
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview, PolicyVersion

REVIEW, SUBMIT, DECIDE = "review_policy", "submit_policy", "decide_policy"
POSTPONE = "decide_postponement"


def of_policies(ids: Collection[int]) -> Iterator[Wanted]:
    """The next review of each policy once a text of it was approved, and the step of the version
    that is open."""
    is_open = PolicyVersion.policy_id == Policy.id, PolicyVersion.state.in_(versions.OPEN)
    was_approved = Policy.id.in_(policies.ever_approved())
    rows = session.execute(
        select(Policy.id, was_approved.label("approved"), PolicyVersion)
        .outerjoin(PolicyVersion, and_(*is_open))
        .where(Policy.id.in_(ids))
    )
    told = {row.id: row for row in rows}
    for policy in duty_sources.loaded(Policy, ids):
        version = told[policy.id].PolicyVersion
        named = policy.id, policy.reference
        if told[policy.id].approved:
            yield Wanted(*named, REVIEW, policy.next_review_on, Holder.MANAGER, title=policy.title)
        if version is not None and version.due_on is not None:
            draft = version.state is VersionState.DRAFT
            began = [] if version.recorded_by_id is None else [version.recorded_by_id]
            yield Wanted(
                *named,
                SUBMIT if draft else DECIDE,
                version.due_on,
                Holder.RULE,
                parties={WRITERS: began if draft else version.writer_ids},
                title=policy.title,
            )


def drafters(row: duty_sources.KeptRow, firm: Firm) -> list[duty_sources.Taker]:
    drafter = versions.drafter_of(row.parties[WRITERS], firm)
    return [] if drafter is None else [(drafter, None)]


def of_reviews(ids: Collection[int]) -> Iterator[Wanted]:
    """Postponements that wait for a decision."""
    rows = session.execute(
        select(PolicyReview, Policy.title)
        .join(Policy, Policy.id == PolicyReview.policy_id)
        .where(PolicyReview.id.in_(ids), PolicyReview.state == ReviewState.SUBMITTED)
        .options(lazyload(PolicyReview.held_by), lazyload(PolicyReview.held_for))
    )
    for review, title in rows:
        yield Wanted(
            *(review.id, review.reference, POSTPONE, postponements.decide_by(review)),
            Holder.RULE,
            parties={WRITERS: sorted(postponements.askers(review))},
            title=title,
        )


def _every_policy() -> Iterable[int]:
    return session.scalars(select(Policy.id))


def _waiting_reviews() -> Iterable[int]:
    waits = PolicyReview.state == ReviewState.SUBMITTED
    return session.scalars(select(PolicyReview.id).where(waits))


POLICIES = duty_sources.Source(
    Kind.POLICY,
    (
        duty_sources.DutyKind(
            REVIEW,
            N_("方針の見直し"),
            N_("方針を見直し、結果を記録してください。"),
            N_("見直しを始める"),
        ),
        duty_sources.DutyKind(
            SUBMIT,
            N_("方針の改定案"),
            N_("改定案を仕上げ、承認を求めてください。"),
            N_("改定案を開く"),
            takers=drafters,
        ),
        duty_sources.DutyKind(
            DECIDE,
            N_("方針の承認"),
            N_("方針の版を承認するか、理由を添えて差し戻してください。"),
            N_("内容を見て決める"),
            takers=deciders,
            decides=True,
        ),
    ),
    of_policies,
    every=_every_policy,
    changes={
        Policy: duty_sources.own("next_review_on", "title"),
        PolicyVersion: duty_sources.of("policy_id", "state", "due_on", "writer_ids"),
    },
    sees=lambda _viewer: true(),
)
REVIEWS = duty_sources.Source(
    Kind.POLICY_REVIEW,
    (
        duty_sources.DutyKind(
            POSTPONE,
            N_("見直しの延期の承認"),
            N_("延期を承認するか、理由を添えて差し戻してください。"),
            N_("内容を見て決める"),
            takers=deciders,
            decides=True,
        ),
    ),
    of_reviews,
    every=_waiting_reviews,
    changes={
        PolicyReview: duty_sources.own("state"),
        CompanyHoliday: duty_sources.Watched(lambda _day: _waiting_reviews()),
    },
    sees=lambda _viewer: true(),
)
