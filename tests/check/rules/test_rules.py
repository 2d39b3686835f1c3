"""Rules of check: grades, teams, days and who may withdraw."""

from datetime import date

import pytest

from pms_tracker.check.rules import audit_rules
from pms_tracker.check.rules.audit_rules import AuditState, FindingState, Grade, Result
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role

OWN, OTHER = 1, 2


def candidate(person_id: int, *roles: Role, unit: int = OTHER) -> Candidate:
    return Candidate(person_id, frozenset(roles), frozenset({unit}))


AUDITOR = candidate(4, Role.AUDITOR)
OF_OWN_UNIT = candidate(5, Role.AUDITOR, unit=OWN)
REPRESENTATIVE = candidate(1, Role.REPRESENTATIVE)


@pytest.mark.parametrize(
    ("grade", "needed", "first", "result"),
    [
        (Grade.NONCONFORMITY, True, FindingState.OPEN, Result.NONCONFORMING),
        (Grade.OBSERVATION, False, FindingState.NOTED, Result.OBSERVATION),
        (Grade.GOOD_PRACTICE, False, FindingState.NOTED, Result.GOOD_PRACTICE),
    ],
)
def test_each_grade_asks_for_its_own(
    grade: Grade, needed: bool, first: FindingState, result: Result
) -> None:
    assert audit_rules.needs_corrective_action(grade) is needed
    assert audit_rules.first_state(grade) is first
    assert audit_rules.RESULT_OF_GRADE[grade] is result
    assert audit_rules.GRADE_OF_RESULT[result] is grade


@pytest.mark.parametrize(
    ("team", "unit_count", "reason", "refusal"),
    [
        ([], 2, "", "auditor_needed"),
        ([AUDITOR], 2, "", None),
        ([AUDITOR, OF_OWN_UNIT], 2, "", "auditor_of_own_unit"),
        ([OF_OWN_UNIT], 2, "人手がない", "auditor_of_own_unit"),
        ([OF_OWN_UNIT], 1, "", "auditor_of_only_unit"),
        ([OF_OWN_UNIT], 1, "   ", "auditor_of_only_unit"),
        ([OF_OWN_UNIT], 1, "部門が1つ", None),
        ([REPRESENTATIVE], 1, "部門が1つ", "auditor_runs_the_pms"),
        ([OF_OWN_UNIT, REPRESENTATIVE], 1, "部門が1つ", "auditor_runs_the_pms"),
        ([candidate(9, Role.EMPLOYEE)], 2, "", "auditor_lacks_role"),
    ],
)
def test_a_team_is_independent_of_the_unit_or_says_why_not(
    team: list[Candidate], unit_count: int, reason: str, refusal: str | None
) -> None:
    if refusal is None:
        audit_rules.check_team(team, OWN, unit_count, reason)
        return
    with pytest.raises(RuleBroken, match=refusal):
        audit_rules.check_team(team, OWN, unit_count, reason)


def test_the_refusal_names_who_is_barred() -> None:
    with pytest.raises(RuleBroken) as refused:
        audit_rules.check_team([AUDITOR, OF_OWN_UNIT], OWN, 2, "")
    assert refused.value.values == {"person_id": 5}


def test_only_the_team_records() -> None:
    audit_rules.check_auditor(4, [3, 4])
    with pytest.raises(NotAllowed, match="audit_team_only"):
        audit_rules.check_auditor(5, [3, 4])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDIT_MANAGER])
def test_only_the_audit_manager_withdraws(role: Role) -> None:
    with pytest.raises(NotAllowed, match="audit_manager_only"):
        audit_rules.check_withdrawal({role}, "誤認")


@pytest.mark.parametrize("reason", ["", " \t"])
def test_a_withdrawal_needs_a_reason(reason: str) -> None:
    audit_rules.check_withdrawal({Role.AUDIT_MANAGER}, "誤認")
    with pytest.raises(RuleBroken, match="reason_needed"):
        audit_rules.check_withdrawal({Role.AUDIT_MANAGER}, reason)


def test_nobody_withdraws_a_finding_about_their_own_unit() -> None:
    with pytest.raises(NotAllowed, match="not_in_own_unit"):
        audit_rules.check_withdrawal({Role.AUDIT_MANAGER}, "誤認", own_unit=True)


@pytest.mark.parametrize(
    ("grades", "told"),
    [
        ((), None),
        ((Grade.GOOD_PRACTICE,), Result.GOOD_PRACTICE),
        ((Grade.GOOD_PRACTICE, Grade.OBSERVATION), Result.OBSERVATION),
        ((Grade.OBSERVATION, Grade.NONCONFORMITY), Result.NONCONFORMING),
    ],
)
def test_a_rows_result_is_that_of_its_gravest_finding(
    grades: tuple[Grade, ...], told: Result | None
) -> None:
    assert audit_rules.result_of_row(grades) is told
    audit_rules.check_result(told or Result.CONFORMS, grades)


