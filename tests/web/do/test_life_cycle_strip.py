"""The strip on the record of an entry: its five steps, their risks and proofs, for each reader."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger.ledger_rules import Disposal, Subject
from pms_tracker.do.rules.provision_rules import Direction
from pms_tracker.do.rules.risk_rules import Degree, Progress, RiskKind, Stage
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do.test_ledger import approved, decide, entered
from tests.do.test_ledger_reviews import reviewed
from tests.do.test_provisions import entered as provided
from tests.do.test_risks import DAY, PLAN, a_risk, in_force
from tests.visitor import Visitor
from tests.web.browsing import committing, words

PLACE = "/do/ledger/PI-2026-001"
MOST = 10
STEPS = ("取得", "保管", "利用", "提供・委託", "廃棄")


def bare(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup)).strip()


def steps(page: TestResponse) -> dict[str, str]:
    """What each step of the strip says, tags and blanks aside."""
    (strip,) = re.findall(r'<ol class="four-steps life-cycle">(.*?)</ol>', words(page), re.DOTALL)
    cells = re.findall(r"<li>(.*?)</li>", strip, re.DOTALL)
    assert len(cells) == len(STEPS)
    return {
        name: cell.removeprefix(f"{at} {name} ")
        for at, (name, cell) in enumerate(zip(STEPS, map(bare, cells), strict=True), start=1)
    }


def seen(visitor: Visitor, by: str = "head") -> dict[str, str]:
    return steps(visitor.as_(by).get(PLACE))


def test_each_step_says_who_where_and_how(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entered(subjects=(Subject.PUPIL,), disposal=(Disposal.SHREDDED,), abroad="米国")
    found = seen(visitor)
    assert "取得方法 本人から書面 本人 生徒・会員" in found["取得"]
    assert "保管場所 書庫 保管方法 施錠" in found["保管"]
    assert "アクセス権者 教室の職員 利用目的 授業の連絡 利用期限 退会・卒業まで" in found["利用"]
    assert "外国で扱う国 米国" in found["提供・委託"]
    assert "保管期限 退会・卒業から5年 廃棄方法 裁断" in found["廃棄"]


def test_gaps_are_said_and_lead_to_the_risks_that_are_proposed(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        values: dict[str, Any] = {"acquired": (), "protection": "", "keep_until": None}
        entered(**values)
    found = seen(visitor)
    assert "未入力：取得方法" in found["取得"]
    assert "未入力：保管方法" in found["保管"]
    assert "未入力：保管期限、廃棄方法" in found["廃棄"]
    assert "未入力" not in found["利用"] + found["提供・委託"]
    asked = [name for name, said in found.items() if "リスク未評価" in said]
    assert asked == ["取得", "保管", "利用", "廃棄"]
    assert visitor.get(PLACE).text.count(f'href="{PLACE}/risks"') == len(asked) + 1
    # Those who keep no register are told, and led nowhere.
    unled = visitor.as_("auditor").get(PLACE)
    assert "リスク未評価" in words(unled)
    assert f'href="{PLACE}/risks"' not in unled.text


def test_the_level_is_the_highest_in_force_and_leads_to_the_risks(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        in_force(stage=Stage.KEPT, likelihood=Degree.LOW, impact=Degree.LOW)
        in_force(stage=Stage.KEPT, likelihood=Degree.HIGH, impact=Degree.HIGH, scenario="浸水")
        in_force(stage=Stage.USED, **{**PLAN, "progress": Progress.DONE})
        in_force(stage=Stage.MOVED, scenario="委託先が名簿を紛失する")
        a_risk(stage=Stage.DISPOSED)
    found = seen(visitor)
    assert "リスク 大 RK-2026-002 RK-2026-001" in found["保管"]
    assert "リスク 中 RK-2026-003" in found["利用"]
    assert "リスク 大 RK-2026-004" in found["提供・委託"]
    assert "リスクを評価中 RK-2026-005" in found["廃棄"]
    assert "リスク未評価" in found["取得"]
    assert "/do/risks/RK-2026-002" in visitor.get(PLACE).text


def test_a_step_with_many_risks_names_the_gravest(served: Served, visitor: Visitor) -> None:
    with committing(served):
        for number in range(5):
            in_force(stage=Stage.KEPT, scenario=f"その{number}")
    assert "RK-2026-001 RK-2026-002 RK-2026-003 ほか2件" in seen(visitor)["保管"]


@pytest.mark.parametrize(
    ("days", "said"), [(0, "まで"), (-1, "残留リスクの受容の期限切れ"), (200, "残留リスクの受容：")]
)
def test_what_was_accepted_says_until_when(
    served: Served, visitor: Visitor, days: int, said: str
) -> None:
    remains = {"residual": True, "reason": "費用が大きい", "review_on": TODAY + days * DAY}
    with committing(served):
        in_force(stage=Stage.KEPT, kind=RiskKind.LOSS, **remains)
    assert said in seen(visitor)["保管"]


def test_the_last_review_and_the_last_provision_prove(served: Served, visitor: Visitor) -> None:
    with committing(served):
        reviewed()
        for day in (TODAY - 40 * DAY, TODAY - 9 * DAY, TODAY - 20 * DAY):
            provided(rows=("PI-2026-001",), provided_on=day)
        received = {"direction": Direction.RECEIVED, "origin": "申込み", "confirmed": "書面"}
        provided(rows=("PI-2026-001",), **received)
    page = visitor.as_("head").get(PLACE)
    assert "最後の見直し LR-2026-01 2026年11月24日(火) 変更なし" in bare(words(page))
    found = steps(page)
    assert "提供の記録 TP-2026-002 2026年11月15日" in found["提供・委託"]
    assert "リスク未評価" in found["提供・委託"]
    assert found["取得"].endswith("受領の記録 TP-2026-004")


def test_where_nothing_is_there_nothing_is_said(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entered()
    found = seen(visitor)
    assert found["提供・委託"] == "提供・委託の記録はありません。"
    assert "最後の見直し" not in words(visitor.get(PLACE))
    others = [said for name, said in found.items() if name != "提供・委託"]
    assert not any("の記録" in said or "受容" in said for said in others)


@pytest.mark.both_databases
def test_what_the_reader_may_not_know_of_is_not_told(served: Served, visitor: Visitor) -> None:
    """A risk and a provision of another unit that name an entry of one's own."""
    with committing(served):
        entered()
        shop = UNIT_IDS["書店"]
        in_force("privacy_manager", stage=Stage.KEPT, unit_id=shop)
        provided("privacy_manager", unit_id=shop, rows=("PI-2026-001",), provided_on=TODAY)
    assert "リスク未評価" in seen(visitor)["保管"]
    assert seen(visitor)["提供・委託"] == "提供・委託の記録はありません。"
    whole = seen(visitor, "privacy_manager")
    assert "リスク 大 RK-2026-001" in whole["保管"]
    assert "TP-2026-001" in whole["提供・委託"]
    assert visitor.as_("other_head").get(PLACE).status_code == 404


