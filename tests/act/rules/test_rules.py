"""Rules of act: who approves, who judges, and that every firm of three can close every case."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from pms_tracker.act.rules import case_rules
from pms_tracker.act.rules.case_rules import CASE, CaseMove, CaseState, Parties
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role
from tests.firms import acting, firms

TODAY = date(2026, 11, 24)

REPRESENTATIVE, MANAGER, AUDIT_MANAGER, AUDITOR, HEAD, OWNER, ADMINISTRATOR = range(1, 8)
OF_NO_ROLE = 8


def candidate(person_id: int, *roles: Role) -> Candidate:
    return Candidate(person_id, frozenset(roles), frozenset())


FIRM = (
    candidate(REPRESENTATIVE, Role.REPRESENTATIVE),
    candidate(MANAGER, Role.PRIVACY_MANAGER, Role.EMPLOYEE),
    candidate(AUDIT_MANAGER, Role.AUDIT_MANAGER),
    candidate(AUDITOR, Role.AUDITOR),
    candidate(HEAD, Role.DEPARTMENT_HEAD),
    candidate(OWNER, Role.EMPLOYEE),
    candidate(ADMINISTRATOR, Role.ADMINISTRATOR),
    candidate(OF_NO_ROLE),
)


def without(*person_ids: int) -> tuple[Candidate, ...]:
    return tuple(each for each in FIRM if each.person_id not in person_ids)


def parties(
    writer: int = HEAD,
    owner: int = OWNER,
    doers: tuple[int, ...] = (),
    auditors: tuple[int, ...] = (AUDITOR,),
    approvers: tuple[int, ...] = (),
) -> Parties:
    return Parties(
        frozenset({writer}),
        frozenset({owner}),
        frozenset(doers),
        frozenset(auditors),
        frozenset(approvers),
    )


@pytest.mark.parametrize(
    ("firm", "hands", "asked", "by_exception"),
    [
        (FIRM, parties(), (MANAGER,), False),
        (FIRM, parties(writer=MANAGER), (REPRESENTATIVE,), False),
        (FIRM, parties(owner=MANAGER), (REPRESENTATIVE,), False),
        (FIRM, parties(MANAGER, REPRESENTATIVE), (AUDIT_MANAGER,), False),
        (without(MANAGER), parties(), (REPRESENTATIVE,), False),
        (without(MANAGER, REPRESENTATIVE), parties(), (AUDIT_MANAGER,), False),
        (
            without(MANAGER, REPRESENTATIVE),
            parties(auditors=(AUDIT_MANAGER,)),
            (AUDIT_MANAGER, AUDITOR),
            True,
        ),
        (
            FIRM,
            parties(MANAGER, REPRESENTATIVE, auditors=(AUDIT_MANAGER,)),
            (AUDIT_MANAGER, AUDITOR, HEAD, OWNER),
            True,
        ),
        (without(MANAGER, REPRESENTATIVE, AUDIT_MANAGER), parties(), (AUDITOR,), True),
    ],
)
def test_the_approver_is_the_first_of_the_order_who_neither_wrote_nor_owns(
    firm: tuple[Candidate, ...], hands: Parties, asked: tuple[int, ...], by_exception: bool
) -> None:
    assert case_rules.eligible_approvers(firm, hands) == Eligible(asked, by_exception)


@pytest.mark.parametrize(
    ("firm", "hands", "asked"),
    [
        (
            FIRM,
            parties(doers=(OWNER,), approvers=(MANAGER,)),
            (AUDITOR, AUDIT_MANAGER, REPRESENTATIVE),
        ),
        (FIRM, parties(auditors=()), (AUDIT_MANAGER, AUDITOR, MANAGER, REPRESENTATIVE)),
        (
            FIRM,
            parties(owner=AUDITOR, doers=(AUDITOR,), approvers=(MANAGER,)),
            (AUDIT_MANAGER, REPRESENTATIVE),
        ),
        # Nobody with a role is left but the approver: somebody without a part in it goes first.
        (
            without(REPRESENTATIVE, AUDIT_MANAGER, AUDITOR),
            parties(doers=(OWNER,), approvers=(MANAGER,)),
            (HEAD,),
        ),
        # Nobody but the approver is left at all.
        (
            without(REPRESENTATIVE, AUDIT_MANAGER, AUDITOR, HEAD),
            parties(doers=(OWNER,), approvers=(MANAGER,)),
            (MANAGER,),
        ),
    ],
)
def test_the_reviewer_is_somebody_who_neither_did_nor_owns_it(
    firm: tuple[Candidate, ...], hands: Parties, asked: tuple[int, ...]
) -> None:
    assert case_rules.eligible_reviewers(firm, hands).person_ids == asked


def test_an_administrator_or_somebody_without_any_part_in_the_firm_decides_nothing() -> None:
    alone = (candidate(ADMINISTRATOR, Role.ADMINISTRATOR), candidate(OF_NO_ROLE))
    assert case_rules.eligible_approvers(alone, Parties()) == Eligible((), by_exception=True)
    assert case_rules.eligible_reviewers(alone, Parties()).person_ids == ()


@given(firms(), st.data())
def test_every_firm_of_three_can_bring_every_case_to_its_close(
    firm: list[Candidate], data: st.DataObject
) -> None:
    anybody = st.sampled_from([each.person_id for each in firm])
    head, owner = data.draw(anybody, "head"), data.draw(anybody, "owner")
    auditors = tuple(data.draw(st.frozensets(anybody), "auditors"))
    approvers = case_rules.eligible_approvers(firm, parties(head, owner, auditors=auditors))
    assert approvers.person_ids
    assert not {head, owner} & set(approvers.person_ids)
    approver = data.draw(st.sampled_from(approvers.person_ids), "approver")
    case_rules.check_eligible(approver, approvers, reason="ほかに人がいない")
    done = parties(head, owner, (owner,), auditors, (approver,))
    reviewers = case_rules.eligible_reviewers(firm, done)
    assert reviewers.person_ids
    assert owner not in reviewers.person_ids
    judge = data.draw(st.sampled_from(reviewers.person_ids), "judge")
    case_rules.check_eligible(judge, reviewers)
    assert len(set(reviewers.person_ids)) == len(reviewers.person_ids)


@given(firms(), st.data())
def test_the_approver_judges_only_where_nobody_else_could(
    firm: list[Candidate], data: st.DataObject
) -> None:
    anybody = st.sampled_from([each.person_id for each in firm])
    owner, approver = data.draw(anybody), data.draw(anybody)
    hands = parties(owner=owner, doers=(owner,), approvers=(approver,))
    found = set(case_rules.eligible_reviewers(firm, hands).person_ids)
    others = acting(firm) - {owner, approver}
    assert approver not in found or not others


def test_whoever_is_not_eligible_is_told_who_would_be() -> None:
    case_rules.check_eligible(1, Eligible((1, 2)))
    with pytest.raises(NotAllowed) as refused:
        case_rules.check_eligible(3, Eligible((1, 2)))
    assert (refused.value.key, refused.value.values) == ("not_eligible", {"eligible": (1, 2)})


@pytest.mark.parametrize("reason", ["", " "])
def test_an_exception_needs_its_reason(reason: str) -> None:
    case_rules.check_eligible(1, Eligible((1,), by_exception=True), "ほかに人がいない")
    with pytest.raises(RuleBroken, match="exception_needs_reason"):
        case_rules.check_eligible(1, Eligible((1,), by_exception=True), reason)


def test_the_head_plans_and_the_owner_or_the_head_reports() -> None:
    case_rules.check_planner(HEAD, (HEAD,))
    case_rules.check_owner(OWNER, OWNER, (HEAD,))
    case_rules.check_owner(HEAD, OWNER, (HEAD,))
    with pytest.raises(NotAllowed, match="head_only"):
        case_rules.check_planner(OWNER, (HEAD,))
    with pytest.raises(NotAllowed, match="owner_only"):
        case_rules.check_owner(MANAGER, OWNER, (HEAD,))


@pytest.mark.parametrize(
    ("texts", "refusal"),
    [
        (("是正", "原因"), None),
        (("", "原因"), "plan_incomplete"),
        (("是正", " \n"), "plan_incomplete"),
    ],
)
def test_r6_a_plan_names_correction_and_cause(texts: tuple[str, ...], refusal: str | None) -> None:
    if refusal is None:
        case_rules.check_plan(texts)
        return
    with pytest.raises(RuleBroken, match=refusal):
        case_rules.check_plan(texts)


_PM, _AM, _REP = Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER, Role.REPRESENTATIVE


@pytest.mark.parametrize(
    ("asked_as", "agreed_as", "agreed"),
    [
        ({_PM}, {_AM}, True),
        ({_AM, Role.EMPLOYEE}, {_PM, _REP}, True),
        ({_PM}, {_PM}, False),
        ({_AM}, {_AM}, False),
        ({_PM}, {_REP}, False),
        (set(), {_PM, _AM}, False),
    ],
)
def test_erasing_takes_both_managers(
    asked_as: set[Role], agreed_as: set[Role], agreed: bool
) -> None:
    if agreed:
        case_rules.check_agreement(asked_as, agreed_as)
        return
    with pytest.raises(RuleBroken, match="erasure_needs_both"):
        case_rules.check_agreement(asked_as, agreed_as)


def test_the_table_has_no_way_round_approval_and_verdict() -> None:
    into = {state: {move for _, move, to in CASE.rows() if to is state} for state in CaseState}
    assert into[CaseState.DOING] == {CaseMove.APPROVE, CaseMove.REPORT_ACTION, CaseMove.RETURN_DONE}
    assert CASE.after(CaseState.DOING, CaseMove.REPORT_ACTION) is CaseState.DOING
    assert into[CaseState.ENDORSED] == {CaseMove.ENDORSE}
    assert into[CaseState.CONFIRMING] == {CaseMove.REPORT_TO_CONFIRM}
    # What came back from its closing was reviewed before, and too early leads nowhere else.
    assert into[CaseState.REVIEWING] == {
        CaseMove.REPORT_DONE,
        CaseMove.CONFIRM_DONE,
        CaseMove.JUDGE_EARLY,
        CaseMove.RETURN_CLOSING,
    }
    assert into[CaseState.CLOSING] == {CaseMove.JUDGE_TO_CLOSE}
    assert into[CaseState.CLOSED] == {CaseMove.JUDGE_EFFECTIVE, CaseMove.APPROVE_CLOSING}
    assert CASE.ends() == (CaseState.CLOSED, CaseState.WITHDRAWN)


@pytest.mark.parametrize(
    ("deadline", "due_on"),
    [
        (case_rules.TO_DECIDE, date(2026, 12, 1)),
        (case_rules.TO_PLAN, date(2026, 12, 8)),
        (case_rules.TO_REVIEW, date(2026, 12, 22)),
    ],
)
def test_each_step_has_its_business_days(deadline: case_rules.Deadline, due_on: date) -> None:
    assert case_rules.step_due_on(deadline, TODAY, BusinessCalendar(lambda _: False)) == due_on
