"""What rows of office sheets say elsewhere than in a cell of its own field."""

from collections.abc import Sequence
from datetime import date

import pytest

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.do.rules.contact.request_rules import Asked, Ground, Outcome, Paper, Requester
from pms_tracker.do.rules.provision_rules import Method
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.registers.fields import Facts, Of
from pms_tracker.registers.imports import sheet_reading
from pms_tracker.registers.imports.sheet_judging import judged
from pms_tracker.registers.imports.sheet_plans import Plan, Standing
from pms_tracker.sheets.office_books import Choices
from tests.registers.layouts import text_of

BY_KEY = {each.key: each for each in REGISTERS}
UNITS = {"総務課": [1], "受付": [2]}
PERSONS = {"古川実": [1], "榎本修": [2]}
FACTS = Facts(date(2026, 11, 24), FiscalStart(4), {Of.UNIT: UNITS, Of.PERSON: PERSONS})


def plan_of(key: str, *rows: Sequence[str], **instead: str) -> Plan:
    content = text_of([list(each) for each in rows]).encode()
    choices = Choices(instead={(name, ""): words for name, words in instead.items()})
    read = sheet_reading.read(BY_KEY[key], content, choices=choices, units=tuple(UNITS))
    return judged(BY_KEY[key], read, FACTS, Standing())


def said(plan: Plan, name: str) -> list[object]:
    return [each.values.get(name) for each in plan.read]


def whys(plan: Plan, name: str) -> list[str]:
    return [doubt.why for each in plan.read for doubt in each.doubts if doubt.column == name]


COMPLAINTS = ("受付日", "受けた方法", "申出者", "区分", "苦情の内容", "完了日")


def test_a_complaint_without_a_title_is_called_by_what_it_begins_with() -> None:
    plan = plan_of(
        "complaints",
        ["苦情受付簿"],
        COMPLAINTS,
        ["2026/4/12", "電話", "患者", "苦情", "名前を呼ばれた。番号で呼んでほしい。", ""],
        ["2026/4/13", "窓口", "患者", "ご要望", "長" * 50, ""],
        unit_id="受付",
    )
    assert (plan.troubles, len(plan.new)) == ((), 2)
    assert said(plan, "title") == ["名前を呼ばれた", f"{'長' * 39}…"]
    assert whys(plan, "title") == ["of_other_cell"] * 2


def test_a_title_of_its_own_is_not_begun_anew() -> None:
    head = ["受付日", "受けた方法", "申出者", "区分", "件名", "苦情の内容"]
    row = ["2026/4/12", "電話", "患者", "苦情", "呼び方", "名前を呼ばれた"]
    plan = plan_of("complaints", head, row, unit_id="受付")
    assert (said(plan, "title"), whys(plan, "title")) == (["呼び方"], [])


def test_an_end_of_which_the_sheet_says_too_little_is_left_open_and_kept_in_the_notes() -> None:
    row = ["2026/4/12", "電話", "患者", "苦情", "名前を呼ばれた", "2026/4/20"]
    plan = plan_of("complaints", COMPLAINTS, row, unit_id="受付")
    assert (plan.troubles, said(plan, "closed_on")) == ((), [None])
    assert said(plan, "note") == ["完了した日：2026/4/20"]
    assert whys(plan, "closed_on") == ["left_open"]


def test_an_end_of_which_the_sheet_says_all_is_no_doubt() -> None:
    head = [*COMPLAINTS, "対応内容", "回答日", "当社の責任"]
    row = ["2026/4/12", "電話", "患者", "相談", "見方を聞かれた", "2026/4/20", "説明した"]
    plan = plan_of("complaints", head, [*row, "2026/4/13", "無"], unit_id="受付")
    assert (plan.troubles, said(plan, "closed_on")) == ((), [date(2026, 4, 20)])
    assert whys(plan, "closed_on") == []


