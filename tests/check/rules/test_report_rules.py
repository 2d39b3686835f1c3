"""Who signs, approves and receives a report, and what a signature asks for."""

from datetime import date

import pytest
from hypothesis import given, strategies as some

from pms_tracker.check.rules import audit_report_rules
from pms_tracker.check.rules.audit_report_rules import Part
from pms_tracker.check.rules.audit_rules import AUDIT, AuditMove, AuditState
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role, clashing_roles

R, A, M, P, ADMIN = (
    Role.REPRESENTATIVE,
    Role.AUDITOR,
    Role.AUDIT_MANAGER,
    Role.PRIVACY_MANAGER,
    Role.ADMINISTRATOR,
)
DAY = date(2026, 11, 24)


def who(person_id: int, *roles: Role) -> Candidate:
    return Candidate(person_id, frozenset(roles), frozenset())


FIRM = [who(1, R), who(2, P), who(3, M), who(4, A), who(5, A), who(6, Role.EMPLOYEE), who(7, ADMIN)]


@pytest.mark.parametrize(
    ("state", "move", "after"),
    [
        (AuditState.UNDER_WAY, AuditMove.REPORT, AuditState.REPORTED),
        (AuditState.UNDER_WAY, AuditMove.REPORT_STRAIGHT, AuditState.APPROVED),
        (AuditState.REPORTED, AuditMove.APPROVE, AuditState.APPROVED),
        (AuditState.APPROVED, AuditMove.RECEIVE, AuditState.CLOSED),
        (AuditState.REPORTED, AuditMove.SEND_BACK, AuditState.UNDER_WAY),
        (AuditState.APPROVED, AuditMove.SEND_BACK, AuditState.UNDER_WAY),
    ],
)
def test_a_report_goes_from_the_lead_to_the_manager_to_the_representative_and_back(
    state: AuditState, move: AuditMove, after: AuditState
) -> None:
    assert AUDIT.after(state, move) is after


@pytest.mark.parametrize("state", [AuditState.REPORTED, AuditState.APPROVED, AuditState.CLOSED])
def test_r17_a_signed_report_is_locked(state: AuditState) -> None:
    for move in (AuditMove.START, AuditMove.REPORT, AuditMove.REPORT_STRAIGHT, AuditMove.CANCEL):
        with pytest.raises(RuleBroken, match="move_not_possible"):
            AUDIT.after(state, move)


@pytest.mark.parametrize(
    ("team", "here", "signs"),
    [((4, 5), {4, 5}, (4,)), ((4, 5), {5}, (5,)), ((4, 5), set(), ()), ((5,), {4, 5}, (5,))],
)
def test_the_lead_signs_or_the_next_of_the_team_once_the_lead_has_left(
    team: tuple[int, ...], here: set[int], signs: tuple[int, ...]
) -> None:
    assert audit_report_rules.signer(team, here).person_ids == signs


@pytest.mark.parametrize(
    ("firm", "lead", "writers", "straight"),
    [
        (FIRM, 4, {4}, False),
        # The lead is the audit manager: nobody signs the same report twice.
        (FIRM, 3, {3}, True),
        ([*FIRM, who(8, M)], 3, {3}, True),
        # The only audit manager wrote in it (R9).
        (FIRM, 4, {3, 4}, True),
        ([*FIRM, who(8, M)], 4, {3, 4}, False),
        ([each for each in FIRM if M not in each.roles], 4, {4}, False),
    ],
)
def test_no_second_signature_of_the_same_person_is_asked(
    firm: list[Candidate], lead: int, writers: set[int], straight: bool
) -> None:
    assert audit_report_rules.goes_straight(firm, lead, writers) is straight


@pytest.mark.parametrize(
    ("firm", "writers", "approve"),
    [
        (FIRM, {4}, (3,)),
        (FIRM, {3, 4}, (1,)),
        ([*FIRM, who(8, M)], {3}, (8,)),
        ([each for each in FIRM if M not in each.roles], {4}, (1,)),
    ],
)
def test_the_audit_manager_approves_or_the_representative_where_none_is_left(
    firm: list[Candidate], writers: set[int], approve: tuple[int, ...]
) -> None:
    assert audit_report_rules.approvers(firm, writers).person_ids == approve


def test_r3_the_representative_receives_and_is_never_one_who_audited() -> None:
    assert audit_report_rules.receivers(FIRM, {4, 5}).person_ids == (1,)
    assert audit_report_rules.receivers([who(1, R), who(9, R)], {9}).person_ids == (1,)


@given(
    some.lists(some.frozensets(some.sampled_from(sorted(Role))), min_size=3, max_size=7),
    some.data(),
)
def test_nobody_decides_on_what_they_wrote_and_somebody_always_may(
    roles: list[frozenset[Role]], data: some.DataObject
) -> None:
    held = [each for each in roles if not clashing_roles(each)]
    firm = [who(1, R), who(2, M), *(who(3 + n, *each) for n, each in enumerate(held))]
    audits = [each.person_id for each in firm if each.roles & {A, M}]
    team = data.draw(some.lists(some.sampled_from(audits), min_size=1, unique=True))
    writers = data.draw(some.sets(some.sampled_from(team))) | {team[0]}
    receive = audit_report_rules.receivers(firm, team)
    assert receive.person_ids
    assert not set(receive.person_ids) & set(team)
    approve = audit_report_rules.approvers(firm, writers)
    assert approve.person_ids
    assert not set(approve.person_ids) & writers


def test_those_who_may_not_are_told_who_may() -> None:
    audit_report_rules.check_signer(4, Eligible((4,)))
    with pytest.raises(NotAllowed, match="report_signed_by_lead"):
        audit_report_rules.check_signer(5, Eligible((4,)))
    for state, key in (
        (AuditState.REPORTED, "report_approved_by_manager"),
        (AuditState.APPROVED, "report_received_by_representative"),
    ):
        audit_report_rules.check_taker(state, 3, Eligible((3,)))
        with pytest.raises(NotAllowed, match=key):
            audit_report_rules.check_taker(state, 4, Eligible((3,)))


def test_a_signed_report_has_opinion_conclusion_and_every_result() -> None:
    audit_report_rules.check_written("所見", "結論")
    for said in (("", "結論"), ("所見", " \n"), ("", "")):
        with pytest.raises(BadInput, match="report_incomplete"):
            audit_report_rules.check_written(*said)
    audit_report_rules.check_complete(0)
    with pytest.raises(RuleBroken) as refused:
        audit_report_rules.check_complete(2)
    assert (refused.value.key, refused.value.values) == ("checklist_not_done", {"count": 2})


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2026, 11, 19), "report_day_too_early"),
        (date(2026, 11, 20), None),
        (DAY, None),
        (date(2026, 11, 25), "day_in_future"),
    ],
)
def test_nobody_signs_before_the_audit_or_in_the_future(day: date, refusal: str | None) -> None:
    held_on = date(2026, 11, 20)
    if refusal is None:
        audit_report_rules.check_day(day, held_on, DAY)
        audit_report_rules.check_day(day, None, DAY)
        return
    with pytest.raises(RuleBroken, match=refusal):
        audit_report_rules.check_day(day, held_on, DAY)


def test_what_changed_in_a_report_has_a_name() -> None:
    whole = {part.value: {"said": 1} for part in Part}
    assert audit_report_rules.changed_parts(whole, whole) == []
    after = {**whole, "findings": {"said": 2}, "opinion": {}}
    assert audit_report_rules.changed_parts(whole, after) == [Part.FINDINGS, Part.OPINION]
    assert audit_report_rules.changed_parts({}, whole) == list(Part)
