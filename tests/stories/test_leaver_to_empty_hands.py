"""A teacher leaves: notice, heirs for all that is still theirs, what was lent, and empty hands."""

from datetime import timedelta

import pytest

from pms_tracker.database import transaction
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.rules.operation.check_rules import Frequency
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.registers import entries
from tests import cast
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.ways import in_both_languages_with_and_without_script

pytestmark = pytest.mark.browser

LAST = TODAY + timedelta(days=20)
WHO = f"/people/{IDS['owner']}"
PAGE = f"/people/leavers/{IDS['owner']}"
TITLES = ("最終退出の点検", "書庫の点検")


@pytest.fixture
def company(live: Live) -> Live:
    """A company in which a teacher sees to two checks, and whoever works there gave a pledge."""
    with live.app.test_request_context(), transaction():
        cast.adopted(cast.POLICY)
        by = viewer("privacy_manager")
        for title in TITLES:
            told = {
                **{"title": title, "unit_id": UNIT_IDS["松本教室"], "items": "鍵をかけた"},
                **{"frequency": Frequency.DAY, "owner_id": IDS["owner"], "starts_on": TODAY},
            }
            entries.enter(CHECKS, told, by=by)
        given = {"kind": PledgeKind.JOINING, "asked_on": TODAY, "signed_on": TODAY}
        entries.enter(PLEDGES, {"person_id": IDS["owner"], **given}, by=by)
    return live


@in_both_languages_with_and_without_script
def test_a_teacher_leaves_with_empty_hands(
    language: str, scripts: bool, company: Live, walk: Walk
) -> None:
    company.speak(language)
    with walk(language, scripts=scripts) as administrator:
        administrator.come_in("administrator").open(WHO)
        administrator.page.locator("details.ending summary").last.click()
        administrator.page.locator("#leave-until").fill(LAST.isoformat())
        administrator.page.locator("details.ending[open] button").click()
        administrator.sees("2")
    with walk(language, phone=scripts, scripts=scripts) as manager:
        manager.come_in("privacy_manager").open("/").reads("退職する人の引き継ぎ")
        manager.open("/people/leavers/").picture("list").fits()
        manager.page.locator("main a", has_text="原 大地").click()
        manager.reads("退職の確認").fits().picture("notice")
        manager.fill(all_check=IDS["employee"]).press("確認に進む", within="main")
        manager.reads("引き継ぎの確認").sees(TITLES[0]).sees(TITLES[1]).fits().picture("preview")
        manager.press("この内容で引き継ぐ", within="main")
        manager.reads("残っているものはありません。").fits().picture("handed-over")
        manager.fill(returned_on=TODAY.isoformat(), note="入館証").press("返却を記録する")
        manager.reads("返却を記録しました。")
        manager.follow("誓約書を登録する", within="main")
        manager.fill(asked_on=TODAY.isoformat(), signed_on=TODAY.isoformat())
        manager.press("登録する", within="main")
        manager.open(PAGE).reads("引き継ぎは、すべて済んでいます。").fits().picture("empty-hands")
    with walk(language, scripts=scripts) as heir:
        heir.come_in("employee").open("/do/checks/").sees(TITLES[0])
