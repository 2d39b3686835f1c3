"""Which of the days that a text names are those of its own history."""

import pytest

from pms_tracker.plan.text.policy_text import read

JAPANESE = "個人情報保護方針\n\n1. 取得\n適正に取得します。\n{}2. 利用\n範囲内で利用します。\n{}"
ENGLISH = "Privacy Policy\n\n1. Collection\nYour name.\n{}2. Use\nWe answer you.\n{}"


def told(text: str) -> tuple[str, list[str]]:
    found = read(text)
    return str(found.enacted_on), [str(day) for day in found.revised_on]


@pytest.mark.parametrize(
    ("line", "enacted", "revised"),
    [
        ("制定日 平成20年4月1日\n附則（平成20年4月1日）\nこの方針は、同日から施行する。\n",
         "2008-04-01", []),
        ("平成20年3月20日制定\n令和元年9月20日改正\n附則\nこの方針の改正は、令和元年10月1日から施行する。\n",
         "2008-03-20", ["2019-09-20"]),
        ("平成20年3月20日制定\n附則\nこの方針の改正は、令和元年10月1日から施行する。\n",
         "2008-03-20", ["2019-10-01"]),
        ("2010年4月1日制定\n2019年6月1日にシステムを更新\n", "2010-04-01", []),
        ("2010年4月1日制定\n2019年6月1日に利用目的を改定\n", "2010-04-01", ["2019-06-01"]),
    ],
)  # fmt: skip
def test_a_day_is_the_texts_own_once(line: str, enacted: str, revised: list[str]) -> None:
    assert told(JAPANESE.format("", line)) == (enacted, revised)


@pytest.mark.parametrize(
    ("sentence", "revised"),
    [
        ("当社は2019年6月1日にプライバシーマークを更新しました。\n", []),
        (
            "お客様の情報を守ります。本方針は、毎年見直し、2019年6月1日に改定しました。\n",
            ["2019-06-01"],
        ),
    ],
)
def test_a_sentence_within_the_clauses_tells_only_of_the_text(
    sentence: str, revised: list[str]
) -> None:
    assert told(JAPANESE.format(sentence, "")) == ("None", revised)


@pytest.mark.parametrize(
    ("line", "enacted", "revised"),
    [
        ("Version 3.2 – 14 February 2024\n", "None", ["2024-02-14"]),
        ("Date of establishment: April 1, 2005\nDate of revision: May 1, 2021\n",
         "2005-04-01", ["2021-05-01"]),
        ("This policy was last changed on 3 March 2023.\n", "None", ["2023-03-03"]),
        ("Please read it with care. It was last updated on 1 April 2021. Thank you.\n",
         "None", ["2021-04-01"]),
        ("Please read it with care. Our shop was updated on 1 April 2021.\n", "None", []),
    ],
)  # fmt: skip
def test_days_in_english_by_noun_by_edition_and_in_a_paragraph(
    line: str, enacted: str, revised: list[str]
) -> None:
    assert told(ENGLISH.format("", line)) == (enacted, revised)


CONTRACT = (
    "個人情報の取扱いに関する覚書\n\n"
    "株式会社みほん（以下「甲」という。）と有限会社れいだい（以下「乙」という。）は、次のとおり合意する。\n\n"
    "第1条 守る。\n第2条 返す。\n\n本書の成立を証するため、2通を作成する。\n2020年4月1日\n"
    "甲　株式会社みほん\n　代表取締役　見本 花子\n"
)


@pytest.mark.parametrize(
    ("signed", "issuer", "representative"),
    [
        ("乙　有限会社れいだい\n　代表取締役　例題 次郎\n", None, None),
        ("", "株式会社みほん", "見本 花子"),
    ],
)
def test_a_contract_is_issued_by_none_of_two_who_signed(
    signed: str, issuer: str | None, representative: str | None
) -> None:
    found = read(CONTRACT + signed)
    assert (found.issuer, found.representative) == (issuer, representative)
