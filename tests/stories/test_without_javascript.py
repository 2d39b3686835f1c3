"""The main job with scripts switched off: a finding, its plan, the decision."""

import pytest

from tests.builders import FACT
from tests.stories.conftest import Walk
from tests.stories.walker import written_plan

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_main_job_needs_no_script(audit: str, walk: Walk) -> None:
    with walk(scripts=False) as auditor:
        auditor.come_in("auditor").open(f"/check/audits/{audit}/checklist/")
        auditor.page.locator("#row-1 [value=nonconforming]").check()
        auditor.page.locator("#row-1 button").click()
        auditor.follow("所見を記録する", within="#row-1").picture("finding")
        auditor.fill(fact=FACT).press("所見を記録する")
        assert auditor.page.input_value("[name=fact]") == FACT, "a refusal keeps what was typed"
        auditor.fill(evidence="写真2枚").attach("files", "棚.txt", "写真の説明".encode())
        auditor.press("所見を記録する").sees("CA-2026-001")
    with walk(scripts=False) as head:
        head.come_in("head").open("/r/CA-2026-001").picture("plan")
        head.fill(**written_plan()).press("計画を提出する")
        head.reads("計画を提出しました。承認を待ちます。")
    with walk(scripts=False, phone=True) as manager:
        manager.come_in("privacy_manager").open("/r/CA-2026-001").picture("decision")
        manager.fill(decision="approved").press("決定を記録する")
        manager.reads("承認を記録しました。処置の責任者に知らせます。")
