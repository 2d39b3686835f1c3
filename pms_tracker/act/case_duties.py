"""What cases and reports want somebody to do: the next step, further actions, and what waits
beside both: answers to examiners, to other units and to instructions."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select, union

from pms_tracker.act.cases import cases, instructions
from pms_tracker.act.elsewhere.elsewhere_questions import answering, asked_of
from pms_tracker.act.incoming import reports_in
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.elsewhere_rules import ANSWERED_IN
from pms_tracker.act.rules.source_rules import to_ask
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.act.tables.elsewhere_tables import CaseElsewhere
from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.act.tables.source_tables import CaseFinding, Examination
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.database import session
from pms_tracker.duties.duty_sources import DutyKind, KeptRow, Source, Taker, by, own_id
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer

DO = "do_case"
KIND_OF_STATE = {
    CaseState.PLANNING: "plan_case",
    CaseState.SENT_BACK: "replan_case",
    CaseState.SUBMITTED: "decide_case",
    CaseState.ENDORSED: "decide_case",
    CaseState.DOING: DO,
    CaseState.CONFIRMING: "confirm_case",
    CaseState.REVIEWING: "judge_case",
    CaseState.CLOSING: "close_case",
}
EXAMINER, ELSEWHERE, INSTRUCTION = "answer_examiner", "answer_elsewhere", "answer_instruction"
HANDLE = "handle_report"
# What a case asks for beside its own steps.
BESIDE = frozenset({EXAMINER, ELSEWHERE, INSTRUCTION})
OWNER, REPORTER = "owner", "reporter"


def of_cases(ids: Collection[int]) -> Iterator[Wanted]:
    """The turn of each open case, and of further actions: one for each person and day of a case,
    unless the case's own turn says the same; then what waits beside them."""
    every = {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(ids)))}
    for case in every.values():
        if case.turn_of_id is not None and case.turn_due_on is not None:
            yield Wanted(
                *(case.id, case.reference, KIND_OF_STATE[case.state], case.turn_due_on),
                person_id=case.turn_of_id,
                title=case.title,
                unit_id=case.unit_id,
                sole=True,
            )
    yield from _further(every)
    yield from _examinations(every)
    yield from _questions(every)
    yield from _instructions(every)


def _further(every: Mapping[int, Case]) -> Iterator[Wanted]:
    turns = session.execute(
        select(CaseRound.case_id, CaseAction.turn_of_id, CaseAction.turn_due_on)
        .join(CaseAction, CaseAction.round_id == CaseRound.id)
        .join(Case, and_(CaseRound.case_id == Case.id, CaseRound.number == Case.round))
        .where(Case.id.in_(every), CaseAction.turn_of_id.is_not(None))
        .distinct()
    )
    for case_id, person_id, due_on in turns:
        case = every[case_id]
        if due_on is not None and (person_id, due_on) != (case.turn_of_id, case.turn_due_on):
            yield _of_case(case, DO, due_on, Holder.PERSON, person_id=person_id)


def _examinations(every: Mapping[int, Case]) -> Iterator[Wanted]:
    unanswered = Examination.case_id.in_(every), Examination.answered_on.is_(None)
    for each in session.scalars(select(Examination).where(*unanswered)):
        yield _of_case(every[each.case_id], EXAMINER, each.answer_due_on, Holder.RULE)


def _questions(every: Mapping[int, Case]) -> Iterator[Wanted]:
    """Units that have not answered yet; what an earlier edition of the plan asked is over."""
    rows = session.scalars(
        select(CaseElsewhere)
        .where(CaseElsewhere.case_id.in_(every), CaseElsewhere.answered_on.is_(None))
        .order_by(CaseElsewhere.unit_id)
    )
    for row in rows:
        case = every[row.case_id]
        if row.submission == case.submissions and case.state in ANSWERED_IN:
            yield _of_case(case, ELSEWHERE, row.due_on, Holder.RULE, unit_id=row.unit_id)


