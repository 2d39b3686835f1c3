"""Same cause again: found by cause, requirement and unit, and answered on every path."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from pms_tracker.act.cases import case_figures, case_lists, filing, measures
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.cases.measures import Measure
from pms_tracker.act.plans import plans, repeats
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.cause_rules import CauseCategory
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.check.findings import finding_lists
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.tally import tallies
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import POLICY, TODAY, UNIT_IDS, viewer

INVENTORY = CauseCategory.INVENTORY


def again(position: int = 1, **changes: object) -> Case:
    """Another case, a year after the first one's unit was audited for the same."""
    return builders.case(builders.audit(**changes), position)


def count(case: Case) -> int:
    return repeats.count(case, INVENTORY)


@pytest.fixture
def earlier(app: Flask) -> Case:
    return builders.case_in(CaseState.CLOSED)


def test_the_same_cause_has_to_be_answered_and_the_answer_is_kept(earlier: Case) -> None:
    case = again()
    with pytest.raises(RuleBroken, match="repeat_unanswered"):
        builders.submit(case, repeat_answer=" \n")
    builders.submit(case, repeat_answer="今度は鍵を付ける。")
    written = Dossier(case).current
    assert (written.repeats, written.repeat_answer) == (1, "今度は鍵を付ける。")
    digest = plans.subject(case, written).digest
    written.repeat_answer = "別の答え"
    assert plans.subject(case, written).digest != digest


def test_an_amendment_has_to_answer_as_well(earlier: Case) -> None:
    case = builders.submit(again(), cause_category=CauseCategory.PLACE, repeat_answer="")
    changed = builders.plan(repeat_answer="")
    with pytest.raises(RuleBroken, match="repeat_unanswered"):
        plans.amend(case, changed, version=case.version, by=viewer("head"))


def test_without_a_category_nothing_is_handed_in(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="cause_category_needed"):
        builders.submit(builders.case(), cause_category=None)


@pytest.mark.parametrize(
    ("position", "changes"),
    [(2, {}), (1, {"unit_id": UNIT_IDS["本部"]})],
    ids=["another requirement", "another department"],
)
def test_another_requirement_or_unit_is_not_the_same(
    earlier: Case, position: int, changes: dict[str, object]
) -> None:
    assert count(again(position, **changes)) == 0


def test_another_cause_a_later_case_and_a_withdrawn_one_are_not_the_same(earlier: Case) -> None:
    case = again()
    assert (count(case), count(earlier)) == (1, 0)
    assert repeats.count(case, CauseCategory.PLACE) == 0
    earlier.state, earlier.withdrawal = CaseState.WITHDRAWN, "重複"
    session.flush()
    assert count(case) == 0


@pytest.mark.parametrize(("opened_on", "found"), [(date(2024, 11, 24), 1), (date(2024, 11, 23), 0)])
def test_two_years_are_looked_back(earlier: Case, opened_on: date, found: int) -> None:
    earlier.opened_on = opened_on
    session.flush()
    assert count(again()) == found


def test_what_was_done_then_is_read_by_those_who_may_know(earlier: Case) -> None:
    case = again()
    seen = repeats.before(case, viewer("head"))
    (one,) = seen.of(INVENTORY)
    assert (one.case.id, one.round.action[:3]) == (earlier.id, "申込書")
    assert seen.of(CauseCategory.PLACE) == seen.of(None) == []
    other = repeats.before(case, viewer("other_head"))
    assert (other.shown, other.hidden) == ([], 1)


def test_repeats_are_listed_and_counted(earlier: Case) -> None:
    case = builders.submit(again())
    builders.submit(again(2), cause_category=CauseCategory.PLACE)
    boss = viewer("representative")
    assert [row.id for row in case_lists.CASES.page(boss, case_lists.Filter(repeat=True))] == [
        case.id
    ]
    placed = case_lists.Filter(cause_category=CauseCategory.PLACE)
    assert case_lists.CASES.count(boss, placed) == 1
    assert case_lists.CASES.count(viewer("other_head"), case_lists.Filter(repeat=True)) == 0


def marked(case: Case) -> CauseCategory | None:
    """The cause it had again, which figures count: the tallies say the same as the cases."""
    tallies.write_pending()
    assert tallies.compare(case_figures.all_counted()) == []
    return case.again_cause


