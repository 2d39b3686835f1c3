"""A head types whys and causes and sees them drawn; the approver reads them on screen and paper."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from pms_tracker.act.plans.analysis import AREAS
from pms_tracker.act.rules.cause_rules import Area
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session, transaction
from pms_tracker.kernel.profile import Part
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.conftest import FULL
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.walker import written_plan

pytestmark = pytest.mark.browser

CASE = "/act/cases/CA-2026-001"
WHYS = "棚が開いていた\n> 閉室の担当が鍵をかけなかった\n>> 閉室の手順に施錠がない"
CAUSES = {
    "fishbone_people": "閉室の担当が日ごとに替わる\n> 交替のときに申し送る様式がない",
    "fishbone_procedure": "閉室の手順に棚の施錠がない\n保管期限を見る日が決まっていない",
    "fishbone_surroundings": "棚が受付の裏にあり、事務室から見えない",
    "fishbone_management": "申込書が台帳に登録されていない\n> 登録する人を決めた規程がない",
}
ENGLISH = {
    "fishbone_people": "Whoever closes changes every day\n> Nothing is handed over in writing",
    "fishbone_procedure": "Closing does not mention the shelf\nNobody looks at retention periods",
    "fishbone_surroundings": "The shelf cannot be seen from the office",
    "fishbone_management": "The forms are not in the inventory\n> No rule says who enters them",
}
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def case(live: Live, audit: str) -> str:
    """A case of a company that draws, and that calls one area by a name of its own."""
    with live.app.test_request_context(), transaction():
        builders.profile(Part.WHYS, Part.FISHBONE)
        own = {Area.PEOPLE: {Language.JA: "人・体制", Language.EN: "People and staffing"}}
        AREAS.rename(own, by=SYSTEM)
        builders.case(session.get_one(Audit, 1))
    return CASE


def sketch(page: Page, name: str) -> Locator:
    return page.locator(f"[data-of~='{name}']")


@pytest.mark.parametrize(
    ("language", "phone"), [("ja", True), ("en", False)] + [("ja", False), ("en", True)] * FULL
)
def test_what_is_typed_is_drawn_and_handed_in(
    case: str, live: Live, walk: Walk, language: str, phone: bool
) -> None:
    live.speak(language)
    with walk(language, phone=phone) as head:
        head.come_in("head").open(case)
        whys, bones = sketch(head.page, "whys"), sketch(head.page, "fishbone_people")
        expect(whys.locator("svg")).to_have_count(0)
        head.page.locator("[name=whys]").press_sequentially("棚が開いていた")
        expect(whys.locator("rect")).to_have_count(1)
        head.fill(whys=WHYS)
        expect(whys.locator("rect")).to_have_count(3)
        for name, outline in (CAUSES if language == "ja" else ENGLISH).items():
            head.fill(**{name: outline})
        expect(bones.locator(".area")).to_have_count(4)
        expect(bones.locator(".area").first).to_contain_text(
            "人・体制" if language == "ja" else "People and"
        )
        bones.scroll_into_view_if_needed()
        head.picture("typed")
        assert not head.page.evaluate(SIDEWAYS)
        head.fill(**written_plan()).press("計画を提出する")
        head.reads("計画を提出しました。承認を待ちます。")
    with walk(language, phone=phone) as approver:
        approver.come_in("privacy_manager").open(case).picture("read")
        expect(approver.page.locator("svg.bones .area")).to_have_count(4)
        assert not approver.page.evaluate(SIDEWAYS)
        approver.page.emulate_media(media="print")
        approver.picture("printed")
        page_width = "document.querySelector('main').clientWidth"
        for each in approver.page.locator("svg.whys").all():
            box = each.bounding_box()
            assert box is not None
            assert box["width"] <= approver.page.evaluate(page_width)


def test_what_cannot_be_drawn_is_said_in_its_place_and_told_once_typing_rests(
    case: str, walk: Walk
) -> None:
    with walk() as head:
        head.come_in("head").open(case)
        bones = sketch(head.page, "fishbone_people")
        told = bones.get_by_role("status")
        head.fill(fishbone_people="担当が替わる")
        expect(bones.locator(".area")).to_have_count(1)
        expect(told).to_have_text("")
        expect(told).to_have_text("図に1個を描きました。")
        head.fill(fishbone_people="担当が替わる\n" * 13)
        expect(bones.locator(".field-error")).to_contain_text("要因は12個まで")
        expect(bones.locator("svg.bones")).to_have_count(0)
        expect(told).to_have_text(re.compile("12個まで"))
        head.picture("refused")
        # Opened once, the text stays open while the picture changes.
        head.fill(fishbone_people="担当が替わる")
        bones.locator("summary").click()
        head.fill(fishbone_people="担当が替わる\n>様式がない")
        expect(bones.locator("details")).to_contain_text("様式がない")
        expect(bones.locator("details")).to_have_attribute("open", "")


def test_without_scripts_the_picture_is_seen_after_handing_in(case: str, walk: Walk) -> None:
    with walk(scripts=False) as head:
        head.come_in("head").open(case)
        head.fill(**CAUSES, **{**written_plan(), "cause": ""}).press("計画を提出する")
        expect(sketch(head.page, "fishbone_people").locator(".area")).to_have_count(4)