def test_an_incident_is_known_on_the_day_it_was_reported_or_happened_with_a_doubt() -> None:
    reported = plan_of(
        "incidents", ["報告日", "発生日", "部署", "どんなこと"],
        ["2026/5/9", "2026/5/8", "受付", "診察券を渡しそうになった"],
    )  # fmt: skip
    assert said(reported, "known_on") == [date(2026, 5, 9)]
    assert {each.match.sure for each in reported.sheet.layouts[0].columns[:1]} == {False}
    happened = plan_of(
        "incidents", ["発生日", "部署", "概要"], ["2026/5/8", "受付", "診察券を渡しそうになった"]
    )
    assert (said(happened, "known_on"), happened.troubles) == ([date(2026, 5, 8)], ())
    assert whys(happened, "known_on") == ["of_other_cell"]
    both = plan_of(
        "incidents",
        ["報告日", "発見日", "部署", "概要"],
        ["2026/5/9", "2026/5/8", "受付", "置き忘れ"],
    )
    assert said(both, "known_on") == [date(2026, 5, 8)]


CARRIED = ("持出日", "機器", "持出者", "所属", "目的", "許可", "返却予定", "返却日")


@pytest.mark.parametrize(
    ("due", "returned", "days"),
    [
        ("9/2", "9/3", (date(2026, 9, 2), date(2026, 9, 3))),
        ("当日", "9月1日", (date(2026, 9, 1), date(2026, 9, 1))),
    ],
)
def test_a_day_without_a_year_is_near_another_of_its_row(
    due: str, returned: str, days: tuple[date, date]
) -> None:
    row = ["2026/9/1", "USB-02", "古川", "総務課", "説明", "榎本", due, returned]
    plan = plan_of("carry_outs", CARRIED, row)
    assert (plan.troubles, (said(plan, "due_on")[0], said(plan, "returned_on")[0])) == ((), days)
    assert whys(plan, "due_on") == whys(plan, "returned_on") == ["year_of_row"]


def test_what_is_due_after_the_turn_of_the_year_is_not_before_it() -> None:
    row = ["2025/12/28", "USB-02", "古川", "総務課", "説明", "榎本", "1/6", "1/5"]
    plan = plan_of("carry_outs", CARRIED, row)
    assert said(plan, "due_on") == [date(2026, 1, 6)]
    assert said(plan, "returned_on") == [date(2026, 1, 5)]


def test_without_any_whole_day_a_day_without_a_year_is_refused() -> None:
    row = ["9/1", "USB-02", "古川", "総務課", "説明", "榎本", "当日", "9/1"]
    plan = plan_of("carry_outs", CARRIED, row)
    assert {each.key for each in plan.troubles} == {"entry_day"}


def test_the_cell_of_a_person_may_name_the_unit() -> None:
    head = ["来訪日", "氏名", "会社名", "訪問先"]
    plan = plan_of("visits", head, ["2026/10/1", "佐原", "東西電気", "総務課 榎本"])
    assert (said(plan, "unit_id"), said(plan, "met_id")) == ([1], [2])
    assert whys(plan, "unit_id") == ["of_other_cell"]


def test_a_column_in_which_each_cell_names_a_unit_is_of_the_units() -> None:
    head = ["個人情報の名称", "担当", "利用目的"]
    plan = plan_of("ledger", head, *([f"名簿{each}", each, "連絡"] for each in ("総務課", "受付")),
                   ["台帳", "受付", "連絡"])  # fmt: skip
    assert (said(plan, "unit_id"), plan.troubles) == ([1, 2, 2], ())
    persons = plan_of("ledger", head, *([f"名簿{each}", "榎本", "連絡"] for each in "甲乙丙"))
    assert said(persons, "unit_id") == [None] * 3