def test_a_case_is_marked_with_the_cause_it_had_again_as_long_as_its_plan_names_it(
    earlier: Case,
) -> None:
    case = again()
    assert marked(case) is None
    builders.submit(case)
    assert marked(case) is INVENTORY
    changed = builders.plan(cause_category=CauseCategory.PLACE)
    plans.amend(case, changed, version=case.version, by=viewer("head"))
    assert marked(case) is None
    plans.amend(case, builders.plan(), version=case.version, by=viewer("head"))
    decided = builders.decision(case, Decision.REJECTED, reason="原因が違います。")
    plans.decide(case, decided, version=case.version, by=viewer("privacy_manager"))
    assert marked(case) is None
    builders.submit(case)
    builders.judge(builders.report(builders.approve(case)), Verdict.INEFFECTIVE)
    # Until the next plan says otherwise.
    assert marked(case) is INVENTORY
    builders.submit(case, cause_category=CauseCategory.PLACE)
    assert marked(case) is None


def test_a_withdrawn_case_had_no_cause_again(earlier: Case) -> None:
    case = builders.submit(again())
    assert marked(case) is INVENTORY
    by = viewer("audit_manager")
    filing.withdraw_case(case, reason="誤り", version=case.version, by=by)
    assert marked(case) is None
    assert case_lists.CASES.count(viewer("privacy_manager"), case_lists.Filter(repeat=True)) == 0


def test_repeats_of_one_cause_are_listed_apart(earlier: Case) -> None:
    case, boss = builders.submit(again()), viewer("privacy_manager")
    for category, listed in ((INVENTORY, [case.id]), (CauseCategory.PLACE, [])):
        wanted = case_lists.Filter(repeat=True, cause_category=category)
        assert [row.id for row in case_lists.CASES.page(boss, wanted)] == listed
    both = case_lists.Filter(cause_category=INVENTORY)
    assert case_lists.CASES.count(boss, both) == 2


def test_the_database_keeps_no_repeat_without_an_answer(earlier: Case) -> None:
    written = Dossier(builders.submit(again())).current
    written.repeat_answer = ""
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_the_year_between_two_audits_is_no_matter(earlier: Case) -> None:
    earlier.opened_on = TODAY - timedelta(days=365)
    session.flush()
    assert count(again()) == 1


def revised_and_audited_again() -> Case:
    """The policy is revised elsewhere in its text, and the unit fails the same clause again."""
    builders.new_version(POLICY.replace("教材の発送", "教材と会報の発送"))
    return again()


def test_the_same_again_is_found_after_the_policy_was_revised(earlier: Case) -> None:
    case = revised_and_audited_again()
    assert case.again_requirement_id is not None
    assert count(case) == 1
    found = repeats.before(case, viewer("representative"))
    assert [each.case for each in found.shown] == [earlier]


def test_what_is_mapped_asks_for_the_same_and_another_clause_does_not(earlier: Case) -> None:
    requirement_sets.adopt(requirement_sets.shipped(), by=SYSTEM)
    named = mappings.named()
    first, item = builders.requirement_ids()[0], named["j-items J.6.2"]
    assert mappings.partners([first]) == {}
    mappings.map_items(first, item, by=SYSTEM)
    assert again(1, requirement_ids=[item]).again_requirement_id == item
    assert again(1, requirement_ids=[named["j-items J.7.1"]]).again_requirement_id is None


def test_lists_show_a_requirement_whatever_its_edition(earlier: Case) -> None:
    case = revised_and_audited_again()
    by = viewer("representative")
    for requirement_id in (case.again_requirement_id, filed(earlier).requirement_id):
        wanted = finding_lists.Filter(requirement_id=requirement_id)
        assert finding_lists.FINDINGS.count(by, wanted) == 2
        asked = case_lists.Filter(requirement_id=requirement_id)
        assert case_lists.CASES.count(by, asked) == 2
        alike = case_lists.Filter(measure=Measure(again_of_id=requirement_id))
        assert case_lists.CASES.count(by, alike) == 1


def filed(case: Case) -> Finding:
    return session.get_one(Finding, case.finding_id)


def test_what_is_mapped_later_counts_for_cases_that_were_there_once_counted_anew(
    earlier: Case,
) -> None:
    requirement_sets.adopt(requirement_sets.shipped(), by=SYSTEM)
    item = mappings.named()["j-items J.6.2"]
    case = again(1, requirement_ids=[item])
    mappings.map_items(builders.requirement_ids()[0], item, by=SYSTEM)
    assert case.again_requirement_id is None
    assert measures.recount_repeats() == 1
    assert case.again_requirement_id == item
    assert earlier.again_requirement_id is None
    case_figures.rebuild()
    assert list(tallies.compare(case_figures.all_counted())) == []
    wanted = case_lists.Filter(measure=Measure(again=True))
    assert case_lists.CASES.count(viewer("representative"), wanted) == 1
    assert measures.recount_repeats() == 0
