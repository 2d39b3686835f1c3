"""The page of figures: they are right, show what may be seen, and are the rows of their lists."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from flask import Flask, template_rendered
from openpyxl import load_workbook
from sqlalchemy import select, update

from pms_tracker import clock
from pms_tracker.act.cases import case_figures, filing, turns
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.several import batches
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.database import session
from pms_tracker.people.tables.people_tables import Membership
from pms_tracker.tally import tallies
from pms_tracker.trail.trail import SYSTEM
from pms_tracker.web.pictures.charts import Bars, Measures
from tests import builders
from tests.cast import IDS, POLICY, TODAY, viewer
from tests.conftest import FULL
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, counts_in, reading, words

# Both databases are asked for each kind of figure; what a step does to them is done by use cases,
# which are asked of both in their own rooms.
PAGE = "/act/figures/"
KEPT = ("took=plan~10", "ontime=0", "first=1", "again=0", "grade=major", "done=2026-11-01..")
UNREADABLE_STEPS = ("took=plan~", "took=lunch~3", "took=plan~999999", "took=plan~１０")
LEFT_OUT = (*UNREADABLE_STEPS, "ontime=2", "grade=worst", "again_of=9999", "judged=yesterday")
# Departments without any case: told of all the same.
NONE = ("本部", "教務部", "書店")


@contextmanager
def on(back: int) -> Iterator[None]:
    """So many days before today."""
    with clock.set_to(clock.at(TODAY - timedelta(days=back))):
        yield


@contextmanager
def shown(app: Flask) -> Iterator[list[Measures]]:
    found: list[Measures] = []

    def drawn(_sender: object, template: Any, context: dict[str, Any], **_more: object) -> None:
        if template.name == "act/figures/page.html":
            found.append(context["shown"].measures())

    with template_rendered.connected_to(drawn, app):
        yield found


def measures(served: Served, visitor: Visitor, by: str, query: str = "") -> Measures:
    """What the page of one of the cast is drawn from."""
    with shown(served.app) as found:
        assert visitor.as_(by).get(PAGE + query).status_code == 200
    return found[0]


def amounts(chart: Bars) -> list[tuple[str, tuple[int, ...]]]:
    return [
        (line.label, tuple(count.amount for count in line.counts))
        for line in (chart.whole, *chart.lines)
    ]


def live_through(case: Case, *, done: int, judged: int, verdict: Verdict) -> None:
    """A case of 100 days ago: planned in 10 days, approved in 5, done and judged so many ago."""
    with on(90):
        builders.submit(case)
    with on(85):
        builders.approve(case)
    with on(done):
        builders.report(case)
    with on(judged):
        builders.judge(case, verdict)


@pytest.fixture
def lived(served: Served) -> Served:
    """Two cases that were closed, one of them late; one judged ineffective; three open; one was
    withdrawn. One like the first was opened more than two years before it."""
    with committing(served):
        with on(900):
            builders.case()
        with on(100):
            within = builders.audit()
            first, second, third = (builders.case(within, place) for place in (1, 2, 3))
        live_through(first, done=80, judged=40, verdict=Verdict.EFFECTIVE)
        live_through(second, done=60, judged=40, verdict=Verdict.EFFECTIVE)
        live_through(third, done=80, judged=30, verdict=Verdict.INEFFECTIVE)
        with on(20):
            builders.case(within)
            gone = builders.case(within, 4)
        by = viewer("audit_manager")
        filing.withdraw_case(gone, reason="誤り", version=gone.version, by=by)
        builders.case(within, 4)
    return served


@pytest.mark.both_databases
def test_open_cases_are_told_by_age_and_grade(lived: Served, visitor: Visitor) -> None:
    chart = measures(lived, visitor, "representative").ages
    assert chart.heads == ("不適合",)
    assert amounts(chart) == [
        ("合計", (4,)), ("14日以内", (1,)), ("15〜30日", (1,)),
        ("31〜60日", (0,)), ("61〜90日", (0,)), ("91日以上", (2,)),
    ]  # fmt: skip


@pytest.mark.both_databases
def test_days_are_told_by_step_of_the_cases_that_were_closed(
    lived: Served, visitor: Visitor
) -> None:
    steps = measures(lived, visitor, "representative").steps
    told = [(step.cases.amount, step.median, step.most, step.beyond.amount) for step in steps]
    assert told == [(2, 10, 10, 0), (2, 5, 5, 0), (2, 15, 25, 0), (2, 30, 40, 0)]
    assert [step.label for step in steps] == ["原因と計画", "承認", "実施", "有効性の確認"]


@pytest.mark.both_databases
def test_what_was_done_in_time_and_judged_effective_at_once_is_a_share(
    lived: Served, visitor: Visitor
) -> None:
    on_time, effective, *_again = measures(lived, visitor, "representative").in_period
    assert dict(amounts(on_time)) == {
        "合計": (2, 1, 0),
        **dict.fromkeys(NONE, (0, 0, 0)),
        "松本教室": (2, 1, 0),
    }
    assert dict(amounts(effective)) == {
        "合計": (2, 1),
        **dict.fromkeys(NONE, (0, 0)),
        "松本教室": (2, 1),
    }
    assert (on_time.whole.per_cent, effective.whole.per_cent) == (67, 67)


def test_what_is_late_and_not_done_counts_against_what_was_done_in_time(
    lived: Served, visitor: Visitor
) -> None:
    with committing(lived):
        builders.late(builders.case_in(CaseState.DOING, builders.audit(), 4), 3)
    on_time = measures(lived, visitor, "representative").in_period[0]
    assert amounts(on_time)[0] == ("合計", (2, 1, 1))
    assert on_time.whole.per_cent == 50
    # Its own day is not over yet, and a period that ended before it was due knows nothing of it.
    before = measures(lived, visitor, "representative", "?period=2025").in_period[0]
    assert [counts[2] for _name, counts in amounts(before)] == [0] * len(amounts(before))


def test_boards_tell_of_each_department_and_person_what_is_open_late_and_oldest(
    lived: Served, visitor: Visitor
) -> None:
    """A due day that is given anew makes nothing younger: neither its age nor its step."""
    with committing(lived):
        case = session.scalars(select(Case).order_by(Case.opened_on, Case.id)).first()
        assert case is not None
        for each in session.scalars(select(Case).where(Case.turn_of_id.is_not(None))).all():
            builders.late(each, 3)
    before = measures(lived, visitor, "representative").boards
    # Where nothing was ever closed comes first.
    assert [row.label for row in before.units] == [*NONE, "松本教室"]
    unit = before.units[-1]
    assert (unit.open.amount, unit.late.amount, unit.closed.amount) == (4, 4, 2)
    assert sum(row.open.amount for row in before.persons) == 4
    assert max(row.oldest or 0 for row in before.persons) == unit.oldest
    assert sum(step.cases.amount for step in before.steps) == 4
    with committing(lived):
        for each in session.scalars(select(Case).where(Case.turn_of_id.is_not(None))).all():
            day = TODAY + timedelta(days=30)
            batches.give_day(each, day, reason="都合がつかないため", by=SYSTEM)
    after = measures(lived, visitor, "representative").boards
    assert after.units[-1].late.amount == 0
    assert after.units[-1].oldest == unit.oldest
    assert after.steps == before.steps


@pytest.mark.both_databases
def test_each_month_tells_what_was_opened_beside_what_was_closed(
    lived: Served, visitor: Visitor
) -> None:
    months = measures(lived, visitor, "representative").boards.months
    assert len(months) == 12
    assert months[-1].label == "2026年11月"
    assert sum(month.opened.amount for month in months) == 5
    assert sum(month.closed.amount for month in months) == 2


@pytest.mark.both_databases
def test_a_board_shows_only_what_its_reader_may_see(lived: Served, visitor: Visitor) -> None:
    owners = measures(lived, visitor, "owner").boards
    assert [row.label for row in owners.units] == ["松本教室"]
    assert sum(row.open.amount for row in owners.persons) == 1
    everything = measures(lived, visitor, "head").boards
    assert sum(row.open.amount for row in everything.persons) == 4


def test_a_turn_that_is_handed_over_moves_on_the_board(lived: Served, visitor: Visitor) -> None:
    with committing(lived):
        for case in session.scalars(select(Case).where(Case.turn_of_id == IDS["head"])).all():
            builders.late(case, 3)
        session.execute(
            update(Membership)
            .where(Membership.person_id == IDS["head"])
            .values(until_on=TODAY - timedelta(days=1))
        )
        turns.hand_over()
    with reading(lived):
        assert tallies.compare(case_figures.all_counted()) == []


@pytest.mark.both_databases
def test_the_same_requirement_in_the_same_unit_within_two_years_is_again(
    lived: Served, visitor: Visitor
) -> None:
    _in_time, _effect, units, clauses, _causes = measures(
        lived, visitor, "representative"
    ).in_period
    # The first one's like is older than that; the withdrawn one makes nothing happen again.
    assert dict(amounts(units)) == {
        "合計": (1, 4),
        **dict.fromkeys(NONE, (0, 0)),
        "松本教室": (1, 4),
    }
    assert [amount for _clause, amount in amounts(clauses)] == [(1,), (1,)]
    with committing(lived):
        builders.new_version(POLICY.replace("教材の発送", "教材と会報の発送"))
        builders.case(builders.audit())
    # Of another edition it is the same clause, and its list shows both.
    *_others, clauses, _causes = measures(lived, visitor, "representative").in_period
    assert [amount for _clause, amount in amounts(clauses)] == [(2,), (2,)]
    (line,) = clauses.lines
    assert '<span class="figure">2件</span>' in words(visitor.get(line.counts[0].url))


def test_the_same_cause_again_is_told_by_cause(lived: Served, visitor: Visitor) -> None:
    with committing(lived):
        # Of the two that are planned today only one has a like in its unit and requirement.
        for case in session.scalars(select(Case).where(Case.state == CaseState.PLANNING)).all():
            if case.round == 1 and case.opened_on > TODAY - timedelta(days=99):
                builders.submit(case)
    causes = measures(lived, visitor, "representative").in_period[-1]
    assert amounts(causes) == [("合計", (1,)), ("台帳・記録の管理の不備", (1,))]
    page = words(visitor.get(causes.lines[0].counts[0].url))
    assert page.count('<td class="ref">') == 1
    assert measures(lived, visitor, "head").in_period[-1] == causes
    none_yet = measures(lived, visitor, "representative", "?period=2025").in_period[-1]
    assert none_yet.whole.total == 0


def test_a_second_round_that_is_done_takes_the_place_of_the_first_but_not_its_verdict(
    lived: Served, visitor: Visitor
) -> None:
    with committing(lived):
        case = session.scalars(select(Case).where(Case.round == 2)).one()
        builders.judge(builders.report(builders.approve(builders.submit(case))))
        assert (case.plan_days, case.approval_days) == (10 + 30, 5)
    found = measures(lived, visitor, "audit_manager")
    on_time, effective, *_again = found.in_period
    assert amounts(on_time)[0] == ("合計", (2, 1, 0))
    assert amounts(effective)[0] == ("合計", (2, 1))
    assert found.steps[0].cases.amount == 3
    assert (found.steps[0].most, found.steps[0].beyond.amount) == (40, 0)


@pytest.mark.both_databases
def test_what_is_longer_than_nine_in_ten_leads_to_its_list(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        within = builders.audit()
        for number in range(11):
            with on(99 if number == 5 else 9):
                case = builders.case(within)
            builders.judge(builders.report(builders.approve(builders.submit(case))))
    step = measures(served, visitor, "representative").steps[0]
    assert (step.median, step.most, step.beyond.amount) == (9, 9, 1)
    page = words(visitor.get(step.beyond.url))
    assert "原因と計画に10日以上" in page
    assert page.count('<td class="ref">') == 1


READERS = ("privacy_manager", "auditor", "head", "owner", "other_head")
PERIODS = ("", "?period=2025", "?period=2026")
# Each reader, and each period of whoever is told by tallies and of those whom a count tells.
ASKED = {
    "sqlite": [
        *(("privacy_manager", period) for period in PERIODS),
        *(("auditor", "?period=2025"), ("head", "?period=2026"), ("owner", ""), ("other_head", "")),
    ],
    "postgresql": [("privacy_manager", ""), ("owner", "?period=2026")],
}


@pytest.mark.both_databases
def test_each_figure_is_the_number_of_rows_of_the_list_it_leads_to(
    lived: Served, visitor: Visitor
) -> None:
    asked = ASKED[lived.engine.dialect.name]
    for by, query in product(READERS, PERIODS) if FULL else asked:
        figures_are_their_lists(measures(lived, visitor, by, query), visitor)


def figures_are_their_lists(found: Measures, visitor: Visitor) -> None:
    told: dict[str, int] = {}
    listed: dict[str, int] = {}
    lines = [line for bars in (found.ages, *found.in_period) for line in (bars.whole, *bars.lines)]
    together = [line.together for line in lines if line.together.url]
    for count in (*counts_in(found), *together):
        # Several figures lead to one list, which is asked once.
        assert told.setdefault(count.url, count.amount) == count.amount, count.url
        if count.url not in listed:
            rows = visitor.get(count.url).text.partition("<tbody>")[2].partition("</tbody>")[0]
            listed[count.url] = rows.count("<tr>")
    assert len(told) > 12
    assert listed == told


def test_everybody_is_told_of_what_they_may_see_and_no_more(
    lived: Served, visitor: Visitor
) -> None:
    told = {by: measures(lived, visitor, by).ages.whole.total for by in ("head", "owner")}
    assert told == {"head": 4, "owner": 1}
    page = visitor.as_("employee").get(PAGE)
    assert "この期間の是正処置の指標は、まだありません" in words(page)
    assert "kind=xlsx" not in page.text


@pytest.mark.both_databases
def test_who_sees_all_is_told_the_same_by_tallies_as_by_a_live_count(
    lived: Served, visitor: Visitor
) -> None:
    with reading(lived):
        assert tallies.compare(case_figures.all_counted()) == []
    by_tallies = measures(lived, visitor, "representative")
    counted = measures(lived, visitor, "head")
    assert (by_tallies.ages, by_tallies.steps) == (counted.ages, counted.steps)
    assert [each.whole for each in by_tallies.in_period] == [
        each.whole for each in counted.in_period
    ]
    assert by_tallies.boards.units[-1:] == counted.boards.units
    assert replace(by_tallies.boards, units=()) == replace(counted.boards, units=())
    with committing(lived):
        tallies.replace(case_figures.all_counted() + case_figures.all_counted())
    assert measures(lived, visitor, "representative").ages.whole.total == 8
    assert measures(lived, visitor, "head").ages.whole.total == 4


@pytest.mark.parametrize(
    ("query", "current"),
    [("", "直近12か月"), ("?period=2026", "2026年度"), ("?period=2024", "2024年度"),
     ("?period=1999", "直近12か月"), ("?period=２０２６", "直近12か月")],
)  # fmt: skip
def test_a_period_out_of_reach_is_left_out_quietly(
    served: Served, visitor: Visitor, query: str, current: str
) -> None:
    page = words(visitor.as_("head").get(PAGE + query))
    assert f'aria-current="page"><span>{current}</span>' in page


@pytest.mark.both_databases
@pytest.mark.parametrize("kept", [True, False])
def test_a_list_says_what_it_is_narrowed_to_and_leaves_out_what_it_cannot_read(
    lived: Served, visitor: Visitor, kept: bool
) -> None:
    visitor.as_("privacy_manager")
    for query in KEPT if kept else LEFT_OUT:
        page = words(visitor.get(f"/act/cases/?{query}"))
        assert ("条件を外す" in page) is kept, query


@pytest.mark.both_databases
def test_the_figures_are_a_file_as_they_are_shown(lived: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    text = visitor.get(f"{PAGE}export.csv?period=2026").get_data(as_text=True)
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert head == ["指標", "対象", "区分", "値"]
    assert ["未完了の是正処置", "合計", "不適合", "4"] in rows
    assert ["ステップごとの日数", "実施", "中央値（日）", "15"] in rows
    assert ["期限内の実施", "松本教室", "期限内の割合（%）", "67"] in rows
    packed = visitor.get(f"{PAGE}export.xlsx?period=2026").get_data()
    sheet = load_workbook(io.BytesIO(packed)).active
    assert sheet is not None
    assert sheet.title == "指標（2026年度）"
    assert [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] == [
        head,
        *([each or "None" for each in row] for row in rows),
    ]
