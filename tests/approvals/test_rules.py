"""What a decision on paper needs: another who types it in, its scan, and a day it may have had."""

from datetime import date, timedelta

import pytest

from pms_tracker.approvals import approval_rules
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role

TODAY = date(2026, 11, 24)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("decided_on", "submitted_on", "fits"),
    [
        (TODAY, TODAY, True),
        (TODAY, YESTERDAY, True),
        (YESTERDAY, TODAY, False),
        (YESTERDAY, None, True),
    ],
)
def test_nobody_decides_before_the_plan_was_handed_in(
    decided_on: date, submitted_on: date | None, fits: bool
) -> None:
    if fits:
        approval_rules.check_decided_on(decided_on, submitted_on)
        return
    with pytest.raises(RuleBroken, match="decided_before_submitted"):
        approval_rules.check_decided_on(decided_on, submitted_on)


def person(person_id: int, *roles: Role) -> Candidate:
    return Candidate(person_id, frozenset(roles), frozenset())


FIRM = [
    person(1, Role.REPRESENTATIVE),
    person(2, Role.PRIVACY_MANAGER, Role.EMPLOYEE),
    person(3, Role.AUDIT_MANAGER),
    person(4, Role.AUDITOR),
    person(5, Role.DEPARTMENT_HEAD),
    person(6, Role.ADMINISTRATOR),
]


@pytest.mark.parametrize(
    ("named", "hands", "able"),
    [
        (1, (), (2, 3)),
        (2, (), (1, 3)),
        (3, (5,), (1, 2)),
        (2, (3, 4), (1,)),
        # Exactly too few: nobody types it in.
        (1, (2, 3), ()),
    ],
)
def test_paper_is_typed_in_at_the_top_by_another_than_the_one_named_without_a_hand_in_it(
    named: int, hands: tuple[int, ...], able: tuple[int, ...]
) -> None:
    assert approval_rules.typists(FIRM, named, hands) == able


def test_whoever_may_not_type_in_paper_is_told_who_could() -> None:
    approval_rules.check_paper(3, {3: "有賀 俊"}, scanned=True)
    with pytest.raises(NotAllowed, match="paper_by_another") as refused:
        approval_rules.check_paper(4, {3: "有賀 俊"}, scanned=True)
    assert refused.value.values["who"] == ("有賀 俊",)
    with pytest.raises(NotAllowed, match="paper_by_nobody"):
        approval_rules.check_paper(4, {}, scanned=True)
    with pytest.raises(RuleBroken, match="scan_needed"):
        approval_rules.check_paper(3, {3: "有賀 俊"}, scanned=False)


@pytest.mark.parametrize(
    ("media_type", "fits"),
    [
        ("application/pdf", True),
        ("image/jpeg", True),
        ("image/heic", True),
        ("text/plain", False),
        ("video/mp4", False),
        ("application/zip", False),
    ],
)
def test_what_proves_a_stamp_is_a_picture_or_a_pdf(media_type: str, fits: bool) -> None:
    if fits:
        approval_rules.check_scan([media_type])
        return
    with pytest.raises(BadInput, match="scan_not_a_picture"):
        approval_rules.check_scan(["application/pdf", media_type])


def test_only_whoever_is_named_contests_a_paper_once_and_says_why() -> None:
    approval_rules.check_contest(1, 1, "押印していません。", open_to_it=True)
    with pytest.raises(NotAllowed, match="contested_by_the_named"):
        approval_rules.check_contest(2, 1, "押印していません。", open_to_it=True)
    with pytest.raises(RuleBroken, match="void_already"):
        approval_rules.check_contest(1, 1, "押印していません。", open_to_it=False)
    with pytest.raises(RuleBroken, match="reason_needed"):
        approval_rules.check_contest(1, 1, " \u3000", open_to_it=True)
