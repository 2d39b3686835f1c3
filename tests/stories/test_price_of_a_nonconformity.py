"""An ordinary nonconformity is cheap for everybody who has to do with it."""

from datetime import date

import pytest
import time_machine

from pms_tracker import clock
from tests.builders import FACT
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox, links_of
from tests.stories.walker import Toll, Walker, written_plan

pytestmark = pytest.mark.browser

CASE = "CA-2026-001"


def only_what_is_required(walker: Walker, button: str, **fields: object) -> None:
    """Fill in exactly the fields that the page wants and does not offer filled, and send them."""
    # Wanted in one case only, and said so beside it: of a nonconformity, and where no file is.
    at_times = {"evidence", "no_proof"} & fields.keys()
    assert set(fields) == walker.required() | at_times
    walker.fill(**fields).press(button)


def test_an_ordinary_nonconformity_costs_thirteen_fields_and_six_pages(
    live: Live, audit: str, postbox: Postbox, walk: Walk
) -> None:
    toll = Toll()
    with walk(toll=toll) as auditor:
        auditor.come_in("auditor").open(f"/check/audits/{audit}/checklist/")
        auditor.page.locator("#row-1 h3").click()
        auditor.follow("この行から所見を記録する", within="#row-1")
        only_what_is_required(
            auditor, "所見を記録する", grade="nonconformity", fact=FACT, evidence="写真2枚"
        )
    live.deliver()
    with walk(toll=toll) as head:
        head.come_in("head").open(*links_of(postbox.last_of("head")))
        typed = {name: value for name, value in written_plan().items() if name != "due_on"}
        only_what_is_required(head, "計画を提出する", **typed)
    live.deliver()
    with walk(toll=toll) as manager:
        manager.come_in("privacy_manager").open(*links_of(postbox.last_of("privacy_manager")))
        only_what_is_required(manager, "決定を記録する", decision="approved")
    live.deliver()
    with walk(toll=toll) as owner:
        owner.come_in("owner").open(*links_of(postbox.last_of("owner")))
        only_what_is_required(
            owner, "実施を報告する", result="台帳に登録した。", no_proof="台帳を見る。"
        )
    with time_machine.travel(clock.at(date(2026, 12, 22), 10)), walk(toll=toll) as reviewer:
        reviewer.come_in("auditor").open(f"/r/{CASE}")
        grounds = "棚と台帳を見て、期限を過ぎた書類が0枚だった。"
        only_what_is_required(reviewer, "判定を記録する", verdict="effective", grounds=grounds)
        reviewer.reads("有効と判定し、完了しました。教訓を送付しました。")
    assert (toll.fields, toll.pages) == (13, 6)