def test_a_long_text_is_cut_and_stands_whole_below(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entered(place="一階の書庫\n二階の書庫", purposes="連絡" * 60)
    page = visitor.as_("head").get(PLACE)
    found = steps(page)
    assert "保管場所 一階の書庫、二階の書庫" in found["保管"]
    assert f"{'連絡' * 24}… " in found["利用"]
    assert "連絡" * 60 in words(page)


def test_what_was_struck_has_no_strip(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entries.retire(LEDGER, entered(), reason="重複", by=viewer("head"))
    assert "life-cycle" not in visitor.as_("head").get(PLACE).text


def test_for_what_ended_no_risk_is_proposed(served: Served, visitor: Visitor) -> None:
    with committing(served):
        row = approved()
        entry_decisions.propose_end(LEDGER, row, "廃棄した", version=row.version, by=viewer("head"))
        decide(row, "privacy_manager")
    assert "リスク未評価" in seen(visitor)["保管"]
    assert f'href="{PLACE}/risks"' not in visitor.get(PLACE).text


@pytest.mark.both_databases
def test_the_record_costs_the_same_with_few_risks_and_many(
    served: Served, visitor: Visitor
) -> None:
    def costs() -> int:
        with visitor.counting() as statements:
            assert visitor.get(PLACE).status_code == 200
        return len(statements)

    with committing(served):
        in_force(stage=Stage.KEPT)
        provided(rows=("PI-2026-001",), provided_on=TODAY)
    visitor.as_("privacy_manager").get(PLACE)
    few = costs()
    with committing(served):
        for number in range(8):
            in_force(stage=Stage.USED, scenario=f"その{number}")
            provided(rows=("PI-2026-001",), provided_on=TODAY - number * DAY)
    assert costs() == few <= MOST


def test_an_english_reader_reads_english(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entered()
        in_force(stage=Stage.KEPT)
    visitor.as_("head").post("/language", language="en")
    page = bare(words(visitor.get(PLACE, language="en")))
    assert all(each in page for each in ("Life cycle", "High risk", "Missing: Disposal method"))
