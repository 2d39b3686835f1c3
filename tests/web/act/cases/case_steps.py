"""The steps of a case as its page offers them: whose each is, what is typed, what is refused."""

from dataclasses import dataclass

import pytest

from pms_tracker.act.rules.case_rules import CaseMove, CaseState
from tests.cast import IDS

URL = "/act/cases/CA-2026-001"
PLAN = {
    "correction": "鍵のかかる棚へ移した。",
    "cause": "申込書が台帳に登録されていなかった。",
    "cause_category": "inventory",
    "action": "申込書を台帳に登録し、廃棄の担当を定める。",
    "owner_id": str(IDS["owner"]),
    "due_on": "令和8年12月8日",
}
CHANGED = "CA-2026-001 が変更されました"
TOO_LATE = "現在の状態では、この操作はできません"


@dataclass(frozen=True)
class Step:
    """A form of the page: in which state, whose it is, what they type, and what is refused.

    `wrong` are values that the form itself refuses, with what it says; `text` is the field whose
    words must never be lost.
    """

    state: CaseState
    moves: tuple[CaseMove, ...]
    after: CaseState
    by: str
    not_by: str
    typed: dict[str, str]
    wrong: dict[str, tuple[str, str]]
    text: str


NO_SUCH_DAY = ("令和8年11月31日", "11月は30日まで")
STEPS = {
    "plan": Step(
        CaseState.PLANNING,
        (CaseMove.SUBMIT,),
        CaseState.SUBMITTED,
        "head",
        "privacy_manager",
        PLAN,
        {
            "correction": ("  \r\n", "応急処置を入力してください"),
            "cause": ("あ" * 10_001, "10000文字までで入力してください（いま10001文字）"),
            "owner_id": ("", "処置の責任者を選んでください"),
            "due_on": NO_SUCH_DAY,
            "corrected_on": ("令和8年11月25日", "未来の日は記録できません"),
            "corrected_by_id": ("99", "その人は登録されていません"),
        },
        "action",
    ),
    "amend": Step(
        CaseState.DOING,
        (CaseMove.AMEND,),
        CaseState.SUBMITTED,
        "head",
        "owner",
        {**PLAN, "action": "台帳の様式を改める。"},
        {"action": ("", "是正処置を入力してください"), "due_on": ("あした", "読み取れません")},
        "action",
    ),
    "decision": Step(
        CaseState.SUBMITTED,
        (CaseMove.APPROVE, CaseMove.SEND_BACK),
        CaseState.SENT_BACK,
        "privacy_manager",
        "head",
        {"decision": "sent_back", "reason": "原因が人の不注意で止まっています。"},
        {
            "decision": ("", "承認・差戻し・却下のどれか"),
            "reason": (" ", "差し戻す理由を入力してください"),
            "decided_on": NO_SUCH_DAY,
        },
        "reason",
    ),
    "done": Step(
        CaseState.DOING,
        (CaseMove.REPORT_DONE,),
        CaseState.REVIEWING,
        "head",
        "auditor",
        {
            "result": "台帳に登録し、担当を決めた。",
            "done_on": "２０２６／１１／２４",
            "no_proof": "台帳にある。",
        },
        {"result": ("", "実施したことを入力してください"), "done_on": NO_SUCH_DAY},
        "result",
    ),
    "verdict": Step(
        CaseState.REVIEWING,
        (CaseMove.JUDGE_EFFECTIVE, CaseMove.JUDGE_INEFFECTIVE),
        CaseState.CLOSED,
        "audit_manager",
        "owner",
        {
            "verdict": "effective",
            "how_seen": "現場を見た。",
            "data_seen": "申込書40枚",
            "grounds": "棚と台帳を見た。",
            "lesson": "台帳が先。",
        },
        {
            "verdict": ("", "有効・有効でない・時期尚早のどれか"),
            "how_seen": ("あ" * 201, "200文字まで"),
            "next_on": NO_SUCH_DAY,
            "grounds": ("", "判定の根拠を入力してください"),
            "lesson": ("あ" * 2001, "2000文字まで"),
        },
        "grounds",
    ),
    "done-check": Step(
        CaseState.CONFIRMING,
        (CaseMove.CONFIRM_DONE, CaseMove.RETURN_DONE),
        CaseState.DOING,
        "audit_manager",
        "owner",
        {"decision": "sent_back", "reason": "台帳にまだ載っていません。"},
        {
            "decision": ("", "完了を確認するか、差し戻すか"),
            "reason": (" ", "差し戻す理由を入力してください"),
        },
        "reason",
    ),
    "closing": Step(
        CaseState.CLOSING,
        (CaseMove.APPROVE_CLOSING, CaseMove.RETURN_CLOSING),
        CaseState.REVIEWING,
        "representative",
        "audit_manager",
        {"decision": "sent_back", "reason": "1か月分では足りません。"},
        {
            "decision": ("", "完了を承認するか、差し戻すか"),
            "reason": (" ", "差し戻す理由を入力してください"),
        },
        "reason",
    ),
    "withdraw": Step(
        CaseState.PLANNING,
        (CaseMove.WITHDRAW,),
        CaseState.WITHDRAWN,
        "audit_manager",
        "privacy_manager",
        {"reason": "同じ事実が二度記録されていた。"},
        {"reason": ("", "理由を入力してください")},
        "reason",
    ),
}
EVERY_STEP = pytest.mark.parametrize("name", STEPS)
