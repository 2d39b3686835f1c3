"""What titles and headings around a cell tell of it, in registers of any kind."""

from datetime import date

import pytest
from openpyxl.comments import Comment

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.registers.fields import Facts, Of, Pick
from pms_tracker.registers.imports import sheet_reading
from pms_tracker.registers.imports.sheet_judging import judged
from pms_tracker.registers.imports.sheet_plans import Plan, Standing
from pms_tracker.sheets.office.row_kinds import Left
from tests.registers.layouts import book_of, packed

BY_KEY = {each.key: each for each in REGISTERS}
IDS = {
    Of.UNIT: {"総務部": [1], "情報システム部": [2], "総務企画室": [3]},
    Of.PERSON: {"田中美緒": [1], "加藤慎司": [2], "加藤睦": [3]},
}
FACTS = Facts(date(2026, 11, 24), FiscalStart(4), IDS)


def plan_of(key: str, sheets: dict[str, list[list[object]]]) -> Plan:
    register = BY_KEY[key]
    read = sheet_reading.read(register, packed(book_of(sheets)))
    return judged(register, read, FACTS, Standing())


def said(plan: Plan, name: str) -> list[object]:
    return [each.values.get(name) for each in plan.read]


def doubts(plan: Plan, name: str) -> list[str]:
    return [doubt.why for each in plan.read for doubt in each.doubts if doubt.column == name]


def test_days_without_a_year_are_of_that_which_a_title_tells() -> None:
    heads = ["日", "入館", "退館", "会社名", "お名前"]
    plan = plan_of(
        "visits",
        {
            "4月": [["来訪者受付簿　令和8年4月"], heads, [1, "9:30", "11:00", "甲社", "佐々木"]],
            "年度": [["持込み　2026年度"], heads, ["1/5", "9:30", "", "乙社", "木村"]],
        },
    )
    assert said(plan, "came_on") == [date(2026, 4, 1), date(2027, 1, 5)]
    assert said(plan, "came_at") == ["09:30", "09:30"]
    assert doubts(plan, "came_on") == ["year_of_title"] * 2


@pytest.mark.parametrize("title", ["来訪者受付簿", "様式第4号（2025年4月1日改訂）"])
def test_where_no_title_tells_the_year_a_day_without_it_is_refused(title: str) -> None:
    rows = [[title], ["日付", "お名前", "会社名"], ["4/3", "木村", "乙社"]]
    plan = plan_of("visits", {"簿": rows})
    assert said(plan, "came_on") == [None]
    assert ("entry_day", "簿!A3") in {(each.key, each.where) for each in plan.troubles}


def test_titles_between_rows_name_what_no_column_is_of() -> None:
    heads = ["法令・指針等の名称", "所管", "結果"]
    act, guide = ["労働者派遣法", "厚生労働省", "なし"], ["通則編", "個人情報保護委員会", "あり"]
    plan = plan_of("laws", {"一覧": [heads, ["【法律】"], act, ["【ガイドライン】"], guide]})
    assert said(plan, "kind") == ["law", "guideline"]
    assert doubts(plan, "kind") == ["from_title"] * 2
    without = plan_of("laws", {"一覧": [heads, ["【主なもの】"], act, guide]})
    assert "column_missing" in {each.key for each in without.troubles}


def test_what_headings_have_in_brackets_tells_them_apart() -> None:
    heads = ["リスクの内容", "リスクの種類", "対策（実施済）", "対策（今後）"]
    plan = plan_of("risks", {"表": [heads, ["誤送信", "漏洩", "送信前の確認", "送信の保留"]]})
    assert said(plan, "present") == ["送信前の確認"]
    assert said(plan, "measure") == ["送信の保留"]


def test_of_a_run_of_days_a_field_has_the_one_that_it_is_about() -> None:
    heads = ["委託先", "契約日", "契約期間", "Pマーク", "ISMS"]
    row = ["甲倉庫", "2024年4月1日", "令和6年4月1日～令和9年3月31日", "10860000", ""]
    plan = plan_of("contractors", {"表": [heads, row]})
    assert said(plan, "term_until") == [date(2027, 3, 31)]
    assert doubts(plan, "term_until") == ["day_of_run"]
    # The number of a mark says that it is there.
    assert said(plan, "certificates") == [("privacy_mark",)]
    assert doubts(plan, "certificates") == ["mark_beside"]


