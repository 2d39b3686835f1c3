"""Tables that set clauses out are read as clauses, tables of facts stay text; lines that were
broken by hand go on the line above."""

import pytest

from pms_tracker.plan.text.files import policy_files
from pms_tracker.plan.text.policy_text import read

PAGE = "<!doctype html><html><body><h1>個人情報保護方針</h1><table>{}</table></body></html>"


@pytest.mark.parametrize(
    ("rows", "paths"),
    [
        ([("（１）", "守ります。"), ("（２）", "改めます。"), ("（３）", "応じます。")],
         ["(1)", "(2)", "(3)"]),
        ([("番号", "項目"), ("1.", "氏名"), ("2.", "住所")], []),
        ([("1.", "氏名", "3年"), ("2.", "住所", "5年")], []),
        ([("1", "氏名"), ("2", "住所")], []),
        ([("1.", "氏名"), ("4.", "住所")], []),
    ],
)  # fmt: skip
def test_rows_of_a_label_and_words_are_clauses(
    rows: list[tuple[str, ...]], paths: list[str]
) -> None:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    page = PAGE.format("".join(f"<tr>{row}</tr>" for row in cells))
    assert [each.path for each in policy_files.given(page.encode()).read.clauses] == paths


LINE = "個人情報の漏えい、滅失又は毀損の防止のために必要な安全の"
SHORT = "体制\n\n守ります。\n\n"


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        (f"1. 取得\n\n{LINE}\n\n確保\n\n{LINE}\n\n管理\n\n{LINE}\n\n点検\n\n2. 利用\n", ["1", "2"]),
        (f"{SHORT}利用目的\n\n{LINE}\n\n2 点をお知らせします。\n", ["体制", "利用目的"]),
    ],
)
def test_what_goes_on_a_broken_line_is_no_heading(body: str, paths: list[str]) -> None:
    assert [each.path for each in read(f"個人情報保護方針\n\n{body}").clauses] == paths
