"""Lists of people by where and how they work: a sheet for each unit, and shops."""

from tests.people.imports.layouts_of_people import Listed, listed
from tests.registers.layouts import book_of, packed, text_of


@listed
def how_somebody_works_is_no_unit() -> Listed:
    """まつば苑: a sheet for each unit, with a column 勤務 that has no units in it."""
    head = ["番号", "職員氏名", "カナ", "職名", "勤務"]
    book = book_of(
        {
            "施設長室": [
                ["施設長室 職員表"],
                head,
                [1, "椎名 巌", "シイナ イワオ", "施設長", "常勤"],
            ],
            "看護課": [
                ["看護課 職員表"],
                head,
                [2, "朝倉 千尋", "アサクラ チヒロ", "看護師長", "常勤"],
                [3, "遠野 司", "トオノ ツカサ", "看護師", "産休"],
            ],
        }
    )
    return Listed(
        packed(book),
        {
            "施設長室!3": "椎名 巌/シイナ イワオ/施設長室",
            "看護課!3": "朝倉 千尋/アサクラ チヒロ/看護課",
            "看護課!4": "遠野 司/トオノ ツカサ/看護課",
        },
        dict.fromkeys(("施設長室!3", "看護課!3", "看護課!4"), "unit:from_title"),
    )


@listed
def shops_where_people_work() -> Listed:
    """みなと堂: the unit is the shop, in a text with semicolons."""
    rows = [
        ["スタッフ番号", "名前", "ふりがな", "勤務先", "就業開始日"],
        ["001", "桜庭 光", "さくらば ひかる", "渋谷店", "2024-04-01"],
        ["002", "橘 凛", "たちばな りん", "新宿店（休職中）", "2023-04-01"],
    ]
    return Listed(
        text_of(rows, ";").encode("utf-8-sig"),
        {
            "2": "桜庭 光/サクラバ ヒカル/渋谷店/2024-04-01",
            "3": "橘 凛/タチバナ リン/新宿店/2023-04-01",
        },
        {"3": "unit:unit_parted"},
    )
