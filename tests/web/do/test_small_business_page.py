"""The page that says whether the company is a small business: for whom, why, what to count anew."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.ledger_facts import small_businesses
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger.ledger_rules import Owner, Size, Way
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.plan.deciding import entry_decisions
from tests.cast import PERSONS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do.test_ledger import DAY, change, decide, entered, hand_in
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words
from tests.web.do.test_life_cycle_strip import bare

PLACE = "/do/ledger/regime/"
IS, IS_NONE = "登録された内容では、中小規模事業者に当たります", "中小規模事業者に当たりません"
AGAIN = "件数の数え直しが必要です"
MOST = 10


def in_force(by: str = "head", **more: Any) -> Any:
    row = entered(by, **more)
    hand_in(row, by)
    decide(row, "representative" if by == "privacy_manager" else "privacy_manager")
    return row


def asked(visitor: Visitor, by: str = "privacy_manager") -> str:
    return bare(words(visitor.as_(by).get(PLACE)))


def test_a_small_business_is_told_so_with_what_is_to_be_confirmed(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        in_force(owner=Owner.OWN)
    said = asked(visitor)
    assert said.count(IS) == 2
    assert (said.count("満たす"), said.count("要確認")) == (6, 1)
    assert f"登録された在籍者{len(PERSONS)}人" in said
    assert "区分の上限を合計しても100人です。" in said
    assert "個人情報保護法ガイドライン（通則編）10" in said
    assert "特定個人情報ガイドライン（事業者編）別添1" in said
    assert "自社で取得したものとしています" not in said


def people(number: int) -> list[Person]:
    return [Person(name=f"従業者 {each}") for each in range(number)]


@pytest.mark.both_databases
@pytest.mark.parametrize(("workers", "answer"), [(100, IS), (101, IS_NONE)])
def test_workers_are_those_who_are_here(
    served: Served, visitor: Visitor, workers: int, answer: str
) -> None:
    """Who has left and who audits from outside are none."""
    with committing(served):
        in_force()
        session.add_all(people(workers - len(PERSONS)))
        session.add(Person(name="退職者", left_on=TODAY - DAY))
        session.add(Person(name="外部監査員", affiliation="監査事務所"))
    said = asked(visitor)
    assert f"登録された在籍者{workers}人" in said
    assert said.count(answer) == 2


@pytest.mark.parametrize("told", [{"owner": Owner.ENTRUSTED}, {"acquired": (Way.CLIENT,)}])
def test_what_is_entrusted_decides_and_is_named(
    served: Served, visitor: Visitor, told: dict[str, Any]
) -> None:
    """By what is said of it, or where it came from."""
    with committing(served):
        in_force(name="預かった名簿", **told)
    said = asked(visitor)
    assert (said.count(IS_NONE), said.count(IS)) == (1, 1)
    assert "台帳に、預かっているものとして登録されています。 PI-2026-001 預かった名簿" in said


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"count": None}, "件数が登録されていない記録 PI-2026-001"),
        ({"counted_on": None}, "2026年5月24日(日)より前に数えたか、数えた日がない記録 PI-2026-001"),
        ({"counted_on": TODAY - 190 * DAY}, "100件以下 · 2026年5月18日"),
    ],
)
def test_what_is_not_counted_is_named_until_it_is(
    served: Served, visitor: Visitor, more: dict[str, Any], why: str
) -> None:
    with committing(served):
        in_force(**more)
    said = asked(visitor)
    assert (said.count(AGAIN), said.count("当たらないものとして扱います")) == (2, 2)
    assert "数え直すと判定できる記録が1件あります。" in said
    assert why in said
    with committing(served):
        row = session.get(LEDGER.table, 1)
        change(row, count=Size.TO_1000, counted_on=TODAY)
        hand_in(row)
        decide(row, "privacy_manager")
    said = asked(visitor)
    assert said.count(IS) == 2
    assert "区分の上限を合計しても1,000人です。" in said


@pytest.mark.both_databases
def test_what_is_drafted_does_not_count(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entered(count=Size.MORE)
        row = in_force()
        change(row, count=Size.MORE)
    assert asked(visitor).count(IS) == 2


def test_a_register_that_holds_nothing_is_said(served: Served, visitor: Visitor) -> None:
    assert asked(visitor).count("台帳に有効な記録がありません。") == 2


def test_what_may_overlap_is_to_be_counted_once(served: Served, visitor: Visitor) -> None:
    with committing(served):
        for number in range(2):
            in_force(name=f"名簿{number}", count=Size.TO_5000)
    said = asked(visitor)
    assert said.count("区分の上限の合計は10,000人です。") == said.count(AGAIN) == 2
    assert "件数を数え直す記録 0件 ありません。" in said


def ended(row: Any) -> None:
    by = viewer("head")
    entry_decisions.propose_end(LEDGER, row, "廃棄した", version=row.version, by=by)
    decide(row, "privacy_manager")


def revised(row: Any) -> None:
    change(row, count=Size.TO_100, counted_on=clock.today())
    hand_in(row)
    decide(row, "privacy_manager")


@pytest.mark.both_databases
@pytest.mark.parametrize("less", [ended, revised])
def test_too_many_are_forgotten_after_six_months(
    served: Served, visitor: Visitor, less: Callable[[Any], None]
) -> None:
    """5,000 were exceeded on a day of the last six months, though no more today."""
    with committing(served):
        row = in_force(count=Size.MORE)
        in_force(name="ほかの名簿")
        less(row)
    assert asked(visitor).count(IS_NONE) == 2
    later = TODAY + 190 * DAY
    with time_machine.travel(clock.at(later, 10)):
        with committing(served):
            row = session.get(LEDGER.table, 2)
            change(row, counted_on=later)
            hand_in(row)
            decide(row, "privacy_manager")
        with reading(served):
            judged = small_businesses.judged(viewer("privacy_manager")).judged
    assert judged.persons.over == ()
    assert ("PI-2026-001" in judged.persons.old) is (less is revised)


@pytest.mark.both_databases
def test_of_the_whole_only_those_who_see_it_are_told(served: Served, visitor: Visitor) -> None:
    with committing(served):
        in_force(count=None)
        in_force("privacy_manager", unit_id=UNIT_IDS["書店"], count=None, name="書店の名簿")
    for name in ("privacy_manager", "representative", "audit_manager", "auditor"):
        assert asked(visitor, name).count(AGAIN) == 2, name
    for name, own, others in (("head", "001", "002"), ("other_head", "002", "001")):
        said = asked(visitor, name)
        assert AGAIN not in said
        assert "台帳の全体を閲覧できる人に表示します。" in said
        assert f"PI-2026-{own}" in said
        assert f"PI-2026-{others}" not in said


def test_it_stands_beside_the_register(served: Served, visitor: Visitor) -> None:
    assert PLACE not in visitor.as_("head").get("/do/ledger/").text
    with committing(served):
        in_force()
    assert f'href="{PLACE}"' in visitor.get("/do/ledger/").text
    assert 'aria-current="page"' in visitor.get(PLACE).text


@pytest.mark.both_databases
def test_it_costs_the_same_with_few_entries_and_many(served: Served, visitor: Visitor) -> None:
    def costs() -> int:
        with visitor.counting() as statements:
            assert visitor.get(PLACE).status_code == 200
        return len(statements)

    with committing(served):
        in_force(count=None)
    visitor.as_("privacy_manager").get(PLACE)
    few = costs()
    with committing(served):
        for number in range(8):
            in_force(name=f"名簿{number}", count=None, owner=Owner.ENTRUSTED)
    assert costs() == few <= MOST


def test_an_english_reader_reads_english(served: Served, visitor: Visitor) -> None:
    with committing(served):
        in_force()
    visitor.as_("privacy_manager").post("/language", language="en")
    said = bare(words(visitor.get(PLACE, language="en")))
    assert (
        said.count("Based on what is recorded, the company is a small or medium-sized business")
        == 2
    )
    assert f"{len(PERSONS)} persons registered as working here" in said
