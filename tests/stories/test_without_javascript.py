"""The whole job with scripts switched off: the circle from the policy to the answered lesson."""

from functools import partial

import pytest

from tests.builders import FACT
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox
from tests.stories.test_turn_of_the_cycle import (
    SECOND_REVIEW,
    approve_by_phone,
    at,
    check_phase,
    effective,
    mail_link,
    plan_phase,
    report_done,
    review,
)
from tests.stories.walker import written_plan

pytestmark = pytest.mark.browser


def test_the_whole_job_needs_no_script(live: Live, postbox: Postbox, walk: Walk) -> None:
    walk = partial(walk, scripts=False)
    plan_phase("ja", live, postbox, walk)
    check_phase("ja", live, postbox, walk)
    with walk() as head:
        head.open(mail_link(postbox, "head")).sign_in("head").picture("plan")
        head.fill(**{**written_plan(), "cause": ""}).press("計画を提出する")
        kept = head.page.input_value("[name=action]")
        assert kept == written_plan()["action"], "a refusal keeps what was typed"
        head.fill(**written_plan()).press("計画を提出する")
        head.reads("計画を提出しました。承認を待ちます。")
    live.deliver()
    approve_by_phone("ja", live, postbox, walk)
    report_done("ja", live, postbox, walk)
    with at(SECOND_REVIEW):
        live.pass_the_morning()
        effective("ja", live, postbox, walk)
        review("ja", walk)


def test_a_finding_that_is_refused_is_kept_as_typed(audit: str, walk: Walk) -> None:
    with walk(scripts=False) as auditor:
        auditor.come_in("auditor").open(f"/check/audits/{audit}/checklist/")
        auditor.follow("この行から所見を記録する", within="#row-1")
        auditor.fill(fact=FACT).press("所見を記録する")
        assert auditor.page.input_value("[name=fact]") == FACT
        auditor.fill(grade="nonconformity", evidence="写真2枚")
        auditor.attach("files", "棚.txt", "写真の説明".encode())
        auditor.press("所見を記録する").sees("CA-2026-001")