def test_whom_nobody_knows_is_kept_in_the_notes_where_nobody_is_needed() -> None:
    head = ["管理番号", "名称", "種類", "部門", "使用者"]
    plan = plan_of("assets", head, ["T-1", "タブレット", "タブレット", "受付", "共用"])
    assert (plan.troubles, said(plan, "holder_id")) == ((), [None])
    assert said(plan, "note") == ["持っている人：共用"]
    assert whys(plan, "holder_id") == ["cell_unread"]


def test_what_a_contractor_is_given_in_words_is_kept_in_the_notes() -> None:
    head = [
        "委託先",
        "業種",
        "委託内容",
        "渡している情報",
        "主管部署",
        "マイナンバー",
        "契約満了日",
    ]
    row = ["ひかり配送", "印刷", "宅配", "お客様の住所", "受付", "なし", "定めなし"]
    plan = plan_of("contractors", head, row)
    assert (plan.troubles, said(plan, "rows")) == ((), [()])
    assert said(plan, "note") == ["預ける個人情報：お客様の住所\n契約の終期：定めなし"]


def test_a_reference_that_is_not_there_is_refused() -> None:
    head = ["委託先", "業種", "委託内容", "渡している情報", "主管部署", "マイナンバー"]
    plan = plan_of("contractors", head, ["甲", "印刷", "宅配", "PI-2026-999", "受付", "なし"])
    assert [(each.key, each.column) for each in plan.troubles] == [("entry_names_none", "rows")]


REQUESTS = (
    "受付日",
    "受付方法",
    "請求者",
    "本人との関係",
    "対象者",
    "請求の内容",
    "結果",
    "理由",
    "回答日",
)


@pytest.mark.parametrize(
    ("kinds", "result", "reason", "outcomes"),
    [
        ("開示", "開示する", "", {"disclosure": "granted"}),
        ("開示、訂正", "一部不開示・訂正した", "第三者の記載",
         {"disclosure": "partly", "correction": "granted"}),
        ("訂正", "応じない", "事実と相違なし", {"correction": "refused"}),
        ("利用停止", "応じない", "目的の範囲内", {"stop": "refused"}),
        ("開示", "保有していない", "", {"disclosure": "none"}),
        ("開示、利用停止", "応諾", "", {"disclosure": "granted", "stop": "granted"}),
        ("開示、利用停止", "開示した", "", {"disclosure": "granted"}),
        ("開示", "応じない", "社長の判断", {}), ("開示", "取下げ", "", {}),
        ("開示", "調査中", "", {}),
    ],
)  # fmt: skip
def test_one_column_tells_how_each_thing_was_answered(
    kinds: str, result: str, reason: str, outcomes: dict[str, str]
) -> None:
    row = ["2026/5/11", "窓口", "野村そら", "本人", "同左", kinds, result, reason, "2026/5/20"]
    plan = plan_of("requests", REQUESTS, row, unit_id="受付")
    (read,) = plan.read
    given = {each: read.values.get(f"{each.value}_outcome") for each in Asked}
    assert {each.value: str(told) for each, told in given.items() if told} == outcomes
    assert (read.values.get("ending"), plan.troubles) == (None, ())
    assert result in read.values["note"]
    assert read.values["about_name"] == ""


def test_the_ground_of_a_refusal_follows_from_its_reason() -> None:
    row = ["2026/5/11", "窓口", "野村", "母", "野村そら", "訂正", "応じない", "事実と相違", "5/20"]
    plan = plan_of("requests", REQUESTS, row, unit_id="受付")
    (read,) = plan.read
    assert read.values["correction_outcome"] is Outcome.REFUSED
    assert read.values["correction_ground"] is Ground.CORRECT
    assert read.values["correction_reason"] == "事実と相違"
    assert (read.values["requester"], read.values["about_name"]) == (Requester.GUARDIAN, "野村そら")
    assert whys(plan, "requester") == ["choice_like"]


