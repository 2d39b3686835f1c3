"""A plan of two actions, written without a script, approved, and reported by each owner."""

import pytest

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.database import transaction
from tests import builders
from tests.cast import IDS
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.walker import written_plan

pytestmark = pytest.mark.browser

CASE = "/act/cases/CA-2026-002"
SECOND = {
    "rows-0-action": "閉室の手順に、棚の施錠を加える。",
    "rows-0-owner_id": IDS["employee"],
    "rows-0-due_on": "2026/12/4",
}


@pytest.mark.parametrize(("language", "phone"), [("ja", False), ("en", True)])
def test_two_owners_each_report_their_own(
    audit: str, live: Live, walk: Walk, language: str, phone: bool
) -> None:
    live.speak(language)
    with live.app.test_request_context(), transaction():
        builders.case_in(CaseState.CLOSED)
        builders.case(builders.audit())
    with walk(language, phone=phone, scripts=False) as head:
        head.come_in("head").open(CASE).picture("plan")
        head.fill(**written_plan(), repeat_answer="")
        head.fill(cause="担当者の不注意。").press("処置をもう1つ追加する").picture("one-more")
        head.fill(**SECOND).press("計画を提出する").picture("repeat-asked")
        head.fill(repeat_answer="前回は1教室だけを直した。今回は全教室の台帳を直す。")
        head.press("計画を提出する").reads("計画を提出しました。承認を待ちます。")
    with walk(language, phone=phone) as approver:
        approver.come_in("privacy_manager").open(CASE).picture("decide")
        approver.fill(decision="approved").press("決定を記録する")
    with walk(language, phone=phone) as second:
        second.come_in("employee").open(CASE).picture("second")
        second.fill(result="手順書に加えた。", no_proof="手順書にある。").press("実施を報告する")
        second.reads("実施を報告しました。残りの処置が終わると、有効性の確認に進みます。")
    with walk(language, phone=phone) as lead:
        lead.come_in("head").open(CASE).picture("half-done")
    with walk(language, phone=phone) as owner:
        owner.come_in("owner").open(CASE)
        owner.fill(result="台帳に登録した。", no_proof="台帳にある。").press("実施を報告する")
        owner.reads("実施を報告しました。後日、別の人が有効性を確かめます。").picture("done")
