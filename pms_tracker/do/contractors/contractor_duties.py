"""Contractors that are to be evaluated, whose contract or certificate ends, who owe what they were
passed for, and whose exception ends: of whoever runs the PMS."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from pms_tracker.database import session
from pms_tracker.do.contractors.contractors import (
    CONTRACTORS,
    contract_of,
    registered_on,
    visible_to,
)
from pms_tracker.do.contractors.evaluations import EVALUATIONS
from pms_tracker.do.rules import contractor_rules
from pms_tracker.do.rules.contractor_rules import Judged, Told
from pms_tracker.do.rules.evaluation_rules import Verdict
from pms_tracker.do.tables.contractor_tables import Contractor, Evaluation, evaluations_of
from pms_tracker.duties.duty_sources import DutyKind, Source, Watched, loaded, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.registers import entry_fields
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.edition_tables import EntryLink

EVALUATE, RENEW, CERTIFY = "evaluate_contractor", "renew_contract", "renew_certificate"
MEET, EXCEPT = "meet_conditions", "end_exception"
UNAPPROVED, STOP = "approve_entrusted", "stop_contractor"
# A duty is shown so long before; what a contractor owes, from the day on which it was said.
AHEAD = dict.fromkeys((EVALUATE, RENEW, CERTIFY, EXCEPT), timedelta(days=30)) | {
    UNAPPROVED: timedelta(days=14)
}


def of_contractors(ids: Collection[int]) -> Iterator[Wanted]:
    """What is to be done about contractors in force that have not left, and about those that were
    never approved and entries of the register name all the same."""
    every = [row for row in loaded(Contractor, ids) if not row.struck and row.ended_on is None]
    for row in every:
        if row.state is Standing.DRAFT and row.rows:
            approve_by = contractor_rules.approve_by(registered_on(row))
            yield _wanted(row.id, CONTRACTORS.name_of(row), UNAPPROVED, approve_by, row)
    rows = [row for row in every if row.state in IN_FORCE]
    judged = {of_id: each for of_id, _row, each in _judged([row.id for row in rows])}
    for row in rows:
        told = Told(approved=True, judged=judged.get(row.id), every=row.every)
        due = {
            EVALUATE: contractor_rules.evaluate_by(told, registered_on(row)),
            RENEW: contractor_rules.renew_by(contract_of(row)),
            CERTIFY: row.certified_until,
            STOP: contractor_rules.stop_by(told) if row.rows else None,
        }
        for kind, due_on in due.items():
            if due_on is not None:
                yield _wanted(row.id, CONTRACTORS.name_of(row), kind, due_on, row)


def _wanted(record_id: int, called: str, kind: str, due_on: date, row: Contractor) -> Wanted:
    return Wanted(
        *(record_id, called, kind, due_on, Holder.MANAGER),
        title=row.name,
        unit_id=row.unit_id,
        first_on=due_on - AHEAD[kind] if kind in AHEAD else None,
    )


def _goes_on(row: Contractor) -> bool:
    return row.state in IN_FORCE and not row.struck and row.ended_on is None


def _judged(ids: Collection[int]) -> Iterator[tuple[int, Evaluation, Judged]]:
    """The approved evaluations of contractors, the last of each as the last; of one of them read
    here, since a change of it may just be made."""
    found = (
        evaluations_of(EntryLink.of_id, Evaluation)
        .where(EntryLink.of_id.in_(ids), Evaluation.state.in_(IN_FORCE))
        .order_by(Evaluation.evaluated_on, Evaluation.id)
    )
    for of_id, row in session.execute(found) if ids else ():
        if row.verdict is not None:
            until = row.exception_until
            yield of_id, row, Judged(row.verdict, row.kind, row.evaluated_on, until)


def of_evaluations(ids: Collection[int]) -> Iterator[Wanted]:
    """What is open of the last evaluation of a contractor."""
    named = dict(_contractors_of(ids))
    last = {of_id: row for of_id, row, _judged_so in _judged([*named.values()])}
    rows = {row.id: row for row in loaded(Contractor, last)}
    for of_id, row in last.items():
        contractor = rows.get(of_id)
        wanted = _open(row) if row.id in ids and contractor and _goes_on(contractor) else None
        if wanted is not None and contractor is not None:
            yield _wanted(row.id, EVALUATIONS.name_of(row), *wanted, contractor)


def _open(row: Evaluation) -> tuple[str, date] | None:
    if row.verdict is Verdict.CONDITIONAL and row.conditions_due and not row.conditions_met_on:
        return MEET, row.conditions_due
    if row.verdict is Verdict.FAILED and row.exception_until:
        return EXCEPT, row.exception_until
    return None


def _contractors_of(ids: Collection[int]) -> Iterator[tuple[int, int]]:
    found = evaluations_of(Evaluation.id, EntryLink.of_id).where(Evaluation.id.in_(ids))
    return ((each, of_id) for each, of_id in session.execute(found))


def _named_by(row: Evaluation) -> Iterable[int]:
    return [each.id for each in entry_fields.rows(CONTRACTORS, row.contractor).values()]


def _with_others(row: Evaluation) -> Iterable[int]:
    """An evaluation takes the place of those before it."""
    return {row.id, *(each for one in _named_by(row) for each in _evaluations_of(one))}


def _evaluations_of(contractor_id: int) -> Iterable[int]:
    its = evaluations_of(Evaluation.id).where(EntryLink.of_id == contractor_id)
    return session.scalars(its).all()


def _every(table: type[Any]) -> Iterable[int]:
    return session.scalars(sa.select(table.id).where(table.state.in_((*IN_FORCE, Standing.DRAFT))))


TO_KEEP = Source(
    Kind.CONTRACTOR,
    (
        DutyKind(
            EVALUATE,
            N_("委託先の評価"),
            N_("委託先を評価し、判定の承認を受けてください。契約の前と、その後は年1回以上です。"),
            N_("委託先を見る"),
        ),
        DutyKind(
            RENEW,
            N_("委託契約の更新"),
            N_("契約の終期が来ます。更新した契約を記録するか、委託を終了してください。"),
            N_("契約を記録する"),
            field="signed_on",
        ),
        DutyKind(
            CERTIFY,
            N_("委託先の認証の確認"),
            N_("認証の有効期限が来ます。更新されたかを確かめ、新しい期限を記録してください。"),
            N_("有効期限を記録する"),
            field="certified_until",
        ),
        DutyKind(
            UNAPPROVED,
            N_("承認されていない委託先の確認"),
            N_(
                "台帳の記録がこの委託先を指していますが、まだ承認されていません。"
                "評価して提出するか、台帳の記録から外してください。"
            ),
            N_("委託先を見る"),
        ),
        DutyKind(
            STOP,
            N_("不合格の委託先の停止"),
            N_("評価が不合格です。委託を止めて台帳の記録から外すか、特例の承認を受けてください。"),
            N_("委託先を見る"),
        ),
    ),
    of_contractors,
    every=lambda: _every(Contractor),
    changes={
        Contractor: own(
            *("state", "struck", "every", "signed_on", "term_until", "renews"),
            *("certified_until", "ended_on", "name", "unit_id", "rows"),
        ),
        Evaluation: Watched(
            _named_by,
            ("state", "struck", "contractor", "verdict", "kind", "evaluated_on", "exception_until"),
        ),
    },
    sees=seen_by(Contractor, visible_to),
)
TO_CLOSE = Source(
    Kind.EVALUATION,
    (
        DutyKind(
            MEET,
            N_("委託先の条件の確認"),
            N_("委託先が条件を満たしたかを確かめ、満たした日を記録してください。"),
            N_("満たした日を記録する"),
            field="conditions_met_on",
        ),
        DutyKind(
            EXCEPT,
            N_("委託先の特例の終了"),
            N_("特例の期限が来ます。委託先を評価し直すか、委託を終了してください。"),
            N_("評価を見る"),
        ),
    ),
    of_evaluations,
    every=lambda: _every(Evaluation),
    changes={
        Evaluation: Watched(
            _with_others,
            (
                *("state", "struck", "contractor", "verdict", "evaluated_on"),
                *("conditions_due", "conditions_met_on", "exception_until"),
            ),
        ),
        Contractor: Watched(
            lambda row: _evaluations_of(row.id), ("state", "struck", "ended_on", "name", "unit_id")
        ),
    },
    sees=seen_by(Evaluation, visible_to),
)
