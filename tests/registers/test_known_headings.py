"""Which field the headings of office sheets name, register by register."""

from datetime import date

import pytest

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.do.rules.contractor_rules import Handing
from pms_tracker.registers.fields import Facts
from pms_tracker.registers.imports import sheet_reading
from pms_tracker.registers.imports.sheet_reading import SheetRows
from pms_tracker.sheets.office.headings import counted_in, known_as
from pms_tracker.sheets.office_books import Choices
from tests.registers.layouts import book_of, packed, text_of

OF_KEY = {each.key: each for each in REGISTERS}


def read(key: str, *rows: list[str]) -> SheetRows:
    return sheet_reading.read(OF_KEY[key], text_of(rows).encode())


def named(key: str, *rows: list[str]) -> dict[str, tuple[str, bool]]:
    """By heading: the field it names, and whether for sure; of no field is what is kept whole."""
    (layout,) = read(key, *rows).layouts
    return {
        each.words: ("", True) if each.match.rest else (each.match.key, each.match.sure)
        for each in layout.columns
    }


def test_what_cells_say_tells_headings_of_two_meanings_apart() -> None:
    head = ["受付日", "申出人", "区分", "件名"]
    row = ["2024/4/1", "顧客", "苦情", "案内が届く"]
    assert named("complaints", head, row)["区分"] == ("kind", False)
    assert named("complaints", head, row)["申出人"] == ("relation", True)
    alone = named("complaints", ["受付日", "区分", "件名"], ["2024/4/1", "相談", "案内"])
    assert alone["区分"] == ("kind", False)
    asked = ["請求の種類", "受付日", "請求者"]
    assert named("requests", asked, ["開示", "R6.4.1", "代理人（親権者）"])["請求者"] == (
        "requester", False,
    )  # fmt: skip
    assert named("requests", asked, ["開示", "R6.4.1", "山田花子"])["請求者"] == (
        "requester_name", True,
    )  # fmt: skip


def test_of_two_headings_for_one_field_the_label_goes_before() -> None:
    found = named("contractors", ["委託先", "委託先の名称", "業種"], ["あり", "㈱甲", "士業"])
    assert (found["委託先の名称"], found["委託先"]) == (("name", True), ("", True))


def test_a_column_that_is_missing_is_told_once_and_rows_are_read() -> None:
    head = ["情報資産", "部門", "段階", "リスクの内容"]
    found = read("risks", head, ["名簿", "営業部", "保管", "紛失"], ["台帳", "", "利用", "漏えい"])
    assert [(each.line, each.problem.value) for each in found.troubles] == [(1, "column_missing")]
    assert [each.text("scenario") for each in found.rows] == ["紛失", "漏えい"]


@pytest.mark.parametrize("heading", ["受付番号", "資産番号", "登録番号", "電話番号", "文書番号"])
def test_numbers_of_an_office_are_no_references_of_ours(heading: str) -> None:
    found = named("ledger", [heading, "個人情報の名称", "利用目的"], ["K-1", "名簿", "連絡"])
    assert found[heading][0] != sheet_reading.REFERENCE


def test_a_number_that_is_no_reference_of_ours_is_a_running_number() -> None:
    found = read("ledger", ["番号", "個人情報の名称", "利用目的"], ["K-1", "名簿", "連絡"])
    assert [row.text(sheet_reading.REFERENCE) for row in found.rows] == [""]
    assert [(each.place, each.why.value) for each in found.left][-1] == ("A2", "running")


