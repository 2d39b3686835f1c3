"""Check in other departments (水平展開): boundary tables of who is asked, who answers, and when."""

import pytest

from pms_tracker.act.rules import elsewhere_rules
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.elsewhere_rules import ANSWERED_IN, Asking, Elsewhere
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role

WORKS = frozenset({Role.EMPLOYEE})
PRIVACY, TOP, AUDITS, HEAD, OTHER, KEEPS_ACCOUNTS = 1, 2, 3, 4, 5, 6
FIRM = [
    Candidate(PRIVACY, WORKS | {Role.PRIVACY_MANAGER}, frozenset()),
    Candidate(TOP, WORKS | {Role.REPRESENTATIVE}, frozenset()),
    Candidate(AUDITS, WORKS | {Role.AUDIT_MANAGER}, frozenset()),
    Candidate(HEAD, WORKS | {Role.DEPARTMENT_HEAD}, frozenset({7})),
    Candidate(OTHER, WORKS | {Role.DEPARTMENT_HEAD}, frozenset({7})),
    Candidate(KEEPS_ACCOUNTS, frozenset({Role.ADMINISTRATOR}), frozenset()),
]
EVERYBODY = frozenset(each.person_id for each in FIRM)


@pytest.mark.parametrize(
    ("heads", "away", "expected"),
    [
        ((HEAD,), (), (HEAD,)),
        ((HEAD, OTHER), (), (HEAD, OTHER)),
        ((HEAD, OTHER), (HEAD,), (OTHER, HEAD)),
        ((HEAD,), (HEAD,), (PRIVACY, HEAD)),
        ((), (), (PRIVACY,)),
        ((), (PRIVACY,), (TOP,)),
        ((), (PRIVACY, TOP), (AUDITS,)),
        ((), (PRIVACY, TOP, AUDITS), (HEAD, OTHER)),
        # Where nobody is at hand the step waits for whoever comes back; accounts are no reason.
        ((), tuple(EVERYBODY), (PRIVACY, TOP, AUDITS, HEAD, OTHER)),
    ],
)
def test_heads_answer_and_where_none_is_at_hand_the_privacy_manager(
    heads: tuple[int, ...], away: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    found = elsewhere_rules.answerers(FIRM, heads, EVERYBODY.difference(away))
    assert found.person_ids == expected
    for each in EVERYBODY.difference(expected):
        with pytest.raises(NotAllowed, match="head_answers"):
            elsewhere_rules.check_answerer(each, found)


@pytest.mark.parametrize(
    ("asking", "expected"),
    [
        (Asking(), []),
        (Asking(unit_ids=(3, 2)), [2, 3]),
        (Asking(everywhere=True), [2, 3, 4]),
        (Asking(unit_ids=(3,), everywhere=True), [2, 3, 4]),
    ],
)
def test_units_are_asked_in_their_order(asking: Asking, expected: list[int]) -> None:
    assert elsewhere_rules.chosen(asking, [2, 3, 4]) == expected


def test_a_unit_that_is_not_offered_cannot_be_asked() -> None:
    with pytest.raises(BadInput, match="unit_not_asked"):
        elsewhere_rules.chosen(Asking(unit_ids=(1, 2)), [2, 3, 4])


@pytest.mark.parametrize("asking", [Asking(unit_ids=(2,)), Asking(" \n", everywhere=True)])
def test_who_asks_says_what(asking: Asking) -> None:
    with pytest.raises(BadInput, match="elsewhere_question_needed"):
        elsewhere_rules.check_question(asking)
    elsewhere_rules.check_question(Asking("棚に鍵はありますか。", unit_ids=(2,)))
    elsewhere_rules.check_question(Asking())


@pytest.mark.parametrize(
    ("asking", "wanted", "others", "refused"),
    [
        (Asking(), True, True, True),
        (Asking(reason="  "), True, True, True),
        (Asking("棚は。"), True, True, True),
        (Asking(reason="ほかに棚はない。"), True, True, False),
        (Asking(unit_ids=(2,)), True, True, False),
        (Asking(everywhere=True), True, True, False),
        (Asking(), False, True, False),
        (Asking(), True, False, False),
    ],
)
def test_asking_nobody_has_a_reason(
    asking: Asking, wanted: bool, others: bool, refused: bool
) -> None:
    if not refused:
        elsewhere_rules.check_none(asking, wanted=wanted, others=others)
        return
    with pytest.raises(BadInput, match="elsewhere_reason_needed"):
        elsewhere_rules.check_none(asking, wanted=wanted, others=others)


@pytest.mark.parametrize("state", CaseState)
def test_an_answer_is_given_while_the_plan_is_carried_out(state: CaseState) -> None:
    if state in ANSWERED_IN:
        elsewhere_rules.check_open(state, asked=True, opened=False)
        with pytest.raises(RuleBroken, match="answer_became_case"):
            elsewhere_rules.check_open(state, asked=True, opened=True)
    for asked in (False, True):
        if not asked or state not in ANSWERED_IN:
            with pytest.raises(RuleBroken, match="nobody_is_asked"):
                elsewhere_rules.check_open(state, asked=asked, opened=False)


@pytest.mark.parametrize("answer", [None, *Elsewhere])
@pytest.mark.parametrize("opened", [False, True])
def test_only_the_same_fault_becomes_a_case_and_once(
    answer: Elsewhere | None, opened: bool
) -> None:
    if answer is Elsewhere.HERE_TOO and not opened:
        elsewhere_rules.check_found(answer, opened=opened)
        return
    key = "answer_became_case" if answer is Elsewhere.HERE_TOO else "nothing_found_elsewhere"
    with pytest.raises(RuleBroken, match=key):
        elsewhere_rules.check_found(answer, opened=opened)


def test_an_answer_says_how_it_is_known() -> None:
    for text in ("", " \n"):
        with pytest.raises(BadInput, match="elsewhere_text_needed"):
            elsewhere_rules.check_answer(text)
    elsewhere_rules.check_answer("棚を見た。")


def test_no_effect_is_good_while_an_answer_is_missing() -> None:
    elsewhere_rules.check_complete([])
    with pytest.raises(RuleBroken) as refused:
        elsewhere_rules.check_complete(["書店", "教務部"])
    assert refused.value.key == "elsewhere_unanswered"
    assert refused.value.values == {"count": 2, "units": ("書店", "教務部")}
