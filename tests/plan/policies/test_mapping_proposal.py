"""Proposals of mappings: by the words that an item's title and a clause share."""

from hypothesis import given, strategies as st

from pms_tracker.plan.policies import mapping_proposal
from pms_tracker.plan.policies.mapping_proposal import Pair, Passage
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.text import policy_text
from tests.cast import POLICY

CLAUSES = [
    Passage(1, "内部監査で見つかった不適合には、根本原因を取り除く是正処置を行います。"),
    Passage(2, "従業者の教育と監督を行い、委託先を監督します。"),
    Passage(3, "ご本人からの開示の請求に、所定の手続で応じます。"),
]


def proposed(*titles: str) -> list[tuple[str, int]]:
    items = [Passage(place, title) for place, title in enumerate(titles)]
    return [
        (titles[pair.item_id], pair.clause_id) for pair in mapping_proposal.propose(items, CLAUSES)
    ]


def test_each_item_gets_the_clause_that_says_its_title() -> None:
    assert proposed("内部監査", "不適合及び是正処置", "委託先の監督", "開示") == [
        ("内部監査", 1),
        ("不適合及び是正処置", 1),
        ("委託先の監督", 2),
        ("開示", 3),
    ]


def test_what_no_clause_says_is_not_proposed() -> None:
    assert proposed("仮名加工情報", "緊急事態への準備", "一般", "") == []


def test_a_proposal_tells_the_words_that_both_say() -> None:
    (pair,) = mapping_proposal.propose([Passage(7, "内部監査")], CLAUSES)
    assert pair == Pair(7, 1, ("内部", "監査", "部監"))


def test_letters_are_compared_however_wide_they_are() -> None:
    clause = Passage(1, "ｺｰﾙｾﾝﾀｰの記録と、Ｃｏｏｋｉｅを管理します。")
    items = [Passage(1, "コールセンター"), Passage(2, "cookieの管理")]
    assert [each.item_id for each in mapping_proposal.propose(items, [clause])] == [1, 2]


def test_without_clauses_or_items_nothing_is_proposed() -> None:
    assert mapping_proposal.propose([], CLAUSES) == []
    assert mapping_proposal.propose([Passage(1, "内部監査")], []) == []


@given(st.text(), st.lists(st.text(), max_size=4))
def test_whatever_is_written_an_item_is_proposed_once_at_most(title: str, texts: list[str]) -> None:
    clauses = [Passage(place, text) for place, text in enumerate(texts)]
    found = mapping_proposal.propose([Passage(1, title)], clauses)
    assert len(found) <= 1
    assert all(0 <= each.clause_id < len(texts) and each.words for each in found)


def test_the_j_items_find_their_clauses_in_the_cast_s_policy() -> None:
    clauses = policy_text.read(POLICY).clauses
    items = requirement_sets.shipped().items
    pairs = mapping_proposal.propose(
        [Passage(place, item.title) for place, item in enumerate(items)],
        [Passage(place, clause.text) for place, clause in enumerate(clauses)],
    )
    named = {items[each.item_id].number: clauses[each.clause_id].path for each in pairs}
    expected = {"J.1.3": "1(1)", "J.6.2": "1(3)", "J.7.1": "1(3)", "J.9.2": "1(3)", "J.11": "2(1)"}
    assert expected.items() <= named.items()
