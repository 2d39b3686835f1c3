"""What cases and reports want somebody to do: the next step, further actions, and what waits
beside both: answers to examiners, to other units and to instructions."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from sqlalchemy import Integer, and_, cast, literal, null, select, union, union_all

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
from pms_tracker.database import Columns, session
from pms_tracker.duties import duty_sources
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm

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
    every = {case.id: case for case in duty_sources.loaded(Case, ids)}
    for case in every.values():
        if case.turn_of_id is not None and case.turn_due_on is not None:
            yield Wanted(
                *(case.id, case.reference, KIND_OF_STATE[case.state], case.turn_due_on),
                person_id=case.turn_of_id,
                title=case.title,
                unit_id=case.unit_id,
                sole=True,
            )
    rows = session.execute(union_all(*_beside(list(every)))).all()
    for kind, case_id, person_id, due_on, unit_id in sorted(rows, key=lambda row: row[1:2]):
        case = every[case_id]
        if due_on is None or (kind == DO and (person_id, due_on) == _turn(case)):
            continue
        yield Wanted(
            *(case.id, case.reference, kind, due_on),
            Holder.PERSON if kind == DO else Holder.RULE,
            person_id if kind == DO else None,
            {OWNER: [each for each in (person_id,) if each]} if kind == INSTRUCTION else {},
            title=case.title,
            unit_id=unit_id,
        )


def _turn(case: Case) -> tuple[int | None, date | None]:
    return case.turn_of_id, case.turn_due_on


def _beside(ids: Collection[int]) -> list[Columns]:
    """Kind, case, person if it is one's, day and unit of further actions, and of answers that are
    wanted: by examiners, from other units, to instructions."""
    nobody = cast(null(), Integer)
    of_latest = and_(CaseRound.case_id == Case.id, CaseRound.number == Case.round)
    actions = (
        select(literal(DO), Case.id, CaseAction.turn_of_id, CaseAction.turn_due_on, Case.unit_id)
        .join(CaseRound, of_latest)
        .join(CaseAction, CaseAction.round_id == CaseRound.id)
        .where(Case.id.in_(ids), CaseAction.turn_of_id.is_not(None))
        .distinct()
    )
    examinations = (
        select(literal(EXAMINER), Case.id, nobody, Examination.answer_due_on, Case.unit_id)
        .join(Examination, Examination.case_id == Case.id)
        .where(Case.id.in_(ids), Examination.answered_on.is_(None))
    )
    asks = CaseElsewhere.submission == Case.submissions, Case.state.in_(ANSWERED_IN)
    questions = (
        # What an earlier edition of the plan asked is asked no more.
        select(literal(ELSEWHERE), Case.id, nobody, CaseElsewhere.due_on, CaseElsewhere.unit_id)
        .join(CaseElsewhere, CaseElsewhere.case_id == Case.id)
        .where(Case.id.in_(ids), CaseElsewhere.answered_on.is_(None), *asks)
    )
    instructed = instructions.waiting(literal(INSTRUCTION)).where(Case.id.in_(ids))
    return [actions, examinations, questions, instructed]


def outside(row: duty_sources.KeptRow, firm: Firm) -> Iterator[duty_sources.Taker]:
    """Who is asked, if anybody is; no deputy, who sees no record that is not theirs."""
    barred = row.parties.get(REPORTER, [])
    step = to_ask([each for each in firm.candidates if each.person_id not in barred]).person_ids
    for person_id in (firm.who_sign_in(step) or step)[:1]:
        yield person_id, None


def answerers(row: duty_sources.KeptRow, firm: Firm) -> Iterator[duty_sources.Taker]:
    """Whoever answers for the unit that was asked."""
    for person_id in asked_of(firm, row.unit_id)[:1]:
        yield person_id, firm.principal(person_id, answering(firm, row.unit_id))


def owners(row: duty_sources.KeptRow, firm: Firm) -> Iterator[duty_sources.Taker]:
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


CASES = duty_sources.Source(
    Kind.CASE,
    (
        duty_sources.DutyKind(
            "plan_case",
            N_("是正処置の計画"),
            N_("応急処置・原因・是正処置を書き、提出してください。"),
            N_("計画を書く"),
        ),
        duty_sources.DutyKind(
            "replan_case",
            N_("差戻しへの対応"),
            N_("差戻しの理由を読み、計画を直して提出してください。"),
            N_("計画を直す"),
        ),
        duty_sources.DutyKind(
            "decide_case",
            N_("是正処置の承認"),
            N_("計画を承認するか、理由を添えて差し戻してください。"),
            N_("内容を見て決める"),
        ),
        duty_sources.DutyKind(
            DO,
            N_("是正処置の実施報告"),
            N_("是正処置を実施し、証拠を添えて報告してください。"),
            N_("実施を報告する"),
        ),
        duty_sources.DutyKind(
            "judge_case",
            N_("有効性の確認"),
            N_("処置の後に同じことが起きていないか確かめ、判定してください。"),
            N_("有効性を判定する"),
        ),
        duty_sources.DutyKind(
            "confirm_case",
            N_("完了確認"),
            N_("報告された実施を確かめ、完了を確認するか、理由を添えて差し戻してください。"),
            N_("報告を見て確かめる"),
        ),
        duty_sources.DutyKind(
            "close_case",
            N_("完了承認"),
            N_("有効性の判定を読み、完了を承認するか、理由を添えて差し戻してください。"),
            N_("内容を見て決める"),
        ),
        # It is the privacy manager's, and no matter of the unit's head.
        duty_sources.DutyKind(
            EXAMINER,
            N_("審査機関への回答"),
            N_("審査の指摘への対応を審査機関に回答し、回答した日を記録してください。"),
            N_("案件を開く"),
            takers=outside,
            heads_hear=False,
        ),
        duty_sources.DutyKind(
            ELSEWHERE,
            N_("水平展開への回答"),
            N_("ほかの部門で見つかったことが自部門にもないかを確かめ、答えてください。"),
            N_("質問に答える"),
            page="elsewhere.mine",
            is_apart=True,
            takers=answerers,
        ),
        duty_sources.DutyKind(
            INSTRUCTION,
            N_("改善指示への回答"),
            N_("改善指示に対してしたことを、有効性の判定や完了の前に答えてください。"),
            N_("案件を開く"),
            takers=owners,
        ),
    ),
    of_cases,
    every=_open_cases,
    changes={
        Case: duty_sources.own(
            "state", "turn_of_id", "turn_due_on", "title", "unit_id", "round", "submissions"
        ),
        CaseAction: duty_sources.Watched(
            _case_of, ("turn_of_id", "turn_due_on", "done_on", "instruction_answer")
        ),
        CaseFinding: duty_sources.of("case_id"),
        CaseElsewhere: duty_sources.of("case_id"),
        Examination: duty_sources.of("case_id"),
        Approval: duty_sources.Watched(instructions.cases_of),
    },
    sees=duty_sources.seen_by(Case, cases.visible_to),
)
REPORTS = duty_sources.Source(
    Kind.REPORT,
    (
        duty_sources.DutyKind(
            HANDLE,
            N_("報告への対応"),
            N_("報告を読み、是正処置として取り上げるか、理由を添えて回答してください。"),
            N_("報告を読む"),
            takers=outside,
        ),
    ),
    of_reports,
    every=lambda: session.scalars(
        select(IncomingReport.id).where(IncomingReport.handled_on.is_(None))
    ),
    changes={IncomingReport: duty_sources.own("handled_on", "due_on")},
    sees=duty_sources.seen_by(IncomingReport, reports_in.visible_to),
)