def test_a_line_that_leads_in_to_others_is_evidence() -> None:
    noted = "次の2件を確認：\nPI-2026-001：空欄\nPI-2026-003：\nSeen:"
    assert audit_rules.said_of_samples(noted) == "次の2件を確認：\nPI-2026-001：空欄\nSeen:"


@pytest.mark.parametrize(
    ("grade", "fact", "evidence", "refusal"),
    [
        (Grade.NONCONFORMITY, "事実", "証拠", None),
        (Grade.NONCONFORMITY, "事実", " \n", "evidence_needed"),
        (Grade.NONCONFORMITY, "事実", "PI-2026-001：\nCT-2026-001/2026-11-10: ", "evidence_needed"),
        (Grade.NONCONFORMITY, "事実", "PI-2026-001：空欄", None),
        (Grade.NONCONFORMITY, "", "証拠", "fact_needed"),
        (Grade.OBSERVATION, "事実", "", None),
        (Grade.OBSERVATION, " ", "証拠", "fact_needed"),
        (Grade.GOOD_PRACTICE, "事実", "", None),
        (Grade.GOOD_PRACTICE, "\t", "", "fact_needed"),
    ],
)
def test_a_finding_states_its_fact_and_a_nonconformity_its_evidence(
    grade: Grade, fact: str, evidence: str, refusal: str | None
) -> None:
    if refusal is None:
        audit_rules.check_observed(grade, fact, evidence)
        return
    with pytest.raises(BadInput, match=refusal):
        audit_rules.check_observed(grade, fact, evidence)


@pytest.mark.parametrize("result", Result)
def test_only_what_does_not_apply_needs_a_note(result: Result) -> None:
    audit_rules.check_note(result, "対象の業務がない")
    for blank in ("", " \n"):
        if result is not Result.NOT_APPLICABLE:
            audit_rules.check_note(result, blank)
            continue
        with pytest.raises(RuleBroken, match="not_applicable_needs_reason"):
            audit_rules.check_note(result, blank)


@pytest.mark.parametrize("state", AuditState)
def test_results_are_recorded_only_while_the_audit_is_carried_out(state: AuditState) -> None:
    if state is AuditState.UNDER_WAY:
        audit_rules.check_under_way(state)
        return
    with pytest.raises(RuleBroken, match="audit_is_over"):
        audit_rules.check_under_way(state)


@pytest.mark.parametrize("state", AuditState)
def test_before_an_audit_has_begun_nobody_is_told_that_it_is_over(state: AuditState) -> None:
    if state not in {AuditState.PLANNED, AuditState.NOTIFIED}:
        audit_rules.check_begun(state)
        return
    with pytest.raises(RuleBroken, match="audit_not_begun"):
        audit_rules.check_begun(state)


@pytest.mark.parametrize("reason", ["", " \t"])
def test_an_audit_is_called_off_for_a_reason(reason: str) -> None:
    audit_rules.check_cancellation("教室を閉じた")
    with pytest.raises(RuleBroken, match="reason_needed"):
        audit_rules.check_cancellation(reason)


def test_audits_in_hand_are_those_not_ended() -> None:
    assert set(AuditState) - set(audit_rules.IN_HAND) == {AuditState.CLOSED, AuditState.CANCELLED}
    assert audit_rules.OPEN == (AuditState.PLANNED, AuditState.NOTIFIED, AuditState.UNDER_WAY)


def test_all_but_good_practice_asks_for_its_finding_and_a_nonconformity_before_signing() -> None:
    wanted = audit_rules.FILED_BEFORE_SIGNING | audit_rules.BETTER_FILED
    assert wanted == set(audit_rules.GRADE_OF_RESULT) - {Result.GOOD_PRACTICE}
    assert {Result.NONCONFORMING} == audit_rules.FILED_BEFORE_SIGNING


HELD, SIGNED = date(2026, 11, 24), date(2026, 12, 25)


@pytest.mark.parametrize(
    ("state", "held_on", "signature_due_on", "due_on"),
    [
        (AuditState.PLANNED, None, None, date(2026, 11, 20)),
        (AuditState.NOTIFIED, None, None, date(2026, 11, 20)),
        (AuditState.UNDER_WAY, HELD, None, date(2026, 12, 8)),
        (AuditState.UNDER_WAY, HELD, SIGNED, SIGNED),
        (AuditState.REPORTED, HELD, SIGNED, SIGNED),
        (AuditState.APPROVED, HELD, SIGNED, SIGNED),
        (AuditState.CLOSED, HELD, None, None),
        (AuditState.CANCELLED, None, None, None),
        (AuditState.CANCELLED, HELD, None, None),
    ],
)
def test_an_audit_is_due_on_its_day_reported_a_fortnight_after_and_then_signed(
    state: AuditState, held_on: date | None, signature_due_on: date | None, due_on: date | None
) -> None:
    planned_on = date(2026, 11, 20)
    assert audit_rules.audit_due_on(state, planned_on, held_on, signature_due_on) == due_on
