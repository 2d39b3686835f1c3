"""Pages of horizontal deployment (水平展開): asked in a plan, answered by heads who see no case."""

import pytest
from sqlalchemy import func, select

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.elsewhere_rules import Asking, Elsewhere
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.act.tables.elsewhere_tables import CaseElsewhere
from pms_tracker.database import session
from pms_tracker.kernel.profile import Part
from tests import builders
from tests.cast import UNIT_IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.act.cases.case_steps import PLAN
from tests.web.browsing import committing, form, reading, words
from tests.web.budgets import KEPT

CASE, PLACE = "/act/cases/CA-2026-001", "/act/elsewhere/CA-2026-001"
SHOP = UNIT_IDS["書店"]
URL = f"{PLACE}/{SHOP}"
QUESTION = "鍵のない棚に、<b>申込書</b>を置いていませんか。"
CAUSE = "申込書が台帳に登録されていなかった秘密の原因。"
CHECKED = {"answer": "not_here", "text": "すべての棚を見た。"}
FOUND = {"answer": "here_too", "text": "レジの下に3枚あった。"}
SAVE, QUESTION_PAGE = 14 + KEPT, 14


@pytest.fixture
def asked(served: Served) -> Served:
    """A case that asks the shop and 教務部, and its approved plan."""
    with committing(served):
        builders.profile(Part.ELSEWHERE)
        asking = Asking(QUESTION, (SHOP, UNIT_IDS["教務部"]), "本部に棚はない。")
        builders.approve(builders.submit(builders.case(), cause=CAUSE, elsewhere=asking))
    return served


def answer(visitor: Visitor, by: str = "other_head", url: str = URL, **typed: str) -> int:
    sent = {**form(visitor.as_(by).get(url), url, with_slip=True), **CHECKED, **typed}
    return visitor.post(url, **sent).status_code


def kept(served: Served) -> tuple[Elsewhere | None, int]:
    """What the shop's answer is now, and its version."""
    with reading(served):
        row = session.scalars(select(CaseElsewhere).where(CaseElsewhere.unit_id == SHOP)).one()
        return row.answer, row.version


