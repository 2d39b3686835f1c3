"""The comparison of two editions: nothing is lost, and what changed is told as people would."""

import time
from random import Random

from hypothesis import given, strategies as st

from pms_tracker.plan.text.comparison import Change, Row, compare

OLD = [
    ("1", "取扱いの原則"),
    ("1(1)", "情報の破棄における安全保護措置を講じます。"),
    ("1(2)", "利用目的の範囲内で利用します。"),
    ("2", "開示等の請求等"),
]
CLAUSES = st.lists(
    st.tuples(
        st.sampled_from(["1", "1(1)", "2", "2(3)"]), st.text("個人情報のをはAb1 \n。", max_size=12)
    ),
    max_size=8,
)


def one(old: str, new: str) -> list[tuple[str, Change]]:
    (row,) = compare([("1", old)], [("1", new)])
    return [(piece.words, piece.change) for piece in row.pieces]


def told(rows: list[Row]) -> list[tuple[Change, str, str]]:
    return [
        (row.change, row.old.path if row.old else "", row.new.path if row.new else "")
        for row in rows
    ]


def test_words_are_marked_as_people_read_them() -> None:
    assert one("情報の破棄における措置を講じます。", "情報の廃棄における管理を講じます。") == [
        ("情報の", Change.SAME),
        ("破棄", Change.REMOVED),
        ("廃棄", Change.ADDED),
        ("における", Change.SAME),
        ("措置", Change.REMOVED),
        ("管理", Change.ADDED),
        ("を講じます。", Change.SAME),
    ]


def test_a_lone_character_between_changes_is_marked_with_them() -> None:
    assert one("甲社の規程", "乙社の方針") == [
        ("甲社の規程", Change.REMOVED),
        ("乙社の方針", Change.ADDED),
    ]


def test_a_clause_put_between_others_renumbers_those_after_it() -> None:
    new = [*OLD[:2], ("1(2)", "法令を守ります。"), ("1(3)", OLD[2][1]), OLD[3]]
    assert told(compare(OLD, new)) == [
        (Change.SAME, "1", "1"),
        (Change.SAME, "1(1)", "1(1)"),
        (Change.ADDED, "", "1(2)"),
        (Change.MOVED, "1(2)", "1(3)"),
        (Change.SAME, "2", "2"),
    ]


def test_a_clause_that_was_moved_and_reworded_is_known_again() -> None:
    new = [OLD[0], ("1(1)", "法令を守ります。"), *OLD[2:], ("3", OLD[1][1].replace("破棄", "廃棄"))]
    rows = compare(OLD, new)
    assert (Change.MOVED, "1(1)", "3") in told(rows)
    assert (Change.ADDED, "", "1(1)") in told(rows)


def test_a_removed_clause_stands_after_the_one_it_followed() -> None:
    assert told(compare(OLD, [OLD[0], OLD[3]])) == [
        (Change.SAME, "1", "1"),
        (Change.REMOVED, "1(1)", ""),
        (Change.REMOVED, "1(2)", ""),
        (Change.SAME, "2", "2"),
    ]
    assert told(compare(OLD, OLD[2:]))[0] == (Change.REMOVED, "1", "")
    assert told(compare(OLD, [])) == [(Change.REMOVED, path, "") for path, _ in OLD]


def test_another_text_under_the_same_number_is_a_change_of_that_clause() -> None:
    rows = compare([("1", "苦情の窓口を置きます。")], [("1", "ABC")])
    assert told(rows) == [(Change.CHANGED, "1", "1")]


def test_two_long_texts_without_anything_in_common_are_compared_in_time() -> None:
    old = [(f"{n}", f"{n}番目の古い条項" * 20) for n in range(300)]
    new = [(f"第{n}条", f"New clause number {n}. " * 20) for n in range(300)]
    rows = compare(old, new)
    assert {row.change for row in rows} == {Change.ADDED, Change.REMOVED}
    assert len(rows) == 600


@given(CLAUSES, CLAUSES)
def test_both_texts_can_be_rebuilt_from_the_rows(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    rows = compare(old, new)
    before = sorted((row.old.at, row.old, row.before) for row in rows if row.old)
    after = [(row.new, row.after) for row in rows if row.new]
    assert [(clause.path, "".join(p.words for p in said)) for _, clause, said in before] == old
    assert [(clause.path, "".join(p.words for p in said)) for clause, said in after] == new
    assert len(rows) == len(old) + len(new) - sum(1 for row in rows if row.old and row.new)


@given(CLAUSES)
def test_a_text_is_the_same_as_itself(clauses: list[tuple[str, str]]) -> None:
    rows = compare(clauses, clauses)
    assert {row.change for row in rows} <= {Change.SAME}
    assert len(rows) == len(clauses)


@given(CLAUSES, CLAUSES)
def test_a_row_is_called_by_what_its_sides_are(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    for row in compare(old, new):
        if row.old and row.new:
            assert row.change in {Change.SAME, Change.CHANGED, Change.MOVED}
            assert (row.change is Change.MOVED) is (row.old.path != row.new.path)
            same = (row.old.path, row.old.text) == (row.new.path, row.new.text)
            assert (row.change is Change.SAME) is same
        else:
            assert row.change is (Change.ADDED if row.new else Change.REMOVED)


def prose(seed: int, length: int) -> str:
    """Words of no sense with a full stop here and there, as no two hands write alike."""
    return "".join(Random(seed).choices("個人情報取扱利用目的をはのがに、。Ab1", k=length))


def test_clauses_of_any_length_are_compared_in_seconds_and_nothing_is_lost() -> None:
    # Ten lines of a paper, so many times over that it takes minutes to hold word against word.
    manual = [f"第{n}条 {prose(n, 40)}\n" for n in range(4_000)]
    edited = [*manual]
    edited[17] = edited[17].replace("第17条", "第17条の2")
    del edited[3_000]
    firms = [
        ([("1", prose(1, 200_000))], [("1", prose(2, 200_000))]),
        (
            [(str(n), prose(n, 4_000)) for n in range(40)],
            [(str(n), prose(-n, 4_000)) for n in range(40)],
        ),
        (
            [(f"1({n})", prose(n, 900)) for n in range(50)],
            [(f"2({n})", prose(-n, 900)) for n in range(50)],
        ),
        ([("1", "".join(manual))], [("1", "".join(edited))]),
    ]
    begun = time.process_time()
    compared = [compare(old, new) for old, new in firms]
    assert time.process_time() - begun < 12
    for (old, new), rows in zip(firms, compared, strict=True):
        befores = {row.old.at: row.before for row in rows if row.old}
        afters = {row.new.at: row.after for row in rows if row.new}
        for at, (_path, text) in enumerate(old):
            assert "".join(each.words for each in befores[at]) == text
        for at, (_path, text) in enumerate(new):
            assert "".join(each.words for each in afters[at]) == text
    # What little was edited in a long paper is told as in a short one.
    (row,) = compared[-1]
    assert [(each.words, each.change) for each in row.pieces if each.change is not Change.SAME] == [
        ("の2", Change.ADDED),
        (manual[3_000], Change.REMOVED),
    ]
