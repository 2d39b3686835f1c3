"""The overview: its figures are right, show what may be seen, and lead to their lists."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, template_rendered
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.cases import case_figures, filing
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audits
from pms_tracker.check.rules.audit_rules import AuditState, Grade
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.plan.rules.year_rules import Done
from pms_tracker.plan.years import year_results, years
from pms_tracker.tally import tallies
from pms_tracker.web.home import cycle_standing
from pms_tracker.web.pictures.charts import Count, Cycle
from tests import builders, reporting
from tests.cast import IDS, POLICY, TODAY, UNIT_IDS, viewer
from tests.conftest import FULL
from tests.databases import Served
from tests.do import test_ledger_reviews, test_trainings
from tests.plan.years import a_year
from tests.visitor import Visitor
from tests.web.browsing import committing, counts_in, words

# Both are asked for each kind of figure and as whoever sees but some, not what a page makes of it.
BOTH = pytest.mark.both_databases
YEAR = "2026-04-01..2027-03-31"
YEAR_PLAN = "YP-2026"


@contextmanager
def shown(app: Flask) -> Iterator[list[Cycle]]:
    found: list[Cycle] = []

    def drawn(_sender: object, template: Any, context: dict[str, Any], **_more: object) -> None:
        if template.name == "cycle/wheel.html":
            found.append(context["standing"].cycle())

    with template_rendered.connected_to(drawn, app):
        yield found


def cycle(served: Served, visitor: Visitor, by: str, query: str = "") -> Cycle:
    """What the page of one of the cast is drawn from."""
    with shown(served.app) as found:
        assert visitor.as_(by).get(f"/cycle/{query}").status_code == 200
    return found[0]


def asked(count: Count) -> tuple[str, dict[str, str]]:
    """The list behind a figure, and what it is narrowed to."""
    address = urlsplit(count.url)
    return address.path, {name: text for name, (text,) in parse_qs(address.query).items()}


def amounts(found: Cycle, phase: str) -> tuple[int, int, int, int]:
    (one,) = (each for each in found.quarters if each.phase == phase)
    return one.late.amount, one.soon.amount, one.open.amount, one.done.amount


@pytest.fixture
def lived(served: Served) -> Served:
    """A late, a near and a far case, one closed and one withdrawn; an observation; three audits."""
    with committing(served):
        within = builders.audit()
        builders.late(builders.case(within), 3)
        builders.submit(builders.case(within, 2))
        builders.case(within)
        builders.case_in(CaseState.CLOSED, within, 3)
        builders.finding(within, 4, grade=Grade.OBSERVATION)
        builders.finding(within, 4, grade=Grade.GOOD_PRACTICE)
        shelf = UNIT_IDS["書店"]
        team = [IDS["second_auditor"]]
        builders.audit(unit_id=shelf, team_ids=team, planned_on=TODAY + timedelta(days=30))
        builders.audit(unit_id=shelf, team_ids=team, planned_on=TODAY - timedelta(days=1))
    return served


@BOTH
def test_the_wheel_counts_late_soon_open_and_done(lived: Served, visitor: Visitor) -> None:
    found = cycle(lived, visitor, "privacy_manager")
    assert [each.phase for each in found.quarters] == ["plan", "do", "check", "act"]
    assert [each.there for each in found.quarters] == [True, False, True, True]
    assert amounts(found, "plan") == (1, 0, 0, 0)
    # The one under way has a fortnight to be finished.
    assert amounts(found, "check") == (1, 0, 2, 0)
    assert amounts(found, "act") == (1, 1, 1, 1)


def test_each_figure_of_the_wheel_leads_to_the_list_it_counts(
    lived: Served, visitor: Visitor
) -> None:
    found = cycle(lived, visitor, "privacy_manager")
    for quarter in found.quarters:
        if not quarter.there:
            continue
        for due, count in (("late", quarter.late), ("soon", quarter.soon), ("later", quarter.open)):
            assert asked(count) == ("/cycle/duties/", {"phase": quarter.phase, "due": due})
            page = words(visitor.get(count.url))
            assert f'<span class="figure">{count.amount}件</span>' in page
    _plan, _do, check, act = found.quarters
    assert asked(check.done) == ("/check/audits/", {"closed": YEAR})
    assert asked(act.done) == ("/act/cases/", {"closed": YEAR})


def test_work_of_no_record_leads_to_where_it_is_done_whoever_may_go_there(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        test_ledger_reviews.close(test_ledger_reviews.reviewed())
    late = "/cycle/duties/?phase=do&due=late"
    where, its = "/do/ledger/reviews/new", "台帳の見直しの開始"
    with clock.set_to(clock.at(TODAY + timedelta(days=400))):
        for name, may in (("privacy_manager", True), ("audit_manager", False)):
            page = visitor.as_(name).get(late).get_data(as_text=True)
            assert its in page
            assert (f'<a href="{where}">{its}</a>' in page) is may, name
            assert visitor.get(where).status_code == (200 if may else 403)
            assert "></a>" not in page.split("<tbody>")[1]


@BOTH
def test_nonconformities_are_counted_together_and_opportunities_and_strong_points_nowhere(
    lived: Served, visitor: Visitor
) -> None:
    with committing(lived):
        within = session.get_one(Audit, 1)
        for grade in (Grade.MAJOR, Grade.MINOR, Grade.OPPORTUNITY):
            builders.finding(within, 4, grade=grade)
    (unit,) = cycle(lived, visitor, "representative").units
    assert (unit.nonconformities.amount, unit.observations.amount) == (6, 1)
    assert unit.by_quarter == (0, 0, 0, 0, 7)
    # Each figure is that of the list it leads to.
    for figure in (unit.nonconformities, unit.observations):
        listed = words(visitor.get(figure.url))
        assert f'<span class="figure">{figure.amount}件</span>' in listed


@BOTH
def test_findings_are_counted_by_unit_and_requirement_and_withdrawn_ones_nowhere(
    lived: Served, visitor: Visitor
) -> None:
    before = cycle(lived, visitor, "representative")
    (unit,) = before.units
    assert unit.label == "松本教室"
    assert (unit.nonconformities.amount, unit.observations.amount) == (4, 1)
    assert unit.by_quarter == (0, 0, 0, 0, 5)
    narrowed = {"unit": str(UNIT_IDS["松本教室"]), "found": YEAR, "standing": "1"}
    assert asked(unit.observations) == ("/check/findings/", {"grade": "observation", **narrowed})
    graded = [
        (each.nonconformities.amount, each.observations.amount) for each in before.requirements
    ]
    assert graded == [(2, 0), (1, 0), (1, 0), (0, 1)]
    with committing(lived):
        case = session.scalars(select(Case).where(Case.number == 1)).one()
        by = viewer("audit_manager")
        filing.withdraw_case(case, reason="誤り", version=case.version, by=by)
    after = cycle(lived, visitor, "representative")
    assert after.units[0].nonconformities.amount == 3
    assert amounts(after, "act") == (0, 1, 1, 1)


@BOTH
def test_a_requirement_is_one_line_whatever_its_edition(lived: Served, visitor: Visitor) -> None:
    before = [each.label for each in cycle(lived, visitor, "representative").requirements]
    with committing(lived):
        builders.new_version(POLICY.replace("教材の発送", "教材と会報の発送"))
        builders.finding(builders.audit())
    after = cycle(lived, visitor, "representative").requirements
    assert [each.label for each in after] == before
    assert after[0].nonconformities.amount == 3
    assert '<span class="figure">3件</span>' in words(visitor.get(after[0].nonconformities.url))


@BOTH
def test_open_cases_are_counted_by_age_and_by_the_month_they_are_due(
    lived: Served, visitor: Visitor
) -> None:
    with committing(lived), clock.set_to(clock.at(TODAY - timedelta(days=40))):
        builders.case()
    found = cycle(lived, visitor, "audit_manager")
    assert [(bar.in_time.amount, bar.late.amount) for bar in found.ages] == [
        (2, 1), (0, 0), (0, 1), (0, 0), (0, 0),
    ]  # fmt: skip
    youngest, _next, month, _more, oldest = found.ages
    assert asked(youngest.late) == ("/act/cases/", {"opened": "2026-11-10..", "due": "late"})
    assert asked(month.in_time)[1] == {"opened": "2026-09-25..2026-10-24", "due": "2026-11-24.."}
    assert asked(oldest.late)[1] == {"opened": "..2026-08-25", "due": "late"}
    dues = found.year.due_cases
    assert [each.amount for each in dues] == [0, 0, 0, 0, 0, 0, 1, 1, 2, 0, 0, 0]
    assert asked(dues[10]) == ("/act/cases/", {"due": "2027-02-01..2027-02-28"})


@BOTH
def test_days_to_close_are_told_by_quarter(served: Served, visitor: Visitor) -> None:
    with committing(served):
        with clock.set_to(clock.at(TODAY - timedelta(days=100))):
            first, second = builders.case(), builders.case()
            builders.case_in(CaseState.CLOSED)
        for case in (first, second):
            builders.submit(case)
            builders.judge(builders.report(builders.approve(case)))
        builders.case_in(CaseState.CLOSED)
    found = cycle(served, visitor, "representative").closing
    assert [each.label for each in found] == [
        "2025年10〜12月", "2026年1〜3月", "4〜6月", "7〜9月", "10〜12月",
    ]  # fmt: skip
    assert [(each.median, each.cases) for each in found] == [
        (None, 0), (None, 0), (None, 0), (0, 1), (100, 3),
    ]  # fmt: skip


@BOTH
def test_the_year_tells_reviews_and_audits_planned_and_done(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        policy = builders.policy()
        # Long due, it was reviewed in summer; the next review comes within the year after.
        with clock.set_to(clock.at(date(2026, 6, 1))):
            policy.next_review_on = date(2026, 5, 20)
            builders.review()
        over, begun = builders.audit(planned_on=date(2026, 10, 5)), builders.audit()
        by = viewer("auditor")
        for audit in (over, begun):
            assignments.start(audit, on=TODAY, by=by)
        reporting.audit_in(AuditState.CLOSED, over)
        builders.audit(planned_on=TODAY - timedelta(days=1))
        builders.audit(planned_on=date(2027, 3, 31))
        off = builders.audit(planned_on=date(2027, 1, 5))
        audits.cancel(off, reason="重複", by=viewer("audit_manager"), version=off.version)
        builders.audit(planned_on=date(2027, 4, 1))
    found = cycle(served, visitor, "privacy_manager")
    assert [
        (row.reference, row.planned_on, row.actual_on, row.state) for row in found.year.rows
    ] == [
        ("POL-001", date(2026, 5, 20), date(2026, 6, 1), "done"),
        ("AU-2026-001", date(2026, 10, 5), TODAY, "done"),
        ("AU-2026-003", TODAY - timedelta(days=1), None, "late"),
        ("AU-2026-002", TODAY, TODAY, "under_way"),
        ("AU-2026-004", date(2027, 3, 31), None, "todo"),
    ]
    assert amounts(found, "plan") == (0, 0, 1, 1)
    assert amounts(found, "check") == (1, 0, 3, 1)
    assert found.year.more.amount == 0
    following = cycle(served, visitor, "privacy_manager", "?year=2027")
    assert [row.reference for row in following.year.rows] == ["AU-2027-001", "POL-001"]
    assert (following.year.name, following.year.later_url) == ("2027年度", "")
    assert following.year.earlier_url == "/cycle/?year=2026"


@BOTH
def test_the_year_tells_what_its_plan_asks_for(served: Served, visitor: Visitor) -> None:
    with committing(served):
        plan = a_year.approved(
            (*a_year.BOTH, replace(a_year.BOTH[0], title="台帳の点検", planned_on=TODAY))
        )
        done = Done("全員が受けた。", date(2026, 11, 2), no_proof="紙で保管")
        education = years.duties_of(plan)[0]
        year_results.report_done(plan, education.position, done, by=viewer("owner"))
    rows = cycle(served, visitor, "privacy_manager").year.rows
    assert [
        (row.label, row.actual_on, row.state) for row in rows if row.reference == YEAR_PLAN
    ] == [
        ("全従業者の教育", date(2026, 11, 2), "done"),
        ("台帳の点検", None, "todo"),
        ("内部監査", None, "todo"),
    ]
    with clock.set_to(clock.at(date(2026, 11, 25))):
        later = cycle(served, visitor, "privacy_manager").year.rows
    assert [row.state for row in later if row.label == "台帳の点検"] == ["late"]


@BOTH
def test_the_year_tells_trainings_and_reviews_of_the_ledger(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        training = test_trainings.started()
        name, ends_on = test_trainings.TRAININGS.name_of(training), training.ends_on
        review = test_ledger_reviews.reviewed()
        test_ledger_reviews.close(review)
        closed = review.reference, review.due_on
    rows = cycle(served, visitor, "privacy_manager").year.rows
    assert [
        (row.planned_on, row.actual_on, row.state) for row in rows if row.reference == closed[0]
    ] == [(closed[1], TODAY, "done")]
    (row,) = [
        each
        for each in cycle(served, visitor, "privacy_manager").year.rows
        if each.reference == name
    ]
    assert (row.planned_on, row.actual_on, row.state) == (ends_on, None, "under_way")
    assert test_trainings.PLAN["title"] in row.label
    with clock.set_to(clock.at(ends_on + timedelta(days=1))):
        rows = cycle(served, visitor, "privacy_manager").year.rows
    assert [each.state for each in rows if each.reference == name] == ["late"]


def test_a_full_year_shows_what_is_not_done_and_says_how_much_more_there_is(
    served: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with committing(served):
        for number in range(15):
            builders.audit(planned_on=TODAY + timedelta(days=number))
    shown_all = cycle(served, visitor, "audit_manager").year
    assert (len(shown_all.rows), shown_all.more) == (15, Count(0))
    monkeypatch.setattr(cycle_standing, "ROWS", 12)
    year = cycle(served, visitor, "audit_manager").year
    assert len(year.rows) == 12
    assert year.more == Count(3)


@pytest.mark.parametrize(
    ("query", "year"),
    [("", 2026), ("?year=2025", 2025), ("?year=2024", 2024), ("?year=2027", 2027),
     ("?year=2023", 2026), ("?year=2028", 2026), ("?year=x", 2026), ("?year=99999999999", 2026)],
)  # fmt: skip
def test_a_year_out_of_reach_is_left_out_quietly(
    served: Served, visitor: Visitor, query: str, year: int
) -> None:
    assert cycle(served, visitor, "employee", query).year.first == date(year, 4, 1)


# By reader: what the quarters of check and act count, and how what was found in 松本教室 is graded.
TOLD: dict[str, tuple[tuple[int, ...], tuple[int, ...], list[tuple[int, int]]]] = {
    # The auditor audits 松本教室, and its head heads it; who owns a case sees that one.
    "auditor": ((0, 0, 1, 0), (1, 1, 1, 1), [(4, 1)]),
    "head": ((0, 0, 1, 0), (1, 1, 1, 1), [(4, 1)]),
    "owner": ((0, 0, 0, 0), (0, 1, 0, 1), []),
    "other_head": ((1, 0, 1, 0), (0, 0, 0, 0), []),
    "second_auditor": ((1, 0, 1, 0), (0, 0, 0, 0), []),
    "employee": ((0, 0, 0, 0), (0, 0, 0, 0), []),
}


@BOTH
def test_everybody_is_told_of_what_they_may_see_and_no_more(
    lived: Served, visitor: Visitor
) -> None:
    for by, (check, act, graded) in TOLD.items():
        found = cycle(lived, visitor, by)
        assert (amounts(found, "check"), amounts(found, "act")) == (check, act), by
        told = [(each.nonconformities.amount, each.observations.amount) for each in found.units]
        assert told == graded, by
        assert sum(bar.in_time.amount + bar.late.amount for bar in found.ages) == sum(act[:3]), by
        assert sum(each.cases for each in found.closing) == act[3], by


@BOTH
def test_who_sees_all_is_told_the_same_by_tallies_as_by_a_live_count(
    lived: Served, visitor: Visitor
) -> None:
    with committing(lived):
        assert tallies.compare(case_figures.all_counted()) == []
        assert len(session.scalars(select(Audit)).all()) == 3
    # A tally that went astray shows to those who see all: they read tallies and nothing else.
    with committing(lived):
        tallies.replace(case_figures.all_counted() + case_figures.all_counted())
    assert amounts(cycle(lived, visitor, "representative"), "act") == (2, 2, 2, 2)
    assert amounts(cycle(lived, visitor, "head"), "act") == (1, 1, 1, 1)


READERS = ("privacy_manager", "auditor", "head", "owner")


@BOTH
def test_each_figure_is_the_number_of_rows_of_the_list_it_leads_to(
    lived: Served, visitor: Visitor
) -> None:
    # One who sees all and one who sees but some: `TOLD` has all of these told on both databases.
    few = lived.engine.dialect.name == "postgresql" and not FULL
    for by in READERS[::3] if few else READERS:
        figures_are_their_lists(cycle(lived, visitor, by), visitor)


def figures_are_their_lists(found: Cycle, visitor: Visitor) -> None:
    told: dict[str, int] = {}
    listed: dict[str, int] = {}
    # The way to what the strip leaves out leads to all that is planned.
    for count in counts_in(replace(found, year=replace(found.year, more=Count(0)))):
        # Several figures lead to one list, which is asked once.
        assert told.setdefault(count.url, count.amount) == count.amount, count.url
        if count.url not in listed:
            rows = visitor.get(count.url).text.partition("<tbody>")[2].partition("</tbody>")[0]
            listed[count.url] = rows.count("<tr>")
    assert len(told) > 20
    assert listed == told