def test_papers_of_who_acts_for_somebody_stand_among_those_of_persons() -> None:
    head = [*REQUESTS, "本人確認書類"]
    row = ["2026/5/11", "窓口", "野村", "妻（委任状あり）", "野村そら", "開示", "", "", ""]
    (read,) = plan_of("requests", head, [*row, "免許証、委任状"], unit_id="受付").read
    assert [each.value for each in read.values["methods"]] == ["licence"]
    assert read.values["papers"] == (Paper.MANDATE,)
    assert read.values["requester"] is Requester.AGENT


def test_what_is_of_outsiders_alone_is_copied_to_no_notes() -> None:
    row = ["2026/5/11", "窓口", "野村そら", "本人", "野村そら", "開示", "開示", "", "2026/5/20"]
    (read,) = plan_of("requests", REQUESTS, row, unit_id="受付").read
    assert (read.values["about_name"], "野村" in read.values["note"]) == ("", False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("済（6/4）", date(2026, 6, 4)),
        ("済（6/4 電話）", date(2026, 6, 4)),
        ("連絡済 R8.6.5", date(2026, 6, 5)),
        ("済", None),
    ],
)
def test_the_day_of_a_notice_stands_beside_its_mark(text: str, day: date | None) -> None:
    head = ["発覚日", "部署", "概要", "本人への連絡"]
    plan = plan_of("incidents", head, ["2026/6/3", "受付", "誤送信", text])
    assert (said(plan, "notified_on"), plan.troubles) == ([day], ())
    assert [str(each) for each in said(plan, "notice")] == ["done"]


def test_what_is_left_of_a_risk_is_a_mark_or_words() -> None:
    head = ["情報資産", "管理部門", "段階", "種類", "リスクの内容", "残るリスク", "なぜ残るか"]
    row = ["名簿", "受付", "保管", "漏えい", "盗難"]
    plan = plan_of("risks", head, [*row, "無", ""], [*row, "人の出入り", "やむを得ない"])
    assert said(plan, "residual") == [False, True]
    assert said(plan, "reason") == [None, "やむを得ない"]


def test_until_when_something_is_valid_may_be_of_a_certificate_with_a_doubt() -> None:
    head = ["委託先", "業種", "認証", "有効期限"]
    plan = plan_of("contractors", head, ["甲", "印刷", "Pマーク", "2027/3/31"])
    (layout,) = plan.sheet.layouts
    assert (layout.columns[3].match.key, layout.columns[3].match.sure) == ("certified_until", False)


def test_a_provision_over_several_days_is_recorded_at_once() -> None:
    head = [
        "提供年月日",
        "提供先",
        "住所",
        "代表者",
        "本人",
        "提供した項目",
        "同意の方法",
        "担当部署",
    ]
    row = ["2026/7/1～2026/9/30", "湊商事", "塩尻市", "湊", "登録者", "氏名", "申込書", "受付"]
    plan = plan_of("provisions", head, row, direction="提供", ground="本人の同意")
    assert (plan.troubles, said(plan, "last_on")) == ((), [date(2026, 9, 30)])
    assert said(plan, "method") == [Method.BATCH]


def test_a_year_and_those_before_it_are_told_apart() -> None:
    head = ["部門", "廃棄した書類", "年度"]
    rows = (["受付", f"控え{year}", year]
            for year in ("H30年度分", "H30年度以前"))  # fmt: skip
    plan = plan_of("disposals", head, *rows, decision="廃棄する")
    assert (plan.troubles, said(plan, "batch_year")) == ((), [2018, 2018])
    assert said(plan, "earlier") == [None, True]


def test_a_training_of_one_unit_names_it_as_its_audience() -> None:
    head = ["教育名", "実施日", "対象者", "方法", "教材"]
    plan = plan_of("training_plans", head, ["研修", "2026/11/10", "総務課", "講義", "教材"])
    assert ([str(each) for each in said(plan, "audience")], said(plan, "unit_id")) == (
        ["unit"],
        [1],
    )
    assert said(plan, "ends_on") == [date(2026, 11, 10)]
