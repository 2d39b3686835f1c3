"""The proposal of mappings: the J-items beside clauses of the policy, confirmed in one step."""

import re
from dataclasses import replace

import pytest

from pms_tracker.database import session
from pms_tracker.people.tables.people_tables import Language, Person
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LIST = "/plan/requirements/"
SET = f"{LIST}j-items"
PROPOSAL = f"{SET}/proposal/"
SHIPPED = f"{LIST}shipped/adopt"


@pytest.fixture
def adopted(served: Served) -> Served:
    with committing(served):
        requirement_sets.adopt(requirement_sets.shipped(), by=SYSTEM)
    return served


def mapped(served: Served) -> dict[str, list[str]]:
    """The numbers of items and what they are mapped to."""
    with reading(served):
        shown, _all = requirement_sets.by_key("j-items")
        numbers = {each.id: each.path for each in requirement_sets.items(shown.id)}
        found = mappings.mapped_to(shown.id)
        return {numbers[key]: [row.path for row in rows] for key, rows in found.items()}


def boxes(page: str) -> list[str]:
    return re.findall(r'name="pairs" type="checkbox" value="(\d+-\d+)"', page)


def test_all_that_is_proposed_is_mapped_in_one_step(adopted: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("privacy_manager").get(PROPOSAL))
    assert len(boxes(page)) == page.count(" checked") >= 5
    sent = form(visitor.get(PROPOSAL), PROPOSAL, with_slip=True)
    done = visitor.post(PROPOSAL, **{**sent, "pairs": boxes(page)})
    # Home shows the next of the first steps.
    assert (done.status_code, done.location) == (302, "/")
    found = mapped(adopted)
    assert len(found) == len(boxes(page))
    assert found["J.6.2"] == found["J.7.1"] == ["1(3)"]
    # A doubled click maps nothing twice and says nothing of a mishap.
    again = visitor.post(PROPOSAL, **{**sent, "pairs": boxes(page)})
    assert (again.status_code, again.location) == (302, SET)
    page = words(visitor.get(PROPOSAL))
    assert "提案できる対応はありません" in page
    assert "提案" not in words(visitor.get(SET)).partition("<main")[2]


def test_what_is_unticked_is_not_mapped(adopted: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("audit_manager").get(PROPOSAL))
    visitor.post(PROPOSAL, pairs=boxes(page)[:1])
    assert len(mapped(adopted)) == 1


def test_nothing_ticked_and_a_pair_that_nobody_proposed_are_refused(
    adopted: Served, visitor: Visitor
) -> None:
    page = words(visitor.as_("privacy_manager").get(PROPOSAL))
    for sent in ([], ["x"], ["1-2-3"], ["１-２"]):
        refused = visitor.post(PROPOSAL, pairs=sent)
        assert refused.status_code == 400, sent
        assert "登録する対応を1件以上選んでください。" in words(refused)
    item, clause = boxes(page)[0].split("-")
    for sent in (f"{clause}-{item}", "999999999-1"):
        assert visitor.post(PROPOSAL, pairs=sent).status_code == 409
    assert mapped(adopted) == {}


def test_a_proposal_that_somebody_else_confirmed_meanwhile_is_told(
    adopted: Served, visitor: Visitor
) -> None:
    stale = boxes(words(visitor.as_("privacy_manager").get(PROPOSAL)))
    visitor.as_("audit_manager").post(PROPOSAL, pairs=stale[0])
    refused = visitor.as_("privacy_manager").post(PROPOSAL, pairs=stale)
    assert refused.status_code == 409
    assert "ほかの人の登録によって変わりました" in words(refused)
    assert len(mapped(adopted)) == 1


def test_headings_and_pieces_of_lists_are_never_proposed(adopted: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("privacy_manager").get(PROPOSAL))
    proposed = set(re.findall(r"POL-001 (\S+?)</b>", page))
    assert proposed
    assert not proposed & {"1", "1(2)a", "1(2)b", "2"}


def test_only_the_managers_see_it_and_an_unknown_set_is_not_found(
    adopted: Served, visitor: Visitor
) -> None:
    assert visitor.as_("representative").get(PROPOSAL).status_code == 403
    assert visitor.post(PROPOSAL, pairs="1-2").status_code == 403
    assert visitor.as_("audit_manager").get(f"{LIST}nothing/proposal/").status_code == 404


def test_the_shipped_words_are_read_in_english_too(adopted: Served, visitor: Visitor) -> None:
    with committing(adopted):
        person = session.get(Person, IDS["privacy_manager"])
        assert person is not None
        person.language = Language.EN
    page = words(visitor.as_("privacy_manager").get(SET))
    assert "At least once a year, do independent auditors audit conformity and operation?" in page
    assert "少なくとも年に1回" not in page
    assert "Internal audit" in words(visitor.get(PROPOSAL))


def test_an_earlier_release_s_items_are_followed_by_those_of_today(
    served: Served, visitor: Visitor
) -> None:
    shipped = requirement_sets.shipped()
    few = [replace(each, text="") for each in shipped.items if each.number.startswith("J.6")]
    with committing(served):
        requirement_sets.adopt(replace(shipped, items=few), by=SYSTEM)
    page = visitor.as_("privacy_manager").get(LIST)
    assert "Jの項目を最新の内容にする" in words(page)
    visitor.post(SHIPPED, **form(page, SHIPPED, with_slip=True))
    with reading(served):
        shown, editions = requirement_sets.by_key("j-items")
        assert (shown.edition, len(editions), shown.valid_from) == (2, 2, TODAY)
        assert len(requirement_sets.items(shown.id)) == len(shipped.items)
    assert "Jの項目" not in words(visitor.get(LIST)).partition("<main")[2]


def test_what_was_adopted_today_is_followed_tomorrow(served: Served, visitor: Visitor) -> None:
    shipped = requirement_sets.shipped()
    with committing(served):
        requirement_sets.adopt(
            replace(shipped, items=shipped.items[:3], valid_from=TODAY), by=SYSTEM
        )
    visitor.as_("privacy_manager").post(SHIPPED)
    with reading(served):
        _shown, editions = requirement_sets.by_key("j-items")
        assert [(each.valid_from - TODAY).days for each in editions] == [1, 0]
