"""Files of questions: read however offices write them, and every bad row told by its line."""

import pytest

from pms_tracker.check.preparing import question_rows, question_templates
from pms_tracker.check.preparing.question_rows import Question
from pms_tracker.kernel.errors import BadInput
from pms_tracker.sheets import tables
from pms_tracker.sheets.sheet_lines import Problem

HEAD = "要求事項,質問,確認方法,着眼点,証拠の例\n"


def read(rows: str, head: str = HEAD) -> question_rows.QuestionRows:
    return question_templates.read((head + rows).encode())


def test_a_row_becomes_a_question() -> None:
    found = read('J.9.2,"鍵は かかっているか。\n毎日か。",文書・現場, 3台以上 ,写真\n')
    assert found.troubles == []
    (question,) = found.questions
    assert question == Question(
        "j-items J.9.2", "鍵は かかっているか。\n毎日か。", "document on_site", "3台以上", "写真"
    )
    assert question.line == 2


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("J.9.2", "j-items J.9.2"),
        ("Ｊ．９．２", "j-items J.9.2"),
        ("j-items J.9.2", "j-items J.9.2"),
        ("POL-001  3(3)", "POL-001 3(3)"),
        ("own-rules 12", "own-rules 12"),
        ("12", "12"),
        ("", ""),
    ],
)
def test_a_requirement_is_named_as_in_other_files(written: str, name: str) -> None:
    assert question_rows.requirement_name(written) == name


@pytest.mark.parametrize(
    ("written", "methods"),
    [
        ("", ""),
        ("文書", "document"),
        ("現場、文書", "document on_site"),
        ("ヒアリング/現地", "interview on_site"),
        ("Document · Interview · On site", "document interview on_site"),
        ("ON-SITE; documents", "document on_site"),
        ("文書\nヒアリング", "document interview"),
        ("電話", None),
        ("文書・電話", None),
    ],
)
def test_methods_are_read_however_they_are_written(written: str, methods: str | None) -> None:
    assert question_rows.read_methods(written) == methods


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",質問だけ,,,", Problem.REQUIREMENT_MISSING),
        ("J.9.2,,,,", Problem.QUESTION_MISSING),
        ("J.9.2,鍵は。,電話,,", Problem.METHOD_UNKNOWN),
        (f"J.9.2,{'あ' * 501},,,", Problem.QUESTION_TOO_LONG),
        (f"J.9.2,鍵は。,,{'あ' * 501},", Problem.HINT_TOO_LONG),
        (f"J.9.2,鍵は。,,,{'あ' * 501}", Problem.HINT_TOO_LONG),
        (f"{'x' * 90},鍵は。,,,", Problem.REQUIREMENT_UNKNOWN),
        ("J.9.2,=1+1,,,", Problem.FORMULA),
    ],
)
def test_a_bad_row_is_told_by_its_line_and_the_others_are_read(row: str, problem: Problem) -> None:
    found = read(f"J.9.2,よい質問。,,,\n{row}\n")
    assert [(each.line, each.problem) for each in found.troubles] == [(3, problem)]
    assert [each.question for each in found.questions] == ["よい質問。"]


def test_the_same_question_twice_is_told_with_the_line_of_the_first() -> None:
    found = read("J.9.2,鍵は。,,,\nJ.9.1,鍵は。,,,\nＪ.9.2,鍵は。,,,\n")
    (trouble,) = found.troubles
    assert (trouble.line, trouble.problem, trouble.amount) == (4, Problem.QUESTION_TWICE, 2)


@pytest.mark.parametrize(
    "last", ["What to look for,Examples of evidence", "Hint,Good evidence", "手掛かり,よい証拠"]
)
def test_headings_are_known_in_both_languages_of_today_and_of_before(last: str) -> None:
    (row,) = read(
        "J.9.2,Is it locked?,on site,The key,Dated log\n", f"Requirement,Question,Method,{last}\n"
    ).questions
    assert (row.methods, row.hint, row.good_evidence) == ("on_site", "The key", "Dated log")


def test_other_headings_are_refused() -> None:
    wrong = read("J.9.2,鍵は。\n", "要求事項,備考\n")
    assert [each.problem for each in wrong.troubles] == [
        Problem.HEADING_UNKNOWN,
        Problem.COLUMN_MISSING,
    ]
    with pytest.raises(BadInput, match="questions_empty"):
        question_templates.read(HEAD.encode())
    with pytest.raises(BadInput, match="set_too_large"):
        question_templates.read(b"x" * (tables.MOST_BYTES + 1))


def test_our_own_mark_before_what_looks_like_a_formula_is_taken_off() -> None:
    (question,) = read("J.9.2,'-2℃で保管しているか。,,'＝同じ,\n").questions
    assert (question.question, question.hint) == ("-2℃で保管しているか。", "＝同じ")
    assert read("J.9.2,'引用'の質問。,,,\n").questions[0].question == "'引用'の質問。"