def test_the_light_profile_asks_nothing_of_others(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case()
    assert "水平展開" not in words(visitor.as_("head").get(CASE))


def test_a_plan_asks_all_or_some_or_says_why_nobody(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.profile(Part.ELSEWHERE)
        builders.case()
    page = visitor.as_("head").get(CASE)
    told = words(page)
    assert "他部門への質問" in told
    # The case's own unit is not asked.
    assert f'value="{SHOP}"' in told
    assert told.count('name="elsewhere_unit_ids"') == 3
    sent = {**form(page, f"{CASE}/plan"), **PLAN}
    for typed, said in (
        ({}, "聞く部門を選ぶか、聞かない理由を"),
        ({"elsewhere_all": "y"}, "他部門への質問を入力してください"),
        ({"elsewhere_unit_ids": [str(SHOP)]}, "他部門への質問を入力してください"),
        ({"elsewhere_unit_ids": ["99"], "elsewhere_question": "棚は。"}, "いまあるほかの部門だけ"),
    ):
        refused = visitor.post(f"{CASE}/plan", **{**sent, **typed})
        assert refused.status_code == 400, typed
        assert said in words(refused)
        assert PLAN["cause"] in words(refused)
    typed = {"elsewhere_unit_ids": [str(SHOP)], "elsewhere_reason": "何か"}
    again = visitor.post(f"{CASE}/plan", **{**sent, **typed})
    assert form(again, f"{CASE}/plan")["elsewhere_reason"] == "何か"
    assert form(again, f"{CASE}/plan")["elsewhere_unit_ids"] == str(SHOP)
    asking = {"elsewhere_all": "y", "elsewhere_question": QUESTION}
    assert visitor.post(f"{CASE}/plan", **{**sent, **asking}).status_code == 302
    with reading(served):
        assert session.scalars(select(CaseRound)).one().elsewhere_unit_ids == [1, 2, SHOP]
    seen = words(visitor.as_("privacy_manager").get(CASE))
    assert "聞く部門：本部、教務部、書店" in seen
    assert "聞く部門：本部、教務部、書店" in words(visitor.get("/act/approvals/"))


def test_the_head_is_led_to_the_question_and_sees_no_more(asked: Served, visitor: Visitor) -> None:
    home = words(visitor.as_("other_head").get("/"))
    assert "水平展開への回答" in home
    assert f'href="{PLACE}"' in home
    # No link of their own pages leads to the case, which they may not know of.
    assert f'href="{CASE}"' not in home
    assert visitor.get(CASE).status_code == 404
    for way in ("/r/CA-2026-001", PLACE):
        page = visitor.client.get(way, follow_redirects=True)
        assert page.request.path == URL
    assert "鍵のない棚に、&lt;b&gt;申込書&lt;/b&gt;" in page.text
    told = words(page)
    assert "求められていること" in told
    for hidden in (CAUSE, builders.FACT[:12] + "隠", "台帳に登録し", "写真2枚", f'href="{CASE}"'):
        assert hidden not in told
    calendar = words(visitor.get("/calendar/?month=2026-12"))
    assert "水平展開への回答" in calendar
    assert f'href="{PLACE}"' in calendar


def test_others_find_nothing_and_those_who_know_the_case_only_read(
    asked: Served, visitor: Visitor
) -> None:
    for name in ("employee", "second_auditor", "nobody"):
        visitor.as_(name)
        for url in (URL, PLACE):
            assert visitor.get(url).status_code in ({403} if name == "nobody" else {404}), name
        assert visitor.post(URL, version="1", **CHECKED).status_code in {403, 404}
        assert visitor.post(f"{URL}/case", version="1").status_code in {403, 404}
    for name in ("head", "owner", "privacy_manager", "audit_manager", "auditor"):
        page = visitor.as_(name).get(URL)
        assert page.status_code == 200, name
        assert f'action="{URL}"' not in words(page), name
        assert visitor.post(URL, version="1", **CHECKED).status_code == 403, name
    # The other head's question, and a unit that was not asked.
    assert visitor.as_("other_head").get(f"{PLACE}/{UNIT_IDS['教務部']}").status_code == 404
    assert visitor.get(f"{PLACE}/{UNIT_IDS['本部']}").status_code == 404
    assert visitor.get("/act/elsewhere/CA-2026-002").status_code == 404
    assert visitor.get(f"/act/elsewhere/F-2026-001/{SHOP}").status_code == 404
    assert visitor.as_("head").get(PLACE).location == CASE
    assert kept(asked) == (None, 1)


def test_it_is_answered_once_and_put_right_by_whoever_saw_it(
    asked: Served, visitor: Visitor
) -> None:
    page = visitor.as_("other_head").get(URL)
    for typed, said in (
        ({"answer": ""}, "どれかを選んでください"),
        ({"text": " "}, "どう確かめたか、何が見つかったか"),
        ({"text": "あ" * 5001}, "5000文字まで"),
    ):
        sent = {**form(page, URL), **CHECKED, **typed}
        refused = visitor.post(URL, **sent)
        assert refused.status_code == 400
        assert said in words(refused)
    sent = {**form(page, URL, with_slip=True), **CHECKED}
    assert [visitor.post(URL, **sent).status_code for _ in range(2)] == [302, 302]
    assert kept(asked)[1] == 2
    stale = visitor.post(URL, version="1", **FOUND)
    assert stale.status_code == 409
    assert FOUND["text"] in words(stale)
    assert "水平展開への回答" not in words(visitor.get("/"))
    assert answer(visitor, **FOUND) == 302
    assert kept(asked)[0] is Elsewhere.HERE_TOO
    told = words(visitor.as_("head").get(CASE))
    assert "レジの下に3枚あった。" in told
    assert "平林 真一" in told
    # The trail says it in words, before and after.
    assert "here_too" not in told
    assert "回答待ち" in told


def test_effective_is_refused_with_the_names_of_the_missing(
    asked: Served, visitor: Visitor
) -> None:
    with committing(asked):
        builders.report(session.scalars(select(Case)).one())
    answer(visitor)
    page = visitor.as_("audit_manager").get(CASE)
    assert f'href="{PLACE}/{UNIT_IDS["教務部"]}"' in words(page)
    verdict = {"verdict": "effective", "grounds": "見た棚の数。"}
    refused = visitor.post(f"{CASE}/verdict", **{**form(page, f"{CASE}/verdict"), **verdict})
    assert refused.status_code == 409
    assert "まだ1件届いていません（教務部）" in words(refused)
    assert verdict["grounds"] in words(refused)
    assert answer(visitor, "audit_manager", f"{PLACE}/{UNIT_IDS['教務部']}") == 302
    page = visitor.get(CASE)
    sent = {**form(page, f"{CASE}/verdict"), **verdict}
    assert visitor.post(f"{CASE}/verdict", **sent).status_code == 302
    too_late = visitor.as_("other_head").post(URL, version="2", **FOUND)
    assert too_late.status_code == 409
    assert "受け付けていません" in words(too_late)
    assert FOUND["text"] in words(too_late)


def test_what_was_found_is_opened_as_a_case_once(asked: Served, visitor: Visitor) -> None:
    answer(visitor, **FOUND)
    place = f"{URL}/case"
    assert f'action="{place}"' not in words(visitor.get(URL))
    assert visitor.post(place, version="2").status_code == 403
    page = visitor.as_("privacy_manager").get(URL)
    assert f'href="{URL}#open"' in words(visitor.get(CASE))
    sent = form(page, place, with_slip=True)
    assert sent["fact"] == FOUND["text"]
    assert visitor.post(place, **{**sent, "slip": "", "fact": " "}).status_code == 400
    assert [visitor.post(place, **sent).status_code for _ in range(2)] == [302, 302]
    with reading(asked):
        assert session.scalar(select(func.count()).select_from(Case)) == 2
    again = visitor.post(place, **{**sent, "slip": "", "version": "3"})
    assert again.status_code == 409
    assert "CA-2026-002" in words(visitor.get(CASE))
    opened = words(visitor.get("/act/cases/CA-2026-002"))
    assert "水平展開のもと" in opened
    assert f'href="{CASE}"' in opened
    # The head of the unit plans it, and reads where it comes from without seeing that case.
    theirs = words(visitor.as_("other_head").get("/act/cases/CA-2026-002"))
    assert "CA-2026-001" in theirs
    assert f'href="{CASE}"' not in theirs
    assert "CA-2026-002" in words(visitor.get(URL))


def test_pages_and_saves_stay_within_their_budgets(asked: Served, visitor: Visitor) -> None:
    with visitor.as_("other_head").counting() as statements:
        page = visitor.get(URL)
    assert len(statements) <= QUESTION_PAGE
    sent = {**form(page, URL, with_slip=True), **CHECKED}
    with visitor.counting() as statements:
        assert visitor.post(URL, **sent).status_code == 302
    assert len(statements) <= SAVE


def test_the_duty_goes_with_a_closed_case(asked: Served, visitor: Visitor) -> None:
    with committing(asked):
        case = session.scalars(select(Case)).one()
        builders.judge(builders.report(case), builders.Verdict.INEFFECTIVE)
        assert case.state is CaseState.PLANNING
    assert "水平展開への回答" not in words(visitor.as_("other_head").get("/"))
    assert "受付終了" in words(visitor.get(URL))
    told = words(visitor.as_("head").get(CASE))
    assert "回答なし" in told
