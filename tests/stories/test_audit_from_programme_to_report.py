"""An audit's whole way: the year's programme, the audit day of two, a dispute, report and paper."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from pms_tracker.check.rules.audit_rules import Result
from pms_tracker.database import session, transaction
from pms_tracker.kernel.profile import Part
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Membership
from pms_tracker.trail.trail import SYSTEM
from tests import builders, cast
from tests.check.programmes import a_programme
from tests.papers import by_libreoffice, flat, table, told
from tests.stories import finding_walk, programme_walk, report_walk
from tests.stories.checklist_walk import (
    Opened,
    accessible,
    changes_taken,
    choose,
    cut_off_beside_a_colleague,
    row,
    saved,
    stands,
    write,
)
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox
from tests.stories.walker import Walker

pytestmark = pytest.mark.browser

CASE, OPEN_SCREEN, LEFT_OVER, PRAISED, FOUND = (
    "CA-2026-001",
    "F-2026-001",
    "F-2026-002",
    "F-2026-003",
    "F-2026-004",
)
SEEN = {
    OPEN_SCREEN: ("observation", "顧客名簿の画面が開いたままだった。"),
    LEFT_OVER: ("observation", "保管期限を過ぎた申込書が1枚、棚に残っていた。"),
    PRAISED: ("good_practice", "鍵の戻しを、毎日2人で確かめている。"),
}
INSTRUCTIONS = "申込書の棚を、すべての教室で見直すこと。"
# A row for each result, and one that is not looked at.
POLICY = cast.POLICY.replace("(1)苦情", "・紙の申込書も、期限を過ぎたら廃棄します。\n(1)苦情")
NOT_SAMPLED = "ほかの年度の申込書は、この日は見ていない。"


@pytest.fixture
def company(live: Live) -> Live:
    """No programme yet; auditees are heard; whoever was lent to 松本教室 is back today."""
    with live.app.test_request_context(), transaction():
        cast.adopted(POLICY)
        a_programme.none_yet()
        builders.profile(Part.DISPUTE)
        lent = people.person(cast.IDS["second_auditor"])
        there = Membership.unit_id == cast.UNIT_IDS["松本教室"]
        (row_id,) = session.scalars(
            select(Membership.id).where(Membership.person_id == lent.id, there)
        )
        yesterday = cast.TODAY - timedelta(days=1)
        staffing.end_membership(lent, row_id, until_on=yesterday, by=SYSTEM, reason="応援の終わり")
    return live


def test_an_audit_goes_from_its_programme_to_its_report(
    company: Live, postbox: Postbox, walk: Walk, tmp_path: Path
) -> None:
    programme_walk.written_and_approved(company, postbox, walk)
    audit = programme_walk.planned_and_told(company, postbox, walk)
    day = f"/check/audits/{audit}/checklist/"
    with Opened(walk(), "auditor", day) as one, Opened(walk(), "second_auditor", day) as other:
        audit_day(company, one, other, int(audit[-3:]))
        findings_are_filed(company, one, other, day)
    finding_walk.disputed_and_upheld(company, postbox, walk, FOUND, CASE)
    report_walk.signed_and_received("ja", company, postbox, walk, audit, INSTRUCTIONS)
    paper, checklist = report_walk.taken_home("ja", walk, audit, CASE)
    the_paper_says_it_all(paper, tmp_path, audit)
    the_checklist_is_a_file(checklist, tmp_path)


def audit_day(live: Live, one: Walker, other: Walker, number: int) -> None:
    """Both write at once; the line of one is cut in the middle; nothing is lost or undone."""
    choose(one.page, 1, "observation")
    choose(other.page, 2, "observation")
    saved(one.page)
    saved(other.page)
    cut_off_beside_a_colleague(one, other, 4)
    assert stands(live, 4, number)[:2] == (Result.NONCONFORMING, "棚を見た。\n鍵がない。")
    assert stands(live, 5, number) == (Result.CONFORMS, "", 2)
    assert changes_taken(live, 5) == (1, 1)
    choose(other.page, 3, "good_practice")
    rows = other.page.locator(".walk [id^=row-]").count()
    for position in range(6, rows):
        choose(other.page if position % 2 else one.page, position, "conforms")
    write(one.page, rows, NOT_SAMPLED)
    choose(one.page, rows, "not_sampled")
    saved(one.page)
    saved(other.page)
    accessible(one.picture("day-done").page)


def findings_are_filed(live: Live, one: Walker, other: Walker, day: str) -> None:
    """Straight from their rows; the one that will be disputed beside its like, with photos."""
    for position, (grade, fact) in enumerate(SEEN.values(), start=1):
        other.open(f"{day}{position}/finding").fill(grade=grade, fact=fact, evidence="写真1枚")
        other.press("所見を記録する")
    one.open(day)
    row(one.page, 4).locator("h3").click()
    one.follow("この行から所見を記録する", within="#row-4")
    one.page.fill("[name=fact]", "顧客名簿が見えた。")
    finding_walk.file_with_files(one, before=OPEN_SCREEN, like=LEFT_OVER)
    finding_walk.photo_is_kept_without_its_place(one, live, FOUND)


def the_paper_says_it_all(paper: bytes, folder: Path, audit: str) -> None:
    said = flat(told(paper, folder))
    for expected in (
        "監査報告書", "承認欄", audit, "2026年11月24日(火)", "代表者宮下恒一殿",
        "被監査部門松本教室",
        "運用監査", programme_walk.THEME, FOUND, finding_walk.FACT,
        *(fact for _, fact in SEEN.values()),
        "監査員と独立性", "小口彩香当日の所属書店", "リーダー",
        "百瀬拓", "当日の所属教務部", "監査員は、監査した部門に所属していません",
        f"（－ 抽出せず）{NOT_SAMPLED}", report_walk.OPINION, report_walk.CONCLUSION, INSTRUCTIONS,
        "配布先",
    ):  # fmt: skip
        assert flat(expected) in said, expected
    # Rows of counts stand below each other: what is of one row is told line by line alone.
    laid_out = told(paper, folder, "-layout")
    assert "所見の件数×不適合1△観察事項2◎良好な点1" in flat(laid_out)
    boxes = laid_out.partition("被監査部門")[0]
    for name in ("宮下 恒一", "有賀 俊", "小口 彩香"):
        assert name in boxes, "each signature fills its box"
    assert boxes.count("26.11.24") == 3


def the_checklist_is_a_file(checklist: bytes, folder: Path) -> None:
    head, *rows = table(checklist)
    results, notes, filed = (head.index(name) for name in ("結果", "メモ", "所見"))
    assert [rows[place][results] for place in range(5)] == [
        *("観察事項", "観察事項", "良好な点", "不適合", "適合")
    ]
    assert rows[3][notes] == "棚を見た。\n鍵がない。"
    assert [rows[place][filed] for place in range(4)] == [OPEN_SCREEN, LEFT_OVER, PRAISED, FOUND]
    assert rows[-1][results] == "抽出せず"
    read = by_libreoffice(checklist, folder)
    if read is not None:
        assert all(word in read for word in ("棚を見た。", FOUND, NOT_SAMPLED))
