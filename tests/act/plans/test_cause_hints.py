"""The gentle reviewer: each hint where it belongs, and silence over a clean analysis."""

import pytest

from pms_tracker.act.plans.cause_hints import Hint, hints, jumps
from tests.builders import FACT, plan

CLEAN_CAUSES = (
    "申込書が台帳に登録されておらず、廃棄を決める手続がなかった。",
    "担当者が見落としたのは、取消しを照合する手順がなかったためである。",
    "確認不足を防ぐ仕組みがなかった。",
    "閉室の担当が日ごとに替わり、施錠を確かめる人が決まっていなかった。",
    "うっかり閉め忘れた → 閉室の手順に施錠がない",
    "宛先を名簿から手で写していた。一人で残る時間帯には、照合する人がいない体制だった。",
    "The inventory had no entry for the forms.",
    "",
)


@pytest.mark.parametrize("cause", CLEAN_CAUSES)
def test_a_clean_cause_is_left_in_peace(cause: str) -> None:
    assert hints(cause, FACT, [plan().actions[0].action]) == ()


@pytest.mark.parametrize(
    "cause",
    [
        "担当者の不注意。",
        "担当者の確認不足だった。\n",
        "うっかりしていた！",
        "手順はあったが忙しかった。担当者がうっかり忘れた。",
        "棚が開いていた → 閉め忘れた",
        "担当者が取消しの連絡を見落とした。",
    ],
)
def test_a_cause_that_ends_at_a_person_is_asked_about(cause: str) -> None:
    assert hints(cause) == (Hint.ENDS_AT_PERSON,)


@pytest.mark.parametrize(
    "cause",
    [
        FACT,
        "保管期限を過ぎた申込書41枚が、鍵をかけずに置かれていた",
        "受付の棚に保管期限を過ぎた申込書４１枚が鍵をかけずに置かれていた。",
    ],
)
def test_a_cause_that_says_the_fault_once_more_is_asked_about(cause: str) -> None:
    assert hints(cause, FACT) == (Hint.REPEATS_FAULT,)


@pytest.mark.parametrize(("cause", "fault"), [("棚", "棚"), ("", FACT), (FACT, "")])
def test_what_is_too_short_to_compare_is_not_compared(cause: str, fault: str) -> None:
    assert Hint.REPEATS_FAULT not in hints(cause, fault)


@pytest.mark.parametrize(
    ("whys", "jumped"),
    [
        (["棚が開いていた", "", "手順がない"], True),
        (["棚が開いていた", " \u3000", "", "手順がない"], True),
        (["棚が開いていた", "鍵がない", "手順がない", ""], False),
        (["", "鍵がない"], False),
        ([], False),
    ],
)
def test_an_empty_why_between_two_is_a_jump(whys: list[str], jumped: bool) -> None:
    assert jumps(whys) is jumped


def test_a_jump_is_seen_in_a_chain_that_is_written_with_arrows() -> None:
    assert hints("棚が開いていた →→ 施錠の手順がない") == (Hint.JUMPS,)


@pytest.mark.parametrize(
    ("actions", "alone"),
    [
        (["全員に研修を行う。"], True),
        (["朝礼で周知する。", "声をかけ合う。"], True),
        (["手順書を改め、全員に周知する。"], False),
        (["研修を行う。", "棚に鍵を付ける。"], False),
        ([], False),
        ([" \n"], False),
    ],
)
def test_training_alone_is_asked_about(actions: list[str], alone: bool) -> None:
    assert hints("台帳に登録する手続がなかった。", FACT, actions) == (
        (Hint.ONLY_TRAINING,) if alone else ()
    )


def test_ten_thousand_characters_and_rare_ones_are_read_as_well() -> None:
    assert hints("𠮷😀" * 5_000, "𠮷😀" * 5_000) == ()
