"""What requests want done: sought by units, answered in time, and copies of papers destroyed."""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

import sqlalchemy as sa

from pms_tracker.database import session
from pms_tracker.do.by_two import matter_rows
from pms_tracker.do.by_two.matters import deciders
from pms_tracker.do.disclosure_requests.person_requests import (
    REQUESTS,
    answer_by,
    days_of,
    visible_to,
)
from pms_tracker.do.disclosure_requests.request_searches import due_on
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.tables.request_tables import PersonRequest, RequestDecision, RequestSearch
from pms_tracker.duties.duty_sources import DutyKind, Source, Watched, loaded, of, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.tables.people_tables import CompanyHoliday
from pms_tracker.plan.deciding import decisions
from pms_tracker.registers.edition_rules import WAITS, Standing

SEARCH, ANSWER, INTERIM = "search_for_request", "answer_person_request", "send_interim_letter"
SEND, CLOSE, COPY = "send_request_answer", "close_person_request", "destroy_identity_copy"
DECIDE = "decide_person_request"
TO_CLOSE = timedelta(days=14)


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each request what is still to be done; of one that is over, the copy of papers alone."""
    its = loaded(PersonRequest, ids)
    rows = [row for row in its if not row.struck and row.state is not Standing.ENDED]
    waits = matter_rows.first_waiting(RequestDecision, [row.id for row in rows])
    for row in rows:
        if row.id in waits:
            asked_on, asked_by_id = waits[row.id]
            yield Wanted(
                *(row.id, REQUESTS.name_of(row), DECIDE, decisions.due_on(asked_on), Holder.RULE),
                parties={decisions.WRITERS: [asked_by_id]},
                unit_id=row.unit_id,
            )
        yield from _of_request(row)
    still = {row.id: row for row in rows if row.closed_on is None and row.sent_on is None}
    for search in session.scalars(
        sa.select(RequestSearch)
        .where(RequestSearch.request_id.in_(still), RequestSearch.found.is_(None))
        .order_by(RequestSearch.id)
    ):
        row = still[search.request_id]
        due = due_on(row, search.asked_on)
        named = row.id, REQUESTS.name_of(row)
        yield Wanted(*named, SEARCH, due, Holder.RULE, unit_id=search.unit_id)


def _of_request(row: PersonRequest) -> Iterator[Wanted]:
    named = row.id, REQUESTS.name_of(row)
    days, due, unit_id = days_of(row), answer_by(row), row.unit_id
    if row.copy_until is not None and row.copy_destroyed_on is None:
        yield Wanted(*named, COPY, row.copy_until, Holder.RULE, unit_id=unit_id)
    if row.sent_on is not None and row.closed_on is None:
        yield Wanted(*named, CLOSE, row.sent_on + TO_CLOSE, Holder.RULE, unit_id=unit_id)
    if due is None or row.state in WAITS:
        return
    kind = ANSWER if row.state is Standing.DRAFT else SEND
    yield Wanted(*named, kind, due, Holder.RULE, unit_id=unit_id)
    if row.longer_until is not None and row.interim_on is None and days is not None:
        yield Wanted(*named, INTERIM, days.limit, Holder.RULE, unit_id=unit_id)


def _every() -> Iterable[int]:
    """Requests that are open, or of which a copy of papers is kept."""
    keeps = sa.and_(
        PersonRequest.copy_until.is_not(None), PersonRequest.copy_destroyed_on.is_(None)
    )
    wanted = sa.or_(PersonRequest.closed_on.is_(None), keeps)
    return session.scalars(sa.select(PersonRequest.id).where(wanted))


TO_DO = Source(
    Kind.PERSON_REQUEST,
    (
        DutyKind(
            DECIDE,
            N_("開示等の請求についての判断の承認"),
            N_("理由と、変わる期限を読み、承認するか、理由を添えて差し戻してください。"),
            N_("内容を読んで決める"),
            page="request_matters.mine",
            takers=deciders,
            decides=True,
        ),
        DutyKind(
            SEARCH,
            N_("開示等の請求の調査"),
            N_("請求の対象となる個人情報を部門が持っているか確認し、回答してください。"),
            N_("有無を回答する"),
            page="request_searches.mine",
            is_apart=True,
            takers=ledger_parts.takers,
        ),
        DutyKind(
            ANSWER,
            N_("開示等の請求への回答"),
            N_("本人確認と調査を済ませ、回答を期限までに提出し、承認を受けて送ってください。"),
            N_("続きを記録する"),
            takers=ledger_parts.takers,
        ),
        DutyKind(
            INTERIM,
            N_("中間連絡の送付"),
            N_("回答が遅れる理由と新しい期限を本人に知らせ、送った日を記録してください。"),
            N_("送った日を記録する"),
            field="interim_on",
            takers=ledger_parts.takers,
        ),
        DutyKind(
            SEND,
            N_("開示等の請求の回答の送付"),
            N_("承認された回答を本人に送り、送った日と方法を記録してください。"),
            N_("送った日を記録する"),
            field="sent_on",
            takers=ledger_parts.takers,
        ),
        DutyKind(
            CLOSE,
            N_("開示等の請求の完了"),
            N_("訂正や停止の実施と、提供先への連絡が済んだことを確かめ、完了してください。"),
            N_("完了を記録する"),
            field="ending",
            takers=ledger_parts.takers,
        ),
        DutyKind(
            COPY,
            N_("本人確認書類の写しの廃棄"),
            N_("本人確認書類の写しを廃棄または返却し、その日を記録してください。"),
            N_("廃棄した日を記録する"),
            field="copy_destroyed_on",
            takers=ledger_parts.takers,
        ),
    ),
    wants,
    every=_every,
    changes={
        PersonRequest: own(
            *("state", "struck", "kinds", "arrived_on", "unit_id", "longer_until", "facts"),
            *("interim_on", "copy_until", "copy_destroyed_on", "sent_on", "closed_on"),
        ),
        RequestSearch: of("request_id", "rows", "asked_on", "found"),
        RequestDecision: of("entry_id", "state"),
        CompanyHoliday: Watched(lambda _day: matter_rows.undecided(RequestDecision)),
    },
    sees=seen_by(PersonRequest, visible_to),
)