@pytest.mark.parametrize(
    ("key", "heading", "field"),
    [
        ("ledger", "書類名", "name"), ("ledger", "担当課", "unit_id"),
        ("ledger", "保存年限", "keep_until"), ("ledger", "廃棄・消去の方法", "disposal"),
        ("ledger", "期間", "keep_until"),
        ("ledger", "保管形態", "medium"), ("ledger", "利用できる者", "access"),
        ("ledger", "委託の有無", "entrusted_to"), ("ledger", "委託先の有無", "entrusted_to"),
        ("ledger", "何に使うか", "purposes"), ("ledger", "だれの情報か", "subjects"),
        ("ledger", "紙かデータか", "medium"), ("ledger", "いつまで保管するか", "keep_until"),
        ("ledger", "データ／紙", "medium"), ("contractors", "契約満了年月日", "term_until"),
        ("ledger", "要配慮個人情報の有無", "sensitive"), ("ledger", "本人の数", "count"),
        ("ledger", "目的外", ""), ("ledger", "利用目的の通知", ""), ("ledger", "廃棄日", ""),
        ("ledger", "確認日", ""), ("ledger", "最終更新日", ""), ("ledger", "取扱責任者", ""),
        ("ledger", "閲覧可能な教職員", "access"), ("ledger", "利用できる従業員", "access"),
        ("ledger", "アクセス権を有する者", "access"), ("ledger", "取扱担当者名", "access"),
        ("ledger", "担当チーム", "unit_id"), ("ledger", "保管庫", "place"),
        ("ledger", "格納フォルダ", "place"), ("ledger", "保存先の国", "abroad"),
        ("ledger", "保存満了", "keep_until"), ("ledger", "期間満了後の措置", "disposal"),
        ("ledger", "集める理由", "purposes"), ("ledger", "記載されている項目", "items"),
        ("ledger", "誰が使うか", "access"),
        ("ledger", "預ける業者", "entrusted_to"), ("ledger", "取得の経緯", "acquired"),
        ("ledger", "取得区分 1:書面 2:Web", "acquired"),
        ("contractors", "企業名", "name"), ("contractors", "秘密保持契約締結日", "secrecy_on"),
        ("contractors", "覚書締結日", ""), ("contractors", "委託契約締結日", "signed_on"),
        ("incidents", "発生年月日", "happened_on"), ("incidents", "処置内容", "stopped"),
        ("incidents", "是正処置", "measures"), ("incidents", "本人への連絡", "notice"),
        ("risks", "現状対策", "present"), ("risks", "現行の対策", "present"),
        ("risks", "完了予定日", "until"), ("risks", "関連規定", "regulation"),
        ("disposals", "処分業者", "contractor"), ("disposals", "廃棄量", "amount"),
        ("requests", "請求種別", "kinds"), ("requests", "申請日", "arrived_on"),
        ("complaints", "対応", "answer"), ("complaints", "処理日", "answered_on"),
    ],
)  # fmt: skip
def test_a_heading_names_what_an_office_means_by_it(key: str, heading: str, field: str) -> None:
    first, second, *_ = (each for each in OF_KEY[key].cells if each.name != field)
    found = named(key, [str(first.label), str(second.label), heading], ["甲", "乙", "丙"])
    assert found[heading][0] == field


def test_a_heading_of_two_meanings_is_a_guess() -> None:
    found = named(
        "incidents", ["件名", "何が起きたか", "発生（発覚）日"], ["誤送信", "x", "R6.4.1"]
    )
    assert found["発生（発覚）日"] == ("happened_on", False)


def test_a_choice_with_marks_beneath_is_that_choice() -> None:
    (row,) = read("contractors", ["委託先名", "業種", "Pマーク"], ["㈱甲", "士業", "○"]).rows
    assert row.text("certificates") in {"Pマーク", "Pﾏｰｸ"}


@pytest.mark.parametrize(
    ("words", "handing"),
    [("しない", Handing.NO), ("無", Handing.NO), ("事前承諾", Handing.ASKED), ("有", Handing.YES)],
)
def test_whether_work_is_handed_on_is_read_as_offices_say_it(words: str, handing: Handing) -> None:
    field = OF_KEY["contractors"].field("handing")
    assert field.read(words, Facts(date(2026, 11, 24))) == handing


def test_headings_end_where_none_of_their_cells_goes_on() -> None:
    rows = [
        ["個人情報の名称", "管理部門", "リスク", None],
        [None, None, "漏えい", "目的外"],
        ["名簿", "営業部", "高", "低"],
    ]
    book = packed(book_of({"台帳": rows}, {"台帳": ["A1:A2", "B1:B2", "C1:D1"]}))
    found = sheet_reading.read(OF_KEY["ledger"], book)
    assert [row.text("name") for row in found.rows] == ["名簿"]


@pytest.mark.parametrize("body", ["あ", "契約", "・名", "("])
def test_a_cell_as_long_as_one_may_be_is_no_heading_in_two_languages(body: str) -> None:
    text = body * 15_000
    assert known_as(f"{text}x").endswith("x")
    assert counted_in(text) == ""


