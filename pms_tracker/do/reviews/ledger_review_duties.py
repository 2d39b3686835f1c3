"""What reviews of the register want somebody to do: open, answer, confirm and close them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import exists, func, select

from pms_tracker import locale_in_use
from pms_tracker.database import session
from pms_tracker.do.registers import ledger
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.reviews.ledger_reviews import CONFIRMERS
from pms_tracker.do.rules.ledger.ledger_review_rules import PartState, ReviewState, next_due
from pms_tracker.do.tables.ledger_review_tables import LedgerReview, LedgerReviewUnit
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.duties import duty_sources as duties
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Company, CompanyHoliday
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.rules import policy_rules
from pms_tracker.registers.edition_rules import IN_FORCE
from pms_tracker.registers.edition_tables import Edition

OPEN, ANSWER = "open_ledger_review", "answer_ledger_review"
CONFIRM, CLOSE = "confirm_ledger_review", "close_ledger_review"


def of_companies(ids: Collection[int]) -> Iterator[Wanted]:
    """The next review, which whoever runs the PMS opens within a year of the last."""
    if not locale_in_use.has(Custom.PERSONAL_INFORMATION_ACT):
        return
    holds = exists().where(
        PersonalInformation.state.in_(IN_FORCE), PersonalInformation.struck == ""
    )
    first = select(func.min(Edition.from_on)).where(Edition.register == LEDGER.key)
    last = select(func.max(LedgerReview.opened_on))
    is_open = exists().where(LedgerReview.state == ReviewState.OPEN)
    last_on, first_on, holds_any, goes_on = session.execute(
        select(last.scalar_subquery(), first.scalar_subquery(), holds, is_open)
    ).one()
    due_on = next_due(last_on, first_on) if holds_any and not goes_on else None
    if due_on is None:
        return
    for company in duties.loaded(Company, ids):
        yield Wanted(company.id, "", OPEN, due_on, Holder.MANAGER)


def of_reviews(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each open review what units have still to answer and what waits to be confirmed; the
    review itself is closed once nothing else is left."""
    reviews = {
        each.id: each for each in duties.loaded(LedgerReview, ids) if each.state is ReviewState.OPEN
    }
    parts: dict[int, list[LedgerReviewUnit]] = defaultdict(list)
    for part in session.scalars(
        select(LedgerReviewUnit)
        .where(LedgerReviewUnit.review_id.in_(reviews))
        .order_by(LedgerReviewUnit.id)
    ):
        parts[part.review_id].append(part)
    for review in reviews.values():
        its = parts[review.id]
        for part in its:
            yield from _of_part(review, part)
        if all(each.state is PartState.CONFIRMED for each in its):
            yield Wanted(review.id, review.reference, CLOSE, review.due_on, Holder.MANAGER)


def _of_part(review: LedgerReview, part: LedgerReviewUnit) -> Iterator[Wanted]:
    named = review.id, review.reference
    if part.state is PartState.ASKED:
        yield Wanted(*named, ANSWER, review.due_on, Holder.RULE, unit_id=part.unit_id)
    elif part.state is PartState.ANSWERED and part.answered_on is not None:
        yield Wanted(
            *(*named, CONFIRM, decisions.due_on(part.answered_on), Holder.RULE),
            parties={decisions.WRITERS: part.writer_ids},
            unit_id=part.unit_id,
        )


def confirmers(row: duties.KeptRow, firm: Firm) -> list[duties.Taker]:
    """Whoever is asked to confirm what the writers of an answer wrote."""
    writers = row.parties[decisions.WRITERS]
    return duties.asked_first(policy_rules.approvers(firm.candidates, writers, CONFIRMERS), firm)


def _open_reviews() -> Iterable[int]:
    return session.scalars(select(LedgerReview.id).where(LedgerReview.state == ReviewState.OPEN))


EVERY_YEAR = duties.Source(
    Kind.LEDGER_REVIEW,
    (
        duties.DutyKind(
            OPEN,
            N_("台帳の見直しの開始"),
            N_("個人情報管理台帳の年1回の見直しを始め、各部門に回答を求めてください。"),
            N_("見直しを始める"),
            page="ledger_reviews.open_form",
        ),
    ),
    of_companies,
    every=people.company_ids,
    changes={
        Company: duties.own("id"),
        LedgerReview: duties.Watched(lambda _review: people.company_ids(), ("state", "opened_on")),
        Edition: duties.Watched(
            lambda edition: people.company_ids() if ledger.of_first_or_last(edition) else (),
            ("from_on",),
            ledger.has_day,
        ),
    },
    sees=duties.seen_at_the_top,
)
REVIEWS = duties.Source(
    Kind.LEDGER_REVIEW,
    (
        duties.DutyKind(
            ANSWER,
            N_("台帳の見直しの回答"),
            N_("自部門の個人情報を1件ずつ確かめ、変更や廃止、載っていないものを答えてください。"),
            N_("1件ずつ確かめる"),
            page="ledger_reviews.mine",
            takers=ledger_parts.takers,
        ),
        duties.DutyKind(
            CONFIRM,
            N_("台帳の見直しの確認"),
            N_("部門の回答を読み、確認するか、理由を添えて差し戻してください。"),
            N_("回答を読んで決める"),
            page="ledger_reviews.mine",
            takers=confirmers,
            decides=True,
        ),
        duties.DutyKind(
            CLOSE,
            N_("台帳の見直しの完了"),
            N_("すべての部門の回答が確認されました。結果を確かめ、見直しを完了してください。"),
            N_("見直しを開く"),
        ),
    ),
    of_reviews,
    every=_open_reviews,
    changes={
        LedgerReview: duties.own("state", "due_on"),
        LedgerReviewUnit: duties.of("review_id", "state", "answered_on", "writer_ids"),
        CompanyHoliday: duties.Watched(lambda _day: _open_reviews()),
    },
    sees=duties.seen_by(LedgerReview, ledger_parts.visible_to),
)
