"""Pages of requirement sets: the list, one edition, and what its items are mapped to."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.people.tables.people_tables import Language, Person
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.tables.policy_tables import RequirementMapping, RequirementSet
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import ACCOUNTS, IDS, TODAY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LIST = "/plan/requirements/"
SHIPPED = f"{LIST}shipped/adopt"
SET = f"{LIST}j-items"
MAP = f"{SET}/map?edition=1"
UNMAP = f"{SET}/unmap?edition=1"


@pytest.fixture
def adopted(served: Served) -> Served:
    """The J-items, of which J.6.2 is mapped to clause 1(3)."""
    with committing(served):
        made = requirement_sets.adopt(requirement_sets.shipped(), by=SYSTEM)
        item = next(each for each in requirement_sets.items(made.id) if each.path == "J.6.2")
        mappings.map_items(item.id, clause(), by=SYSTEM)
    return served


def clause() -> int:
    """1(3): an audit of nonconformities."""
    return builders.requirement_ids()[5]


def follow(served: Served, day: int) -> None:
    """Adopt a second edition with J.6.2 and one new item, so many days from today."""
    shipped = requirement_sets.shipped()
    kept = [each for each in shipped.items if each.number == "J.6.2"]
    with committing(served):
        wanted = replace(
            shipped,
            valid_from=TODAY + timedelta(days=day),
            items=[*kept, replace(kept[0], number="J.12", title="子どもの個人情報")],
        )
        requirement_sets.adopt(wanted, by=SYSTEM)


def item_id(served: Served, path: str) -> str:
    with reading(served):
        made = session.scalars(select(RequirementSet).where(RequirementSet.edition == 1)).one()
        return str(next(e.id for e in requirement_sets.items(made.id) if e.path == path))


def asked_of(number: str) -> str:
    """The question that a shipped item asks."""
    shipped = requirement_sets.shipped().items
    return next(each.text.split("\n")[0] for each in shipped if each.number == number)


def pairs(served: Served) -> int:
    with reading(served):
        return len(session.scalars(select(RequirementMapping)).all())


def test_an_empty_list_teaches_and_adopts_the_j_items_with_one_click(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    page = visitor.get(LIST)
    assert "要求事項の一覧は、まだありません" in words(page)
    assert "みなと学習舎個人情報保護方針" in words(page)
    assert "条項9件" in words(page)
    sent = form(page, SHIPPED, with_slip=True)
    done = visitor.post(SHIPPED, **sent)
    assert (done.status_code, done.location) == (302, f"{SET}/proposal/")
    # A doubled click leads to the same page and adopts nothing more.
    again = visitor.post(SHIPPED, **sent)
    assert (again.status_code, again.location) == (302, SET)
    page = words(visitor.get(LIST))
    assert "Jの項目を取り込む" not in page
    assert f'href="{SET}"' in page
    assert visitor.post(SHIPPED).status_code == 409
    with reading(served):
        assert len(session.scalars(select(RequirementSet)).all()) == 1


def test_everybody_reads_sets_and_only_the_two_managers_keep_them(
    adopted: Served, visitor: Visitor
) -> None:
    one = item_id(adopted, "J.6.2")
    for name in ACCOUNTS:
        visitor.as_(name)
        if name == "nobody":
            assert visitor.get(LIST).status_code == visitor.get(SET).status_code == 403
            continue
        page = words(visitor.get(SET))
        assert "内部監査" in page
        keeps = name in {"privacy_manager", "audit_manager"}
        assert ("次の版を取り込む" in page) is keeps, name
        assert (UNMAP in page) is keeps, name
        assert (visitor.get(f"{LIST}import").status_code == 200) is keeps, name
        if not keeps:
            assert visitor.post(MAP, item_id=one, other_id="1").status_code == 403
            assert visitor.post(UNMAP, one=one, other="1").status_code == 403
            assert visitor.post(SHIPPED).status_code == 403
    assert pairs(adopted) == 1


def test_an_edition_shows_its_items_and_what_they_are_mapped_to(
    adopted: Served, visitor: Visitor
) -> None:
    page = words(visitor.as_("audit_manager").get(SET))
    assert "有効 第1版" in page
    assert "2024年10月1日(火)" in page
    assert 'href="/plan/policies/POL-001#clause-1(3)"' in page
    assert ">POL-001 1(3)</a>" in page
    missing = len(requirement_sets.shipped().items) - 1
    assert f"{missing}件の項目が" in page
    assert "要求事項の版を取込み" in page
    assert "要求事項の版を取込み" not in words(visitor.as_("employee").get(SET))
    assert words(visitor.as_("audit_manager").get("/trail/")).count(f'href="{SET}"') == 2


def test_an_item_is_mapped_and_the_mapping_taken_back(adopted: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    one = item_id(adopted, "J.7.1")
    page = visitor.get(SET)
    assert form(page, MAP) == {"item_id": "", "other_id": ""}
    for _ in range(2):
        done = visitor.post(MAP, item_id=one, other_id="1")
        assert (done.status_code, done.location) == (302, f"{SET}?edition=1")
    assert pairs(adopted) == 2
    assert "POL-001 1</a>" in words(visitor.get(SET))
    for _ in range(2):
        assert visitor.post(UNMAP, one=one, other="1").status_code == 302
    assert pairs(adopted) == 1
    assert "対応を解除" in words(visitor.get(SET))


@pytest.mark.parametrize(
    ("item", "other", "status", "told"),
    [
        ("", "1", 400, "項目を選んでください"),
        ("{item}", "", 400, "対応する条項・項目を選んでください"),
        ("99999", "1", 400, "一覧から選んでください"),
        ("1", "1", 400, "一覧から選んでください"),
        ("{item}", "{item}", 400, "一覧から選んでください"),
        ("x", "1", 400, "項目を選んでください"),
        ("9" * 40, "1", 400, "一覧から選んでください"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_in_words(
    adopted: Served, visitor: Visitor, item: str, other: str, status: int, told: str
) -> None:
    known = item_id(adopted, "J.7.1")
    typed = {"item_id": item.format(item=known), "other_id": other.format(item=known)}
    refused = visitor.as_("audit_manager").post(MAP, **typed)
    assert refused.status_code == status
    assert told in words(refused)
    assert pairs(adopted) == 1


@pytest.mark.parametrize("typed", [{}, {"one": "1"}, {"one": "x", "other": "1"},
                                   {"one": "9" * 10, "other": "1"}, {"one": "-1", "other": "1"},
                                   {"one": "99999", "other": "1"}])  # fmt: skip
def test_a_mapping_that_is_not_there_cannot_be_taken_back(
    adopted: Served, visitor: Visitor, typed: dict[str, str]
) -> None:
    assert visitor.as_("audit_manager").post(UNMAP, **typed).status_code == 404
    assert pairs(adopted) == 1


def test_a_superseded_edition_stays_to_be_read_and_is_mapped_no_more(
    adopted: Served, visitor: Visitor
) -> None:
    follow(adopted, 0)
    visitor.as_("privacy_manager")
    old = words(visitor.get(f"{SET}?edition=1"))
    assert "旧版 第1版" in old
    assert MAP not in old
    assert ">POL-001 1(3)</a>" in old
    one = item_id(adopted, "J.6.2")
    refused = visitor.post(MAP, item_id=one, other_id="1")
    assert refused.status_code == 409
    assert "新しい版に代わりました" in words(refused)
    assert visitor.post(UNMAP, one=one, other=str(clause_of(adopted))).status_code == 409
    new = words(visitor.get(SET))
    assert "有効 第2版" in new
    assert "子どもの個人情報" in new
    # The mapping of the same number went on.
    assert ">POL-001 1(3)</a>" in new
    assert f'href="{SET}?edition=1"' in new


def clause_of(served: Served) -> int:
    with reading(served):
        return clause()


def test_an_edition_to_come_waits_beside_the_one_in_force(
    adopted: Served, visitor: Visitor
) -> None:
    follow(adopted, 30)
    visitor.as_("employee")
    assert "有効 第1版" in words(visitor.get(SET))
    page = words(visitor.get(f"{SET}?edition=2"))
    assert "これから 第2版" in page
    assert "個人情報保護管理者と監査責任者が登録します" in page


@pytest.mark.parametrize("address", [f"{LIST}nothing", f"{SET}?edition=2", f"{SET}?edition=0",
                                     f"{SET}?edition=x", f"{SET}?edition=" + "9" * 40,
                                     f"{SET}?edition=１", f"{LIST}J-ITEMS"])  # fmt: skip
def test_a_set_or_edition_that_is_not_there_is_not_found(
    adopted: Served, visitor: Visitor, address: str
) -> None:
    assert visitor.as_("employee").get(address).status_code == 404


def test_an_audit_is_planned_against_items_and_its_findings_name_them(
    adopted: Served, visitor: Visitor
) -> None:
    item = int(item_id(adopted, "J.6.2"))
    offered = words(visitor.as_("audit_manager").get("/check/audits/new"))
    heads = re.findall(r'<h2 class="ticks-head">(.*?)</h2>', offered)
    policy = "みなと学習舎個人情報保護方針"
    assert heads == [policy, requirement_sets.shipped().title, "日程"]
    with committing(adopted):
        audit = builders.audit(requirement_ids=[item, clause()])
        builders.finding(audit, 2)
    visitor.as_("auditor")
    walk = words(visitor.get("/check/audits/AU-2026-001/checklist/"))
    assert re.findall(r'<h3 id="ask-\d">(.*?)</h3>', walk)[1] == asked_of("J.6.2")
    assert re.findall(r'<h2 id="heading-\d">(.*?) <span>(.*?) · ', walk)[1] == ("内部監査", "J.6")
    row = words(visitor.get("/check/audits/AU-2026-001/checklist/2"))
    assert "J.6.2 内部監査" in row
    filing = words(visitor.get("/check/audits/AU-2026-001/checklist/2/finding"))
    assert "<b>J.6.2 内部監査</b>" in filing
    finding = words(visitor.get("/check/findings/F-2026-001"))
    assert "<p>J.6.2 内部監査</p>" in finding
    assert requirement_sets.shipped().title in finding
    assert "J.6.2 内部監査" in words(visitor.get("/check/findings/"))


def test_the_pages_speak_english(adopted: Served, visitor: Visitor) -> None:
    with committing(adopted):
        session.get_one(Person, IDS["privacy_manager"]).language = Language.EN
    page = words(visitor.as_("privacy_manager").get(SET))
    assert "In force: version 1" in page
    assert "Add a mapping" in page