def test_where_no_column_has_the_end_of_a_run_the_column_of_its_beginning_tells_it() -> None:
    heads = ["研修テーマ", "実施期間", "対象範囲"]
    rows = [["基礎", "令和8年6月1日～令和8年6月30日", "全職員"], ["番号", "7/1〜7/15", "全職員"]]
    plan = plan_of("training_plans", {"計画": [["2026年度 研修計画"], heads, *rows]})
    assert said(plan, "starts_on") == [date(2026, 6, 1), date(2026, 7, 1)]
    assert said(plan, "ends_on") == [date(2026, 6, 30), date(2026, 7, 15)]
    assert doubts(plan, "ends_on") == ["day_of_run", "year_of_title"]
    alone = plan_of("training_plans", {"計画": [heads, ["基礎", "令和8年6月1日", "全職員"]]})
    assert said(alone, "ends_on") == [date(2026, 6, 1)]
    assert doubts(alone, "ends_on") == ["of_other_cell"]
    head, row = ["研修テーマ", "対象範囲"], ["基礎", "全職員"]
    lacking = plan_of("training_plans", {"計画": [head, row]})
    assert {"開始日", "受講の期限"} <= {each.words for each in lacking.troubles}


def test_a_year_beside_a_title_is_that_of_the_rows_beneath() -> None:
    rows = [
        ["入退室管理表", None, "2026年9月"],
        ["日付", "お名前", "会社名"],
        ["9/1", "木村", "乙社"],
    ]
    assert said(plan_of("visits", {"簿": rows}), "came_on") == [date(2026, 9, 1)]


def test_clauses_of_a_contract_stand_below_their_group() -> None:
    heads = [["委託業者", "契約書の記載事項", None, "担当"], [None, "秘密保持", "返却・廃棄", None]]
    plan = plan_of("contractors", {"表": [*heads, ["甲社", "○", "×", "総務部"]]})
    assert said(plan, "clauses") == [("secrecy",)]
    # A heading that may be of a person or a unit is left to the one who reads it.
    assert said(plan, "contact") == [None]


@pytest.mark.parametrize(
    ("said_of_it", "found"),
    [(["2", "3"], ["2", "3"]), (["2", "5"], [None, None]), (["2", "高"], ["2", "3"])],
)
def test_numbers_of_a_longer_scale_are_none_of_this(
    said_of_it: list[str], found: list[str | None]
) -> None:
    rows = [[f"リスク{each}", each] for each in said_of_it]
    plan = plan_of("risks", {"表": [["リスクの内容", "影響度"], *rows]})
    assert said(plan, "impact") == found
    refused = [each.where for each in plan.troubles if each.key == "entry_choice"]
    assert len(refused) == found.count(None)


def test_a_legend_turns_a_scale_round() -> None:
    rows = [["影響度（1：高 2：中 3：低）"], ["リスクの内容", "影響度"], ["盗難", 1], ["誤送信", 3]]
    plan = plan_of("risks", {"表": rows})
    assert said(plan, "impact") == ["3", "1"]
    assert doubts(plan, "impact") == ["by_legend"] * 2


def test_both_of_two_choices() -> None:
    plan = plan_of("ledger", {"表": [["個人情報名", "媒体"], ["名簿", "両方"]]})
    assert said(plan, "medium") == [("paper", "electronic")]


@pytest.mark.parametrize(
    ("one_of", "text", "found"),
    [
        (Of.UNIT, "総務", 1), (Of.UNIT, "情シス", 2), (Of.UNIT, "総", None),
        (Of.UNIT, "営業", None), (Of.PERSON, "田中", 1), (Of.PERSON, "総務部長 田中", 1),
        (Of.PERSON, "田中様", 1), (Of.PERSON, "田中（総務）", 1), (Of.PERSON, "加藤", None),
        (Of.PERSON, "総務 鈴木", None),
    ],
)  # fmt: skip
def test_a_short_name_is_of_the_one_whom_it_may_mean(
    one_of: Of, text: str, found: int | None
) -> None:
    guess = Pick("whom", "", one_of).guess(text, FACTS)
    assert (guess.value if guess else None) == found


def test_a_heading_that_counts_days_is_no_day() -> None:
    plan = plan_of("visits", {"簿": [["お名前", "会社名", "滞在日数"], ["木村", "乙社", "3"]]})
    assert [each.match.key for each in plan.sheet.layouts[0].columns] == ["name", "firm", "note"]


def test_comments_of_cells_are_told() -> None:
    book = book_of({"簿": [["日付", "お名前", "会社名"], ["2026/4/3", "木村", "乙社"]]})
    book["簿"]["B2"].comment = Comment("4月から出入禁止", "総務")
    left = sheet_reading.read(BY_KEY["visits"], packed(book)).left
    assert [(each.place, each.text) for each in left if each.why is Left.COMMENT] == [
        ("簿!B2", "4月から出入禁止")
    ]
