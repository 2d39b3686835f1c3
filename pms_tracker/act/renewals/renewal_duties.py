"""Renewals that are to be prepared and applied for, and remarks to be answered: of whoever runs
the PMS."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import or_, select

from pms_tracker.act.renewals.examiner_remarks import REMARKS, answer_by, visible_to as sees_remark
from pms_tracker.act.renewals.renewals import RENEWALS, stop_from, visible_to, window_of
from pms_tracker.act.rules.renewal import renewal_rules as rules
from pms_tracker.act.tables.renewal_tables import Remark, Renewal
from pms_tracker.database import session
from pms_tracker.duties.duty_sources import DutyKind, Source, loaded, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_

PREPARE, APPLY, ANSWER = "prepare_renewal", "apply_renewal", "answer_remark"
STOP = "stop_using_mark"


def of_renewals(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each renewal that was not applied for: that it is prepared until its window opens, and
    applied for until the term is over; no day is set for the first application. Of one that nobody
    applied for, or that was refused: that the mark is used no more once its term is over."""
    for row in loaded(Renewal, ids):
        if not row.struck:
            yield from _of_renewal(row)


def _of_renewal(row: Renewal) -> Iterator[Wanted]:
    called, window = RENEWALS.name_of(row), window_of(row)
    is_open = row.submitted_on is None and row.granted_on is None
    if is_open and window is not None and row.expires_on is not None:
        since = rules.prepared_from(row.expires_on)
        for kind, due_on, first, last in (
            (PREPARE, window.first, since, window.first),
            (APPLY, window.last, window.first, row.expires_on),
        ):
            yield Wanted(
                *(row.id, called, kind, due_on, Holder.MANAGER), first_on=first, last_on=last
            )
    stops = stop_from(row)
    if stops is not None and row.stopped_on is None:
        told = row.refused_on or stops
        yield Wanted(*(row.id, called, STOP, stops, Holder.MANAGER), first_on=told)


def of_remarks(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each remark that it is answered."""
    for row in loaded(Remark, ids):
        if not row.struck and row.answered_on is None:
            due_on = row.due_on or answer_by(row.found_on)
            yield Wanted(
                *(row.id, REMARKS.name_of(row), ANSWER, due_on, Holder.MANAGER),
                title=row.what.partition("\n")[0][:60],
                unit_id=row.unit_id,
            )


def _open_renewals() -> Iterable[int]:
    is_open = or_(Renewal.submitted_on.is_(None), Renewal.refused_on.is_not(None))
    return session.scalars(select(Renewal.id).where(_stands(Renewal), is_open))


def _open_remarks() -> Iterable[int]:
    return session.scalars(select(Remark.id).where(_stands(Remark), Remark.answered_on.is_(None)))


def _stands(table: type[Any]) -> Any:
    return table.struck == ""


RENEWALS_DUE = Source(
    Kind.RENEWAL,
    (
        DutyKind(
            PREPARE,
            N_("Pマークの更新の準備"),
            N_("申請期間が始まるまでに、足りない記録と提出する書類をそろえてください。"),
            N_("更新の準備状況を見る"),
            page="renewal_pages.ready",
        ),
        DutyKind(
            APPLY,
            N_("Pマークの更新の申請"),
            N_("申請期間の最終日までに申請し、申請した日を記録してください。"),
            N_("申請を記録する"),
        ),
        DutyKind(
            STOP,
            N_("Pマークの使用の終了"),
            N_(
                "有効期間が満了すると、マークは使えません。名刺、ウェブサイト、契約書などから外し、"
                "使用をやめた日を記録してください。"
            ),
            N_("使用をやめた日を記録する"),
        ),
    ),
    of_renewals,
    every=_open_renewals,
    changes={
        Renewal: own(
            "struck", "expires_on", "submitted_on", "granted_on", "refused_on", "stopped_on"
        )
    },
    sees=seen_by(Renewal, visible_to),
)
REMARKS_DUE = Source(
    Kind.REMARK,
    (
        DutyKind(
            ANSWER,
            N_("審査の指摘への回答"),
            N_("指摘に対応し、期限までに審査機関へ回答して、回答した日を記録してください。"),
            N_("回答を記録する"),
        ),
    ),
    of_remarks,
    every=_open_remarks,
    changes={Remark: own("struck", "due_on", "answered_on", "what", "unit_id")},
    sees=seen_by(Remark, sees_remark),
)