def _instructions(every: Mapping[int, Case]) -> Iterator[Wanted]:
    for case_id, owner_id in instructions.waiting(every):
        case = every[case_id]
        owner = {OWNER: [] if owner_id is None else [owner_id]}
        if case.turn_due_on is not None:
            yield _of_case(case, INSTRUCTION, case.turn_due_on, Holder.RULE, parties=owner)


def _of_case(case: Case, kind: str, due_on: date, holder: Holder, **more: Any) -> Wanted:
    told = {"title": case.title, "unit_id": case.unit_id, **more}
    return Wanted(case.id, case.reference, kind, due_on, holder, **told)


def outside(row: KeptRow, firm: Firm) -> Iterator[Taker]:
    """Who is asked, if anybody is; no deputy, who sees no record that is not theirs."""
    barred = row.parties.get(REPORTER, [])
    step = to_ask([each for each in firm.candidates if each.person_id not in barred]).person_ids
    for person_id in (firm.who_sign_in(step) or step)[:1]:
        yield person_id, None


def answerers(row: KeptRow, firm: Firm) -> Iterator[Taker]:
    """Whoever answers for the unit that was asked."""
    for person_id in asked_of(firm, row.unit_id)[:1]:
        yield person_id, firm.principal(person_id, answering(firm, row.unit_id))


def owners(row: KeptRow, firm: Firm) -> Iterator[Taker]:
    """An instruction is answered by the owner, or by the head for one who cannot sign in."""
    able = firm.who_sign_in(row.parties[OWNER]) or firm.who_sign_in(firm.heads_of(row.unit_id))
    for person_id in able[:1]:
        yield person_id, None


def of_reports(ids: Collection[int]) -> Iterator[Wanted]:
    """Reports to handle. What a report tells is in no duty."""
    unhandled = IncomingReport.id.in_(ids), IncomingReport.handled_on.is_(None)
    for report in session.scalars(select(IncomingReport).where(*unhandled)):
        reporter = {REPORTER: [] if report.reporter_id is None else [report.reporter_id]}
        named = report.id, report.reference, HANDLE, report.due_on
        yield Wanted(*named, Holder.RULE, parties=reporter)


def _case_of(row: CaseAction) -> Iterable[int]:
    return session.scalars(select(CaseRound.case_id).where(CaseRound.id == row.round_id))


def _open_cases() -> Iterable[int]:
    """Cases that are somebody's turn, and those that an examiner waits for whatever they are at."""
    its_turn = select(Case.id).where(Case.turn_due_on.is_not(None))
    unanswered = select(Examination.case_id).where(Examination.answered_on.is_(None))
    return session.scalars(union(its_turn, unanswered))


def _sees_case(viewer: Viewer) -> ColumnElement[bool]:
    its = select(Case.id).where(Case.id == KeptDuty.record_id, cases.visible_to(viewer))
    return its.correlate(KeptDuty).exists()


def _sees_report(viewer: Viewer) -> ColumnElement[bool]:
    its = select(IncomingReport.id).where(
        IncomingReport.id == KeptDuty.record_id, reports_in.visible_to(viewer)
    )
    return its.correlate(KeptDuty).exists()


CASES = Source(
    Kind.CASE,
    (
        *(DutyKind(key) for key in dict.fromkeys(KIND_OF_STATE.values())),
        # It is the privacy manager's, and no matter of the unit's head.
        DutyKind(EXAMINER, outside, heads_hear=False),
        DutyKind(ELSEWHERE, answerers),
        DutyKind(INSTRUCTION, owners),
    ),
    of_cases,
    every=_open_cases,
    changes={
        Case: own_id,
        CaseRound: by("case_id"),
        CaseAction: _case_of,
        CaseFinding: by("case_id"),
        CaseElsewhere: by("case_id"),
        Examination: by("case_id"),
        Approval: instructions.cases_of,
    },
    sees=_sees_case,
)
REPORTS = Source(
    Kind.REPORT,
    (DutyKind(HANDLE, outside),),
    of_reports,
    every=lambda: session.scalars(
        select(IncomingReport.id).where(IncomingReport.handled_on.is_(None))
    ),
    changes={IncomingReport: own_id},
    sees=_sees_report,
)