@pytest.mark.parametrize(
    ("key", "heading", "field"),
    [
        ("ledger", "名簿等の名前", "name"), ("ledger", "何のため", "purposes"),
        ("ledger", "用途", "purposes"), ("ledger", "しまう所", "place"),
        ("ledger", "保管の仕方", "protection"), ("ledger", "見られる人", "access"),
        ("ledger", "入手先", "acquired"), ("ledger", "データ主体", "subjects"),
        ("ledger", "おおよその件数", "count"), ("ledger", "保管する期間", "keep_until"),
        ("risks", "講じている安全管理措置", "present"), ("risks", "具体策", "measure"),
        ("risks", "完了予定", "until"), ("provisions", "相手方", "counterpart"),
        ("provisions", "提供元の氏名・名称", "counterpart"),
        ("provisions", "本人を特定する事項", "whom"), ("contractors", "外注先", "name"),
    ],
)  # fmt: skip
def test_everyday_headings_of_small_offices(key: str, heading: str, field: str) -> None:
    beside = "業務" if key in {"ledger", "contractors"} else "部署"
    assert named(key, [heading, beside, "備考"], ["甲", "乙", "丙"])[heading] == (field, True)


def test_a_heading_that_is_there_twice_in_the_same_words_is_refused_and_the_first_is_read() -> None:
    found = read("ledger", ["個人情報", "備考", "備考"], ["名簿", "甲", "乙"])
    assert [each.problem.value for each in found.troubles][-1] == "column_twice"
    assert [row.text("note") for row in found.rows] == ["甲"]


def test_columns_for_which_somebody_chose_one_text_are_parts_of_it() -> None:
    head = ["個人情報", "補足", "申し送り"]
    (layout,) = read("ledger", head, ["名簿", "甲", "乙"]).layouts
    chosen = {layout.digest: {"0": "name", "1": "note", "2": "note"}}
    choices = Choices(columns=lambda digest: chosen.get(digest, {}))
    content = text_of([head, ["名簿", "甲", "乙"], ["台帳", "", "丙"]]).encode()
    found = sheet_reading.read(OF_KEY["ledger"], content, choices=choices)
    assert [row.text("note") for row in found.rows] == ["甲\n申し送り：乙", "申し送り：丙"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("アクセス権限を付与した従業者", "access"), ("アクセス可能なロール", "access"),
        ("閲覧を許された社員", "access"), ("何年残すか", "keep_until"),
        ("リージョン", "abroad"), ("再委託先/サブプロセッサ", "entrusted_to"),
        ("利用に供される事務", "business"), ("担当店舗", "unit_id"),
        ("保管に使うシステム", "place"), ("管理を担当する部署", "unit_id"),
        ("取扱責任者", ""), ("委託元", ""), ("利用目的の変更理由", ""), ("閲覧した日", ""),
    ],
)  # fmt: skip
def test_words_that_together_say_it_are_a_guess_of_what_a_heading_asks_for(
    heading: str, field: str
) -> None:
    found = named("ledger", ["個人情報の名称", "備考", heading], ["甲", "乙", "丙"])
    assert found[heading] == (field, not field)


@pytest.mark.parametrize(
    ("heading", "words", "found"),
    [
        ("区分", "受託", ("owner", False)),
        ("種別", "自社", ("owner", False)),
        ("区分", "一般", ("", True)),
        ("確認", "受託", ("", True)),
    ],
)
def test_a_heading_that_leaves_all_to_its_cells_is_told_by_the_one_word_they_say(
    heading: str, words: str, found: tuple[str, bool]
) -> None:
    head = ["個人情報の名称", "利用目的", "取得方法", heading]
    assert named("ledger", head, ["名簿", "連絡", "委託元", words])[heading] == found


@pytest.mark.parametrize(
    ("key", "what", "note"),
    [
        # What is of no field stands with its heading where all who read an entry may read it.
        ("risks", "リスクの内容", "年度末に再確認\n稟議番号：甲-12"),
        ("incidents", "件名", "年度末に再確認"),
    ],
)
def test_remarks_on_risks_and_incidents_have_their_place(key: str, what: str, note: str) -> None:
    head = [what, "部門", "備考", "稟議番号"]
    found = read(key, head, ["名簿の置き忘れ", "総務課", "年度末に再確認", "甲-12"])
    assert [row.text("note") for row in found.rows] == [note]
