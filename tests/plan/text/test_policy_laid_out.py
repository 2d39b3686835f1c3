"""Tables that set clauses out are read as clauses, tables of facts stay text; lines that were
broken by hand go on the line above, and a PDF is read as one sees it, however it is drawn."""

import pytest

from pms_tracker.plan.text.files import policy_files
from pms_tracker.plan.text.policy_text import read
from tests.plan.text.documents import drawn

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


def test_what_is_drawn_larger_or_last_in_a_pdf_stands_where_it_is_seen() -> None:
    around = [(50, 770, 8, "1/2/26 Privacy Notice - Our School"), (50, 20, 8, "school.example 1")]
    first = [
        (50, 700, 16, "Privacy Notice"),
        (50, 670, 10, "The School takes care of what it holds."),
        (50, 655, 13, "What we hold"),
        (50, 640, 10, "We hold what you tell us:"),
        (65, 625, 10, "names and addresses"),
        (65, 610, 10, "results of tests"),
        (50, 595, 13, "Who sees it"),
        (50, 580, 10, "Only teachers of the School see it."),
        (55, 625, 10, "*"),
        (55, 610, 10, "*"),
    ]
    second = [
        (50, 700, 13, "How long we keep it"),
        (50, 685, 10, "We keep it for three years."),
        (50, 660, 10, "Established: January 15, 2020"),
    ]
    found = policy_files.given(drawn([*first, *around], [*second, *around])).read
    assert found.title == "Privacy Notice"
    assert [(each.depth, each.text) for each in found.clauses] == [
        (1, "What we hold\nWe hold what you tell us:"),
        (2, "names and addresses"),
        (2, "results of tests"),
        (1, "Who sees it\nOnly teachers of the School see it."),
        (1, "How long we keep it\nWe keep it for three years."),
    ]


def test_what_a_browser_prints_around_a_page_is_none_of_it() -> None:
    page = [
        (50, 700, 16, "Privacy Notice"),
        (50, 670, 10, "1. We hold names."),
        (30, 780, 8, "1/2/26, 7:02 AM"),
        (200, 780, 8, "Privacy Notice - Our School"),
        (30, 20, 8, "https://school.example/privacy"),
        (550, 20, 8, "1/1"),
    ]
    words = policy_files.given(drawn(page)).text.split()
    assert " ".join(words) == "Privacy Notice 1. We hold names."


def test_a_line_of_a_pdf_is_read_by_where_its_pieces_stand() -> None:
    drawn_last_first = [(90, 700, 10, "We hold names."), (86, 700, 10, " "), (78, 700, 10, "1.")]
    drawn_twice = [(78, 680, 10, "2. Use"), (78, 680, 10, "2. Use")]
    words = policy_files.given(drawn([*drawn_last_first, *drawn_twice])).text
    assert words == "1. We hold names.\n\n2. Use\n"


def test_columns_of_a_pdf_stand_apart() -> None:
    words = policy_files.given(drawn([(50, 700, 10, "Names"), (200, 700, 10, "three years")])).text
    assert words == "Names\tthree years\n"


def test_the_longest_line_of_a_pdf_goes_on_in_no_other_where_it_ends_before_the_margin() -> None:
    told = ["What we hold of whoever is taught in our schools", "names", "addresses", "marks"]
    page = [(50, 700 - 14 * i, 10, words) for i, words in enumerate(told)]
    assert policy_files.given(drawn(page)).text.splitlines() == told


def test_lines_of_a_pdf_stand_apart_where_only_two_of_a_list_stand_close() -> None:
    told = ["Notice", "Cookies", "We use two.", "- session", "- language", "Questions", "Ask."]
    drops = [12 if words == "- language" else 25 for words in told]
    page = [(50, 750 - sum(drops[: i + 1]), 10, words) for i, words in enumerate(told)]
    found = policy_files.given(drawn(page)).text
    assert "- session\n- language\n\nQuestions\n\nAsk." in found


def test_all_pages_of_a_pdf_are_set_in_from_one_edge() -> None:
    first = [(50, 700, 10, "1. Use"), (70, 685, 10, "(a) by us")]
    second = [(70, 700, 10, "(b) by others"), (70, 685, 10, "(c) by nobody")]
    words = policy_files.given(drawn(first, second)).text
    assert words == "1. Use\n    (a) by us\n    (b) by others\n    (c) by nobody\n"


def test_paragraphs_of_a_pdf_stand_apart_though_few_of_them_are_wrapped() -> None:
    told = """Privacy Notice
We tell you here what it is that we hold of you.
What we hold
We hold the names and the addresses that all of
you tell us.
(a) names
(b) addresses
Who sees it
The teachers and the office of the School, and
nobody else.
How long
We keep them for three years that begin after
a day.""".splitlines()
    drops = [15 if words.startswith(("you", "nobody", "a day")) else 26 for words in told]
    page = [(50, 750 - sum(drops[: i + 1]), 10, words) for i, words in enumerate(told)]
    found = policy_files.given(drawn(page)).read
    headings = [each.text.splitlines()[0] for each in found.clauses if each.depth == 1]
    assert headings == ["What we hold", "Who sees it", "How long"]


def test_a_list_without_bullets_that_is_set_in_holds_no_heading() -> None:
    items = "　　発送のご案内\n　　代金のご請求\n"
    body = f"利用目的\n次の目的に利用します。\n\n{items}\n提供\n提供しません。\n"
    paths = [each.path for each in read(f"個人情報保護方針\n\n{body}").clauses]
    assert paths == ["利用目的", "提供"]
