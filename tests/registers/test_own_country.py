"""What a sheet says of countries abroad where it names one's own."""

from datetime import date

import pytest

from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.provisions import PROVISIONS
from pms_tracker.kernel.locales.locale_packs import INTERNATIONAL
from pms_tracker.registers.fields import Facts, Of
from pms_tracker.registers.imports import sheet_reading
from pms_tracker.registers.imports.sheet_judging import judged
from pms_tracker.registers.imports.sheet_plans import Plan, Standing
from pms_tracker.registers.register import Register
from tests.registers.layouts import text_of

FACTS = Facts(date(2026, 11, 24), ids={Of.UNIT: {"営業部": [3]}})
IN_DUBLIN = Facts(FACTS.today, ids=FACTS.ids, home=INTERNATIONAL.home)
PROVIDED = {
    "提供・受領の別": "提供",
    "提供日": "2026/4/1",
    "根拠": "本人の同意",
    "提供先": "みどり印刷",
    "住所": "長野県松本市",
    "代表者": "緑川 葵",
    "部門": "営業部",
    "提供した項目": "氏名",
    "本人": "講習生",
    "同意の確認": "申込書",
}
SHEETS: dict[str, tuple[Register, str, dict[str, str]]] = {
    "ledger": (
        LEDGER,
        "abroad",
        {"個人情報の名称": "名簿", "管理部門": "営業部", "利用目的": "連絡"},
    ),
    "contractors": (
        CONTRACTORS,
        "country",
        {"委託先名": "みどり印刷", "業種": "印刷", "担当部門": "営業部"},
    ),
    "provisions": (PROVISIONS, "country", PROVIDED),
}


def planned(name: str, said: str, facts: Facts = FACTS) -> tuple[Plan, str]:
    """What a sheet with a column 国 would do, and what its row says of countries abroad."""
    register, field, cells = SHEETS[name]
    content = text_of([[*cells, "国"], [*cells.values(), said]]).encode()
    plan = judged(register, sheet_reading.read(register, content), facts, Standing())
    return plan, plan.read[0].values[field]


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("said", ["日本", "日本国", "国内", "Japan", "ＪＡＰＡＮ", "JP", "なし"])
def test_ones_own_country_is_none_abroad(name: str, said: str) -> None:
    plan, abroad = planned(name, said)
    assert (abroad, plan.read[0].doubts) == ("", ())


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize(
    "said", ["日本国（東京）", "Japan (Tokyo)", "国内（大阪のデータセンター）"]
)
def test_where_in_ones_own_country_is_kept_in_the_notes(name: str, said: str) -> None:
    plan, abroad = planned(name, said)
    assert abroad == ""
    assert said in plan.read[0].values["note"]
    assert [each.why for each in plan.read[0].doubts] == ["mark_beside"]


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("said", ["米国", "日本、米国", "Japan, USA", "日本（東京）、米国"])
def test_other_countries_are_told_as_they_stand(name: str, said: str) -> None:
    plan, abroad = planned(name, said)
    assert (abroad, plan.read[0].doubts) == (said, ())


@pytest.mark.parametrize("said", ["日本", "Japan"])
def test_a_provision_within_the_country_needs_no_ground_for_one_abroad(said: str) -> None:
    plan, _country = planned("provisions", said)
    assert plan.troubles == ()
    assert plan.new[0].values["abroad"] is None
    plan, _country = planned("provisions", "米国")
    assert [(each.column, each.key) for each in plan.troubles] == [("abroad", "entry_refused")]


def test_to_a_company_elsewhere_japan_is_abroad() -> None:
    assert planned("ledger", "Japan", IN_DUBLIN)[1] == "Japan"


@pytest.mark.parametrize("said", ["なし", "該当なし", "国内のみ"])
def test_a_provision_that_says_it_needs_no_ground_abroad_has_none(said: str) -> None:
    told = {**PROVIDED, "国": "日本", "外国への提供の根拠": said}
    content = text_of([[*told], [*told.values()]]).encode()
    plan = judged(PROVISIONS, sheet_reading.read(PROVISIONS, content), FACTS, Standing())
    assert not plan.troubles
    assert (plan.read[0].values["abroad"], plan.read[0].doubts) == (None, ())
